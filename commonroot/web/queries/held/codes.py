"""Codes of what is held, in words."""

from django.utils.translation import gettext_lazy

from commonroot.consent.rules import Purpose
from commonroot.people.models import Person

WITHOUT_ASKING = {
    Purpose.NOTICE: gettext_lazy("letters that we owe you"),
    Purpose.THIS_PROGRAMME: gettext_lazy("your course"),
    Purpose.CIRCLE_CONTACT: gettext_lazy("being the contact of a circle"),
}
HARM = {
    Person.Risk.OPEN: gettext_lazy("no"),
    Person.Risk.CAREFUL: gettext_lazy("not sure"),
    Person.Risk.HIGH: gettext_lazy("yes"),
}
CARE = {
    Person.Risk.OPEN: gettext_lazy("as you agreed"),
    Person.Risk.CAREFUL: gettext_lazy("carefully"),
    Person.Risk.HIGH: gettext_lazy("as carefully as we can"),
}
SOURCES = {
    "registration": gettext_lazy("you, when you registered"),
    "import": gettext_lazy("an old list"),
    "hand": gettext_lazy("an organiser"),
    "account": gettext_lazy("an organiser"),
    "link": gettext_lazy("you"),
    "public": gettext_lazy("you"),
    "invitation": gettext_lazy("you, when you were invited"),
    "system": gettext_lazy("Commonroot itself"),
    "token": gettext_lazy("another program"),
}
CAUSES = {
    "edit": gettext_lazy("corrected by an organiser"),
    "page": gettext_lazy("corrected on your page"),
    "link": gettext_lazy("corrected by a link of yours"),
    "asked": gettext_lazy("your answer to a letter"),
    "import": gettext_lazy("an old list"),
    "merge": gettext_lazy("two entries became one"),
    "bulk": gettext_lazy("several entries were put together at once"),
    "hand": gettext_lazy("an organiser"),
    "put back": gettext_lazy("a change was taken back"),
    "retention": gettext_lazy("it had served its time"),
    "wizard": gettext_lazy("you founded the school"),
}
AUDIENCES = {
    "school": gettext_lazy("the school"),
    "programme": gettext_lazy("those who run a course"),
    "circle": gettext_lazy("a circle"),
    "alumni": gettext_lazy("others who took part"),
    "public": gettext_lazy("everybody"),
}
TOLD = {
    "name": gettext_lazy("your name"),
    "project": gettext_lazy("your project"),
    "address": gettext_lazy("your address"),
    "phone": gettext_lazy("your phone number"),
    "details": gettext_lazy("other details"),
    "country": gettext_lazy("your country"),
    "city": gettext_lazy("your city"),
    "offers": gettext_lazy("what you offer"),
    "wants": gettext_lazy("what you are looking for"),
    "attendance": gettext_lazy("that you took part"),
}
LINES = {
    "participant": gettext_lazy("somebody who took part"),
    "host": gettext_lazy("the host"),
    "panelist": gettext_lazy("somebody who presented"),
}
LINE_REASONS = {
    "again": gettext_lazy("the same line came before"),
    "host": gettext_lazy("whoever hosts is not counted"),
    "nameless": gettext_lazy("it names nobody"),
    "nobody": gettext_lazy("nobody to count, as an organiser said"),
    "several": gettext_lazy("it may be several people"),
    "unknown": gettext_lazy("nobody of that name was expected"),
}
LIST_FIELDS = {
    "name": gettext_lazy("name"),
    "given": gettext_lazy("given names"),
    "family": gettext_lazy("family names"),
    "emails": gettext_lazy("addresses"),
    "phones": gettext_lazy("numbers"),
    "city": gettext_lazy("city"),
    "organisation": gettext_lazy("organisation"),
    "role": gettext_lazy("role"),
    "course": gettext_lazy("course"),
    "year": gettext_lazy("year"),
    "date": gettext_lazy("day"),
    "born": gettext_lazy("born"),
    "born_year": gettext_lazy("born in"),
    "country": gettext_lazy("country"),
    "language": gettext_lazy("language"),
    "agreed": gettext_lazy("agreed"),
    "agreed_on": gettext_lazy("agreed on"),
    "identifier": gettext_lazy("number"),
    "notes": gettext_lazy("notes"),
    "tags": gettext_lazy("tags"),
}
# Why a letter did not leave or was taken back; else a mail server said it.
NOT_SENT = {
    "a backup was restored": gettext_lazy("a backup was restored"),
    "answered": gettext_lazy("you had answered already"),
    "called back": gettext_lazy("an organiser called it back"),
    "no agreement": gettext_lazy("you had not agreed to it"),
    "somebody named in it asked to be forgotten": gettext_lazy(
        "somebody named in it asked to be forgotten"
    ),
    "too late": gettext_lazy("it would have come too late"),
}
JOINED_BY = {
    "page": gettext_lazy("on your page"),
    "letter": gettext_lazy("from a letter"),
    "list": gettext_lazy("at the address of the list"),
    "organiser": gettext_lazy("an organiser wrote it down"),
}
