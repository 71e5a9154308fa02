"""Asks and commitments: who asks whom for what, and what they said (domain source 4.1)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonroot.campaigns.models.tools.shapes import Field, Kind, Tool, Type

ANSWERS = (("open", _("not asked yet")), ("yes", _("yes")), ("no", _("no")), ("later", _("later")))

ASKS = Tool(
    code="asks",
    name=_("Asks and commitments"),
    why=_("Who asks whom for what, by when, and what they said."),
    kinds=(
        Kind(
            code="ask",
            name=pgettext_lazy("somebody asks somebody for something", "Ask"),
            several=_("Asks"),
            named_by="what",
            fields=(
                Field(
                    "what",
                    _("What is asked for?"),
                    help=_("One thing that one can say yes to."),
                    example=_("Speak at the meeting on 12 May for five minutes"),
                    longest=300,
                    needed=True,
                ),
                Field(
                    "whom",
                    _("Of whom?"),
                    help=_(
                        "A group, or a person in their office. What was said between two people"
                        " stays between them."
                    ),
                    longest=200,
                ),
                Field("who", _("Who asks?"), Type.MEMBER),
                Field(
                    "until",
                    _("Until when?"),
                    Type.DUE,
                    help=_("On that morning a letter reminds whoever asks."),
                ),
                Field("answer", _("The answer"), Type.CHOICE, choices=ANSWERS),
                Field(
                    "said",
                    _("What they said, and what they promised"),
                    Type.TEXT,
                    help=_("In a line or two, so that they could read it too."),
                    longest=1000,
                ),
                Field("by", _("By when they do it"), Type.DATE),
            ),
        ),
    ),
    questions=(
        _("Who should be asked, and by whom would they most like to be asked?"),
        _("Does a yes cost them something? What do they get from it?"),
        _("What do you ask of those who said no?"),
    ),
)
