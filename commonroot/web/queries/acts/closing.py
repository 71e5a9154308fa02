"""What is done when a course is closed, with what was made and with letters after it, in words."""

from django.utils.translation import gettext_lazy

ACTS = {
    "account approved": gettext_lazy("An account for the handbook was approved"),
    "account declined": gettext_lazy("Somebody did not want to write an account"),
    "account edited": gettext_lazy("An account for the handbook was edited"),
    "account written": gettext_lazy("An account for the handbook was written"),
    "accounts asked for": gettext_lazy("Accounts for the handbook were asked for"),
    "change decided": gettext_lazy("It was decided what becomes of a change"),
    "change dropped": gettext_lazy("A change was taken off the cards"),
    "change proposed": gettext_lazy("A change for the next course was written down"),
    "changes taken up": gettext_lazy("The changes of an earlier course were taken up"),
    "circle letter approved": gettext_lazy("A letter to a circle was approved"),
    "circle letter held back": gettext_lazy("A letter to a circle was held back"),
    "circle reminded": gettext_lazy("A circle was reminded of a letter"),
    "course questionnaire keyed in": gettext_lazy("A sheet about a course was keyed in"),
    "evaluation written": gettext_lazy("The notes of the evaluation meeting were written"),
    "maker decided": gettext_lazy("A maker decided how they stand beside a work"),
    "makers asked": gettext_lazy("Makers were asked how they stand beside their work"),
    "picture of a project dropped": gettext_lazy("The picture of a work was taken away"),
    "picture of a project set": gettext_lazy("A work got a picture"),
    "project in the gallery": gettext_lazy("A work was put into the public gallery"),
    "project out of the gallery": gettext_lazy("A work was taken out of the public gallery"),
    "project status said": gettext_lazy("It was said how far a work has come"),
    "region to be told": gettext_lazy("A region is to hear of a country without a circle"),
    "reminded of the close": gettext_lazy("Those who had said nothing of a course were reminded"),
}
