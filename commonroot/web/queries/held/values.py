"""How what a field holds is said: codes in words, days as days, and people's own words as they are.

A code that nobody has put into words yet is left out, never shown.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, JSONField, Model
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commonroot.accounts.roles import ROLES
from commonroot.circles.models import Circle
from commonroot.consent.rules import OWN_CIRCLE
from commonroot.core.fields import Translated
from commonroot.core.filters.sentence import sentence
from commonroot.core.filters.value import FilterNotUnderstood, from_json
from commonroot.core.places import country_name, language_name
from commonroot.mailings.queries import fields as list_fields
from commonroot.people.queries.reasons import why
from commonroot.programmes.models import Function, Programme, Session
from commonroot.registration.models import Quota, Registration
from commonroot.web.queries.acts import ACTS
from commonroot.web.queries.held import campaigns, cohorts
from commonroot.web.queries.held.codes import (
    AUDIENCES,
    CARE,
    CAUSES,
    HARM,
    JOINED_BY,
    LINE_REASONS,
    LINES,
    LIST_FIELDS,
    NOT_SENT,
    SOURCES,
    TOLD,
    WITHOUT_ASKING,
)
from commonroot.web.queries.held.headings import HEADINGS
from commonroot.web.queries.held.names import is_silent, name_of
from commonroot.web.queries.lines import COLUMNS
from commonroot.web.queries.said import IDENTITY, OWN_PURPOSES
from commonroot.web.queries.trail import KINDS_OF_ACTOR

Row = Mapping[str, Any]
Say = Callable[[Any, Row], str]


def coded(words: Mapping[Any, Any]) -> Say:
    """A code by its words; nothing for a code that has none."""
    return lambda value, _row: str(words.get(value, ""))


def _actor(value: Any, _row: Row) -> str:
    kind = str(value).partition(":")[0]
    return str({**KINDS_OF_ACTOR, **SOURCES}.get(kind, ""))


def _cause(value: Any, _row: Row) -> str:
    return str(CAUSES.get(str(value).partition(":")[0], ""))


def _country(value: Any, _row: Row) -> str:
    return country_name(value, get_language() or "en")


def _language(value: Any, _row: Row) -> str:
    return language_name(value, get_language() or "en")


def _audience(value: Any, row: Row) -> str:
    """ "kind:key" in words: a circle or course by its name."""
    kind, _colon, key = str(value).partition(":")
    return _audience_key(key, row) or str(AUDIENCES.get(kind, ""))


def _audience_key(value: Any, _row: Row) -> str:
    """Which circle, course or session it is; nothing where it has no name."""
    if value == OWN_CIRCLE:
        return _("the circle of your country")
    kind, colon, key = str(value).rpartition(":")
    if kind == "cert":
        return _("whoever checks your certificate")
    models = (Session,) if colon else (Circle, Programme)
    found = (model._default_manager.filter(key=key).first() for model in models)
    return next((str(one) for one in found if one is not None), "")


def _told(value: Any, _row: Row) -> str:
    return _joined(str(TOLD.get(code, "")) for code in value)


def _why_not_sent(value: Any, _row: Row) -> str:
    """Why a letter did not leave: our words, or what the other mail server answered."""
    words = NOT_SENT.get(value)
    return str(words or _("a mail server answered: “%(answer)s”") % {"answer": value})


def _people(value: Any, _row: Row) -> str:
    count = len({row[0] for row in value})
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


def _went_with(value: Any, _row: Row) -> str:
    return _("yes") if value else ""


def _own_text(value: Any, _row: Row) -> str:
    return str(value)


def _translated(value: Any, _row: Row) -> str:
    return str(Translated(value))


def _cells(value: Any, _row: Row) -> str:
    return _joined(str(cell) for cell in value)


def _from_a_list(value: Any, row: Row) -> str:
    said = []
    for name, words in LIST_FIELDS.items():
        if name in value:
            say = {"country": _country, "language": _language}.get(name, plain)
            said.append(f"{words}: {say(value[name], row)}")
    return "; ".join(said)


def _which_model(value: Any, _row: Row) -> str:
    return str(HEADINGS.get(value, ""))


def _field_names(value: Any, row: Row) -> str:
    label = str(row.get("model", "people.person"))
    return _joined(dict.fromkeys(name_of(label, name) for name in value))


def _who_had_said(value: Any, _row: Row) -> str:
    return _joined(dict.fromkeys(str(SOURCES.get(one[0], "")) for one in value.values()))


def _details(value: Any, row: Row) -> str:
    """Details of a changed row: each field by its name, each value in words."""
    label = str(row.get("model", "people.person"))
    try:
        model = apps.get_model(label)
    except LookupError:
        return ""
    said = (
        (name_of(label, name), value_of(model, name, value=one, row=value))
        for name, one in value.items()
        if not is_silent(label, name)
    )
    return "; ".join(f"{name}: {words}" for name, words in said if name and words)


def _theme(value: Any, _row: Row) -> str:
    """A theme, by its name or, in what was changed, by its key."""
    found = Circle.objects.filter(key=value).first() if isinstance(value, str) else None
    return str(found or value)


def _search_word(value: Any, _row: Row) -> str:
    """A word as people write it; forms of it that only our search reads are none."""
    return str(value) if str(value)[:1].isalnum() else ""


def _reasons(value: Any, row: Row) -> str:
    said = why(row.get("band", "possible"), value)
    return " ".join(filter(None, (said.speaks_for, said.against)))


def _percent(value: Any, _row: Row) -> str:
    return f"{float(value):.0%}"


def _asks_for(value: Any, _row: Row) -> str:
    try:
        asked = from_json(value, fields=list_fields())
    except FilterNotUnderstood:
        return ""
    return sentence(asked, fields=list_fields(), everybody=_("Everybody in the register"))


def _columns(value: Any, _row: Row) -> str:
    return _joined(str(COLUMNS.get(code, "")) for code in value)


def _numbers(value: Any, _row: Row) -> str:
    """The steps of several scales, without the names of the scales."""
    return _joined(str(step) for step in value.values())


def _translations(value: Any, _row: Row) -> str:
    """ "French, Arabic": in which other languages a text stands."""
    return _joined(language_name(code, get_language() or "en") for code in value)


def _own_texts(value: Any, row: Row) -> str:
    """What somebody said to several questions, in their words."""
    return _joined(plain(one, row) for one in value.values())


def _part(value: Any, _row: Row) -> str:
    """What somebody covered in a team, or that they presented."""
    return str({**dict(Function.Kind.choices), "presenter": _("presenting")}.get(value, ""))


def _is_there(_value: Any, _row: Row) -> str:
    return _("yes")


PURPOSE = coded({**OWN_PURPOSES, **WITHOUT_ASKING})
# How a field is said that is neither a choice, a day, a number nor a yes or no.
SAY: dict[str, Say] = {
    "actor": _actor,
    "audience": _audience,
    "audience_key": _audience_key,
    "audience_kind": coded(AUDIENCES),
    "cause": _cause,
    "country": _country,
    "decided_by": _actor,
    "ended_by": _actor,
    "identity": coded(IDENTITY),
    "issued_by": _actor,
    "language": _language,
    "origin_country": _country,
    "probability": _percent,
    "purpose": PURPOSE,
    "reasons": _reasons,
    "recorded_by": _actor,
    "source": coded(SOURCES),
    "verb": coded(ACTS),
    "accounts.auditentry.actor_kind": coded({**KINDS_OF_ACTOR, "account": SOURCES["account"]}),
    "admissions.application.call": cohorts.course_of_call,
    "admissions.applicationanswer.applicant": _is_there,
    "admissions.applicationanswer.file": _is_there,
    "admissions.applicationanswer.value": cohorts.answer,
    "admissions.offer.agreed": cohorts.commitments,
    "admissions.prepared.details": cohorts.journey,
    "admissions.prepared.file": _is_there,
    "admissions.reviewer.call": cohorts.course_of_call,
    "admissions.signoff.call": cohorts.course_of_call,
    "circles.mandate.role": coded({code: role.name for code, role in ROLES.items()}),
    "consent.ledgerevent.source": _own_text,
    "consent.told.audience_name": _translated,
    "consent.told.what": _told,
    "engagement.closinganswer.scales": _numbers,
    "engagement.experience.part": _part,
    "engagement.experience.translations": _translations,
    "engagement.followup.said": _own_texts,
    "engagement.introduction.owner": _is_there,
    "engagement.meetingside.way": _is_there,
    "engagement.owner.account": _is_there,
    "groups.groupmember.reasons": cohorts.reasons,
    "groups.groupnote.gathering": cohorts.meeting,
    "intake.identifier.source": _own_text,
    "intake.importrow.cells": _cells,
    "intake.importrow.fields": _from_a_list,
    "intake.importrow.problems": _cells,
    "messaging.letter.calendar": _went_with,
    "mailings.groupchoice.how": coded(JOINED_BY),
    "messaging.letter.tells": _people,
    "messaging.letter.why": _why_not_sent,
    "programmes.enquiry.owner": _is_there,
    "programmes.enquiry.team": _is_there,
    "programmes.enquiryline.written_by": _is_there,
    "people.change.after": _details,
    "people.change.before": _details,
    "people.change.fields": _field_names,
    "people.change.model": _which_model,
    "people.change.said": _who_had_said,
    "people.interest.theme": _theme,
    "people.membership.part": _own_text,
    "people.merge.by": _actor,
    "people.person.account": _is_there,
    "people.person.floor": coded(CARE),
    "people.person.keeper": _is_there,
    "people.person.kept_apart": _details,
    "people.person.risk": coded(HARM),
    "people.savedlist.columns": _columns,
    "people.savedlist.filter": _asks_for,
    "people.searchkey.value": _search_word,
    **campaigns.SAY,
    "registration.presence.was": coded(dict(Registration.State.choices)),
    "registration.registration.brought_by": _is_there,
    "registration.registration.quota": coded(dict(Quota.Kind.choices)),
    "registration.reportline.kind": coded(LINES),
    "registration.reportline.why": coded(LINE_REASONS),
}
# Somebody's own words, and things that are called by a name: shown as they are.
AS_WRITTEN = campaigns.AS_WRITTEN | {
    "address", "answer", "batch", "change", "circle", "city", "family_name", "given_name",
    "group", "liaison",
    "line", "mailing", "name",
    "offers", "organisation", "pathway", "programme", "project", "pronouns", "session",
    "shown_name", "text", "time_zone", "title", "wants", "witness", "word", "words",
    "accounts.factor.label", "accounts.session.label",
    "admissions.application.received_words", "admissions.applicationanswer.covered",
    "admissions.applicationanswer.question", "admissions.decision.reason",
    "admissions.prepared.preparation",
    "admissions.referee.question", "admissions.referee.way", "admissions.reply.added",
    "admissions.review.feedback",
    "admissions.review.phase", "admissions.scholarship.circumstances",
    "admissions.scholarship.offered", "admissions.score.criterion", "engagement.followup.promise",
    "engagement.introduction.letter", "engagement.onetoone.ask",
    "engagement.onetoone.commitment", "engagement.onetoone.notes", "engagement.onetoone.purpose",
    "engagement.sending.letter", "intake.identifier.value",
    "intake.importrow.reason", "intake.importrow.sheet", "messaging.letter.subject",
    "people.affiliation.role", "people.contactway.value",
    "people.earliercourse.role", "programmes.commitment.what",
    "programmes.enquiry.subject",
    "programmes.voice.idea", "registration.answer.question", "registration.certificate.code",
    "registration.registration.needs", "registration.reportline.joined",
    "registration.reportline.left", "registration.reportline.original",
}  # fmt: skip


def value_of(model: type[Model], name: str, *, value: Any, row: Row) -> str:
    """One value in words; nothing where nobody has said how."""
    label = model._meta.label_lower
    say = SAY.get(f"{label}.{name}") or SAY.get(name)
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return ""
    choices = dict(getattr(field, "flatchoices", ()) or ())
    if choices and f"{label}.{name}" not in SAY and name not in {"purpose", "audience_kind"}:
        return str(choices.get(value, ""))
    if say is not None:
        return say(value, row)
    if is_plain(field) or f"{label}.{name}" in AS_WRITTEN or name in AS_WRITTEN:
        return plain(value, row)
    return ""


def is_plain(field: Any) -> bool:
    """Whether what a field holds is read as it is: a day, a number, yes or no."""
    if isinstance(field, ForeignKey | JSONField):
        return False
    return field.get_internal_type() not in {"CharField", "TextField"}


def plain(value: Any, row: Row) -> str:
    """A yes or no, a day, a moment, several of them, or a text as it is."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return _joined(plain(item, row) for item in value)
    return _moment(str(value))


def _joined(words: Any) -> str:
    return f"{_(',')} ".join(filter(None, words))


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
