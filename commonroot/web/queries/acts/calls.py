"""What is done with calls for applications, in words."""

from django.utils.translation import gettext_lazy

ACTS = {
    "call changed": gettext_lazy("How a call for applications goes was changed"),
    "call hidden": gettext_lazy("A call for applications was taken down"),
    "call made": gettext_lazy("A call for applications was made"),
    "call published": gettext_lazy("A call for applications was published"),
    "deadline moved": gettext_lazy("The deadline of a call was moved"),
    "form started": gettext_lazy("A ready-made form was taken for a call"),
}
