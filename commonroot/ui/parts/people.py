"""The rows of a list of people: most of a page's work, so they are written in one go."""

from collections.abc import Iterable
from html import escape
from typing import Protocol

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from commonroot.ui.parts.signs import freshness

ROW = (
    '<tr><td><span class="person"><span class="person__name">'
    '<a href="{url}{key}/"><bdi>{name}</bdi></a></span>'
    '<span class="person__place">{place}</span></span></td>'
    '<td data-label="{course_word}"><span><bdi>{course}</bdi>'
    '<span class="second{late}"><bdi>{circle}</bdi></span></span></td>'
    '<td data-label="{fresh_word}">{fresh}</td><td data-label="{next_word}">{next}</td></tr>'
)


class PersonLine(Protocol):
    """A row in words; `circle_tone` is "clay" for what is missing, `state` as in `freshness`."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def course(self) -> str: ...
    @property
    def circle(self) -> str: ...
    @property
    def circle_tone(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def age(self) -> str: ...
    @property
    def next(self) -> str: ...


def people_rows(lines: Iterable[PersonLine], *, url: str) -> SafeString:
    """Table rows: name and place, course and circle, freshness, what is next.

    `url` and the key make the address of a person.
    """
    words = {
        "url": escape(url),
        "course_word": escape(_("Course")),
        "fresh_word": escape(_("Confirmed")),
        "next_word": escape(_("Next")),
    }
    comma = f"{escape(_(','))} "
    signs: dict[tuple[str, str], str] = {}
    rows = []
    for line in lines:
        sign = (line.state, line.age)
        if sign not in signs:
            signs[sign] = freshness(*sign)
        place = [f"<bdi>{escape(part)}</bdi>" for part in (line.city, line.country) if part]
        rows.append(
            ROW.format(
                key=escape(line.key),
                name=escape(line.name),
                place=comma.join(place),
                course=escape(line.course),
                late=" late" if line.circle_tone == "clay" else "",
                circle=escape(line.circle),
                fresh=signs[sign],
                next=escape(line.next),
                **words,
            )
        )
    return mark_safe("".join(rows))  # noqa: S308 - every value went through escape or is a part of ours
