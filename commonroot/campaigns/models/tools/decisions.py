"""Decisions of the team: what, why, who took part, when (domain source 4.1)."""

from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.models.tools.shapes import Field, Kind, Tool, Type

DECISIONS = Tool(
    code="decisions",
    name=_("Decisions"),
    why=_("What you decided and why, so that nobody has to remember it alone."),
    kinds=(
        Kind(
            code="decision",
            name=_("Decision"),
            several=_("Decisions"),
            named_by="what",
            fields=(
                Field("what", _("What did you decide?"), Type.TEXT, longest=1000, needed=True),
                Field("why", _("Why?"), Type.TEXT, longest=2000),
                Field(
                    "against",
                    _("What spoke against it?"),
                    Type.TEXT,
                    help=_("Whoever joins later will ask."),
                    longest=2000,
                ),
                Field(
                    "who",
                    _("Who took part?"),
                    help=_("Stays with the team."),
                    longest=300,
                    inside=True,
                ),
                Field("on", _("When?"), Type.DATE),
            ),
        ),
    ),
    questions=(_("Who has to live with it and was not there?"), _("When do you look at it again?")),
)
