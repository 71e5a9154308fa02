"""The power map: who may see what of it, dots that are moved by two, days compared, lists."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis.extra.django import TestCase

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions import kumu, snapshots
from commonroot.campaigns.actions.entries import NoMoreRoom, write
from commonroot.campaigns.actions.power import take_off
from commonroot.campaigns.actions.removing import put_back
from commonroot.campaigns.models import Campaign, Change, Clash, Entry, Snapshot, Step
from commonroot.campaigns.models.tools.power import POWER
from commonroot.campaigns.queries.power import days, lists, pictures, showing
from commonroot.campaigns.queries.reading import Reader
from commonroot.campaigns.rules.comparing import moved
from commonroot.campaigns.rules.kumu.reading import read
from commonroot.people.actions import open_link
from tests.campaigns.test_kumu_rules import SHEETS, maps, sheets_of
from tests.factories.campaigns import EntryFactory, PartFactory, team

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
BY = Actor.system()
SECRET = "Zzmarker"
pytestmark = pytest.mark.django_db


def actor(campaign, label, **said):
    """Somebody on the map; `team_only` as a field is meant for the entry."""
    team_only = said.pop("team_only", False)
    return EntryFactory(
        campaign=campaign, kind="actor", said={"label": label, **said}, team_only=team_only
    )


def tie(campaign, start, end, **said):
    """A tie between two on the map."""
    team_only = said.pop("team_only", False)
    said = {"from": start.key, "to": end.key, **said}
    return EntryFactory(campaign=campaign, kind="tie", said=said, team_only=team_only)


def eyes(member=None, step=Step.PUBLIC):
    """A reader: somebody of the team, or of a step to which all of it is open."""
    return Reader(
        step=Step.TEAM if member else step, shared_to=Step.PUBLIC,
        parts={"power": Step.PUBLIC}, member=member,
    )  # fmt: skip


def seen_by(campaign, reader):
    """The map of a reader."""
    return showing.power_map(campaign, reader=reader)


@pytest.fixture
def county():
    """A team of two, a map of four with four ties, one of them and one tie kept to the team."""
    member, other = team(size=2)
    campaign = member.campaign
    minister = actor(
        campaign, "Minister", what="person", target=True, x=-1, y=9,
        source=f"{SECRET} told us", confidence="sure", updated="2026-11-01",
    )  # fmt: skip
    union = actor(campaign, "Nurses’ union", what="group", x=4, y=5, confidence="likely")
    radio = actor(campaign, "Radio", confidence="unknown", x=0, y=3)
    friend = actor(campaign, f"{SECRET} friend", x=5, y=8, team_only=True)
    tie(campaign, union, minister, relation="influences", strength=4)
    tie(campaign, friend, minister, relation="family", note=f"{SECRET} cousin")
    tie(campaign, radio, union, relation="ally", team_only=True, note=f"{SECRET} plot")
    tie(campaign, radio, radio, confidence="unknown")
    return {
        "campaign": campaign, "member": member, "other": other, "minister": minister,
        "union": union, "radio": radio, "friend": friend,
    }  # fmt: skip


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


def test_every_look_export_and_day_keeps_what_is_for_the_team(school, county, client):
    campaign, member = county["campaign"], county["member"]
    before = snapshots.take(campaign=campaign, tool=POWER, name=SECRET, by=BY, at=NOON)
    hidden = actor(campaign, f"{SECRET} late", x=1, y=1)
    snapshots.take(campaign=campaign, tool=POWER, by=BY, at=NOON + timedelta(days=1))
    Entry.objects.filter(pk=hidden.pk).update(team_only=True)
    gone = actor(campaign, f"{SECRET} gone", x=2, y=2)
    snapshots.take(campaign=campaign, tool=POWER, by=BY, at=NOON + timedelta(days=2))
    gone.delete()
    Campaign.objects.update(shared_to=Step.PUBLIC)
    PartFactory(campaign=campaign, tool="power", shared_to=Step.PUBLIC)
    here, key = reverse("campaigns:power", args=[campaign.key]), before.key
    looks = [f"{here}?look={look}&ties=1" for look in ("", "grid", "network", "table")]
    compare = [f"{here}compare/?then={one.key}" for one in Snapshot.objects.all()]
    pages = [*looks, f"{here}?with={key}", *compare, *map(here.__add__, (
        f"{county['minister'].key}/", f"{county['union'].key}/",
    ))]  # fmt: skip
    closed = [
        f"{here}{path}/"
        for path in (
            "new", "days", "take", "bring", county["friend"].key, gone.key,
            *(one.key for one in Entry.objects.filter(kind="tie", team_only=True)),
            Entry.objects.get(kind="tie", place__gt=0, said__isnull=False, pk__in=_to_friend()).key,
            f"{county['union'].key}/move", f"{county['union'].key}/off",
        )
    ]  # fmt: skip

    public = {page: client.get(page) for page in pages}

    assert {page: answer.status_code for page, answer in public.items()} == dict.fromkeys(
        pages, 200
    )
    assert [page for page, answer in public.items() if SECRET in answer.content.decode()] == []
    assert {page: client.get(page).status_code for page in closed} == dict.fromkeys(closed, 404)
    by_link(client, member)
    shown_as = client.get(f"{here}?as=public&with={key}").content.decode()
    assert SECRET not in shown_as
    assert "as=public" in shown_as
    assert SECRET in client.get(here).content.decode()


def _to_friend():
    """The tie whose other end is kept to the team."""
    return [
        one.pk for one in Entry.objects.filter(kind="tie") if one.said.get("relation") == "family"
    ]


def by_link(client, member):
    """Open one's page by its link; whoever did before is somebody else from now on."""
    client.cookies.clear()
    client.get(f"/p/{open_link(person=member.person, scope='page', at=timezone.now())}")


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
    assert (empty.dots, empty.centre, empty.width) == ([], None, 240)


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


