"""Rules of sign-in and of the audit chain, over plain values."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

SIGN_IN_TRIES = 10  # wrong passwords for one address, and from one network
SIGN_IN_PERIOD = timedelta(minutes=15)
PREFIXES = {4: 24, 6: 48}
IDLE = timedelta(minutes=30)  # a session nobody used so long is over
LONGEST = timedelta(hours=12)  # and no session lasts longer
# The same of each kind of visit: whoever signed in, and whoever came by a link, by how carefully
# they are treated.
LASTS = {
    "account": (IDLE, LONGEST),
    "few": (timedelta(hours=2), timedelta(hours=24)),
    "open": (timedelta(days=7), timedelta(days=30)),
    "careful": (timedelta(days=1), timedelta(days=14)),
    "high": (IDLE, LONGEST),
}
# Roles that see few people at a time, and stand at a door or lead a group for a whole evening:
# their visits are of the longer kind. Every other role's are short.
VISITS = {"facilitator": "few", "group lead": "few", "circle contact": "few"}
PROOFS_WITHIN = timedelta(hours=1)  # after an account was opened; then it is due on Today
PROOFS_LATE = timedelta(days=2)
PROVEN = timedelta(minutes=5)  # how long "prove it is you" holds
READ_PERIOD, READ_MOST = timedelta(hours=1), 60  # how many people somebody opens unasked
HALF = timedelta(minutes=10)  # between the password and the second factor
INVITED = timedelta(days=7)
FORGOTTEN = timedelta(minutes=20)
CODES = 10
CODE_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is mistaken for another
CODE_BLOCKS, CODE_BLOCK = 2, 5
LOCK_BLOCKS, LOCK_BLOCK = 4, 5  # 31^20: 99 bits
STEP = 30  # seconds of a code from an app
STEPS_AROUND = 1
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"),
            ("Safari", "Safari"))  # fmt: skip
DEVICES = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip
NOT_NEEDED = timedelta(days=3650)
TOLD_EVERY = timedelta(days=7)  # how often stewards get the latest checkpoint by letter
_CHECKPOINT = re.compile(r"\b\d{4}-\d\d-\d\d (\d{1,18}) ([0-9a-f]{64})\b")

# The fields of an entry that the chain covers: everything but the row's own number in the table.
SEALED = (
    "at",
    "verb",
    "actor_kind",
    "actor_key",
    "thing_kind",
    "thing_key",
    "person_key",
    "facts",
    "number",
)


def canonical(entry: Mapping[str, Any]) -> str:
    """The one way to write an entry down: fields of SEALED as JSON, keys sorted, time in UTC."""
    said = {name: entry[name] for name in SEALED}
    said["at"] = said["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def checkpoint_line(*, made_on: date, number: int, seal: str) -> str:
    """How far the trail went, as it is written outside: "2026-11-22 5120 9f…"."""
    return f"{made_on.isoformat()} {number} {seal}"


def read_checkpoints(text: str) -> list[tuple[int, str]]:
    """(number, seal) of every such line in `text`; letters and files may say more around them."""
    found = _CHECKPOINT.findall(text)
    return sorted({(int(number), seal) for number, seal in found})


def network(address: str) -> str:
    """The network an address belongs to (/24, or /48 of the newer kind); "unknown" when it is none.

    Tries are counted by network, since one household or attacker owns a whole one.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    return str(ip_network(f"{found}/{PREFIXES[found.version]}", strict=False))


def put_off_until(choice: str, *, at: datetime) -> datetime | None:
    """When a thing put off comes back: the morning of "tomorrow", of "week" (in seven days).

    "never" is far away. `at` carries the zone whose mornings count. None: no such choice.
    """
    morning = at.replace(hour=0, minute=0, second=0, microsecond=0)
    ends = {"tomorrow": timedelta(days=1), "week": timedelta(days=7), "never": NOT_NEEDED}
    return morning + ends[choice] if choice in ends else None


def is_over(
    *, started_at: datetime, seen_at: datetime, at: datetime, kind: str = "account"
) -> bool:
    """Whether a visit of that kind (see LASTS) has lasted, or nobody used it, for too long."""
    idle, longest = LASTS[kind]
    return at - started_at > longest or at - seen_at > idle


def visit_of(roles: Iterable[str], *, high: bool) -> str:
    """What kind of visit (see LASTS) somebody with these roles pays; the strictest role counts.

    `high`: one of their circles asks for high care. Without a role it is short.
    """
    kinds = {VISITS.get(role, "account") for role in roles}
    return "few" if kinds == {"few"} and not high else "account"


def time_left(spent: float, *, step: float) -> float:
    """Seconds until the next multiple of `step`, after `spent` seconds; nothing without a step."""
    return -spent % step if step else 0.0


def device(agent: str) -> str:
    """What a browser says of itself, coarsely: "Firefox, Android"; no version, no network."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    system = next((name for sign, name in DEVICES if sign in agent), "")
    return ", ".join(filter(None, (browser, system)))


def drawn_code(letters: Iterable[str], *, blocks: int, block: int) -> str:
    """A code for paper, "k3f7m-9wq2a": `letters` are drawn by the caller, from CODE_LETTERS."""
    drawn = list(letters)
    return "-".join("".join(drawn[n * block : (n + 1) * block]) for n in range(blocks))


def typed_code(text: str) -> str:
    """A code as somebody typed it, without blanks and dashes, in small letters."""
    return "".join(text.casefold().replace("-", "").split())


def time_step(*, at: datetime) -> int:
    """The number of the half minute (RFC 6238)."""
    return int(at.timestamp()) // STEP
