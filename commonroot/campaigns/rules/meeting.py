"""When the words of two people meet in one field, and what then happens to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Met(StrEnum):
    """What is to be done with words that somebody sends."""

    NOTHING = "nothing"  # they did not change it, or it stands there already
    WRITE = "write"
    CLASH = "clash"  # somebody else changed it meanwhile: both are kept


@dataclass(frozen=True)
class Since:
    """One change of the field since it was read: what stood there before, and whose it is."""

    before: Any
    mine: bool


def met(*, stands: Any, sent: Any, since: Sequence[Since]) -> Met:
    """What to do with `sent`, where `stands` stands now and `since` happened after it was read.

    What stood there when it was read is what the first of those changes replaced: whoever sends
    that has not touched the field. One's own later words replace one's own earlier ones.
    """
    read = since[0].before if since else stands
    if sent in (stands, read):
        return Met.NOTHING
    return Met.CLASH if any(not one.mine for one in since) else Met.WRITE
