"""Poster strips and rows for the first page and the catalogue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from commonroot.programmes.models import Programme, Session
from commonroot.programmes.queries import reading, words
from commonroot.programmes.queries.materials import kinds_by_session
from commonroot.programmes.queries.phrases import apply_by_words, places_line
from commonroot.programmes.queries.presenters import names_by_session
from commonroot.programmes.queries.words import shown
from commonroot.programmes.rules import dates, stages

Shown = SafeString | str


@dataclass(frozen=True)
class Strip:
    """A poster strip, as `{% strip %}` takes it: a stamp or one link at its end."""

    title: Shown
    key: str
    url: str
    when: Shown
    where: Shown
    text: Shown
    zone: str = ""
    stamp: str = ""
    link: str = ""
    link_url: str = ""


@dataclass(frozen=True)
class PastRow:
    """A session or course that was."""

    when: str
    title: Shown
    url: str
    second: Shown
    third: str = ""


@dataclass(frozen=True)
class Choice:
    """What the catalogue is narrowed to: a language, a theme and a place in the reader's words.

    "" for all.
    """

    language: str = ""
    theme: str = ""
    place: str = ""

    @property
    def is_made(self) -> bool:
        """Whether anything is chosen."""
        return bool(self.language or self.theme or self.place)


def fits(programme: Programme, choice: Choice) -> bool:
    """Whether a programme is in the chosen language and place and has the chosen theme."""
    themes = {str(shown(theme, programme)) for theme in programme.themes}
    return (
        (not choice.language or choice.language in programme.languages)
        and (not choice.theme or choice.theme in themes)
        and (not choice.place or choice.place == place_word(programme))
    )


def place_word(programme: Programme) -> str:
    """Where a programme is, in one word or two: its place, else "online"."""
    place = words.told_in(programme.place, programme)[0]
    return place or str(programme.get_mode_display())


def narrowed(programmes: Iterable[Programme], choice: Choice) -> list[Programme]:
    """Those that fit."""
    return [programme for programme in programmes if fits(programme, choice)]


def filter_words(choice: Choice, *, at: datetime) -> Mapping[str, list[dict[str, object]]]:
    """`{"languages": […], "themes": […], "places": […]}` for `{% words %}`.

    A list of one choice is left out.
    """
    known = list(reading.public_programmes(at=at).only("languages", "themes", "place", "mode"))
    places = sorted({place_word(programme) for programme in known})
    codes = sorted(
        {code for programme in known for code in programme.languages}, key=words.language_name
    )
    themes = sorted(
        {str(shown(theme, programme)) for programme in known for theme in programme.themes}
    )
    address = reverse("programmes:catalogue")

    def item(label: str, value: str, *, field: str) -> dict[str, object]:
        chosen = {
            "language": choice.language,
            "theme": choice.theme,
            "place": choice.place,
            field: value,
        }
        query = urlencode({name: text for name, text in chosen.items() if text})
        return {
            "label": label,
            "url": f"{address}?{query}" if query else address,
            "current": getattr(choice, field) == value,
        }

    languages = [item(words.language_name(code), code, field="language") for code in codes]
    theme_items = [item(theme, theme, field="theme") for theme in themes]
    return {
        "languages": [item(_("All languages"), "", field="language"), *languages]
        if len(languages) > 1
        else [],
        "themes": [item(_("All themes"), "", field="theme"), *theme_items]
        if len(theme_items) > 1
        else [],
        "places": [
            item(_("All places"), "", field="place"),
            *(item(place, place, field="place") for place in places),
        ]
        if len(places) > 1
        else [],
    }


def strips(programmes: Iterable[Programme], *, at: datetime) -> list[Strip]:
    """Programmes that come, each as one strip; reads the sessions fetched along."""
    return [programme_strip(programme, at=at) for programme in programmes]


def programme_strip(programme: Programme, *, at: datetime) -> Strip:
    """A programme as a strip: the stamp while its call has a deadline, else one link."""
    url = reverse("programmes:programme", kwargs={"key": programme.key})
    sessions = list(programme.sessions.all())
    today = reading.host_day(programme.time_zone, at=at)
    stamp = link = link_url = ""
    zone = ""
    when: Shown = words.programme_when(programme, sessions=sessions, at=at)
    following = next_session(sessions, at=at)
    if programme.format == Programme.Format.OPEN:
        if following is not None:
            told = words.session_words(following, at=at)
            when, zone = format_html("{} {}", _("Next:"), told.line), told.zone
            link = _("See the sessions")
    elif programme.starts_on is None:
        link, link_url = (
            _("Tell me when there is a date"),
            reverse("programmes:tell_me", kwargs={"key": programme.key}),
        )
    elif programme.apply_by and stages.call_is_open(
        apply_by=programme.apply_by, starts_on=programme.starts_on, today=today
    ):
        stamp = apply_by_words(programme, at=at)
    elif programme.starts_on <= today:
        link = _("See the dates")
    return Strip(
        title=shown(programme.title, programme),
        key=programme.key,
        url=url,
        when=when,
        zone=zone,
        where=where_words(programme),
        text=shown(programme.summary, programme),
        stamp=stamp,
        link=link,
        link_url=link_url or url,
    )


def session_strip(session: Session, *, at: datetime, zone: str | None, taken: int) -> Strip:
    """One session of an open series as a strip, with the places that are left."""
    programme = session.programme
    told = words.session_words(session, at=at, zone=zone)
    left = None if session.places is None else max(0, session.places - taken)
    series = _("A session of %(series)s.") % {
        "series": words.told_in(programme.title, programme)[0]
    }
    remaining = places_line(left)
    url = reverse("registration:session", kwargs={"key": session.key})
    return Strip(
        title=shown(session.title, programme),
        key=programme.key,
        url=url,
        when=_timed(told, script=zone is None),
        zone=_("your time (%(zone)s)") % {"zone": told.zone} if zone else told.zone,
        where=where_words(programme),
        text=f"{series} {remaining}." if remaining else series,
        link=_("Save a place") if left != 0 else _("Wait for a place"),
        link_url=f"{url}#save",
    )


def _timed(told: words.DatedWords, *, script: bool) -> Shown:
    """Day and clock with the instant, so that the script can add the visitor's own time."""
    if not told.at or not script:
        return told.line
    return format_html(
        '<time datetime="{0}" data-at="{0}" data-until="{1}">{2}</time>'
        '<span class="strip__yours" data-yours="{3}" hidden></span>',
        told.at,
        told.until,
        told.line,
        _("your time"),
    )


