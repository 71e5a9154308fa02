"""The spectrum of allies: where groups stand, whom we move one step nearer (domain source 4.4)."""

from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.models.tools.shapes import Field, Kind, Tool, Type

WEDGES = (
    ("1", _("active allies")),
    ("2", _("passive allies")),
    ("3", _("neutral")),
    ("4", _("passive opposition")),
    ("5", _("active opposition")),
)

ALLY_GROUP = Kind(
    code="ally_group",
    name=_("Group"),
    several=_("Groups"),
    named_by="name",
    most=120,
    fields=(
        Field(
            "name",
            _("Which group"),
            help=_("As exactly as you can: not students, but nursing students of one college."),
            example=_("Nursing students of Lakeside College"),
            longest=120,
            needed=True,
        ),
        Field(
            "wedge",
            _("Where they stand"),
            Type.CHOICE,
            help=_("Where they are now, not where you would like them to be."),
            choices=WEDGES,
            needed=True,
        ),
        Field("why", _("Why they stand there"), Type.TEXT, longest=1000),
        Field(
            "size",
            _("How many they are, and what power they have"),
            Type.TEXT,
            longest=500,
        ),
        Field(
            "link",
            _("Our link to them"),
            Type.TEXT,
            help=_("Who of us knows them, in what role. Stays with the team."),
            longest=500,
            inside=True,
        ),
        Field(
            "research",
            _("What we need to find out"),
            Type.TEXT,
            help=_("Whom would you have to ask before you know?"),
            longest=1000,
        ),
    ),
)
SHIFT = Kind(
    code="shift",
    name=_("Plan to move them"),
    several=_("Plans to move them"),
    named_by="request",
    parent="ally_group",
    most=240,
    fields=(
        Field(
            "from_wedge",
            _("From"),
            Type.CHOICE,
            help=_("From there it goes one step nearer, never two at once."),
            choices=WEDGES[1:],
            needed=True,
        ),
        Field(
            "request",
            _("One thing we ask of them"),
            help=_("Something they can do or not do, so that you can see whether they moved."),
            example=_("That their assembly votes on our letter"),
            longest=200,
            needed=True,
        ),
        Field(
            "appeal",
            _("What speaks to them"),
            Type.TEXT,
            help=_("What do they care about themselves that this touches?"),
            longest=1000,
        ),
        Field(
            "tactic",
            _("One thing we do"),
            help=_("One is enough. The next comes with the next step."),
            example=_("Two of our nurses speak at their first meeting of the term"),
            longest=300,
        ),
        Field("owner", _("Who looks after it"), Type.MEMBER),
        Field("due", _("Until when"), Type.DUE),
        Field(
            "result",
            _("What came of it"),
            Type.TEXT,
            help=_("Did they do it? Then write down where they stand now."),
            longest=1000,
        ),
    ),
)

SPECTRUM = Tool(
    code="spectrum",
    name=_("Spectrum of allies"),
    why=_("Who is with us, who against us, and whom one step nearer would change everything."),
    kinds=(ALLY_GROUP, SHIFT),
    questions=(
        _("Which groups have we never spoken to?"),
        _("Who says that they are neutral, and whom does it help?"),
        _("Which group, one step nearer, would pull others along?"),
        _("Whom do we count as against us only because they differ from us?"),
    ),
    exercise="spectrum",
)
