"""Calling and choosing."""

from django.utils.translation import gettext_lazy as _

from commonroot.handbook.models.shapes import Chapter, Question

CHAPTER = Chapter(
    code="calling",
    name=_("Calling and choosing"),
    about=_("The call, the form, reading, choosing, telling people."),
    stage="call",
    guidance=(
        _(
            "Choose those who will stay active. Say in the call what you look for, when "
            "people hear from you, and what it costs them; then read every application twice."
        ),
    ),
    questions=(
        Question(
            "active",
            _("Who will stay active afterwards?"),
            _("What in an application tells you so."),
        ),
        Question(
            "mix",
            _("Which mix do you want?"),
            _("Countries, backgrounds, experience."),
        ),
        Question(
            "reserve",
            _("Who is in reserve, and when do they hear?"),
            _("A reserve who hears late cannot get a visa."),
        ),
    ),
    parts=frozenset({"calling", "choosing"}),
    reads_with=(
        "planning",
        "logistics",
        "alumni",
    ),
)
