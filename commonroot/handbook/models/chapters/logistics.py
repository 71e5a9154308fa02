"""Place, travel and practical things."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question

CHAPTER = Chapter(
    code="logistics",
    name=_("Place, travel and practical things"),
    about=_("Letters, visas, beds, meals, interpreting, what to bring."),
    stage="choose",
    guidance=(
        _(
            "Whoever arrives tired in a strange city needs four things at once: somebody who "
            "waits, a bed, something to eat, and a way to call home. Write the practical note"
            " around them."
        ),
    ),
    questions=(
        Question(
            "telling",
            _("Who tells whom what, and when?"),
            _("Letters of invitation, the practical note, changes."),
        ),
        Question(
            "arrival",
            _("What does a visitor need on arrival?"),
            _("From the airport to the first evening."),
        ),
        Question(
            "languages",
            _("Who interprets, with which equipment?"),
            _("People, booths, and what happens when it fails."),
        ),
    ),
    parts=frozenset({"place", "languages", "care"}),
    reads_with=(
        "calling",
        "learning",
    ),
)
