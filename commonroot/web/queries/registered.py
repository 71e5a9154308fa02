"""Registrations as a file: which columns there are, and its rows, of a session or a programme."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonroot.consent.queries import allowed
from commonroot.consent.rules import Audience, Purpose
from commonroot.people.models import ContactWay, Export, Person
from commonroot.people.queries import in_high_care
from commonroot.programmes.models import Question, Session
from commonroot.programmes.queries import told_in
from commonroot.registration.models import Answer, Registration
from commonroot.registration.queries import organisers_of, wanting
from commonroot.web.queries import programme_lists
from commonroot.web.queries.programme_lists import ListGone, Table, in_utc, unlike

BATCH = 500
WHAT = "registrations"
OFFERED_OR_WAITING = (Registration.State.WAITING, Registration.State.OFFERED)

# In their fixed order; the first two are always there. "answers" becomes a column a question.
COLUMNS: dict[str, Any] = {
    "registration_id": gettext_lazy("Key of the place"),
    "person_id": gettext_lazy("Key"),
    "display_name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "programme": gettext_lazy("Programme"),
    "session_id": gettext_lazy("Key of the session"),
    "session_title": gettext_lazy("Session"),
    "starts_at": gettext_lazy("Begins, in UTC"),
    "status": gettext_lazy("What became of it"),
    "wait_position": gettext_lazy("In which order those who wait asked"),
    "registered_at": gettext_lazy("Registered, in UTC"),
    "source": gettext_lazy("How they registered"),
    "answers": gettext_lazy("What they answered"),
}
ALWAYS: tuple[str, ...] = ("registration_id", "person_id")
USUAL: tuple[str, ...] = ("display_name", "session_title", "starts_at", "status", "registered_at")
left_out_words = programme_lists.left_out_words


@dataclass(frozen=True)
class Claims:
    """The claims of a file: those whom the gate lets through, and how many it keeps back."""

    session: Session
    whole: bool  # all sessions of its programme

    def all(self) -> QuerySet[Registration]:
        """Everybody who wants or had a place, also whom the gate refuses."""
        return wanting(self.session, whole=self.whole)

    def audience(self) -> Audience:
        """Before whom they stand: those who run the programme."""
        return organisers_of(self.session)

    def open(self, *, at: datetime) -> QuerySet[Registration]:
        """Whom the gate lets through at this moment, session by session."""
        return allowed(
            self.all(), "person", purpose=Purpose.THIS_PROGRAMME, audience=self.audience(), at=at
        ).order_by("session__sorts_on", "session_id", "position")

    def people(self, *, at: datetime) -> int:
        """How many people those are: whoever comes to several sessions counts once."""
        return self.open(at=at).order_by().values("person").distinct().count()

    def left_out(self, *, at: datetime) -> int:
        """How many people the gate keeps out of it."""
        return self.all().values("person").distinct().count() - self.people(at=at)

    def kept(self) -> dict[str, Any]:
        """The same as it can be stored until the file is made; `within`: who runs the programme."""
        return {
            "session": self.session.key,
            "whole": self.whole,
            "within": self.session.programme.run_by_id,
        }

    def words(self) -> str:
        """Which ones, as whoever agrees to the file reads it."""
        programme, _language = told_in(self.session.programme.title, self.session.programme)
        if self.whole:
            return _("Registrations for all sessions of %(programme)s") % {"programme": programme}
        return _("Registrations for %(session)s, %(programme)s") % {
            "session": told_in(self.session.title, self.session.programme)[0],
            "programme": programme,
        }


def is_of(export: Export) -> bool:
    """Whether a list taken along holds registrations, not the register."""
    return "session" in (export.wanted or {})


def claims_of(export: Export) -> Claims:
    """The claims a file was asked for. Raises ListGone."""
    wanted = export.wanted or {}
    session = (
        Session.objects.filter(key=wanted.get("session", ""))
        .select_related("programme__run_by")
        .first()
    )
    if session is None:
        raise ListGone
    return Claims(session, whole=bool(wanted.get("whole")))


def told_to(export: Export) -> tuple[Audience, Purpose]:
    """Who took it, before the gate: those who run the programme. Raises ListGone."""
    return claims_of(export).audience(), Purpose.THIS_PROGRAMME


def came_from(kept: Mapping[str, Any]) -> tuple[str, str]:
    """Where the list belongs: an address, and what it is called."""
    return reverse("registration:roster", args=[kept["session"]]), _("Who comes")


def in_it_words() -> str:
    """Who is in such a file."""
    return _("Everybody who wants or had a place, unless they paused or took back their yes.")


def care_words() -> str:
    """What such a file keeps to itself even of those in it."""
    return _(
        "Who could be harmed stands in the file without address and answers. "
        "Sensitive answers are in no file."
    )


def table_of(export: Export, *, at: datetime) -> Table:
    """The file as it is written. Raises ListGone."""
    return table(claims_of(export), columns=export.columns, at=at)


def table(claims: Claims, *, columns: Sequence[str], at: datetime) -> Table:
    """The file as it is written: a row of texts a claim.

    Whoever is in high care stands without address and without answers, and nobody's sensitive
    answers are in it: those are read on each person's own page.
    """
    asked = _asked(claims) if "answers" in columns else {}
    known: dict[str, str] = {}
    for family, prompt in asked.items():
        known[family] = unlike(prompt, {*COLUMNS, *known.values()})
    plain = [name for name in columns if name != "answers"]
    found = claims.open(at=at).select_related("person", "session__programme")
    rows = _rows(found, plain=plain, families=list(asked))
    return Table([*plain, *known.values()], rows)


def _asked(claims: Claims) -> dict[str, str]:
    """Families of questions that are not sensitive, in none of their wordings, with their words."""
    there = Question.objects.filter(
        session__in=claims.all().order_by().values("session")
    ).select_related("session__programme")
    rows = list(there.order_by("position", "version", "pk"))
    sensitive = {_family(row) for row in rows if row.care == Question.Care.SENSITIVE}
    return {
        _family(row): told_in(row.prompt, row.session.programme)[0]
        for row in rows
        if _family(row) not in sensitive
    }


def _family(question: Question) -> str:
    return question.family or question.key


def _rows(
    found: QuerySet[Registration], *, plain: Sequence[str], families: Sequence[str]
) -> Iterator[list[str]]:
    claims = found.iterator(chunk_size=BATCH)
    while batch := list(islice(claims, BATCH)):
        ids = {row.person_id for row in batch}
        careful = Person.objects.filter(in_high_care(), pk__in=ids)
        high = set(careful.values_list("pk", flat=True))
        ways = _addresses(ids - high) if "email" in plain else {}
        given = _given([row.pk for row in batch if row.person_id not in high], families)
        for row in batch:
            told = _told(row) | {"email": ways.get(row.person_id, "")}
            answers = given.get(row.pk, {})
            yield [
                *(told[name] for name in plain),
                *(answers.get(family, "") for family in families),
            ]


def _told(row: Registration) -> dict[str, str]:
    session = row.session
    return {
        "registration_id": row.key,
        "person_id": row.person.key,
        "display_name": row.person.shown_name,
        "programme": told_in(session.programme.title, session.programme)[0],
        "session_id": session.key,
        "session_title": told_in(session.title, session.programme)[0],
        "starts_at": in_utc(session.starts_at),
        "status": row.state,
        "wait_position": str(row.position) if row.state in OFFERED_OR_WAITING else "",
        "registered_at": in_utc(row.asked_at),
        "source": row.source,
    }


def _addresses(people: set[int]) -> dict[int, str]:
    """The best working address of each: the preferred, last confirmed one stays."""
    ways = ContactWay.objects.filter(
        person__in=people, kind=ContactWay.Kind.MAIL, state=ContactWay.State.WORKING
    ).order_by("person", "preferred", F("confirmed_at").asc(nulls_first=True), "-pk")
    return {way.person_id: way.value for way in ways}


def _given(claims: Sequence[int], families: Sequence[str]) -> dict[int, dict[str, str]]:
    """What was answered in each claim, by family of question; several answers parted by ";"."""
    if not families:
        return {}
    found: dict[int, dict[str, str]] = {}
    rows = Answer.objects.filter(registration__in=claims).select_related("question")
    for row in rows.exclude(question__care=Question.Care.SENSITIVE).order_by("question__version"):
        several = row.question.kind == Question.Kind.SEVERAL
        text = ";".join(row.text.splitlines()) if several else row.text
        found.setdefault(row.registration_id, {})[_family(row.question)] = text
    return found
