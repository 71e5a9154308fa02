"""One case study as it is read: its texts in the reader's language, who stands there by name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from commonroot.campaigns.models import Campaign, CaseStudy, Entry, Part, Step, StudyPerson
from commonroot.campaigns.models.study_words import (
    DIFFERENTLY,
    FACETS,
    LICENCE_ADDRESSES,
    REFERENCES,
    SECTIONS,
    Licence,
    Text,
)
from commonroot.campaigns.queries.studies import NEWEST, facts, languages, published
from commonroot.campaigns.rules.studies import study_key
from commonroot.circles.models import Circle
from commonroot.consent.queries import allowed, may
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.fields import Translated
from commonroot.core.places import country_name
from commonroot.people.models import Person
from commonroot.people.queries import in_high_care
from commonroot.programmes.queries.addresses import absolute, host
from commonroot.programmes.queries.structured import script_safe
from commonroot.programmes.queries.words import language_name


@dataclass(frozen=True)
class Said:
    """One text of a study: its heading, its words and their language."""

    code: str
    label: Any
    text: str
    language: str


@dataclass(frozen=True)
class Chapter:
    """Texts that stand under one title."""

    title: Any
    texts: tuple[Said, ...]


@dataclass(frozen=True)
class StudyPage:
    """All that the page of a study shows."""

    study: CaseStudy
    title: str
    language: str
    foreign: str  # the name of that language, where it is not the reader's
    summary: str
    facts: str
    outcome: str
    failed: tuple[str, ...]
    tags: tuple[str, ...]
    differently: Said | None
    chapters: tuple[Chapter, ...]
    references: tuple[str, ...]
    people: tuple["Standing", ...]
    licence: str
    licence_address: str
    languages: str
    json_ld: SafeString


@dataclass(frozen=True)
class Standing:
    """Somebody in a study: their part in it, and their name where they let it stand there."""

    role: str
    name: str


def seen_with(study_key: str) -> Audience:
    """Before whom somebody is named: everybody, in this one study and nowhere else."""
    return Audience(AudienceKind.PUBLIC, f"study:{study_key}")


def is_named(person: StudyPerson, *, at: datetime) -> bool:
    """Whether a yes to stand in a study by name holds now."""
    return may(person.person, Purpose.NAMING, seen_with(person.study.key), at=at)


def standing(study: CaseStudy, *, at: datetime) -> tuple[Standing, ...]:
    """Who stands in a study: by name those alone who agreed and whom the gate lets through, the
    others by their part in it; whoever wanted neither does not stand there.

    Who is in high care is named nowhere.
    """
    rows = study.people.exclude(shown=StudyPerson.Shown.NONE).order_by("pk")
    named = allowed(
        rows.filter(shown=StudyPerson.Shown.NAME).exclude(in_high_care("person")),
        "person",
        purpose=Purpose.NAMING,
        audience=seen_with(study.key),
        at=at,
    )
    let = set(named.values_list("pk", flat=True))
    found = ((one.role, one.name if one.pk in let else "") for one in rows)
    return tuple(Standing(role, name) for role, name in found if role or name)


def study_page(study: CaseStudy, *, school: Circle | None, at: datetime) -> StudyPage:
    """Everything its page shows: three queries besides the study itself."""
    reader = get_language() or "en"
    order = (reader, study.told_in, *languages(study))
    title, language = study.title.chosen(order)
    codes: dict[str, list[str]] = {}
    for kind, code in study.facets.order_by("pk").values_list("kind", "code"):
        codes.setdefault(kind, []).append(str(dict(FACETS[kind].choices).get(code, code)))
    people = standing(study, at=at)
    references = _said(study, REFERENCES, order=order)
    return StudyPage(
        study=study,
        title=title,
        language=language,
        foreign=language_name(language) if language not in {reader, ""} else "",
        summary=study.summary.chosen(order)[0],
        facts=facts(study, language=reader),
        outcome=str(study.get_outcome_display()),
        failed=tuple(codes.get("failed", ())),
        tags=(*codes.get("tactic", ()), *codes.get("adversary", ())),
        differently=_said(study, DIFFERENTLY, order=order),
        chapters=_chapters(study, order),
        references=tuple(references.text.splitlines()) if references else (),
        people=people,
        licence=str(study.get_licence_display()),
        licence_address=LICENCE_ADDRESSES.get(Licence(study.licence), ""),
        languages=" · ".join(language_name(code) for code in languages(study)),
        json_ld=_json_ld(study, people=people, title=title, language=language, school=school),
    )


def _said(study: CaseStudy, text: Text, *, order: tuple[str, ...]) -> Said | None:
    words, language = Translated(study.texts.get(text.code, {})).chosen(order)
    return Said(text.code, text.label, words, language) if words else None


def _chapters(study: CaseStudy, order: tuple[str, ...]) -> tuple[Chapter, ...]:
    found = []
    for section in SECTIONS:
        texts = tuple(said for text in section.texts if (said := _said(study, text, order=order)))
        if texts:
            found.append(Chapter(section.title, texts))
    return tuple(found)


def address(study: CaseStudy) -> str:
    """Where its page is, in the language now active."""
    return absolute(reverse("campaigns:study", kwargs={"key": study.key}))


def lasting_address(study: CaseStudy) -> str:
    """Where it is found in whichever language its reader has."""
    return f"{settings.ADDRESS}/studies/{study.key}/"


def _json_ld(
    study: CaseStudy,
    *,
    people: tuple[Standing, ...],
    title: str,
    language: str,
    school: Circle | None,
) -> SafeString:
    named = [{"@type": "Person", "name": one.name} for one in people if one.name]
    content = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": title,
        "abstract": study.summary.chosen((language,))[0],
        "url": address(study),
        "inLanguage": language,
        "datePublished": study.published_at.isoformat() if study.published_at else "",
        "dateModified": study.changed_at.isoformat(),
        "publisher": {"@type": "Organization", "name": str(school)} if school else "",
        "creditText": study.told_by,
        "contributor": named,
        "license": LICENCE_ADDRESSES.get(Licence(study.licence), ""),
        "about": str(study.get_service_display()),
        "spatialCoverage": ", ".join(
            filter(None, (study.place, country_name(study.country, language or "en")))
        ),
        "temporalCoverage": _span(study),
        "genre": "case study",
    }
    return script_safe({key: value for key, value in content.items() if value})


def _span(study: CaseStudy) -> str:
    """ISO 8601: "2019/2021", "2019/.." while it goes on."""
    if study.from_year is None:
        return str(study.to_year or "")
    return f"{study.from_year}/{study.to_year or '..'}"


def applied_in(study: CaseStudy) -> list[Campaign]:
    """Campaigns that took a lesson from it and let everybody read that: one query.

    What campaigns write is sealed: what everybody may read is opened and looked through.
    """
    shared = Part.objects.filter(tool="lessons", shared_to=Step.PUBLIC)
    rows = (
        Entry.objects.filter(
            kind="lesson",
            team_only=False,
            campaign__shared_to=Step.PUBLIC,
            campaign__thrown_at=None,
            campaign__in=shared.values("campaign"),
        )
        .select_related("campaign")
        .order_by("campaign", "pk")
    )
    found = {
        row.campaign_id: row.campaign
        for row in rows
        if study_key(str(row.said.get("study", ""))) == study.key
    }
    return list(found.values())


def atom(*, school: Circle | None) -> bytes:
    """The newest case studies for news readers, each in its own language (RFC 4287)."""
    feed = Atom1Feed(
        title=f"{school or host()}: {_('case studies')}",
        link=f"{settings.ADDRESS}/studies/",
        description="",
        feed_url=f"{settings.ADDRESS}/feeds/studies.atom",
    )
    for study in published().defer("words", "texts")[:NEWEST]:
        language = study.told_in
        with override(language):
            feed.add_item(
                title=study.title.chosen((language,))[0],
                link=address(study),
                description=study.summary.chosen((language,))[0],
                unique_id=f"tag:{host()},2026:study-{study.key}",
                pubdate=study.published_at,
                updateddate=max(study.changed_at, study.published_at or study.changed_at),
            )
    return feed.writeString("utf-8").encode()


def study_person(key: str) -> StudyPerson | None:
    """Somebody's place in a study, by its key."""
    return StudyPerson.objects.filter(key=key).select_related("person", "study__campaign").first()


def places_of(person: Person) -> QuerySet[StudyPerson]:
    """Where somebody is asked about, or stands, in case studies; the newest first."""
    return StudyPerson.objects.filter(person=person).select_related("study").order_by("-asked_at")
