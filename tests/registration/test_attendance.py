"""Ticks at the door, people's own word, paper keyed in, and what a programme asks for."""

from datetime import timedelta

import pytest

from commonroot.accounts.actions import TooManyTries, note
from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.consent.actions import answer
from commonroot.consent.rules import Purpose
from commonroot.registration.actions import NoPlaceLeft
from commonroot.registration.actions import attendance as actions
from commonroot.registration.actions.coming import NotYet
from commonroot.registration.actions.places import let_organisers_see
from commonroot.registration.actions.reports import settle
from commonroot.registration.models import Completion, Presence, Registration, ReportLine, Tally
from commonroot.registration.queries import attendance as queries
from commonroot.registration.queries import reports
from commonroot.registration.rules import attendance as rules
from commonroot.registration.rules.attendance import Asked, Known, found, likely, numbers, reached
from commonroot.registration.tasks import note_completions
from commonroot.stewardship.actions import confirm_clock
from commonroot.stewardship.tasks import attendance_outlived, let_attendance_go
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import STARTS, ProgrammeFactory, SessionFactory
from tests.factories.registration import RegistrationFactory

BY = Actor.system()
LATER = STARTS + timedelta(days=40)


def state(row):
    return Registration.objects.get(pk=row.pk).state


def how(row):
    there = Presence.objects.filter(registration=row).first()
    return there.how if there else None


# Rules


def test_an_address_comes_before_a_name_and_a_name_before_what_was_learnt():
    known = Known()
    known.add(1, addresses=["a", "family"], names=[frozenset({"amina", "otieno"})])
    known.add(2, addresses=["family"], names=[frozenset({"kofi"}), frozenset()])
    known.add(3, addresses=[], names=[frozenset({"kofi"})])
    known.by_alias = {"ipad": {2}, "both": {1, 2}}

    def who(address="", names=(), alias=""):
        words = [frozenset(name.split()) for name in names]
        match = found(known, address=address, names=words, alias=alias)
        return match.who, set(match.maybe)

    assert who(address="a", names=["kofi"]) == (1, set())
    assert who(address="family", names=["kofi"]) == (2, set())
    assert who(address="family", names=["ipad"]) == (None, {1, 2})
    assert who(names=["kofi"]) == (None, {2, 3})
    assert who(names=["x", "otieno amina"]) == (1, set())
    assert who(names=["x"], alias="ipad") == (2, set())
    assert who(names=["x"], alias="both") == (None, {1, 2})
    assert likely(known, names=[frozenset({"amina"}), frozenset()]) == [1]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", ([], [])),
        ("3, 5 7-9;5", ([3, 5, 7, 8, 9], [])),
        ("4–5 x 9-7 1-99999", ([4, 5], ["x", "9-7", "1-99999"])),
    ],
)
def test_numbers_from_paper(text, read):
    assert numbers(text) == read


def came(*sessions):
    return dict(enumerate(sessions))


@pytest.mark.parametrize(
    ("asked", "sessions", "complete"),
    [
        (Asked(), [("attended", None)] * 9, True),
        (Asked(), [("attended", None)] * 8 + [("absent", None)], False),
        (Asked(sessions=7), [("attended", None)] * 7, True),
        (Asked(minutes=60), [("attended", 90)] * 8 + [("attended", 59)], False),
        (Asked(minutes=60), [("attended", 60)] * 8 + [("attended", None)], True),
        (Asked(excused=1), [("attended", 90)] * 8 + [("excused", None)], True),
        (Asked(excused=1), [("attended", 90)] * 7 + [("excused", None)] * 2, False),
    ],
)
def test_completed_is_who_did_what_was_asked_for(asked, sessions, complete):
    assert reached(came(*sessions), asked=asked, there_are=9).complete is complete


def test_nobody_completes_a_programme_without_sessions():
    assert not reached({}, asked=Asked(), there_are=0).complete
    assert not reached({}, asked=Asked(sessions=1), there_are=0).complete


def test_a_session_called_off_is_not_asked_of_anybody():
    assert reached(came(*[("attended", None)] * 8), asked=Asked(sessions=9), there_are=8).complete


def test_people_may_say_that_they_are_there_around_the_session_only():
    ends = STARTS + timedelta(hours=2)
    half, two = timedelta(minutes=30), timedelta(hours=2)

    def may(at):
        return rules.may_say_here(starts_at=STARTS, ends_at=ends, at=at)

    assert may(STARTS - half)
    assert may(ends + two)
    assert not may(STARTS - half - timedelta(seconds=1))
    assert not may(ends + two + timedelta(seconds=1))
    assert not rules.may_say_here(starts_at=None, ends_at=None, at=STARTS)


# At the door


