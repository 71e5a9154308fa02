"""Taking a whole list back: whom it made is gone, what it added to others is taken out exactly,
and what happened since stays.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Model, Q, QuerySet
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note, note_people
from commonroot.accounts.roles import Actor
from commonroot.consent.models import LedgerEvent
from commonroot.core.errors import Refused
from commonroot.core.text import folded
from commonroot.intake import queries
from commonroot.intake.actions.gaining import SOURCE
from commonroot.intake.actions.words import MODEL as AGREEMENT
from commonroot.intake.actions.words import unhear_words
from commonroot.intake.models import Identifier, Import, ImportRow
from commonroot.intake.queries.merged_since import WAITS, MergedSince, settled_merges
from commonroot.people.actions import index_many
from commonroot.people.models import (
    Affiliation,
    Change,
    ContactWay,
    EarlierCourse,
    FormerKey,
    FurtherName,
    Link,
    Merge,
    Pair,
    Person,
)
from commonroot.people.personal import Declaration, declarations

PEOPLE_AT_A_TIME = 60
AT_ONCE_UP_TO = 200

# What hangs on somebody whom a list made without anything having happened with them.
MADE_WITH_THEM = {
    "accounts.auditentry",
    "consent.agreement",
    "intake.identifier",
    "intake.importrow",
    "intake.rowpair",
    "people.matchkey",
    "people.pair",
    "people.person",
    "people.searchkey",
    "people.tocompare",
}


class CannotUndo(Refused):
    """The time for taking an import back is over, or it never came in."""


def undo(*, batch: Import, by: Actor, at: datetime) -> tuple[int, int]:
    """Take a whole import back: (people deleted, people kept because something happened since).

    A short list at once; of a long one this only begins, and `undo_rows` goes on. Raises
    CannotUndo.
    """
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=batch.pk)
        if not queries.can_be_undone(locked, at=at):
            raise CannotUndo(
                _("This list can no longer be taken back. People can still be changed one by one.")
            )
        made = ImportRow.objects.filter(batch=locked).exclude(made_key="").count()
        never_came = _never_came(locked)
        locked.state, locked.phase = Import.State.UNDOING, Import.Phase.TAKING
        locked.cursor, locked.done = -1, never_came
        locked.total = never_came + made + _changes(locked).count()
        locked.outcome = {"gone": never_came, "kept": 0}
        locked.save()
        note("list being taken back", locked, by=by, at=at, facts={"people": made})
    batch.refresh_from_db()
    if batch.total <= AT_ONCE_UP_TO:
        while batch.state == Import.State.UNDOING:
            undo_rows(batch=batch, by=by, at=at)
    return batch.outcome["gone"], batch.outcome["kept"]


def _never_came(batch: Import) -> int:
    """How many of the list were left out for good: counted as gone, so that no count tells it."""
    rows = ImportRow.objects.filter(batch=batch, person=None, made_key="", group=F("position"))
    return rows.filter(applied_at__isnull=False).count()


def undo_rows(*, batch: Import, by: Actor, at: datetime, limit: int = PEOPLE_AT_A_TIME) -> int:
    """One step of taking back; how many things. The last step ends it. Safe to run twice."""
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=batch.pk)
        if locked.state != Import.State.UNDOING:
            batch.refresh_from_db()
            return 0
        done = _take_changes(locked, limit=limit, by=by, at=at) or _take_people(
            locked, limit=limit, by=by, at=at
        )
        locked.done += done
        if not done:
            Identifier.objects.filter(batch=locked).delete()
            locked.state, locked.phase = Import.State.UNDONE, Import.Phase.NONE
            facts = {"people": locked.outcome["gone"], "kept": locked.outcome["kept"]}
            note("list taken back", locked, by=by, at=at, facts=facts)
        locked.save()
    batch.refresh_from_db()
    return done


@transaction.atomic
def take_the_rest(*, batch: Import, by: Actor, at: datetime) -> int:
    """Of a list taken back: what it had given to people who were one then and are two again; how
    many merges were looked at. Safe to run twice.
    """
    locked = Import.objects.select_for_update().get(pk=batch.pk)
    settled = settled_merges(locked)
    for key, merge in settled.items():
        things = locked.outcome[WAITS].pop(key)
        if merge is None:
            continue
        some = _changes(locked).filter(pk__in=things["changes"], after__isnull=False)
        _take(locked, list(some.select_related("person").order_by("-pk")), by=by, at=at)
        _take_again(locked, things["made"], by=by, at=at)
    if not locked.outcome.get(WAITS, True):
        del locked.outcome[WAITS]
    locked.save(update_fields=["outcome"])
    return len(settled)


def _changes(batch: Import) -> QuerySet[Change]:
    return Change.objects.filter(cause=f"import:{batch.key}")


def _take_changes(batch: Import, *, limit: int, by: Actor, at: datetime) -> int:
    """Undo the last so many things that the list added to people we knew before."""
    waiting = [pk for one in batch.outcome.get(WAITS, {}).values() for pk in one["changes"]]
    changes = _changes(batch).exclude(pk__in=waiting).select_related("person").order_by("-pk")
    return _take(batch, list(changes[:limit]), by=by, at=at)


def _take(batch: Import, changes: Sequence[Change], *, by: Actor, at: datetime) -> int:
    """Undo these things; of people made one since, as far as nobody else of them says the same, and
    once more when they are two again.
    """
    if not changes:
        return 0
    people = {change.person_id: change.person for change in changes}
    merged = MergedSince(people)
    by_model: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        change.person = people[change.person_id]  # one of each, however many changes
        by_model[change.model].append(change)
    for model, some in by_model.items():
        if model == AGREEMENT:
            unhear_words(changes=[_unheard(change, merged) for change in some], by=by, at=at)
        else:
            TAKE[model](some, merged)
    for change in changes:
        _wait_for(batch, merged.last(change.person_id), changes=change.pk)
    done = [change.pk for change in changes if merged.last(change.person_id) is None]
    Change.objects.filter(pk__in=done).delete()
    index_many(people.values())
    note_people(
        "person's gain taken back", people.values(), by=by, at=at, facts={"import": batch.key}
    )
    return len(changes)


def _wait_for(batch: Import, merge: Merge | None, **thing: int | str) -> None:
    """Remember what to look at again once a merge is undone: a change, or somebody made."""
    if merge is not None:
        waits = batch.outcome.setdefault(WAITS, {})
        things = waits.setdefault(merge.key, {"changes": [], "made": []})
        for kind, one in thing.items():
            things[kind].append(one)


def _unheard(change: Change, merged: MergedSince) -> Change:
    """The change with what stands once the list's word is gone, of people made one since."""
    if merged.last(change.person_id) is not None:
        change.before = merged.stood(change)
    return change


