"""Whom a message to a session reaches, and what was written before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from commonroot.accounts.roles import Actor
from commonroot.people.queries import working_way
from commonroot.programmes.models import Session
from commonroot.registration.models import Message, Registration
from commonroot.registration.queries.lists import in_states


@dataclass(frozen=True)
class Reached:
    """Who gets a message: their claims in the order of asking, and how many do not and why."""

    rows: list[Registration]
    no_agreement: int
    no_way: int

    @property
    def left_out(self) -> int:
        """How many do not get it (people)."""
        return self.no_agreement + self.no_way


def reached(session: Session, states: Sequence[str], *, seen_by: Actor, at: datetime) -> Reached:
    """Everybody of `session` in these states whom a letter about it may and can reach."""
    everybody = Registration.objects.filter(session=session, state__in=list(states)).count()
    allowed = list(in_states(session, states, seen_by=seen_by, at=at))
    rows = [row for row in allowed if working_way(row.person) is not None]
    return Reached(
        rows=rows, no_agreement=everybody - len(allowed), no_way=len(allowed) - len(rows)
    )


def messages_of(session: Session) -> QuerySet[Message]:
    """What was written to a session, the newest first."""
    return Message.objects.filter(session=session)


def message(key: str) -> Message | None:
    """The message with that key, with its session and who runs that."""
    return Message.objects.filter(key=key).select_related("session__programme__run_by").first()
