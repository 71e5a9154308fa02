"""The forms of a page, what may be typed into them, and what in a page could run."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

TYPED = {"text", "search", "email", "tel", "url", "password", "number", "date", "time", ""}
SHAPED = {
    "email": "some@example.org", "tel": "+254700000001", "url": "https://example.org/",
    "password": "four words that nobody guesses", "number": "3", "date": "2027-03-04",
    "time": "10:30",
}  # fmt: skip
LONGEST = 2000  # letters, where a field does not say
CANNOT_BE_FILLED = {"submit", "button", "image", "reset"}
RUNS = {"script", "iframe", "object", "embed", "base", "frame", "applet", "link"}
HARMLESS = {"canonical", "alternate", "icon"}
ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "data"}


@dataclass
class Form:
    """One form: where it goes, what stands in it already, and which of its fields take text."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    short: list[str] = field(default_factory=list)
    long: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    fixed: list[str] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)

    @property
    def free(self) -> list[str]:
        """The fields that take any words at all."""
        return [name for name in (*self.short, *self.long) if name not in self.shaped]

    @property
    def shaped(self) -> dict[str, str]:
        """What stands in fields that take only an address, a number, a day or a clock time."""
        return {name: SHAPED[kind] for name, kind in self.kinds.items() if kind in SHAPED}

    @property
    def takes_text(self) -> bool:
        """Whether somebody can type, or hand in, anything."""
        return bool(self.short or self.long or self.files)


class Page(HTMLParser):
    """Reads the forms of a page, and whatever in it a browser would run."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.runs: list[str] = []
        self._open: Form | None = None
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A form, a field, or something that runs."""
        said = {name: value or "" for name, value in attrs}
        self._watch(tag, said)
        name = said.get("name", "")
        if tag == "form":
            method = said.get("method", "get").lower()
            self._open = Form(action=said.get("action", ""), method=method)
            self.forms.append(self._open)
        elif self._open is None or (not name and tag != "option"):
            return
        elif tag == "textarea":
            self._open.long.append(name)
            self._open.longest[name] = int(said.get("maxlength") or LONGEST)
        elif tag == "select":
            self._select = name
            self._open.fixed.append(name)
        elif tag == "option" and self._select:
            if "selected" in said or self._select not in self._open.values:
                self._open.values[self._select] = said.get("value", "")
        elif tag == "button":
            self._open.values.setdefault(name, said.get("value", ""))
        elif tag == "input":
            self._input(name, said)

    def handle_endtag(self, tag: str) -> None:
        """A form or a list of choices is over."""
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""

    def _input(self, name: str, said: dict[str, str]) -> None:
        assert self._open is not None
        kind = said.get("type", "")
        if kind == "file":
            self._open.files.append(name)
        elif kind in TYPED:
            self._open.short.append(name)
            self._open.kinds[name] = kind
            self._open.longest[name] = int(said.get("maxlength") or LONGEST)
        elif kind in {"checkbox", "radio"}:
            if "checked" in said or name not in self._open.values:
                self._open.values[name] = said.get("value", "on")
        elif kind not in CANNOT_BE_FILLED:
            self._open.values[name] = said.get("value", "")
            if name != "csrfmiddlewaretoken":
                self._open.fixed.append(name)

    def _watch(self, tag: str, said: dict[str, Any]) -> None:
        """Our own pages run nothing but files of ours: no script inside, no handler, no address
        that is a program.
        """
        ours = said.get("src", said.get("href", "")).startswith("/")
        said_only = said.get("type") == "application/ld+json" or said.get("rel") in HARMLESS
        if tag in RUNS and not ours and not said_only:
            self.runs.append(f"<{tag} {said}>")
        for name, value in said.items():
            program = "".join(value.split()).casefold().startswith(("javascript:", "vbscript:"))
            if name.startswith("on") or (name in ADDRESSES and program):
                self.runs.append(f"<{tag} {name}={value[:60]}>")
