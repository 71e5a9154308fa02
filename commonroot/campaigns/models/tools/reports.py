"""How it goes: a report each month, and one at the end (domain source 4.1)."""

from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.models.tools.shapes import Field, Kind, Tool, Type

KINDS_OF = (("monthly", _("of a month")), ("closing", _("at the end")))

REPORTS = Tool(
    code="reports",
    name=_("Reports"),
    why=_("Once a month in a few lines: what you did, what came of it, what is next."),
    kinds=(
        Kind(
            code="report",
            name=_("Report"),
            several=_("Reports"),
            named_by="title",
            most=120,
            fields=(
                Field(
                    "title",
                    _("Of which time?"),
                    example=_("May 2027"),
                    longest=120,
                    needed=True,
                ),
                Field("kind", _("Which report is it?"), Type.CHOICE, choices=KINDS_OF),
                Field("on", _("Written on"), Type.DATE),
                Field("did", _("What did you do?"), Type.TEXT, longest=3000),
                Field("came", _("What came of it?"), Type.TEXT, longest=3000),
                Field("hard", _("What was hard, and what helped?"), Type.TEXT, longest=3000),
                Field("need", _("What do you need?"), Type.TEXT, longest=1000),
                Field("next", _("What is next?"), Type.TEXT, longest=1000),
            ),
        ),
    ),
)
