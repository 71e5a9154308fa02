"""What must stand in the network's directory so that letters arrive: SPF, DKIM and DMARC.

Over the texts alone; RFC 7208, RFC 6376 and RFC 7489, and what large providers ask of everybody who
writes to their people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_LOOKUPS = 10  # RFC 7208, 4.6.4
SHORTEST_KEY = 300  # base64 letters of an RSA key of 2,048 bits are some 390, of 1,024 some 216


class State(StrEnum):
    """How well something is set up."""

    GOOD = "good"
    MEND = "mend"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what, how it is, a code for the sentence about it."""

    what: str
    state: State
    code: str
    value: str = ""


def tags(record: str) -> dict[str, str]:
    """{tag: value} of a record written "v=…; p=…"."""
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip().lower(): value.strip() for name, equals, value in pairs if equals}


def spf(records: Sequence[str]) -> Finding:
    """Whether one record says who may send for this domain, and forbids all others."""
    found = [one for one in records if one.lower().split(" ")[0] == "v=spf1"]
    if not found:
        return Finding("spf", State.BAD, "missing")
    if len(found) > 1:
        return Finding("spf", State.BAD, "several")
    words = found[0].lower().split()
    if sum(_asks(word) for word in words) > MOST_LOOKUPS:
        return Finding("spf", State.BAD, "too many", found[0])
    if "+all" in words or "all" in words:
        return Finding("spf", State.BAD, "everybody", found[0])
    closed = {"-all", "~all"} & set(words) or any(word.startswith("redirect=") for word in words)
    if not closed:
        return Finding("spf", State.MEND, "open", found[0])
    return Finding("spf", State.GOOD, "good", found[0])


def _asks(word: str) -> bool:
    """Whether a term of SPF asks the directory once more."""
    bare = word.lstrip("+-~?")
    name = bare.partition(":")[0].partition("/")[0]
    return name in {"include", "a", "mx", "ptr", "exists"} or bare.startswith("redirect=")


def dkim(records: Sequence[str]) -> Finding:
    """Whether there is a key with which receivers check the signature of letters."""
    found = [said for one in records if "p" in (said := tags(one))]
    if not found:
        return Finding("dkim", State.BAD, "missing")
    key = "".join(found[0]["p"].split())
    if not key:
        return Finding("dkim", State.BAD, "revoked")
    if found[0].get("k", "rsa") == "rsa" and len(key) < SHORTEST_KEY:
        return Finding("dkim", State.MEND, "short")
    return Finding("dkim", State.GOOD, "good")


def same_key(records: Sequence[str], public: str) -> bool:
    """Whether the key under that name is `public`, in base64 without breaks."""
    return any("".join(tags(one).get("p", "").split()) == public for one in records)


def dmarc(records: Sequence[str]) -> Finding:
    """Whether receivers are told what to do with letters that only claim to be ours."""
    found = [said for one in records if (said := tags(one)).get("v", "").upper() == "DMARC1"]
    if not found:
        return Finding("dmarc", State.BAD, "missing")
    if len(found) > 1:
        return Finding("dmarc", State.BAD, "several")
    policy = found[0].get("p", "").lower()
    if policy not in {"none", "quarantine", "reject"}:
        return Finding("dmarc", State.BAD, "no policy")
    if policy == "none":
        return Finding("dmarc", State.MEND, "none", policy)
    return Finding("dmarc", State.GOOD, "good", policy)


def same_organisation(one: str, other: str) -> bool:
    """Whether two hosts are the same or one lies within the other, so that DMARC counts both."""
    one, other = one.lower().rstrip("."), other.lower().rstrip(".")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
