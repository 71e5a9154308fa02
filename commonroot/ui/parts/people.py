"""The rows of a list of people: most of a page's work, so they are written in one go."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Protocol

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from commonroot.ui.parts.signs import freshness

NAME = (
    '<tr><td><span class="person"><span class="person__name">{name}</span>'
    '<span class="person__place">{place}</span></span></td>{cells}</tr>'
)
COURSE = (
    '<td data-label="{heading}"><span><bdi>{course}</bdi>'
    '<span class="second{late}"><bdi>{circle}</bdi></span></span></td>'
)
CELL = '<td data-label="{heading}">{words}</td>'


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
    @property
    def more(self) -> Mapping[str, str]: ...


def people_rows(
    lines: Iterable[PersonLine], *, columns: Iterable[tuple[str, object]], url: str = ""
) -> SafeString:
    """Table rows: name and place, then a cell for each column (code, heading).

    `url` and the key make the address of a person; without it names lead nowhere, as on paper.
    Codes are course, confirmed, next, or a key of what the line says `more`.
    """
    headings = [(code, escape(str(heading))) for code, heading in columns]
    address = escape(url)
    comma = f"{escape(_(','))} "
    signs: dict[tuple[str, str], str] = {}
    rows = []
    for line in lines:
        name = f"<bdi>{escape(line.name)}</bdi>"
        place = [f"<bdi>{escape(part)}</bdi>" for part in (line.city, line.country) if part]
        rows.append(
            NAME.format(
                name=f'<a href="{address}{escape(line.key)}/">{name}</a>' if url else name,
                place=comma.join(place),
                cells="".join(
                    _cell(line, code, heading=words, signs=signs) for code, words in headings
                ),
            )
        )
    return mark_safe("".join(rows))  # noqa: S308 - every value went through escape or is a part of ours


def _cell(line: PersonLine, code: str, *, heading: str, signs: dict[tuple[str, str], str]) -> str:
    """One cell; `signs` keeps how an age looks, since many are alike."""
    if code == "course":
        return COURSE.format(
            heading=heading,
            course=escape(line.course),
            late=" late" if line.circle_tone == "clay" else "",
            circle=escape(line.circle),
        )
    if code == "confirmed":
        sign = (line.state, line.age)
        if sign not in signs:
            signs[sign] = freshness(*sign)
        return CELL.format(heading=heading, words=signs[sign])
    words = line.next if code == "next" else line.more.get(code, "")
    return CELL.format(heading=heading, words=f"<bdi>{escape(words)}</bdi>" if words else "")
