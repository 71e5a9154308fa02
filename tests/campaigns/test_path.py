"""The critical path and the line of time: what lies ahead, what was never told, the calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions import calendar as actions
from commonroot.campaigns.models import Entry, Member
from commonroot.campaigns.queries import feeds, path
from commonroot.campaigns.queries.feeds import Shows
from commonroot.campaigns.queries.reading import Reader
from commonroot.campaigns.rules import path as rules
from commonroot.campaigns.rules.path import Act, Line, Step, When
from tests.campaigns.opening import opened
from tests.factories.campaigns import EntryFactory, MemberFactory, team

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)
BY = Actor.system()


def day(shift: int) -> date:
    return TODAY + timedelta(days=shift)


def action(member: Member, *, title: str = "Night watch", **said: object) -> Entry:
    return EntryFactory(campaign=member.campaign, kind="action", said={"title": title, **said})


def shown(member: Member, **more: object) -> path.Path:
    reader = Reader(step="team", shared_to="team", member=member)
    return path.path_of(member.campaign, reader=reader, at=NOON, **more)


@pytest.mark.parametrize(
    ("on", "is_told", "when"),
    [
        (None, False, When.UNDATED),
        (None, True, When.TOLD),
        (day(0), False, When.TODAY),
        (day(0), True, When.TODAY),
        (day(1), False, When.AHEAD),
        (day(-1), False, When.UNTOLD),
        (day(-1), True, When.TOLD),
    ],
)
def test_an_action_is_over_the_day_after(on, is_told, when):
    assert rules.standing(on=on, is_told=is_told, today=TODAY) is when


@pytest.mark.parametrize(
    ("steps", "acts", "codes"),
    [
        ([], [], []),
        ([], [Act("peak", None, "")], ["acts_first", "no_end"]),
        ([Step("reached"), Step("ahead"), Step("reached")], [], ["jumped"]),
        ([Step("reached"), Step("blocked")], [], ["stuck"]),
        ([Step("")], [Act("rising", None, "mobilising")], []),
        ([Step("")], [Act("rising", None, "mobilising")] * 2, ["only_mobilising"]),
        (
            [Step("")],
            [Act("rising", None, "mobilising"), Act("foundation", None, "organising")],
            [],
        ),
        ([Step("")], [Act("rising", day(1), ""), Act("kick_off", day(2), "")], ["out_of_order"]),
        ([Step("")], [Act("kick_off", day(1), ""), Act("", day(0), "")], []),
        ([Step("")], [Act("peak", day(1), ""), Act("resolution", day(2), "")], []),
    ],
)
def test_what_to_think_about(steps, acts, codes):
    assert rules.notes(steps, acts) == codes


def test_a_line_of_time_holds_every_day_and_today_and_four_weeks_at_least():
    short = rules.line([day(2)], today=TODAY)
    long = rules.line([day(-300), day(900)], today=TODAY)

    assert short == Line(day(-3), day(25))
    assert (short.share(day(-3)), short.share(day(25))) == (0, 1)
    assert (long.first, long.last) == (day(-350), day(950))
    assert rules.line([date(1, 1, 2), date(9999, 12, 30)], today=TODAY) == Line(date.min, date.max)
    assert short.marks() == [date(2026, 12, 1)]
    assert long.marks()[:3] == [date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1)]


def test_what_is_too_near_stands_on_the_next_track():
    assert rules.tracks([0.0, 0.01, 0.02, 0.5, 0.51], apart=0.05) == [0, 1, 2, 0, 1]
    assert rules.tracks([], apart=0.05) == []


@pytest.mark.django_db
def test_the_way_is_read_back_from_the_goal():
    [amina] = team(size=1)
    campaign = amina.campaign
    campaign.time_zone = "Pacific/Auckland"
    campaign.save()
    for number, status in enumerate(("reached", "")):
        EntryFactory(campaign=campaign, kind="outcome", place=number, said={
            "outcome": f"Step {number}", "status": status,
        })  # fmt: skip
    EntryFactory(
        campaign=campaign, kind="objective", said={"sentence": "Rally", "kind": "activity"}
    )
    EntryFactory(
        campaign=campaign, kind="objective", said={"sentence": "No lease signed", "kind": "outcome"}
    )
    action(amina, title="Later", moment="2027-03-01T00:00", phase="peak")
    action(amina, title="Once")
    # In Auckland it is the 23rd already: what was on the 22nd is over.
    action(amina, title="Over", moment="2026-11-22T20:00", turnout_goal=200, place="The square")
    action(amina, title="Now", moment="2026-11-23T09:30", ends="2026-11-23T11:00", phase="rising",
           turnout_goal=1)  # fmt: skip
    action(amina, title="Told", moment="2026-11-01T09:30", turnout=0, result="Nobody came.")
    action(amina, title="Counted", moment="2026-11-01T19:30", turnout=140, turnout_goal=200)

    found = shown(amina)

    assert [one.name for one in found.steps] == ["Step 1", "Step 0"]
    assert (found.goal, found.reached) == ("No lease signed", 1)
    assert {one.shown.name: (one.number, one.when, one.turnout) for one in found.acts} == {
        "Told": (1, "told", "0 came."),
        "Counted": (2, "told", "140 came, 200 should have come."),
        "Over": (3, "untold", "200 should come."),
        "Now": (4, "today", "1 should come."),
        "Later": (5, "ahead", ""),
        "Once": (6, "undated", ""),
    }
    assert {one.clock for one in found.acts if one.shown.name in {"Now", "Later", "Once"}} == {
        "09:30–11:00", "00:00", "",
    }  # fmt: skip
    assert ([one.shown.name for one in found.untold], found.next.shown.name) == (["Over"], "Now")
    assert [one.said["title"] for one in path.untold(campaign, at=NOON)] == ["Over"]
    assert [(one.label, len(one.acts)) for one in found.lanes][-2:] == [
        ("Coming to an end", 0), ("Not placed yet", 4),
    ]  # fmt: skip
    drawn = found.drawn
    assert len(drawn.dots) == 5
    mirrored = shown(amina, mirrored=True).drawn
    assert [round(path.WIDTH - one.x, 1) for one in mirrored.dots] == [one.x for one in drawn.dots]


@pytest.mark.django_db
def test_more_actions_cost_no_more_queries(django_assert_num_queries):
    [amina] = team(size=1)
    for count in (1, 3):
        for number in range(count):
            EntryFactory(campaign=amina.campaign, kind="outcome", said={"outcome": f"{number}"})
            action(amina, moment="2027-03-01T18:00")

        with django_assert_num_queries(6):
            shown(amina)


@pytest.mark.django_db
def test_an_empty_path_has_no_line():
    [amina] = team(size=1)

    found = shown(amina)

    assert (found.drawn, found.next, found.goal, found.notes) == (None, None, "", [])
    assert [lane.code for lane in found.lanes] == list(rules.PHASES)


def asked(secret: str, member: Member):
    address = reverse("campaign_feeds:calendar", args=[member.campaign.key, secret])
    return Client().get(address)


@pytest.mark.usefixtures("school")
def test_each_of_the_team_has_a_calendar_until_they_leave():
    amina, comfort = team()
    campaign = amina.campaign
    campaign.time_zone = "Africa/Nairobi"
    campaign.save()
    kept = action(
        amina, title="Watch; night, and day", moment="2027-03-01T18:00", place="Gate",
        danger="The guards", result="", target="The governor",
    )  # fmt: skip
    action(amina, title="Feast", moment="2027-03-02T18:00", ends="2027-03-03T01:30")
    action(amina, title="Written backwards", moment="2027-03-04T18:00", ends="2027-03-04T17:00")
    action(amina, title="No day yet")
    assert feeds.secret_of(amina, shows=Shows.NAMES) == ""
    actions.open_calendar(campaign=campaign, by=BY, at=NOON)
    amina, comfort = (Member.objects.get(pk=one.pk) for one in (amina, comfort))
    secrets = {
        (one.pk, shows): feeds.secret_of(one, shows=shows)
        for one in (amina, comfort)
        for shows in Shows
    }

    named = asked(secrets[amina.pk, Shows.NAMES], amina)
    busy = asked(secrets[comfort.pk, Shows.BUSY], comfort)

    assert len(set(secrets.values())) == 4
    event, *others = Calendar.from_ical(named.content).walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["LOCATION"]), str(event["UID"])) == (
        "Watch; night, and day", "Gate", f"action-{kept.key}@localhost",
    )  # fmt: skip
    assert event["DTSTART"].dt == datetime(2027, 3, 1, 15, tzinfo=UTC)
    assert event["DTEND"].dt == datetime(2027, 3, 1, 16, tzinfo=UTC)
    assert [one["DTEND"].dt for one in others] == [
        datetime(2027, 3, 2, 22, 30, tzinfo=UTC), datetime(2027, 3, 4, 16, tzinfo=UTC),
    ]  # fmt: skip
    hidden, *_others = Calendar.from_ical(busy.content).walk("VEVENT")
    assert (str(hidden["SUMMARY"]), "LOCATION" in hidden) == ("Busy", False)
    for content in (named.content, busy.content):
        assert not any(word in content for word in (b"guards", b"governor", b"hospital"))
    assert named.headers["Cache-Control"] == "private, no-store"

    comfort.left_at = NOON
    comfort.save()
    assert asked(secrets[comfort.pk, Shows.BUSY], comfort).status_code == 404
    assert asked(secrets[amina.pk, Shows.NAMES], amina).status_code == 200


@pytest.mark.usefixtures("school")
def test_the_calendar_is_closed_to_everybody_else():
    amina, comfort = team()
    stranger = MemberFactory()
    careful = MemberFactory(campaign=amina.campaign, person__risk="high")
    guest = MemberFactory(campaign=amina.campaign, asked=True)
    for one in (amina, stranger):
        actions.open_calendar(campaign=one.campaign, by=BY, at=NOON)
    every = [amina, comfort, stranger, careful, guest]
    amina, comfort, stranger, careful, guest = (Member.objects.get(pk=one.pk) for one in every)
    secret = feeds.secret_of(amina, shows=Shows.NAMES)
    elsewhere = feeds.secret_of(stranger, shows=Shows.NAMES)

    answers = {
        "hers": asked(secret, amina).status_code,
        "of another campaign": asked(elsewhere, amina).status_code,
        "in another campaign": asked(secret, stranger).status_code,
        "the mark": asked(amina.campaign.feed_mark, amina).status_code,
        "asked only": asked(feeds.secret_of(guest, shows=Shows.NAMES), guest).status_code,
        "not there": Client().get(f"/feeds/campaigns/{'x' * 22}/{secret}.ics").status_code,
    }

    assert answers == {"hers": 200} | dict.fromkeys(list(answers)[1:], 404)
    assert feeds.secret_of(careful, shows=Shows.BUSY) == ""
    actions.open_calendar(campaign=amina.campaign, by=BY, at=NOON)
    assert asked(secret, amina).status_code == 404
    amina = Member.objects.get(pk=amina.pk)
    fresh = feeds.secret_of(amina, shows=Shows.NAMES)
    assert asked(fresh, amina).status_code == 200
    amina.campaign.thrown_at = NOON
    amina.campaign.save()
    assert asked(fresh, amina).status_code == 404
    amina.campaign.thrown_at = None
    amina.campaign.save()
    actions.close_calendar(campaign=amina.campaign, by=BY, at=NOON)
    actions.close_calendar(campaign=amina.campaign, by=BY, at=NOON)
    assert asked(fresh, amina).status_code == 404


@pytest.mark.usefixtures("school")
def test_the_page_asks_for_what_nobody_told_and_makes_calendars(client):
    [amina] = team(size=1)
    campaign = amina.campaign
    address = reverse("campaigns:tool", args=[campaign.key, "path"])
    empty = opened(client, amina, address)
    EntryFactory(campaign=campaign, kind="outcome", said={"outcome": "The assembly asks"})
    action(amina, title="Kick-off", moment="2020-03-01T18:00", phase="kick_off")
    action(amina, title="Rally", moment="2020-04-01T18:00", phase="rising", danger="The police")
    action(amina, title="Far away", moment="2999-04-01T00:00", phase="peak")

    full = client.get(address).content.decode()
    page = reverse("campaigns:calendar", args=[campaign.key])
    before = client.get(page).content.decode()
    client.post(page, {"open": "1"})
    made = client.get(page).content.decode()
    client.post(page, {"close": "1"})

    assert "Write the last step before the goal" in empty
    assert "How was “<bdi>Kick-off</bdi>” on" in full
    assert "2 actions are over without a word of how they were." in full
    assert (full.count("line__dot--untold"), full.count("line__dot--ahead")) == (2, 1)
    assert (before.count(".ics"), made.count("webcal"), "Make new addresses" in made) == (
        0,
        2,
        True,
    )
    assert ".ics" not in client.get(page).content.decode()
