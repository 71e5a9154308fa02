"""How a model says what it holds about a person: the words of every `class Personal`.

    class Personal:
        subject = "person"                      # path to Person; None: names somebody outside the
        register
        kinds = {"needs": "access needs"}       # every field that says something about the person
        plain = ("state", "position")           # every other field: says nothing by itself
        keep = Keep(after="session__ends_at", days=730)
        on_erase, on_merge = "delete", "move"   # delete | blank · move | a function of
        the area's actions, called with (other=, into=, by=, at=) before the rest moves
        read_from = "call__decided_at"          # optional: the person reads it from that moment
        on; NEVER: what tells of somebody else, whom reading it would harm
        read_by = "told.offers"                 # optional: a function of the area's queries, called
        with (rows, at=): the rows as the person may read them by now, and no others

A model with a path to a person and without it, or with a field named in neither list, fails the
build.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Keep:
    """Kept until `days` after the moment at the path `after`; `after=None`: as long as the person
    is.

    A row in which that moment may be empty names another: `otherwise_days` after `otherwise`.
    With `blanks` the row stays, as the fact that it is, and these fields become empty.
    """

    after: str | None
    days: int = 0
    otherwise: str | None = None
    otherwise_days: int = 0
    blanks: tuple[str, ...] = ()


AS_LONG_AS_THE_PERSON = Keep(after=None)
NEVER = "never"
