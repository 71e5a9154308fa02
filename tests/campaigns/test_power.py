"""The power map: who may see what of it, its pictures, days compared."""

import pytest

from commonroot.campaigns.actions import snapshots
from commonroot.campaigns.actions.entries import write
from commonroot.campaigns.actions.power import take_off
from commonroot.campaigns.actions.removing import put_back
from commonroot.campaigns.models import Change, Entry, Snapshot, Step
from commonroot.campaigns.models.tools.power import POWER
from commonroot.campaigns.queries.power import days, pictures, showing
from commonroot.campaigns.queries.reading import Reader
from commonroot.campaigns.rules.comparing import moved
from tests.campaigns.mapping import BY, NOON, SECRET, a_county, actor, eyes, seen_by
from tests.factories.campaigns import team

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    """A team of two and their map."""
    return a_county()


def test_beyond_the_team_no_tie_leads_to_whom_they_may_not_see(county):
    campaign, member = county["campaign"], county["member"]

    own, others = seen_by(campaign, eyes(member)), seen_by(campaign, eyes())

    assert [(dot.number, dot.name, dot.ties) for dot in own.dots] == [
        (1, "Minister", 2), (2, "Nurses’ union", 2), (3, "Radio", 2), (4, f"{SECRET} friend", 1),
    ]  # fmt: skip
    assert [(dot.number, dot.name, dot.ties) for dot in others.dots] == [
        (1, "Minister", 1), (2, "Nurses’ union", 1), (3, "Radio", 1),
    ]  # fmt: skip
    assert [(one.start.name, one.relation, one.end.name, one.known) for one in others.ties] == [
        ("Nurses’ union", "influences", "Minister", True),
        ("Radio", "is tied to", "Radio", False),
    ]
    assert (own.dots[0].source, others.dots[0].source) == (f"{SECRET} told us", "")
    assert seen_by(campaign, Reader(step=Step.PUBLIC, shared_to=Step.PUBLIC)).dots == []


def test_a_target_is_a_person():
    member = team(size=1)[0]
    for label, said in (
        ("Minister", {"what": "person"}), ("Board", {"what": "institution"}),
        ("Ministry of Health", {}), ("Amina", {}), ("Ministry of Water", {"target": False}),
    ):  # fmt: skip
        actor(member.campaign, label, **({"target": True} | said))

    drawn = seen_by(member.campaign, eyes(member))

    assert [dot.name for dot in drawn.bodies] == ["Board", "Ministry of Health"]
    assert len(drawn.targets) == 4
    assert drawn.dot("nobody") is None


@pytest.mark.parametrize(
    ("sort", "what", "sure", "names"),
    [
        ("", "", "", ["Minister", "Nurses’ union", "Radio", f"{SECRET} friend"]),
        ("name", "", "", ["Minister", "Nurses’ union", "Radio", f"{SECRET} friend"]),
        ("side", "", "", [f"{SECRET} friend", "Nurses’ union", "Radio", "Minister"]),
        ("influence", "", "", ["Minister", f"{SECRET} friend", "Nurses’ union", "Radio"]),
        ("ties", "", "", ["Minister", "Nurses’ union", "Radio", f"{SECRET} friend"]),
        ("updated", "group", "", ["Nurses’ union"]),
        ("number", "", "unknown", ["Radio", f"{SECRET} friend"]),
    ],
)
def test_the_table_in_the_order_asked_for(county, sort, what, sure, names):
    drawn = seen_by(county["campaign"], eyes(county["member"]))

    found = showing.table(drawn.dots, sort=sort, what=what, sure=sure)

    assert [dot.name for dot in found] == names


def test_places_in_words(county):
    drawn = seen_by(county["campaign"], eyes(county["member"]))

    assert [(dot.side, dot.influence, dot.sureness, dot.known) for dot in drawn.dots] == [
        ("against us 1", "influence 9", "sure", True),
        ("with us 4", "influence 5", "likely", True),
        ("no side", "influence 3", "", False),
        ("with us 5", "influence 8", "", True),
    ]
    assert showing.side_words(None) == "side not known"
    assert showing.influence_words(None) == "influence not known"
    assert (drawn.dots[0].office, drawn.dots[0].influence_short) == ("", "9")


def test_the_pictures_show_each_once_and_the_network_stands_round_the_target(county):
    drawn = seen_by(county["campaign"], eyes(county["member"]))

    grid = pictures.grid_picture(drawn, mirrored=False, with_ties=True)
    mirrored = pictures.grid_picture(drawn, mirrored=True)
    network = pictures.network_picture(drawn, mirrored=False)
    empty = pictures.network_picture(showing.Map([], []), mirrored=False)

    assert [(one.left, one.top) for one in grid.dots[:2]] == [(316, 94), (666, 326)]
    assert [one.left for one in mirrored.dots[:2]] == [456, 106]
    assert [(line.x1, line.x2) for line in grid.lines] == [
        (666, 316), (736, 316), (386, 666), (386, 386),
    ]  # fmt: skip
    assert (network.centre.name, network.dots[0].left, network.half) == (
        "Minister", network.half, network.width / 2,
    )  # fmt: skip
    assert [(line.heads, network.head_at) for line in network.lines[:1]] == [("one", 23)]
    assert (grid.target_size, mirrored.lines, grid.rings) == (20, [], ())
    assert (empty.dots, empty.centre, empty.width) == ([], None, 180)


