"""Pages of programmes: what the public sees, and planning at the desk."""

from commonroot.programmes.views.public import (
    ask,
    asked,
    catalogue,
    feed,
    preview,
    programme,
    question_answered,
    questions,
    zone,
)

__all__ = [
    "ask",
    "asked",
    "catalogue",
    "feed",
    "preview",
    "programme",
    "question_answered",
    "questions",
    "zone",
]