@pytest.mark.django_db
def test_a_tick_says_how_it_is_known_and_goes_when_it_is_taken_back():
    row = RegistrationFactory()

    def tick(state, how):
        actions.tick(registration=row, state=state, how=how, by=BY, at=STARTS)
        row.refresh_from_db()

    tick("attended", "self")
    first = how(row)
    tick("attended", "desk")
    same = how(row)
    tick("absent", "desk")
    changed = how(row)
    tick("placed", "desk")

    assert (first, same, changed, how(row)) == ("self", "self", "desk", None)
    tick("placed", "desk")
    assert how(row) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("was", "ticked", "back"),
    [
        ("waiting", "attended", "waiting"),
        ("offered", "attended", "waiting"),
        ("asked", "absent", "asked"),
        ("cancelled", "attended", "cancelled"),
        ("excused", "attended", "excused"),
        ("absent", "attended", "placed"),
    ],
)
def test_whoever_came_without_a_place_has_none_when_the_tick_is_taken_back(was, ticked, back):
    row = RegistrationFactory(session__places=1, state=ticked)
    Presence.objects.create(registration=row, how="report", was=was, said_at=STARTS)
    RegistrationFactory(session=row.session)

    actions.tick(registration=row, state="placed", how="desk", by=BY, at=STARTS)

    assert (state(row), how(row)) == (back, None)


@pytest.mark.django_db
def test_a_place_that_went_on_stays_so_when_somebody_excused_is_unticked():
    row = RegistrationFactory(session__places=1)

    def tick(wish):
        actions.tick(registration=row, state=wish, how="desk", by=BY, at=STARTS)
        return state(row)

    excused = tick("excused")
    RegistrationFactory(session=row.session)

    assert (excused, tick("attended"), tick("placed")) == ("excused", "attended", "excused")
    with pytest.raises(NoPlaceLeft):
        tick("placed")


@pytest.mark.django_db
def test_whoever_says_the_word_and_their_name_is_ticked_others_wait(at):
    session = SessionFactory()
    amina = RegistrationFactory(session=session, person__shown_name="Amina Otieno")
    ContactWayFactory(person=amina.person, value="amina@example.org")
    waits = RegistrationFactory(session=session, person__shown_name="Nia", state="waiting")
    word = actions.open_here(session=session, by=BY, at=STARTS).word

    def say(name, said=word):
        actions.say_here(
            session=session, word=said, name=name, network="", by=Actor.public(), at=STARTS
        )

    for name in ("AMINA@example.org", "Stranger", "stranger", "Nia", "…"):
        say(name)

    assert (state(amina), how(amina), state(waits)) == ("attended", "self", "waiting")
    assert [line.name for line in ReportLine.objects.order_by("number")] == ["Stranger", "Nia"]
    assert [r.shape for r in reports.waiting_in_session(session)] == ["door"]
    say("Amina Otieno", word.upper().replace("-", " "))
    with pytest.raises(actions.WrongWord):
        say("Amina Otieno", "other-word")
    actions.close_here(session=session, by=BY, at=STARTS)
    with pytest.raises(actions.WrongWord):
        say("Amina Otieno")


@pytest.mark.django_db
def test_words_cannot_be_found_by_trying():
    session = SessionFactory()

    def guess():
        actions.say_here(
            session=session, word="a-b", name="x", network="n", by=Actor.public(), at=STARTS
        )

    for _try in range(rules.HERE_TRIES * 20):
        with pytest.raises(actions.WrongWord):
            guess()
    with pytest.raises(TooManyTries):
        guess()


@pytest.mark.django_db
def test_the_person_of_a_link_needs_no_name():
    row = RegistrationFactory()
    word = actions.open_here(session=row.session, by=BY, at=STARTS).word

    early = STARTS - timedelta(hours=1)
    assert queries.may_say_here(row.session, at=STARTS)
    assert not queries.may_say_here(row.session, at=early)
    ticked = actions.say_here_by_link(registration=row, word=word, by=BY, at=STARTS)

    assert (ticked.state, how(row)) == ("attended", "self")
    with pytest.raises(NotYet):
        actions.open_here(session=row.session, by=BY, at=STARTS - timedelta(hours=1))


@pytest.mark.django_db
def test_paper_is_keyed_in_by_numbers_and_names_or_not_at_all():
    session = SessionFactory()
    rows = [RegistrationFactory(session=session, position=n) for n in (1, 2, 3)]
    lin = RegistrationFactory(session=session, position=9, person__shown_name="Lin")

    with pytest.raises(actions.NoSuchNumber):
        actions.key_in(session=session, numbered="1, 4", names=[], by=BY, at=STARTS)
    nothing = [state(row) for row in rows]
    done = actions.key_in(
        session=session, numbered="1-2", names=["lin", "Somebody New", " "], by=BY, at=STARTS
    )

    assert nothing == ["placed"] * 3
    assert done == (3, 1)
    assert [state(row) for row in (*rows, lin)] == ["attended", "attended", "placed", "attended"]
    assert how(lin) == "paper"
    new = ReportLine.objects.get()
    settle(report=new.report, who=new.who, place=rows[2], by=BY, at=STARTS)
    assert (state(rows[2]), how(rows[2])) == ("attended", "paper")
    assert Presence.objects.get(registration=rows[2]).minutes is None


