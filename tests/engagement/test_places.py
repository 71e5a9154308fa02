"""Which circles a course has something to tell, and regions asked about the others."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.consent import tasks as consent_tasks
from commonroot.engagement import actions, queries
from commonroot.engagement.actions import letter_steps as steps
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
    named_person,
)

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
    region = CircleLetterFactory(programme=programme, circle=RegionFactory(), countries=["TD"])

    rows = queries.places(programme, language="en", at=at)

    assert [
        (row.name, row.people, row.works, row.without_comment, row.circle, row.contacts, row.letter)
        for row in rows
    ] == [
        ("Chad", 1, 0, 0, None, 0, None),
        ("Kenya", 2, 1, 1, kenya, 1, letter),
        ("Water and Health", 0, 1, 1, theme, 0, None),
        ("Africa", 0, 0, 0, region.circle, 0, region),
    ]
    assert [row.region for row in rows] == [region, None, None, None]
    assert [row.quiet for row in rows] == [False, False, False, False]


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
        with django_assert_num_queries(4):
            queries.places(programme, language="en", at=at)


def test_a_country_without_a_circle_is_told_to_the_region_which_names_nobody(at, settings):
    settings.DEMO = True
    programme, region = CourseFactory(), RegionFactory()
    for name in ("Canary Chad", "Canary Moussa"):
        person = named_person(name)
        person.country = "TD"
        person.save()
        ParticipationFactory(programme=programme, person=person)
    ProjectFactory(programme=programme, country="TD", title="Wells")
    contact_of(region)
    given = {"programme": programme, "region": region, "by": BY, "at": at}

    letter = steps.draft_for_region(country="TD", **given)
    again = steps.draft_for_region(country="CF", **given)
    told = queries.content(again, at=at).content
    actions.send_letter(letter=again, by=BY, at=at)
    consent_tasks.deliver_due(at=at + TEN)

    assert (letter, again.countries) == (again, ["CF", "TD"])
    assert (told.named, told.counted, told.left_out) == ((), 0, 2)
    post = Letter.objects.get()
    assert post.subject == "What was made in The Struggle for Health"
    assert "Do you know somebody there who gathers others, or would start?" in post.text
    assert "Canary" not in post.text
    with pytest.raises(actions.OnItsWay):
        steps.draft_for_region(country="NE", **given)
    assert steps.draft_for_region(country="TD", **given) == letter
    assert queries.regions(at=at) == [region]
