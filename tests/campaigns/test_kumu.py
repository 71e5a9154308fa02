"""Lists that come onto a power map and leave it: nothing is lost, nothing hidden is told."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis.extra.django import TestCase

from commonroot.accounts.models import AuditEntry
from commonroot.campaigns.actions import kumu
from commonroot.campaigns.actions.entries import NoMoreRoom, write
from commonroot.campaigns.models import Entry, Snapshot
from commonroot.campaigns.queries.power import lists
from commonroot.campaigns.rules.kumu.reading import read
from tests.campaigns.mapping import BY, NOON, SECRET, a_county, actor, by_link, eyes, seen_by, tie
from tests.campaigns.test_kumu_rules import SHEETS, maps, sheets_of
from tests.factories.campaigns import team

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    """A team of two and their map."""
    return a_county()


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
