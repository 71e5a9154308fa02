"""Everything held about a person, to be read: headings, fields and values in people's words."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonroot.consent.queries.conditions import PURPOSES
from commonroot.consent.rules import Purpose
from commonroot.people.personal import Declaration, declarations
from commonroot.web.queries.labels import LABELS, value_words

HEADINGS = {
    "people.person": gettext_lazy("You"),
    "people.contactway": gettext_lazy("How we reach you"),
    "people.membership": gettext_lazy("Circles you belong to"),
    "people.networkmembership": gettext_lazy("Your membership in the network"),
    "people.link": gettext_lazy("Links to your page"),
    "people.change": gettext_lazy("Changes of your details"),
    "people.furthername": gettext_lazy("Other names of yours"),
    "people.spokenlanguage": gettext_lazy("Languages you speak"),
    "people.affiliation": gettext_lazy("Organisations you are in"),
    "people.organisationrole": gettext_lazy("Organisations you are in"),
    "people.earliercourse": gettext_lazy("Courses before, as you or a list told us"),
    "people.interest": gettext_lazy("Themes you care for"),
    "people.offer": gettext_lazy("What you offer"),
    "people.searchkey": gettext_lazy("Words by which you are found"),
    "people.matchkey": gettext_lazy("Marks by which you are known again"),
    "people.tocompare": gettext_lazy("That nobody looked yet whether we know you twice"),
    "people.pair": gettext_lazy("Entries that may be you as well"),
    "people.merge": gettext_lazy("Entries that turned out to be you"),
    "people.formerkey": gettext_lazy("Keys that lead to you"),
    "people.savedlist": gettext_lazy("Lists you saved"),
    "people.exported": gettext_lazy("Lists with you that an organiser took along"),
    "consent.agreement": gettext_lazy("What you agreed to"),
    "consent.ledgerevent": gettext_lazy("When you said what"),
    "consent.told": gettext_lazy("Who was told what"),
    "consent.renewal": gettext_lazy("When we asked whether it still holds"),
    "consent.receipt": gettext_lazy("Copies of what you said"),
    "consent.objection": gettext_lazy("What you do not want"),
    "programmes.enquiry": gettext_lazy("Your questions to the organisers"),
    "programmes.presenter": gettext_lazy("Sessions you presented"),
    "programmes.datewish": gettext_lazy("Dates you wait for"),
    "programmes.function": gettext_lazy("What you look after"),
    "programmes.commitment": gettext_lazy("What you promised to do for a programme"),
    "programmes.voice": gettext_lazy("Themes you put first"),
    "registration.registration": gettext_lazy("Your places"),
    "registration.answer": gettext_lazy("What you answered the organisers"),
    "registration.skip": gettext_lazy("When a free place went to somebody behind you"),
    "registration.presence": gettext_lazy("When you were there"),
    "registration.reportline": gettext_lazy("What a video report says of you"),
    "registration.knownas": gettext_lazy("Names you have in video meetings"),
    "registration.completion": gettext_lazy("Courses you completed"),
    "registration.certificate": gettext_lazy("Your certificates"),
    "registration.feedbackasked": gettext_lazy("That you were asked what you thought"),
    "messaging.letter": gettext_lazy("Letters to you"),
    "accounts.account": gettext_lazy("Your access to the desk"),
    "accounts.factor": gettext_lazy("What you sign in with"),
    "accounts.session": gettext_lazy("Where you are signed in"),
    "accounts.errand": gettext_lazy("What you had begun at the desk"),
    "accounts.postponed": gettext_lazy("What you put off at the desk"),
    "accounts.auditentry": gettext_lazy("What was done and read, without names"),
    "circles.mandate": gettext_lazy("What you may do at the desk"),
    "engagement.participation": gettext_lazy("What you took part in"),
    "engagement.maker": gettext_lazy("Your project work"),
    "engagement.promise": gettext_lazy("Your promises"),
    "engagement.followup": gettext_lazy("What we asked you later"),
    "engagement.sending": gettext_lazy("Letters of circles with you"),
    "engagement.introduction": gettext_lazy("Introductions"),
    "intake.importrow": gettext_lazy("What an old list says about you"),
    "intake.rowpair": gettext_lazy("Rows of old lists that may be you"),
    "intake.identifier": gettext_lazy("Numbers you have in old lists"),
    "intake.asked": gettext_lazy("That we asked whether we may keep you"),
    "stewardship.detailsquestion": gettext_lazy("When we asked whether all is right"),
}
# The kinds of what models declare, as the person reads them.
KINDS = {
    "access needs": gettext_lazy("what you need"),
    "account": gettext_lazy("access"),
    "agreement": gettext_lazy("agreement"),
    "answer": gettext_lazy("answer"),
    "asked for feedback": gettext_lazy("asked what you thought"),
    "asked whether to be kept": gettext_lazy("asked whether to be kept"),
    "brought by": gettext_lazy("who brought you"),
    "certificate": gettext_lazy("certificate"),
    "circle": gettext_lazy("circle"),
    "contact way": gettext_lazy("way to reach you"),
    "course": gettext_lazy("course"),
    "device": gettext_lazy("device"),
    "does": gettext_lazy("what you do"),
    "earlier details": gettext_lazy("what stood before"),
    "follow-up answer": gettext_lazy("answer"),
    "introductions": gettext_lazy("introduction"),
    "known again": gettext_lazy("known again by"),
    "language": gettext_lazy("language"),
    "letter": gettext_lazy("letter"),
    "link": gettext_lazy("link"),
    "list taken along": gettext_lazy("list taken along"),
    "membership": gettext_lazy("membership"),
    "name": gettext_lazy("name"),
    "note": gettext_lazy("note"),
    "objection": gettext_lazy("what you do not want"),
    "offers and wishes": gettext_lazy("offers and wishes"),
    "old list": gettext_lazy("old list"),
    "organisation": gettext_lazy("organisation"),
    "place": gettext_lazy("place"),
    "project work": gettext_lazy("project work"),
    "promise": gettext_lazy("promise"),
    "pronouns": gettext_lazy("pronouns"),
    "question": gettext_lazy("question"),
    "question about details": gettext_lazy("question about your details"),
    "role": gettext_lazy("role"),
    "safety": gettext_lazy("safety"),
    "saved list": gettext_lazy("saved list"),
    "secret": gettext_lazy("secret"),
    "starting background": gettext_lazy("where you started from"),
    "theme": gettext_lazy("theme"),
    "took part in": gettext_lazy("took part in"),
    "who is named in it": gettext_lazy("who is named in it"),
    "who it concerns": gettext_lazy("whom it concerns"),
    "who was told": gettext_lazy("who was told"),
    "wants to know of": gettext_lazy("what you want to know of"),
}
FIELDS = {
    **LABELS,
    "purpose": gettext_lazy("what for"),
    "state": gettext_lazy("how it stands"),
    "since": gettext_lazy("since"),
    "until": gettext_lazy("until"),
    "valid_until": gettext_lazy("holds until"),
    "at": gettext_lazy("when"),
    "said_at": gettext_lazy("said"),
    "said_on": gettext_lazy("said on"),
    "asked_at": gettext_lazy("asked"),
    "reminded_at": gettext_lazy("asked again"),
    "answered_at": gettext_lazy("answered"),
    "created_at": gettext_lazy("here since"),
    "confirmed_at": gettext_lazy("said to be right"),
    "confirmed_on": gettext_lazy("said to be right"),
    "frozen_at": gettext_lazy("paused since"),
    "expires_at": gettext_lazy("ends"),
    "ended_at": gettext_lazy("ended"),
    "how": gettext_lazy("how"),
    "form": gettext_lazy("where asked"),
    "witness": gettext_lazy("heard by"),
    "source": gettext_lazy("who said so"),
    "what": gettext_lazy("what"),
    "value": gettext_lazy("what"),
    "words": gettext_lazy("your words"),
    "answer": gettext_lazy("answer"),
    "answer_by": gettext_lazy("answered at the latest"),
    "session": gettext_lazy("session"),
    "programme": gettext_lazy("programme"),
    "circle": gettext_lazy("circle"),
    "role": gettext_lazy("role"),
    "verb": gettext_lazy("what was done"),
}
# What the file for machines has too, and nobody reads.
TECHNICAL = {"once", "template", "attempts", "lease_until", "number", "seal", "thing_kind"}
TECHNICAL |= {"thing_key", "row_key", "recorded_by", "events"}
WITHOUT_ASKING = {
    Purpose.NOTICE: gettext_lazy("letters that we owe you"),
    Purpose.THIS_PROGRAMME: gettext_lazy("your course"),
    Purpose.CIRCLE_CONTACT: gettext_lazy("being the contact of a circle"),
}
Row = list[tuple[str, str]]


def kinds_held(held: Mapping[str, list[dict[str, Any]]]) -> list[tuple[str, list[Row]]]:
    """The archive to be read: (heading, rows of (kind of thing, value)) per model, in words."""
    by_label = {declaration.label: declaration for declaration in declarations()}
    order = list(HEADINGS)
    labels = sorted(held, key=lambda label: order.index(label) if label in order else len(order))
    return [
        (heading(label), [_row(row, by_label[label]) for row in held[label]]) for label in labels
    ]


def heading(label: str) -> str:
    """What a model holds about the person, as a heading."""
    model = next(one.model for one in declarations() if one.label == label)
    words = str(HEADINGS.get(label) or model._meta.verbose_name)
    return words[:1].upper() + words[1:]


def _row(row: Mapping[str, Any], declaration: Declaration) -> Row:
    return [
        (_name(name, declaration), value_of(declaration.model, name, value=value))
        for name, value in row.items()
        if name not in TECHNICAL
    ]


def _name(name: str, declaration: Declaration) -> str:
    if name in FIELDS:
        return str(FIELDS[name])
    kind = declaration.kinds.get(name)
    if kind is not None:
        return str(KINDS.get(kind, kind))
    field = declaration.model._meta.get_field(name)
    return str(getattr(field, "verbose_name", name))


def value_of(model: type[Model], name: str, *, value: Any) -> str:
    """One value in words: a choice by its label, a day as a day, a country by its name."""
    if name == "purpose" and value in set(Purpose):
        return str({**PURPOSES, **WITHOUT_ASKING}[Purpose(value)])
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        field = None
    labels = dict(getattr(field, "flatchoices", ()) or ())
    if isinstance(value, str) and value in labels:
        return str(labels[value])
    if isinstance(value, str) and name in {"country", "origin_country", "language", "channel"}:
        return value_words(name, value)
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_plain(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value)
    return _moment(str(value))


def _moment(text: str) -> str:
    """A day or moment as people write it; every other text as it is."""
    if len(text) < len("2026-11-22") or text[4:5] != "-":
        return text
    try:
        found: datetime | date | None = parse_datetime(text) if "T" in text else parse_date(text)
    except ValueError:
        return text
    if found is None:
        return text
    day = date_format(found, "j F Y")
    return f"{day}{_(',')} {found:%H:%M} UTC" if isinstance(found, datetime) else day


def size_words(count: int) -> str:
    """ "14 kB": what a download says of itself."""
    return ngettext("%(n)s kB", "%(n)s kB", max(1, count // 1000)) % {"n": max(1, count // 1000)}
