"""A tool with nothing in it: what is typed lives in the page alone until somebody keeps it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.forms.entries import EntryForm
from commonroot.campaigns.models.tools import TOOLS, Field, Kind, Tool
from commonroot.campaigns.models.tools.shapes import Type
from commonroot.campaigns.rules.blanks import AT_FIRST, BELONGS, MOST
from commonroot.core.text import folded, one_line

# Tools that a session practises, and that therefore open blank.
BLANK: dict[str, Tool] = {
    tool.exercise: tool for tool in TOOLS.values() if tool.exercise and tool.sharable
}
NAME_LENGTH = 300
CARRIED_FOR = 24 * 60 * 60  # seconds
SALT = "campaigns.blank"

# [(kind, {field: value})], kinds in the order of the tool.
Rows = list[tuple[str, dict[str, Any]]]


class BlankForm(EntryForm):
    """One row of a kind. What names another entry is typed as a name; nobody is of a team yet.

    `above`: the kind of which it names one that it belongs to. `strict`: asks for what is needed.
    """

    def __init__(
        self, kind: Kind, *args: Any, above: Kind | None = None, strict: bool = False, **kwargs: Any
    ) -> None:
        shapes = [_typed(one, strict=strict) for one in kind.fields if _is_asked(one)]
        if above is not None:
            help = _("As you wrote it above.")
            shapes.insert(0, Field(BELONGS, above.name, help=help, longest=NAME_LENGTH))
        super().__init__(replace(kind, fields=tuple(shapes)), *args, **kwargs)
        del self.fields["seen"]
        self.named = {one.code: one.of for one in kind.fields if one.type == Type.ENTRY}
        if above is not None:
            self.named[BELONGS] = above.code
        for code, other in self.named.items():
            self.fields[code].widget.attrs["list"] = f"names-{other}"
        self.needs = {one.code for one in kind.fields if one.needed} | {kind.named_by, BELONGS}

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields that a row needs, and the one that names it: shown at once."""
        return [one for one in self.asked if one.name in self.needs]

    @property
    def rest(self) -> list[forms.BoundField]:
        """The others: one press away where there are several rows."""
        return [one for one in self.asked if one.name not in self.needs]

    @property
    def is_open(self) -> bool:
        """Whether something stands among the others, or is amiss there."""
        return any(one.errors or one.value() for one in self.rest)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed in this row."""
        return not any(one.data for one in self.asked)


def _is_asked(shape: Field) -> bool:
    return shape.type not in {Type.MEMBER, Type.DUE}


def _typed(shape: Field, *, strict: bool) -> Field:
    needed = shape.needed and strict
    if shape.type == Type.ENTRY:
        return replace(shape, type=Type.LINE, of="", longest=NAME_LENGTH, needed=needed)
    return replace(shape, needed=needed)


@dataclass(frozen=True)
class BlankPart:
    """The rows of one kind. `several`: there may be more than one; `may_more`: and one more now."""

    kind: Kind
    rows: Sequence[BlankForm]
    several: bool
    may_more: bool

    @property
    def names(self) -> list[str]:
        """What its rows are called so far, to choose from elsewhere in the page."""
        typed = [row[self.kind.named_by].data for row in self.rows]
        return [str(one).strip() for one in typed if one]


class Blank:
    """A whole blank tool: its parts, and what was typed into them.

    `more`: the kind of which one more row is wanted. `strict`: what is needed to keep it is asked.
    """

    def __init__(
        self, tool: Tool, posted: Mapping[str, Any] | None = None, *, strict: bool = False
    ) -> None:
        self.tool = tool
        self.more = str(posted.get("more", "")) if posted else ""
        self._posted, self._strict = posted, strict
        self.parts = [self._part(kind) for kind in tool.kinds]
        if strict:
            self.parts = [self._strictly(part) for part in self.parts]

    def _part(self, kind: Kind) -> BlankPart:
        several = not kind.single and len(self._below(kind)) < 2  # noqa: PLR2004 - a chart, not a group
        count = AT_FIRST if several else 1
        if self._posted and several:
            said = str(self._posted.get(f"rows-{kind.code}", ""))
            count = min(MOST, max(1, int(said))) if said.isdecimal() else count
        if several and self.more == kind.code:
            count = min(MOST, count + 1)
        rows = [self._row(kind, number) for number in range(count)]
        return BlankPart(kind, rows, several=several, may_more=several and count < MOST)

    def _row(self, kind: Kind, number: int, *, strict: bool = False) -> BlankForm:
        row = BlankForm(
            kind,
            self._posted,
            prefix=f"{kind.code}-{number}",
            above=self._above(kind),
            strict=strict,
        )
        if number:
            # Help stands at the first row; each more row is shorter without it.
            for each in row.fields.values():
                each.help_text = ""
        return row

    def _below(self, kind: Kind) -> list[Kind]:
        return [one for one in self.tool.kinds if one.parent == kind.code]

    def _above(self, kind: Kind) -> Kind | None:
        """The kind of which a row says by name to which one it belongs; None: there is only one."""
        above = next((one for one in self.tool.kinds if one.code == kind.parent), None)
        return above if above is not None and len(self._below(above)) == 1 else None

    def _strictly(self, part: BlankPart) -> BlankPart:
        """A row in which something stands, or to which others belong, asks for what it needs."""
        kept = {one.code for one in self._below(part.kind)}
        others = [row for one in self.parts if one.kind.code in kept for row in one.rows]
        carries = not part.several and any(not row.is_empty for row in others)
        rows = [
            self._row(part.kind, number, strict=True) if carries or not row.is_empty else row
            for number, row in enumerate(part.rows)
        ]
        return replace(part, rows=rows)

    def is_valid(self) -> bool:
        """Whether everything typed can be read, and every row finds what it belongs to."""
        # Every row is looked at, so that all that is amiss is said at once.
        amiss = [row for part in self.parts for row in part.rows if not row.is_valid()]
        lost = [part for part in self.parts if self._strict and not self._belongs(part)]
        return not amiss and not lost

    def _belongs(self, part: BlankPart) -> bool:
        above = self._above(part.kind)
        if above is None:
            return True
        names = next(one for one in self.parts if one.kind.code == above.code).names
        known = {folded(one_line(one)) for one in names}
        good = True
        for row in part.rows:
            said = folded(one_line(str(row[BELONGS].data or "")))
            if row.is_empty or said in known or (not said and len(known) == 1):
                continue
            row.add_error(BELONGS, _("Write it here as it stands above."))
            good = False
        return good

    @property
    def rows(self) -> Rows:
        """What was typed, rows in which nothing stands left out; what is amiss is left out too."""
        found: Rows = []
        for part in self.parts:
            for row in part.rows:
                row.is_valid()
                said = {code: one for code, one in row.cleaned_data.items() if one is not None}
                if said:
                    found.append((part.kind.code, said))
        return found


def carried(tool: Tool, rows: Rows) -> str:
    """What was typed, signed, so that it may travel in a page instead of lying in a database."""
    return signing.dumps([tool.exercise, rows], salt=SALT, compress=True)


def unpacked(tool: Tool, words: str) -> Rows | None:
    """What `carried` packed; None when it is not of ours, of another tool, or older than a day."""
    try:
        code, rows = signing.loads(words, salt=SALT, max_age=CARRIED_FOR)
    except signing.BadSignature:
        return None
    return [(kind, said) for kind, said in rows] if code == tool.exercise else None


class KeepForm(forms.Form):
    """Input of `actions.keeping.keep`: into which campaign, or the name of a new one."""

    carried = forms.CharField(widget=forms.HiddenInput)
    campaign = forms.CharField(required=False, max_length=32)
    name = forms.CharField(required=False, max_length=160)
