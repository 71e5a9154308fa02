"""Dates, lengths and texts in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import (
    get_language,
    get_language_bidi,
    get_language_info,
    ngettext,
    pgettext,
)
from django.utils.translation import gettext as _

from commonroot.core.fields import Translated
from commonroot.core.time import zone_words
from commonroot.programmes.models import Programme, Session

HOUR = 60
TEN_MONTHS = timedelta(days=300)
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


@dataclass(frozen=True)
class DatedWords:
    """When a session is, for a page: all in the reader's language.

    `day` stands alone for a week, a month, a span or no date; `clock` is a range such as
    19:00–21:00, to be isolated left-to-right. `zone` is "Nairobi, UTC+3"; `utc` the same start in
    UTC or "" when the zone is that. `at` and `until` are ISO instants with the offset of the zone
    shown.
    """

    day: str
    clock: str = ""
    zone: str = ""
    utc: str = ""
    at: str = ""
    until: str = ""

    @property
    def line(self) -> SafeString | str:
        """Day and clock in one line."""
        if not self.clock:
            return self.day
        return format_html('{}{} <bdi dir="ltr">{}</bdi>', self.day, _(","), self.clock)


def day_words(day: date, *, today: date, short: bool = False) -> str:
    """ "Tue 1 December", with the year when it is not this one; `short`: "Tue 1 Dec"."""
    if short:
        pattern = (
            pgettext("day, as in Tue 1 Dec", "D j M")
            if day.year == today.year
            else pgettext("day, as in Tue 1 Dec 2027", "D j M Y")
        )
    else:
        pattern = (
            pgettext("day, as in Tue 1 December", "D j F")
            if day.year == today.year
            else pgettext("day, as in Tue 1 December 2027", "D j F Y")
        )
    return date_format(day, pattern)


def moment_words(moment: datetime, *, zone: str, at: datetime) -> str:
    """A moment in one line: "Tue 1 December, 19:00 (Nairobi, UTC+3)"."""
    place = ZoneInfo(zone)
    local = moment.astimezone(place)
    day = day_words(local.date(), today=at.astimezone(place).date())
    told = zone_words(zone, moment, language=get_language() or "en")
    return f"{day}{_(',')} {local:%H:%M} ({told})"


def row_day_words(day: date, *, today: date) -> str:
    """A row's day, as "Sun 17 Jan": the weekday tells the year of what comes in ten months."""
    if timedelta() <= day - today < TEN_MONTHS:
        return date_format(day, pgettext("day, as in Tue 1 Dec", "D j M"))
    return day_words(day, today=today, short=True)


def numbered_title(title: str, *, number: int, count: int) -> str:
    """What one of many sessions of one title is called, in the language now active."""
    if count == 1 or not title:
        return title
    return _("%(phase)s, %(place)s of %(all)s") % {"phase": title, "place": number, "all": count}


def month_words(day: date, *, today: date, short: bool = False) -> str:
    """ "April", or "May 2027" when that is another year; `short`: "Apr", "May 2027"."""
    if day.year == today.year:
        return date_format(day, "M" if short else "F")
    if short:
        return date_format(day, pgettext("month, as in Dec 2027", "M Y"))
    return date_format(day, pgettext("month, as in May 2027", "F Y"))


def session_words(
    session: Session,
    *,
    at: datetime,
    zone: str | None = None,
    short: bool = False,
    row: bool = False,
) -> DatedWords:
    """When a session is, in the host's zone or in `zone`; `row`: for a narrow column."""
    shown_in = ZoneInfo(zone or session.time_zone)
    today = at.astimezone(shown_in).date()
    if session.starts_at is not None and session.ends_at is not None:
        starts, ends = session.starts_at.astimezone(shown_in), session.ends_at.astimezone(shown_in)
        shown_zone = zone or session.time_zone
        offset = zone_words(shown_zone, session.starts_at, language=get_language() or "en")
        return DatedWords(
            day=row_day_words(starts.date(), today=today)
            if row
            else day_words(starts.date(), today=today, short=short),
            clock=f"{starts:%H:%M}–{ends:%H:%M}",
            zone=offset,
            utc="" if offset == "UTC" else f"{session.starts_at:%H:%M} UTC",
            at=starts.isoformat(),
            until=ends.isoformat(),
        )
    return DatedWords(day=_span_words(session, today=today, short=row))


