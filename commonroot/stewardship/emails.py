"""The letter that asks whether what we keep of somebody is still right. It tells nothing of it.

Who chose high care gets a letter that holds nothing but a link; who did not say that mail is safe
gets a subject that anybody may read.
"""

from datetime import datetime
from typing import Any

from commonroot.consent.queries import SCHOOL
from commonroot.consent.rules import Purpose
from commonroot.messaging.actions import post
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import page_address, stop_address
from commonroot.stewardship.models import DetailsQuestion

TEMPLATE = "stewardship/emails/still_right"
NOWHERE = "…"  # what stands in a sample where a letter has its secret


def post_still_right(
    *,
    question: DetailsQuestion,
    way: ContactWay,
    token: str,
    stop: str,
    again: bool,
    at: datetime,
) -> Letter | None:
    """Ask by mail; by hand who has a phone only. Asking the same twice posts once."""
    person = question.person
    return post(
        once=f"still_right:{question.key}:{2 if again else 1}",
        subject_key=person.key,
        purpose=Purpose.REGISTER,
        audience=str(SCHOOL),
        template=TEMPLATE,
        values=_values(person, token=token, stop=stop, again=again),
        language=person.language,
        way=Letter.Way.MAIL if way.kind == ContactWay.Kind.MAIL else Letter.Way.HAND,
        address=way.value,
        at=at,
    )


def sample(person: Person) -> Letter:
    """The letter as `person` would get it, with links that open nothing; it is not posted."""
    return Letter(
        template=TEMPLATE,
        language=person.language,
        values=_values(person, token=NOWHERE, stop=NOWHERE, again=False),
    )


def _values(person: Person, *, token: str, stop: str, again: bool) -> dict[str, Any]:
    page = page_address(token)
    return {
        "name": person.shown_name,
        "plain": person.is_high,
        "quiet": person.level != Person.Risk.OPEN,
        "again": again,
        "link": page,
        "right": f"{page}?a=right",
        "change": f"{page}?a=change",
        "unsubscribe": stop_address(stop),
    }
