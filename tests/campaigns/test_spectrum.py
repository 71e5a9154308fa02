"""The spectrum of allies: one wedge at a time, drawn inside its wedge, compared with other days."""

from datetime import UTC, datetime, timedelta
from math import atan2, ceil, degrees, hypot

import pytest
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions import snapshots
from commonroot.campaigns.actions import spectrum as actions
from commonroot.campaigns.actions.entries import Gone, write
from commonroot.campaigns.models import Clash, Entry, Member
from commonroot.campaigns.models.tools.spectrum import SPECTRUM
from commonroot.campaigns.queries import changes, spectrum
from commonroot.campaigns.queries.reading import Reader
from commonroot.campaigns.rules import spectrum as rules
from tests.campaigns.opening import opened
from tests.factories.campaigns import CampaignFactory, EntryFactory, PartFactory, team

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
BY = Actor.system()


def group(member: Member, *, name: str = "Night nurses", wedge: str = "3", **said: str) -> Entry:
    return EntryFactory(
        campaign=member.campaign,
        kind="ally_group",
        said={"name": name, "wedge": wedge, **said},
    )


def planned(entry: Entry, *, goal: int, member: Member) -> Entry:
    said = {"request": "Vote on our letter", "owner": member.key, "due": "2026-12-01"}
    return actions.plan(group=entry, goal=goal, said=said, member=member, by=BY, at=NOON)


def shown(member: Member, **more: object) -> spectrum.Spectrum:
    reader = Reader(step="team", shared_to="team", member=member)
    return spectrum.spectrum(member.campaign, reader=reader, **more)


def test_only_the_next_wedge_towards_us_is_one_step():
    steps = {
        (start, goal)
        for start in rules.WEDGES
        for goal in rules.WEDGES
        if rules.is_one_nearer(start, goal)
    }

    assert steps == {(2, 1), (3, 2), (4, 3), (5, 4)}
    assert [rules.nearer(1), rules.further(5), rules.further(4)] == [None, None, 5]


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("count", [1, 6, 15, 60])
def test_every_dot_stands_inside_its_wedge_and_none_on_another(count, mirrored):
    size = rules.size_for(count)
    for wedge in rules.WEDGES:
        found = rules.dots(count, wedge, size=size, mirrored=mirrored)

        places = [(rules.WIDTH - one.x if mirrored else one.x, one.y) for one in found]
        angles = [degrees(atan2(500 - y, x - 500)) for x, y in places]
        assert [ceil((180 - angle) / 36) for angle in angles] == [wedge] * count
        if count <= 15:
            near = min(
                (hypot(a[0] - b[0], a[1] - b[1]) for a in places for b in places if a is not b),
                default=999,
            )
            assert near >= 2 * size


@pytest.mark.parametrize(
    ("groups", "codes"),
    [
        ([], []),
        ([rules.Stand(1, in_touch=True), rules.Stand(4, in_touch=False)], ["only_allies"]),
        ([rules.Stand(4, in_touch=True), rules.Stand(5, in_touch=False)], ["all_opponents"]),
        ([rules.Stand(3, in_touch=False)], ["nobody_moves"]),
        ([rules.Stand(3, in_touch=True, plans=[3])], []),
        ([rules.Stand(5, in_touch=True, plans=[5])], ["converting"]),
        ([rules.Stand(1, in_touch=True)], []),
    ],
)
def test_what_to_think_about(groups, codes):
    assert rules.notes(groups) == codes


def test_the_ring_of_an_earlier_day_stands_in_the_wedge_that_was_left():
    [dot] = rules.dots(1, 2, size=30)

    ring = rules.ring(before=3, now=2, dot=dot)
    tip = rules.before(dot, of=ring, size=30)

    angle = degrees(atan2(500 - ring.y, ring.x - 500))
    assert ceil((180 - angle) / 36) == 3
    assert round(hypot(tip.x - dot.x, tip.y - dot.y)) == 36
    assert rules.before(dot, of=dot, size=30) == dot


@pytest.mark.django_db
def test_a_plan_brings_a_group_one_wedge_nearer():
    [amina] = team(size=1)
    entry = group(amina)

    plan = planned(entry, goal=2, member=amina)

    assert plan.said == {"request": "Vote on our letter", "from_wedge": "3"}
    assert (plan.parent, plan.task.member) == (entry, amina)
    [one] = shown(amina).groups
    assert [(it.start, it.goal, it.is_open, it.who) for it in one.plans] == [
        ("neutral", "passive allies", True, f"{amina.person.shown_name} · Tue 1 Dec 2026")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wedge", "goal", "words"),
    [
        ("4", 2, "That is more than one step at once."),
        ("3", 4, "This would not bring them nearer."),
        ("3", 3, "This would not bring them nearer."),
        ("3", 0, "This would not bring them nearer."),
        ("1", 1, "They are active allies already"),
    ],
)
def test_what_is_not_one_step_is_answered_in_words(wedge, goal, words):
    [amina] = team(size=1)
    entry = group(amina, wedge=wedge)

    with pytest.raises(actions.NotOneStep, match=words):
        planned(entry, goal=goal, member=amina)

    assert Entry.objects.filter(kind="shift").count() == 0


@pytest.mark.django_db
def test_more_groups_cost_no_more_queries(django_assert_num_queries):
    [amina] = team(size=1)
    for count in (1, 3):
        for _number in range(count):
            planned(group(amina), goal=2, member=amina)

        with django_assert_num_queries(4):
            shown(amina)


@pytest.mark.django_db
def test_nobody_plans_for_a_group_that_is_gone():
    [amina] = team(size=1)
    entry = group(amina)
    Entry.objects.filter(pk=entry.pk).delete()

    with pytest.raises(Gone):
        planned(entry, goal=2, member=amina)


