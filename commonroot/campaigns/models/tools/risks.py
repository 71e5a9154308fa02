"""Notes on dangers: for those alone of the team who are let read them (domain source 4.1)."""

from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.models.tools.shapes import Field, Kind, Tool, Type

LIKELY = (("hardly", _("hardly")), ("possible", _("it may")), ("likely", _("likely")))
BAD = (
    ("little", _("it would hold us up")),
    ("much", _("it would hurt the campaign or somebody’s work")),
    ("grave", _("somebody could be hurt, arrested or lose their living")),
)

RISKS = Tool(
    code="risks",
    name=_("Notes on dangers"),
    why=_("What could happen to whom, and what you do before it and when it does."),
    sharable=False,
    kinds=(
        Kind(
            code="danger",
            name=_("Danger"),
            several=_("Dangers"),
            named_by="what",
            restricted=True,
            most=100,
            fields=(
                Field("what", _("What could happen?"), Type.TEXT, longest=1000, needed=True),
                Field(
                    "whom",
                    _("To whom?"),
                    help=_("Say the part somebody has, not their name."),
                    example=_("the nurses who speak to the newspaper"),
                    longest=300,
                ),
                Field("likely", _("How likely is it?"), Type.CHOICE, choices=LIKELY),
                Field("bad", _("How bad would it be?"), Type.CHOICE, choices=BAD),
                Field("before", _("What do you do so that it does not?"), Type.TEXT, longest=2000),
                Field("when", _("What do you do if it does?"), Type.TEXT, longest=2000),
                Field("who", _("Who looks after it?"), Type.MEMBER),
                Field("until", _("Until when?"), Type.DUE),
            ),
        ),
    ),
    questions=(
        _("Who carries more of it than the others, and did they say yes?"),
        _("Whom do you call at night? Does everybody have the number on paper?"),
        _("What do you not write down anywhere, here neither?"),
    ),
)
