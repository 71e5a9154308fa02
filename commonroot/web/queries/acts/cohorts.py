"""What is done in small groups and before a course, in words."""

from django.utils.translation import gettext_lazy

ACTS = {
    "came back to a group": gettext_lazy("Somebody came back to their small group"),
    "group called for help": gettext_lazy("A small group called for help"),
    "group helped": gettext_lazy("An organiser turned to a small group that called for help"),
    "group note changed": gettext_lazy("A note of a small group was changed"),
    "group note taken away": gettext_lazy("A note of a small group was taken away"),
    "group note written": gettext_lazy("A note was written for a small group"),
    "group report kept": gettext_lazy("A small group wrote its report of a month"),
    "group sees a way": gettext_lazy(
        "Somebody said whether their small group sees how to reach them"
    ),
    "left a group": gettext_lazy("Somebody left their small group"),
    "preparation asked": gettext_lazy("Something to do before a course was asked for"),
    "preparation changed": gettext_lazy("Something to do before a course was changed"),
    "preparation taken off": gettext_lazy("Something to do before a course was taken off"),
    "prepared": gettext_lazy("Somebody did something before a course"),
    "preparing called to mind": gettext_lazy("People were reminded what to do before a course"),
    "wrote to a group": gettext_lazy("A letter was written to everybody in a small group"),
}
