"""Case studies as organisers have them on their desk."""

from dataclasses import dataclass

from django.utils.translation import get_language

from commonroot.campaigns.models import CaseStudy
from commonroot.campaigns.queries.studies import facts, languages
from commonroot.circles.models import Circle
from commonroot.people.models import Person
from commonroot.people.queries import in_high_care, search
from commonroot.programmes.queries.words import language_name

OFFERED = 12


@dataclass(frozen=True)
class DeskRow:
    """A study on the desk: its title, what it tells of, its languages, who tells it."""

    study: CaseStudy
    title: str
    facts: str
    languages: str
    by_team: bool


@dataclass(frozen=True)
class InLanguage:
    """A language in which a study is there, or could be written."""

    code: str
    name: str
    is_there: bool


def desk_rows() -> list[DeskRow]:
    """Every study, those that wait to be read first, then the newest: one query."""
    rows = (
        CaseStudy.objects.select_related("campaign__programme__run_by")
        .defer("words", "texts")
        .order_by("-changed_at", "-pk")
    )
    language = get_language() or "en"
    return [
        DeskRow(
            study=one,
            title=one.title.chosen((language, one.told_in))[0],
            facts=facts(one, language=language),
            languages=" · ".join(language_name(code) for code in languages(one)),
            by_team=one.campaign_id is not None,
        )
        for one in rows
    ]


def could_stand(study: CaseStudy, words: str) -> list[Person]:
    """Whom a search finds that could be asked to stand in a study; nobody in high care, who is
    named nowhere.
    """
    if not words.strip():
        return []
    known = Person.objects.filter(provisional=False, frozen_at=None).exclude(in_high_care())
    there = study.people.values("person")
    return list(search(words, known.exclude(pk__in=there)).order_by("sort_key", "pk")[:OFFERED])


def languages_of(study: CaseStudy, school: Circle | None) -> list[InLanguage]:
    """The languages of a study, and those of the school in which it is not told yet."""
    there = languages(study)
    codes = dict.fromkeys([*there, *(school.languages if school is not None else ())])
    return [InLanguage(code, language_name(code), code in there) for code in codes]
