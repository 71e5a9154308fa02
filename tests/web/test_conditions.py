"""What people are found by: every way to ask, each shown to find and to leave out."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from commonroot.circles import actions as circles
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.core.filters.compiling import asked_of_each, asked_of_few, looked_up, plan
from commonroot.core.filters.value import Filter, Part
from commonroot.core.keys import mark
from commonroot.intake.models import Import, ImportRow
from commonroot.people import actions
from commonroot.people.models import (
    Affiliation,
    ContactWay,
    Interest,
    Membership,
    Offer,
    Pair,
    Person,
    SpokenLanguage,
)
from commonroot.web.queries.people import fields
from tests.factories.engagement import (
    CourseFactory,
    FollowUpFactory,
    ParticipationFactory,
    PromiseFactory,
    ThemeFactory,
)
from tests.factories.registration import RegistrationFactory
from tests.web.test_people import SYSTEM, TODAY, add, say_yes

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(school, at):
    return add("Amina Wekesa", at)


@pytest.fixture
def baraka(school, at):
    return add("Baraka Otieno", at)


def found(at, field, how, *values):
    """First names of those found, the same whether looked up, asked of each or planned."""
    asked = fields()[field].hows[how]
    whole = Filter("all", (Part(field, how, values),))
    links = (looked_up, asked_of_each, asked_of_few)
    found = [asked.match(values, at=at, link=link) for link in links]
    found.append(plan(whole, Person.objects.all(), fields=fields(), at=at).condition)
    answers = [
        sorted(Person.objects.filter(one).values_list("shown_name", flat=True)) for one in found
    ]
    assert answers == [answers[0]] * len(found)
    return [name.split()[0] for name in answers[0]]


def choices(field):
    return [(code, str(words)) for code, words in fields()[field].choices()]


def test_every_way_to_ask_says_what_it_takes():
    for field in fields().values():
        for how in field.hows.values():
            assert ("%(values)s" in str(how.phrase)) == (how.takes != "nothing"), how
            assert how.takes != "choices" or field.choices is not None, field.code
            assert str(field.group), field.code


def test_nothing_tells_how_carefully_somebody_is_treated():
    hidden = {"risk", "care", "frozen", "paused", "needs", "channel"}

    assert not hidden & set(fields())


def test_names_places_and_organisations(amina, baraka, at):
    actions.edit(
        person=amina,
        changes={"city": "Port Louis", "organisation": "Sewing Union"},
        cause="edit",
        by=SYSTEM,
        at=at,
    )
    Affiliation.objects.create(
        person=baraka, organisation="Union of Nurses", source="hand", said_on=TODAY
    )
    actions.index(baraka)
    actions.add_way(person=baraka, kind="mail", value="baraka@example.org", at=at)

    assert found(at, "name", "begins", "wek ami") == ["Amina"]
    assert found(at, "name", "begins", "baraka@example.org") == ["Baraka"]
    assert found(at, "name", "begins", "?") == []
    assert found(at, "city", "begins", "port lou") == ["Amina"]
    assert found(at, "city", "begins", "port") == ["Amina"]
    assert found(at, "city", "begins", "?") == []
    assert found(at, "organisation", "begins", "union") == ["Amina", "Baraka"]
    assert found(at, "organisation", "begins", "union sew") == ["Amina"]


def test_countries_and_languages(amina, baraka, at):
    Person.objects.filter(pk=amina.pk).update(country="KE", origin_country="UG", language="fr")
    for language, level in (("sw", "some"), ("fr", "fluent")):
        SpokenLanguage.objects.create(
            person=amina, language=language, level=level, source="link", said_on=TODAY
        )

    assert found(at, "country", "in", "KE") == ["Amina"]
    assert found(at, "country", "not", "KE") == ["Baraka"]
    assert found(at, "country", "unknown") == ["Baraka"]
    assert found(at, "origin_country", "in", "UG") == ["Amina"]
    assert found(at, "origin_country", "not", "UG") == ["Baraka"]
    assert found(at, "language", "in", "fr") == ["Amina"]
    assert found(at, "language", "not", "fr") == ["Baraka"]
    assert found(at, "spoken", "speak", "sw") == ["Amina"]
    assert found(at, "spoken", "work", "sw") == []
    assert found(at, "spoken", "fluent", "sw", "fr") == ["Amina"]
    assert choices("country") == [("KE", "Kenya")]
    assert choices("origin_country") == [("UG", "Uganda")]
    assert choices("language") == [("en", "English"), ("fr", "French")]
    assert choices("spoken") == [("fr", "French"), ("sw", "Swahili")]


def test_circles_themes_and_offers(amina, baraka, at):
    kenya = circles.open_circle(
        kind="country", name=Translated({"en": "Kenya circle"}), country="KE", by=SYSTEM, at=at
    )
    water = ThemeFactory()
    for person, role, until in ((amina, "contact", None), (baraka, "member", TODAY)):
        Membership.objects.create(person=person, circle=kenya, role=role, since=TODAY, until=until)
    Interest.objects.create(person=amina, theme=water, source="link", said_on=TODAY)
    Offer.objects.create(person=amina, kind="teach", source="link", said_on=TODAY)

    assert found(at, "circle", "in", kenya.key) == ["Amina"]
    assert found(at, "circle", "not", kenya.key) == ["Baraka"]
    assert found(at, "circle", "contact", kenya.key) == ["Amina"]
    assert found(at, "circle", "some") == ["Amina"]
    assert found(at, "circle", "none") == ["Baraka"]
    assert found(at, "theme", "in", water.key) == ["Amina"]
    assert found(at, "theme", "not", water.key) == ["Baraka"]
    assert found(at, "offer", "in", "teach", "host") == ["Amina"]
    assert found(at, "offer", "not", "teach") == ["Baraka"]
    assert choices("circle") == [(kenya.key, "Kenya circle"), (water.key, "Water and Health")]
    assert choices("theme") == [(water.key, "Water and Health")]
    assert ("teach", "teach") in choices("offer")


def test_how_people_are_reached(amina, baraka, at):
    both, broken = add("Cali Rueda", at), add("Dina Noor", at)
    add("Eli Nobody", at)

    def way(person, kind, state="working"):
        ContactWay.objects.create(
            person=person, kind=kind, value="x", mark=kind, state=state, created_at=at
        )
        actions.index(person)

    way(amina, "mail")
    way(baraka, "phone")
    way(both, "mail")
    way(both, "phone", "broken")
    way(broken, "mail", "broken")

    assert found(at, "reach", "mail") == ["Amina", "Cali"]
    assert found(at, "reach", "phone") == ["Baraka"]
    assert found(at, "reach", "broken") == ["Dina"]
    assert found(at, "reach", "none") == ["Eli"]


def test_lists_do_not_tell_how_people_in_high_care_are_reached(school, at):
    def add_careful(name, kind="", state="working", **care):
        person = add(name, at)
        if kind:
            ContactWay.objects.create(
                person=person,
                kind=kind,
                value="x",
                mark=mark("way mail", "x@example.org", ring=settings.KEY_RING),
                state=state,
                created_at=at,
            )
            actions.index(person)
        for field, value in care.items():
            setattr(person, field, value)
        person.save()
        actions.index(person)
        Person.objects.filter(pk=person.pk).update(shown_name=name)

    add_careful("Amina", "mail", risk="high")
    add_careful("Baraka", "phone", floor="high")
    add_careful("Cali", "mail", "broken", risk="high")
    add_careful("Dina", risk="high")
    add_careful("Eli", "mail", risk="careful")

    assert [found(at, "reach", how) for how in ("mail", "phone", "broken", "none")] == [
        ["Eli"], [], [], ["Amina", "Baraka", "Cali", "Dina"],
    ]  # fmt: skip
    hows = ("mail", "phone", "broken", "none")
    left = Filter("none", tuple(Part("reach", how) for how in hows))
    rest = plan(left, Person.objects.all(), fields=fields(), at=at).condition
    assert not Person.objects.filter(rest).exists()
    assert found(at, "name", "begins", "x@example.org") == ["Eli"]


def test_details_by_their_age_and_source(school, at):
    for name, days in (("Amina", 10), ("Baraka", 500), ("Cali", 2000), ("Dina", None)):
        person = add(name, at, confirmed=days)
        Person.objects.filter(pk=person.pk).update(
            created_at=at - timedelta(days=days or 0), origin="hand" if days else "import"
        )
    day = (at - timedelta(days=600)).date().isoformat()

    assert found(at, "confirmed", "in", "fresh") == ["Amina"]
    assert found(at, "confirmed", "in", "ageing", "odd") == ["Baraka"]
    assert found(at, "confirmed", "in", "old", "never") == ["Cali", "Dina"]
    assert found(at, "confirmed", "before", day) == ["Cali", "Dina"]
    assert found(at, "confirmed", "since", day) == ["Amina", "Baraka"]
    assert found(at, "added", "since", day) == ["Amina", "Baraka", "Dina"]
    assert found(at, "added", "before", day) == ["Cali"]
    assert found(at, "source", "in", "import") == ["Dina"]
    assert found(at, "source", "not", "import", "registration") == ["Amina", "Baraka", "Cali"]
    assert choices("confirmed")[0] == ("fresh", "under a year old")
    assert ("hand", "added by an organiser") in choices("source")


def test_who_may_be_a_double(amina, baraka, at):
    cali, dina = add("Cali Rueda", at), add("Dina Noor", at)
    pair = {"band": "probable", "probability": 0.9, "found_at": at}
    Pair.objects.create(left=amina, right=baraka, state="open", **pair)
    Pair.objects.create(left=cali, right=dina, state="different", **pair)

    assert found(at, "double", "open") == ["Amina", "Baraka"]


def test_courses(amina, baraka, at):
    spring = CourseFactory()
    autumn = CourseFactory(title=Translated({"en": "Autumn"}), starts_on=date(2025, 10, 4))
    coming = RegistrationFactory(person=baraka, state="placed").session.programme
    gone = RegistrationFactory(person=amina, state="cancelled").session.programme
    ParticipationFactory(person=amina, programme=spring, background="new")
    ParticipationFactory(person=baraka, programme=autumn, role="presenter")

    assert found(at, "course", "in", spring.key, coming.key) == ["Amina", "Baraka"]
    assert found(at, "course", "in", gone.key) == []
    assert found(at, "course", "not", spring.key) == ["Baraka"]
    assert found(at, "course", "not", coming.key) == ["Amina"]
    assert found(at, "course", "taught", autumn.key) == ["Baraka"]
    assert found(at, "course", "taught", spring.key) == []
    assert found(at, "course", "some") == ["Amina", "Baraka"]
    assert found(at, "course", "none") == []
    assert found(at, "year", "in", "2025", "soon") == ["Baraka"]
    assert found(at, "background", "in", "new") == ["Amina"]
    assert ("new", "new to activism") in choices("background")
    assert (autumn.key, "Autumn, 2025") in choices("course")
    assert ("2026", "2026") in choices("year")


def test_what_came_after_is_found_only_through_the_gate(amina, baraka, at):
    for person in (amina, baraka):
        PromiseFactory(person=person, due_on=TODAY)
        FollowUpFactory(person=person, state="silent")
    later = add("Cali Rueda", at)
    PromiseFactory(person=later, due_on=TODAY + timedelta(days=9))
    for person in (amina, later):
        say_yes(person, Purpose.FOLLOW_UP, at)

    assert found(at, "promise", "made") == ["Amina", "Cali"]
    assert found(at, "promise", "due") == ["Amina"]
    assert found(at, "follow_up", "in", "silent") == ["Amina"]
    assert found(at, "follow_up", "in", "sent", "answered") == []
    assert [code for code, _words in choices("follow_up")] == ["sent", "answered", "silent"]


def test_why_somebody_could_not_be_asked_is_not_found(amina, at):
    say_yes(amina, Purpose.FOLLOW_UP, at)
    FollowUpFactory(person=amina, state="unreachable")

    assert found(at, "follow_up", "in", "unreachable") == []


def test_agreements(amina, baraka, at):
    say_yes(amina, Purpose.NEWS, at)
    say_yes(baraka, Purpose.NEWS, at, yes=False)
    add("Cali Rueda", at, agreed=False)

    assert found(at, "agreement", "yes", "news") == ["Amina"]
    assert found(at, "agreement", "yes", "notice") == []
    assert found(at, "agreement", "no", "news") == ["Baraka"]
    assert found(at, "agreement", "unasked", "news") == ["Cali"]
    assert found(at, "agreement", "unknown") == ["Cali"]
    assert found(at + timedelta(days=6 * 365), "agreement", "yes", "news") == []
    assert ("news", "news of the network") in choices("agreement")


def test_the_list_that_somebody_came_with(amina, baraka, at):
    brought = Import.objects.create(
        name="old.xlsx", fingerprint="x", state="applied", read_at=at, applied_at=at
    )
    undone = Import.objects.create(
        name="undone.xlsx", fingerprint="y", state="undone", read_at=at, applied_at=at
    )
    for number, (batch, person) in enumerate(((brought, amina), (undone, baraka))):
        ImportRow.objects.create(
            batch=batch, sheet="1", number=number, cells=[], verdict="new", person=person
        )

    assert found(at, "list", "in", brought.key, undone.key) == ["Amina"]
    assert (brought.key, f"old.xlsx ({at:%Y-%m-%d})") in choices("list")
