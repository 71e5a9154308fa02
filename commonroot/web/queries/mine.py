"""What my page shows: what comes next, one request, my dates, who was told what, my agreements."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonroot.consent.models import Agreement, Told, Wording
from commonroot.consent.queries import agreements_of, current_wordings, told_about
from commonroot.consent.queries.renewing import of_renewal, open_renewal
from commonroot.consent.rules import OWN_CIRCLE, Purpose, is_asked
from commonroot.core.fields import Translated
from commonroot.core.time import zone_or
from commonroot.engagement.models import FollowUp, Promise
from commonroot.engagement.queries import ago_words, message_of
from commonroot.engagement.queries.promises import open_promise, since_words
from commonroot.people.models import Person
from commonroot.programmes.models import Session
from commonroot.programmes.queries import DatedWords, session_words, shown
from commonroot.programmes.queries.words import day_words
from commonroot.registration import queries as places
from commonroot.registration.models import Registration
from commonroot.registration.queries.attendance import may_say_here
from commonroot.stewardship.queries import open_question
from commonroot.web.queries.held.codes import TOLD
from commonroot.web.queries.labels import value_words

State = Registration.State
ALWAYS_ASKED = (Purpose.REGISTER, Purpose.FOLLOW_UP, Purpose.COUNTRY_CIRCLE, Purpose.NEWS)
ORDER = (*ALWAYS_ASKED, *(p for p in Purpose if is_asked(p) and p not in ALWAYS_ASKED))
TOLD_SHOWN = 3


@dataclass(frozen=True)
class Place:
    """One place of the person: what, when, and what can be done about it now.

    `join` is the address of the meeting while it is open; `opens` says when it will be; `here`
    whether one may say now that one is there.
    """

    key: str
    session_key: str
    state: str
    title: Any
    when: DatedWords
    second: str
    join: str
    opens: str
    until: str
    changeable: bool
    here: bool = False

    @property
    def day(self) -> str:
        """The day as it stands before the clock: with a comma if there is one."""
        return f"{self.when.day}{_(',')}" if self.when.clock else self.when.day


@dataclass(frozen=True)
class Asked:
    """One question about an agreement: as it stands, in words."""

    purpose: str
    audience: str
    question: Any
    help: Any
    state: str
    said: str


@dataclass(frozen=True)
class Line:
    """Who was told what, and when, in words."""

    who: str
    what: str
    when: str


def coming(person: Person, *, at: datetime, zone: str | None) -> list[Place]:
    """The person's coming places, the soonest first."""
    return [_place(row, person, at=at, zone=zone) for row in places.coming(person, at=at)]


def _place(row: Registration, person: Person, *, at: datetime, zone: str | None) -> Place:
    session = row.session
    shown_in = zone_or(zone or person.time_zone, session.time_zone)
    join, opens = _join(row, at=at, zone=shown_in)
    words = {
        State.WAITING: _("You are on the waiting list"),
        State.OFFERED: _("A place is held for you"),
        State.ASKED: _("You asked for a place. We write to you when that is settled."),
        State.EXCUSED: _("You said that you cannot come"),
    }
    second = str(words.get(State(row.state), ""))
    if row.state == State.WAITING:
        second = _("You are number %(place)s on the waiting list") % {
            "place": places.waiting_place(row)
        }
    if session.state == Session.State.CANCELLED:
        second = _("This session was called off")
    until = row.offered_until
    return Place(
        key=row.key,
        session_key=session.key,
        state=row.state,
        title=shown(session.title, session.programme),
        when=session_words(session, at=at, zone=shown_in, short=True),
        second=second,
        join=join,
        opens=opens,
        until=_moment(until, zone=shown_in, at=at) if until else "",
        changeable=session.state == Session.State.PLANNED,
        here=may_say_here(session, at=at),
    )


def _moment(moment: datetime, *, zone: str, at: datetime) -> str:
    place = ZoneInfo(zone)
    local = moment.astimezone(place)
    return f"{day_words(local.date(), today=at.astimezone(place).date())}{_(',')} {local:%H:%M}"


def _join(row: Registration, *, at: datetime, zone: str) -> tuple[str, str]:
    """(address to join at, "") while it is open; before, ("", the sentence that says when)."""
    session = row.session
    if row.state not in {State.PLACED, State.ATTENDED} or session.starts_at is None:
        return "", ""
    if session.state == Session.State.CANCELLED or not session.join_address:
        return "", ""
    opens_at = session.starts_at - timedelta(minutes=session.join_opens_minutes)
    if at >= opens_at:
        return session.join_address, ""
    clock = f"{opens_at.astimezone(ZoneInfo(zone)):%H:%M}"
    return "", _("The link to join opens here at %(time)s.") % {"time": clock}


def changed_meanwhile(field: str, value: str) -> str:
    """That somebody changed a field while the person was writing, with what stands there now."""
    return _(
        "While you were writing, an organiser changed this to “%(theirs)s”. "
        "Yours stands here: save again to keep it, or write theirs."
    ) % {"theirs": value_words(field, value) or _("nothing")}


def still_right_of(person: Person) -> str:
    """Where they say whether their details are right, while they are asked; else nothing."""
    asked = open_question(person)
    return reverse("web:still_right_answer", args=[asked.key]) if asked is not None else ""