def test_two_days_in_sentences_and_arrows(county):
    campaign, member = county["campaign"], county["member"]
    weak = actor(campaign, "Weak", x=1, y=4)
    strong = actor(campaign, "Strong", x=1, y=4)
    gone = actor(campaign, "Gone", x=1, y=4)
    snapshots.take(campaign=campaign, tool=POWER, name="before", by=BY, at=NOON)
    for entry, said in (
        (county["minister"], {"x": 1, "y": 10}), (county["union"], {"x": 3.5, "y": 4}),
        (weak, {"y": 3}), (strong, {"y": 4.2}),
    ):  # fmt: skip
        write(entry=entry, said=said, seen=0, member=member, by=BY, at=NOON)
    take_off(entry=gone, member=member, by=BY, at=NOON)
    actor(campaign, "New")
    drawn = seen_by(campaign, eyes(member))
    kept = Snapshot.objects.get()

    changes = moved(days.stands_on(kept, drawn=drawn, reader=eyes(member)), drawn.stands)
    told = days.told(changes, drawn=drawn)
    picture = pictures.grid_picture(drawn, mirrored=False, changes=changes)

    assert [(one.number, one.sentence, f"{one.sign} {one.short}".strip()) for one in told] == [
        (1, "Minister moved 2 towards us. They grew stronger by 1 too.", "▲ 2 towards us"),
        (2, "Nurses’ union moved 0.5 away from us. They grew weaker by 1 too.", "▼ 0.5 away"),
        (3, "Of Radio we do not know.", "not known"),
        (4, f"{SECRET} friend stayed.", "= same"),
        (5, "Weak grew weaker by 1.", "▼ 1 weaker"),
        (6, "Strong grew stronger by 0.2.", "▲ 0.2 stronger"),
        (7, "New is new on the map.", "+ new"),
        (0, "Gone was taken off the map.", "− taken off"),
    ]
    assert days.headline(changes) == (
        "Of 8: 1 moved towards us, 1 grew stronger, 1 grew weaker, 1 moved away, 1 stayed,"
        " of 1 we do not know, 1 is new, 1 was taken off."
    )
    assert days.headline([]) == "Nobody was on the map on either day."
    assert (told[0].then, told[0].now) == (
        "against us 1, influence 9", "with us 1, influence 10",
    )  # fmt: skip
    assert (told[-1].now, told[-2].then) == ("", "")
    assert [(way.tone, bool(way.path)) for way in picture.ways] == [
        ("root", True), ("clay", True), ("root", True), ("root", False),
    ]  # fmt: skip
    only_then = pictures.grid_picture(drawn, mirrored=False, stands={})
    assert only_then.dots == []


def test_where_somebody_stood_while_kept_to_the_team_stays_there(county):
    campaign = county["campaign"]
    hidden = Entry.objects.filter(kind="actor", team_only=True)
    key = hidden.get(campaign=campaign).key
    snapshots.take(campaign=campaign, tool=POWER, name="before", by=BY, at=NOON)
    hidden.update(team_only=False)
    drawn, kept = seen_by(campaign, eyes()), Snapshot.objects.get()

    then = days.stands_on(kept, drawn=drawn, reader=eyes())

    assert key in {dot.key for dot in drawn.dots}
    assert then.keys() == {dot.key for dot in drawn.dots} - {key}


def test_a_day_is_named_and_forgotten(county):
    campaign = county["campaign"]
    kept = snapshots.take(campaign=campaign, tool=POWER, by=BY, at=NOON)

    snapshots.rename(kept=kept, name="the hearing", by=BY, at=NOON)

    kept.refresh_from_db()
    assert (kept.name, kept.rows[0]["said"]["label"], len(kept.rows)) == (
        "the hearing", "Minister", 8,
    )  # fmt: skip
    snapshots.drop(kept=kept, by=BY, at=NOON)
    snapshots.drop(kept=kept, by=BY, at=NOON)
    assert not Snapshot.objects.exists()


def test_whoever_is_taken_off_goes_with_their_ties_and_comes_back_with_them(county):
    union, before = county["union"], set(Entry.objects.values_list("key", flat=True))

    went = take_off(entry=union, member=county["member"], by=BY, at=NOON)

    assert went == 2
    assert Entry.objects.filter(kind="tie").count() == 2
    put_back(change=Change.objects.get(), member=county["member"], by=BY, at=NOON)
    assert set(Entry.objects.values_list("key", flat=True)) == before
