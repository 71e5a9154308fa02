"""Copies of what somebody said: as records of ISO/IEC TS 27560, and who has none yet.

Field names and states are those of the specification, with what the law of the European Union asks
beyond it. The schema they are held against is `consent/receipt.json`.
"""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from commonroot.circles.models import Circle
from commonroot.circles.queries import school
from commonroot.consent.models import LedgerEvent, Receipt
from commonroot.consent.queries.merging import Question, question_of
from commonroot.consent.rules import DATA_OF, VALID_DAYS, AudienceKind, Purpose, is_asked
from commonroot.people.models import FormerKey, Person

SCHEMA_VERSION = "ISO-27560-2023"
SETTLED_AFTER = timedelta(minutes=10)  # whoever answers several questions gets one letter
NOT_AFTER = timedelta(days=2)  # what is older was said before there were copies
State = LedgerEvent.State
SAID = (State.GIVEN, State.RENEWED, State.WITHDRAWN)
How = LedgerEvent.How
BY_THEM = (How.FORM, How.PAGE, How.LETTER, How.SPOKEN, How.PHONE)


def without_receipt(person: Person, *, at: datetime) -> QuerySet[LedgerEvent]:
    """What `person` said lately and has no copy of, in order; nothing while they may go on saying.

    A first no is told along with what else was said, and alone it makes no letter.
    """
    lately = LedgerEvent.objects.filter(
        person=person, at__gt=at - NOT_AFTER, how__in=BY_THEM
    ).exclude(state=State.REQUESTED)
    last = Receipt.objects.filter(person=person).order_by("-until").first()
    if last is not None:
        lately = lately.filter(pk__gt=last.until)
    if lately.filter(at__gt=at - SETTLED_AFTER).exists():
        return lately.none()
    if not lately.filter(state__in=SAID).exists():
        return lately.none()
    return lately.select_related("wording").order_by("pk")


def to_receipt(*, at: datetime) -> QuerySet[Person]:
    """Who said something lately, is silent since for ten minutes, and has no copy of it."""
    lately = LedgerEvent.objects.filter(at__gt=at - NOT_AFTER, how__in=BY_THEM)
    copied = Receipt.objects.filter(person=OuterRef("person"), until__gte=OuterRef("pk"))
    said = lately.filter(~Exists(copied), at__lte=at - SETTLED_AFTER, state__in=SAID)
    going_on = lately.filter(at__gt=at - SETTLED_AFTER, person=OuterRef("pk"))
    people = Person.objects.filter(pk__in=said.values("person"), provisional=False)
    return people.exclude(Exists(going_on)).order_by("pk")


def receipt(person: Person, *, at: datetime) -> dict[str, Any]:
    """Everything `person` said of agreements, as one receipt: header, parties, a record each."""
    controller = school()
    return {
        "schema_version": SCHEMA_VERSION,
        "receipt_id": f"urn:commonroot:receipt:{person.key}:{_moment(at)}",
        "pii_principal_id": person.key,
        "receipt_time": _moment(at),
        "consent_records": records(person),
        "parties": parties(controller),
    }


def records(person: Person) -> list[dict[str, Any]]:
    """One record for each question `person` was asked, with all that happened to it, in order."""
    asked: dict[Question, list[LedgerEvent]] = {}
    events = LedgerEvent.objects.filter(person=person).select_related("wording")
    for event in events.order_by("pk"):
        if is_asked(Purpose(event.purpose)):
            asked.setdefault(question_of(event), []).append(event)
    controller = school()
    former = list(FormerKey.objects.filter(person=person).values_list("key", flat=True))
    return [
        _record(person, question, events=events, controller=controller, former=former)
        for question, events in asked.items()
    ]


