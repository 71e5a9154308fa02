"""What my page shows, put into words."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent.actions import answer, install_wordings, keep_until_asked
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.engagement.models import FollowUp, Promise, Wave
from commonroot.web.queries import mine
from tests.factories.people import PersonFactory
from tests.factories.programmes import STARTS, SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
PUBLIC = Actor.public()


def place(at, *, zone=None, **changed):
    state = changed.pop("state", "placed")
    until = changed.pop("offered_until", None)
    row = RegistrationFactory(session=SessionFactory(**changed), state=state, offered_until=until)
    return mine.coming(row.person, at=at, zone=zone)[0]


def test_the_link_to_join_is_there_from_its_opening_time():
    address = "https://meet.example.org/abc"

    before = place(STARTS - timedelta(minutes=16), join_address=address)
    open_now = place(STARTS - timedelta(minutes=15), join_address=address)

    assert (before.join, before.opens) == ("", "The link to join opens here at 18:45.")
    assert (open_now.join, open_now.opens) == (address, "")


@pytest.mark.parametrize(
    "changed",
    [
        {"join_address": ""},
        {"join_address": "https://meet.example.org", "state": "waiting"},
        {
            "join_address": "https://meet.example.org",
            "starts_at": None,
            "ends_at": None,
            "precision": "month",
        },
    ],
)
def test_no_link_and_no_promise_of_one(at, changed):
    found = place(at, **changed)

    assert (found.join, found.opens) == ("", "")


def test_times_are_the_visitors_then_the_persons_then_the_hosts(at):
    row = RegistrationFactory(
        session=SessionFactory(), person=PersonFactory(time_zone="Asia/Beirut")
    )

    own = mine.coming(row.person, at=at, zone=None)[0]
    visitor = mine.coming(row.person, at=at, zone="Asia/Manila")[0]
    host = place(at)

    assert [shown.when.zone for shown in (own, visitor, host)] == [
        "Beirut, UTC+2",
        "Manila, UTC+8",
        "Nairobi, UTC+3",
    ]
    assert host.day == "Tue 1 Dec,"


@pytest.mark.parametrize(
    ("changed", "second"),
    [
        ({}, ""),
        ({"state": "waiting"}, "You are number 1 on the waiting list"),
        ({"state": "offered"}, "A place is held for you"),
        ({"state": "excused"}, "You said that you cannot come"),
    ],
)
def test_where_a_place_stands(at, changed, second):
    assert place(at, **changed).second == second


def test_a_session_that_was_called_off_says_so_and_is_not_joined(at):
    session = SessionFactory(state="cancelled", join_address="https://meet.example.org")
    row = RegistrationFactory(session=session)

    found = mine.coming(row.person, at=at, zone=None)[0]

    assert (found.second, found.changeable, found.opens) == (
        "This session was called off",
        False,
        "",
    )


def test_an_offer_says_until_when(at):
    assert place(at, state="offered", offered_until=STARTS).until == "Tue 1 December, 19:00"


def test_an_undated_place_has_a_day_in_words_and_no_comma(at):
    found = place(at, starts_at=None, ends_at=None, precision="month")

    assert found.day == "December"


def asked(person, at, promise=None):
    session = SessionFactory()
    wave = Wave.objects.create(programme=session.programme, months=3, due_on=at.date())
    return FollowUp.objects.create(
        wave=wave, person=person, background="new", promise=promise, state="sent", asked_at=at
    )


def test_the_one_request_carries_the_promise_back(at):
    person = PersonFactory()
    session = SessionFactory()
    promise = Promise.objects.create(
        person=person,
        programme=session.programme,
        text="I will meet the union.",
        due_on=at.date(),
        made_at=at,
    )
    part = asked(person, at, promise)

    request = mine.request_of(person, at=at)

    assert request["promise"] == "I will meet the union."
    assert [label for label, _url in request["answers"]] == [str(o.label) for o in Promise.Outcome]
    assert request["answers"][0][1] == f"/en/answer/{part.key}/?a=happened"


def test_without_a_promise_it_asks_what_one_does_now(at):
    person = PersonFactory()
    asked(person, at)

    assert len(mine.request_of(person, at=at)["answers"]) == len(FollowUp.Engagement.choices)
    assert mine.request_of(PersonFactory(), at=at) is None


def test_the_usual_questions_stand_and_others_once_they_were_asked(at):
    install_wordings(at=at)
    person = PersonFactory()
    keep_until_asked(person=person, by=PUBLIC, at=at)
    answer(person=person, purpose=Purpose.NAMING, yes=True, how="page", by=PUBLIC, at=at)
    answer(person=person, purpose=Purpose.NEWS, yes=False, how="page", by=PUBLIC, at=at)

    found = mine.agreements(person, today=at.date())

    assert [(row.purpose, row.state, row.said) for row in found] == [
        ("register", "", ""),
        ("follow_up", "", ""),
        ("country_circle", "", ""),
        ("news", "no", "You said no on Sun 22 November."),
        ("naming", "yes", "You said yes on Sun 22 November."),
    ]


def test_an_answer_for_one_circle_names_that_circle(at):
    install_wordings(at=at)
    person = PersonFactory()
    water = Audience(AudienceKind.CIRCLE, "water")
    answer(
        person=person,
        purpose=Purpose.THEME_CIRCLE,
        audience=water,
        yes=True,
        how="page",
        by=PUBLIC,
        at=at,
    )

    assert mine.agreements(person, today=at.date())[-1].audience == "circle:water"


def test_without_wordings_nothing_is_asked(at):
    person = PersonFactory()
    answer(person=person, purpose=Purpose.NEWS, yes=True, how="page", by=PUBLIC, at=at)

    assert mine.agreements(person, today=at.date()) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_listed(words, sentence):
    assert mine.listed(words) == sentence
