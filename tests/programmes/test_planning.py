"""Writing of plans: what is refused, what changes nothing, what is told and put back."""

from datetime import date, time, timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.circles import actions as circles
from commonroot.circles.queries import actor_for
from commonroot.core.fields import Translated
from commonroot.programmes import actions, queries
from commonroot.programmes.models import Commitment, DateChange, Function, Programme, Stream
from commonroot.programmes.permissions import can_put_dates_back
from commonroot.programmes.queries.planning import checks, dates, fair, pages, people
from commonroot.programmes.rules.dates import day
from commonroot.programmes.tasks import follow_clocks
from commonroot.registration.models import Registration
from tests.factories.accounts import AccountFactory
from tests.factories.people import PersonFactory
from tests.factories.programmes import ProgrammeFactory, QuestionFactory, SessionFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
TEN = timedelta(minutes=10)


def shifted(programme, at, days=7, **more):
    return actions.shift(
        programme=programme, sessions=programme.sessions.all(), days=days, by=BY, at=at, **more
    )


def test_the_deadline_may_move_along_and_back(at):
    session = SessionFactory()
    programme = session.programme
    programme.apply_by = date(2026, 11, 25)
    programme.save()

    change = shifted(programme, at, deadline=True)
    moved = programme.apply_by
    actions.undo_change(change=change, by=BY, at=at)

    programme.refresh_from_db()
    assert (moved, programme.apply_by) == (date(2026, 12, 2), date(2026, 11, 25))
    assert actions.undo_change(change=change, by=BY, at=at) is None


def test_what_people_were_told_is_put_back_by_telling_them_again(at):
    session = SessionFactory()
    change = shifted(session.programme, at)
    news = [actions.told(change=change, by=BY, at=at + TEN) for _time in range(2)]

    back = actions.undo_change(change=change, by=BY, at=at + 2 * TEN)

    session.refresh_from_db()
    change.refresh_from_db()
    assert news == [True, False]
    assert (session.held_on, change.undone_at) == (date(2026, 12, 1), at + 2 * TEN)
    assert list(dates.changes_to_tell(at=at + 3 * TEN)) == [back]
    assert (back.days, pages.what_words(back)) == (-7, "1 date moved 1 week earlier")


def test_what_was_changed_since_is_not_put_back(at):
    session = SessionFactory()
    change = shifted(session.programme, at)
    session.refresh_from_db()
    actions.move_session(session=session, when=day(date(2026, 12, 20)), wall_time=time(9),
                         by=BY, at=at)  # fmt: skip

    with pytest.raises(actions.ChangedSince):
        actions.undo_change(change=change, by=BY, at=at)
    assert [one.can_go_back for one in pages.history(session.programme, at=at)] == [True, False]


def test_calling_off_twice_is_one_change_and_comes_back_as_its_opposite(at):
    session = SessionFactory()

    first = actions.call_off(session=session, by=BY, at=at)
    again = actions.call_off(session=session, by=BY, at=at)
    change = DateChange.objects.get()
    actions.told(change=change, by=BY, at=at + TEN)
    back = actions.undo_change(change=change, by=BY, at=at + TEN)

    session.refresh_from_db()
    assert (first, again, session.state, back.kind) == (True, False, "planned", "called_on")


def test_nothing_moves_where_no_day_is_known(at):
    programme = ProgrammeFactory()

    with pytest.raises(actions.NothingMoves):
        shifted(programme, at)


def test_dates_told_to_nobody_and_words_of_every_change(at):
    session = SessionFactory()
    programme = session.programme
    shifted(programme, at, days=3, tell=False)
    actions.call_off(session=session, by=BY, at=at)
    actions.call_on(session=session, tell=False, by=BY, at=at)
    late = at + TEN
    actions.told(change=DateChange.objects.get(kind="called_off"), by=BY, at=late)
    session.refresh_from_db()
    actions.follow_clocks(sessions=[session], by=BY, at=at)
    undone = shifted(programme, at, days=-3)
    actions.undo_change(change=undone, by=BY, at=at)

    told = [(one.what, one.told) for one in pages.history(programme, at=late)]

    assert told == [
        ("1 date moved 3 days earlier", "put back"),
        ("A country changed its clocks: the hour stayed as it was there",
         "letters are on their way"),
        ("Takes place after all", "nobody was written to"),
        ("Called off", "everybody with a place was written to"),
        ("1 date moved 3 days later", "nobody was written to"),
    ]  # fmt: skip
    soon = pages.history(programme, at=at)[1].told
    assert soon == "letters leave ten minutes after it; put it back and nobody knows"