def test_a_list_comes_and_goes_and_what_somebody_wrote_in_stays(county):
    campaign, acting = county["campaign"], {"member": county["member"], "by": BY}
    before = Entry.objects.count()

    first = kumu.bring(campaign=campaign, listed=read(SHEETS), at=NOON, **acting)
    with pytest.raises(kumu.NothingNew):
        kumu.bring(campaign=campaign, listed=read(SHEETS), at=NOON, **acting)

    # All but the treasury were there already, under just these names.
    plan = lists.plan_of(campaign, read(SHEETS))
    assert (plan.known, plan.known_ties, plan.actors, plan.ties) == (4, 4, [], [])
    assert Entry.objects.count() == before + 5
    (there,) = lists.brought(campaign)
    assert (there.kept, there.actors, there.ties) == (first, 1, 4)
    came = {one.said["label"]: one for one in Entry.objects.filter(made_at=NOON, kind="actor")}
    assert list(came) == ["Treasury"]
    funds = next(
        one for one in Entry.objects.filter(made_at=NOON) if one.said.get("relation") == "funds"
    )
    write(entry=funds, said={"strength": 2}, seen=0, at=NOON, **acting)
    assert kumu.take_out(kept=first, at=NOON, **acting) == 3
    assert kumu.take_out(kept=first, at=NOON, **acting) == 0
    assert [(one.actors, one.ties) for one in lists.brought(campaign)] == [(1, 1)]


def test_a_list_that_does_not_fit_changes_nothing(county):
    listed = read([("e", [["Label"], *([f"N{number}"] for number in range(497))])])

    with pytest.raises(NoMoreRoom, match="497"):
        kumu.bring(
            campaign=county["campaign"], listed=listed, member=county["member"], by=BY, at=NOON
        )

    assert not Snapshot.objects.exists()


class TestRoundTrip(TestCase):
    """A map goes out by each kind of file and comes in as it was."""

    @settings(max_examples=8, deadline=None)
    @given(maps)
    def test_files_lose_nothing(self, drawn):
        member, other = (team(size=1)[0] for _ in range(2))
        people, ties = drawn
        made = [
            actor(member.campaign, **said, team_only=team_only) for said, _more, team_only in people
        ]
        for start, end, said, _more in ties:
            tie(member.campaign, made[start], made[end], **said)
        out = lists.sheets_of(seen_by(member.campaign, eyes(member)), with_team_only=True)
        as_csv = lists.sheets_in(lists.as_zip(out), "map.zip")

        kumu.bring(campaign=other.campaign, listed=read(as_csv), member=other, by=BY, at=NOON)

        back = lists.sheets_of(seen_by(other.campaign, eyes(other)), with_team_only=True)
        assert back == out
        assert read(as_csv) == read(sheets_of(out))


