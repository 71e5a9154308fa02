"""How the desk names the fields of a person and what somebody has several of."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from commonroot.circles.queries import circle
from commonroot.core.places import country_name, language_name
from commonroot.people.models import Change, FurtherName, Offer, Person, SpokenLanguage

LABELS = {
    "shown_name": gettext_lazy("Name"),
    "given_name": gettext_lazy("Given names"),
    "family_name": gettext_lazy("Family names"),
    "pronouns": gettext_lazy("Pronouns"),
    "city": gettext_lazy("City"),
    "country": gettext_lazy("Country"),
    "origin_country": gettext_lazy("Comes from"),
    "language": gettext_lazy("Letters in"),
    "time_zone": gettext_lazy("Time zone"),
    "organisation": gettext_lazy("Organisation"),
    "offers": gettext_lazy("Offers"),
    "wants": gettext_lazy("Would like"),
    "channel": gettext_lazy("Reached best by"),
}
PERSON = "people.person"
SEVERAL = {
    "people.furthername": gettext_lazy("Another name"),
    "people.spokenlanguage": gettext_lazy("Language spoken"),
    "people.affiliation": gettext_lazy("Organisation"),
    "people.earliercourse": gettext_lazy("Course before"),
    "people.interest": gettext_lazy("Theme"),
    "people.offer": gettext_lazy("Offers to"),
}
CHOICES: dict[str, Any] = {
    "people.furthername": FurtherName.Kind,
    "people.spokenlanguage": SpokenLanguage.Level,
    "people.offer": Offer.Kind,
}


def label(field: str) -> str:
    """The name of a single field."""
    return str(LABELS.get(field, field))


def value_words(field: str, value: Any) -> str:
    """What stands in a single field, in words."""
    language = get_language() or "en"
    if not value:
        return ""
    if field in {"country", "origin_country"}:
        return country_name(value, language)
    if field == "language":
        return language_name(value, language)
    if field == "channel":
        return str(dict(Person.Channel.choices).get(value, value))
    return str(value)


def row_words(model: str, said: dict[str, Any]) -> str:
    """One of several details in words, from what the history keeps of it."""
    choices = dict(CHOICES[model].choices) if model in CHOICES else {}
    if model == "people.furthername":
        return f"{said['text']} ({choices.get(said['kind'], said['kind'])})"
    if model == "people.spokenlanguage":
        name = language_name(said["language"], get_language() or "en")
        return f"{name} ({choices.get(said['level'], said['level'])})"
    if model == "people.offer":
        return str(choices.get(said["kind"], said["kind"]))
    if model == "people.interest":
        return str(circle(said["theme"]) or "")
    if model == "people.earliercourse":
        return course_words(said["title"], said["role"], year=said["year"])
    return work_words(said["organisation"], said["role"], when=years(said["since"], said["until"]))


def course_words(title: str, role: str, *, year: int) -> str:
    """ "Campaign Strategy, 2011, trainer"."""
    return f"{_(',')} ".join(filter(None, (title, str(year or ""), role)))


def work_words(organisation: str, role: str, *, when: str) -> str:
    """ "Nurses union, chair, since 2019"."""
    return f"{_(',')} ".join(filter(None, (organisation, role, when)))


def years(since: Any, until: Any) -> str:
    """ "since 2019", "2019–2023", "until 2023" or nothing; days may be ISO text."""
    first, last = str(since or "")[:4], str(until or "")[:4]
    if first and last:
        return f"{first}–{last}"
    if first:
        return _("since %(year)s") % {"year": first}
    return _("until %(year)s") % {"year": last} if last else ""


def change_words(row: Change) -> str:
    """What was changed, as a title: "Changed: City", "Added: Language spoken"."""
    if row.model != PERSON:
        what = str(SEVERAL.get(row.model, "")) or _("Details")
        if row.before is None and row.after is not None:
            return _("Added: %(what)s") % {"what": what}
        if row.after is None and row.before is not None:
            return _("Taken out: %(what)s") % {"what": what}
        return _("Changed: %(fields)s") % {"fields": what}
    named = list(_known(row.fields or row.after or ()))
    return (
        _("Changed: %(fields)s") % {"fields": ", ".join(named)}
        if named
        else _("Details were changed")
    )


def _known(fields: Iterable[str]) -> Iterable[str]:
    return (label(field) for field in fields)
