"""Writing in the tools of a campaign: no words of anybody are ever overwritten unseen.

Every action holds the campaign's row first, so that two people who write at once come one after the
other and the numbers of changes grow in the order in which they happened.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor
from commonroot.campaigns.models import Campaign, Change, Clash, Entry, Member, Task
from commonroot.campaigns.models.tools import KINDS, Field, Kind
from commonroot.campaigns.models.tools.shapes import Type
from commonroot.campaigns.queries import changes, removed
from commonroot.campaigns.queries.words import amiss_words
from commonroot.campaigns.rules.meeting import Met, met
from commonroot.campaigns.rules.values import OF_TASK, Amiss, cleaned
from commonroot.core.errors import Refused

DONE = "done"  # stands in `Change.field` where somebody said that a task is done
TEAM_ONLY = "team_only"
Did = Change.Did


class NotWritable(Refused):
    """What was sent cannot stand in `field`; nothing was written."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


class NoMoreRoom(Refused):
    """There are as many of this kind as a campaign may hold."""


class WrongPlace(Refused):
    """What it is to belong to, or to stand before, is not there."""


class Gone(Refused):
    """Somebody removed it meanwhile."""


def held(campaign: Campaign) -> Campaign:
    """The campaign's row, held until the end of the transaction: whoever writes, waits for it."""
    return Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)


def touch(campaign: Campaign, *, at: datetime) -> None:
    """Say that something in the campaign changed."""
    Campaign.objects.filter(pk=campaign.pk).update(touched_at=at)


def make_room(campaign: Campaign, kind: Kind) -> None:
    """Raise NoMoreRoom when there is no room for one more."""
    there = Entry.objects.filter(campaign=campaign, kind=kind.code).count()
    if kind.single and there:
        raise NoMoreRoom(_("This is there already; it is shown on the page. Write in that one."))
    if there >= kind.most:
        raise NoMoreRoom(
            _("There are %(count)d here already, as many as fit. Remove one you need no more.")
            % {"count": there}
        )


@transaction.atomic
def add(
    *,
    campaign: Campaign,
    kind: str,
    said: Mapping[str, Any],
    parent: Entry | None = None,
    team_only: bool = False,
    member: Member,
    by: Actor,
    at: datetime,
) -> Entry:
    """Put one more entry last among its like. Raises NotWritable, NoMoreRoom, WrongPlace."""
    campaign, shape = held(campaign), KINDS[kind]
    make_room(campaign, shape)
    if shape.parent:
        there = parent is not None and Entry.objects.filter(
            campaign=campaign, kind=shape.parent, pk=parent.pk
        )
        if not there or not there.exists():
            raise WrongPlace(_("What this belongs to is not there any more."))
    wanted = {field.code: _read(field, said.get(field.code)) for field in shape.fields}
    for field in shape.fields:
        _check_key(campaign, field, value=wanted[field.code])
    filled = {code: value for code, value in wanted.items() if value is not None}
    of_task = {field.code for field in shape.fields if field.type in OF_TASK}
    like = Entry.objects.filter(campaign=campaign, kind=kind, parent=parent)
    last = like.aggregate(last=Max("place"))["last"]
    entry = Entry.objects.create(
        campaign=campaign,
        kind=kind,
        parent=parent if shape.parent else None,
        place=0 if last is None else last + 1,
        said={code: value for code, value in filled.items() if code not in of_task},
        team_only=team_only,
        made_at=at,
        changed_at=at,
    )
    for field in shape.fields:
        if field.code in of_task and field.code in filled:
            _put_task(entry, field, value=filled[field.code])
    note_change(entry, did=Did.ADDED, after=filled, member=member, at=at)
    touch(campaign, at=at)
    return entry


@transaction.atomic
def write(
    *,
    entry: Entry,
    said: Mapping[str, Any],
    seen: int | Mapping[str, int],
    member: Member,
    by: Actor,
    at: datetime,
) -> list[Clash]:
    """Write fields of an entry, each on its own; those that met other words come back as clashes.

    `seen`: the newest change that the page had read, for all fields or for each. Fields not in
    `said` stay. An entry removed meanwhile makes a clash of every field that was changed. Raises
    NotWritable, and then nothing at all was written.
    """
    campaign, kind = held(entry.campaign), KINDS[entry.kind]
    here = Entry.objects.filter(campaign=campaign, key=entry.key).first()
    clashes, written = [], []
    since = changes.since(campaign, entry.key, seen=seen, member=member)
    stands = changes.stands(here, kind) if here else removed.said(campaign, entry.key)
    for field in kind.fields:
        if field.code not in said:
            continue
        value = _read(field, said[field.code])
        old = stands.get(field.code)
        what = met(stands=old, sent=value, since=since.get(field.code, ()))
        if what is Met.NOTHING:
            continue
        if what is Met.CLASH or here is None:
            clashes.append(_clash(entry, field, value=value, member=member, at=at))
            continue
        _check_key(campaign, field, value=value)
        _put(here, field, value=value)
        note_change(here, field=field.code, before=old, after=value, member=member, at=at)
        written.append(field.code)
    if here is not None and written:
        here.changed_at = at
        here.save(update_fields=["said", "changed_at"])
        touch(campaign, at=at)
    return clashes


def _read(field: Field, raw: object) -> Any:
    try:
        return cleaned(field, raw)
    except Amiss as amiss:
        raise NotWritable(amiss_words(amiss), field.code) from amiss


def _check_key(campaign: Campaign, field: Field, *, value: Any) -> None:
    """Whatever names an entry or a member, names one of this campaign, and of the right kind."""
    if value is None:
        return
    if field.type == Type.ENTRY:
        there = Entry.objects.filter(campaign=campaign, kind=field.of, key=value)
    elif field.type == Type.MEMBER:
        there = changes.team(campaign).filter(key=value)  # type: ignore[assignment]  # both are only asked whether there is one
    else:
        return
    if not there.exists():
        raise NotWritable(amiss_words(Amiss(str(field.type))), field.code)


