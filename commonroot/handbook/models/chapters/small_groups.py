"""Briefing the small groups."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question

CHAPTER = Chapter(
    code="small_groups",
    name=_("Briefing the small groups"),
    about=_("What a group is for, what it hands in, who leads it."),
    stage="run",
    guidance=(
        _(
            "A small group plans action: which opportunities there are, whom to move and how,"
            " and what builds the movement beyond the next gain. Tell it so on the first day,"
            " in writing."
        ),
    ),
    questions=(
        Question(
            "product",
            _("What is the group's task, and what does it hand in?"),
            _("A plan, a poster, a page."),
        ),
        Question(
            "leads",
            _("Who leads each group, and who reports?"),
            _("And how they are prepared for it."),
        ),
    ),
    parts=frozenset({"process", "content"}),
    reads_with=(
        "learning",
        "storyline",
    ),
)
