"""What happens to case studies and the closing gathering, in words."""

from django.utils.translation import gettext_lazy

ACTS = {
    "asked for a name": gettext_lazy("Somebody was asked how they want to stand in a case study"),
    "campaigns asked for the closing": gettext_lazy(
        "The campaigns of a course were asked what they bring to its closing gathering"
    ),
    "case studies of a session": gettext_lazy(
        "It was chosen with which case studies a session works"
    ),
    "case study agreed": gettext_lazy("A team agreed to the text of its case study"),
    "case study begun": gettext_lazy("A case study was begun"),
    "case study dropped": gettext_lazy("A case study was thrown away"),
    "case study handed over": gettext_lazy("A team handed its case study over"),
    "case study published": gettext_lazy("A case study became public"),
    "case study sent back": gettext_lazy("A case study was sent back to its team"),
    "case study taken back": gettext_lazy("A team took its case study back"),
    "case study team asked": gettext_lazy("A team was asked whether its case study may stand so"),
    "case study withdrawn": gettext_lazy("A case study was taken out of the library"),
    "case study written": gettext_lazy("A case study was written"),
    "closing gathering closed": gettext_lazy("The page of a closing gathering was closed"),
    "closing gathering opened": gettext_lazy("The page of a closing gathering was opened"),
    "closing gathering set": gettext_lazy("A closing gathering was set"),
    "closing words handed in": gettext_lazy("A team handed in its words for the closing gathering"),
    "closing words taken back": gettext_lazy(
        "A team took back its words for the closing gathering"
    ),
    "said how to stand in a case study": gettext_lazy(
        "Somebody said how they want to stand in a case study"
    ),
    "taken out of a case study": gettext_lazy("Somebody was taken out of a case study"),
}