def _put(entry: Entry, field: Field, *, value: Any) -> None:
    """Let `value` stand in the field; the entry itself is saved by whoever calls."""
    if field.type in OF_TASK:
        _put_task(entry, field, value=value)
    elif value is None:
        entry.said.pop(field.code, None)
    else:
        entry.said[field.code] = value


def _put_task(entry: Entry, field: Field, *, value: Any) -> None:
    """Who looks after it, or until when; whatever is new is reminded of anew.

    Raises NotWritable where nobody looks after it and somebody says until when.
    """
    tasks = Task.objects.filter(entry=entry)
    if field.type == Type.MEMBER:
        if value is None:
            tasks.delete()
            return
        member = Member.objects.get(campaign=entry.campaign_id, key=value)
        Task.objects.update_or_create(
            entry=entry, defaults={"member": member, "reminded_at": None, "done_at": None}
        )
    elif not tasks.update(due_on=value, reminded_at=None) and value is not None:
        raise NotWritable(amiss_words(Amiss("nobody")), field.code)


def _clash(entry: Entry, field: Field, *, value: Any, member: Member, at: datetime) -> Clash:
    """Keep words that met others; the same person's newer words take the place of their older."""
    open_one = Clash.objects.filter(
        campaign=entry.campaign_id,
        entry_key=entry.key,
        field=field.code,
        member=member,
        settled_at=None,
    ).first()
    if open_one is not None:
        open_one.words, open_one.at = value, at
        open_one.save(update_fields=["words", "at"])
        return open_one
    return Clash.objects.create(
        campaign_id=entry.campaign_id,
        entry_key=entry.key,
        kind=entry.kind,
        field=field.code,
        words=value,
        member=member,
        at=at,
    )


def note_change(
    entry: Entry,
    *,
    did: Did = Did.WRITTEN,
    field: str = "",
    before: Any = None,
    after: Any = None,
    member: Member,
    at: datetime,
) -> Change:
    """One line of the history."""
    return Change.objects.create(
        campaign_id=entry.campaign_id,
        entry_key=entry.key,
        kind=entry.kind,
        field=field,
        did=did,
        before=before,
        after=after,
        member=member,
        at=at,
    )


def here_still(entry: Entry) -> Entry:
    """The entry as it stands now, with its campaign held. Raises Gone."""
    campaign = held(entry.campaign)
    found = Entry.objects.filter(campaign=campaign, key=entry.key).first()
    if found is None:
        raise Gone(_("Somebody removed this meanwhile. The history of the tool puts it back."))
    return found


@transaction.atomic
def move(*, entry: Entry, before: Entry | None, member: Member, by: Actor, at: datetime) -> None:
    """Put it before another of its like; None: last. Raises Gone, WrongPlace."""
    entry = here_still(entry)
    like = Entry.objects.filter(campaign=entry.campaign_id, kind=entry.kind, parent=entry.parent_id)
    keys = list(like.order_by("place", "pk").values_list("pk", flat=True))
    if before is not None and before.pk not in keys:
        raise WrongPlace(_("What it was to stand before is not there any more."))
    was = keys.index(entry.pk)
    if before is not None and before.pk == entry.pk:
        return
    keys.remove(entry.pk)
    keys.insert(len(keys) if before is None else keys.index(before.pk), entry.pk)
    if keys.index(entry.pk) == was:
        return
    for place, pk in enumerate(keys):
        like.filter(pk=pk).exclude(place=place).update(place=place)
    note_change(entry, did=Did.MOVED, before=was, after=keys.index(entry.pk), member=member, at=at)
    touch(entry.campaign, at=at)


@transaction.atomic
def keep_to_team(*, entry: Entry, team_only: bool, member: Member, by: Actor, at: datetime) -> None:
    """Show it to nobody beyond the team, or as far as its tool is shared. Raises Gone."""
    entry = here_still(entry)
    if entry.team_only is team_only:
        return
    entry.team_only, entry.changed_at = team_only, at
    entry.save(update_fields=["team_only", "changed_at"])
    note_change(entry, field=TEAM_ONLY, before=not team_only, after=team_only, member=member, at=at)
    touch(entry.campaign, at=at)


@transaction.atomic
def done(*, entry: Entry, is_done: bool = True, member: Member, by: Actor, at: datetime) -> None:
    """Say that what somebody looks after is done, or not yet after all. Raises Gone."""
    entry = here_still(entry)
    was = Task.objects.filter(entry=entry, done_at=None)
    rows = was if is_done else Task.objects.filter(entry=entry).exclude(done_at=None)
    if not rows.update(done_at=at if is_done else None, reminded_at=F("reminded_at")):
        return
    note_change(entry, field=DONE, before=not is_done, after=is_done, member=member, at=at)
    touch(entry.campaign, at=at)


@transaction.atomic
def assign(
    *,
    entry: Entry,
    to: Member | None,
    due_on: date | None = None,
    member: Member,
    by: Actor,
    at: datetime,
) -> None:
    """Say who looks after it and until when, whatever stood there. Raises Gone, NotWritable."""
    entry = here_still(entry)
    wanted = {
        Type.MEMBER: to.key if to else None,
        Type.DUE: due_on.isoformat() if due_on and to else None,
    }
    said = {
        field.code: wanted[field.type]
        for field in KINDS[entry.kind].fields
        if field.type in OF_TASK
    }
    newest = changes.newest(entry.campaign)
    write(entry=entry, said=said, seen=newest, member=member, by=by, at=at)
