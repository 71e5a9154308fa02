"""What is done with campaigns, in words."""

from django.utils.translation import gettext_lazy

ACTS = {
    "asked to join a campaign": gettext_lazy("Somebody was asked to join a campaign"),
    "blank tool kept": gettext_lazy("A tool tried out was kept in a campaign"),
    "calendar of a campaign closed": gettext_lazy("The calendar of a campaign was closed"),
    "calendar of a campaign opened": gettext_lazy("The calendar of a campaign was opened"),
    "came back to a campaign": gettext_lazy("Somebody came back to a campaign"),
    "campaign begun": gettext_lazy("A campaign was begun"),
    "campaign deleted": gettext_lazy("A campaign was deleted"),
    "campaign moved on": gettext_lazy("A campaign came to another stage"),
    "campaign shared": gettext_lazy("How far a campaign is shared was changed"),
    "campaign taken back": gettext_lazy("A campaign that was thrown away was taken back"),
    "campaign thrown away": gettext_lazy("A campaign was thrown away"),
    "joined a campaign": gettext_lazy("Somebody joined a campaign"),
    "leads a campaign": gettext_lazy("Who leads a campaign was changed"),
    "left a campaign": gettext_lazy("Somebody left a campaign"),
    "plan of a campaign printed": gettext_lazy("The plan of a campaign was printed"),
    "power map taken along": gettext_lazy("The power map of a campaign was taken along"),
    "reads notes on dangers": gettext_lazy("Who reads a campaign's notes on dangers was changed"),
    "sharing with everybody agreed": gettext_lazy("A team agreed to open a campaign to everybody"),
    "sharing with everybody asked": gettext_lazy("Opening a campaign to everybody was asked for"),
    "sharing with everybody refused": gettext_lazy(
        "Opening a campaign to everybody was refused or taken back"
    ),
}
