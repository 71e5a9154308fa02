"""Presenters and the line through the course."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question

CHAPTER = Chapter(
    code="storyline",
    name=_("Presenters and the line through the course"),
    about=_("Aims, methods, and one line through many voices."),
    stage="run",
    guidance=(
        _(
            "Many presenters make a row of talks unless somebody keeps the line. Tell each "
            "presenter what came before, what comes after, and what this session adds."
        ),
    ),
    questions=(
        Question(
            "adds",
            _("What does each session add to the line?"),
            _("One sentence for each."),
        ),
        Question(
            "briefed",
            _("Who speaks with each presenter beforehand?"),
            _("And what they are told about who listens."),
        ),
    ),
    parts=frozenset({"content", "presenting"}),
    reads_with=(
        "learning",
        "small_groups",
    ),
)
