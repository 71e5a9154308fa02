"""Reading a pasted list: a name and an address or number in each line, however they are parted."""

import re
from dataclasses import dataclass

LINES = 200  # more at once is a list for the register
MAIL = re.compile(r"[^\s<>,;\"'()\[\]]+@[^\s<>,;\"'()\[\]]+")
PHONE = re.compile(r"(?:\+|00)[\d\s().\-/]{6,24}\d")
AROUND = " \t,;:<>()[]\"'|–-"


@dataclass(frozen=True)
class Line:
    """One line of a pasted list: its number from 1, and what was found in it."""

    number: int
    text: str
    name: str
    way: str


def pasted_lines(text: str) -> list[Line]:
    """The lines that hold something, each with its name and its way as far as they are there.

    "Amina W. <amina@example.org>", cells of a spreadsheet, "amina@example.org, Amina", with a
    phone number in place of the address. The same way twice under the same name counts once.
    """
    found: list[Line] = []
    seen: set[tuple[str, str]] = set()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        match = MAIL.search(line) or PHONE.search(line)
        way = match.group(0).strip(".") if match else ""
        rest = line.replace(match.group(0), "\t", 1) if match else line
        name = next((part for part in _parts(rest)), "")
        key = (name.casefold(), way.casefold())
        if key in seen and way:
            continue
        seen.add(key)
        found.append(Line(number=number, text=line.strip(), name=name, way=way))
    return found


def _parts(line: str) -> list[str]:
    """What stands between tabs and semicolons, longest words of a name first as written."""
    return [part for raw in re.split(r"[\t;|]", line) if (part := raw.strip(AROUND))]
