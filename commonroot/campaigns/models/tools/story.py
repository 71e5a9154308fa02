"""The battle of the story: theirs and ours side by side (domain source 4.5)."""

from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.models.tools.shapes import Field, Kind, Tool, Type

CELL = 1500

# The five rows of the table: the code, its name, what is asked.
ROWS = (
    ("conflict", _("The conflict"), _("What is it about? Who is against whom?")),
    (
        "characters",
        _("The people in it"),
        _("Who speaks? Who are the victims, the villains, the heroes?"),
    ),
    ("imagery", _("The images"), _("What does one see? Which picture, word or place stays?")),
    ("foreshadowing", _("How it will end"), _("Which future does the story promise, or threaten?")),
    (
        "assumptions",
        _("What must be believed"),
        _("What has to be taken for true, unsaid, for the story to work?"),
    ),
)
POINTS = (
    ("production", _("where it is made")),
    ("consumption", _("where it is bought or used")),
    ("destruction", _("where the harm is done")),
    ("decision", _("where it is decided")),
    ("assumption", _("where it is believed")),
)
ANSWERS = (("yes", _("yes")), ("partly", _("partly")), ("not_yet", _("not yet")))

CORNERSTONES = Kind(
    code="cornerstones",
    name=_("Before the story"),
    several=_("Before the story"),
    named_by="goal",
    single=True,
    fields=(
        Field("goal", _("What we want"), help=_("In one sentence."), longest=300),
        Field(
            "audience",
            _("Who must be persuaded"),
            help=_("Never “everybody”: those whose change of mind would change something."),
            longest=300,
        ),
        Field(
            "target",
            _("Who decides"),
            help=_("A person in an office. Nothing about their private life."),
            longest=300,
        ),
        Field(
            "constituency",
            _("Whose story it is"),
            help=_("Those who live it, and in whose name nobody else should tell it."),
            longest=300,
        ),
    ),
)
STORY_TABLE = Kind(
    code="story",
    name=_("Their story and ours"),
    several=_("Their story and ours"),
    named_by="ours_conflict",
    single=True,
    fields=(
        Field("theirs_conflict", _("Theirs: the conflict"), Type.TEXT, ROWS[0][2], longest=CELL),
        Field("ours_conflict", _("Ours: the conflict"), Type.TEXT, ROWS[0][2], longest=CELL),
        Field(
            "theirs_characters", _("Theirs: the people in it"), Type.TEXT, ROWS[1][2], longest=CELL
        ),
        Field("ours_characters", _("Ours: the people in it"), Type.TEXT, ROWS[1][2], longest=CELL),
        Field("theirs_imagery", _("Theirs: the images"), Type.TEXT, ROWS[2][2], longest=CELL),
        Field("ours_imagery", _("Ours: the images"), Type.TEXT, ROWS[2][2], longest=CELL),
        Field(
            "theirs_foreshadowing",
            _("Theirs: how it will end"),
            Type.TEXT,
            ROWS[3][2],
            longest=CELL,
        ),
        Field(
            "ours_foreshadowing", _("Ours: how it will end"), Type.TEXT, ROWS[3][2], longest=CELL
        ),
        Field(
            "theirs_assumptions",
            _("Theirs: what must be believed"),
            Type.TEXT,
            ROWS[4][2],
            longest=CELL,
        ),
        Field(
            "ours_assumptions",
            _("Ours: what must be believed"),
            Type.TEXT,
            ROWS[4][2],
            longest=CELL,
        ),
        Field(
            "weak_points",
            _("Where their story is weak"),
            Type.TEXT,
            help=_("What in it does not fit what people see every day?"),
            longest=CELL,
        ),
    ),
)
INTERVENTION = Kind(
    code="intervention",
    name=_("Where we step in"),
    several=_("Where we step in"),
    named_by="points",
    single=True,
    fields=(
        Field(
            "points",
            _("Where we step in"),
            Type.SEVERAL,
            help=_("Where can what you do be seen, so that it tells the story by itself?"),
            choices=POINTS,
        ),
        Field("production", _("Where it is made: what we do there"), Type.TEXT, longest=600),
        Field(
            "consumption", _("Where it is bought or used: what we do there"), Type.TEXT, longest=600
        ),
        Field("destruction", _("Where the harm is done: what we do there"), Type.TEXT, longest=600),
        Field("decision", _("Where it is decided: what we do there"), Type.TEXT, longest=600),
        Field("assumption", _("Where it is believed: what we do there"), Type.TEXT, longest=600),
        Field(
            "organising",
            _("The story when we ask people to join us"),
            Type.TEXT,
            longest=600,
        ),
        Field("mobilising", _("The story when we call people to come out"), Type.TEXT, longest=600),
        Field("advocacy", _("The story when we speak to those who decide"), Type.TEXT, longest=600),
    ),
)
FRAMES = Kind(
    code="frames",
    name=_("Six questions to our story"),
    several=_("Six questions to our story"),
    named_by="frame",
    single=True,
    fields=(
        Field(
            "frame",
            _("Does it say what the matter is, in our words?"),
            Type.CHOICE,
            choices=ANSWERS,
        ),
        Field(
            "reframe",
            _("Does it shift their story and strengthen ours, without repeating theirs?"),
            Type.CHOICE,
            choices=ANSWERS,
        ),
        Field(
            "accessible",
            _("Does somebody who hears of it for the first time understand it?"),
            Type.CHOICE,
            choices=ANSWERS,
        ),
        Field("memorable", _("Can they tell it the next day?"), Type.CHOICE, choices=ANSWERS),
        Field("emotional", _("Does one feel something?"), Type.CHOICE, choices=ANSWERS),
        Field(
            "simple",
            _("Is it simple and short enough for a bus stop?"),
            Type.CHOICE,
            choices=ANSWERS,
        ),
    ),
)

STORY = Tool(
    code="story",
    name=_("Battle of the story"),
    why=_("Which story people are told now, and which one you tell instead."),
    kinds=(CORNERSTONES, STORY_TABLE, INTERVENTION, FRAMES),
    questions=(
        _("What do people hear about this every day, and from whom?"),
        _("Who is missing in their story?"),
        _("What would have to be believed for ours to win?"),
    ),
    exercise="story",
)
