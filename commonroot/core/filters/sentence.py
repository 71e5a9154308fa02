"""A filter read as a sentence: "People who live in Kenya or Uganda, and are in no circle"."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commonroot.core.filters.fields import Field
from commonroot.core.filters.value import Filter, Node, Part, Path


@dataclass(frozen=True)
class Said:
    """A piece of the sentence: what joins it to the one before, its words, and which part it is."""

    before: str
    words: SafeString  # the values in it are isolated, so that scripts may mix
    plain: str
    path: Path


def sentence(asked: Filter, *, fields: Mapping[str, Field], everybody: str) -> str:
    """The whole sentence as plain text; `everybody` is what stands for a filter without parts."""
    said = pieces(asked, fields=fields)
    return "".join(one.before + one.plain for one in said) or everybody


def pieces(asked: Filter, *, fields: Mapping[str, Field]) -> list[Said]:
    """The sentence in pieces, one for each condition, in their order."""
    if not asked:
        return []
    named = _Names(fields)
    found = list(_of(asked, (), named=named))
    head = _("People who ")
    return [Said(head + found[0].before, found[0].words, found[0].plain, found[0].path), *found[1:]]


class _Names:
    """The words of values, asked of each field once."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        self.fields = fields
        self.known: dict[str, dict[str, str]] = {}

    def words(self, part: Part) -> list[str]:
        field = self.fields[part.field]
        if field.hows[part.how].takes != "choices":
            return list(part.values)
        if field.name_of is not None:
            return [str(field.name_of(value)) for value in part.values]
        if part.field not in self.known:
            offered = field.choices() if field.choices else ()
            self.known[part.field] = {code: str(words) for code, words in offered}
        gone = _("something that is gone")
        return [self.known[part.field].get(value, gone) for value in part.values]


def _of(node: Node, path: Path, *, named: _Names) -> Iterator[Said]:
    if isinstance(node, Part):
        phrase = str(named.fields[node.field].hows[node.how].phrase)
        values = named.words(node)
        yield Said(
            "",
            mark_safe(escape(phrase) % {"values": _either(values, mark=_isolated)}),  # noqa: S308 - phrases are ours, values are escaped
            phrase % {"values": _either(values, mark=str)},
            path,
        )
        return
    for number, part in enumerate(node.parts):
        joint = _joint(node, number, is_whole=not path)
        for first, said in enumerate(_of(part, (*path, number), named=named)):
            before = joint + said.before if first == 0 else said.before
            yield Said(before, said.words, said.plain, said.path)


def _joint(node: Filter, number: int, *, is_whole: bool) -> str:
    """What stands before a part of `node`."""
    last = number == len(node.parts) - 1
    if number:
        if node.mode == "all":
            if not last:
                return pgettext("between conditions", ", ")
            return (
                pgettext("between two conditions", " and ")
                if number == 1 and not _has_or(node.parts[0])
                else pgettext("before the last of several conditions", ", and ")
            )
        return (
            pgettext("between conditions", ", or ")
            if last
            else pgettext("between conditions", ", ")
        )
    if node.mode == "none":
        return pgettext("before conditions of others", "are not among those who ")
    if node.mode == "any" and len(node.parts) > 1 and not is_whole:
        return pgettext("before possibilities", "either ")
    return ""


def _has_or(node: Node) -> bool:
    """Whether a part says "or" between conditions of its own."""
    return isinstance(node, Filter) and (
        (node.mode != "all" and len(node.parts) > 1) or any(_has_or(part) for part in node.parts)
    )


def _either(values: Sequence[str], *, mark: Callable[[str], str]) -> str:
    """ "Kenya", "Kenya or Uganda", "Kenya, Uganda or Chad"."""
    shown = [mark(value) for value in values]
    if len(shown) < 2:  # noqa: PLR2004 - one needs no joining
        return "".join(shown)
    return pgettext("between values", "%(some)s or %(last)s") % {
        "some": pgettext("between values", ", ").join(shown[:-1]),
        "last": shown[-1],
    }


def _isolated(value: str) -> SafeString:
    return format_html("<bdi>{}</bdi>", value)