def _record(
    person: Person,
    question: Question,
    *,
    events: list[LedgerEvent],
    controller: Circle | None,
    former: list[str],
) -> dict[str, Any]:
    worded = next((event for event in reversed(events) if event.wording_id), None)
    days = VALID_DAYS[question.purpose]
    country = controller.country if controller is not None and controller.country else "unknown"
    return {
        "schema_version": SCHEMA_VERSION,
        "record_id": f"urn:commonroot:record:{events[0].key}",
        "pii_principal_id": person.key,
        "former_pii_principal_ids": former,
        "pii_processing": {
            "privacy_notice": notice(worded),
            "language": worded.language if worded and worded.language else person.language,
            "purpose": question.purpose.value,
            "lawful_basis": "eu-gdpr:A6-1-a",
            "pii_information": [
                {"pii_type": kind, "pii_optional": True} for kind in DATA_OF[question.purpose]
            ],
            "special_pii_category": ["eu-gdpr:A9-political-opinions"],
            "pii_controllers": [CONTROLLER],
            "collection_method": sorted({event.form or event.how for event in events}),
            "processing_method": ["store", "use"]
            + (["disclose"] if question.audience.kind != AudienceKind.SCHOOL else []),
            "storage_locations": [settings.ADDRESS],
            "retention_period": f"P{days}D" if days else "until withdrawn",
            "jurisdiction": country,
            "recipient_third_parties": _recipients(question),
            "withdrawal_method": f"{settings.ADDRESS}/me/",
            "privacy_rights": [f"eu-gdpr:A{article}" for article in (15, 16, 17, 18, 20, 21, 77)],
        },
        "party_ids": [CONTROLLER],
        "events": [_event(event, person=person) for event in events],
    }


CONTROLLER = "school"


def _recipients(question: Question) -> list[str]:
    if question.audience.kind == AudienceKind.SCHOOL:
        return []
    return [str(question.audience)]


def notice(event: LedgerEvent | None) -> dict[str, Any]:
    """The words that were shown: where they stand, which version, and what proves them.

    What came with an old list was said to words that we never saw.
    """
    if event is None or event.wording is None:
        return {"url": None, "version": "unknown", "sha256": None, "text": None}
    wording = event.wording
    text = shown_text(event)
    version = f"{wording.purpose}{f'/{wording.variant}' if wording.variant else ''}"
    return {
        "url": f"{settings.ADDRESS}/privacy/",
        "version": f"{version} {wording.edition}.{wording.version}",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "text": text,
    }


def shown_text(event: LedgerEvent) -> str:
    """The words of a question as they were shown: question and explanation, a line each."""
    if event.wording is None:
        return ""
    languages = [event.language]
    parts = (event.wording.question, event.wording.explanation)
    return "\n".join(part.chosen(languages)[0] for part in parts)


def _event(event: LedgerEvent, *, person: Person) -> dict[str, Any]:
    by_them = event.how in BY_THEM or event.state == State.REQUESTED
    told: dict[str, Any] = {
        "event_id": f"urn:commonroot:event:{event.key}",
        "event_time": _moment(event.at),
        "validity_duration": _validity(event),
        "entity_id": person.key if by_them else CONTROLLER,
        "event_type": _type(event),
        "event_state": event.state,
        "notice_sha256": notice(event)["sha256"],
    }
    if event.how in (How.SPOKEN, How.PHONE):
        told["witness"] = event.witness
        told["said_on"] = event.said_on.isoformat() if event.said_on else None
    return told


def _type(event: LedgerEvent) -> str:
    if event.how in (How.IMPORT, How.SYSTEM):
        return "imported" if event.how == How.IMPORT else "automatic"
    return "explicit, spoken" if event.how in (How.SPOKEN, How.PHONE) else "explicit"


def _validity(event: LedgerEvent) -> str:
    if event.valid_until is None:
        return "unlimited" if event.state in (State.GIVEN, State.RENEWED) else "P0D"
    return f"P{(event.valid_until - event.at).days}D"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parties(controller: Circle | None) -> list[dict[str, Any]]:
    """Who is answerable: the school."""
    return [
        {
            "party_id": CONTROLLER,
            "party_name": str(controller) if controller is not None else settings.ADDRESS,
            "party_type": "controller",
            "party_role": "eu-gdpr:A4-7",
            "party_address": settings.ADDRESS,
            "party_contact": settings.MAIL_FROM,
        }
    ]


def as_json(receipt: dict[str, Any]) -> bytes:
    """A receipt as a file."""
    return json.dumps(receipt, ensure_ascii=False, indent=1).encode()
