"""How what is held of somebody in campaigns is said: in the words of the tools."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from commonroot.campaigns.models import Campaign
from commonroot.campaigns.models.tools import KINDS
from commonroot.campaigns.queries.words import words_of

Row = Mapping[str, Any]

NAMES = {
    "campaigns.member.campaign": gettext_lazy("campaign"),
    "campaigns.member.leads": gettext_lazy("you lead it"),
    "campaigns.member.reads_risks": gettext_lazy("you read the notes on dangers"),
    "campaigns.member.invited_at": gettext_lazy("asked"),
    "campaigns.member.joined_at": gettext_lazy("joined"),
    "campaigns.member.left_at": gettext_lazy("left"),
    "campaigns.publicask.shared_to": gettext_lazy("open to"),
    "campaigns.change.did": gettext_lazy("what you did"),
    "campaigns.change.field": gettext_lazy("where"),
    "campaigns.change.kind": gettext_lazy("what it is"),
    "campaigns.clash.field": gettext_lazy("where"),
    "campaigns.clash.kind": gettext_lazy("what it is"),
    "campaigns.clash.settled_at": gettext_lazy("settled"),
    "campaigns.clash.end": gettext_lazy("how it ended"),
    "campaigns.studyperson.study": gettext_lazy("case study"),
    "campaigns.studyperson.shown": gettext_lazy("how you stand in it"),
}
# Keys of ours, and what is of the team: whoever left it reads nothing of it any more.
SILENT = {
    "campaigns.member.invited_by",
    "campaigns.publicask.campaign", "campaigns.publicask.member", "campaigns.publicask.parts",
    "campaigns.task.entry", "campaigns.task.member",
    "campaigns.change.campaign", "campaigns.change.entry_key", "campaigns.change.member",
    "campaigns.clash.campaign", "campaigns.clash.entry_key", "campaigns.clash.member",
}  # fmt: skip
AS_WRITTEN = {"campaigns.studyperson.study", "campaigns.studyperson.role"}


def _campaign(value: Any, row: Row) -> str:
    """What a campaign is called, for whoever is of its team."""
    found = None if row.get("left_at") else Campaign.objects.filter(key=value).first()
    return found.name if found is not None else ""


def _kind(value: Any, _row: Row) -> str:
    return str(KINDS[value].name) if value in KINDS else ""


def _field(value: Any, row: Row) -> str:
    kind = KINDS.get(row.get("kind", ""))
    labels = {field.code: str(field.label) for field in kind.fields} if kind is not None else {}
    return labels.get(value, "")


def _what_stood(value: Any, row: Row) -> str:
    """What stood in a field, or in all fields of an entry; people and entries stay unnamed."""
    kind = KINDS.get(row.get("kind", ""))
    if kind is None or value is None:
        return ""
    all_of_it = value.get("said", value) if isinstance(value, dict) else {row.get("field"): value}
    said = (
        words_of(field, all_of_it[field.code], names={})
        for field in kind.fields
        if field.code in all_of_it
    )
    return " · ".join(words for words in said if words)


SAY = {
    "campaigns.member.campaign": _campaign,
    "campaigns.change.kind": _kind,
    "campaigns.change.field": _field,
    "campaigns.change.before": _what_stood,
    "campaigns.change.after": _what_stood,
    "campaigns.clash.kind": _kind,
    "campaigns.clash.field": _field,
}
