"""When something is: a day, a week, a month, some months, or not yet; and rhythms by rule."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
NUMBERS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
MONTHS_OF_YEAR = 12

_RELATIVE = re.compile(r"([+-]\d+) (day|week|month)s?")
_YEAR_MONTH = re.compile(r"(\d{4})-(\d{2})")
_WEEKLY = re.compile(r"weekly, (\w+) times, from the week of (\d{4}-\d{2}-\d{2})", re.IGNORECASE)
_MONTHLY = re.compile(r"once a month: ([a-z, ]+?) (\d{4})$", re.IGNORECASE)
_ONCE = re.compile(r"^one .+ in ([a-z]+) (\d{4})$", re.IGNORECASE)


@dataclass(frozen=True)
class When:
    """A time as far as it is known: `first` and `last` day, both None while there is no date.

    `precision` is day, week, month, span or open; a day has equal ends.
    """

    precision: str
    first: date | None = None
    last: date | None = None


NO_DATE = When("open")


def day(on: date) -> When:
    """A day."""
    return When("day", on, on)


def week(first: date) -> When:
    """The week that begins with `first`, whichever weekday the organisers begin theirs on."""
    return When("week", first, first + timedelta(days=6))


def month(year: int, number: int) -> When:
    """A calendar month. Raises ValueError for a thirteenth."""
    return When("month", date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def span(first: When, last: When) -> When:
    """From the beginning of one month to the end of another, later one. Raises ValueError."""
    if first.first is None or last.last is None or last.last < first.first:
        raise ValueError("a span ends before it begins")
    return When("span", first.first, last.last)


def moved_months(on: date, count: int) -> date:
    """The same day `count` months away, or the last day of that month when it is shorter."""
    years, number = divmod(on.year * MONTHS_OF_YEAR + on.month - 1 + count, MONTHS_OF_YEAR)
    return date(years, number + 1, min(on.day, monthrange(years, number + 1)[1]))


def relative_day(text: str, *, today: date) -> date | None:
    """The day that "+9 days", "-2 weeks" or "+5 months" is from today; None for other text."""
    found = _RELATIVE.fullmatch(text)
    if found is None:
        return None
    count = int(found[1])
    if found[2] == "month":
        return moved_months(today, count)
    return today + timedelta(days=count * (7 if found[2] == "week" else 1))


def read_month(text: str, *, today: date) -> When:
    """The month "2023-05" or "+5 months". Raises ValueError."""
    found = _YEAR_MONTH.fullmatch(text)
    if found is not None:
        return month(int(found[1]), int(found[2]))
    moved = relative_day(text, today=today)
    if moved is None:
        raise ValueError(text)
    return month(moved.year, moved.month)


def read_held(text: str, *, today: date) -> When:
    """A month, or two with a slash between them: "2023-04/2023-05". Raises ValueError."""
    first, slash, last = text.partition("/")
    begins = read_month(first, today=today)
    return span(begins, read_month(last, today=today)) if slash else begins


def weekly(*, times: int, from_week: date, weekday: str = "", every: int = 1) -> list[When]:
    """`times` meetings, `every` so many weeks, from the week that begins with `from_week`.

    With a weekday each is a day, the first one on or after `from_week`; without one, a week.
    Raises ValueError for a weekday that is none, or fewer than one meeting.
    """
    if times < 1 or every < 1:
        raise ValueError("a rhythm needs at least one meeting, every week or less often")
    gap = timedelta(weeks=every)
    if not weekday:
        return [week(from_week + gap * number) for number in range(times)]
    first = from_week + timedelta(days=(WEEKDAYS.index(weekday) - from_week.weekday()) % 7)
    return [day(first + gap * number) for number in range(times)]


def read_rule(sentence: str) -> list[When]:
    """The meetings that a rhythm in plain English means, in order.

    Understands "weekly, eight times, from the week of 2021-01-17", "each small group once a month:
    April, May, June 2021" and "one meeting of everyone in July 2021". Raises ValueError.
    """
    sentence = " ".join(sentence.split()).rstrip(".")
    if found := _WEEKLY.search(sentence):
        return weekly(times=_number(found[1]), from_week=date.fromisoformat(found[2]))
    if found := _MONTHLY.search(sentence):
        names = re.split(r",\s*(?:and )?|\s+and\s+", found[1])
        return [month(int(found[2]), _month_number(name)) for name in names]
    if found := _ONCE.search(sentence):
        return [month(int(found[2]), _month_number(found[1]))]
    raise ValueError(sentence)


def is_per_group(sentence: str) -> bool:
    """Whether a rhythm in plain English is one of small groups, each meeting for itself."""
    said = sentence.casefold()
    return "group" in said and "once a month" in said


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS.index(word.casefold()) + 1


def _month_number(name: str) -> int:
    return MONTHS.index(name.strip().casefold()) + 1


def is_past(*, ends_at: datetime | None, sorts_on: date | None, at: datetime) -> bool:
    """Whether a meeting is over: at its end when that is known, else after its last possible day.

    What has no date yet is never past.
    """
    if ends_at is not None:
        return ends_at <= at
    return sorts_on is not None and sorts_on < at.date()


def listing_order(
    *, starts_at: datetime | None, sorts_on: date | None, position: int
) -> tuple[date, float, int]:
    """What coming meetings are sorted by: the day listed under, then the instant, then their place.

    Inside a day those without an hour come last; what has no date comes after everything.
    """
    instant = starts_at.timestamp() if starts_at else float("inf")
    return (sorts_on or date.max, instant, position)


def begins_and_ends(whens: Sequence[When]) -> tuple[date | None, date | None]:
    """First and last day of a programme made of these meetings; None while none has a date."""
    firsts = [when.first for when in whens if when.first]
    lasts = [when.last for when in whens if when.last]
    return (min(firsts), max(lasts)) if firsts and lasts else (None, None)
