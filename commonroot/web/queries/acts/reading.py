"""What panels do, in words."""

from django.utils.translation import gettext_lazy

ACTS = {
    "answer covered": gettext_lazy("Words that tell who applied were covered for the panel"),
    "answer marked as telling": gettext_lazy("A reader said that a text tells who applied"),
    "answer uncovered": gettext_lazy("A text of an application was shown to the panel as it is"),
    "application read by the panel": gettext_lazy("A reader handed in what they found"),
    "applications given out": gettext_lazy("Applications were given out to readers"),
    "note on an application written": gettext_lazy("A note on an application was written"),
    "phase of reading set": gettext_lazy("A phase of reading was set"),
    "reader added": gettext_lazy("Somebody was put on a panel"),
    "reader ended": gettext_lazy("Somebody was taken off a panel"),
    "reader stood back": gettext_lazy("A reader said that they must not read an application"),
    "readers reminded": gettext_lazy("Readers with work left were reminded"),
    "rubric changed": gettext_lazy("The rubric of a panel was changed"),
}
