"""The power map: who decides, who moves them, and how we know (domain source 4.3)."""

from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.models.tools.shapes import Field, Kind, Tool, Type

CONFIDENCE = (
    ("sure", _("sure: we saw or read it ourselves")),
    ("likely", _("likely: somebody told us")),
    ("guess", _("a guess")),
    ("unknown", _("not known")),
)
SOURCE = Field(
    "source",
    _("How we know"),
    help=_("A document, a speech, a conversation, and its date. Nobody’s name who must not be."),
    example=_("Budget speech, Thursday 8 October"),
    longest=500,
    inside=True,
)
SURENESS = Field("confidence", _("How sure we are"), Type.CHOICE, choices=CONFIDENCE)
UPDATED = Field("updated", _("As of"), Type.DATE, help=_("The day on which this was so."))
OTHER = Field(
    "other",
    _("Further columns"),
    Type.TEXT,
    help=_(
        "What an imported list said beyond our own fields, one column a line. You get it back when"
        " you take the map along."
    ),
    longest=20_000,
    inside=True,
)

ACTOR = Kind(
    code="actor",
    name=_("somebody on the map"),
    several=_("who is on the map"),
    named_by="label",
    fields=(
        Field(
            "label",
            _("Who"),
            help=_("A person in an office, a group or an institution. No private details."),
            example=_("County health minister"),
            longest=120,
            needed=True,
        ),
        Field(
            "what",
            _("What they are"),
            Type.CHOICE,
            choices=(
                ("person", _("a person in an office")),
                ("group", _("a group")),
                ("institution", _("an institution")),
            ),
        ),
        Field(
            "office",
            _("Their office"),
            help=_("In which role they can decide or push."),
            example=_("Signs the contract of the laboratory"),
            longest=200,
        ),
        Field(
            "target",
            _("This is our target"),
            Type.YES_NO,
            help=_("The person who can say yes. The network is drawn around them."),
        ),
        Field(
            "x",
            _("Against us or with us"),
            Type.NUMBER,
            help=_("From −5, against us with all they have, to 5, with us. Empty: not known."),
            least=-5,
            most=5,
        ),
        Field(
            "y",
            _("Influence"),
            Type.NUMBER,
            help=_("From 0, none, to 10: they decide."),
            least=0,
            most=10,
        ),
        Field("note", _("Note"), Type.TEXT, longest=4000),
        SOURCE,
        SURENESS,
        UPDATED,
        OTHER,
    ),
)
TIE = Kind(
    code="tie",
    name=_("a tie"),
    several=_("ties"),
    named_by="relation",
    most=1000,
    fields=(
        Field("from", _("From"), Type.ENTRY, of="actor", needed=True),
        Field(
            "relation",
            _("What ties them"),
            Type.CHOICE,
            choices=(
                ("influences", _("influences")),
                ("funds", _("funds")),
                ("employs", _("employs")),
                ("votes", _("votes for")),
                ("family", _("is family, by public record")),
                ("ally", _("is allied with")),
            ),
            help=_("Family only where the public record says so."),
        ),
        Field("to", _("To"), Type.ENTRY, of="actor", needed=True),
        Field(
            "direction",
            _("Direction"),
            Type.CHOICE,
            choices=(
                ("directed", _("one way")),
                ("mutual", _("both ways")),
                ("undirected", _("no direction")),
            ),
        ),
        Field(
            "strength",
            _("Strength"),
            Type.NUMBER,
            help=_("From 1, weak, to 5, strong."),
            least=1,
            most=5,
        ),
        Field("note", _("Note"), Type.TEXT, longest=4000),
        SOURCE,
        SURENESS,
        UPDATED,
        OTHER,
    ),
)

POWER = Tool(
    code="power",
    name=_("Power map"),
    why=_("Who decides, who moves them, and where you already have a link."),
    kinds=(ACTOR, TIE),
    questions=(
        _("Who decides? The visible body may only sign what a committee decided."),
        _("Who influences them?"),
        _("Who pushes for this, who pushes against it?"),
        _("Where do we already have a link?"),
        _("Who told us this, and when?"),
    ),
    exercise="power",
)