@pytest.mark.django_db
def test_an_earlier_day_says_who_moved():
    [amina] = team(size=1)
    nurses = group(amina, name="Nurses", wedge="3")
    group(amina, name="Traders", wedge="4")
    radio = group(amina, name="Radio", wedge="2")
    union = group(amina, name="Union", wedge="1")
    kept = snapshots.take(campaign=amina.campaign, tool=SPECTRUM, by=BY, at=NOON)
    for entry, wedge in ((nurses, "2"), (radio, "4")):
        write(entry=entry, said={"wedge": wedge}, seen=0, member=amina, by=BY, at=NOON)
    union.delete()
    group(amina, name="Church", wedge="3")

    found = shown(amina, before=spectrum.stood_in(kept.rows))

    assert found.moves == [
        "Nurses: neutral → passive allies",
        "Radio: passive allies → passive opposition",
        "Church: new, neutral",
        "Union: not on the page any more",
    ]
    assert found.summary == "Of 3: 1 came nearer, 1 went away, 1 stayed."
    assert found.headline == "With you: 1 of 4 groups."
    told = {one.shown.name: (one.moved_words, one.ring is not None) for one in found.groups}
    assert told == {
        "Nurses": ("1 nearer", True),
        "Radio": ("2 further away", True),
        "Traders": ("", False),
        "Church": ("", False),
    }
    assert shown(amina, before={}).summary == ""


@pytest.mark.usefixtures("school")
def test_the_page_lets_the_team_write_and_readers_read(client):
    amina, comfort = team()
    campaign = amina.campaign
    entry = group(amina, name="Nurses", link="Comfort’s sister", wedge="3")
    EntryFactory(
        campaign=campaign, kind="ally_group", team_only=True,
        said={"name": "Insiders", "wedge": "2"},
    )  # fmt: skip
    address = reverse("campaigns:tool", args=[campaign.key, "spectrum"])
    page = opened(client, amina, address)
    assert (page.count("data-dot="), "They moved:" in page) == (2, True)

    seen = changes.newest(campaign)
    stand = reverse("campaigns:stand", args=[campaign.key])
    sent = {"entry": entry.key, "wedge": "2", "seen": seen}
    moved = client.post(stand, sent)
    assert moved.headers["Location"] == f"{address}#e-{entry.key}"
    opened(client, comfort, address)
    met = client.post(stand, sent | {"wedge": "4"})
    [clash] = Clash.objects.all()
    assert clash.words == "4"
    here = reverse("campaigns:met", args=[campaign.key])
    assert met.headers["Location"] == f"{here}#{clash.key}"
    assert Entry.objects.get(pk=entry.pk).said["wedge"] == "2"
    assert [
        client.post(stand, sent | bad).status_code
        for bad in ({"wedge": "6"}, {"entry": "x"}, {"seen": "no"})
    ] == [404, 404, 404]

    campaign.shared_to = "public"
    campaign.save()
    PartFactory(campaign=campaign, tool="spectrum", shared_to="public")
    client.cookies.clear()
    public = client.get(address).content.decode()
    assert ["Nurses" in public, "Insiders" in public, "Comfort’s sister" in public] == [
        True, False, False,
    ]  # fmt: skip
    assert ("data-stand" in public, "Earlier days" in public) == (False, False)
    assert client.post(stand, sent).status_code != 200


@pytest.mark.usefixtures("school")
def test_days_are_kept_looked_at_and_forgotten(client):
    [amina] = team(size=1)
    entry = group(amina, name="Nurses", wedge="3")
    address = reverse("campaigns:tool", args=[amina.campaign.key, "spectrum"])
    day = reverse("campaigns:keep_day", args=[amina.campaign.key])
    opened(client, amina, address)

    kept = client.post(day).headers["Location"]
    write(entry=entry, said={"wedge": "2"}, seen=0, member=amina, by=BY, at=NOON + timedelta(1))
    page = client.get(kept.partition("#")[0]).content.decode()
    key = kept.partition("since=")[2].partition("#")[0]
    client.post(day, {"drop": key})

    assert "Nurses: neutral → passive allies" in page
    assert ("spectrum__ring" in page, "Since " in page) == (True, True)
    assert "?since=" not in client.get(address).content.decode()
    assert client.post(day, {"drop": key}).status_code == 404


@pytest.mark.usefixtures("school")
def test_the_form_of_a_plan_answers_two_steps_at_once_in_words(client):
    [amina] = team(size=1)
    entry = group(amina, name="Traders", wedge="5")
    path = reverse("campaigns:plan_shift", args=[amina.campaign.key, entry.key])
    page = opened(client, amina, path)
    sent = {"goal": "2", "request": "Speak to us", "owner": amina.key, "due": "2026-12-01"}

    refused = client.post(path, sent).content.decode()
    nobody = client.post(path, sent | {"goal": "4", "owner": ""}).content.decode()
    kept = client.post(path, sent | {"goal": "4"})

    assert "Campaigns rarely win by winning over active opponents." in page
    assert "That is more than one step at once." in refused
    assert 'value="Speak to us"' in refused
    assert "Say also who looks after it." in nobody
    assert kept.headers["Location"].endswith(f"?said=plan#e-{entry.key}")
    assert Entry.objects.get(kind="shift").said["from_wedge"] == "5"
    other = EntryFactory(campaign=CampaignFactory(), kind="ally_group", said={"name": "x"})
    away = reverse("campaigns:plan_shift", args=[amina.campaign.key, other.key])
    assert client.get(away).status_code == 404
