"""One timeline of a person: everything, by kind, fifty at a time; and what is next."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

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
    MakerFactory,
    ParticipationFactory,
    ProjectFactory,
)
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory
from tests.web.test_people import add

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
TODAY = date(2026, 11, 22)
EVERYTHING = Reach(register=True, programmes=frozenset())


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
            ("Introduction to Kenya circle", "they asked to be introduced"),
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
        ("Came with the list \u2068old.csv\u2069", "row 7"),
        ("Came to us", "added by an organiser"),
    ]


def test_who_came_with_a_list_came_once(school, at):
    person = add("Amina", at)
    Person.objects.filter(pk=person.pk).update(origin="import")
    batch = Import.objects.create(name="old.csv", fingerprint="f", by="system:", read_at=at)
    for number in (7, 9):
        ImportRow.objects.create(
            batch=batch, sheet="old.csv", number=number, position=number, cells=[], fields={},
            verdict="new", person=person, applied_at=at,
        )  # fmt: skip

    found = timeline(person, reach=EVERYTHING, at=at, kind="details")

    assert [(one.title, one.text) for one in found.entries] == [
        ("Came with the list \u2068old.csv\u2069", "row 7 and 1 more")
    ]
    assert found.counts["details"] == 1


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

    assert numbers[0] <= 52
    assert numbers[1] <= numbers[0] + 13  # one for each kind of thing that is on the page
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
