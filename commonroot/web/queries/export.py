"""The register as a file: which columns there are, and its rows, a thousand people at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from commonroot.circles.models import Circle
from commonroot.engagement.models import Participation
from commonroot.people.models import (
    Affiliation,
    ContactWay,
    Interest,
    Membership,
    Offer,
    Person,
    SpokenLanguage,
)

BATCH = 1000
HIGH = Person.Risk.HIGH

# In their fixed order; the first one is always there, so that a file finds its people again.
COLUMNS = {
    "person_id": _("Key"),
    "display_name": _("Name"),
    "given_name": _("Given names"),
    "family_name": _("Family names"),
    "pronouns": _("Pronouns"),
    "email": _("E-mail"),
    "email_status": _("Whether it works"),
    "phone": _("Phone"),
    "country": _("Country"),
    "origin_country": _("Country they come from"),
    "city": _("City"),
    "languages": _("Language of letters"),
    "spoken": _("Languages they speak"),
    "time_zone": _("Time zone"),
    "organisation": _("Organisation"),
    "organisations": _("Further organisations, with roles"),
    "themes": _("Themes"),
    "offers": _("What they offer"),
    "offered": _("What they offer, in their words"),
    "wants": _("What they would like"),
    "involvement": _("Starting from"),
    "circles": _("Circles"),
    "source": _("Where they come from"),
    "confirmed_on": _("Confirmed on"),
    "created_at": _("Since"),
}
USUAL = ("display_name", "country", "city", "languages", "confirmed_on")
PLAIN = {
    "person_id": "key",
    "display_name": "shown_name",
    "given_name": "given_name",
    "family_name": "family_name",
    "pronouns": "pronouns",
    "country": "country",
    "city": "city",
    "languages": "language",
    "time_zone": "time_zone",
    "organisation": "organisation",
    "origin_country": "origin_country",
    "offered": "offers",
    "wants": "wants",
    "source": "origin",
}
WAYS = {"email", "email_status", "phone"}


# Columns of which is known who said them and when, by the field of the person.
SAID = {
    "display_name": "shown_name",
    **{
        name: PLAIN[name]
        for name in (
            "given_name", "family_name", "pronouns", "country", "origin_country", "city",
            "languages", "time_zone", "organisation", "offered", "wants",
        )
    },
}  # fmt: skip
SAID_OF = ("source", "said_on", "confirmed_on")


def columns(chosen: list[str], *, with_sources: bool = False) -> list[str]:
    """The columns of a file in their order, the key first; with who said each field, and when."""
    found = []
    for name in COLUMNS:
        if name == "person_id" or name in chosen:
            found.append(name)
            if with_sources and name in SAID:
                found += [f"{name}_{what}" for what in SAID_OF]
    return found


def rows(people: list[int], *, columns: list[str]) -> Iterator[list[str]]:
    """One row of texts for each of `people`, primary keys in their order; as many queries a batch.

    Addresses are unsealed only when a column asks for them. Whoever could be harmed stands without
    address and number: a file leaves our care.
    """
    fields = {PLAIN[name] for name in columns if name in PLAIN}
    said = {name: SAID[name] for name in columns if f"{name}_source" in columns}
    if said:
        fields.add("provenance")
    fields |= {"risk", "floor", "confirmed_at", "created_at"}
    for start in range(0, len(people), BATCH):
        ids = people[start : start + BATCH]
        there = Person.objects.filter(pk__in=ids).values("pk", *fields)
        row_of = {row["pk"]: row for row in there}
        batch = [row_of[pk] for pk in ids if pk in row_of]
        open_ids = [row["pk"] for row in batch if HIGH not in {row["risk"], row["floor"]}]
        ways = _ways(open_ids) if WAYS & set(columns) else {}
        beside = {name: BESIDE[name](ids) for name in columns if name in BESIDE}
        for row in batch:
            pk = row["pk"]
            told = {name: row[PLAIN[name]] for name in columns if name in PLAIN}
            told |= ways.get(pk, {})
            told |= {name: known.get(pk, "") for name, known in beside.items()}
            for name, field in said.items():
                told |= _said(name, row["provenance"].get(field, ()))
            told["confirmed_on"] = _date(row["confirmed_at"])
            told["created_at"] = _moment(row["created_at"])
            yield [told.get(name, "") for name in columns]


def _ways(ids: list[int]) -> dict[int, dict[str, str]]:
    """The best address and number of each: the preferred, last confirmed one stays."""
    found: dict[int, dict[str, str]] = {}
    ways = ContactWay.objects.filter(person__in=ids).order_by(
        "person", "preferred", F("confirmed_at").asc(nulls_first=True), "-pk"
    )
    for pk, kind, value, state in ways.values_list("person", "kind", "value", "state"):
        told = found.setdefault(pk, {})
        if kind == ContactWay.Kind.MAIL:
            told["email"], told["email_status"] = value, state
        else:
            told["phone"] = value
    return found


def _said(name: str, known: Sequence[str | None]) -> dict[str, str]:
    """Who said a field, when, and when it was last confirmed."""
    words = [part or "" for part in known] + [""] * len(SAID_OF)
    return {f"{name}_{what}": word for what, word in zip(SAID_OF, words, strict=False)}


def _circles(ids: list[int]) -> dict[int, str]:
    members = Membership.objects.filter(person__in=ids, until=None).order_by("since", "pk")
    return _named(members.values_list("person", "circle"))


def _themes(ids: list[int]) -> dict[int, str]:
    rows = Interest.objects.filter(person__in=ids).order_by("pk")
    return _named(rows.values_list("person", "theme"))


def _named(pairs: Iterable[tuple[int, int]]) -> dict[int, str]:
    """The names of circles, by the people they stand with; each circle is read once."""
    found = list(pairs)
    circles = Circle.objects.filter(pk__in={circle for _pk, circle in found}).only("name")
    names = {one.pk: str(one) for one in circles}
    return _joined((pk, names[circle]) for pk, circle in found)


def _offers(ids: list[int]) -> dict[int, str]:
    rows = Offer.objects.filter(person__in=ids).order_by("pk")
    return _joined(rows.values_list("person", "kind"))


def _spoken(ids: list[int]) -> dict[int, str]:
    """ "sw:native;en:works"."""
    rows = SpokenLanguage.objects.filter(person__in=ids).order_by("pk")
    return _joined(
        (pk, f"{language}:{level}")
        for pk, language, level in rows.values_list("person", "language", "level")
    )


def _organisations(ids: list[int]) -> dict[int, str]:
    """ "Clinic (nurse);Union"."""
    rows = Affiliation.objects.filter(person__in=ids, until=None).order_by("pk")
    return _joined(
        (pk, f"{name} ({role})" if role else name)
        for pk, name, role in rows.values_list("person", "organisation", "role")
    )


def _joined(pairs: Iterable[tuple[int, str]]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for pk, words in pairs:
        found.setdefault(pk, []).append(words)
    return {pk: ";".join(words) for pk, words in found.items()}


def _involvement(ids: list[int]) -> dict[int, str]:
    known = Participation.objects.filter(person__in=ids).exclude(
        background=Participation.Background.UNKNOWN
    )
    return dict(known.order_by("recorded_at").values_list("person", "background"))


BESIDE: dict[str, Callable[[list[int]], dict[int, str]]] = {
    "circles": _circles,
    "involvement": _involvement,
    "themes": _themes,
    "offers": _offers,
    "spoken": _spoken,
    "organisations": _organisations,
}


def _date(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d}" if moment else ""


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
