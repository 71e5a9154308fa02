"""Sessions as plain values, for other programs."""

from typing import Any
from zoneinfo import ZoneInfo

from commonroot.programmes.models import Programme, Session
from commonroot.programmes.queries.planning.dates import dated_of


def listed(programme: Programme) -> list[dict[str, Any]]:
    """Every session in its order.

    `start` and `end` are in UTC, `local_start` and `local_end` by the host's clock, all ISO 8601
    and None without an hour; `date` and `until` are the first and last day it may be on,
    `wall_time` is what was decided, also where a clock change skips it.
    """
    sessions = programme.sessions.select_related("phase", "stream").order_by("position")
    return [_row(session, programme) for session in sessions]


def _row(session: Session, programme: Programme) -> dict[str, Any]:
    zone = ZoneInfo(session.time_zone)
    starts, ends = session.starts_at, session.ends_at
    return {
        "key": session.key,
        "title": _told(session.title, programme),
        "phase": _told(session.phase.title, programme) if session.phase else None,
        "stream": _told(session.stream.title, programme) if session.stream else None,
        "precision": str(session.precision),
        "date": session.held_on.isoformat() if session.held_on else None,
        "until": last.isoformat() if (last := dated_of(session).last) else None,
        "wall_time": f"{session.wall_time:%H:%M}" if session.wall_time else None,
        "time_zone": session.time_zone,
        "start": f"{starts:%Y-%m-%dT%H:%M:%SZ}" if starts else None,
        "end": f"{ends:%Y-%m-%dT%H:%M:%SZ}" if ends else None,
        "local_start": starts.astimezone(zone).isoformat() if starts else None,
        "local_end": ends.astimezone(zone).isoformat() if ends else None,
        "minutes": session.minutes,
        "places": session.places,
        "state": str(session.state),
        "sequence": session.sequence,
        "open_to": str(session.open_to),
        "members_until": session.members_until.isoformat() if session.members_until else None,
    }


def _told(texts: Any, programme: Programme) -> str:
    return str(texts.chosen(programme.languages)[0])
