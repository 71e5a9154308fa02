"""Planning the course."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question

CHAPTER = Chapter(
    code="planning",
    name=_("Planning the course"),
    about=_("Who carries what, by when, and with whom."),
    stage="plan",
    guidance=(
        _(
            "A course is carried by a planning group, not by one person. Name who covers each"
            " function before you fix a date, and write down what is decided and who promised"
            " what."
        ),
    ),
    questions=(
        Question(
            "functions",
            _("Who covers each function?"),
            _("A name for each, and who steps in."),
        ),
        Question(
            "decisions",
            _("Who keeps decisions and promises?"),
            _("Where they stand, and when you look at them together."),
        ),
        Question(
            "sponsors",
            _("Who may be called co-sponsor?"),
            _("And what each of them gives: money, people, a place, a name."),
        ),
        Question(
            "dates",
            _("Which dates, and which place?"),
            _("What you know already, and what must be settled first."),
        ),
    ),
    parts=frozenset({"coordination", "process"}),
    reads_with=(
        "budget",
        "kinds",
        "evaluation",
    ),
)
