"""The shared inbox: a question about a programme is for the team that runs it."""

import pytest

from commonroot.accounts.roles import Actor, Held
from commonroot.circles.actions import open_circle
from commonroot.core.fields import Translated
from commonroot.programmes import permissions, queries
from commonroot.programmes.models import Enquiry
from tests.factories.programmes import ProgrammeFactory

pytestmark = pytest.mark.django_db


def held(role, circle, *, is_school=False):
    return Actor(kind="account", held=(Held(role, circle.pk, is_school=is_school),))


def test_each_reads_and_answers_what_is_theirs(school, at):
    team, other = (
        open_circle(kind="team", name=Translated({"en": name}), by=Actor.system(), at=at)
        for name in ("One", "Other")
    )
    said = {"name": "A", "address": "a@example.org", "mark": "x", "text": "?", "asked_at": at}
    theirs = Enquiry.objects.create(programme=ProgrammeFactory(run_by=team), **said)
    others = Enquiry.objects.create(programme=ProgrammeFactory(run_by=other), **said)
    about_none = Enquiry.objects.create(**said)
    actors = {
        "school": held("organiser", school, is_school=True),
        "team": held("student liaison", team),
        "facilitator": held("facilitator", team),
    }

    seen = {name: set(queries.open_enquiries(actor)) for name, actor in actors.items()}
    may = {
        name: {
            row
            for row in (theirs, others, about_none)
            if permissions.can_answer_enquiries(actor, row)
        }
        for name, actor in actors.items()
    }
    due = {name: len(queries.due(actor, at=at)) for name, actor in actors.items()}

    assert seen == may
    assert seen == {"school": {theirs, others, about_none}, "team": {theirs}, "facilitator": set()}
    assert due == {"school": 1, "team": 1, "facilitator": 0}
    assert [permissions.can_answer_enquiries(actor) for actor in actors.values()] == [
        True, True, False,
    ]  # fmt: skip