def _empty_again(changes: Sequence[Change], merged: MergedSince) -> None:
    """Blank the details of people that a list filled in, where nobody changed them since."""
    for change in changes:
        person = change.person
        theirs = change.row_key == person.key
        blanked = [
            name
            for name, value in (change.after or {}).items()
            if getattr(person, name) == value
            and person.provenance.get(name, [""])[0] == SOURCE
            and (theirs or merged.gave(person, name))
            and not merged.said_otherwise(person, name)
        ]
        for name in blanked:
            setattr(person, name, "")
            del person.provenance[name]
        person.save(update_fields=[*blanked, "provenance"])


def _take_ways(changes: Sequence[Change], merged: MergedSince) -> None:
    """Delete added ways of which nobody made use since; states stand again as they were."""
    ways = _by_key(ContactWay, changes)
    used = set(Link.objects.filter(way__in=ways.values()).values_list("way", flat=True))
    for change in changes:
        way = ways.get(change.row_key)
        if way is None or way.confirmed_at is not None or way.pk in used:
            continue
        if way.mark in merged.marks(way.person_id):
            continue
        if change.before is None:
            way.delete()
        else:
            way.state = change.before["state"]
            way.save(update_fields=["state"])


def _take_details(
    model: type[FurtherName] | type[Affiliation] | type[EarlierCourse],
) -> Callable[[Sequence[Change], MergedSince], None]:
    """How to delete added rows of `model` that still say what the list said."""

    def take(changes: Sequence[Change], merged: MergedSince) -> None:
        rows = _by_key(model, changes)
        gone = [
            row.pk
            for change in changes
            if (row := rows.get(change.row_key)) is not None
            and _still_says(row, change.after or {})
            and not _words(row) & merged.written(row.person_id)
        ]
        model._default_manager.filter(pk__in=gone).delete()

    return take


def _still_says(row: FurtherName | Affiliation | EarlierCourse, after: Mapping[str, Any]) -> bool:
    return row.confirmed_on is None and all(
        getattr(row, name) == value for name, value in after.items()
    )


def _words(row: FurtherName | Affiliation | EarlierCourse) -> set[str]:
    """What somebody made one with them since may have said of themself, folded."""
    return {folded(getattr(row, name, "")) for name in ("text", "organisation")} - {""}


