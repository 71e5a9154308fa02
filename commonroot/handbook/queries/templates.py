"""Texts to take and change: those that come along with a chapter, and those of the school."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import get_language

from commonroot.handbook.models import ChapterTemplate
from commonroot.handbook.models.shapes import Chapter


@dataclass(frozen=True)
class Text:
    """A text as somebody takes it: `code` of one that comes along, else `key` of the school's."""

    code: str
    key: str
    title: str
    text: str
    language: str
    course: str = ""


def template(key: str) -> ChapterTemplate | None:
    """The text of the school with that key."""
    return ChapterTemplate.objects.select_related("from_programme").filter(key=key).first()


def own_texts() -> QuerySet[ChapterTemplate]:
    """Every text of the school, the newest first."""
    return ChapterTemplate.objects.select_related("from_programme").order_by("-changed_at", "-pk")


def texts_of(chapter: Chapter, rows: list[ChapterTemplate]) -> list[Text]:
    """The texts of a chapter: the school's own out of `rows`, then those that come along."""
    reader = get_language() or "en"
    own = [own_text(row) for row in rows if row.chapter == chapter.code]
    return own + [
        Text(one.code, "", str(one.title), str(one.text), reader) for one in chapter.templates
    ]


def own_text(row: ChapterTemplate) -> Text:
    """A text of the school in the reader's language, else in one that there is."""
    reader = get_language() or "en"
    text, language = row.text.chosen((reader,))
    title, _language = row.title.chosen((language,))
    course = str(row.from_programme.title) if row.from_programme is not None else ""
    return Text("", row.key, title, text, language, course)
