"""Learning together."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question

CHAPTER = Chapter(
    code="learning",
    name=_("Learning together"),
    about=_("What is learned in which order, and how it leads to practice."),
    stage="run",
    guidance=(
        _(
            "People learn from one another at least as much as from those who present. Give "
            "group work as much time as talks, and ask after each day what should change on "
            "the next."
        ),
    ),
    questions=(
        Question(
            "order",
            _("In which order?"),
            _("What must be understood before what."),
        ),
        Question(
            "practice",
            _("How do groups lead to practice?"),
            _("What each group takes home and does."),
        ),
        Question(
            "beforehand",
            _("What is read and written beforehand?"),
            _("How long it takes, and what happens with it."),
        ),
    ),
    parts=frozenset({"content", "process"}),
    reads_with=(
        "storyline",
        "small_groups",
        "online",
    ),
)
