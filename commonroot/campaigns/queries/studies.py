"""The library of case studies: found by words and by what they tell of; open to everybody."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonroot.campaigns.models import CaseStudy, StudyFacet, StudySession
from commonroot.campaigns.models.study_words import FACETS
from commonroot.campaigns.models.workspace import Service
from commonroot.campaigns.rules import studies as rules
from commonroot.core.places import country_name
from commonroot.core.text import isolated
from commonroot.programmes.models import Session

NEWEST = 50  # in the feed


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: words, and codes of the filters; "" where they did not choose."""

    words: str = ""
    service: str = ""
    country: str = ""
    adversary: str = ""
    tactic: str = ""
    outcome: str = ""
    failed: str = ""

    @property
    def address(self) -> str:
        """What stands behind the "?" of a page that shows it."""
        return urlencode([(one.name, said) for one in fields(self) if (said := self._of(one.name))])

    def without(self, name: str) -> "Asked":
        """The same without one of them."""
        return replace(self, **{name: ""})

    def _of(self, name: str) -> str:
        return str(getattr(self, name))


@dataclass(frozen=True)
class Choice:
    """One thing by which studies can be narrowed: its codes, each with words and how many."""

    name: str
    label: Any
    options: tuple[tuple[str, str, int], ...]
    chosen: str


@dataclass(frozen=True)
class Row:
    """A study in a list, in the reader's language as far as there is one."""

    key: str
    title: str
    language: str
    summary: str
    facts: str
    outcome: str
    failed: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """What was found: the studies, in how many ways they can be narrowed, and how."""

    rows: QuerySet[CaseStudy]
    count: int
    choices: tuple[Choice, ...]
    said: tuple[tuple[str, str], ...]  # (words, the address without it) of each filter chosen
    loosely: bool  # nothing was written so: these sound like it


def study(key: str) -> CaseStudy | None:
    """The study with that key, in any state, with its campaign and who runs its course."""
    return CaseStudy.objects.filter(key=key).select_related("campaign__programme__run_by").first()


def published() -> QuerySet[CaseStudy]:
    """What everybody may read, the newest first."""
    rows = CaseStudy.objects.filter(state=CaseStudy.State.PUBLISHED)
    return rows.order_by("-published_at", "-pk")


def asked_for(sent: Mapping[str, str]) -> Asked:
    """What an address asks for; codes that there are not ask for nothing."""
    known: dict[str, Iterable[str]] = {
        "service": Service.values,
        "outcome": CaseStudy.Outcome.values,
        **{name: words.values for name, words in FACETS.items()},
    }
    return Asked(
        words=sent.get("words", "").strip()[:200],
        country=sent.get("country", "").upper()[:2],
        **{
            name: code if (code := sent.get(name, "")) in codes else ""
            for name, codes in known.items()
        },
    )


def found(asked: Asked, *, among: QuerySet[CaseStudy] | None = None) -> Found:
    """The studies that fit, and how they can be narrowed further: three queries, four where nothing
    is written as typed.
    """
    start = published() if among is None else among
    rows = _narrowed(start, asked)
    told, loosely = list(_codes(rows)), False
    if not told and asked.words:
        rows = _narrowed(start, asked, loosely=True)
        told = list(_codes(rows))
        loosely = bool(told)
    return Found(
        rows=rows,
        count=len(told),
        choices=_choices(asked, told, rows=rows),
        said=_said(asked),
        loosely=loosely,
    )


def _codes(rows: QuerySet[CaseStudy]) -> QuerySet[CaseStudy, tuple[str, str, str]]:
    return rows.order_by().values_list("service", "country", "outcome")


def _narrowed(
    rows: QuerySet[CaseStudy], asked: Asked, *, loosely: bool = False
) -> QuerySet[CaseStudy]:
    if loosely:
        sounds = rules.sounds(asked.words)
        rows = rows if sounds else rows.none()
        for sound in sounds:
            rows = rows.filter(words__contains=sound)
    else:
        for forms in rules.wanted(asked.words):
            either = Q()
            for form in forms:
                either |= Q(words__contains=f" {form}")
            rows = rows.filter(either)
    for name in ("service", "country", "outcome"):
        if getattr(asked, name):
            rows = rows.filter(**{name: getattr(asked, name)})
    for name in FACETS:
        if getattr(asked, name):
            told = StudyFacet.objects.filter(
                study=OuterRef("pk"), kind=name, code=getattr(asked, name)
            )
            rows = rows.filter(Exists(told))
    return rows


