"""Everything held about a person, to be read: headings, fields and values in people's words.

What each model holds, what its fields are called and how they are said stands in `headings`,
`names` and `values`; a field in none of them fails the build.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.people.personal import Declaration, declarations
from commonroot.web.queries.held.headings import FINDING, FINDS, HEADINGS
from commonroot.web.queries.held.names import is_silent, name_of
from commonroot.web.queries.held.values import value_of

Row = list[tuple[str, str]]


def kinds_held(held: Mapping[str, list[dict[str, Any]]]) -> list[tuple[str, list[Row]]]:
    """The archive to be read: (heading, rows of (what it is, value)) per model, in words.

    What has no words for people, as marks that only our search reads, is said in one row.
    """
    by_label = {declaration.label: declaration for declaration in declarations()}
    order = list(HEADINGS)
    labels = sorted(held, key=lambda label: order.index(label) if label in order else len(order))
    return [(heading(label), _rows(held[label], by_label[label])) for label in labels]


def heading(label: str) -> str:
    """What a model holds about the person, as a heading."""
    model = next(one.model for one in declarations() if one.label == label)
    words = str(HEADINGS.get(label) or model._meta.verbose_name)
    return words[:1].upper() + words[1:]


def _rows(rows: list[dict[str, Any]], declaration: Declaration) -> list[Row]:
    said = [words for row in rows if (words := _row(row, declaration))]
    return said or [[(_("how it is kept"), _("in a form that only our program reads"))]]


def _row(row: Mapping[str, Any], declaration: Declaration) -> Row:
    said = (
        (name_of(declaration.label, name), value_of(declaration.model, name, value=value, row=row))
        for name, value in row.items()
        if not is_silent(declaration.label, name)
    )
    return [(name, words) for name, words in said if name and words]


def counted(held: Mapping[str, list[dict[str, Any]]]) -> list[tuple[str, int]]:
    """(heading, how many) of what is held; what only finds and knows somebody again is one line."""
    said: dict[str, int] = {}
    for label, rows in held.items():
        words = str(FINDING) if label in FINDS else heading(label)
        said[words] = said.get(words, 0) + len(rows)
    order = {str(words): place for place, words in enumerate(HEADINGS.values())}
    return sorted(said.items(), key=lambda one: order.get(one[0], len(order)))


def size_words(count: int) -> str:
    """ "14 kB": what a download says of itself."""
    return ngettext("%(n)s kB", "%(n)s kB", max(1, count // 1000)) % {"n": max(1, count // 1000)}
