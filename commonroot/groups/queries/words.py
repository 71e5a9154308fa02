"""Rules, reasons, effects and hours in words, in the language now active."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commonroot.admissions.models import FormQuestion
from commonroot.core.fields import Translated
from commonroot.core.places import country_name, language_name
from commonroot.core.time import zone_words
from commonroot.groups.rules.asking import Asked
from commonroot.groups.rules.explaining import Why
from commonroot.groups.rules.people import Rule
from commonroot.programmes.models import Programme
from commonroot.programmes.queries.words import day_words


@dataclass(frozen=True)
class Line:
    """One rule in words: kept or not, and what is not kept."""

    rule: str
    kept: bool
    words: str


def kept_words(asked: Asked) -> dict[str, str]:
    """{rule: what holds when it is kept}, of those that were asked for, the strongest first.

    Who must not meet is not among them: only whoever said so is told.
    """
    told = {
        Rule.TOGETHER: _("Teams and pairs stay together."),
        Rule.SIZE: _("Every group has %(smallest)s to %(largest)s people.")
        % {"smallest": asked.smallest, "largest": asked.largest},
        Rule.HOURS: _("Everybody can come to every gathering of their group."),
        Rule.LANGUAGE: _("Everybody in a group shares a language."),
        Rule.ALONE: _("Nobody is alone in what sets them apart."),
        Rule.COUNTRY: _("A country with %(number)s people or more has groups of its own.")
        % {"number": asked.country_from},
        Rule.REGION: _("All others are among neighbours of their region."),
    }
    always = {Rule.TOGETHER, Rule.SIZE}
    return {
        str(rule): words for rule, words in told.items() if rule in always or rule in asked.rules
    }


def broken_words(rule: str, number: int) -> str:
    """What is not kept, with how often."""
    told = {
        Rule.TOGETHER: ngettext(
            "%(n)s person is apart from their team",
            "%(n)s people are apart from their team",
            number,
        ),
        Rule.SIZE: ngettext(
            "%(n)s person too many or too few", "%(n)s people too many or too few", number
        ),
        Rule.HOURS: ngettext(
            "%(n)s time somebody cannot come", "%(n)s times somebody cannot come", number
        ),
        Rule.LANGUAGE: ngettext(
            "%(n)s person does not share the language of the others",
            "%(n)s people do not share the language of the others",
            number,
        ),
        Rule.ALONE: ngettext(
            "%(n)s time somebody is alone in what sets them apart",
            "%(n)s times somebody is alone in what sets them apart",
            number,
        ),
        Rule.COUNTRY: ngettext(
            "%(n)s person is not in a group of their own country",
            "%(n)s people are not in a group of their own country",
            number,
        ),
        Rule.REGION: ngettext(
            "%(n)s person is outside their region",
            "%(n)s people are outside their region",
            number,
        ),
    }
    return told[Rule(rule)] % {"n": number}


def lines(asked: Asked, broken: Mapping[str, int]) -> list[Line]:
    """Every rule that was asked for, kept or with what is not."""
    return [
        Line(rule, not broken.get(rule), words if not broken.get(rule) else said)
        for rule, words in kept_words(asked).items()
        for said in [broken_words(rule, broken.get(rule, 0))]
    ]


def changes(before: Mapping[str, int], after: Mapping[str, int]) -> list[tuple[str, str]]:
    """[(better or worse, what)] of rules that are broken more or less often afterwards."""
    found = []
    for rule in Rule:
        was, then = before.get(rule, 0), after.get(rule, 0)
        if rule == Rule.APART or was == then:
            continue
        words = _("%(what)s (before: %(was)s)") % {"what": broken_words(rule, then), "was": was}
        found.append(("worse" if then > was else "better", words))
    return found


def theme_words(programme: Programme) -> dict[str, str]:
    """{code: words} of the themes that the form of the programme offers."""
    rows = FormQuestion.objects.filter(
        call__programme=programme, meaning=FormQuestion.Meaning.THEMES
    )
    chosen = [get_language() or "en", *programme.languages]
    return {
        choice["value"]: Translated(choice["words"]).chosen(chosen)[0]
        for row in rows.order_by("version")
        for choice in row.choices
    }


def reasons_in_words(reasons: Iterable[Sequence[Any]], *, themes: Mapping[str, str]) -> str:
    """Why somebody is in their group, as one sentence of facts."""
    language = get_language() or "en"
    told = []
    for why, about, count, of in reasons:
        words, called = {
            Why.TEAM: (_("with %(count)s of %(of)s of their team"), ""),
            Why.LANGUAGE: (
                _("speaks %(about)s, as %(count)s of %(of)s others"),
                language_name(about, language),
            ),
            Why.COUNTRY: (
                _("in %(about)s, as %(count)s of %(of)s others"),
                country_name(about, language),
            ),
            Why.REGION: (_("from the same part of the world as %(count)s of %(of)s others"), ""),
            Why.THEME: (
                _("works on %(about)s, as %(count)s of %(of)s others"),
                themes.get(about, about),
            ),
            Why.HOURS: (_("has time for %(count)s of %(of)s gatherings"), ""),
        }[Why(why)]
        told.append(words % {"about": called, "count": count, "of": of})
    return "; ".join(told)


def moment_words(moment: datetime, *, zone: str) -> str:
    """A moment in one line: "Tue 1 December, 19:00 (Nairobi, UTC+3)"."""
    local = moment.astimezone(ZoneInfo(zone))
    day = day_words(local.date(), today=local.date().replace(day=1))
    told = zone_words(zone, moment, language=get_language() or "en")
    return f"{day}{_(',')} {local:%H:%M} ({told})"


def language_words(codes: Iterable[str]) -> str:
    """Languages by their names."""
    here = get_language() or "en"
    return f"{_(',')} ".join(language_name(code, here) for code in codes)


def country_words(codes: Iterable[str]) -> str:
    """Countries by their names."""
    here = get_language() or "en"
    return f"{_(',')} ".join(country_name(code, here) for code in codes)
