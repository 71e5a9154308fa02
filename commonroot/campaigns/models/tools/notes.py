"""Notes of the team's meetings (domain source 4.1)."""

from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.models.tools.shapes import Field, Kind, Tool, Type

NOTES = Tool(
    code="notes",
    name=_("Meeting notes"),
    why=_("What you talked about, and what happens until the next time."),
    kinds=(
        Kind(
            code="note",
            name=_("Meeting"),
            several=_("Meetings"),
            named_by="title",
            fields=(
                Field(
                    "title",
                    _("Which meeting?"),
                    example=_("Team call, first week of May"),
                    longest=160,
                    needed=True,
                ),
                Field("on", _("When?"), Type.DATE),
                Field("there", _("Who was there?"), longest=300, inside=True),
                Field("notes", _("What you talked about"), Type.TEXT, longest=8000),
                Field("next", _("What happens until the next time?"), Type.TEXT, longest=2000),
                Field("again", _("When do you meet again?"), Type.MOMENT),
            ),
        ),
    ),
)