def _choices(
    asked: Asked, told: list[tuple[str, str, str]], *, rows: QuerySet[CaseStudy]
) -> tuple[Choice, ...]:
    facets: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    counted = StudyFacet.objects.filter(study__in=rows.order_by().values("pk"))
    for kind, code, number in (
        counted.order_by().values_list("kind", "code").annotate(number=Count("pk"))
    ):
        facets[kind][code] = number
    by_column = [Counter(column) for column in zip(*told, strict=True)] or [Counter()] * 3
    language = get_language() or "en"
    countries = {code: country_name(code, language) for code in by_column[1] if code}
    services = {one.value: str(one.label) for one in Service}
    outcomes = {one.value: str(one.label) for one in CaseStudy.Outcome}
    facet = {name: {one.value: str(one.label) for one in words} for name, words in FACETS.items()}
    plan: tuple[tuple[str, Any, dict[str, str], Counter[str]], ...] = (
        ("service", _("What it was about"), services, by_column[0]),
        ("country", _("Country"), countries, by_column[1]),
        ("adversary", _("Who was against it"), facet["adversary"], facets["adversary"]),
        ("tactic", _("What was done"), facet["tactic"], facets["tactic"]),
        ("outcome", _("How it ended"), outcomes, by_column[2]),
        ("failed", _("What did not work"), facet["failed"], facets["failed"]),
    )
    return tuple(
        Choice(name, label, _options(words, numbers), getattr(asked, name))
        for name, label, words, numbers in plan
    )


def _options(words: dict[str, str], numbers: Counter[str]) -> tuple[tuple[str, str, int], ...]:
    named = [(code, label, numbers[code]) for code, label in words.items() if numbers[code]]
    return tuple(sorted(named, key=lambda one: (-one[2], one[1])))


def _said(asked: Asked) -> tuple[tuple[str, str], ...]:
    told = []
    if asked.words:
        told.append((f"“{asked.words}”", asked.without("words").address))
    labels: dict[str, str] = {
        "service": str(dict(Service.choices).get(asked.service, "")),
        "country": country_name(asked.country, get_language() or "en") if asked.country else "",
        "outcome": str(dict(CaseStudy.Outcome.choices).get(asked.outcome, "")),
        **{
            name: str(dict(words.choices).get(getattr(asked, name), ""))
            for name, words in FACETS.items()
        },
    }
    order = ("service", "country", "adversary", "tactic", "outcome", "failed")
    told += [(labels[name], asked.without(name).address) for name in order if labels[name]]
    return tuple(told)


def listed(page: Iterable[CaseStudy]) -> list[Row]:
    """Studies as rows of a list: one query for what failed in all of them."""
    rows = list(page)
    failed: dict[int, list[str]] = {}
    facets = StudyFacet.objects.filter(study__in=rows, kind=StudyFacet.Kind.FAILED)
    words = dict(FACETS["failed"].choices)
    for study_id, code in facets.order_by("pk").values_list("study", "code"):
        failed.setdefault(study_id, []).append(str(words.get(code, code)))
    language = get_language() or "en"
    return [
        Row(
            key=one.key,
            title=one.title.chosen((language, one.told_in))[0],
            language=one.title.chosen((language, one.told_in))[1],
            summary=one.summary.chosen((language, one.told_in))[0],
            facts=facts(one, language=language),
            outcome=one.outcome,
            failed=tuple(failed.get(one.pk, ())),
        )
        for one in rows
    ]


def facts(study: CaseStudy, *, language: str) -> str:
    """What it was about, where and when, in one line."""
    country = country_name(study.country, language) if study.country else ""
    told = (study.get_service_display(), study.place, country, years(study))
    return " · ".join(isolated(str(one)) for one in told if one)


def years(study: CaseStudy) -> str:
    """The years it tells of, in words."""
    return rules.years(study.from_year, study.to_year, goes_on=_("since {year}"))


def languages(study: CaseStudy) -> list[str]:
    """The languages in which a study can be read, the one it was told in first."""
    there = [code for code, text in study.title.items() if text]
    return sorted(there, key=lambda code: (code != study.told_in, code))


def studies_in(session: Session) -> QuerySet[CaseStudy]:
    """What a session works with, as far as everybody may read it."""
    return published().filter(in_sessions__session=session)


def studies_of_session(key: str) -> list[Row]:
    """The same for the page of a session, by its key."""
    return listed(published().filter(in_sessions__session__key=key))


def sessions_with(study: CaseStudy, *, at: Any) -> QuerySet[Session]:
    """The public sessions that work with a study, the newest first."""
    return (
        Session.objects.filter(studies__study=study, programme__published_at__lte=at)
        .select_related("programme")
        .order_by("-starts_at", "pk")
    )


def picked(session: Session) -> set[str]:
    """The keys of the studies that organisers chose for a session, in any state."""
    rows = StudySession.objects.filter(session=session)
    return set(rows.values_list("study__key", flat=True))
