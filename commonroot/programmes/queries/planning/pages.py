"""What pages of planning show: dates by stretch, what would move, what became of dates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commonroot.core.time import instant, zone_words
from commonroot.programmes.models import DateChange, Programme, Session
from commonroot.programmes.queries.planning.dates import RECALL, changes, dated_of
from commonroot.programmes.queries.reading import host_day
from commonroot.programmes.queries.words import DatedWords, day_words, length_words, session_words
from commonroot.programmes.rules.dates import is_past
from commonroot.programmes.rules.shifting import Dated, from_text, last_day

Kind = DateChange.Kind
FIRST_SHOWN = 3


@dataclass(frozen=True)
class Row:
    """A session among the dates of its programme."""

    key: str
    title: str
    when: DatedWords
    second: str
    state: str
    past: bool


@dataclass(frozen=True)
class Stretch:
    """A stretch of a programme with its sessions."""

    title: str
    words: str
    rows: list[Row]
    years: str = ""


@dataclass(frozen=True)
class Moved:
    """A date as it is and as it would be."""

    title: str
    before: DatedWords
    after: DatedWords
    moves: bool


@dataclass(frozen=True)
class Past:
    """A change of dates in the history: what, when, whether people know, whether it can go back."""

    key: str
    on: str
    what: str
    told: str
    lines: list[str]
    can_go_back: bool


def session(key: str) -> Session | None:
    """The session with that key, public or not, with its programme: for organisers."""
    return (
        Session.objects.select_related("programme__run_by", "phase", "stream")
        .filter(key=key)
        .first()
    )


def when(session: Session, *, at: datetime, zone: str | None = None) -> DatedWords:
    """When a session is, in words."""
    return session_words(session, at=at, zone=zone)


def host_zone_words(programme: Programme, *, at: datetime) -> str:
    """The host's zone with its offset now."""
    return zone_words(programme.time_zone, at, language=get_language() or "en")


def stretches(programme: Programme, *, at: datetime, zone: str | None = None) -> list[Stretch]:
    """All sessions in their order, grouped by stretch; a stretch without sessions is left out.

    `zone` is the reader's own, whose clock stands beside the host's.
    """
    sessions = programme.sessions.select_related("phase", "stream").order_by("position")
    found = []
    for _pk, inside in groupby(sessions, key=lambda one: one.phase_id):
        rows = list(inside)
        phase = rows[0].phase
        found.append(
            Stretch(
                title=str(phase) if phase else "",
                words=str(phase.rule) if phase else "",
                rows=[_row(one, at=at, zone=zone) for one in rows],
                years=_years(rows),
            )
        )
    return found


def _years(sessions: Sequence[Session]) -> str:
    """The year its dates lie in, or the first and the last: "2026", "2026–2027"."""
    years = sorted({one.held_on.year for one in sessions if one.held_on is not None})
    return "–".join(dict.fromkeys(str(year) for year in (*years[:1], *years[-1:])))


def _row(session: Session, *, at: datetime, zone: str | None) -> Row:
    said = [length_words(session.minutes), *filter(None, [yours_words(session, at=at, zone=zone)])]
    if session.stream is not None:
        said.append(str(session.stream))
    if session.places is not None:
        said.append(ngettext("%(n)s place", "%(n)s places", session.places) % {"n": session.places})
    off = session.state == Session.State.CANCELLED
    return Row(
        key=session.key,
        title=str(session.title),
        when=session_words(session, at=at, short=True, row=True),
        second=" · ".join(said),
        state="late" if off else "",
        past=is_past(ends_at=session.ends_at, sorts_on=session.sorts_on, at=at),
    )


def yours_words(session: Session, *, at: datetime, zone: str | None) -> str:
    """The same time by the reader's own clock: "your time 14:00–16:00 (Manila, UTC+8)"."""
    if zone is None or zone == session.time_zone or session.starts_at is None:
        return ""
    there = session_words(session, at=at, zone=zone, short=True)
    return _("your time %(day)s %(clock)s (%(zone)s)") % {
        "day": there.day,
        "clock": there.clock,
        "zone": there.zone,
    }


def coming_of(programme: Programme, *, at: datetime) -> list[Session]:
    """Its sessions that are not over and have a date, in order: what a shift may move."""
    sessions = programme.sessions.filter(state=Session.State.PLANNED).order_by("position")
    return [
        one
        for one in sessions
        if one.held_on is not None
        and not is_past(ends_at=one.ends_at, sorts_on=one.sorts_on, at=at)
    ]


def would_move(sessions: Iterable[Session], *, days: int, at: datetime) -> list[Moved]:
    """What a shift would do to each of them."""
    found = []
    for one in sessions:
        before = dated_of(one)
        after = before.shifted(days)
        found.append(
            Moved(
                title=str(one.title),
                before=session_words(one, at=at, short=True),
                after=dated_words(after, at=at),
                moves=before != after,
            )
        )
    return found