def test_the_history_speaks_of_sessions_that_are_gone(at):
    session = SessionFactory()
    programme = session.programme
    actions.move_session(session=session, when=day(date(2026, 12, 9)), wall_time=time(9),
                         by=BY, at=at)  # fmt: skip
    actions.remove_session(session=session, by=BY, at=at)

    (past,) = pages.history(programme, at=at)

    assert (past.what, past.can_go_back) == ("One date changed", False)
    assert past.lines == ["a session that is gone: Tue 1 Dec, 19:00–21:00 → Wed 9 Dec, 09:00–11:00"]


def test_sessions_stand_in_the_order_of_their_dates(at):
    later = SessionFactory(position=0)
    sooner = SessionFactory(programme=later.programme, position=1)

    actions.move_session(session=later, when=day(date(2026, 12, 20)), wall_time=time(9),
                         by=BY, at=at)  # fmt: skip

    assert list(later.programme.sessions.order_by("position")) == [sooner, later]


def test_editing_what_stands_there_changes_nothing_and_dates_are_not_edited(at):
    session = SessionFactory()

    same = actions.edit_session(session=session, changes={"places": 10}, by=BY, at=at)
    other = actions.edit_session(
        session=session, changes={"join_address": "https://meet.example.org/a"}, by=BY, at=at
    )

    assert (same, other, session.sequence) == (False, True, 1)
    with pytest.raises(ValueError, match="held_on"):
        actions.edit_session(session=session, changes={"held_on": None}, by=BY, at=at)


def test_a_session_with_places_taken_is_not_deleted(at):
    session = SessionFactory()
    Registration.objects.create(
        session=session, person=PersonFactory(), state="placed", position=1, asked_at=at
    )

    with pytest.raises(actions.Taken, match="Call it off instead"):
        actions.remove_session(session=session, by=BY, at=at)


def test_saying_the_same_twice_writes_nothing(at):
    session = SessionFactory()
    programme = session.programme
    title = Translated({"en": "Weeks"})
    part = actions.PartWritten(Translated({"en": "Welcome"}))
    once = {"programme": programme, "by": BY, "at": at}

    phases = {actions.add_phase(title=title, rule=Translated(), **once).pk for _time in range(2)}
    parts = [actions.set_parts(session=session, parts=[part], by=BY, at=at) for _time in range(2)]
    streams = [actions.set_streams(titles=[title], **once) for _time in range(2)]
    edited = [
        actions.edit_programme(changes=changes, **once)
        for changes in ({"title": programme.title}, {"mode": "hybrid"})
    ]

    assert (len(phases), parts, streams) == (1, [True, False], [True, False])
    assert edited == [False, True]


def test_who_covers_what_changes_and_ends(at):
    programme = ProgrammeFactory()
    person = PersonFactory()
    said = [(person, ""), (person, ""), (None, "the host"), (None, ""), (None, "")]

    counts = []
    for who, words in said:
        actions.cover(programme=programme, kind="money", person=who, words=words, by=BY, at=at)
        counts.append(Function.objects.count())
    made = actions.promise(programme=programme, what="Ask", person=person, due_on=None,
                           by=BY, at=at)  # fmt: skip
    for done in (True, True):
        actions.keep_promise(commitment=made, done=done, by=BY, at=at)

    assert counts == [1, 1, 1, 0, 0]
    assert Commitment.objects.get().done_at == at


def test_a_copy_keeps_questions_in_use_and_leaves_called_off_sessions(at):
    session = SessionFactory()
    QuestionFactory(session=session, family="abc")
    QuestionFactory(session=session, retired_at=at)
    SessionFactory(programme=session.programme, state="cancelled")

    copy = actions.copy_programme(
        programme=session.programme, run_by=session.programme.run_by, by=BY, at=at
    )

    again = copy.sessions.get()
    assert [(one.family, str(one.prompt)) for one in again.questions.all()] == [
        (f"{copy.pk}-abc", "A campaign you would like to map")
    ]
    assert copy.copied_from == session.programme


def test_every_finding_is_said_in_words_with_its_place(at):
    programme = ProgrammeFactory(
        format="residential", mode="on_site", languages=["en", "fr"], blanked=["costs"],
        apply_by=date(2026, 11, 1),
    )  # fmt: skip
    first = SessionFactory(programme=programme, minutes=10, places=0, position=1)
    actions.set_parts(
        session=first,
        parts=[actions.PartWritten(Translated({"en": "Long"}), 70)],
        by=BY,
        at=at,
    )
    SessionFactory(programme=programme, position=2, title=Translated({"en": "B", "fr": "B"}))

    found = {one.title: one for one in checks.checks(programme, at=at)}

    assert sorted(found) == [
        "Left out when this was copied: what it costs",
        "The last day to apply is over: Sun 1 November",
        "The parts of “Power Analysis!” take longer than the session",
        "The place is missing",
        "Title or summary are missing in français",
        "Too little time for visas",
        "“B” begins before another one ends",
        "“Power Analysis!” has 0 places",
        "“Power Analysis!” has no title in français",
        "“Power Analysis!” lasts 10 minutes",
    ]
    assert found["“B” begins before another one ends"].text == (
        "At the same time: “Power Analysis!”. Put them in streams, or move one."
    )
    assert found["“Power Analysis!” has 0 places"].url.endswith(f"/sessions/{first.key}/plan/")


