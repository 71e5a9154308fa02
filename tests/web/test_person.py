"""One person: who may see what, one timeline, what is next, corrections."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.circles.queries import actor_for
from commonroot.consent import actions as consent
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.fields import Translated
from commonroot.engagement.models import FollowUp, Introduction, Promise, Wave
from commonroot.intake.models import Import, ImportRow
from commonroot.messaging.models import Letter
from commonroot.people import actions
from commonroot.people.models import Merge, Person
from commonroot.programmes.models import Presenter
from commonroot.web.queries import person as queries
from commonroot.web.queries.happenings import timeline
from commonroot.web.queries.timeline import Happening, Reach, rows
from tests.factories.engagement import (
    CircleLetterFactory,
    CourseFactory,
    KenyaFactory,
    MakerFactory,
    ParticipationFactory,
    ProjectFactory,
    ThemeFactory,
)
from tests.factories.programmes import SessionFactory
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
    assert after == Reach(register=False, programmes=frozenset({place.session.programme_id}))


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
        ("City", "Kisumu", "from an old list", "old", "12 y"),
        ("Country", "Kenya", "written by an organiser", "fresh", "0 wk"),
        ("Letters in", "Swahili", "written by an organiser", "fresh", "0 wk"),
    ]
    assert said_of(confirmed)[0] == (
        "City", "Kisumu", "from an old list · confirmed by themself", "fresh", "2 mo",
    )  # fmt: skip


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


def full_life(at, organiser_account):
    """Somebody with something of every kind behind and before them."""
    earlier = at - timedelta(days=200)
    person = add("Amina Wekesa", earlier, country="KE")
    course = CourseFactory()
    past = SessionFactory(starts_at=at - timedelta(days=30), title=Translated({"en": "Past"}))
    RegistrationFactory(person=person, session=past, state="attended")
    RegistrationFactory(person=person, session=SessionFactory(starts_at=at + timedelta(days=9)))
    ParticipationFactory(person=person, programme=course, background="new", came=7)
    ParticipationFactory(person=person, programme=course, role="organiser")
    Presenter.objects.create(session=past, person=person)
    MakerFactory(person=person, project=ProjectFactory(programme=course))
    Promise.objects.create(
        person=person,
        programme=course,
        text="Meet the union",
        due_on=date(2027, 3, 1),
        made_at=earlier,
    )
    wave = Wave.objects.create(programme=course, months=3, due_on=TODAY, sent_at=earlier)
    Wave.objects.create(programme=course, months=12, due_on=date(2027, 5, 14))
    FollowUp.objects.create(
        wave=wave, person=person, background="new", state="answered", outcome="happened",
        engagement="more", asked_at=earlier, answered_at=at - timedelta(days=1),
    )  # fmt: skip
    letter = CircleLetterFactory(programme=course)
    Introduction.objects.create(
        letter=letter, circle=letter.circle, person=person, state="wanted", changed_at=earlier
    )
    actions.join_circle(
        person=person,
        circle=letter.circle,
        role="member",
        since=earlier.date(),
        by=SYSTEM,
        at=earlier,
    )
    consent.tell(
        people=[person], audience=Audience(AudienceKind.CIRCLE, letter.circle.key), what=["name"],
        audience_name=letter.circle.name, purpose=Purpose.COUNTRY_CIRCLE, at=earlier,
    )  # fmt: skip
    for state, subject in (("sent", "Your place"), ("bounced", "")):
        Letter.objects.create(
            once=state, subject_key=person.key, purpose="notice", template="t", subject=subject,
            state=state, due_at=earlier, created_at=earlier, ended_at=earlier,
        )  # fmt: skip
    by = actor_for(organiser_account, person_id=None, at=at)
    actions.edit(person=person, changes={"city": "Kisumu"}, cause="edit", by=by, at=at)
    actions.edit(person=person, changes={"pronouns": "she"}, cause="link", by=SYSTEM, at=at)
    return person


def test_one_timeline_holds_everything_newest_first(school, at, organiser_account):
    person = full_life(at, organiser_account)

    found = timeline(person, reach=EVERYTHING, at=at).entries

    assert [one.at for one in found] == sorted((one.at for one in found), reverse=True)
    assert sorted((one.title, one.text) for one in found) == sorted(
        [
            ("Changed: City", f"by {organiser_account.shown_name}"),
            ("Changed: Pronouns", "by Commonroot"),
            (
                "Asked how it goes after The Struggle for Health",
                "answered · It happened · More than before",
            ),
            ("Past", "Organizing for Health · came"),
            ("Presented Past", "Organizing for Health"),
            (
                "Took part in The Struggle for Health",
                "participant · came to 7 sessions · starting from: new to activism",
            ),
            ("Took part in The Struggle for Health", "organiser"),
            ("Made Water in Kisumu", "poster · The Struggle for Health · by the name they use"),
            ("Promised", "Meet the union"),
            ("Letter: Your place", "sent"),
            ("Letter: a notice", "came back"),
            ("Said yes: being in our register", "on their page"),
            ("Kenya circle was told", "for telling the circle in their country"),
            ("Introduction to Kenya circle", "the circle asked to be introduced"),
            ("In Kenya circle", "member"),
            ("Came to us", "added by an organiser"),
        ]
    )
    assert [one.title for one in found if one.tone == "clay"] == ["Letter: a notice"]


def test_merges_and_lists_stand_in_it_too(school, at, organiser_account):
    person = add("Amina", at - timedelta(days=9))
    by = f"account:{organiser_account.key}"
    Merge.objects.create(person=person, other_key="a", cause="hand", by=by, at=at)
    Merge.objects.create(
        person=person, other_key="b", cause="bulk", by="system:", at=at - timedelta(days=1),
        undone_at=at,
    )  # fmt: skip
    batch = Import.objects.create(name="old.csv", fingerprint="f", by="system:", read_at=at)
    ImportRow.objects.create(
        batch=batch, sheet="old.csv", number=7, cells=[], fields={}, verdict="new", person=person,
        applied_at=at - timedelta(days=2),
    )  # fmt: skip

    found = timeline(person, reach=EVERYTHING, at=at, kind="details").entries

    assert [(one.title, one.text) for one in found] == [
        ("Two entries became one", f"by {organiser_account.shown_name}"),
        ("Two entries became one", "by Commonroot · parted again"),
        ("Came with the list old.csv", "row 7"),
        ("Came to us", "added by an organiser"),
    ]


def test_what_is_next_comes_soonest_first(school, at, organiser_account):
    person = full_life(at, organiser_account)

    found = queries.following(person, reach=EVERYTHING, at=at, today=TODAY)

    assert [(one.title, one.text) for one in found] == [
        ("Power Analysis!", "Organizing for Health · has a place"),
        ("Their promise comes back", "Meet the union"),
        ("We ask how it goes", "The Struggle for Health"),
    ]


def test_a_session_without_an_hour_stands_under_its_day(school, at):
    person = add("Amina", at)
    month = {
        "starts_at": None,
        "ends_at": None,
        "precision": "month",
        "sorts_on": date(2026, 5, 31),
    }
    dated = RegistrationFactory(person=person, session=SessionFactory(**month))
    open_day = RegistrationFactory(
        person=person, session=SessionFactory(**(month | {"sorts_on": None, "precision": "open"}))
    )
    Presenter.objects.create(session=dated.session, person=person)
    Presenter.objects.create(session=open_day.session, person=person)

    found = timeline(person, reach=EVERYTHING, at=at).entries

    assert [one.at.date() for one in found if one.title == "Power Analysis!"] == [
        open_day.asked_at.date(),
        date(2026, 5, 31),
    ]
    assert len([one for one in found if one.title == "Presented Power Analysis!"]) == 2


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

    page = page_of(client, place.person)

    assert page.status_code == 200
    assert b"Not in the register" in page.content
    assert b"Kisumu" not in page.content
    assert b"Correct details" not in page.content
    assert AuditEntry.objects.get(verb="person read").facts == {"reach": "programme"}
    assert client.get(reverse("web:person_edit", args=[place.person.key])).status_code == 404


def test_great_care_does_not_stand_out(desk, now):
    one, other = add("Amina", now), add("Amina", now)
    actions.set_risk(person=one, risk="high", by=SYSTEM, at=now)
    actions.set_risk(person=other, risk="open", by=SYSTEM, at=now)

    pages = [
        page_of(desk, person).content.replace(person.key.encode(), b"KEY")
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


def test_the_number_of_queries_does_not_grow_with_a_life(desk, now, organiser_account):
    one, three = full_life(now, organiser_account), add("Baraka", now)
    letters(three, now, 200)
    page_of(desk, one)
    numbers = []
    for person in (three, one):
        with CaptureQueriesContext(connection) as captured:
            page_of(desk, person)
        numbers.append(len(captured))
    letters(one, now, 200)
    with CaptureQueriesContext(connection) as captured:
        page_of(desk, one, "?page=2")

    assert numbers[0] <= 40
    assert numbers[1] <= numbers[0] + 12  # one for each kind of thing that is on the page
    assert len(captured) <= numbers[1]


def letters(person, now, many):
    Letter.objects.bulk_create(
        Letter(
            once=f"{person.key} {number}", subject_key=person.key, purpose="notice", template="t",
            state="sent", due_at=now, created_at=now - timedelta(hours=number), ended_at=None,
            subject=f"Letter {number}",
        )
        for number in range(many)
    )  # fmt: skip


def titles(response):
    return [row["title"] for row in response.context["timeline"]]


def test_a_long_life_is_shown_fifty_at_a_time(desk, now):
    person = add("Amina", now - timedelta(hours=300))
    letters(person, now, 110)

    first, second = page_of(desk, person), page_of(desk, person, "?page=2")
    third, beyond = page_of(desk, person, "?page=3"), page_of(desk, person, "?page=99")
    odd = page_of(desk, person, "?page=x")

    shown = [f"Letter: Letter {number}" for number in range(110)]
    assert titles(first) == shown[:50]
    assert titles(second) == shown[50:100]
    assert titles(third)[:10] == shown[100:]
    assert (titles(beyond), titles(odd)) == (titles(third), titles(first))
    assert b"Page 2 of 3" in second.content
    assert "?page=3#happened" in second.content.decode()


def test_a_life_is_read_by_kind(desk, now):
    person = add("Amina", now - timedelta(hours=300))
    letters(person, now, 2)
    actions.edit(person=person, changes={"city": "Kisumu"}, cause="edit", by=SYSTEM, at=now)

    everything, details = page_of(desk, person), page_of(desk, person, "?kind=details")

    assert [chip["label"] for chip in everything.context["kinds"]] == [
        "All 5", "Letters 2", "Agreements 1", "Details 2",
    ]  # fmt: skip
    assert titles(details) == ["Changed: City", "Came to us"]
    assert [chip["label"] for chip in details.context["kinds"] if chip["current"]] == ["Details 2"]
    assert titles(page_of(desk, person, "?kind=nothing")) == titles(everything)


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


def test_happenings_become_rows(school, at):
    happenings = [Happening(at=at, title="T", text="x", url="/u", tone="clay")]

    assert rows(happenings, today=TODAY, zone="Africa/Nairobi") == [
        {"date": "Sun 22 Nov", "title": "T", "text": "x", "url": "/u", "tone": "clay"}
    ]


def test_the_page_of_somebody_who_was_made_one_moves_to_who_is_left(desk, at):
    into, other = add("Amina", at=at), add("Amina W", at=at)
    actions.merge(other=other, into=into, cause="hand", by=SYSTEM, at=at)
    old, new = (reverse("web:person", args=[key]) for key in (other.key, into.key))

    answer = desk.get(f"{old}?all=1")
    nobody = desk.get(reverse("web:person", args=["nobody-nobody-nobody"]))

    assert (answer.status_code, answer["Location"]) == (301, f"{new}?all=1")
    assert "no-store" in answer["Cache-Control"]
    assert nobody.status_code == 404
    assert desk.get(old)["Location"] == new
    edit = reverse("web:person_edit", args=[other.key])
    assert desk.head(edit)["Location"] == reverse("web:person_edit", args=[into.key])
