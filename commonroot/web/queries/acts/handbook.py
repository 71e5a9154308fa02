"""What is done in the handbook, in words."""

from django.utils.translation import gettext_lazy

ACTS = {
    "answers confirmed": gettext_lazy("Answers of another course were confirmed"),
    "answers taken over": gettext_lazy("Answers of another course were taken over"),
    "handbook text dropped": gettext_lazy("A text of the handbook was dropped"),
    "handbook text kept": gettext_lazy("A text of the handbook was kept"),
}