def test_a_workbook_holds_the_same_and_no_formula_runs(county):
    actor(county["campaign"], "=1+1", note="@cmd\n-2")
    drawn = seen_by(county["campaign"], eyes(county["member"]))
    out = lists.sheets_of(drawn, with_team_only=False)

    book, packed = lists.as_workbook(out), lists.as_zip(out)

    assert read(lists.sheets_in(book, "map.xlsx")) == read(sheets_of(out))
    assert read(lists.sheets_in(packed, "map.zip")) == read(sheets_of(out))
    with ZipFile(BytesIO(packed)) as archive:
        assert archive.namelist() == ["elements.csv", "connections.csv"]
        assert b'"\'=1+1"' in archive.read("elements.csv")
    assert (len(out.elements), len(out.connections)) == (4, 2)
    assert SECRET not in str(out)


def test_a_dot_is_moved_by_two_and_neither_place_is_lost(school, county, client):
    campaign, union = county["campaign"], county["union"]
    here = reverse("campaigns:power_move", args=[campaign.key, union.key])
    as_told = {"HTTP_ACCEPT": "application/json"}

    by_link(client, county["member"])
    first = client.post(here, {"x": "2", "y": "5", "seen": "0"}, **as_told).json()
    amiss = client.post(here, {"x": "9", "y": "5", "seen": "0"}, **as_told)
    by_link(client, county["other"])
    second = client.post(here, {"x": "-3", "y": "5", "seen": "0"}, **as_told).json()
    again = client.post(here, {"x": "5", "y": "6", "seen": first["seen"]})

    assert (first["x"], first["met"], first["url"]) == (2, False, "")
    assert amiss.status_code == 409
    assert amiss.json() == {"refusal": "Write a number up to 5."}
    assert (second["x"], second["met"]) == (2, True)
    assert second["url"] == reverse("campaigns:met", args=[campaign.key])
    assert again["Location"] == reverse("campaigns:power", args=[campaign.key])
    assert Clash.objects.get().words == -3
    union.refresh_from_db()
    assert (union.said["x"], union.said["y"]) == (5, 6)
    tied = Entry.objects.filter(kind="tie").first()
    assert client.get(here.replace(union.key, tied.key)).status_code == 404
    assert client.get(here.replace(union.key, "x" * 22)).status_code == 404
    assert client.get(here).status_code == 200


def test_somebody_and_a_tie_are_written_without_scripts(school, county, client):
    campaign = county["campaign"]
    by_link(client, county["member"])

    def post(name, *keys, **sent):
        return client.post(reverse(f"campaigns:{name}", args=[campaign.key, *keys]), sent)

    assert post("power_add", label="").status_code == 400
    added = post("power_add", label="Board", what="institution", target="on", inside="on")
    board = Entry.objects.get(kind="actor", team_only=True, made_at__gt=NOON)
    tied = post("power_tie", **{"from": board.key, "to": county["union"].key, "relation": "funds"})
    made = Entry.objects.filter(kind="tie").last()
    assert post("power_tie", **{"from": board.key}).status_code == 400
    assert post("power_tie", **{"from": board.key, "to": "nobody"}).status_code == 409
    shown = post("power_one", board.key, hide="no")
    written = post("power_one", board.key, label="Board of health", seen="0", x="1")
    met = post("power_one", board.key, label="Another", seen="0", x="-40")
    of_tie = post("power_one", made.key, **{
        "from": board.key, "to": county["union"].key, "strength": "5", "seen": "0",
    })  # fmt: skip

    assert added["Location"].endswith(f"/power/{board.key}/")
    assert tied["Location"].endswith(f"/power/{board.key}/#ties")
    assert [shown.status_code, written.status_code, met.status_code, of_tie.status_code] == [
        302, 302, 400, 302,
    ]  # fmt: skip
    board.refresh_from_db()
    assert (board.team_only, board.said) == (False, {"label": "Board of health", "x": 1})
    page = client.get(reverse("campaigns:power_one", args=[campaign.key, board.key]))
    assert "Nurses’ union" in page.content.decode()
    off = reverse("campaigns:power_off", args=[campaign.key, made.key])
    assert client.get(off).status_code == 200
    assert client.post(off)["Location"].endswith(f"?gone={made.key}")
    off = reverse("campaigns:power_off", args=[campaign.key, county["union"].key])
    assert client.get(off).status_code == 200
    assert client.get(reverse("campaigns:entry", args=[campaign.key, "power", board.key]))


def test_an_empty_map_says_how_to_begin(school, client):
    member = team(size=1)[0]
    here = reverse("campaigns:power", args=[member.campaign.key])
    by_link(client, member)

    page = client.get(here).content.decode()

    assert "Nobody is on the map yet." in page
    assert client.get(f"{here}compare/")["Location"] == here


