"""Taking a whole list back: whom it made is gone, what it added to others is taken out exactly,
and what happened since stays.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note, note_people
from commonroot.accounts.roles import Actor
from commonroot.consent.models import LedgerEvent
from commonroot.core.errors import Refused
from commonroot.intake import queries
from commonroot.intake.actions.gaining import SOURCE
from commonroot.intake.actions.words import MODEL as AGREEMENT
from commonroot.intake.actions.words import unhear_words
from commonroot.intake.models import Identifier, Import, ImportRow
from commonroot.people.actions import index_many
from commonroot.people.models import (
    Affiliation,
    Change,
    ContactWay,
    EarlierCourse,
    FormerKey,
    FurtherName,
    Link,
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
        locked.state, locked.phase = Import.State.UNDOING, Import.Phase.TAKING
        locked.cursor, locked.done = -1, 0
        locked.total = made + _changes(locked).count()
        locked.outcome = {"gone": 0, "kept": 0}
        locked.save()
        note("list being taken back", locked, by=by, at=at, facts={"people": made})
    batch.refresh_from_db()
    if batch.total <= AT_ONCE_UP_TO:
        while batch.state == Import.State.UNDOING:
            undo_rows(batch=batch, by=by, at=at)
    return batch.outcome["gone"], batch.outcome["kept"]


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


def _changes(batch: Import) -> QuerySet[Change]:
    return Change.objects.filter(cause=f"import:{batch.key}")


def _take_changes(batch: Import, *, limit: int, by: Actor, at: datetime) -> int:
    """Undo the last so many things that the list added to people we knew before."""
    changes = list(_changes(batch).select_related("person").order_by("-pk")[:limit])
    if not changes:
        return 0
    people = {change.person_id: change.person for change in changes}
    by_model: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        change.person = people[change.person_id]  # one of each, however many changes
        by_model[change.model].append(change)
    for model, some in by_model.items():
        if model == AGREEMENT:
            unhear_words(changes=some, by=by, at=at)
        else:
            TAKE[model](some)
    Change.objects.filter(pk__in=[change.pk for change in changes]).delete()
    index_many(people.values())
    note_people(
        "person's gain taken back", people.values(), by=by, at=at, facts={"import": batch.key}
    )
    return len(changes)


def _empty_again(changes: Sequence[Change]) -> None:
    """Blank the details of people that a list filled in, where nobody changed them since."""
    for change in changes:
        person = change.person
        blanked = [
            name
            for name, value in (change.after or {}).items()
            if getattr(person, name) == value and person.provenance.get(name, [""])[0] == SOURCE
        ]
        for name in blanked:
            setattr(person, name, "")
            del person.provenance[name]
        person.save(update_fields=[*blanked, "provenance"])


def _take_ways(changes: Sequence[Change]) -> None:
    """Delete added ways of which nobody made use since; states stand again as they were."""
    ways = _by_key(ContactWay, changes)
    used = set(Link.objects.filter(way__in=ways.values()).values_list("way", flat=True))
    for change in changes:
        way = ways.get(change.row_key)
        if way is None or way.confirmed_at is not None or way.pk in used:
            continue
        if change.before is None:
            way.delete()
        else:
            way.state = change.before["state"]
            way.save(update_fields=["state"])


def _take_details(
    model: type[FurtherName] | type[Affiliation] | type[EarlierCourse],
) -> Callable[[Sequence[Change]], None]:
    """How to delete added rows of `model` that still say what the list said."""

    def take(changes: Sequence[Change]) -> None:
        rows = _by_key(model, changes)
        gone = [
            rows[change.row_key].pk
            for change in changes
            if change.row_key in rows and _still_says(rows[change.row_key], change.after or {})
        ]
        model._default_manager.filter(pk__in=gone).delete()

    return take


def _still_says(row: FurtherName | Affiliation | EarlierCourse, after: Mapping[str, Any]) -> bool:
    return row.confirmed_on is None and all(
        getattr(row, name) == value for name, value in after.items()
    )


def _take_pairs(changes: Sequence[Change]) -> None:
    """Delete pairs that were found with the list and not decided since."""
    for change in changes:
        Pair.objects.filter(key=change.row_key, state=(change.after or {})["state"]).delete()


TAKE: dict[str, Callable[[Sequence[Change]], None]] = {
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
    people = {person.pk: person for person in Person.objects.filter(key__in=keys.values())}
    stay = _touched(people.values(), batch)
    merged = FormerKey.objects.filter(key__in=keys.values()).count()
    gone = [person for pk, person in people.items() if pk not in stay]
    Identifier.objects.filter(person__in=stay, batch=batch).update(batch=None)
    note_people("person gone with a list", gone, by=by, at=at, facts={"import": batch.key})
    Person.objects.filter(pk__in=[person.pk for person in gone]).delete()
    batch.cursor = max(keys)
    batch.outcome = {
        "gone": batch.outcome["gone"] + len(gone),
        "kept": batch.outcome["kept"] + len(stay) + merged,
    }
    return len(keys)


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
        "consent.ledgerevent": Q(how=LedgerEvent.How.IMPORT),
        "people.change": Q(cause=f"import:{batch.key}"),
        "people.contactway": Q(confirmed_at=None, created_at__lte=batch.applied_at),
        "people.furthername": Q(source=SOURCE, confirmed_on=None),
        "people.affiliation": Q(source=SOURCE, confirmed_on=None),
        "people.earliercourse": Q(source=SOURCE, confirmed_on=None),
    }.get(declaration.label)
    return rows if own is None else rows.exclude(own)
