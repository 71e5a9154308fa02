"""Online courses."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question

CHAPTER = Chapter(
    code="online",
    name=_("Online courses"),
    about=_("Cycles of reading, work and answers; who answers by when."),
    stage="run",
    guidance=(
        _(
            "Online a course is a rhythm: read, do, hand in, hear what others think of it. "
            "Put the tasks and the dates in one table, and answer every piece of work within "
            "a week."
        ),
    ),
    questions=(
        Question(
            "cycle",
            _("What is the cycle of each topic?"),
            _("How many days for what."),
        ),
        Question(
            "feedback",
            _("Who answers what people hand in, by when?"),
            _("A name for each week."),
        ),
    ),
    parts=frozenset({"content", "place"}),
    reads_with=(
        "learning",
        "kinds",
    ),
)
