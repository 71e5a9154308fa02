"""Evidence: what you know, where it stands, and how strong it is (domain source 4.1)."""

from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.models.tools.shapes import Field, Kind, Tool, Type

STRENGTHS = (
    ("strong", _("strong: a document, counted figures, two sources")),
    ("fair", _("fair: one good source")),
    ("weak", _("weak: hearsay, old, or by one side")),
)

EVIDENCE = Tool(
    code="evidence",
    name=_("Evidence"),
    why=_("What you know, where anybody can read it, and how strong it is."),
    kinds=(
        Kind(
            code="evidence",
            name=_("Piece of evidence"),
            several=_("Evidence"),
            named_by="what",
            fields=(
                Field(
                    "what",
                    _("What does it show?"),
                    Type.TEXT,
                    example=_("Admissions fell by a third in the year after fees came in."),
                    longest=1000,
                    needed=True,
                ),
                Field("source", _("Who says so?"), example=_("Audit report 2026"), longest=300),
                Field(
                    "link",
                    _("Where can one read it?"),
                    help=_("A web address, or in whose folder it lies."),
                    longest=500,
                ),
                Field("on", _("From when is it?"), Type.DATE),
                Field("strength", _("How strong is it?"), Type.CHOICE, choices=STRENGTHS),
            ),
        ),
    ),
    questions=(
        _("What would whoever is against you say to it?"),
        _("Which number would you need and do not have? Who has it?"),
    ),
)
