"""Kinds of course."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question

CHAPTER = Chapter(
    code="kinds",
    name=_("Kinds of course"),
    about=_("General or on one theme, how long, in which form and languages."),
    stage="plan",
    guidance=(
        _(
            "Choose the kind of course for the people you want to reach, not for the form you"
            " know best. Length, form and languages follow from who comes, who teaches, and "
            "what there is to spend."
        ),
    ),
    questions=(
        Question(
            "fits",
            _("Which kind fits your people, your presenters and your money?"),
            _("Say what you decided against as well."),
        ),
        Question(
            "languages",
            _("One language or several?"),
            _("Who interprets, and what is written in each."),
        ),
    ),
    parts=frozenset({"content", "languages"}),
    reads_with=(
        "planning",
        "budget",
        "learning",
    ),
)
