"""What making two people one will do, in words for the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonroot.accounts.models import Account
from commonroot.circles.models import Circle
from commonroot.consent.models import Agreement
from commonroot.consent.queries import SCHOOL, allowed
from commonroot.consent.queries.merging import Settled
from commonroot.consent.rules import AudienceKind, Purpose
from commonroot.core.places import country_name, language_name
from commonroot.people.models import ContactWay, Merge, Person
from commonroot.people.queries import age_of, merges
from commonroot.people.queries.merging import Choice, Preview
from commonroot.people.queries.merging import Side as Said
from commonroot.programmes.models import Programme
from commonroot.programmes.queries.words import day_words
from commonroot.web.queries import words
from commonroot.web.queries.person import LABELS

PERSON = Person._meta.label_lower
LISTED = 100


@dataclass(frozen=True)
class Option:
    """One of two values of a field: whose, what, who said so and how old it is."""

    value: str
    words: str
    source: str
    state: str
    age: str
    chosen: bool


@dataclass(frozen=True)
class Field:
    """A field of two people that do not say the same; `kept` is what becomes of the other word."""

    name: str
    label: str
    options: tuple[Option, ...]
    kept: str


def fields(
    preview: Preview, *, chosen: Mapping[str, str], at: datetime, language: str
) -> list[Field]:
    """The fields that somebody may choose of, with the better value chosen already."""
    return [
        Field(
            name=one.field,
            label=str(LABELS.get(one.field, OTHER_LABELS.get(one.field, one.field))),
            options=tuple(
                _option(
                    one,
                    side=side,
                    pick=chosen.get(one.field, one.proposed),
                    at=at,
                    language=language,
                )
                for side in ("into", "other")
                if getattr(one, side).value
            ),
            kept=str(KEPT.get(one.kept, "")) if one.differs else "",
        )
        for one in preview.choices
        if one.into.value != one.other.value
    ]


OTHER_LABELS = {
    "origin_country": gettext_lazy("Comes from"),
    "channel": gettext_lazy("Reached safely by"),
}
KEPT = {
    "name": gettext_lazy("The other stays as a further name."),
    "organisation": gettext_lazy("The other stays as a further organisation."),
    "history": gettext_lazy("The other stays in the history for 30 days."),
}


def _option(choice: Choice, *, side: str, pick: str, at: datetime, language: str) -> Option:
    said: Said = getattr(choice, side)
    on = datetime.combine(said.said_on, time(), tzinfo=UTC) if said.said_on else None
    state, count, unit = age_of(on, at=at)
    return Option(
        value=side,
        words=shown(choice.field, said.value, language=language),
        source=words.source(said.source),
        state=state,
        age=words.age(count, unit),
        chosen=pick == side,
    )


def shown(field: str, value: str, *, language: str) -> str:
    """A value as people read it."""
    if field in {"country", "origin_country"}:
        return country_name(value, language)
    if field == "language":
        return language_name(value, language)
    if field == "channel":
        return str(dict(Person.Channel.choices).get(value, value))
    return value


def alike(preview: Preview) -> int:
    """How many filled fields both say the same of."""
    return sum(1 for one in preview.choices if one.into.value and one.into.value == one.other.value)


def ways(*, other: Person, into: Person) -> list[tuple[str, bool, bool]]:
    """[(address or number, known of `into`, known of `other`)]: all of them stay.

    Those of somebody in high care are not told.
    """
    found: dict[str, list[bool]] = {}
    for place, person in enumerate((into, other)):
        if person.is_high:
            continue
        rows = ContactWay.objects.filter(person=person).order_by("kind", "-preferred", "pk")
        for value in rows.values_list("value", flat=True):
            found.setdefault(value, [False, False])[place] = True
    return [(value, *whose) for value, whose in found.items()]  # type: ignore[misc]  # two of them


def moving(preview: Preview) -> list[str]:
    """What goes over to who is left, as words with numbers."""
    known = {
        label: count for label, count in preview.moving.items() if label in _counted(count=count)
    }
    said = [_counted(count=count)[label] % {"n": count} for label, count in known.items()]
    rest = sum(
        count
        for label, count in preview.moving.items()
        if label not in known and label not in SILENT
    )
    if rest:
        said.append(ngettext("%(n)d further entry", "%(n)d further entries", rest) % {"n": rest})
    return said


SILENT = {
    "people.contactway", "people.furthername", "people.pair", "consent.agreement", "people.change",
}  # fmt: skip


def _counted(*, count: int) -> dict[str, str]:
    return {
        "registration.registration": ngettext("%(n)d place", "%(n)d places", count),
        "engagement.participation": ngettext("%(n)d course", "%(n)d courses", count),
        "engagement.promise": ngettext("%(n)d promise", "%(n)d promises", count),
        "engagement.maker": ngettext("%(n)d project", "%(n)d projects", count),
        "engagement.followup": ngettext("%(n)d follow-up", "%(n)d follow-ups", count),
        "people.membership": ngettext("%(n)d circle", "%(n)d circles", count),
        "people.link": ngettext("%(n)d personal link", "%(n)d personal links", count),
        "consent.ledgerevent": ngettext(
            "%(n)d entry of the agreements", "%(n)d entries of the agreements", count
        ),
        "messaging.letter": ngettext("%(n)d letter", "%(n)d letters", count),
        "intake.importrow": ngettext("%(n)d row of a list", "%(n)d rows of lists", count),
    }


@dataclass(frozen=True)
class Agreed:
    """One question that both or either answered: in words, with what will stand."""

    question: str
    into: str
    other: str
    stands: str
    differs: bool


def agreements(preview: Preview) -> list[Agreed]:
    """What either agreed to, and what stands afterwards."""
    rows: Sequence[Settled] = preview.settled.get(Agreement._meta.label_lower, ())
    keys = {row.question.audience.key for row in rows}
    names = {one.key: str(one.name) for one in Circle.objects.filter(key__in=keys)}
    names |= {one.key: str(one.title) for one in Programme.objects.filter(key__in=keys)}
    return [
        Agreed(
            question=_question(row, names),
            into=_state(row.into),
            other=_state(row.other),
            stands=_state(row.stands),
            differs=bool(row.into and row.other) and row.into != row.other,
        )
        for row in rows
    ]


def _question(row: Settled, names: Mapping[str, str]) -> str:
    said = words.purpose(row.question.purpose.value)
    where = names.get(row.question.audience.key, "")
    if row.question.audience.kind == AudienceKind.SCHOOL or not where:
        return said[:1].upper() + said[1:]
    return f"{said[:1].upper()}{said[1:]}: {where}"


def _state(code: str) -> str:
    return str(dict(Agreement.State.choices).get(code, code)) if code else _("not asked")


def listed_merges(*, at: datetime) -> QuerySet[Merge]:
    """What was made one in the last 30 days, of people who may be shown."""
    return allowed(merges(at=at), "person", purpose=Purpose.REGISTER, audience=SCHOOL, at=at)


def merged_rows(found: Sequence[Merge], *, today: date) -> list[dict[str, Any]]:
    """[{merge, day, name, one, other, apart, by}]: who went into whom, when, by whose hand.

    `name` is what they are called now, `one` and `other` what the two were called before.
    """
    keys = {one.by.partition(":")[2] for one in found if one.by.startswith("account:")}
    accounts = dict(Account.objects.filter(key__in=keys).values_list("key", "shown_name"))
    return [
        {
            "merge": one,
            "day": day_words(one.at.date(), today=today, short=True),
            "name": one.person.shown_name,
            "one": former_name(one),
            "other": other_name(one),
            "apart": told_apart(one),
            "by": accounts.get(one.by.partition(":")[2], _("Commonroot")),
        }
        for one in found
    ]


def former_name(merge: Merge) -> str:
    """What who was left was called before, when they took the other's name; else as now.

    In high care nothing is told but the name in lists.
    """
    if merge.person.is_high:
        return merge.person.shown_name
    changed = (merge.log or {}).get("changed", {}).get(PERSON, {}).get(str(merge.person_id), {})
    return str(changed.get("shown_name", [merge.person.shown_name])[0])


def other_name(merge: Merge) -> str:
    """What the other of two was called, as long as the log is kept; in high care the same."""
    if merge.person.is_high:
        return merge.person.shown_name
    return str(_other(merge).get("shown_name", ""))


def told_apart(merge: Merge) -> tuple[str, str]:
    """("Kisumu", "Nairobi"): where two of one name live, unless it is the same or not known."""
    gone, person = _other(merge), merge.person
    cities = (person.city, str(gone.get("city", "")))
    if gone.get("shown_name") != person.shown_name or not all(cities) or cities[0] == cities[1]:
        return "", ""
    return cities


def _other(merge: Merge) -> Mapping[str, Any]:
    """The page that went, as the log keeps it."""
    gone: Mapping[str, Any] = (merge.log or {}).get("removed", {}).get(PERSON, {})
    return next(iter(gone.values()), {})


def since_words(counts: Mapping[str, int]) -> list[str]:
    """What came to somebody after a merge, as words with numbers."""
    found = []
    for label, count in counts.items():
        known = _counted(count=count).get(label)
        plural = str(apps.get_model(label)._meta.verbose_name_plural)
        found.append(known % {"n": count} if known else f"{count} {plural}")
    return found
