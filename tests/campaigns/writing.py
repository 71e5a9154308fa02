"""Writing in tools for tests: an entry, words for it, a chart with something below it."""

from datetime import UTC, datetime

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions import entries
from commonroot.campaigns.models import Clash, Entry, Member
from commonroot.campaigns.models.tools import KINDS, TOOLS
from commonroot.campaigns.queries import changes
from commonroot.campaigns.queries.reading import Reader

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
BY = Actor.system()


def eyes(member: Member) -> Reader:
    return Reader(step="team", shared_to="team", member=member)


def added(member: Member, kind: str = "demand", **said: object) -> Entry:
    return entries.add(
        campaign=member.campaign,
        kind=kind,
        said=said or {"text": "Do not sign the lease"},
        member=member,
        by=BY,
        at=NOON,
    )


def wrote(entry: Entry, *, seen: int, member: Member, **said: object) -> list[Clash]:
    return entries.write(entry=entry, said=said, seen=seen, member=member, by=BY, at=NOON)


def said(entry: Entry) -> dict[str, object]:
    return Entry.objects.get(key=entry.key).said


def met(amina: Member, comfort: Member, **words: str) -> tuple[Entry, Clash]:
    entry = added(amina)
    seen = changes.newest(entry.campaign)
    wrote(entry, seen=seen, member=amina, text=words.get("theirs", "Withdraw the lease"))
    [clash] = wrote(entry, seen=seen, member=comfort, text=words.get("mine", "Tear up the lease"))
    return entry, clash


def chart(member: Member) -> tuple[Entry, Entry]:
    """A strategy chart with one thing below it."""
    below = next(kind for kind in TOOLS["strategy"].kinds if kind.parent == "chart")
    above = entries.add(
        campaign=member.campaign,
        kind="chart",
        said={KINDS["chart"].named_by: "The minister"},
        member=member,
        by=BY,
        at=NOON,
    )
    under = entries.add(
        campaign=member.campaign,
        kind=below.code,
        said={field.code: _any(field) for field in below.fields if field.needed},
        parent=above,
        member=member,
        by=BY,
        at=NOON,
    )
    return above, under


def _any(field):
    return field.choices[0][0] if field.choices else "Something"