def test_why_a_session_is_not_found(at):
    programme = ProgrammeFactory(published_at=None)
    session = SessionFactory(programme=programme, state="cancelled", by_registration=False)

    assert checks.why_session_hidden(session, at=at) == [
        "The programme is not public. Make it public to show it.",
        "It was called off. Its own page says so, lists leave it out.",
        "Registration is switched off: people read it and cannot register.",
    ]
    assert checks.why_hidden(ProgrammeFactory(), at=at) == []


def test_whoever_plans_for_a_team_plans_for_it(organiser, school, at):
    change = DateChange.objects.create(
        programme=ProgrammeFactory(run_by=school), kind="moved", made_by="x", made_at=at
    )

    assert people.own_circle(organiser) == school
    assert people.own_circle(Actor.public()) is None
    assert [can_put_dates_back(who, change) for who in (organiser, Actor.public())] == [True, False]


def test_the_sweep_of_clocks_does_nothing_when_nothing_changed(at):
    SessionFactory()

    assert follow_clocks(at=at) == 0
    assert DateChange.objects.count() == 0


def test_moments_that_are_over_do_not_publish(at):
    programme = ProgrammeFactory(published_at=None)

    with pytest.raises(actions.MomentOver):
        actions.publish_later(programme=programme, publish_at=at, by=BY, at=at)
    assert Programme.objects.get().publish_at is None


def test_what_was_promised_is_due_on_the_desk_a_line_a_programme(organiser, school, at):
    one, other = ProgrammeFactory(run_by=school), ProgrammeFactory(run_by=school)
    for programme, what, days in ((one, "Book rooms", -1), (one, "Ask Lima", 1), (other, "Call", 2),
                                  (other, "Later", 3)):  # fmt: skip
        actions.promise(programme=programme, what=what, person=None,
                        due_on=at.date() + timedelta(days=days), by=BY, at=at)  # fmt: skip

    found = queries.due(organiser, at=at)

    assert [(line.what, line.minutes, line.late) for line in found] == [
        ("2 things promised for “Organizing for Health”", 10, True),
        ("Promised for “Organizing for Health”: Call", 5, False),
    ]
    assert queries.due(Actor.public(), at=at) == []


def test_a_team_sees_what_was_promised_for_its_own_programmes(school, at):
    team = circles.open_circle(name=Translated({"en": "Team"}), kind="team", by=BY, at=at)
    account = AccountFactory()
    circles.give_mandate(account=account, circle=team, role="organiser", until=None, by=BY, at=at)
    member = actor_for(account, person_id=None, at=at)
    for run_by in (school, team):
        actions.promise(programme=ProgrammeFactory(run_by=run_by), what="Call", person=None,
                        due_on=at.date(), by=BY, at=at)  # fmt: skip

    assert len(queries.due(member, at=at)) == 1
    assert people.own_circle(member) == team


def test_the_readers_own_clock_stands_beside_the_hosts(at):
    session = SessionFactory()
    words = [pages.yours_words(session, at=at, zone=zone) for zone in
             ("Asia/Manila", "Africa/Nairobi", None)]  # fmt: skip

    session.stream = Stream.objects.create(
        programme=session.programme, position=0, title=Translated({"en": "Gender"})
    )
    session.save()
    rows = pages.stretches(session.programme, at=at, zone="Asia/Manila")[0].rows

    assert words == ["your time Wed 2 Dec 00:00–02:00 (Manila, UTC+8)", "", ""]
    assert rows[0].second == f"2 hours · {words[0]} · Gender · 10 places"


def test_what_is_known_to_a_month_would_stay(at):
    nothing = {"starts_at": None, "wall_time": None}
    session = SessionFactory(precision="month", held_on=date(2027, 5, 1), **nothing)

    (moved,) = pages.would_move([session], days=7, at=at)

    assert (moved.moves, moved.before, moved.after) == (False, moved.after, moved.before)
    assert fair.there(session, zones={"UTC": 1}) == []


def test_history_names_the_first_dates_and_counts_the_others(at):
    first = SessionFactory(places=None)
    programme = first.programme
    for number in range(first.position + 1, first.position + 5):
        SessionFactory(
            programme=programme,
            position=number,
            starts_at=first.starts_at + timedelta(days=number - first.position),
        )

    actions.shift(
        programme=programme, sessions=programme.sessions.order_by("position"), days=7, by=BY, at=at
    )

    (past,) = pages.history(programme, at=at)
    assert (len(past.lines), past.lines[-1]) == (4, "and 2 more")
    assert [one.years for one in pages.stretches(programme, at=at)] == ["2026"]
