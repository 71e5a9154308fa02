"""Lessons: what a campaign takes from what others went through."""

from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.models.tools.shapes import Field, Kind, Tool, Type

LESSONS = Tool(
    code="lessons",
    name=_("Lessons of others"),
    why=_("Somebody fought a fight like yours before. Take one thing from it, and say how."),
    kinds=(
        Kind(
            code="lesson",
            name=_("lesson"),
            several=_("lessons"),
            fields=(
                Field(
                    "taken",
                    _("What we take from it"),
                    Type.TEXT,
                    help=_("One thing, in your own words."),
                    longest=1000,
                    needed=True,
                ),
                Field(
                    "study",
                    _("The case study"),
                    help=_("Its address in our library, if it comes from there."),
                    longest=300,
                ),
                Field(
                    "applied",
                    _("How we apply it"),
                    Type.TEXT,
                    help=_("What will you do otherwise than you would have done?"),
                    longest=2000,
                ),
                Field(
                    "came",
                    _("What came of it"),
                    Type.TEXT,
                    help=_("Come back to it later: did it help?"),
                    longest=2000,
                ),
            ),
            named_by="taken",
            most=100,
        ),
    ),
    questions=(
        _("Where did people win what you want to win, or lose it?"),
        _("What surprised them? What would they do differently?"),
        _("What is different where you are?"),
    ),
)
