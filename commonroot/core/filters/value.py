"""The value of a filter and its JSON: all, any or none of parts; a part may be a filter again.

{"all": [["country", "in", "KE", "UG"], {"none": [["circle", "in", "…"]]}]}
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Union

from django.utils.translation import gettext as _

from commonroot.core.errors import Refused
from commonroot.core.filters.fields import Field

MODES = ("all", "any", "none")
MOST_PARTS = 60
MOST_DEEP = 6
MOST_VALUES = 300
LENGTH = 200

Path = tuple[int, ...]  # which part, then which part of that; () is the whole
Node = Union["Part", "Filter"]


class FilterNotUnderstood(Refused):
    """A filter that was sent or stored holds something that we do not know."""


@dataclass(frozen=True)
class Part:
    """One condition: a field, how it is asked, and the values asked for."""

    field: str
    how: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filter:
    """All, any or none of its parts. Without parts it lets everybody through."""

    mode: str = "all"
    parts: tuple[Node, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts)


EVERYBODY = Filter()


def as_json(node: Node) -> Any:
    """The filter as plain lists and dictionaries."""
    if isinstance(node, Part):
        return [node.field, node.how, *node.values]
    return {node.mode: [as_json(part) for part in node.parts]}


def from_json(content: Any, *, fields: Mapping[str, Field]) -> Filter:
    """The filter written as `as_json` writes it.

    Raises FilterNotUnderstood, with a sentence that says which part. What a value stands for (a
    course, a circle) need not exist any more: a stored filter then finds nobody by it.
    """
    if content in ({}, None):
        return EVERYBODY
    node = _node(content, fields, depth=0)
    if isinstance(node, Part):
        raise FilterNotUnderstood(_("The conditions of this list could not be read."))
    if sum(1 for _part in parts_of(node)) > MOST_PARTS:
        raise FilterNotUnderstood(
            _("A list can have %(most)s conditions at most.") % {"most": MOST_PARTS}
        )
    return node


def _node(content: Any, fields: Mapping[str, Field], *, depth: int) -> Node:
    if isinstance(content, list):
        return _part(content, fields)
    if not isinstance(content, dict) or len(content) != 1:
        raise FilterNotUnderstood(_("The conditions of this list could not be read."))
    [(mode, parts)] = content.items()
    if mode not in MODES or not isinstance(parts, list):
        raise FilterNotUnderstood(_("The conditions of this list could not be read."))
    if depth >= MOST_DEEP:
        raise FilterNotUnderstood(_("The conditions of this list lie too deep in one another."))
    return Filter(mode, tuple(_node(part, fields, depth=depth + 1) for part in parts))


def _part(content: list[Any], fields: Mapping[str, Field]) -> Part:
    if len(content) < 2 or not all(isinstance(text, str) for text in content):  # noqa: PLR2004 - field and how
        raise FilterNotUnderstood(_("The conditions of this list could not be read."))
    code, how_code, *values = content
    if any("\x00" in text for text in values):
        raise FilterNotUnderstood(_("The conditions of this list could not be read."))
    field = fields.get(code)
    if field is None:
        raise FilterNotUnderstood(
            _("“%(word)s” is nothing that people can be found by.") % {"word": code[:LENGTH]}
        )
    how = field.hows.get(how_code)
    if how is None:
        raise FilterNotUnderstood(
            _("“%(field)s” cannot be asked like that.") % {"field": field.name}
        )
    return Part(code, how_code, _values(values, field=field, takes=how.takes))


def _values(values: list[str], *, field: Field, takes: str) -> tuple[str, ...]:
    kept = tuple(dict.fromkeys(text.strip()[:LENGTH] for text in values if text.strip()))
    if takes == "nothing":
        return ()
    if not kept:
        raise FilterNotUnderstood(
            _("Say what is meant by “%(field)s”: nothing is chosen yet.") % {"field": field.name}
        )
    if takes == "day" and not _is_day(kept[0]):
        raise FilterNotUnderstood(_("A day is written as 2026-11-22."))
    return kept[:MOST_VALUES] if takes == "choices" else kept[:1]


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def parts_of(node: Node) -> Iterator[Part]:
    """Every condition in it, however deep."""
    if isinstance(node, Part):
        yield node
    else:
        for part in node.parts:
            yield from parts_of(part)


def at_path(whole: Filter, path: Path) -> Node | None:
    """What stands at `path`; None where nothing does."""
    node: Node = whole
    for number in path:
        if isinstance(node, Part) or not 0 <= number < len(node.parts):
            return None
        node = node.parts[number]
    return node


def without(whole: Filter, path: Path) -> Filter:
    """The filter without what stands at `path`; a group that is left empty goes as well."""
    return _replaced(whole, path, to=None) or EVERYBODY


def changed(whole: Filter, path: Path, *, to: Node) -> Filter:
    """The filter with `to` instead of what stands at `path`."""
    return _replaced(whole, path, to=to) or EVERYBODY


def _replaced(whole: Filter, path: Path, *, to: Node | None) -> Filter | None:
    number, rest = path[0], path[1:]
    inner = whole.parts[number]
    new = _replaced(inner, rest, to=to) if rest and isinstance(inner, Filter) else to
    parts = (*whole.parts[:number], *((new,) if new else ()), *whole.parts[number + 1 :])
    return replace(whole, parts=parts) if parts else None


def added(whole: Filter, part: Part, *, path: Path = (), mode: str = "all") -> Filter:
    """The filter with `part` as well.

    `mode` "all": people must also be so. "any": as another possibility beside what stands at
    `path`. "none": people must not be so.
    """
    if mode == "any" and path:
        beside = at_path(whole, path)
        if beside is None:
            return whole
        # A condition within a group of possibilities gets a further one in the same group.
        above = at_path(whole, path[:-1])
        if isinstance(above, Filter) and above.mode == "any" and path[:-1]:
            return changed(whole, path[:-1], to=replace(above, parts=(*above.parts, part)))
        if isinstance(beside, Filter) and beside.mode == "any":
            return changed(whole, path, to=replace(beside, parts=(*beside.parts, part)))
        return changed(whole, path, to=Filter("any", (beside, part)))
    base = whole if whole.mode == "all" or not whole else Filter("all", (whole,))
    base = replace(base, mode="all")
    if mode != "none":
        return replace(base, parts=(*base.parts, part))
    for number, node in enumerate(base.parts):
        if isinstance(node, Filter) and node.mode == "none":
            return changed(base, (number,), to=replace(node, parts=(*node.parts, part)))
    return replace(base, parts=(*base.parts, Filter("none", (part,))))