@pytest.mark.django_db
def test_who_is_at_the_door_is_found_by_parts_of_the_name(at):
    session = SessionFactory()
    zoe = RegistrationFactory(session=session, person__shown_name="Zoë Núñez")
    RegistrationFactory(session=session, person__shown_name="Zoe Hidden")
    let_organisers_see(person=zoe.person, session=session, by=BY, at=at)

    rows = queries.at_the_door(session, looked_for="zoe nun", seen_by=BY, at=at)

    assert [row.pk for row in rows] == [zoe.pk]
    assert queries.at_the_door(session, looked_for="", seen_by=Actor.public(), at=at) == []


@pytest.mark.django_db
def test_what_a_programme_asks_for_must_be_possible():
    session = SessionFactory()

    def rule(sessions):
        return actions.set_completion_rule(
            programme=session.programme, sessions=sessions, minutes=60, excused=1,
            certificates=True, by=BY, at=STARTS,
        )  # fmt: skip

    with pytest.raises(actions.NotARule):
        rule(2)
    with pytest.raises(actions.NotARule):
        rule(0)
    assert queries.asked_of(rule(1)) == Asked(sessions=1, minutes=60, excused=1)
    assert queries.asked_of(rule(None)) == Asked(sessions=None, minutes=60, excused=1)


# Letting go


@pytest.fixture
def over(db):
    """A series of one session that is over for a month, with one who agreed to be kept and two who
    did not, one of whom paused everything.
    """
    session = SessionFactory()
    agreed = RegistrationFactory(session=session, state="attended")
    answer(person=agreed.person, purpose=Purpose.REGISTER, yes=True, how="form", by=BY, at=STARTS)
    paused = RegistrationFactory(session=session, state="attended", person__frozen_at=STARTS)
    silent = RegistrationFactory(session=session, state="attended")
    absent = RegistrationFactory(session=session, state="absent")
    return {"agreed": agreed, "paused": paused, "silent": silent, "absent": absent}


def left():
    return set(Registration.objects.values_list("pk", flat=True))


def test_a_month_after_the_series_single_sessions_of_those_who_did_not_agree_go(over):
    early = let_attendance_go(at=STARTS + timedelta(days=30))

    assert early == 0
    assert note_completions(at=LATER) == 1
    assert let_attendance_go(at=LATER) == 2
    assert let_attendance_go(at=LATER) == 0
    assert left() == {over["agreed"].pk, over["paused"].pk}
    tally = Tally.objects.get()
    assert (tally.came, tally.absent, tally.excused) == (3, 1, 0)
    kept = Completion.objects.get()
    assert (kept.person_id, kept.sessions, kept.of_sessions, kept.complete) == (
        over["agreed"].person_id, 1, 1, True,
    )  # fmt: skip


def test_how_far_people_got_is_noted_once_and_of_who_agreed_alone(over):
    programme = over["agreed"].session.programme

    before = list(queries.completions_to_note(at=LATER))
    noted = [note_completions(at=LATER), note_completions(at=LATER)]
    again = actions.note_completions(programme=programme, by=BY, at=LATER)

    assert (before, noted, again) == ([programme], [1, 0], 0)
    assert list(queries.completions_to_note(at=LATER)) == []
    assert AuditEntry.objects.filter(verb="completions noted").count() == 1


def test_while_the_clock_is_far_ahead_nothing_goes_until_somebody_confirms_the_day(over):
    note("signed in", by=BY, at=STARTS)

    ahead = (attendance_outlived(at=LATER), let_attendance_go(at=LATER))
    confirm_clock(by=BY, at=LATER)

    assert ahead == (False, 0)
    assert (attendance_outlived(at=LATER), let_attendance_go(at=LATER)) == (True, 2)
    assert attendance_outlived(at=LATER) is False


def test_while_a_series_goes_on_nothing_goes(over):
    SessionFactory(programme=over["agreed"].session.programme, starts_at=LATER, places=None)

    assert let_attendance_go(at=LATER) == 0


def test_a_series_with_a_day_still_open_is_not_over(over):
    SessionFactory(programme=over["agreed"].session.programme, precision="month", starts_at=None)

    assert let_attendance_go(at=LATER) == 0


@pytest.mark.django_db
def test_other_programmes_are_not_counted():
    person = PersonFactory()
    RegistrationFactory(person=person, state="attended")
    programme = ProgrammeFactory()
    SessionFactory(programme=programme, state="cancelled")
    session = SessionFactory(programme=programme)
    RegistrationFactory(person=person, session=session, state="attended")

    found = queries.progress(programme, asked=Asked())

    assert (found[person.pk].counted, found[person.pk].there_are) == (1, 1)
    assert queries.programme(programme.key) == programme
    assert queries.programme("none") is None
