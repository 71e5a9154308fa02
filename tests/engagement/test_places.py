"""Which circles a course has something to tell, and regions asked about the others."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.consent import tasks as consent_tasks
from commonroot.engagement import actions, queries
from commonroot.messaging.models import Letter
from tests.factories.engagement import (
    CircleLetterFactory,
    CourseFactory,
    KenyaFactory,
    ParticipationFactory,
    ProjectFactory,
    RegionFactory,
    ThemeFactory,
    contact_of,
)
from tests.factories.messaging import LetterFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
TEN = timedelta(minutes=10)


def test_places_lists_every_country_and_theme_with_its_circle(at):
    programme = CourseFactory()
    kenya, theme = KenyaFactory(), ThemeFactory()
    contact_of(kenya)
    letter = CircleLetterFactory(programme=programme, circle=kenya)
    for country in ("KE", "KE", "TD", ""):
        ParticipationFactory(programme=programme, person__country=country)
    ProjectFactory(programme=programme, theme=theme, comment="")
    ProjectFactory(programme=programme, country="")
    LetterFactory(once=f"ask_region:{programme.key}:TD:x:y", created_at=at)

    rows = queries.places(programme, language="en", at=at)

    assert [
        (row.name, row.people, row.works, row.without_comment, row.circle, row.contacts, row.letter)
        for row in rows
    ] == [
        ("Chad", 1, 0, 0, None, 0, None),
        ("Kenya", 2, 1, 1, kenya, 1, letter),
        ("Water and Health", 0, 1, 1, theme, 0, None),
    ]
    assert [row.asked_at for row in rows] == [at, None, None]
    assert [row.quiet for row in rows] == [False, False, False]


def test_places_takes_a_closed_circle_for_none_and_a_quiet_one_for_quiet(at):
    programme = CourseFactory()
    KenyaFactory(state=Circle.State.CLOSED)
    KenyaFactory(country="UG", state=Circle.State.DORMANT)
    for country in ("KE", "UG"):
        ParticipationFactory(programme=programme, person__country=country)

    rows = queries.places(programme, language="en", at=at)

    assert [(row.circle is None, row.quiet) for row in rows] == [(True, False), (False, True)]


def test_places_costs_the_same_for_one_and_for_fifty(at, django_assert_num_queries):
    programme = CourseFactory()
    countries = [f"{a}{b}" for a in "ABCDEFG" for b in "ABCDEFGH"][:50]

    for some in (countries[:1], countries[1:]):
        for country in some:
            ParticipationFactory(programme=programme, person__country=country)
            KenyaFactory(country=country)
        with django_assert_num_queries(5):
            queries.places(programme, language="en", at=at)


def test_ask_region_writes_to_its_contacts_once_and_names_nobody(at, settings):
    settings.DEMO = True
    programme, region = CourseFactory(), RegionFactory()
    ParticipationFactory(
        programme=programme, person__shown_name="Canary Chad", person__country="TD"
    )
    contact_of(region)
    given = {"programme": programme, "country": "TD", "region": region, "by": BY}

    first = actions.ask_region(at=at, **given)
    again = actions.ask_region(at=at, **given)
    consent_tasks.deliver_due(at=at)

    assert (first, again) == (1, 0)
    post = Letter.objects.get()
    assert post.subject == "Who works in Chad?"
    assert "Canary" not in post.text
    assert queries.regions(at=at) == [region]


def test_ask_region_refuses_a_region_without_a_contact(at):
    with pytest.raises(actions.NoContact):
        actions.ask_region(
            programme=CourseFactory(), country="TD", region=RegionFactory(), by=BY, at=at
        )

    assert queries.regions(at=at) == []
