"""Letters about agreements: whether they still hold, and a copy of what somebody said.

They serve a duty and pass the gate as such. What leaves to somebody in high care is a link alone.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import override

from commonroot.consent.models import LedgerEvent, Objection, Receipt, Renewal, Wording
from commonroot.consent.queries import SCHOOL
from commonroot.consent.queries.renewing import of_renewal
from commonroot.consent.rules import Purpose
from commonroot.messaging.actions import post
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import page_address


def once(renewal: Renewal, *, again: bool) -> str:
    """What makes the letter of an asking, or its reminder, be posted once."""
    return f"renewal:{renewal.key}:{2 if again else 1}"


def post_renewal(
    renewal: Renewal, way: ContactWay, *, token: str, again: bool, at: datetime
) -> Letter | None:
    """Ask whether what somebody said yes to still holds."""
    person = renewal.person
    asked = [str(question.purpose) for question, _row in of_renewal(renewal, at=at)]
    ends = [row.valid_until for _question, row in of_renewal(renewal, at=at) if row.valid_until]
    with override(person.language):
        values = {
            "questions": questions_of(asked, language=person.language),
            "until": date_format(min(ends), "j F Y") if ends else "",
            "again": again,
        }
    return _post(
        person,
        way,
        template="consent/emails/renew",
        once=once(renewal, again=again),
        token=token,
        values=values,
        at=at,
    )


def post_receipt(
    receipt: Receipt, way: ContactWay, *, events: Sequence[LedgerEvent], token: str, at: datetime
) -> Letter | None:
    """A copy of what somebody said, all of it in one letter."""
    person = receipt.person
    lines = [
        [
            event.wording.question.chosen([person.language])[0] if event.wording else "",
            event.state,
            event.purpose,
        ]
        for event in events
    ]
    values = {
        "yes": _questions(lines, ("given", "renewed"), language=person.language),
        "no": _questions(lines, ("refused", "withdrawn"), language=person.language),
        "spoken": any(event.how in SPOKEN for event in events),
    }
    return _post(
        person,
        way,
        template="consent/emails/receipt",
        once=f"receipt:{receipt.key}",
        token=token,
        values=values,
        at=at,
    )


SPOKEN = (LedgerEvent.How.SPOKEN, LedgerEvent.How.PHONE)


def _questions(
    lines: Sequence[Sequence[str]], states: Sequence[str], *, language: str
) -> list[str]:
    """The questions of which the answer is one of `states`, each said once."""
    found = [
        question or questions_of([purpose], language=language)[0]
        for question, state, purpose in lines
        if state in states
    ]
    return list(dict.fromkeys(found))


def questions_of(purposes: Sequence[str], *, language: str) -> list[str]:
    """The questions of these purposes in the words in force, each once."""
    worded: dict[str, Wording] = {
        row.purpose: row for row in Wording.objects.filter(variant="").order_by("version")
    }
    said = [
        worded[purpose].question.chosen([language])[0] if purpose in worded else purpose
        for purpose in purposes
    ]
    return list(dict.fromkeys(said))


def post_objection_answer(
    objection: Objection, way: ContactWay, *, token: str, at: datetime
) -> Letter | None:
    """What an organiser answered to somebody who does not want something."""
    return _post(
        objection.person,
        way,
        template="consent/emails/objection",
        once=f"objection:{objection.key}",
        token=token,
        values={"stopped": objection.state == objection.State.STOPPED, "answer": objection.answer},
        at=at,
    )


def _post(
    person: Person,
    way: ContactWay,
    *,
    template: str,
    once: str,
    token: str,
    values: dict[str, Any],
    at: datetime,
) -> Letter | None:
    return post(
        once=once,
        subject_key=person.key,
        purpose=Purpose.NOTICE,
        audience=str(SCHOOL),
        template=template,
        values={"name": person.shown_name, **values, "link": page_address(token)},
        language=person.language,
        way=Letter.Way.HAND if way.kind == ContactWay.Kind.PHONE else Letter.Way.MAIL,
        address=way.value,
        at=at,
    )