def _span_words(session: Session, *, today: date, short: bool) -> str:
    first, last = session.held_on, session.until_on
    if first is None or session.precision == Session.Precision.OPEN:
        return _("No date yet")
    if session.precision == Session.Precision.WEEK:
        return _("Week of %(day)s") % {"day": _bare_day(first, today=today)}
    if session.precision == Session.Precision.SPAN and last is not None:
        in_one_year = "M" if short else "F"
        return _("%(first)s to %(last)s") % {
            "first": date_format(first, in_one_year)
            if first.year == last.year
            else month_words(first, today=today, short=short),
            "last": month_words(last, today=today, short=short),
        }
    return month_words(first, today=today)


def _bare_day(day: date, *, today: date) -> str:
    if day.year == today.year:
        return date_format(day, pgettext("day, as in 17 January", "j F"))
    return date_format(day, pgettext("day, as in 17 January 2027", "j F Y"))


def programme_when(programme: Programme, *, sessions: Sequence[Session], at: datetime) -> str:
    """When a whole programme is: "8 weeks from Sun 17 Jan 2027", "May 2027", "No date yet".

    `sessions` are all of it, in their order; a week counts when its meetings are seven days apart.
    """
    today = at.astimezone(ZoneInfo(programme.time_zone)).date()
    if programme.starts_on is None:
        return _("No date yet")
    weeks = weekly_count(programme, sessions)
    if weeks > 1:
        start = {"n": weeks, "day": day_words(programme.starts_on, today=today, short=True)}
        if first_precision(sessions) == Session.Precision.WEEK:
            start["day"] = _bare_day(programme.starts_on, today=today)
        return ngettext("%(n)s week from %(day)s", "%(n)s weeks from %(day)s", weeks) % start
    if programme.format == Programme.Format.OPEN or first_precision(sessions) not in {"day", ""}:
        if programme.ends_on is None or (programme.ends_on.year, programme.ends_on.month) == (
            programme.starts_on.year,
            programme.starts_on.month,
        ):
            return month_words(programme.starts_on, today=today)
        return _("%(first)s to %(last)s") % {
            "first": month_words(programme.starts_on, today=today),
            "last": month_words(programme.ends_on, today=today),
        }
    if programme.ends_on is None or programme.ends_on == programme.starts_on:
        return day_words(programme.starts_on, today=today)
    return _("%(first)s to %(last)s") % {
        "first": day_words(
            programme.starts_on,
            today=today if today.year == programme.ends_on.year else programme.ends_on,
            short=True,
        ),
        "last": day_words(programme.ends_on, today=today, short=True),
    }


def first_precision(sessions: Sequence[Session]) -> str:
    """How exactly the first session is known; "" without sessions."""
    return next((str(session.precision) for session in sessions), "")


def weekly_count(programme: Programme, sessions: Sequence[Session]) -> int:
    """How many meetings of a cohort follow one another by a week, from the first on."""
    if programme.format != Programme.Format.COHORT:
        return 0
    days = [session.held_on for session in sessions if session.precision in {"day", "week"}]
    count = 1 if days else 0
    for one, other in pairwise(days):
        if one is None or other is None or (other - one).days != 7:  # noqa: PLR2004 - a week
            break
        count += 1
    return count


def length_words(minutes: int) -> str:
    """ "2 hours", "1 hour 30 minutes", "45 minutes"."""
    hours, rest = divmod(minutes, HOUR)
    parts = []
    if hours:
        parts.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours})
    if rest:
        parts.append(ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest})
    return " ".join(parts)


def language_names(codes: Iterable[str]) -> str:
    """The languages of a programme, each in its own name: "English, français"."""
    return ", ".join(language_name(code) for code in codes)


def language_name(code: str) -> str:
    """The name of a language in that language; the code itself for one that we do not know."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


def missing_in(languages: Iterable[str], *texts: Mapping[str, str]) -> str:
    """The languages, each in its own name, in which one of these texts is missing while another
    language has it; "" when none is.
    """
    said = [one for one in texts if any(one.values())]
    return language_names(code for code in languages if any(not one.get(code) for one in said))


def told_in(texts: Mapping[str, str], programme: Programme | None) -> tuple[str, str]:
    """A text for the reader, and its language: theirs, else the programme's, else any."""
    return Translated(texts).chosen(
        (get_language() or "en", *(programme.languages if programme else ()))
    )


def shown(texts: Mapping[str, str], programme: Programme | None = None) -> SafeString | str:
    """A text for the reader, escaped; marked with its language when that is not the page's."""
    text, language = told_in(texts, programme)
    if not text or language == get_language():
        return text
    direction = "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
    if (direction == "rtl") == get_language_bidi():
        return format_html('<span lang="{}">{}</span>', language, text)
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, direction, text)


def is_foreign(texts: Mapping[str, str], programme: Programme) -> str:
    """The language a text is shown in because there is none in the reader's; else ""."""
    text, language = told_in(texts, programme)
    return language_name(language) if text and language != get_language() else ""
