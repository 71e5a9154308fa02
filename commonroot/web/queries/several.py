"""What a person has several of, as the page shows it on which it is added, changed and ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from commonroot.core.places import language_name, script_name
from commonroot.core.text import script
from commonroot.people.forms import DETAIL_FORMS
from commonroot.people.models import Person
from commonroot.people.queries import Several, several
from commonroot.programmes.queries.words import day_words
from commonroot.web.queries import words
from commonroot.web.queries.labels import course_words, work_words, years

TITLES = {
    "name": gettext_lazy("Other names"),
    "language": gettext_lazy("Languages"),
    "organisation": gettext_lazy("Organisations"),
    "course": gettext_lazy("Courses before"),
    "theme": gettext_lazy("Themes"),
    "offer": gettext_lazy("Offers"),
}
CHANGED_IN_PLACE = {
    "name",
    "language",
    "organisation",
    "course",
}  # the others are taken out and added


@dataclass(frozen=True)
class Line:
    """One detail: in words, who said it, and the form that changes it, if it can be changed."""

    key: str
    text: str
    second: str
    form: forms.Form | None


@dataclass(frozen=True)
class Section:
    """One kind of details, with the form that adds another one."""

    kind: str
    title: str
    lines: list[Line]
    form: forms.Form
    is_open: bool


def sections(
    person: Person, *, today: date, bound: tuple[str, str, forms.Form] | None = None
) -> list[Section]:
    """Every kind in its order. `bound` is (kind, key of the row or "", form) that was just sent
    and has to be shown again.
    """
    found = several(person)
    kind_sent, key_sent, form_sent = bound or ("", "", None)
    made = []
    for kind, title in TITLES.items():
        lines = [
            Line(
                key=row.key,
                text=text,
                second=_second(row, note, today=today),
                form=_form(kind, row, sent=form_sent if key_sent == row.key else None),
            )
            for row, text, note in _rows(kind, found)
        ]
        is_open = kind == kind_sent and not key_sent
        form = form_sent if is_open and form_sent else DETAIL_FORMS[kind](prefix=f"new-{kind}")
        made.append(Section(kind, str(title), lines, form, is_open))
    return made


def _form(kind: str, row: Any, *, sent: forms.Form | None) -> forms.Form | None:
    if sent is not None:
        return sent
    if kind not in CHANGED_IN_PLACE:
        return None
    form = DETAIL_FORMS[kind]
    return form(prefix=row.key, initial={name: getattr(row, name) for name in form.base_fields})


def _rows(kind: str, found: Several) -> Iterator[tuple[Any, str, str]]:
    language = get_language() or "en"
    if kind == "name":
        for name in found.names:
            note = f"{name.get_kind_display()}{_(',')} {script_name(script(name.text), language)}"
            yield name, name.text, note.strip(f"{_(',')} ")
    elif kind == "language":
        for spoken in found.languages:
            yield spoken, language_name(spoken.language, language), str(spoken.get_level_display())
    elif kind == "organisation":
        for work in found.organisations:
            when = years(work.since, work.until)
            yield work, work_words(work.organisation, work.role, when=when), ""
    elif kind == "course":
        for course in found.courses:
            yield course, course_words(course.title, course.role, year=course.year), ""
    elif kind == "theme":
        for interest in found.themes:
            yield interest, str(interest.theme), ""
    else:
        for offer in found.offers:
            yield offer, str(offer.get_kind_display()), ""


def _second(row: Any, note: str, *, today: date) -> str:
    newest = max(filter(None, (row.said_on, row.confirmed_on)))
    said = f"{words.source(row.source)}{_(',')} {day_words(newest, today=today)}"
    return f"{note} · {said}" if note else said
