"""Feeds and invitations, read back as a calendar would."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from commonroot.core.fields import Translated
from commonroot.programmes import queries
from commonroot.programmes.models import Programme
from tests.factories.programmes import ProgrammeFactory, SessionFactory, TeamFactory

pytestmark = pytest.mark.django_db


def events(ics):
    return list(Calendar.from_ical(ics).walk("VEVENT"))


def test_feed_says_what_a_calendar_needs(at):
    session = SessionFactory(sequence=3)

    feed = queries.feed(session.programme, at=at)

    calendar = Calendar.from_ical(feed)
    assert {
        name: str(calendar[name])
        for name in ("VERSION", "CALSCALE", "METHOD", "NAME", "X-WR-CALNAME", "X-PUBLISHED-TTL")
    } == {
        "VERSION": "2.0",
        "CALSCALE": "GREGORIAN",
        "METHOD": "PUBLISH",
        "NAME": "Organizing for Health",
        "X-WR-CALNAME": "Organizing for Health",
        "X-PUBLISHED-TTL": "PT6H",
    }
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=6)
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in feed
    event = events(feed)[0]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (session.starts_at, session.ends_at)
    assert b"DTSTART:20261201T160000Z\r\n" in feed
    assert (str(event["UID"]), event["SEQUENCE"], str(event["STATUS"])) == (
        f"session-{session.key}@localhost", 3, "CONFIRMED",
    )  # fmt: skip
    assert str(event["URL"]) == f"http://localhost:8000/en/sessions/{session.key}/"


def test_feed_is_folded_at_75_octets_with_crlf(at):
    title = Translated({"en": "قوة الحكاية، " * 20 + "end; with, signs\\ and\nlines"})
    session = SessionFactory(title=title)

    feed = queries.feed(session.programme, at=at)

    assert max(len(line) for line in feed.split(b"\r\n")) <= 75
    assert b"\n" not in feed.replace(b"\r\n", b"")
    assert str(events(feed)[0]["SUMMARY"]) == title["en"]


def test_feed_leaves_out_what_has_no_day_and_keeps_what_was_cancelled(at):
    programme = ProgrammeFactory()
    SessionFactory(
        programme=programme, precision="month", starts_at=None, title=Translated({"en": "April"})
    )
    SessionFactory(programme=programme, state="cancelled", title=Translated({"en": "Off"}))

    told = [
        (str(event["SUMMARY"]), str(event["STATUS"]))
        for event in events(queries.feed(programme, at=at))
    ]

    assert told == [("Off", "CANCELLED")]


def test_feed_never_holds_a_join_link(at):
    session = SessionFactory(join_address="https://meet.example.org/secret")

    assert b"secret" not in queries.feed(session.programme, at=at)


def test_place_is_told_when_people_travel(at):
    programme = ProgrammeFactory(
        mode=Programme.Mode.HYBRID, place=Translated({"en": "Kisumu, Kenya"})
    )
    SessionFactory(programme=programme)

    assert str(events(queries.feed(programme, at=at))[0]["LOCATION"]) == "Kisumu, Kenya"


def test_invitation_names_its_receiver_and_nobody_else():
    session = SessionFactory()

    ics = queries.invitation(
        session, attendee="amina@example.org", organiser="reply@example.org", sequence=2
    )

    event = events(ics)[0]
    assert str(Calendar.from_ical(ics)["METHOD"]) == "REQUEST"
    assert str(event["ATTENDEE"]) == "mailto:amina@example.org"
    assert {name: event["ATTENDEE"].params[name] for name in ("ROLE", "PARTSTAT", "RSVP")} == {
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
    }
    assert (str(event["ORGANIZER"]), event["SEQUENCE"]) == ("mailto:reply@example.org", 2)


def test_cancelling_is_the_same_event_called_off():
    session = SessionFactory()

    ics = queries.invitation(
        session,
        attendee="amina@example.org",
        organiser="reply@example.org",
        method="CANCEL",
        sequence=5,
    )

    event = events(ics)[0]
    assert (str(Calendar.from_ical(ics)["METHOD"]), str(event["STATUS"])) == ("CANCEL", "CANCELLED")
    assert (str(event["UID"]), event["SEQUENCE"]) == (f"session-{session.key}@localhost", 5)


def test_note_for_the_own_calendar_names_nobody():
    ics = queries.invitation(SessionFactory(), attendee="", organiser="reply@example.org")

    assert str(Calendar.from_ical(ics)["METHOD"]) == "PUBLISH"
    assert "mailto:" not in ics


def test_session_without_an_hour_has_no_invitation():
    session = SessionFactory(precision="open", held_on=None, starts_at=None)

    assert queries.invitation(session, attendee="a@example.org", organiser="b@example.org") == ""


def test_stamp_is_the_moment_given():
    at = datetime(2026, 11, 22, 9, tzinfo=UTC)

    ics = queries.invitation(
        SessionFactory(), attendee="a@example.org", organiser="b@example.org", at=at
    )

    assert events(ics)[0]["DTSTAMP"].dt == at


def test_own_calendar_leads_to_the_room_where_a_link_is_known(at):
    room = "https://meet.example.org/secret"
    joined, plain = SessionFactory(join_address=room), SessionFactory()

    told = events(queries.personal_feed([joined, plain], at=at))

    assert [str(event.get("LOCATION", "")) for event in told] == [room, ""]


def test_own_calendar_does_not_lead_to_a_cancelled_room(at):
    session = SessionFactory(join_address="https://meet.example.org/secret", state="cancelled")

    (event,) = events(queries.personal_feed([session], at=at))

    assert (str(event["STATUS"]), event.get("LOCATION")) == ("CANCELLED", None)


def test_own_calendar_leaves_out_what_lost_its_hour(at):
    session = SessionFactory(precision="open", held_on=None, starts_at=None)

    assert events(queries.personal_feed([session], at=at)) == []


def test_circle_calendar_holds_what_it_runs_and_the_school_all(at, school):
    team = TeamFactory()
    course = ProgrammeFactory(
        run_by=team,
        format="residential",
        starts_on=date(2027, 3, 1),
        ends_on=date(2027, 3, 7),
        title=Translated({"en": "Summer school"}),
    )
    SessionFactory(programme=course, title=Translated({"en": "Arrival"}))
    SessionFactory(programme=ProgrammeFactory(run_by=school), title=Translated({"en": "Evening"}))
    hidden = ProgrammeFactory(run_by=team, published_at=None)
    SessionFactory(programme=hidden, title=Translated({"en": "Hidden"}))

    told = {
        circle: {str(event["SUMMARY"]) for event in events(queries.circle_feed(circle, at=at))}
        for circle in (team, school)
    }

    assert told == {
        team: {"Summer school", "Arrival"},
        school: {"Summer school", "Arrival", "Evening"},
    }
    bar = next(e for e in events(queries.circle_feed(team, at=at)) if "TRANSP" in e)
    assert (bar["DTSTART"].dt, bar["DTEND"].dt) == (date(2027, 3, 1), date(2027, 3, 8))


def test_asked_again_a_calendar_gets_304_until_something_changes(client, school):
    session = SessionFactory(programme=ProgrammeFactory(run_by=school))
    addresses = (
        f"/feeds/programme/{session.programme.key}.ics",
        f"/feeds/circle/{school.key}.ics",
        "/feeds/programmes.atom",
    )
    marks = [client.get(address)["ETag"] for address in addresses]

    def again() -> list[int]:
        return [
            client.get(address, headers={"if-none-match": mark}).status_code
            for address, mark in zip(addresses, marks, strict=True)
        ]

    assert again() == [304] * 3
    session.programme.title = Translated({"en": "Another name"})
    session.programme.save()
    assert again() == [200] * 3


def test_closed_circle_and_one_without_programmes_have_no_calendar(client, school):
    quiet, closed = TeamFactory(), TeamFactory(state="closed")
    ProgrammeFactory(run_by=closed)

    answers = [
        client.get(f"/feeds/circle/{key}.ics").status_code
        for key in (quiet.key, closed.key, "nobody")
    ]

    assert answers == [404] * 3


def test_own_calendar_rings_before_what_takes_place(at):
    planned, off = SessionFactory(), SessionFactory(state="cancelled")

    rings = [
        [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
        for event in events(queries.personal_feed([planned, off], at=at))
    ]

    assert rings == [[timedelta(minutes=-30)], []]


@given(title=st.text(max_size=200), name=st.text(max_size=80))
@settings(max_examples=25)
def test_any_words_come_back_as_they_went_in(title, name):
    session = SessionFactory.build(
        programme=ProgrammeFactory.build(run_by=None), title=Translated({"en": title or "x"})
    )

    ics = queries.invitation(
        session, attendee="a@example.org", organiser="b@example.org", organiser_name=name or "x"
    )

    (event,) = events(ics)
    lines = title.replace("\r\n", "\n")
    kept = "".join(c for c in lines if c == "\n" or ord(c) not in {*range(32), 127})
    assert str(event["SUMMARY"]) == (kept if title else "x")
    assert max(len(line.encode()) for line in ics.split("\r\n")) <= 75
    assert [str(event["ORGANIZER"]), str(event["ATTENDEE"])] == [
        "mailto:b@example.org",
        "mailto:a@example.org",
    ]
