"""One thing that waits for an organiser: what the desk's first page is made of."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Due:
    """Something to do, how long it takes (minutes, at least 1), why, and the one button that starts
    it.

    `what`, `why` and `button` are finished sentences in the reader's language; `address` is where
    the button leads. `urgent` things come first: somebody waits for help. Then come the `late`
    ones, then the oldest `since`. `plainly` says `what` without words that people typed, where
    there are any: letters say it so.
    """

    minutes: int
    what: str
    why: str
    button: str
    address: str
    since: datetime
    late: bool = False
    code: str = ""
    plainly: str = ""
    urgent: bool = False