def where_parts(programme: Programme) -> tuple[str, str]:
    """("online", "English") or ("residential, 30–40 people", "English, français")."""
    residential = programme.format == Programme.Format.RESIDENTIAL
    first = _("residential") if residential else str(programme.get_mode_display())
    people = words.told_in(programme.places_words, programme)[0]
    place = words.told_in(programme.place, programme)[0]
    if place:
        first = place
    elif people and programme.mode != Programme.Mode.ONLINE:
        first = f"{first}{_(',')} {people}"
    return first, words.language_names(programme.languages)


def where_words(programme: Programme) -> SafeString:
    """Where and in which language, each isolated from the other's direction."""
    return format_html("<bdi>{}</bdi> · <bdi>{}</bdi>", *where_parts(programme))


def next_session(sessions: Iterable[Session], *, at: datetime) -> Session | None:
    """The planned session with a day that comes first."""
    coming = [
        session
        for session in sessions
        if session.starts_at is not None
        and session.state == Session.State.PLANNED
        and not dates.is_past(ends_at=session.ends_at, sorts_on=session.sorts_on, at=at)
    ]
    return min(coming, key=lambda session: (session.starts_at, session.position), default=None)


def featured(*, at: datetime, count: int = 3) -> list[Programme | Session]:
    """What the first page shows, at most `count`.

    Open calls by deadline, then the next session of each open series, then what has no date yet,
    then what is chosen or under way. Sessions carry their programme.
    """
    ranked: list[tuple[tuple[int, str, int], Programme | Session]] = []
    for programme in reading.coming_programmes(at=at):
        today = reading.host_day(programme.time_zone, at=at)
        if programme.format == Programme.Format.OPEN:
            following = next_session(programme.sessions.all(), at=at)
            if following is not None and following.starts_at is not None:
                following.programme = programme
                ranked.append(((1, following.starts_at.isoformat(), programme.pk), following))
        elif programme.starts_on is None:
            ranked.append(((2, "", programme.pk), programme))
        elif programme.starts_on > today:
            open_call = stages.call_is_open(
                apply_by=programme.apply_by, starts_on=programme.starts_on, today=today
            )
            day = programme.apply_by or programme.starts_on
            ranked.append(((0 if open_call else 3, day.isoformat(), programme.pk), programme))
        else:
            ranked.append(((4, programme.starts_on.isoformat(), programme.pk), programme))
    ranked.sort(key=lambda pair: pair[0])
    return [thing for _rank, thing in ranked[:count]]


def past_sessions(choice: Choice, *, at: datetime) -> QuerySet[Session]:
    """Sessions of open series that were, narrowed; the latest first."""
    listed = (*reading.LISTED_OF_A_SESSION, "programme__title", "programme__languages")
    sessions = (
        reading.past_sessions(at=at)
        .filter(programme__format=Programme.Format.OPEN)
        .select_related(None)
        .select_related("programme")
        .only(*listed)
    )
    if not choice.is_made:
        return sessions
    fitting = [programme.pk for programme in narrowed(reading.public_programmes(at=at), choice)]
    return sessions.filter(programme__in=fitting)


def past_session_rows(sessions: Iterable[Session], *, at: datetime) -> list[PastRow]:
    """Sessions that were: who presented, as they agreed, and what there is to read and hear."""
    listed = list(sessions)
    kinds = kinds_by_session(session.pk for session in listed)
    names = names_by_session((session.pk for session in listed), at=at)
    return [
        PastRow(
            when=words.session_words(session, at=at, row=True).day,
            title=shown(session.title, session.programme),
            url=reverse("registration:session", kwargs={"key": session.key}),
            second=shown(session.programme.title, session.programme),
            third=" · ".join(filter(None, [names.get(session.pk), *kinds.get(session.pk, [])])),
        )
        for session in listed
    ]


def past_course_row(programme: Programme, *, at: datetime) -> PastRow:
    """A cohort or course that was."""
    today = reading.host_day(programme.time_zone, at=at)
    return PastRow(
        when=words.month_words(programme.ends_on, today=today)
        if programme.ends_on
        else _("No date"),
        title=shown(programme.title, programme),
        url=reverse("programmes:programme", kwargs={"key": programme.key}),
        second=where_words(programme),
    )
