"""Evaluation."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question

CHAPTER = Chapter(
    code="evaluation",
    name=_("Evaluation"),
    about=_("Asking during the course, at its end, and years later."),
    stage="hand_over",
    guidance=(
        _(
            "Ask while something can still be changed: a word every evening among those who "
            "run it, a sheet with faces for everybody. At the end ask two things alone: was "
            "it worth it, and what should be done better?"
        ),
    ),
    questions=(
        Question(
            "worth",
            _("Is it worth going on?"),
            _("What tells you so, a year from now."),
        ),
        Question(
            "better",
            _("How do you do better?"),
            _("What you change already during the course."),
        ),
        Question(
            "filed",
            _("Where does the report go, and who reads it?"),
            _("The next planning group should."),
        ),
    ),
    parts=frozenset({"evaluation"}),
    reads_with=(
        "learning",
        "alumni",
    ),
)
