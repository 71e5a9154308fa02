"""Demands, and objectives that one can see reached (domain source 4.6)."""

from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.models.tools.shapes import Field, Kind, Tool, Type

STATUSES = (
    ("open", _("open")),
    ("partly", _("partly won")),
    ("won", _("won")),
    ("lost", _("lost")),
    ("withdrawn", _("withdrawn")),
)
KINDS_OF = (
    ("outcome", _("an outcome: something is different then")),
    ("activity", _("an activity: something we do")),
)

DEMAND = Kind(
    code="demand",
    name=_("Demand"),
    several=_("Demands"),
    named_by="text",
    most=40,
    fields=(
        Field(
            "text",
            _("What do you demand?"),
            Type.TEXT,
            help=_("One thing that somebody can do or refuse."),
            example=_("Do not sign the lease of the county hospital."),
            longest=500,
            needed=True,
        ),
        Field(
            "to_whom",
            _("Of whom?"),
            help=_("A person in their office, who can say yes. Nothing of their private life."),
            example=_("The county minister for health"),
            longest=200,
        ),
        Field(
            "yes",
            _("What would prove a yes?"),
            Type.TEXT,
            help=_("A signature, a vote, a line in the budget: not a promise."),
            longest=500,
        ),
        Field("deadline", _("By when?"), Type.DATE),
        Field("status", _("How it stands"), Type.CHOICE, choices=STATUSES),
        Field(
            "fallback",
            _("What would you settle for?"),
            Type.TEXT,
            help=_("Stays with the team."),
            longest=500,
            inside=True,
        ),
    ),
)
OBJECTIVE = Kind(
    code="objective",
    name=_("Objective"),
    several=_("Objectives"),
    named_by="sentence",
    most=40,
    fields=(
        Field(
            "sentence",
            _("The objective, in one sentence"),
            Type.TEXT,
            example=_(
                "By 30 June the county assembly votes against the lease, with 24 of 46 votes."
            ),
            longest=400,
            needed=True,
        ),
        Field("kind", _("Is it an outcome or an activity?"), Type.CHOICE, choices=KINDS_OF),
        Field(
            "specific",
            _("Who does what, where?"),
            Type.TEXT,
            help=_("So that somebody who was not there understands it."),
            longest=600,
        ),
        Field(
            "indicator",
            _("How will one see it?"),
            help=_("What is counted, or what can be checked."),
            example=_("members of the assembly who said in public that they vote no"),
            longest=200,
        ),
        Field("baseline", _("How is it today?"), example=_("9 of 46"), longest=120),
        Field("value", _("And when it is reached?"), example=_("24 of 46"), longest=120),
        Field("achievable", _("Why can you do it?"), Type.TEXT, longest=600),
        Field(
            "relevant",
            _("Which goal does it bring nearer?"),
            Type.ENTRY,
            of="goal",
            help=_("From the strategy chart."),
        ),
        Field("deadline", _("By when?"), Type.DATE),
        Field("status", _("How it stands"), Type.CHOICE, choices=STATUSES),
        Field("reviewed_on", _("When do you look at it again?"), Type.DATE),
    ),
)

OBJECTIVES = Tool(
    code="objectives",
    name=_("Demands and objectives"),
    why=_("What you ask for, of whom, and how anybody can see that you got it."),
    kinds=(DEMAND, OBJECTIVE),
    questions=(
        _("Can you win it soon, and does it bring you nearer to what you want in the long run?"),
        _("If they say yes tomorrow: what exactly would be different on the day after?"),
        _("Is it something that changes, or something that you do?"),
    ),
    exercise="objectives",
)
