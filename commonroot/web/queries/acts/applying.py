"""What is done with applications by those who apply, in words."""

from django.utils.translation import gettext_lazy

ACTS = {
    "applicant answered": gettext_lazy("Somebody said whether they apply with others"),
    "applicant named": gettext_lazy("Somebody was named in an application of several"),
    "applicant removed": gettext_lazy("Somebody was taken off an application of several"),
    "application back": gettext_lazy("A withdrawn application counts again"),
    "application begun": gettext_lazy("An application was begun"),
    "application handed in": gettext_lazy("An application was handed in"),
    "application withdrawn": gettext_lazy("An application was withdrawn"),
    "applications from a list": gettext_lazy("Applications were taken in from a list"),
    "draft let go": gettext_lazy("An application that was never handed in was deleted"),
    "group written to": gettext_lazy("Somebody wrote to everybody of an application"),
    "referee changed": gettext_lazy("Somebody was asked to speak for an application, or answered"),
}
