"""Bringing in who was in a video meeting."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent.actions import install_wordings
from commonroot.messaging.models import Letter
from commonroot.programmes.models import Presenter
from commonroot.registration.actions import reports as actions
from commonroot.registration.actions.attendance import tick
from commonroot.registration.actions.coming import NotYet
from commonroot.registration.actions.places import let_organisers_see
from commonroot.registration.models import KnownAs, Presence, Registration, Report
from commonroot.registration.queries import reports as queries
from commonroot.sheets.sayings import Unreadable
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import STARTS, SessionFactory
from tests.factories.registration import RegistrationFactory
from tests.sheets import video_samples as files

pytestmark = pytest.mark.django_db
BY = Actor.system()
AFTER = STARTS + timedelta(hours=3)
NAIROBI = "Africa/Nairobi"


@pytest.fixture
def session():
    return SessionFactory()


@pytest.fixture
def people(session):
    """Amina (known by her address), Kofi, Zoë and Lin have a place; Nia waits."""
    amina = RegistrationFactory(session=session, person__shown_name="Amina O.")
    ContactWayFactory(person=amina.person, value="amina@example.org")
    return {
        "amina": amina,
        "kofi": RegistrationFactory(session=session, person__shown_name="Kofi Mensah"),
        "zoe": RegistrationFactory(session=session, person__shown_name="Zoë Núñez"),
        "lin": RegistrationFactory(session=session, person__shown_name="Lin"),
        "nia": RegistrationFactory(session=session, person__shown_name="Nia", state="waiting"),
    }


def take(session, text, **more):
    return actions.take_report(
        session=session, source=text.encode(), name="r.csv", by=BY, at=AFTER, zone=NAIROBI, **more
    )


def states(people):
    rows = {row.pk: row for row in Registration.objects.all()}
    return {name: rows[row.pk].state for name, row in people.items()}


def minutes():
    rows = Presence.objects.select_related("registration__person")
    return {row.registration.person.shown_name: row.minutes for row in rows}


def test_reconnects_and_two_devices_are_one_person_with_the_minutes_of_the_times(session, people):
    report = take(session, files.A)

    assert states(people)["amina"] == "placed"
    assert queries.counts(report) == {
        "matched": {"": 4},
        "queued": {"unknown": 1},
        "dropped": {},
        "refused": {},
    }
    assert actions.count(report=report, absent=False, by=BY, at=AFTER) == 3
    assert minutes() == {"Amina O.": 105, "Kofi Mensah": 30, "Zoë Núñez": 120}
    assert states(people) == {
        "amina": "attended",
        "kofi": "attended",
        "zoe": "attended",
        "lin": "placed",
        "nia": "waiting",
    }


def test_who_is_settled_once_is_known_in_the_next_report(session, people):
    report = take(session, files.A)
    actions.count(report=report, absent=False, by=BY, at=AFTER)
    waits = queries.waiting(report, seen_by=BY, at=AFTER)
    later = SessionFactory(programme=session.programme)
    again = RegistrationFactory(session=later, person=people["kofi"].person)

    actions.settle(report=report, who=waits[0].who, place=people["kofi"], by=BY, at=AFTER)
    actions.settle(report=report, who=waits[0].who, place=people["kofi"], by=BY, at=AFTER)
    second = take(later, "Name,Join time,Leave time\n3_KOFI,2026-12-01 19:00,2026-12-01 19:20\n")

    assert [(w.name, w.why, w.lines) for w in waits] == [("Kofi", "unknown", 1)]
    assert minutes()["Kofi Mensah"] == 90
    assert list(second.lines.values_list("verdict", "registration")) == [("matched", again.pk)]
    assert queries.waiting(report, seen_by=BY, at=AFTER) == []


def test_who_it_might_be_is_shown_only_as_far_as_the_gate_allows(session, people, at):
    let_organisers_see(person=people["kofi"].person, session=session, by=BY, at=at)
    namesake = RegistrationFactory(session=session, person__shown_name="Kofi Annor")
    report = take(session, files.A)

    waits = queries.waiting(report, seen_by=BY, at=AFTER)
    came = queries.came(report, seen_by=BY, at=AFTER)

    assert [row.pk for row in waits[0].maybe] == [people["kofi"].pk]
    assert namesake.state == "placed"
    assert [(row.place.pk, row.minutes, row.lines) for row in came] == [(people["kofi"].pk, 30, 1)]


def test_a_name_that_is_nobody_is_learnt_too(session, people):
    report = take(session, files.A)
    who = queries.waiting(report, seen_by=BY, at=AFTER)[0].who

    actions.settle(report=report, who=who, place=None, by=BY, at=AFTER)
    second = take(
        SessionFactory(), "Name,Join time,Leave time\nKofi,2026-12-01 19:00,2026-12-01 20:00\n"
    )

    assert KnownAs.objects.get().person is None
    assert list(second.lines.values_list("verdict", "why")) == [("dropped", "nobody")]


def test_the_same_file_twice_changes_nothing(session, people):
    report = take(session, files.C)
    other_look = take(session, files.C)
    actions.count(report=other_look, absent=False, by=BY, at=AFTER)
    before = (states(people), minutes())

    with pytest.raises(actions.CountedBefore):
        take(session, files.C)

    assert not Report.objects.filter(pk=report.pk).exists()
    assert actions.count(report=other_look, absent=True, by=BY, at=AFTER) == 0
    assert (states(people), minutes()) == before


def test_a_longer_copy_counts_only_what_is_new(session, people):
    first = "Name,Join time,Leave time\nLin,2026-12-01 19:00,2026-12-01 19:30\n"
    actions.count(report=take(session, first), absent=False, by=BY, at=AFTER)
    longer = take(session, f"{first}Lin,2026-12-01 19:20,2026-12-01 20:00\n")

    assert [line.why for line in longer.lines.order_by("number")] == ["again", ""]
    assert actions.count(report=longer, absent=False, by=BY, at=AFTER) == 1
    within = take(session, first.replace("19:30", "19:10"))
    assert actions.count(report=within, absent=False, by=BY, at=AFTER) == 0
    assert minutes() == {"Lin": 60}


def test_two_looks_at_overlapping_files_count_a_line_once(session, people):
    line = "Lin,2026-12-01 19:00,2026-12-01 19:30\n"
    first = take(session, f"Name,Join time,Leave time\n{line}")
    Report.objects.filter(pk=first.pk).update(shape="C")
    first.lines.update(mark="moved")
    second = take(session, f"Name,Join time,Leave time\n{line}")
    first.lines.update(mark=second.lines.get().mark)

    actions.count(report=first, absent=False, by=BY, at=AFTER)
    actions.count(report=second, absent=False, by=BY, at=AFTER)

    assert second.lines.get().why == "again"


def test_waiting_rooms_hosts_and_programs_do_not_count(session, people):
    waited = take(session, files.C)
    titled = take(session, files.D)
    webinar = take(session, files.F)

    assert queries.counts(waited)["dropped"] == {"waiting": 1}
    assert queries.counts(titled)["dropped"] == {"host": 1, "machine": 1}
    assert queries.counts(webinar)["dropped"] == {"host": 1, "away": 1}
    assert [queries.counts(each)["matched"] for each in (waited, titled, webinar)] == [
        {"": 2},
        {"": 1},
        {"": 1},
    ]


def test_presenters_are_not_counted_unless_they_have_a_place(session, people):
    leader = PersonFactory(shown_name="Ms Lead")
    Presenter.objects.create(session=session, person=leader)
    text = "Name,Join time,Leave time\nMs Lead,2026-12-01 19:00,2026-12-01 20:00\n"

    without = take(session, text)
    RegistrationFactory(session=session, person=leader)
    with_place = take(session, text)

    assert [line.why for line in with_place.lines.all()] == [""]
    assert not Report.objects.filter(pk=without.pk).exists()


def test_a_claim_comes_before_a_place_given_up(session, people):
    RegistrationFactory(session=session, person=people["lin"].person, state="cancelled")
    earlier = RegistrationFactory(session=session, person__shown_name="Ola", state="lapsed")
    again = RegistrationFactory(session=session, person=earlier.person)

    rows = {row.person_id: row.pk for row in queries.claims(session)}

    assert (rows[people["lin"].person_id], rows[earlier.person_id]) == (people["lin"].pk, again.pk)


def test_minutes_added_up_without_times_are_no_longer_than_the_session(session, people):
    actions.count(report=take(session, files.E), absent=False, by=BY, at=AFTER)

    assert minutes() == {"Amina O.": 105, "Kofi Mensah": 150}


def test_lines_that_cannot_be_read_are_refused_with_their_number(session, people):
    report = take(
        session,
        "Name,Email,Join time,Leave time\n,,2026-12-01 19:00,2026-12-01 20:00\n"
        "Lin,,soon,later\nLin,,2026-11-30 19:00,2026-11-30 20:00\n",
    )

    assert [(line.number, line.why) for line in queries.refused(report)] == [
        (2, "nameless"),
        (3, "time"),
        (4, "outside"),
    ]


def test_dates_that_can_be_read_in_two_ways_are_asked_for(session, people):
    report = take(session, "Name,Join time,Leave time\nLin,3/4/2026 19:00,3/4/2026 20:00\n")

    with pytest.raises(actions.OrderUnknown):
        actions.count(report=report, absent=False, by=BY, at=AFTER)
    anew = actions.read_anew(report=report, zone="UTC", order="day", by=BY, at=AFTER)

    assert not report.certain
    assert (anew.certain, anew.order, anew.zone, anew.near) == (True, "day", "UTC", 0)
    assert actions.count(report=anew, absent=False, by=BY, at=AFTER) == 0
    with pytest.raises(actions.NotCounted):
        actions.read_anew(report=anew, zone="UTC", order="", by=BY, at=AFTER)


def test_the_zone_of_the_account_is_asked_once(session, people):
    text = "Name,Join time,Leave time\nLin,2026-12-01 11:00,2026-12-01 12:00\n"
    report = actions.take_report(
        session=session, source=text.encode(), name="r.csv", by=BY, at=AFTER
    )
    outside = [line.why for line in report.lines.all()]
    actions.read_anew(report=report, zone="America/New_York", order="", by=BY, at=AFTER)
    actions.count(report=report, absent=False, by=BY, at=AFTER)

    assert outside == ["outside"]
    assert minutes() == {"Lin": 60}
    assert queries.usual_zone(SessionFactory()) == "America/New_York"


def test_hosts_stay_hosts_when_a_report_is_read_anew(session, people):
    report = take(session, files.D)

    actions.read_anew(report=report, zone=NAIROBI, order="month", by=BY, at=AFTER)

    assert queries.counts(report)["dropped"] == {"host": 1, "machine": 1}


def test_whoever_is_in_no_report_may_be_ticked_as_absent(session, people):
    actions.count(report=take(session, files.A), absent=True, by=BY, at=AFTER)

    assert states(people)["lin"] == "absent"
    assert minutes()["Lin"] == 0


def test_a_report_is_taken_back_as_a_whole_but_not_what_was_said_by_hand(session, people):
    elsewhere = RegistrationFactory(session=session, person__shown_name="Ola")
    for row in (people["zoe"], elsewhere):
        tick(registration=row, state="attended", how="desk", by=BY, at=STARTS)
    report = take(session, files.A)
    actions.count(report=report, absent=True, by=BY, at=AFTER)
    more = take(session, files.C)
    actions.count(report=more, absent=False, by=BY, at=AFTER)

    undone = actions.take_back(report=report, by=BY, at=AFTER)

    assert undone == 1
    assert states(people) == {
        "amina": "attended",
        "kofi": "attended",
        "zoe": "attended",
        "lin": "placed",
        "nia": "waiting",
    }
    assert minutes() == {"Amina O.": 45, "Kofi Mensah": 90, "Zoë Núñez": None, "Ola": None}
    with pytest.raises(actions.NotCounted):
        actions.take_back(report=report, by=BY, at=AFTER)


def test_whoever_is_excused_since_is_not_touched_by_taking_back(session, people):
    report = take(session, files.A)
    actions.count(report=report, absent=False, by=BY, at=AFTER)
    Registration.objects.filter(session=session, state="attended").update(state="excused")

    assert actions.take_back(report=report, by=BY, at=AFTER) == 0


def test_after_thirty_days_nothing_is_taken_back(session, people):
    report = take(session, files.A)
    actions.count(report=report, absent=False, by=BY, at=AFTER)

    with pytest.raises(actions.NotCounted):
        actions.take_back(report=report, by=BY, at=AFTER + timedelta(days=31))


def test_somebody_without_a_place_is_ticked_once_an_organiser_says_so(session, people):
    text = "Name,Join time,Leave time\nNia,2026-12-01 19:00,2026-12-01 20:00\n"
    report = take(session, text)
    who = report.lines.get().who
    actions.count(report=report, absent=False, by=BY, at=AFTER)
    before = states(people)["nia"]

    with pytest.raises(actions.NobodyThere):
        actions.settle(report=report, who=who, place=RegistrationFactory(), by=BY, at=AFTER)
    settled = actions.settle(report=report, who=who, place=people["nia"], by=BY, at=AFTER)

    assert (before, settled, states(people)["nia"]) == ("waiting", 1, "attended")
    assert minutes() == {"Nia": 60}
    assert actions.take_back(report=report, by=BY, at=AFTER) == 1
    assert states(people)["nia"] == "waiting"


@pytest.mark.parametrize("counted_first", [True, False])
def test_somebody_who_had_no_place_is_written_in_from_the_report_and_taken_back(
    session, people, counted_first
):
    install_wordings(at=AFTER)
    text = "Name,Join time,Leave time\nRosa P.,2026-12-01 19:00,2026-12-01 19:40\n"
    report = take(session, text)
    who = report.lines.get().who
    steps = [
        lambda: actions.count(report=report, absent=False, by=BY, at=AFTER),
        lambda: actions.settle_new(
            report=report, who=who, name="Rosa Prado", way_text="rosa@example.org",
            language="en", by=BY, at=AFTER,
        ),
    ]  # fmt: skip

    for step in steps if counted_first else reversed(steps):
        step()

    rosa = Registration.objects.get(person__shown_name="Rosa Prado")
    assert (rosa.state, rosa.source, minutes()) == ("attended", "hand", {"Rosa Prado": 40})
    assert Letter.objects.get().template == "registration/emails/came"
    assert KnownAs.objects.get().person == rosa.person
    again = actions.settle_new(
        report=report, who=who, name="X", way_text="", language="en", by=BY, at=AFTER
    )
    assert again == 0
    assert actions.take_back(report=report, by=BY, at=AFTER) == 1
    rosa.refresh_from_db()
    assert rosa.state == "cancelled"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [(files.G, actions.SaysNothingOfComing), ("a,b\n1,2\n", Unreadable)],
)
def test_files_that_do_not_say_who_came_are_refused(session, text, refusal):
    with pytest.raises(refusal):
        take(session, text)

    assert not Report.objects.exists()


def test_a_session_that_has_not_begun_has_no_report(session):
    with pytest.raises(NotYet):
        actions.take_report(
            session=session, source=files.A.encode(), name="r.csv", by=BY, at=STARTS - timedelta(1)
        )
