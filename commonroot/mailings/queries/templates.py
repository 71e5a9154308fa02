"""Texts to begin a letter from: those that come along, and the school's own words for them."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonroot.consent.rules import Purpose
from commonroot.mailings import rules
from commonroot.mailings.models import Template, TemplateVersion

FILE = Path(__file__).resolve().parents[1] / "wordings.toml"

# The letters around a course, in its order (domain source 3.12): code → (name, what for).
KINDS: dict[str, tuple[Any, Purpose]] = {
    "announcement": (_("Announcement of a course"), Purpose.NEWS),
    "received": (_("Application received"), Purpose.THIS_PROGRAMME),
    "acceptance": (_("Acceptance"), Purpose.THIS_PROGRAMME),
    "reserve": (_("Reserve list"), Purpose.THIS_PROGRAMME),
    "regret": (_("Regret"), Purpose.THIS_PROGRAMME),
    "invitation_scholarship": (_("Invitation letter with a scholarship"), Purpose.THIS_PROGRAMME),
    "invitation": (_("Invitation letter without a scholarship"), Purpose.THIS_PROGRAMME),
    "invitation_faculty": (_("Invitation letter for who teaches"), Purpose.THIS_PROGRAMME),
    "flights": (_("Booking of flights"), Purpose.THIS_PROGRAMME),
    "preparation": (_("Preparing for the course"), Purpose.THIS_PROGRAMME),
    "practical": (_("Practical note"), Purpose.THIS_PROGRAMME),
    "thanks": (_("Thank you, and what we may share"), Purpose.THIS_PROGRAMME),
    "circle": (_("To a country circle"), Purpose.COUNTRY_CIRCLE),
    "theme": (_("To a theme circle"), Purpose.THEME_CIRCLE),
    "follow_up": (_("How is it going?"), Purpose.FOLLOW_UP),
    "withdrawal": (_("You are out, as you asked"), Purpose.NOTICE),
}


@dataclass(frozen=True)
class Words:
    """How a template reads now. `version` is 0 for the words that come along."""

    code: str
    name: str
    purpose: str
    subject: Mapping[str, str]
    text: Mapping[str, str]
    version: int = 0
    template: Template | None = None

    def missing(self, languages: Sequence[str]) -> list[str]:
        """In which of the school's languages it is not written."""
        return rules.missing(languages, subject=self.subject, text=self.text)

    @property
    def mark(self) -> str:
        """What a letter begun from it remembers: code or key, and the version."""
        return f"{self.code or (self.template.key if self.template else '')}:{self.version}"


@cache
def _along() -> dict[str, dict[str, dict[str, str]]]:
    """{code: {"subject": {language: text}, "text": {…}}} of the file that comes along."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def words_of(code: str, template: Template | None = None) -> Words:
    """The words that stand for a template: the school's last version, else those that come along.

    Raises KeyError for a code that there is not.
    """
    if template is None and code:
        template = Template.objects.filter(code=code).first()
    last = template.versions.order_by("-number").first() if template is not None else None
    name, purpose = KINDS[code] if code else (template.name if template else "", "")
    if not code and template is not None:
        purpose = template.purpose
    if last is not None:
        return Words(code, str(name), str(purpose), last.subject, last.text, last.number, template)
    along = _along().get(code, {"subject": {}, "text": {}})
    return Words(code, str(name), str(purpose), along["subject"], along["text"], 0, template)


def templates() -> list[Words]:
    """Every template with the words that stand: those that come along first, in their order."""
    rows = Template.objects.filter(retired_at=None).order_by("made_at", "pk")
    own = {row.code: row for row in rows if row.code}
    found = [words_of(code, own.get(code)) for code in KINDS]
    return [*found, *(words_of("", row) for row in rows if not row.code)]


def template(key: str) -> Template | None:
    """The template with that key."""
    return Template.objects.filter(key=key, retired_at=None).first()


def versions(template: Template | None) -> Sequence[TemplateVersion]:
    """How a template read, the last version first."""
    return list(template.versions.order_by("-number")) if template is not None else []
