"""What is done with circles, in words."""

from django.utils.translation import gettext_lazy

ACTS = {
    "answer of a circle seen to": gettext_lazy("Somebody saw to what a circle answered"),
    "circle answered before a course": gettext_lazy("A circle answered before a course"),
    "circle asked before a course": gettext_lazy("A circle was written to before a course"),
    "circle changed": gettext_lazy("It was changed where a circle is and how it belongs"),
    "circle decided before a course": gettext_lazy("It was decided whom to ask before a course"),
    "circle desk sent": gettext_lazy("A circle was sent what waits for it"),
    "circle left": gettext_lazy("Somebody’s part in a circle ended"),
    "circle part changed": gettext_lazy("Somebody’s part in a circle was changed"),
    "circle state changed": gettext_lazy("It was said how a circle is now"),
    "circles to ask": gettext_lazy("Countries and themes of a course were found"),
    "circles told of a course": gettext_lazy("All circles were told of a course alike"),
    "public page answered": gettext_lazy("A circle said what everybody may read about it"),
    "public page asked": gettext_lazy("A circle was asked what everybody may read about it"),
    "words to circles": gettext_lazy("Words for letters to circles before a course were written"),
}
