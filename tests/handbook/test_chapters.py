"""The chapters: short enough to fold and to translate, and joined with one another."""

import re

import pytest

from commonroot.handbook.models.chapters import CHAPTERS
from commonroot.handbook.models.shapes import Chapter
from commonroot.handbook.queries.checks import CHECKS
from commonroot.programmes.models import Function
from commonroot.programmes.rules.stages import STAGES

CODES = [chapter.code for chapter in CHAPTERS]
NOT_ON_THE_SCREEN = re.compile(r"\b(user|record|submit|invalid|mandate|risk)s?\b", re.IGNORECASE)


def words(text: object) -> int:
    return len(str(text).split())


def said(chapter: Chapter) -> list[str]:
    """Every text of a chapter."""
    found = [chapter.name, chapter.about, *chapter.guidance]
    found += [text for one in chapter.questions for text in (one.words, one.help)]
    found += [text for one in chapter.templates for text in (one.title, one.text)]
    found += [one.words for one in CHECKS.values() if one.chapter == chapter.code]
    return [str(text) for text in found]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=CODES)
def test_a_chapter_is_short_and_asks_little(chapter):
    assert 250 <= sum(words(one) for one in chapter.guidance) <= 450
    assert [str(one) for one in chapter.guidance if words(one) > 60] == []
    assert 3 <= len(chapter.questions) <= 6
    assert 1 <= len(chapter.templates) <= 3
    assert [one.code for one in chapter.questions if not (one.words and one.help)] == []
    assert [text for text in said(chapter) if NOT_ON_THE_SCREEN.search(text)] == []


@pytest.mark.parametrize("chapter", CHAPTERS, ids=CODES)
def test_a_chapter_belongs_somewhere(chapter):
    assert chapter.stage in STAGES
    assert chapter.parts <= {*Function.Kind.values, "presenting"}
    assert chapter.reads_with
    assert set(chapter.reads_with) < set(CODES) - {chapter.code}
    assert [one.code for one in CHECKS.values() if one.chapter == chapter.code]


def test_no_code_stands_twice_and_each_fits_its_field():
    questions = [f"{chapter.code}.{one.code}" for chapter in CHAPTERS for one in chapter.questions]
    lengths = [len(one) for one in (*questions, *CHECKS, *CODES)]

    assert len(set(questions)) == len(questions)
    assert max(lengths) <= 40
    assert {one.chapter for one in CHECKS.values()} == set(CODES)