def dated_words(dated: Dated, *, at: datetime) -> DatedWords:
    """When something would be, in words."""
    return session_words(as_session(dated), at=at, short=True)


def as_session(dated: Dated) -> Session:
    """A session that stands nowhere, at this date."""
    one = Session(
        precision=dated.precision,
        held_on=dated.held_on,
        until_on=dated.until_on,
        wall_time=dated.wall_time,
        minutes=dated.minutes,
        time_zone=dated.time_zone,
        sorts_on=last_day(dated.precision, held_on=dated.held_on, until_on=dated.until_on),
    )
    if dated.precision == Session.Precision.DAY and dated.held_on and dated.wall_time:
        one.starts_at = instant(dated.held_on, dated.wall_time, dated.time_zone)
        one.ends_at = one.starts_at + timedelta(minutes=dated.minutes)
    return one


def history(programme: Programme, *, at: datetime) -> list[Past]:
    """What became of its dates, the latest first; only the last of each session can go back."""
    titles = {one.key: str(one.title) for one in programme.sessions.all()}
    now = {one.key: dated_of(one) for one in programme.sessions.all()}
    today = host_day(programme.time_zone, at=at)
    found = []
    for change in changes(programme):
        stands = all(
            key in now and now[key] == from_text(move["after"])
            for key, move in zip(change.session_keys, change.moves, strict=True)
        )
        found.append(
            Past(
                key=change.key,
                on=day_words(change.made_at.date(), today=today, short=True),
                what=what_words(change),
                told=_told_words(change, at=at),
                lines=_lines(change, titles=titles, at=at),
                can_go_back=stands and change.undone_at is None and change.kind != Kind.CLOCK,
            )
        )
    return found


def _lines(change: DateChange, *, titles: dict[str, str], at: datetime) -> list[str]:
    """The first of its moves, and how many more there are."""
    lines = [_line(move, titles=titles, at=at) for move in change.moves[:FIRST_SHOWN]]
    if more := len(change.moves) - len(lines):
        lines.append(ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more})
    return lines


def _line(move: dict[str, Any], *, titles: dict[str, str], at: datetime) -> str:
    before, after = from_text(move["before"]), from_text(move["after"])
    title = titles.get(move["session"], _("a session that is gone"))
    if replace(before, state=after.state) == after:
        return title
    return _("%(title)s: %(before)s → %(after)s") % {
        "title": title,
        "before": _plain(dated_words(before, at=at)),
        "after": _plain(dated_words(after, at=at)),
    }


def _plain(told: DatedWords) -> str:
    return f"{told.day}{_(',')} {told.clock}" if told.clock else told.day


def what_words(change: DateChange) -> str:
    """ "7 dates moved a week later", "One date changed", "Called off"."""
    count = len(change.moves)
    if change.kind == Kind.SHIFTED and change.days:
        dates = ngettext("%(n)s date", "%(n)s dates", count) % {"n": count}
        return _("%(dates)s moved %(by)s") % {"dates": dates, "by": by_words(change.days)}
    return {
        Kind.SHIFTED: _("Dates put back"),
        Kind.MOVED: _("One date changed"),
        Kind.CALLED_OFF: _("Called off"),
        Kind.CALLED_ON: _("Takes place after all"),
        Kind.CLOCK: _("A country changed its clocks: the hour stayed as it was there"),
    }[Kind(change.kind)]


def by_words(days: int) -> str:
    """ "a week later", "3 days earlier"."""
    number = abs(days)
    if number % 7:
        later = ngettext("%(n)s day later", "%(n)s days later", number)
        earlier = ngettext("%(n)s day earlier", "%(n)s days earlier", number)
        return (later if days > 0 else earlier) % {"n": number}
    weeks = number // 7
    later = ngettext("%(n)s week later", "%(n)s weeks later", weeks)
    earlier = ngettext("%(n)s week earlier", "%(n)s weeks earlier", weeks)
    return (later if days > 0 else earlier) % {"n": weeks}


def _told_words(change: DateChange, *, at: datetime) -> str:
    if change.undone_at is not None:
        return _("put back")
    if change.told_at is not None:
        return _("everybody with a place was written to")
    if not change.tell:
        return _("nobody was written to")
    if at - change.made_at < RECALL:
        return _("letters leave ten minutes after it; put it back and nobody knows")
    return _("letters are on their way")


def parts_initial(session: Session) -> list[dict[str, Any]]:
    """What the form of parts shows."""
    languages: Sequence[str] = session.programme.languages
    return [
        {
            "minutes": part.minutes,
            "exercise": part.exercise,
            **{f"title_{code}": part.title.get(code, "") for code in languages},
            **{f"who_{code}": part.who.get(code, "") for code in languages},
        }
        for part in session.parts.order_by("position")
    ]