def test_days_are_kept_from_their_page(school, county, client):
    campaign = county["campaign"]
    here = reverse("campaigns:power_days", args=[campaign.key])
    by_link(client, county["member"])

    client.post(here, {"name": "first"})
    client.post(here, {"name": ""})
    later, earlier = Snapshot.objects.order_by("-pk")
    client.post(here, {"day": earlier.key, "do": "name", "name": "the first"})
    turned = client.get(
        reverse("campaigns:power_compare", args=[campaign.key]),
        {"then": later.key, "now": earlier.key},
    )
    plain = client.get(reverse("campaigns:power_compare", args=[campaign.key]))

    assert client.post(here, {"name": "x" * 121}).status_code == 400
    assert client.post(here, {"day": "none", "name": ""}).status_code == 404
    assert turned.context["earlier"] == earlier
    assert plain.context["earlier"] == later
    client.post(here, {"day": later.key, "do": "forget"})
    assert [one.name for one in Snapshot.objects.all()] == ["the first"]


def test_the_map_is_taken_along_with_a_reason(school, county, client):
    here = reverse("campaigns:power_take", args=[county["campaign"].key])
    by_link(client, county["member"])

    assert client.get(here).status_code == 200
    assert client.post(here, {"kind": "csv", "team_only": "no"}).status_code == 400
    packed = client.post(here, {"kind": "csv", "team_only": "no", "reason": "For the meeting"})
    book = client.post(here, {"kind": "xlsx", "team_only": "yes", "reason": "For us"})

    acts = AuditEntry.objects.filter(verb="power map taken along").order_by("pk")
    assert [act.facts for act in acts] == [
        {"reason": "For the meeting", "kind": "csv", "team_only": False, "actors": 3, "ties": 2},
        {"reason": "For us", "kind": "xlsx", "team_only": True, "actors": 4, "ties": 4},
    ]
    assert [packed["Content-Type"], book["Content-Disposition"]] == [
        "application/zip", 'attachment; filename="power-map.xlsx"',
    ]  # fmt: skip
    with ZipFile(BytesIO(packed.content)) as archive:
        assert SECRET.encode() not in b"".join(map(archive.read, archive.namelist()))


def test_a_list_is_looked_at_before_it_is_brought(school, county, client):
    campaign = county["campaign"]
    here = reverse("campaigns:power_bring", args=[campaign.key])
    by_link(client, county["member"])
    before = Entry.objects.count()

    def look(**sent):
        return client.post(here, {"do": "look", **sent})

    pasted = look(
        elements="Label\tType\nMinister\tperson\nHospital board\tgroup",
        connections="From\tTo\nMinister\tClerk",
    )
    file = look(file=SimpleUploadedFile("map.csv", b"\xef\xbb\xbfLabel,Tags\r\nClerk,a | b\r\n"))

    assert client.get(here).status_code == 200
    assert (len(pasted.context["plan"].actors), pasted.context["plan"].known) == (2, 1)
    assert pasted.context["plan"].listed.unknown == ["Clerk"]
    assert len(file.context["plan"].actors) == 1
    assert Entry.objects.count() == before
    assert look().status_code == 400
    assert look(elements="x" * 900_001).status_code == 400
    assert look(file=SimpleUploadedFile("map.csv", b"%PDF-1.4")).status_code == 400
    done = client.post(here, {"do": "bring", "list": pasted.context["list"]})
    assert done["Location"].endswith("/power/?said=brought")
    assert Entry.objects.count() == before + 3
    assert client.post(here, {"do": "bring", "list": pasted.context["list"]}).status_code == 409
    assert client.post(here, {"do": "bring", "list": "none"}).status_code == 404
    assert client.post(here, {"do": "out", "day": "none"}).status_code == 404
    assert client.get(here).context["brought"][0].actors == 2
    client.post(here, {"do": "out", "day": Snapshot.objects.get().key})
    assert Entry.objects.count() == before


def test_the_page_costs_the_same_queries_for_few_and_for_many(county, client):
    campaign = county["campaign"]
    by_link(client, county["member"])
    here = reverse("campaigns:power", args=[campaign.key])
    client.get(here)

    def queries():
        with CaptureQueriesContext(connection) as caught:
            client.get(here)
        return len(caught)

    few = queries()
    for number in range(5):
        tie(campaign, actor(campaign, f"N{number}", x=1, y=1), county["union"])

    assert queries() == few
