"""Rules of sign-in and of the audit chain, over plain values."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

SIGN_IN_TRIES = 10  # wrong passwords for one address, and from one network
SIGN_IN_PERIOD = timedelta(minutes=15)
PREFIXES = {4: 24, 6: 48}
NOT_NEEDED = timedelta(days=3650)

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
