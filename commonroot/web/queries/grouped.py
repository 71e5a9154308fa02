"""Small groups of a programme as a file: who is in which, for those who run it; no addresses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonroot.consent.queries import allowed
from commonroot.consent.rules import Audience, Purpose
from commonroot.groups.models import Formation, Gathering, GroupMember
from commonroot.groups.queries import formation as find_formation
from commonroot.groups.queries.people import audience_of
from commonroot.people.models import Export
from commonroot.programmes.queries import told_in
from commonroot.web.queries import programme_lists
from commonroot.web.queries.programme_lists import ListGone, Table, in_utc

WHAT = "groups"

# In their fixed order; the first two are always there.
COLUMNS: dict[str, Any] = {
    "group": gettext_lazy("Number of the group"),
    "person_id": gettext_lazy("Key"),
    "group_name": gettext_lazy("Name of the group"),
    "display_name": gettext_lazy("Name"),
    "leads": gettext_lazy("Leads the group"),
    "meets_at": gettext_lazy("Meets next, in UTC"),
}
ALWAYS: tuple[str, ...] = ("group", "person_id")
USUAL: tuple[str, ...] = ("group_name", "display_name", "meets_at")
left_out_words = programme_lists.left_out_words


@dataclass(frozen=True)
class Grouped:
    """The members of the groups that stand."""

    formation: Formation

    def all(self) -> QuerySet[GroupMember]:
        """Everybody in them, also whom the gate refuses."""
        return GroupMember.objects.filter(
            group__formation=self.formation, group__ended_at=None, left_at=None
        )

    def open(self, *, at: datetime) -> QuerySet[GroupMember]:
        """Whom the gate lets through at this moment, group by group."""
        audience, purpose = audience_of(self.formation.programme), Purpose.THIS_PROGRAMME
        rows = allowed(self.all(), "person", purpose=purpose, audience=audience, at=at)
        return rows.order_by("group__number", "person__sort_key", "pk")

    def people(self, *, at: datetime) -> int:
        """How many people those are."""
        return self.open(at=at).count()

    def left_out(self, *, at: datetime) -> int:
        """How many the gate keeps out of it."""
        return self.all().count() - self.people(at=at)

    def kept(self) -> dict[str, Any]:
        """The same as it can be stored until the file is made; `within`: who runs the programme."""
        return {"groups": self.formation.key, "within": self.formation.programme.run_by_id}

    def words(self) -> str:
        """Which ones, as whoever agrees to the file reads it."""
        programme = self.formation.programme
        return _("Small groups of %(programme)s") % {
            "programme": told_in(programme.title, programme)[0]
        }


def is_of(export: Export) -> bool:
    """Whether a list taken along holds small groups."""
    return "groups" in (export.wanted or {})


def grouped_of(export: Export) -> Grouped:
    """The groups a file was asked for. Raises ListGone."""
    found = find_formation((export.wanted or {}).get("groups", ""))
    if found is None or found.state != Formation.State.CHOSEN:
        raise ListGone
    return Grouped(found)


def told_to(export: Export) -> tuple[Audience, Purpose]:
    """Who took it, before the gate: those who run the programme. Raises ListGone."""
    return audience_of(grouped_of(export).formation.programme), Purpose.THIS_PROGRAMME


def came_from(kept: Mapping[str, Any]) -> tuple[str, str]:
    """Where the list belongs: an address, and what it is called."""
    return reverse("groups:proposal", args=[kept["groups"]]), _("Small groups")


def in_it_words() -> str:
    """Who is in such a file."""
    return _("Everybody in these groups, unless they paused or took back their yes.")


def care_words() -> str:
    """What such a file keeps to itself even of those in it."""
    return _("No address, no number, and nothing of why somebody is in their group.")


def table_of(export: Export, *, at: datetime) -> Table:
    """The file as it is written. Raises ListGone."""
    return Table(export.columns, _rows(grouped_of(export), names=export.columns, at=at))


def _rows(grouped: Grouped, *, names: Sequence[str], at: datetime) -> Iterator[list[str]]:
    ahead = Q(starts_at__gt=at, group__formation=grouped.formation)
    found = Gathering.objects.filter(ahead).order_by("group").values("group")
    meets = dict(found.annotate(next=Min("starts_at")).values_list("group", "next"))
    for one in grouped.open(at=at).select_related("group", "person"):
        told = {
            "group": str(one.group.number),
            "person_id": one.person.key,
            "group_name": one.group.name,
            "display_name": one.person.shown_name,
            "leads": "1" if one.leads else "",
            "meets_at": in_utc(meets.get(one.group_id)),
        }
        yield [told[name] for name in names]
