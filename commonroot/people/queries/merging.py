"""Two people beside one another before they are made one, and what was made one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from commonroot.people import rules
from commonroot.people.models import Affiliation, FurtherName, Merge, Pair, Person
from commonroot.people.personal import Declaration, declarations
from commonroot.people.queries.care import own_names
from commonroot.people.queries.snapshots import snapshot

UNDO_DAYS = 30
OWN_SAYING = frozenset({"link", "registration"})


@dataclass(frozen=True)
class Side:
    """What one of two says in a field, who said so, and when (None: not known)."""

    value: str
    source: str
    said_on: date | None


@dataclass(frozen=True)
class Choice:
    """One field of two people: what each says, which of them is proposed, whether they differ.

    `proposed` is "into" or "other": their own word first, then the newest, then who stays. `kept`
    is what becomes of the word that is not chosen: "name", "organisation", "history" or "".
    """

    field: str
    into: Side
    other: Side
    proposed: str
    kept: str

    @property
    def differs(self) -> bool:
        """Whether both say something, and not the same."""
        return bool(self.into.value and self.other.value) and self.into.value != self.other.value


@dataclass(frozen=True)
class Preview:
    """What making one of two will do: field by field, how many rows move, what stands against it.

    `moving` is {model label: rows of `other`}; `settled` what areas say will be settled, as
    {model label: [word]}; `against` the codes of rules.against_merging.
    """

    choices: tuple[Choice, ...]
    moving: Mapping[str, int]
    settled: Mapping[str, Any]
    against: tuple[str, ...]
    differing: bool
    high_care: bool

    @property
    def proposed(self) -> dict[str, str]:
        """The choices as `merge` takes them."""
        return {choice.field: choice.proposed for choice in self.choices}


def side(person: Person, field: str) -> Side:
    """What one person says in a field."""
    told = person.provenance.get(field) or []
    source = told[0] if told else person.origin
    return Side(
        value=getattr(person, field),
        source=source,
        said_on=date.fromisoformat(told[1]) if len(told) > 1 else None,
    )


def choice(field: str, *, other: Person, into: Person) -> Choice:
    """One field of two, with which of both is proposed."""
    mine, theirs = side(into, field), side(other, field)
    proposed = rules.better_side(
        mine=(mine.value, mine.source in OWN_SAYING, mine.said_on),
        theirs=(theirs.value, theirs.source in OWN_SAYING, theirs.said_on),
    )
    kept = ""
    if mine.value and theirs.value and mine.value != theirs.value:
        kept = rules.KEPT_AS.get(field, "history")
    return Choice(field, mine, theirs, "into" if proposed else "other", kept)


def proposed(*, other: Person, into: Person) -> dict[str, str]:
    """{field: "into" or "other"}: which of two values is likely the better one."""
    return {field: choice(field, other=other, into=into).proposed for field in rules.EDITABLE}


def against(*, other: Person, into: Person) -> tuple[str, ...]:
    """What stands against ever making these two one: "accounts", "different", "oneself"."""
    return rules.against_merging(
        oneself=other.pk == into.pk,
        accounts=other.account_id is not None and into.account_id is not None,
        different=said_different(other, into),
    )


def said_different(one: Person, other: Person) -> bool:
    """Whether somebody said that these are two people."""
    left, right = sorted((one.pk, other.pk))
    return Pair.objects.filter(left=left, right=right, state=Pair.State.DIFFERENT).exists()


def differing(*, other: Person, into: Person) -> bool:
    """Whether the two agreed to different things, so that a person must look: areas say so."""
    return bool(differing_among([(other, into)]))


def differing_among(pairs: Sequence[tuple[Person, Person]]) -> set[tuple[int, int]]:
    """The same of many pairs, in a few queries: primary keys of those that differ."""
    return {
        pair
        for declared in declarations()
        if (function := _of_area(declared, "differing")) is not None
        for pair in function(pairs)
    }


def _of_area(declared: Declaration, asked: str) -> Any:
    """What an area can say beforehand of the function that will settle its rows; None: nothing."""
    if declared.merging is None:
        return None
    area = apps.get_app_config(declared.model._meta.app_label).name
    return getattr(import_module(f"{area}.queries"), f"{declared.merging}_{asked}", None)


def preview(*, other: Person, into: Person) -> Preview:
    """What making `other` and `into` one will do; nothing is written."""
    found = snapshot([other])
    return Preview(
        choices=tuple(choice(field, other=other, into=into) for field in rules.EDITABLE),
        moving={label: len(rows) for label, rows in found.items() if rows and label != LABEL},
        settled={
            declared.label: function(other=other, into=into)
            for declared in declarations()
            if (function := _of_area(declared, "preview")) is not None
        },
        against=against(other=other, into=into),
        differing=differing(other=other, into=into),
        high_care=other.is_high or into.is_high,
    )


LABEL = Person._meta.label_lower


def merges(*, at: datetime) -> QuerySet[Merge]:
    """What was made one in the last 30 days and was not undone, the newest first."""
    since = at - timedelta(days=UNDO_DAYS)
    return (
        Merge.objects.filter(at__gte=since, undone_at=None)
        .select_related("person")
        .defer("log")
        .order_by("-at", "-pk")
    )


def merge(key: str) -> Merge | None:
    """One merge by its key, with who is left."""
    return Merge.objects.select_related("person").filter(key=key).first()


def later_merge(merge: Merge) -> Merge | None:
    """What was made one with the same person after this, and must be undone first."""
    later = Merge.objects.filter(person=merge.person_id, undone_at=None, pk__gt=merge.pk)
    return later.defer("log").order_by("-pk").first()


def can_be_undone(merge: Merge, *, at: datetime) -> bool:
    """Whether a merge can still be taken back: for 30 days, the last of a person first."""
    young = at - merge.at <= timedelta(days=UNDO_DAYS)
    return young and merge.undone_at is None and bool(merge.log) and later_merge(merge) is None


def since(merge: Merge) -> dict[str, int]:
    """{model label: rows} about the person that came after a merge: they stay where they are."""
    there = merge.log["there"] if merge.log else {}
    now = snapshot([merge.person])
    counts = {label: len(rows.keys() - set(there.get(label, []))) for label, rows in now.items()}
    return {label: count for label, count in counts.items() if count and label != MERGE}


MERGE = Merge._meta.label_lower


def names_of(person: Person) -> list[str]:
    """Every full form of somebody's name, as written, each once: their own ones in high care."""
    split = f"{person.given_name} {person.family_name}".strip()
    further = FurtherName.objects.filter(person=person).order_by("pk")
    shown = own_names(person) if person.kept_apart else [person.shown_name]
    forms = [*shown, split, *further.values_list("text", flat=True)]
    return list(dict.fromkeys(form for form in forms if form))


def organisations_of(person: Person) -> set[str]:
    """Where somebody works or worked, in small letters."""
    further = Affiliation.objects.filter(person=person).values_list("organisation", flat=True)
    return {text.casefold() for text in (person.organisation, *further) if text}
