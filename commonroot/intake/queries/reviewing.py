"""Reading the pairs of an import that somebody looks at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import Count, Max, Q, QuerySet
from django.utils.dateformat import format as in_words
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commonroot.accounts.roles import Actor
from commonroot.consent.models import Agreement
from commonroot.consent.queries import SCHOOL, allowed
from commonroot.consent.rules import Purpose
from commonroot.core.text import isolated
from commonroot.intake.models import Import, ImportRow, RowPair
from commonroot.intake.rules import PASTED
from commonroot.intake.rules import reviewing as rules
from commonroot.people.models import Person
from commonroot.people.queries import in_high_care
from commonroot.people.queries.sides import Side, sides_of
from commonroot.registration.models import Registration

KEPT_SECONDS = 3600
ENDED = (Registration.State.CANCELLED, Registration.State.LAPSED, Registration.State.DECLINED)


@dataclass(frozen=True)
class Review:
    """The pairs of an import as they stand now.

    `hidden` are those with people whom the gate does not let be shown.
    """

    batch: Import
    pairs: Sequence[rules.Asked]
    ties: Sequence[tuple[int, int]]
    queue: rules.Queue
    hidden: int


def review(batch: Import, *, at: datetime) -> Review:
    """What is to be looked at in an import, in order, and what was answered."""
    asked = RowPair.objects.filter(batch=batch)
    found = asked.aggregate(number=Count("pk"), last=Max("pk"))
    version = f"{batch.read_at.isoformat()} {found['number']} {found['last']}"
    everything = _everything(batch, version=version)
    shown = {*_people_shown(batch, at=at)}
    said = dict(asked.exclude(said="").values_list("pk", "said"))
    pairs = [
        rules.Asked(pk, one, other, band=band, probability=probability, said=said.get(pk, ""))
        for pk, one, other, band, probability in everything.pairs
        if other >= 0 or -other in shown
    ]
    queue = rules.queue(pairs, ties=everything.ties, order=everything.order)
    return Review(batch, pairs, everything.ties, queue, len(everything.pairs) - len(pairs))


class Everything(NamedTuple):
    """All pairs of an import in numbers, what ties their ends, in which order they are asked."""

    pairs: list[tuple[int, int, int, str, float]]
    ties: list[tuple[int, int]]
    order: tuple[int, ...]


def _everything(batch: Import, *, version: str) -> Everything:
    """The pairs of an import, which stay as they are once it was read: kept for an hour."""
    name = f"pairs-of-{batch.pk}-{sha256(version.encode()).hexdigest()[:16]}"
    kept: Everything | None = cache.get(name)
    if kept is None:
        kept = _read(batch)
        cache.set(name, kept, KEPT_SECONDS)
    return kept


def _read(batch: Import) -> Everything:
    rows = RowPair.objects.filter(batch=batch).order_by("pk")
    pairs: list[tuple[int, int, int, str, float]] = []
    ties: set[tuple[int, int]] = set()
    for row in rows.values_list(
        "pk", "row__position", "row__group", "row__person", "other__position", "other__group",
        "other__person", "person", "band", "probability",
    ):  # fmt: skip
        pk, band, probability = row[0], row[8], row[9]
        ends: Sequence[Any] = row[1:8]
        for position, group, person in (ends[0:3], ends[3:6]):
            if group is not None and group != position:
                ties.add((position, group))
            if person is not None:
                ties.add((position, -person))
        other = -ends[6] if ends[6] is not None else ends[3]
        pairs.append((pk, ends[0], other, band, probability))
    tied = sorted(ties)
    asked = [rules.Asked(pk, one, two, band, likely) for pk, one, two, band, likely in pairs]
    return Everything(pairs, tied, rules.arranged(asked, ties=tied))


def _people_shown(batch: Import, *, at: datetime) -> Iterable[int]:
    people = Person.objects.filter(row_pairs__batch=batch)
    shown = allowed(people, "", purpose=Purpose.REGISTER, audience=SCHOOL, at=at)
    return shown.values_list("pk", flat=True)


def pair(batch: Import, key: str) -> RowPair | None:
    """A pair of this import with its rows and its person."""
    return _with_ends(RowPair.objects.filter(batch=batch, key=key)).first()


def pairs(batch: Import, *, pks: Sequence[int]) -> list[RowPair]:
    """These pairs with their rows and people, in the order asked for."""
    found = {one.pk: one for one in _with_ends(RowPair.objects.filter(batch=batch, pk__in=pks))}
    return [found[pk] for pk in pks if pk in found]


def _with_ends(found: QuerySet[RowPair]) -> QuerySet[RowPair]:
    return found.select_related("row", "other", "person")


def last_said(batch: Import, *, by: Actor) -> QuerySet[RowPair]:
    """What somebody answered last: one pair, or all that they took at one stroke."""
    mine = RowPair.objects.filter(batch=batch, said_by=f"{by.kind}:{by.key}").exclude(said="")
    newest = mine.order_by("-said_at").values("said_at")[:1]
    return mine.filter(said_at=newest)


def said_counts(batch: Import) -> dict[str, int]:
    """{what was said: pairs}."""
    counts = {
        RowPair.Said.SAME.value: 0,
        RowPair.Said.DIFFERENT.value: 0,
        RowPair.Said.UNSURE.value: 0,
    }
    for said in RowPair.objects.filter(batch=batch).exclude(said="").values_list("said", flat=True):
        counts[said] += 1
    return counts


def likely(asked: Review) -> rules.Likely:
    """Which open, very likely pairs may be taken as one at a stroke, and which only by looking."""
    people = Person.objects.filter(row_pairs__batch=asked.batch)
    kept = {
        -one.pk: "care" if one.is_high else "account"
        for one in people.filter(in_high_care() | Q(account__isnull=False))
    }
    kept_out = {one.pk: kept[one.other] for one in asked.pairs if one.other in kept}
    return rules.likely(asked.pairs, ties=asked.ties, kept_out=kept_out, order=asked.queue.order)


def digest(pks: Iterable[int]) -> str:
    """By what a set of pairs is known again, so that only what was shown is acted on."""
    return sha256(",".join(map(str, sorted(pks))).encode()).hexdigest()[:32]


def came_with(people: Iterable[Person]) -> dict[int, str]:
    """{person: the sheet they came with last}, while its rows are kept.

    Of whoever asked for great care no list is told.
    """
    open_ones = [one.pk for one in people if not one.is_high]
    rows = ImportRow.objects.filter(person__in=open_ones, batch__state=Import.State.APPLIED)
    found = rows.order_by("batch__applied_at", "position").values_list("person", "sheet")
    return {person: sheet for person, sheet in found if person}


def sides(found: Sequence[RowPair], *, at: datetime) -> dict[int, tuple[Side, Side]]:
    """Both sides of each pair, by its pk; in four queries for any number."""
    people = list({one.person.pk: one.person for one in found if one.person}.values())
    pks = [one.pk for one in people]
    known = dict(
        zip(pks, sides_of(people, agreed=_agreed(pks), courses=_courses(pks)), strict=True)
    )
    return {
        one.pk: (
            _row_side(one.other) if one.other else known[one.person.pk],  # type: ignore[union-attr]  # one of the two
            _row_side(one.row),
        )
        for one in found
    }


def _agreed(people: Sequence[int]) -> Mapping[int, str]:
    rows = Agreement.objects.filter(person__in=people, purpose=Purpose.REGISTER)
    return {
        row.person_id: _("be kept: %(day)s") % {"day": _day(row.since.date())}
        if row.state in (Agreement.State.GIVEN, Agreement.State.SERVED)
        else _("not asked yet")
        for row in rows
    }


def _courses(people: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
    rows = (
        Registration.objects.filter(person__in=people)
        .exclude(state__in=ENDED)
        .select_related("session__programme")
        .order_by("-asked_at")
    )
    found: dict[int, dict[str, None]] = {}
    for row in rows:
        found.setdefault(row.person_id, {})[str(row.session.programme)] = None
    return {pk: tuple(names) for pk, names in found.items()}


def said_on(row: ImportRow) -> str:
    """The day of which a row speaks, in words; "" when it names none."""
    on = (row.fields or {}).get("date")
    return _day(date.fromisoformat(on)) if on else ""


def short_name(batch: Import) -> str:
    """ "2014_Global.xlsx", "2010_Africa.csv and 9 more"."""
    first, *more = batch.name.split(", ")
    if first == PASTED:
        first = _("Pasted cells")
    # Of many files the name holds only what fits.
    others = max(len(more), batch.files.count() - 1) if more else 0
    return (
        _("%(name)s and %(n)d more") % {"name": isolated(first), "n": others} if others else first
    )


def _row_side(row: ImportRow) -> Side:
    said: Mapping[str, Any] = row.fields or {}
    country = said.get("country") or ""
    course = " ".join(filter(None, (said.get("course"), str(said.get("year") or ""))))
    return Side(
        name=said.get("name") or (*said.get("emails", ()), *said.get("phones", ()), "–")[0],
        city=said.get("city", ""),
        country=country or said.get("likely_country") or "",
        supposed=not country,
        phones=tuple(said.get("phones", ())),
        emails=tuple(said.get("emails", ())),
        organisation=said.get("organisation", ""),
        born=_born(said),
        courses=(course,) if course else (),
        agreed=_row_agreed(said),
    )


def _born(said: Mapping[str, Any]) -> str:
    if said.get("born"):
        return _day(date.fromisoformat(said["born"]))
    return str(said.get("born_year") or "")


def _row_agreed(said: Mapping[str, Any]) -> str:
    if said.get("agreed") is None:
        return ""
    on = said.get("agreed_on")
    word = _("yes") if said["agreed"] else _("no")
    return f"{word}, {_day(date.fromisoformat(on))}" if on else word


def _day(day: date) -> str:
    return str(in_words(day, pgettext("day, as in 1 Dec 2027", "j M Y")))


def written(batch: Import, row: ImportRow) -> list[tuple[str, str]]:
    """[(heading, cell)] of a row as it stood in the sheet, without empty cells."""
    columns = [column for column in batch.columns if column["sheet"] == row.sheet]
    headings = {
        column.get("index", place): column["heading"] for place, column in enumerate(columns)
    }
    return [
        (headings.get(place) or _("Column %(n)d") % {"n": place + 1}, cell)
        for place, cell in enumerate(row.cells)
        if cell.strip()
    ]
