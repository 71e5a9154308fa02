"""Fellowships."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question

CHAPTER = Chapter(
    code="fellowships",
    name=_("Fellowships"),
    about=_("Hosts, projects, who accompanies whom, how it ends."),
    stage="years",
    guidance=(
        _(
            "A fellowship needs a host who wants it, a project small enough to end, and one "
            "person who asks every fortnight how it goes."
        ),
    ),
    questions=(
        Question(
            "host",
            _("Which host, which project, who accompanies it?"),
            _("One line for each fellow."),
        ),
        Question(
            "ends",
            _("How does it end, and who hears of it?"),
            _("What is handed in, and where it is shown."),
        ),
    ),
    parts=frozenset({"circles", "content"}),
    reads_with=(
        "alumni",
        "evaluation",
    ),
)
