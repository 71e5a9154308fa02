"""The strategy chart: one for each target, five columns read from left to right (domain 4.2)."""

from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.models.tools.shapes import Field, Kind, Tool, Type

TERMS = (
    ("long", _("long term: what we are in this for")),
    ("middle", _("this campaign: what counts as victory")),
    ("short", _("short term: a first win on the way")),
)
RESOURCES = (
    ("people", _("people")),
    ("money", _("money")),
    ("time", _("time")),
    ("facilities", _("rooms and things")),
    ("reputation", _("a good name")),
)
GAINS = (
    ("leaders", _("new leaders")),
    ("experience", _("experience")),
    ("members", _("members")),
    ("communities", _("people we did not reach before")),
    ("money", _("money")),
)
SIDES = (
    ("constituent", _("whose problem it is")),
    ("ally", _("an ally")),
)
MANY = 1_000_000_000

CHART = Kind(
    code="chart",
    name=_("Chart of a target"),
    several=_("Charts, one for each target"),
    named_by="target",
    most=12,
    fields=(
        Field(
            "target",
            _("Who decides: a person"),
            help=_(
                "The name of somebody who can say yes, in their office. Never an institution: a"
                " ministry cannot be moved, a minister can."
            ),
            example=_("Dr Hana Osei"),
            longest=120,
            needed=True,
        ),
        Field(
            "office",
            _("Their office"),
            help=_("Only people in a public office, and nothing about their private life."),
            example=_("County health secretary"),
            longest=160,
        ),
        Field(
            "power",
            _("Their power to give it to us"),
            Type.TEXT,
            help=_("What exactly can they decide, sign, pay or stop?"),
            longest=1000,
        ),
        Field(
            "our_power",
            _("Our power over them"),
            Type.TEXT,
            help=_("Votes, work, money, their good name: what of theirs depends on us?"),
            longest=1000,
        ),
        Field(
            "budget",
            _("What it costs, and what we are given"),
            Type.TEXT,
            help=_("Money, and what we get without paying: a hall, a printer, somebody's hours."),
            longest=1000,
        ),
        Field(
            "way",
            _("How we change our own way of working"),
            Type.TEXT,
            help=_("What do we need to learn or do otherwise, so that we live what we ask for?"),
            longest=1000,
        ),
    ),
)
GOAL = Kind(
    code="goal",
    name=_("Goal"),
    several=_("Goals"),
    named_by="text",
    parent="chart",
    most=30,
    fields=(
        Field("text", _("What we want"), Type.TEXT, longest=600, needed=True),
        Field("term", _("By when"), Type.CHOICE, choices=TERMS, needed=True),
        Field("improves", _("It makes lives better in a way that can be felt"), Type.YES_NO),
        Field("own_power", _("It gives people a sense of their own power"), Type.YES_NO),
        Field("relations", _("It changes who has power over whom"), Type.YES_NO),
    ),
)
RESOURCE = Kind(
    code="resource",
    name=_("What we put in"),
    several=_("What we put in"),
    named_by="kind",
    parent="chart",
    most=40,
    fields=(
        Field("kind", _("What it is"), Type.CHOICE, choices=RESOURCES, needed=True),
        Field("amount", _("How much"), Type.NUMBER, least=0, most=MANY),
        Field(
            "unit",
            _("Of what"),
            help=_("Hours a week, people on a Saturday, a sum and its currency."),
            example=_("people on a Saturday"),
            longest=120,
        ),
    ),
)
GAIN = Kind(
    code="gain",
    name=_("What we want to come out with"),
    several=_("What we want to come out with"),
    named_by="what",
    parent="chart",
    most=40,
    fields=(
        Field("what", _("Stronger by what"), Type.CHOICE, choices=GAINS, needed=True),
        Field(
            "number",
            _("How many"),
            Type.NUMBER,
            help=_("A number makes it possible to see afterwards whether it came."),
            least=0,
            most=MANY,
        ),
        Field("more", _("In words"), longest=200),
    ),
)
INNER_PROBLEM = Kind(
    code="inner_problem",
    name=_("Problem among ourselves"),
    several=_("Problems among ourselves"),
    named_by="problem",
    parent="chart",
    most=30,
    fields=(
        Field("problem", _("What stands in our way"), longest=300, needed=True, inside=True),
        Field(
            "solved", _("How it is solved before it begins"), Type.TEXT, longest=600, inside=True
        ),
    ),
)
CONSTITUENT = Kind(
    code="constituent",
    name=_("People concerned, or an ally"),
    several=_("People concerned, and allies"),
    named_by="name",
    parent="chart",
    most=60,
    fields=(
        Field(
            "name",
            _("Which group"),
            help=_("As exactly as you can: not nurses, but night nurses of the county hospital."),
            example=_("Night nurses of the county hospital"),
            longest=160,
            needed=True,
        ),
        Field("side", _("What they are to us"), Type.CHOICE, choices=SIDES),
        Field("type", _("What kind of group"), example=_("trade union"), longest=120),
        Field("whose_problem", _("Whose problem is it for them"), longest=300),
        Field("gain_if_win", _("What they gain if we win"), longest=300),
        Field("danger_taken", _("What they put at stake by joining"), longest=300, inside=True),
        Field("power_over_target", _("Their power over the target"), longest=300),
        Field("how_organised", _("How they are organised"), longest=300),
    ),
)
OPPONENT = Kind(
    code="opponent",
    name=_("Opponent"),
    several=_("Opponents"),
    named_by="name",
    parent="chart",
    most=40,
    fields=(
        Field(
            "name",
            _("Who is against it"),
            help=_("Bodies, and people in their office. Nothing about anybody's private life."),
            longest=160,
            needed=True,
        ),
        Field("cost_of_our_win", _("What our win costs them"), longest=300),
        Field("will_do", _("What they will do or spend"), longest=300),
        Field("strength", _("How strong they are"), longest=300),
        Field("how_organised", _("How they are organised"), longest=300),
    ),
)
SECOND_TARGET = Kind(
    code="second_target",
    name=_("Somebody on the way to the target"),
    several=_("People on the way to the target"),
    named_by="person",
    parent="chart",
    most=30,
    fields=(
        Field(
            "person",
            _("Who, in their office"),
            help=_("A person the target listens to, and who is easier for us to reach."),
            longest=160,
            needed=True,
        ),
        Field("over_target", _("Their power over the target"), longest=300),
        Field("our_power", _("Our power over them"), longest=300),
    ),
)
TACTIC = Kind(
    code="tactic",
    name=_("Tactic"),
    several=_("Tactics"),
    named_by="tactic",
    parent="chart",
    most=80,
    fields=(
        Field(
            "tactic",
            _("What we do"),
            help=_("Something the target feels, that our people can do and want to do."),
            longest=300,
            needed=True,
        ),
        Field("who", _("Who does it"), Type.ENTRY, of="constituent"),
        Field("to_whom", _("To whom"), longest=160),
        Field("power_shown", _("The power it shows"), longest=300),
        Field("date", _("When"), Type.DATE),
        Field("people", _("People it takes"), Type.NUMBER, least=0, most=MANY),
        Field("money", _("Money it takes"), Type.NUMBER, least=0, most=MANY),
    ),
)

STRATEGY = Tool(
    code="strategy",
    name=_("Strategy chart"),
    why=_(
        "For each person who can say yes: what we want, what we have, who is with us, and what we"
        " do. Read it from left to right, and again each time something changes."
    ),
    kinds=(
        CHART,
        GOAL,
        RESOURCE,
        GAIN,
        INNER_PROBLEM,
        CONSTITUENT,
        OPPONENT,
        SECOND_TARGET,
        TACTIC,
    ),
    questions=(
        _("What do we want, and what would count as victory?"),
        _("What do we have, and how do we come out of it stronger?"),
        _("Whose problem is it? Who is with us, who is against us?"),
        _("Which person can give it to us? What power do we have over them?"),
        _("What do our people do so that the target feels this power?"),
    ),
    exercise="strategy",
)
