"""Tables of a programme file, read field by field; whatever is wrong is said with its place."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from commonroot.core.errors import Refused
from commonroot.core.time import known_zones
from commonroot.programmes.rules.dates import relative_day
from commonroot.programmes.rules.described import Texts

CODE_LENGTH = 32
TEXT_LENGTH = 4000
WHOLE_FILE = "The file"
# TOML has no months, yet people write them: `from = 2023-04`.
_BARE_MONTH = re.compile(r"(=\s*)(\d{4}-\d{2})(?=\s*(?:[,}\]#\n]|$))")


class FileBroken(Refused):
    """A programme file cannot be read; the sentence names the place. Nothing was changed."""


def broken(where: str, what: str) -> FileBroken:
    """The refusal for one place of a file. File words are English, so its sentences are too."""
    return FileBroken(f"{where}: {what} Nothing was changed.")


def parsed(text: str) -> dict[str, Any]:
    """The content of a programme file. Raises FileBroken naming line and column."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        try:
            return tomllib.loads(_BARE_MONTH.sub(r'\1"\2"', text))
        except tomllib.TOMLDecodeError:
            raise FileBroken(f"This is not a TOML file: {error}. Nothing was changed.") from error


def code_of(title: str) -> str:
    """A short name made of a title: "Power Analysis!" → "power-analysis", cut between words."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    code = "-".join(words)
    if len(code) <= CODE_LENGTH:
        return code
    return code[: CODE_LENGTH + 1].rpartition("-")[0] or code[:CODE_LENGTH]


class Table:
    """One table of a file. Each `take_…` uses a field up; `finish` refuses what is left."""

    def __init__(self, content: Any, *, where: str, language: str, today: date) -> None:
        if not isinstance(content, Mapping):
            raise broken(where, "This should be a table of fields.")
        self.left = dict(content)
        self.where = where
        self.language = language
        self.today = today

    def wrong(self, key: str, what: str) -> FileBroken:
        """The refusal for a field of this table."""
        return broken(f"{self.where}, “{key}”", what)

    def finish(self) -> None:
        """Raise FileBroken for a field that was not understood: typing errors must be seen."""
        for key in self.left:
            raise self.wrong(key, "We do not know this field.")

    def take(self, key: str, default: Any = None) -> Any:
        """The field as it stands."""
        return self.left.pop(key, default)

    def take_text(self, key: str, default: str = "") -> str:
        """A text without languages."""
        content = self.take(key, default)
        if not isinstance(content, str):
            raise self.wrong(key, "This should be a text.")
        return content.strip()

    def as_texts(self, content: Any, key: str) -> Texts:
        """A text, or one per language: `title.fr = "…"`."""
        if isinstance(content, str):
            content = {self.language: content}
        if not isinstance(content, Mapping) or not all(
            isinstance(text, str) for text in content.values()
        ):
            raise self.wrong(key, "This should be a text, or one text per language.")
        if any(len(text) > TEXT_LENGTH for text in content.values()):
            raise self.wrong(key, f"A text may have {TEXT_LENGTH} letters at most.")
        return {language: text.strip() for language, text in content.items() if text.strip()}

    def take_texts(self, key: str) -> Texts:
        """A text per language; none when the field is missing."""
        return self.as_texts(self.take(key, {}), key)

    def need_texts(self, key: str) -> Texts:
        """A text per language that may not be missing."""
        texts = self.take_texts(key)
        if not texts:
            raise self.wrong(key, "This is missing.")
        return texts

    def take_lines(self, key: str) -> list[Texts]:
        """A list of texts; a single one counts as a list of one."""
        content = self.take(key, [])
        lines = content if isinstance(content, list) else [content]
        return [self.as_texts(line, key) for line in lines]

    def take_number(self, key: str, default: int | None = None, *, least: int = 1) -> int | None:
        """A whole number, at least `least`."""
        content = self.take(key, default)
        if content is None:
            return None
        if not isinstance(content, int) or isinstance(content, bool) or content < least:
            raise self.wrong(key, f"This should be a whole number from {least} on.")
        return content

    def take_yes(self, key: str, default: bool) -> bool:
        """true or false."""
        content = self.take(key, default)
        if not isinstance(content, bool):
            raise self.wrong(key, "This should be true or false.")
        return content

    def take_choice(self, key: str, choices: Mapping[str, str], *, default: str) -> str:
        """One of some words; gives what it stands for."""
        content = self.take_text(key, default)
        if content not in choices:
            raise self.wrong(key, f"This should be one of: {', '.join(choices)}.")
        return choices[content]

    def take_zone(self, key: str, default: str) -> str:
        """A time zone that exists."""
        zone = self.take_text(key, default)
        if zone not in known_zones():
            raise self.wrong(key, f"“{zone}” is not a time zone. A good one: Africa/Nairobi.")
        return zone

    def take_day(self, key: str) -> date | None:
        """A day: 2027-01-17, "2027-01-17", or counted from today, "+9 days"."""
        return self.as_day(self.take(key), key)

    def as_day(self, content: Any, key: str) -> date | None:
        """What `take_day` reads."""
        if content is None or (isinstance(content, date) and not isinstance(content, datetime)):
            return content
        if isinstance(content, str):
            try:
                return relative_day(content, today=self.today) or date.fromisoformat(content)
            except (ValueError, OverflowError) as error:
                raise self.wrong(
                    key, f"“{content}” is not a day. Good ones: 2027-01-17, “+9 days”."
                ) from error
        raise self.wrong(key, "This should be a day, as 2027-01-17.")

    def take_clock(self, key: str) -> time | None:
        """A time on the host's clock: 19:00:00 or "19:00"."""
        content = self.take(key)
        if isinstance(content, str):
            try:
                content = time.fromisoformat(content)
            except ValueError as error:
                raise self.wrong(key, f"“{content}” is not a time. A good one: “19:00”.") from error
        if content is not None and (not isinstance(content, time) or content.tzinfo is not None):
            raise self.wrong(key, "This should be a time, as “19:00”.")
        return content

    def tables(self, key: str, *, name: str, default: Sequence[Any] = ()) -> list["Table"]:
        """The tables of a list, `[[session]]`, called "session 1", "session 2" in refusals."""
        content = self.take(key, list(default))
        if not isinstance(content, list):
            raise self.wrong(key, f"This should be a list: write [[{key}]].")
        inside = "" if self.where == WHOLE_FILE else f"{self.where}, "
        return [
            Table(item, where=f"{inside}{name} {number}", language=self.language, today=self.today)
            for number, item in enumerate(content, 1)
        ]
