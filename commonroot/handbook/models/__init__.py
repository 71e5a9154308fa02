"""A course's answers, its own list, templates; and the chapters, which stand in files."""

from commonroot.handbook.models.answers import (
    ChapterAnswer,
    ChapterTemplate,
    CheckItem,
    FormerAnswer,
)

__all__ = ["ChapterAnswer", "ChapterTemplate", "CheckItem", "FormerAnswer"]
