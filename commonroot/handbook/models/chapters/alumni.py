"""The years after."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question

CHAPTER = Chapter(
    code="alumni",
    name=_("The years after"),
    about=_("Circles, projects, questions at three, six and twelve months."),
    stage="plan",
    guidance=(
        _(
            "A course is worth what people do after it. Decide while you plan who stays in "
            "touch with whom, which circles hear of whom, and when you ask how it goes."
        ),
    ),
    questions=(
        Question(
            "deepen",
            _(
                "How will you deepen the engagement of participants in local and more focused"
                " activism?"
            ),
            _("Also in the movement itself. Your answer stands atop the years after."),
        ),
        Question(
            "circles",
            _("Which circle takes up whom, and when?"),
            _("Six weeks before the course at the latest."),
        ),
        Question(
            "rhythm",
            _("When do you ask how it goes, and who answers?"),
            _("And who looks after those who are new to activism."),
        ),
    ),
    parts=frozenset({"circles"}),
    reads_with=(
        "evaluation",
        "fellowships",
        "calling",
    ),
)
