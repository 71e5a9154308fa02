"""The people of a mailing are looked up when it leaves, and each one's letter is written when it is
due. The gate is asked both times, and once more by the post office.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.consent.queries import permit as ask_the_gate
from commonroot.core.rows import insert
from commonroot.core.time import zone_or
from commonroot.mailings import emails, queries, rules
from commonroot.mailings.actions.sending import far_more_words
from commonroot.mailings.models import GroupChoice, Mailing, Recipient
from commonroot.messaging.actions import Permit
from commonroot.people.models import Link, Person

State = Mailing.State
Waits = Recipient.State
NIGHT_ZONE = "UTC"  # of whom we know no zone, in a school without one


@transaction.atomic
def queue(*, mailing: Mailing, school: Any, at: datetime) -> int:
    """Look up whom a mailing is for, now, and when each one's letter leaves; how many people.

    A mailing that would reach far more people than its sender saw goes back to them. Doing it
    twice queues once.
    """
    leaving = Mailing.objects.select_for_update(of=("self",)).filter(
        pk=mailing.pk, state=State.LEAVING, leaves_at__lte=at
    )
    found = leaving.select_related("group", "programme").first()
    if found is None:
        return 0
    mailing = found
    by = Actor.system()
    seen = queries.reach(mailing, at=at)
    if not queries.can_be_read(mailing.filter) or rules.is_far_more(
        seen.count, than=mailing.seen_people
    ):
        mailing.state, mailing.note = State.DRAFT, far_more_words(seen.count, mailing.seen_people)
        mailing.save(update_fields=["state", "note"])
        note("letter to many held back", mailing, by=by, at=at, facts={"people": seen.count})
        return 0
    people = list(queries.reached(mailing, at=at).order_by("pk").values_list("pk", "time_zone"))
    ours = school.time_zone if school is not None else NIGHT_ZONE
    moments = rules.moments(
        [zone_or(zone, ours) for _pk, zone in people],
        start=at,
        per_hour=mailing.per_hour,
        in_the_morning=mailing.in_the_morning,
    )
    insert(
        [
            Recipient(mailing_id=mailing.pk, person_id=pk, due_at=moment, made_at=at)
            for (pk, _zone), moment in zip(people, moments, strict=True)
        ]
    )
    mailing.state = State.SENDING
    mailing.queued_at = at
    mailing.people, mailing.left_out = len(people), dict(seen.left_out)
    mailing.save(update_fields=["state", "queued_at", "people", "left_out"])
    note("letter to many queued", mailing, by=by, at=at, facts={"people": len(people)})
    return len(people)


@transaction.atomic
def write_due(
    batch_size: int,
    *,
    mailing: Mailing,
    school: Any,
    at: datetime,
    permit: Permit = ask_the_gate,
) -> int:
    """Write the letters of up to `batch_size` people of a mailing whose time has come; how many
    were dealt with.

    Whoever took their agreement back, paused, left the group or has no address any more is left
    out. Safe to run twice, and in two processes at once.
    """
    room = max(0, mailing.per_hour - queries.written_since(mailing, at - rules.HOUR))
    due = queries.to_write(at=at).filter(mailing=mailing)
    due = due.select_for_update(of=("self",), skip_locked=True)
    rows = list(due.select_related("person")[: min(batch_size, room)])
    zone = school.time_zone if school is not None else NIGHT_ZONE
    return _write(
        _in_time(rows, mailing, zone=zone, at=at), mailing, school=school, permit=permit, at=at
    )


def _in_time(
    rows: Iterable[Recipient], mailing: Mailing, *, zone: str, at: datetime
) -> list[Recipient]:
    """Those for whom it is morning; the others wait for their next one, as after a night without
    power.
    """
    if not mailing.in_the_morning:
        return list(rows)
    found = []
    for row in rows:
        begins, _ends = rules.morning(at, zone=zone_or(row.person.time_zone, zone))
        if begins <= at:
            found.append(row)
        else:
            Recipient.objects.filter(pk=row.pk).update(due_at=begins)
    return found


def _write(
    rows: Sequence[Recipient], mailing: Mailing, *, school: Any, permit: Permit, at: datetime
) -> int:
    if not rows:
        return 0
    ways = queries.ways_of(row.person for row in rows)
    left = _left(rows, mailing)
    out: dict[str, list[int]] = {}
    letters: list[emails.Written] = []
    for row in rows:
        if row.person_id in left:
            out.setdefault("left", []).append(row.pk)
        elif row.person.channel == Person.Channel.CIRCLE:
            out.setdefault("circle", []).append(row.pk)
        elif row.person_id not in ways:
            out.setdefault("way", []).append(row.pk)
        else:
            way = ways[row.person_id]
            letters.append(emails.written(row, mailing, way=way, school=school, at=at))
    # The gate knows letters by their primary keys, which these get only when they are stored.
    for place, one in enumerate(letters):
        one.letter.pk = -1 - place
    allowed = permit([one.letter for one in letters], at=at)
    kept = [one for one in letters if one.letter.pk in allowed]
    keys = {one.letter.key for one in kept}
    refused = [row.pk for row in rows if row.key in {one.letter.key for one in letters} - keys]
    if refused:
        out["agreement"] = refused
    for one in kept:
        one.letter.pk = None
    insert([one.letter for one in kept], leave_known=True)
    links: list[Link] = [link for one in kept for link in one.links]
    insert(links)
    Recipient.objects.filter(pk__in=[row.pk for row in rows if row.key in keys]).update(
        state=Waits.WRITTEN
    )
    for why, pks in out.items():
        Recipient.objects.filter(pk__in=pks).update(state=Waits.LEFT_OUT, why=why)
    return len(rows)


def _left(rows: Sequence[Recipient], mailing: Mailing) -> set[int]:
    if mailing.group is None:
        return set()
    if mailing.group.closed_at is not None:
        return {row.person_id for row in rows}
    left = GroupChoice.objects.filter(
        group=mailing.group,
        person__in=[row.person_id for row in rows],
        said=GroupChoice.Said.LEFT,
    )
    return set(left.values_list("person_id", flat=True))


@transaction.atomic
def finish(*, mailing: Mailing, at: datetime) -> bool:
    """Everybody's letter was written and none waits: it is sent. Whether it was under way."""
    done = queries.to_finish(at=at).filter(pk=mailing.pk).update(state=State.DONE, ended_at=at)
    if done:
        note("letter to many ended", mailing, by=Actor.system(), at=at)
    return bool(done)


@transaction.atomic
def keep_counts(*, mailing: Mailing, at: datetime) -> None:
    """Keep what came of it as numbers, since its rows go when their time is over."""
    Mailing.objects.filter(pk=mailing.pk, counts__isnull=True).update(
        counts=queries.outcome(mailing).as_json
    )


@transaction.atomic
def note_stop(*, recipient: Recipient, at: datetime) -> None:
    """Somebody stopped such letters by the link of this one. Once is enough."""
    Recipient.objects.filter(pk=recipient.pk, stopped_at=None).update(stopped_at=at)


def sends_by_itself() -> bool:
    """Whether letters leave by themselves, or would wait for somebody to send each by hand."""
    return bool(settings.SMTP_HOST or settings.DEMO)
