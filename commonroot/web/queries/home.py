"""What the first page needs from several areas at once."""

from collections.abc import Iterable

from django.db.models import Count, Q

from commonroot.programmes.models import Session
from commonroot.registration import rules
from commonroot.registration.models import Registration

State = Registration.State


def places_taken(sessions: Iterable[Session]) -> dict[int, int]:
    """How many places of each limited session a newcomer cannot get, by its primary key: one query.

    As on the session's own page: whoever waits comes first.
    """
    limited = {session.pk: session for session in sessions if session.places is not None}
    if not limited:
        return {}
    counted = (
        Registration.objects.filter(session__in=limited)
        .values("session")
        .annotate(
            held=Count("pk", filter=Q(state__in=rules.HOLDING)),
            waiting=Count("pk", filter=Q(state=State.WAITING)),
        )
    )
    return {
        row["session"]: (limited[row["session"]].places or 0)
        - (
            rules.free_places(
                places=limited[row["session"]].places, held=row["held"], waiting=row["waiting"]
            )
            or 0
        )
        for row in counted
    }
