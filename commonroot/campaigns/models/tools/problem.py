"""The problem: what is wrong, for whom, why, and what we want instead (domain source 4.1)."""

from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.models.tools.shapes import Field, Kind, Tool, Type

PROBLEM = Tool(
    code="problem",
    name=_("The problem"),
    why=_("What is wrong, who lives with it, why it is so, and what you want instead."),
    kinds=(
        Kind(
            code="problem",
            name=_("The problem"),
            several=_("The problem"),
            named_by="what",
            single=True,
            fields=(
                Field(
                    "what",
                    _("What is wrong?"),
                    Type.TEXT,
                    help=_("As somebody who lives with it would say it."),
                    example=_("Whoever cannot pay is sent home from the county hospital."),
                    longest=2000,
                    needed=True,
                ),
                Field(
                    "who",
                    _("Who lives with it?"),
                    Type.TEXT,
                    help=_("Which people, how many, how often. Nobody by name."),
                    longest=2000,
                ),
                Field(
                    "causes",
                    _("Why is it so?"),
                    Type.TEXT,
                    help=_(
                        "Ask why of each answer, until you reach a decision that somebody took."
                    ),
                    longest=4000,
                ),
                Field(
                    "gains",
                    _("Who gains from it?"),
                    Type.TEXT,
                    help=_("Offices, companies, groups; of people only what they do in office."),
                    longest=2000,
                ),
                Field(
                    "instead",
                    _("What do you want instead?"),
                    Type.TEXT,
                    help=_("What would one see on the day it is right?"),
                    longest=2000,
                ),
                Field(
                    "know",
                    _("How do you know?"),
                    Type.TEXT,
                    help=_("In a few lines. Links and numbers go to the evidence."),
                    longest=2000,
                ),
            ),
        ),
    ),
    questions=(
        _("Who felt it first, and who does not feel it at all?"),
        _("When was it otherwise? What changed?"),
        _("Whom have you asked who is not one of you?"),
    ),
)
