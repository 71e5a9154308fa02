"""The lessons of a campaign with the case studies that they come from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from commonroot.campaigns.models import CaseStudy
from commonroot.campaigns.queries.studies import published
from commonroot.campaigns.rules.studies import study_key


@dataclass(frozen=True)
class Lesson:
    """One lesson as it stands in the tool, and its study as far as everybody may read that."""

    shown: Any  # queries.entries.Shown
    study: CaseStudy | None
    source: str  # what stands there where it is none of ours


def lessons_of(shown: Iterable[Any]) -> list[Lesson]:
    """Each with its study: one query for all."""
    rows = list(shown)
    sources = [str(one.value("study") or "") for one in rows]
    keys = [study_key(source) for source in sources]
    there = published().filter(key__in=[key for key in keys if key]).defer("words", "texts")
    studies = {one.key: one for one in there}
    return [
        Lesson(one, studies.get(key), "" if key in studies else source)
        for one, key, source in zip(rows, keys, sources, strict=True)
    ]
