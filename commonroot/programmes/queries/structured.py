"""Programmes and sessions for search engines: JSON-LD after schema.org, fit to stand in a page."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from commonroot.circles.models import Circle
from commonroot.programmes.models import Programme, Session
from commonroot.programmes.queries import words
from commonroot.programmes.queries.addresses import (
    preview_address,
    programme_address,
    session_address,
)

# So that a title can never end the block it stands in.
HARMLESS = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}
ATTENDANCE = {"online": "Online", "on_site": "Offline", "hybrid": "Mixed"}
COURSE_MODES = {"online": "online", "on_site": "onsite", "hybrid": "blended"}


def script_safe(content: Any) -> SafeString:
    """JSON for a data block: nothing in it can end the block or begin a tag."""
    return mark_safe(json.dumps(content, ensure_ascii=False).translate(HARMLESS))  # noqa: S308 - < > & are escaped


def _organiser(programme: Programme, school: Circle | None) -> dict[str, str]:
    name = words.told_in(programme.organiser_words, programme)[0] or (
        str(school) if school else "Commonroot"
    )
    return {"@type": "Organization", "name": name, "url": f"{settings.ADDRESS}/{get_language()}/"}


def _spoken(programme: Programme) -> str | list[str]:
    codes: list[str] = programme.languages
    return codes[0] if len(codes) == 1 else codes


def event(session: Session, *, left: int | None, school: Circle | None) -> SafeString:
    """A session with its hour; "" while it never had one: search engines would show a wrong day.

    One that moved tells its earlier starts, the last one first; one that lost its hour is postponed
    and keeps the start it had, as schema.org asks.
    """
    if session.starts_at is None and not session.moved_from:
        return SafeString("")
    programme = session.programme
    title, address = words.told_in(session.title, programme)[0], session_address(session)
    zone = ZoneInfo(session.time_zone)
    online = {"@type": "VirtualLocation", "url": address}
    place = {"@type": "Place", "name": words.told_in(programme.place, programme)[0] or title}
    locations: dict[str, Any] = {"online": online, "on_site": place, "hybrid": [place, online]}
    before = [_in_zone(start, zone) for start in reversed(session.moved_from)]
    content = {
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "name": title,
        "startDate": session.starts_at.astimezone(zone).isoformat()
        if session.starts_at
        else before[0],
        "endDate": session.ends_at.astimezone(zone).isoformat() if session.ends_at else "",
        "previousStartDate": before if session.starts_at else [],
        "eventStatus": f"https://schema.org/Event{_status(session)}",
        "eventAttendanceMode": f"https://schema.org/{ATTENDANCE[programme.mode]}EventAttendanceMode",
        "location": locations[programme.mode],
        "description": words.told_in(session.summary, programme)[0],
        "image": preview_address(programme),
        "inLanguage": _spoken(programme),
        "organizer": _organiser(programme, school),
        "superEvent": {
            "@type": "EventSeries",
            "name": words.told_in(programme.title, programme)[0],
        },
        "offers": {
            "@type": "Offer",
            "url": address,
            "availability": f"https://schema.org/{'SoldOut' if left == 0 else 'InStock'}",
            "validFrom": (programme.published_at or session.updated_at).isoformat(),
        },
    }
    return script_safe({key: value for key, value in content.items() if value})


def _in_zone(start: str, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(start).astimezone(zone).isoformat()


def _status(session: Session) -> str:
    if session.state == Session.State.CANCELLED:
        return "Cancelled"
    if session.starts_at is None:
        return "Postponed"
    return "Rescheduled" if session.moved_from else "Scheduled"


def course(programme: Programme, *, school: Circle | None) -> SafeString:
    """A programme with its one run."""
    title = words.told_in(programme.title, programme)[0]
    run = {
        "@type": "CourseInstance",
        "courseMode": COURSE_MODES[programme.mode],
        "startDate": programme.starts_on.isoformat() if programme.starts_on else "",
        "endDate": programme.ends_on.isoformat() if programme.ends_on else "",
        "inLanguage": _spoken(programme),
    }
    content = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": title,
        "description": words.told_in(programme.summary, programme)[0] or title,
        "url": programme_address(programme),
        "inLanguage": _spoken(programme),
        "provider": _organiser(programme, school),
        "hasCourseInstance": {key: value for key, value in run.items() if value},
    }
    return script_safe(content)