def still_yes_of(person: Person, *, at: datetime) -> str:
    """Where they say whether what they said yes to still holds, while that is asked."""
    asked = open_renewal(person)
    if asked is None or not of_renewal(asked, at=at):
        return ""
    return reverse("web:renew", args=[asked.key])


def request_of(person: Person, *, at: datetime) -> dict[str, Any] | None:
    """The one question my page asks, if any: the round of follow-up not yet answered."""
    asked = message_of(person, at=at)
    if asked is None:
        return _promise_of(person, at=at)
    outcomes = Promise.Outcome.choices if asked.promise else FollowUp.Engagement.choices
    address = reverse("engagement:answer", kwargs={"key": asked.key})
    return {
        "ago": ago_words(asked.wave.months),
        "promise": asked.promise.text if asked.promise else "",
        "programme": shown(asked.wave.programme.title, asked.wave.programme),
        "answers": [(label, f"{address}?a={value}") for value, label in outcomes],
    }


def _promise_of(person: Person, *, at: datetime) -> dict[str, Any] | None:
    """A promise that came back and was not answered, where nothing else is asked."""
    back = open_promise(person.pk)
    if back is None:
        return None
    address = reverse("engagement:promise_back", kwargs={"key": back.key})
    return {
        "ago": since_words(back, on=at.date(), language=get_language() or "en"),
        "promise": back.text,
        "programme": shown(back.programme.title, back.programme),
        "answers": [(label, f"{address}?a={value}") for value, label in Promise.Outcome.choices],
    }


def agreements(person: Person, *, today: Any) -> list[Asked]:
    """Every question about agreements that was asked or always stands, in a fixed order."""
    worded = current_wordings()
    standing: dict[str, list[Agreement]] = {}
    for row in agreements_of(person):
        standing.setdefault(row.purpose, []).append(row)
    found = []
    for purpose in ORDER:
        rows = standing.get(purpose, [])
        if not rows and purpose in ALWAYS_ASKED and purpose in worded:
            found.append(_asked(purpose, None, wording=worded[purpose], today=today))
        found += [
            _asked(purpose, row, wording=worded[purpose], today=today)
            for row in rows
            if purpose in worded
        ]
    return found


def was_asked(person: Person, *, purpose: str, audience: str) -> bool:
    """Whether a question stands on the page for that purpose before `audience`, "kind:key"."""
    kind, _colon, key = audience.partition(":")
    return (
        agreements_of(person).filter(purpose=purpose, audience_kind=kind, audience_key=key).exists()
    )


def _asked(purpose: Purpose, row: Agreement | None, *, wording: Wording, today: Any) -> Asked:
    state = row.state if row else ""
    day = day_words(row.since.date(), today=today) if row else ""
    said = {
        Agreement.State.GIVEN: _("You said yes on %(day)s."),
        Agreement.State.REQUESTED: _(
            "You said yes on %(day)s. It counts once your address is confirmed."
        ),
        Agreement.State.REFUSED: _("You said no on %(day)s."),
        Agreement.State.WITHDRAWN: _("You took it back on %(day)s."),
        Agreement.State.LAPSED: _("It ran out on %(day)s. Does it still hold?"),
    }
    words = str(said.get(state, "")) % {"day": day} if state in said else ""  # type: ignore[call-overload]  # states are strings
    lapsed = state == Agreement.State.LAPSED
    audience = ""
    if row is not None and row.audience_key not in {"", OWN_CIRCLE}:
        audience = f"{row.audience_kind}:{row.audience_key}"
    question = shown(wording.question)
    about = {
        "cert": _("May whoever checks it see your name?"),
        "meet": _("May the one we introduced you to know you and write to you through us?"),
        "work": _("May your name stand with your work before everybody?"),
        "study": _("May your name stand in a case study before everybody?"),
    }
    if row is not None:
        question = about.get(row.audience_key.partition(":")[0], question)
    return Asked(
        purpose=purpose.value,
        audience=audience,
        question=question,
        help=f"{words} {shown(wording.explanation)}" if lapsed else shown(wording.explanation),
        state={"given": "yes", "requested": "yes", "refused": "no", "withdrawn": "no"}.get(
            state, ""
        ),
        said="" if lapsed else words,
    )


def told(person: Person, *, today: Any, limit: int | None = None) -> list[Line]:
    """Who was told what about the person, newest first."""
    rows = told_about(person)
    return [_told(row, today=today) for row in (rows[:limit] if limit else rows)]


def told_count(person: Person) -> int:
    """How often somebody was told something."""
    return told_about(person).count()


def _told(row: Told, *, today: Any) -> Line:
    said = [str(TOLD[code]) for code in row.what if code in TOLD]
    return Line(
        who=str(Translated(row.audience_name)),
        what=listed(said),
        when=day_words(row.at.date(), today=today),
    )


def listed(words: list[str]) -> str:
    """ "your name and your project", "a, b and c"."""
    if len(words) < 2:  # noqa: PLR2004 - one word is no list
        return "".join(words)
    return _("%(most)s and %(last)s") % {"most": f"{_(',')} ".join(words[:-1]), "last": words[-1]}
