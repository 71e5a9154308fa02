"""The pages of the power map: nothing leaves the team, and what two move is not lost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonroot.campaigns.actions import snapshots
from commonroot.campaigns.models import Campaign, Clash, Entry, Snapshot, Step
from commonroot.campaigns.models.tools.power import POWER
from tests.campaigns.mapping import BY, NOON, SECRET, a_county, actor, by_link, tie
from tests.factories.campaigns import PartFactory, team

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    """A team of two and their map."""
    return a_county()


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


def test_of_very_many_the_table_comes_alone_until_a_picture_is_asked_for(school, client):
    [member] = team(size=1)
    for number in range(81):
        actor(member.campaign, f"No {number}", x=0, y=0)
    by_link(client, member)
    here = reverse("campaigns:power", args=[member.campaign.key])

    has_picture = ["map-picture" in client.get(here + look).content.decode()
                   for look in ("", "?look=grid", "?look=network")]  # fmt: skip

    assert has_picture == [False, True, True]
