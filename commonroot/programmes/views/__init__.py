"""Pages of programmes: what the public sees, and planning at the desk."""

from commonroot.programmes.views.feeds import circle_feed, feed, programmes_atom
from commonroot.programmes.views.public import (
    ask,
    asked,
    catalogue,
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
    "circle_feed",
    "feed",
    "preview",
    "programme",
    "programmes_atom",
    "question_answered",
    "questions",
    "zone",
]
