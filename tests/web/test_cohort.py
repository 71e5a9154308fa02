"""My page tells of one's group and of what is left to do before a course."""

from datetime import UTC, datetime

import pytest

from commonroot.admissions.models import Application
from commonroot.people.actions import open_link
from tests.factories.admissions import (
    ApplicationFactory,
    CallFactory,
    PreparationFactory,
    PreparedFactory,
)
from tests.groups.meeting import a_group

pytestmark = pytest.mark.django_db


def test_my_page_shows_my_group_and_what_is_left_to_do(client):
    group = a_group()
    person = group.members.get(leads=True).person
    application = ApplicationFactory(
        call=CallFactory(programme=group.formation.programme),
        person=person,
        state=Application.State.CONFIRMED,
    )
    done = PreparationFactory(call=application.call)
    PreparationFactory(call=application.call)
    PreparedFactory(preparation=done, application=application, person=person)
    token = open_link(person=person, scope="page", at=datetime.now(UTC))

    page = client.get(f"/p/{token}", follow=True)

    [mine], [left] = page.context["my_groups"], page.context["preparing"]
    assert (mine.group, left.left, left.of) == (group, 1, 2)
    assert f"/groups/{group.key}/" in page.content.decode()
    assert "1 thing of 2 is left to do" in page.content.decode()
