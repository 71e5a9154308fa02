"""The words in which a thing of a checklist is declared."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet

from commonroot.admissions.models import Call
from commonroot.handbook.rules.checks import Days, When
from commonroot.programmes.models import Programme

Rows = QuerySet[Any]
COURSE = OuterRef("pk")  # the programme that rows are counted for


@dataclass(frozen=True)
class Course:
    """A programme with its call, if it has one, and the days on which its list hangs."""

    programme: Programme
    call: Call | None
    days: Days


@dataclass(frozen=True)
class Kept:
    """What records say, counted for many courses in one query.

    `rows(at)`: the rows of the programme `COURSE` that count, and `also(at)` further ones;
    `done(rows, at)`: those of them that are done. With `needs` it is enough that so many of them
    are there. `distinct`: count the values of that field instead of rows. `since`: the field of
    done rows that says when.
    """

    rows: Callable[[datetime], Rows]
    done: Callable[[Rows, datetime], Rows] | None = None
    also: Callable[[datetime], Rows] | None = None
    needs: int = 0
    distinct: str = ""
    since: str = ""

    def all_rows(self, at: datetime) -> list[Rows]:
        """What counts."""
        return [rows(at) for rows in (self.rows, self.also) if rows is not None]

    def done_rows(self, at: datetime) -> list[Rows]:
        """What of it is done."""
        return [rows if self.done is None else self.done(rows, at) for rows in self.all_rows(at)]


@dataclass(frozen=True)
class Looked:
    """What the course itself says: (how many done, of how many), without a query."""

    at: Callable[[Course], tuple[int, int]]


def always(course: Course) -> bool:
    """It concerns every course."""
    return True


@dataclass(frozen=True)
class Check:
    """A ready-made thing of a checklist. Without `kept` only people know, and say so.

    `says`: a sentence with %(done)s and %(of)s. `page`: the name of the page where it is done,
    which takes the key of the programme.
    """

    code: str
    chapter: str
    words: Any
    when: When | None
    kept: Kept | Looked | None = None
    says: Any = ""
    page: str = ""
    concerns: Callable[[Course], bool] = always
