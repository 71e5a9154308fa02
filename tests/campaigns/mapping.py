"""A power map for tests: a team of two, four on the map, one of them kept to the team."""

from datetime import UTC, datetime

from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.campaigns.models import Step
from commonroot.campaigns.queries.power import showing
from commonroot.campaigns.queries.reading import Reader
from commonroot.people.actions import open_link
from tests.factories.campaigns import EntryFactory, team

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
BY = Actor.system()
SECRET = "Zzmarker"


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


def by_link(client, member):
    """Open one's page by its link; whoever did before is somebody else from now on."""
    client.cookies.clear()
    client.get(f"/p/{open_link(person=member.person, scope='page', at=timezone.now())}")


def a_county():
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