def _take_pairs(changes: Sequence[Change], _merged: MergedSince) -> None:
    """Delete pairs that were found with the list and not decided since."""
    for change in changes:
        Pair.objects.filter(key=change.row_key, state=(change.after or {})["state"]).delete()


TAKE: dict[str, Callable[[Sequence[Change], MergedSince], None]] = {
    "people.person": _empty_again,
    "people.contactway": _take_ways,
    "people.furthername": _take_details(FurtherName),
    "people.affiliation": _take_details(Affiliation),
    "people.earliercourse": _take_details(EarlierCourse),
    "people.pair": _take_pairs,
}


def _by_key(model: type[Model], changes: Sequence[Change]) -> dict[str, Any]:
    rows = model._default_manager.filter(key__in=[change.row_key for change in changes])
    return {getattr(row, "key", ""): row for row in rows}


def _take_people(batch: Import, *, limit: int, by: Actor, at: datetime) -> int:
    """Delete the next so many people whom the list made, but for those with whom something was."""
    rows = ImportRow.objects.filter(batch=batch, position__gt=batch.cursor).exclude(made_key="")
    keys = dict(rows.order_by("position").values_list("position", "made_key")[:limit])
    if not keys:
        return 0
    gone, kept = _take_made(batch, list(keys.values()), by=by, at=at)
    batch.cursor = max(keys)
    batch.outcome["gone"] += gone
    batch.outcome["kept"] += kept
    return len(keys)


def _take_again(batch: Import, keys: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Look once more at people whom the list made and who are two again."""
    gone, _kept = _take_made(batch, keys, by=by, at=at)
    batch.outcome["gone"] += gone
    batch.outcome["kept"] -= gone


def _take_made(batch: Import, keys: Sequence[str], *, by: Actor, at: datetime) -> tuple[int, int]:
    """Delete those of whom the list made with whom nothing happened: (how many, how many stay)."""
    people = {person.pk: person for person in Person.objects.filter(key__in=keys)}
    stay = _touched(people.values(), batch)
    gone = [person for pk, person in people.items() if pk not in stay]
    former = FormerKey.objects.filter(key__in=keys).values_list("key", "person")
    kept = {**{people[pk].key: pk for pk in stay}, **dict(former)}
    merged = MergedSince(set(kept.values()))
    for key, pk in kept.items():
        _wait_for(batch, merged.last(pk), made=key)
    Identifier.objects.filter(person__in=stay, batch=batch).update(batch=None)
    note_people("person gone with a list", gone, by=by, at=at, facts={"import": batch.key})
    Person.objects.filter(pk__in=[person.pk for person in gone]).delete()
    return len(gone), len(kept)


def _touched(people: Iterable[Person], batch: Import) -> set[int]:
    """Primary keys of people with whom something happened since the list made them."""
    some = {person.pk: person for person in people}
    keys = {person.key: pk for pk, person in some.items()}
    found = {
        pk
        for pk, person in some.items()
        if person.confirmed_at or person.account_id or person.frozen_at
        or person.risk != Person.Risk.CAREFUL or person.is_high
    }  # fmt: skip
    for declaration in declarations():
        if declaration.subject is None or declaration.label in MADE_WITH_THEM:
            continue
        rows = _since(declaration, batch)
        if str(declaration.subject).endswith("_key"):
            named = rows.filter(**{f"{declaration.subject}__in": list(keys)})
            found |= {keys[key] for key in named.values_list(declaration.subject, flat=True)}
            continue
        for path in declaration.paths:
            held = rows.filter(**{f"{path}__in": list(some)})
            found |= set(held.values_list(path, flat=True)) & some.keys()
    return found


def _since(declaration: Declaration, batch: Import) -> QuerySet[Any]:
    """The rows of a model that the list did not bring itself."""
    rows = declaration.model._default_manager.all()
    own = {
        # What the house writes by itself: that something ran out, what stands once more.
        "consent.ledgerevent": Q(how__in=(LedgerEvent.How.IMPORT, LedgerEvent.How.SYSTEM)),
        "people.change": Q(cause=f"import:{batch.key}"),
        "people.merge": Q(undone_at__isnull=False),
        "people.contactway": Q(confirmed_at=None, created_at__lte=batch.applied_at),
        "people.furthername": Q(source=SOURCE, confirmed_on=None),
        "people.affiliation": Q(source=SOURCE, confirmed_on=None),
        "people.earliercourse": Q(source=SOURCE, confirmed_on=None),
    }.get(declaration.label)
    return rows if own is None else rows.exclude(own)
