"""The register as a file: which columns there are, and its rows, a thousand people at a time."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from commonroot.engagement.models import Participation
from commonroot.people.models import ContactWay, Membership, Person

BATCH = 1000

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
    "city": _("City"),
    "languages": _("Languages"),
    "time_zone": _("Time zone"),
    "organisation": _("Organisation"),
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
    "source": "origin",
}
WAYS = {"email", "email_status", "phone"}


def columns(chosen: list[str]) -> list[str]:
    """The columns of a file in their order, the key first."""
    return [name for name in COLUMNS if name == "person_id" or name in chosen]


def rows(people: QuerySet[Person], *, columns: list[str]) -> Iterator[list[str]]:
    """One row of texts a person. Addresses are unsealed only when a column asks for them.

    Whoever could be harmed stands without address and number: a file leaves our care.
    """
    fields = [PLAIN[name] for name in columns if name in PLAIN]
    wanted = people.values("pk", "risk", "confirmed_at", "created_at", *fields).iterator(
        chunk_size=BATCH
    )
    while batch := list(islice(wanted, BATCH)):
        ids = [row["pk"] for row in batch]
        open_ids = [row["pk"] for row in batch if row["risk"] != Person.Risk.HIGH]
        ways = _ways(open_ids) if WAYS & set(columns) else {}
        circles = _circles(ids) if "circles" in columns else {}
        involvement = _involvement(ids) if "involvement" in columns else {}
        for row in batch:
            pk = row["pk"]
            told = {name: row[PLAIN[name]] for name in columns if name in PLAIN}
            told |= ways.get(pk, {})
            told["circles"] = circles.get(pk, "")
            told["involvement"] = involvement.get(pk, "")
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


def _circles(ids: list[int]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    members = (
        Membership.objects.filter(person__in=ids, until=None)
        .select_related("circle")
        .order_by("since")
    )
    for row in members:
        found.setdefault(row.person_id, []).append(str(row.circle))
    return {pk: ";".join(names) for pk, names in found.items()}


def _involvement(ids: list[int]) -> dict[int, str]:
    known = Participation.objects.filter(person__in=ids).exclude(
        background=Participation.Background.UNKNOWN
    )
    return dict(known.order_by("recorded_at").values_list("person", "background"))


def _date(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d}" if moment else ""


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
