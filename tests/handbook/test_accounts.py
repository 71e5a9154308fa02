"""What earlier organisers tell: who reads which account, named as its author agreed."""

import pytest
from django.utils import translation

from commonroot.accounts.roles import Actor, Held
from commonroot.core.fields import Translated
from commonroot.engagement.models import Experience
from commonroot.handbook.models.chapters import chapter_of
from commonroot.handbook.queries import accounts as queries
from commonroot.people.actions import set_risk
from tests.factories.engagement import CourseFactory
from tests.factories.people import PersonFactory
from tests.factories.programmes import TeamFactory

pytestmark = pytest.mark.django_db


def signed_in(role, circle):
    """Somebody with one role in one circle."""
    held = (Held(role=role, circle_id=circle.pk, is_school=False),)
    return Actor(kind="account", key="a", account_id=1, held=held)


def account(course, *, at, text="Ask early", part="money", **more):
    """An approved account of somebody who covered a part of a course."""
    said = {"state": "approved", "show_to": "organisers", "person": PersonFactory()} | more
    return Experience.objects.create(
        programme=course, part=part, text=text, asked_at=at, changed_at=at, **said
    )


def test_an_account_is_read_by_those_its_author_agreed_to(at, django_assert_num_queries):
    team, other = TeamFactory(), TeamFactory()
    course = CourseFactory(run_by=team)
    for show_to in ("team", "organisers", "public"):
        account(course, at=at, show_to=show_to, text=show_to)
    account(course, at=at, show_to="public", state="written", text="not approved")
    account(course, at=at, show_to="public", person=PersonFactory(frozen_at=at), text="paused")

    def read(role, circle):
        return {one.text for one in queries.accounts(signed_in(role, circle), at=at)}

    with django_assert_num_queries(1):
        mine = read("organiser", team)
    assert mine == {"team", "organisers", "public"}
    assert read("organiser", other) == {"organisers", "public"}
    assert read("facilitator", team) == {"public"}
    school = Actor(kind="account", key="a", held=(Held("organiser", 0, is_school=True),))
    assert {one.text for one in queries.accounts(school, at=at)} == mine


def test_an_author_is_named_as_they_agreed_and_never_where_it_could_harm(at):
    course = CourseFactory()
    people = {name: PersonFactory(shown_name=name) for name in ("Ana", "Bea", "Cem")}
    for name, person in people.items():
        account(course, at=at, text=name, named=name != "Bea", person=person)
    set_risk(person=people["Cem"], risk="high", by=Actor.system(), at=at)

    found = queries.accounts(Actor.system(), at=at)

    assert {(one.text, one.name) for one in found} == {("Ana", "Ana"), ("Bea", ""), ("Cem", "")}


def test_an_account_stands_in_its_chapters_in_the_readers_language(at):
    course = CourseFactory(time_zone="Africa/Nairobi", title=Translated({"en": "Kisumu"}))
    account(course, at=at, part="languages", translations=Translated({"fr": "Tôt"}))
    account(CourseFactory(time_zone="UTC", starts_on=None), at=at, part="presenting")

    with translation.override("fr"):
        [early] = queries.of_chapter(
            queries.accounts(Actor.system(), at=at), chapter_of("logistics")
        )
    [plain] = queries.of_chapter(queries.accounts(Actor.system(), at=at), chapter_of("logistics"))
    [taught] = queries.of_chapter(queries.accounts(Actor.system(), at=at), chapter_of("learning"))

    assert (early.text, early.language, early.course, early.year) == ("Tôt", "fr", "Kisumu", 2026)
    assert (plain.text, plain.language, plain.languages) == ("Ask early", "en", {"en", "fr"})
    assert (plain.region, taught.region, taught.year) == ("014", "", None)


def test_only_what_would_find_something_can_be_chosen(at):
    account(CourseFactory(time_zone="Asia/Manila"), at=at, language="fr")
    account(CourseFactory(time_zone="Africa/Nairobi"), at=at)
    account(CourseFactory(time_zone="UTC"), at=at)

    offered = queries.choices(queries.accounts(Actor.system(), at=at))

    assert offered["language"] == [("en", "English"), ("fr", "French")]
    assert offered["region"] == [("014", "Eastern Africa"), ("035", "Southeast Asia")]
    assert [code for code, _words in offered["kind"]] == [CourseFactory().format]
