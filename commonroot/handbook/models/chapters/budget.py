"""Budget and raising money."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question

CHAPTER = Chapter(
    code="budget",
    name=_("Budget and raising money"),
    about=_("What is needed, what is there, and who asks whom."),
    stage="plan",
    guidance=(
        _(
            "Fix no date before the money for the most expensive things is certain. Travel, "
            "places to sleep and interpreting cost most, and are promised last."
        ),
    ),
    questions=(
        Question(
            "secured",
            _("What is certain before dates are fixed?"),
            _("Money, places, people's time."),
        ),
        Question(
            "scholarships",
            _("How many can come without paying?"),
            _("And how that is decided."),
        ),
        Question(
            "sources",
            _("Who asks whom for money, until when?"),
            _("With the name of the person they know there."),
        ),
    ),
    parts=frozenset({"money"}),
    reads_with=(
        "planning",
        "kinds",
    ),
)
