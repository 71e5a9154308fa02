"""What is done with letters to many and the texts they begin from, in words."""

from django.utils.translation import gettext_lazy

ACTS = {
    "letter to many approved": gettext_lazy("A second reader let a letter to many leave"),
    "letter to many asked": gettext_lazy("A letter to many was given to a second reader"),
    "letter to many begun": gettext_lazy("A letter to many was begun"),
    "letter to many copied": gettext_lazy("A letter to many was copied"),
    "letter to many ended": gettext_lazy("A letter to many had been sent to everybody"),
    "letter to many held back": gettext_lazy(
        "A letter to many was held back: it would have reached far more people"
    ),
    "letter to many paused": gettext_lazy("A letter to many was paused"),
    "letter to many pointed": gettext_lazy("It was chosen whom a letter to many is for"),
    "letter to many queued": gettext_lazy("A letter to many began to leave"),
    "letter to many resumed": gettext_lazy("A letter to many went on"),
    "letter to many sent": gettext_lazy("A letter to many was sent"),
    "letter to many sent back": gettext_lazy("A second reader sent a letter to many back"),
    "letter to many stopped": gettext_lazy("A letter to many was stopped"),
    "letter to many taken back": gettext_lazy("A letter to many was taken back before it left"),
    "letter to many thrown away": gettext_lazy("A letter to many was thrown away"),
    "letter to many tried": gettext_lazy("A letter to many was sent to its writer as a test"),
    "letter to many written": gettext_lazy("The words of a letter to many were changed"),
    "rules of sending set": gettext_lazy("It was set how letters to many are sent"),
    "template retired": gettext_lazy("A text to begin from is offered no more"),
    "template reworded": gettext_lazy("A text to begin from was changed"),
}
