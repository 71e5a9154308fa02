"""One person: who may see what, one timeline, what is next, corrections."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.circles.actions import give_mandate
from commonroot.consent import actions as consent
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.fields import Translated
from commonroot.people import actions
from commonroot.people.models import ContactWay, Person
from commonroot.web.queries import person as queries
from commonroot.web.queries.happenings import timeline
from commonroot.web.queries.timeline import Reach
from tests.factories.accounts import AccountFactory
from tests.factories.engagement import (
    KenyaFactory,
    ThemeFactory,
)
from tests.factories.registration import RegistrationFactory
from tests.web.test_people import add, say_yes
from tests.web.test_rail import a_team, signed_in

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
TODAY = date(2026, 11, 22)
EVERYTHING = Reach(register=True, programmes=frozenset())


def serve(registration, at):
    """The gate is open to those who run the programme of this place."""
    programme = registration.session.programme
    consent.serve(
        person=registration.person, purpose=Purpose.THIS_PROGRAMME, until=None, by=SYSTEM, at=at,
        audience=Audience(AudienceKind.PROGRAMME, programme.key),
    )  # fmt: skip
    return registration


def test_the_register_opens_everything(school, organiser, at):
    assert queries.reach(add("Amina", at), actor=organiser, at=at) == EVERYTHING


def test_who_said_no_is_seen_only_through_a_place(school, organiser, at):
    person = add("Amina", at)
    say_yes(person, Purpose.REGISTER, at, yes=False)
    before = queries.reach(person, actor=organiser, at=at)
    place = serve(RegistrationFactory(person=person), at)

    after = queries.reach(person, actor=organiser, at=at)

    assert bool(before) is False
    assert after == Reach(False, frozenset({place.session.programme_id}), by_team=True)


def test_a_team_sees_people_through_its_own_programmes(school, at):
    team = a_team(at)
    actor, _client = signed_in(at, role="facilitator", circle=team)
    person = add("Amina", at)
    theirs = serve(RegistrationFactory(person=person, session__programme__run_by=team), at)
    serve(RegistrationFactory(person=person), at)
    RegistrationFactory(person=person, session__programme__run_by=team)  # without a yes

    found = queries.reach(person, actor=actor, at=at)

    assert found == Reach(False, frozenset({theirs.session.programme_id}))
    assert [one.url for one in queries.following(person, reach=found, at=at, today=TODAY)] == [
        reverse("registration:roster", args=[theirs.session.key])
    ]
    assert timeline(person, reach=found, at=at).entries == []


def test_a_pause_closes_the_page(school, organiser, at):
    person = add("Amina", at)
    actions.pause(person=person, by=SYSTEM, at=at)

    assert bool(queries.reach(person, actor=organiser, at=at)) is False


def said_of(found):
    return [(d.label, d.value, d.source, d.state, d.age) for d in found]


def test_details_say_who_said_them_and_how_old_they_are(school, at):
    person = add("Amina Wekesa", at, city="Kisumu", country="KE", language="sw")
    person.provenance["city"] = ["import", "2014-06-01"]
    person.provenance.pop("country")

    found = queries.details(person, at=at, language="en")
    person.provenance["city"] = ["import", "2014-06-01", "2026-09-13"]
    confirmed = queries.details(person, at=at, language="en")

    assert said_of(found) == [
        ("Name", "Amina Wekesa", "written by an organiser", "fresh", "0 wk"),
        ("City", "Kisumu", "from an old list", "old", "12 y"),
        ("Country", "Kenya", "written by an organiser", "fresh", "0 wk"),
        ("Letters in", "Swahili", "written by an organiser", "fresh", "0 wk"),
    ]
    assert said_of(confirmed)[1] == (
        "City", "Kisumu", "from an old list · confirmed by themself", "fresh", "2 mo",
    )  # fmt: skip


def test_ways_say_who_said_them_and_how_old_they_are(school, at):
    person = actions.add_person(
        shown_name="Amina", origin="import", by=SYSTEM, at=at - timedelta(days=400)
    )
    for number, source in enumerate(("", "link", "account")):
        actions.add_way(
            person=person, kind="mail", value=f"amina{number}@example.org", source=source,
            confirmed=source == "link", at=at - timedelta(days=400 - 390 * bool(source)),
        )  # fmt: skip
    ContactWay.objects.create(person=person, kind="phone", value="+254", mark="old", created_at=at)

    found = queries.ways(person, at=at)

    assert [(way.value[:6], way.confirmed, way.source) for way in found] == [
        ("amina0", False, "from an old list"),
        ("amina1", True, "said by themself"),
        ("amina2", False, "corrected by an organiser"),
        ("+254", False, ""),
    ]
    assert [way.age for way in found] == ["1 y", "1 wk", "1 wk", "0 wk"]


def test_a_language_that_no_list_said_is_called_supposed(school, at):
    person = add("Amina Wekesa", at, language="en")
    person.origin, person.provenance = "import", {}
    supposed = queries.details(person, at=at, language="en")
    person.provenance = {"language": ["import", "2014-06-01"]}
    told = queries.details(person, at=at, language="en")

    assert [found[-1].source for found in (supposed, told)] == [
        "supposed · from an old list",
        "from an old list",
    ]


def test_what_somebody_has_several_of_stands_with_the_rest(school, at):
    person = add("Amina Wekesa", at, organisation="Nurses Union")
    link = Actor(kind="link", key="k")
    for kind, values in (
        ("name", {"kind": "script", "text": "أمينة"}),
        ("language", {"language": "sw", "level": "native"}),
        (
            "organisation",
            {"organisation": "Nurses union", "role": "chair", "since": date(2019, 1, 1)},
        ),
        ("theme", {"theme": ThemeFactory(name=Translated({"en": "Water"}))}),
        ("offer", {"kind": "teach"}),
    ):
        actions.add_detail(person=person, kind=kind, values=values, by=link, at=at)

    found = said_of(queries.details(person, at=at, language="en"))

    assert [(label, value, source) for label, value, source, _state, _age in found] == [
        ("Name", "Amina Wekesa", "written by an organiser"),
        ("Letters in", "English", "written by an organiser"),
        ("In another script", "أمينة", "Arabic · said by themself"),
        ("Speaks", "Swahili · mother tongue", "said by themself"),
        ("Organisation", "Nurses union, chair, since 2019", "said by themself"),
        ("Theme", "Water", "said by themself"),
        ("Offers to", "teach", "said by themself"),
    ]


def test_circles_with_the_part_in_them(school, at):
    person = add("Amina", at)
    kenya = KenyaFactory()
    for role in ("member", "contact"):
        actions.join_circle(person=person, circle=kenya, role=role, since=TODAY, by=SYSTEM, at=at)

    assert queries.circles_of(person) == ["Kenya circle", "Kenya circle (contact)"]


@pytest.fixture
def now(school):
    """The real moment, which pages go by."""
    return timezone.now()


def page_of(client, person, query=""):
    return client.get(reverse("web:person", args=[person.key]) + query)


def test_reading_is_written_down(desk, now, organiser_account):
    person = add("Amina", now)

    assert page_of(desk, person).status_code == 200

    entry = AuditEntry.objects.get(verb="person read")
    assert (entry.actor_key, entry.person_key) == (organiser_account.key, person.key)
    assert entry.facts == {"reach": "register"}


def test_who_may_not_be_seen_is_not_found_and_not_written_down(desk, now):
    person = add("Amina", now)
    say_yes(person, Purpose.REGISTER, now, yes=False)

    assert page_of(desk, person).status_code == 404
    assert desk.get(reverse("web:person_edit", args=[person.key])).status_code == 404
    assert desk.get(reverse("web:person", args=["a" * 22])).status_code == 404
    assert AuditEntry.objects.filter(verb="person read").count() == 0


def test_through_a_place_only_the_place_is_seen(school, now):
    team = a_team(now)
    _actor, client = signed_in(now, role="facilitator", circle=team)
    place = RegistrationFactory(
        person=add("Amina", now, city="Kisumu"), session__programme__run_by=team
    )
    serve(place, now)
    actions.add_way(person=place.person, kind="mail", value="amina@example.org", at=now)
    _actor, liaison = signed_in(now, role="student liaison", circle=team)
    _actor, other = signed_in(now, role="student liaison", circle=a_team(now))

    page = page_of(client, place.person)
    shown = [
        b"amina@example.org" in page_of(who, place.person).content
        for who in (client, liaison, other)
    ]

    assert shown == [False, True, False]

    assert page.status_code == 200
    assert b"Not in the register" in page.content
    assert b"Kisumu" not in page.content
    assert b"Correct details" not in page.content
    assert AuditEntry.objects.filter(verb="person read").first().facts == {"reach": "programme"}
    assert client.get(reverse("web:person_edit", args=[place.person.key])).status_code == 404


def test_great_care_does_not_stand_out(desk, now, school):
    keeper = AccountFactory()
    give_mandate(account=keeper, circle=school, role="steward", until=None, by=SYSTEM, at=now)
    one, other = add("Amina", now), add("Amina", now)
    actions.set_risk(person=one, risk="high", by=SYSTEM, at=now)
    by_link = Actor(kind="link", key="k", person_id=other.pk, scope="page")
    actions.set_risk(person=other, risk="open", by=by_link, at=now)

    pages = [
        page_of(desk, person)
        .content.replace(person.key.encode(), b"KEY")
        .replace(person.shown_name.encode(), b"NAME")
        for person in (one, other)
    ]

    strip = [page[page.index(b"<main") : page.index(b"</main>")] for page in pages]
    token = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
    assert token.sub(b"", strip[0]) == token.sub(b"", strip[1])


def test_a_hostile_name_and_answer_are_text(desk, now):
    person = add("<script>alert(1)</script>", now, city='"><img src=x>')

    page = page_of(desk, person).content

    assert b"<script>alert" not in page
    assert b"<img" not in page


def test_details_are_corrected_with_their_history(desk, now, organiser_account):
    person = add("Amina Wekesa", now, city="Kisumu", language="sw")
    address = reverse("web:person_edit", args=[person.key])
    form = desk.get(address).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}

    response = desk.post(address, typed | {"city": "Mombasa", "way": "+254 712 345 678"})

    person.refresh_from_db()
    assert response["Location"] == reverse("web:person", args=[person.key])
    assert (person.city, person.language) == ("Mombasa", "sw")
    assert person.ways.get().value == "+254712345678"
    assert b"Changed: City" in page_of(desk, person).content


def test_a_way_that_cannot_be_read_changes_nothing(desk, now):
    person = add("Amina Wekesa", now, city="Kisumu")
    typed = {"shown_name": "Amina", "language": "en", "city": "Mombasa", "way": "0712"}

    page = desk.post(reverse("web:person_edit", args=[person.key]), typed)

    assert b"could not read that" in page.content
    assert Person.objects.get().city == "Kisumu"
