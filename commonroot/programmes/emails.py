"""Letters of the public pages."""

from datetime import datetime

from django.conf import settings

from commonroot.circles.queries import school
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.messaging.actions import post
from commonroot.people.models import ContactWay, Person


def post_join(*, person: Person, way: ContactWay, token: str, once: str, at: datetime) -> None:
    """Ask whoever typed an address whether it is theirs and news are welcome."""
    ours = school()
    post(
        once=once,
        subject_key=person.key,
        purpose=Purpose.NOTICE,
        audience=str(Audience(AudienceKind.SCHOOL)),
        template="programmes/emails/join",
        values={"school": str(ours) if ours else "", "link": f"{settings.ADDRESS}/p/{token}"},
        language=person.language,
        way="mail" if way.kind == ContactWay.Kind.MAIL else "hand",
        address=way.value,
        at=at,
    )
