"""The battle of the story: one form for the page, each cell kept on its own."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions.singles import write_single
from commonroot.campaigns.models import Clash, Entry
from commonroot.campaigns.queries import changes, story
from commonroot.campaigns.queries.reading import Reader
from tests.campaigns.opening import opened
from tests.factories.campaigns import PartFactory, team

pytestmark = pytest.mark.usefixtures("school")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
BY = Actor.system()


def wrote(member, *, seen=0, kind="story", **said):
    return write_single(
        campaign=member.campaign, kind=kind, said=said, seen=seen, member=member, by=BY, at=NOON
    )


def test_two_who_write_first_at_once_lose_nothing():
    amina, comfort = team()
    read = changes.newest(amina.campaign)

    assert wrote(amina, seen=read, ours_conflict="Our beds") == []
    assert wrote(comfort, seen=read, theirs_conflict="The deficit", ours_imagery=None) == []
    met = wrote(comfort, seen=read, ours_conflict="Our hospital")

    assert Entry.objects.get(kind="story").said == {
        "ours_conflict": "Our beds", "theirs_conflict": "The deficit",
    }  # fmt: skip
    assert [(one.field, one.words) for one in met] == [("ours_conflict", "Our hospital")]


def test_nothing_written_makes_nothing():
    [amina] = team(size=1)

    assert wrote(amina, kind="frames", frame=None, simple=None) == []
    assert Entry.objects.count() == 0


def test_the_page_keeps_what_was_typed_and_shows_where_words_met(client):
    amina, comfort = team()
    address = reverse("campaigns:tool", args=[amina.campaign.key, "story"])
    opened(client, amina, address)
    hers = Client()
    opened(hers, comfort, address)
    sent = {
        "seen": changes.newest(amina.campaign), "goal": "No lease",
        "ours_conflict": "Our beds", "theirs_imagery": "Empty corridors",
        "points": ["decision"], "decision": "At the assembly", "frame": "yes", "simple": "not_yet",
    }  # fmt: skip

    kept = client.post(address, sent)
    met = hers.post(address, {"seen": sent["seen"], "ours_conflict": "Our hospital"})
    page = hers.get(address).content.decode()
    wrong = client.post(address, sent | {"goal": "x" * 400, "weak_points": "Who pays?"})

    assert kept.headers["Location"] == f"{address}?said=kept"
    [clash] = Clash.objects.all()
    assert clash.words == "Our hospital"
    here = reverse("campaigns:met", args=[amina.campaign.key])
    assert met.headers["Location"] == f"{here}#{clash.key}"
    assert {one.kind: one.said for one in Entry.objects.all()} == {
        "cornerstones": {"goal": "No lease"},
        "story": {"ours_conflict": "Our beds", "theirs_imagery": "Empty corridors"},
        "intervention": {"points": ["decision"], "decision": "At the assembly"},
        "frames": {"frame": "yes", "simple": "not_yet"},
    }
    assert ("Our beds" in page, "Empty corridors" in page) == (True, True)
    said = wrong.content.decode()
    assert ("id_goal-error" in said, "Who pays?" in said) == (True, True)


def test_cells_are_kept_as_they_are_left(client):
    amina, comfort = team()
    address = reverse("campaigns:tool", args=[amina.campaign.key, "story"])
    opened(client, amina, address)
    wrote(comfort, ours_conflict="Our beds")
    sent = {
        "only": ["ours_conflict", "goal", "simple"],
        "ours_conflict": "Our hospital",
        "simple": "yes",
    }
    told = client.post(
        address, sent | {"goal": "x" * 400, "ours_imagery": "not left yet"},
        headers={"accept": "application/json"},
    ).json()  # fmt: skip
    nothing = client.post(address, {"only": "else"}, headers={"accept": "application/json"})

    [clash] = Clash.objects.all()
    here = reverse("campaigns:met", args=[amina.campaign.key])
    assert told["seen"] == {"simple": changes.newest(amina.campaign)}
    assert told["met"] == {"ours_conflict": f"{here}#{clash.key}"}
    assert list(told["errors"]) == ["goal"]
    assert {one.kind: one.said for one in Entry.objects.all()} == {
        "story": {"ours_conflict": "Our beds"}, "frames": {"simple": "yes"},
    }  # fmt: skip
    assert nothing.status_code == 404


def test_readers_read_it_and_write_nothing(client):
    [amina] = team(size=1)
    campaign = amina.campaign
    address = reverse("campaigns:tool", args=[campaign.key, "story"])
    campaign.shared_to = "public"
    campaign.save()
    PartFactory(campaign=campaign, tool="story", shared_to="public")
    empty = client.get(address).content.decode()
    wrote(amina, ours_conflict="Our beds", weak_points="Who pays?")
    wrote(amina, kind="intervention", points=["decision"], production="In the ward")
    wrote(amina, kind="cornerstones", goal="No lease")

    page = client.get(address).content.decode()
    told = story.told(
        campaign, reader=Reader(step="public", shared_to="public", parts={"story": "public"})
    )

    assert "Nothing is written here yet." in empty
    words = ("Our beds", "Who pays?", "No lease", "In the ward", "<textarea")
    assert [word in page for word in words] == [True, True, True, True, False]
    assert [label for label, _cell in told.points] == ["where it is made", "where it is decided"]
    assert client.post(address, {"goal": "Lease it"}).status_code == 404
    assert Entry.objects.get(kind="cornerstones").said == {"goal": "No lease"}
