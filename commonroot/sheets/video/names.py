"""Names as people write them in a video app: with brackets, numbers, pronouns, devices."""

import re
import tomllib
from functools import cache
from pathlib import Path

from commonroot.core.text import tokens

BRACKETS = re.compile(r"^(?P<shown>.*?)\s*[(（](?P<inside>[^()（）]*)[)）]\s*$")
NUMBER = re.compile(r"^\s*#?\d{1,4}\s*[_.\-–:)|/ ]+\s*(?=\D)")
HOST = re.compile(r"^(?P<name>.*?)\s*\((?P<address>[^()\s]+@[^()\s]+)\)\s*$")


def parted(name: str) -> tuple[str, str]:
    """A name and the one in brackets behind it: "Ana (Ana Souza)" → ("Ana", "Ana Souza").

    Pronouns are no name: "Ana (she/her)" → ("Ana", ""), "Ana (she/her) (Ana Souza)" too loses them.
    """
    shown, original = name.strip(), ""
    while True:
        match = BRACKETS.match(shown)
        if match is None:
            return shown, original
        inside = match["inside"].strip()
        if original and "/" not in inside:
            return shown, original
        if "/" not in inside:
            original = inside
        if not match["shown"].strip():
            return original or shown, ""
        shown = match["shown"].strip()


def without_number(name: str) -> str:
    """The name without the number of a group or list before it: "12_Amina" → "Amina"."""
    return NUMBER.sub("", name).strip()


def host_of(cell: str) -> tuple[str, str]:
    """Name and address of "Name (address)"."""
    match = HOST.match(cell)
    return (match["name"], match["address"]) if match else (cell.strip(), "")


def spellings(name: str, original: str) -> list[str]:
    """What somebody may be known by, best first: the name they had, then the one they showed, each
    also without a number before it; and both together, where the brackets belong to the name.
    """
    both = f"{name} ({original})" if original else ""
    found = [
        spelling for each in (original, name, both) for spelling in (each, without_number(each))
    ]
    return [spelling for spelling in dict.fromkeys(found) if tokens(spelling)]


def is_machine(name: str) -> bool:
    """Whether a name is that of a program which listens in, not of somebody."""
    words = " ".join(tokens(name))
    return any(f" {machine} " in f" {words} " for machine in machines())


@cache
def machines() -> tuple[str, ...]:
    """The names of such programs, folded as names are."""
    listed = tomllib.loads(Path(__file__).with_name("machines.toml").read_text())["machines"]
    return tuple(" ".join(tokens(name)) for name in listed)
