"""What to look at before a programme is public, and why something is not seen, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.core.text import for_quotes
from commonroot.programmes.models import Programme, Session
from commonroot.programmes.queries.reading import host_day
from commonroot.programmes.queries.words import day_words, language_name, length_words
from commonroot.programmes.rules import checks as rules
from commonroot.programmes.rules.dates import is_past

TEXTS_NEEDED = ("title", "summary")


OF_DATES = {"no_sessions", "no_addresses"}  # what is put right among the dates


@dataclass(frozen=True)
class Check:
    """Something to look at, in a sentence: what is the case, what to do, and where."""

    title: str
    text: str
    url: str
    stops: bool
    code: str = ""


def given(programme: Programme) -> list[str]:
    """What a programme says that goes stale when it is copied, as codes."""
    sessions = list(programme.sessions.all())
    held = {
        "dates": any(one.held_on for one in sessions) or programme.apply_by is not None,
        "schedule": _says(programme.schedule_words),
        "place": _says(programme.place),
        "contacts": _says(programme.organiser_words),
        "costs": _says(programme.cost_words),
        "links": any(one.join_address for one in sessions),
        "presenters": any(
            _says(one.presenter_words) or one.presenters.exists() for one in sessions
        ),
        "story": _says(programme.story),
    }
    return [code for code, is_given in held.items() if is_given]


def _says(texts: Mapping[str, str]) -> bool:
    """Whether there is a text in any language."""
    return any(texts.values())


def still_blank(programme: Programme) -> list[str]:
    """What copying left out and nobody gave anew, as codes."""
    if not programme.blanked:
        return []
    anew = given(programme)
    return [code for code in programme.blanked if code not in anew]


def blanked_words(codes: list[str]) -> list[str]:
    """The same in words."""
    words = {
        "dates": _("all dates and the deadline"),
        "schedule": _("the rhythm in words"),
        "place": _("the place"),
        "contacts": _("who organises it"),
        "costs": _("what it costs"),
        "links": _("the links to join"),
        "presenters": _("who presents"),
        "story": _("what people did afterwards"),
    }
    return [words[code] for code in codes if code in words]


def checks(programme: Programme, *, at: datetime) -> list[Check]:
    """All there is to look at, what stops it first."""
    sessions = list(
        programme.sessions.select_related("stream").prefetch_related("parts").order_by("position")
    )
    plan = rules.ProgrammePlan(
        format=str(programme.format),
        online=programme.mode != Programme.Mode.ON_SITE,
        travels=programme.mode != Programme.Mode.ONLINE,
        has_place=_says(programme.place) or programme.mode == Programme.Mode.ONLINE,
        apply_by=programme.apply_by,
        missing=_missing(programme, programme, fields=TEXTS_NEEDED),
        blanked=tuple(code for code in still_blank(programme) if code != "story"),
        sessions=[_plan_of(one, programme) for one in sessions],
        published=programme.published_at is not None,
    )
    today = host_day(programme.time_zone, at=at)
    known = {one.key: one for one in sessions}
    return [
        _worded(found, programme=programme, sessions=known, at=at)
        for found in rules.look(plan, today=today, at=at)
    ]


def _plan_of(session: Session, programme: Programme) -> rules.SessionPlan:
    return rules.SessionPlan(
        key=session.key,
        precision=str(session.precision),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        last=session.sorts_on,
        minutes=session.minutes,
        places=session.places,
        by_registration=session.by_registration,
        has_address=bool(session.join_address),
        missing=_missing(session, programme, fields=("title",)),
        parts=tuple(part.minutes or 0 for part in session.parts.all()),
        stream=session.stream_id,
        cancelled=session.state == Session.State.CANCELLED,
    )


def _missing(thing: Any, programme: Programme, *, fields: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        language
        for language in programme.languages
        if any(not getattr(thing, name).get(language) for name in fields)
    )


def _worded(
    found: rules.Found, *, programme: Programme, sessions: dict[str, Session], at: datetime
) -> Check:
    session = sessions.get(found.session)
    values = dict(found.values)
    title, text = _words(found.code, values, programme=programme, session=session, at=at)
    if found.code == "at_one_time":
        text = text % {"other": for_quotes(str(sessions[str(values["other"])].title))}
    url = (
        reverse("programmes:plan_session", args=[session.key])
        if session is not None
        else reverse(
            "programmes:plan_dates" if found.code in OF_DATES else "programmes:plan_texts",
            args=[programme.key],
        )
    )
    return Check(title=title, text=text, url=url, stops=found.stops, code=found.code)


def _words(
    code: str,
    values: dict[str, Any],
    *,
    programme: Programme,
    session: Session | None,
    at: datetime,
) -> tuple[str, str]:
    if session is not None:
        return _session_words(code, values, session=session, at=at)
    today = host_day(programme.time_zone, at=at)
    deadline = day_words(programme.apply_by, today=today) if programme.apply_by else ""
    language = language_name(str(values.get("language", "")))
    days, count = int(values.get("days", 0)), int(values.get("count", 0))
    field = ", ".join(blanked_words([str(values.get("field", ""))]))
    return {
        "no_sessions": (_("There is no session yet"), _("Nobody could come to anything.")),
        "no_translation": (
            _("Title or summary are missing in %(language)s") % {"language": language},
            _("The page says it is in this language too."),
        ),
        "blanked": (
            _("Left out when this was copied: %(what)s") % {"what": field},
            _("Give it anew, or leave it out."),
        ),
        "no_addresses": (
            ngettext(
                "%(n)s later session has no link to join yet",
                "%(n)s later sessions have no link to join yet",
                count,
            )
            % {"n": count},
            _("Give the links before those days: only whoever has a place sees them."),
        ),
        "no_place": (_("The place is missing"), _("People travel there. Say the town at least.")),
        "no_deadline": (
            _("There is no last day to apply"),
            _("The call then stays open until the first day."),
        ),
        "deadline_over": (
            _("The last day to apply is over: %(day)s") % {"day": deadline},
            _("Nobody could apply."),
        ),
        "deadline_after_start": (
            _("The last day to apply is not before the first day"),
            _("It is %(day)s. Choose an earlier one.") % {"day": deadline},
        ),
        "visas": (
            _("Too little time for visas"),
            ngettext(
                "%(n)s day lies between the last day to apply and the first day. "
                "Invitations and visas take %(needed)s.",
                "%(n)s days lie between the last day to apply and the first day. "
                "Invitations and visas take %(needed)s.",
                days,
            )
            % {"n": days, "needed": values.get("needed")},
        ),
    }[code]


def _session_words(
    code: str, values: dict[str, Any], *, session: Session, at: datetime
) -> tuple[str, str]:
    title = {"title": for_quotes(str(session.title))}
    today = host_day(session.time_zone, at=at)
    language = {"language": language_name(str(values.get("language", ""))), **title}
    told = length_words(int(values.get("told", 0)))
    lasts = length_words(session.minutes)
    return {
        "past": (
            _("“%(title)s” is over already") % title,
            _("It was on %(day)s. Give it another date, or call it off.")
            % {"day": day_words(session.sorts_on, today=today) if session.sorts_on else ""},
        ),
        "no_session_translation": (
            _("“%(title)s” has no title in %(language)s") % language,
            _("People would read it in another language."),
        ),
        "odd_length": (
            _("“%(title)s” lasts %(length)s") % {**title, "length": lasts},
            _("Is that meant? Look at its length."),
        ),
        "parts_too_long": (
            _("The parts of “%(title)s” take longer than the session") % title,
            _("Together %(told)s, and it lasts %(length)s.") % {"told": told, "length": lasts},
        ),
        "no_places": (
            _("“%(title)s” has 0 places") % title,
            _("Nobody could register. Leave the number empty for as many as come."),
        ),
        "no_address": (
            _("No link to join “%(title)s” yet") % title,
            _("It is on %(day)s. Whoever has a place looks for it from %(minutes)s minutes before.")
            % {
                "day": day_words(session.sorts_on, today=today) if session.sorts_on else "",
                "minutes": session.join_opens_minutes,
            },
        ),
        "not_by_registration": (
            _("Nobody can ask for a place in “%(title)s”") % title,
            _("Registration is switched off for it."),
        ),
        "at_one_time": (
            _("“%(title)s” begins before another one ends") % title,
            _("At the same time: “%(other)s”. Put them in streams, or move one."),
        ),
    }[code]


def why_hidden(programme: Programme, *, at: datetime) -> list[str]:
    """Why a programme is not where people look for it, a sentence each; none: it is there."""
    today = host_day(programme.time_zone, at=at)
    codes = rules.hidden(
        published=programme.published_at is not None,
        publish_at=programme.publish_at,
        closed=programme.closed_at is not None,
        past=programme.ends_on is not None and programme.ends_on < today,
        at=at,
    )
    return [_hidden_words(code, programme=programme, at=at) for code in codes]


def why_session_hidden(session: Session, *, at: datetime) -> list[str]:
    """Why nobody finds a session among the coming ones, or cannot ask for a place in it."""
    programme = session.programme
    codes = rules.hidden(
        published=programme.published_at is not None,
        publish_at=programme.publish_at,
        closed=programme.closed_at is not None,
        past=is_past(ends_at=session.ends_at, sorts_on=session.sorts_on, at=at),
        cancelled=session.state == Session.State.CANCELLED,
        precision=str(session.precision),
        by_registration=session.by_registration,
        at=at,
    )
    return [_hidden_words(code, programme=programme, at=at) for code in codes]


def _hidden_words(code: str, *, programme: Programme, at: datetime) -> str:
    today = host_day(programme.time_zone, at=at)
    later = day_words(programme.publish_at.date(), today=today) if programme.publish_at else ""
    return {
        "not_public": _("The programme is not public. Make it public to show it."),
        "later": _("The programme becomes public by itself on %(day)s.") % {"day": later},
        "closed": _("The programme is closed: it stands among the past ones."),
        "cancelled": _("It was called off. Its own page says so, lists leave it out."),
        "past": _("It is over: it stands among the past ones."),
        "no_hour": _("It has no day and hour yet: nobody can ask for a place, calendars lack it."),
        "not_by_registration": _(
            "Registration is switched off: people read it and cannot register."
        ),
    }[code]
