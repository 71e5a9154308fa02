"""The critical path, read backwards, and the timeline of what we do (domain source 4.7)."""

from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.models.tools.shapes import Field, Kind, Tool, Type

CROWD = 10_000_000

STATUSES = (
    ("ahead", _("still ahead")),
    ("under_way", _("under way")),
    ("reached", _("reached")),
    ("blocked", _("stuck")),
)
PHASES = (
    ("foundation", _("Laying the ground")),
    ("kick_off", _("Kick-off")),
    ("rising", _("Rising peaks")),
    ("peak", _("The final peak")),
    ("resolution", _("Coming to an end")),
)
KINDS_OF_TACTIC = (
    ("organising", _("organising: we become more, and stronger")),
    ("mobilising", _("mobilising: those we are come out")),
)

OUTCOME = Kind(
    code="outcome",
    name=_("Step on the way"),
    several=_("Steps on the way"),
    named_by="outcome",
    most=60,
    fields=(
        Field(
            "outcome",
            _("What must have changed"),
            help=_("Something that is different then, not something you do."),
            example=_("The county assembly has asked for the contract in writing"),
            longest=300,
            needed=True,
        ),
        Field(
            "assumption",
            _("What we take for granted"),
            Type.TEXT,
            help=_("Why should this lead to the next step? What if it does not?"),
            longest=1000,
        ),
        Field(
            "evidence",
            _("How we will see it"),
            Type.TEXT,
            help=_("A vote, a letter, a number, a date: what others could check."),
            longest=1000,
        ),
        Field("status", _("How far it is"), Type.CHOICE, choices=STATUSES),
    ),
)
ACTION = Kind(
    code="action",
    name=_("Action"),
    several=_("Actions"),
    named_by="title",
    most=300,
    fields=(
        Field(
            "title",
            _("What happens"),
            example=_("Night watch in front of the laboratory"),
            longest=160,
            needed=True,
        ),
        Field("phase", _("In which part of the campaign"), Type.CHOICE, choices=PHASES),
        Field("moment", _("When"), Type.MOMENT, help=_("By the clock of the campaign’s place.")),
        Field("ends", _("Until when"), Type.MOMENT),
        Field("place", _("Where"), longest=200),
        Field("tactic", _("Organising or mobilising"), Type.CHOICE, choices=KINDS_OF_TACTIC),
        Field(
            "target",
            _("Whom it is to move"),
            help=_("A person in their office."),
            longest=200,
        ),
        Field("lead", _("Who looks after it"), Type.MEMBER),
        Field(
            "needed_people",
            _("Who is needed to make it happen"),
            help=_("How many, and for what."),
            example=_("6 stewards, 2 who speak, 1 who takes pictures"),
            longest=500,
        ),
        Field(
            "turnout_goal",
            _("How many should come"),
            Type.NUMBER,
            least=0,
            most=CROWD,
        ),
        Field("turnout", _("How many came"), Type.NUMBER, least=0, most=CROWD),
        Field(
            "danger",
            _("What could go wrong, and what we do then"),
            Type.TEXT,
            help=_(
                "Stays with the team. What could endanger somebody belongs in the notes on dangers,"
                " which fewer read."
            ),
            longest=1000,
            inside=True,
        ),
        Field("result", _("What came of it"), Type.TEXT, longest=1000),
        Field("lesson", _("What we learnt"), Type.TEXT, longest=1000),
    ),
)

PATH = Tool(
    code="path",
    name=_("Critical path and timeline"),
    why=_("What must have changed before what, and what you do when."),
    kinds=(OUTCOME, ACTION),
    questions=(
        _("What must be true the day before you win?"),
        _("Which step depends on somebody who has not been asked yet?"),
        _("Does each action make you more than before it?"),
        _("What do you do the day after the peak, won or lost?"),
    ),
    exercise="path",
)
