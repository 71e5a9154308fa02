"""People of an old list and the letters that ask them, made by the same actions as real ones."""

from datetime import UTC, datetime, timedelta
from typing import Any

from commonroot.accounts.roles import Actor
from commonroot.consent.actions import keep_until_asked
from commonroot.intake.actions import asking
from commonroot.intake.models import Asked, Campaign
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from tests.factories.people import ContactWayFactory, PersonFactory

SYSTEM = Actor.system()
THEN = datetime(2026, 1, 1, tzinfo=UTC)


def from_a_list(*, mail: str = "", phone: str = "", way: bool = True, **fields: Any) -> Person:
    """Somebody kept on an unknown basis, with a mail address if nothing else is said."""
    person: Person = PersonFactory(origin=Person.Origin.IMPORT, **fields)
    keep_until_asked(person=person, by=SYSTEM, at=THEN)
    if mail:
        ContactWayFactory(person=person, value=mail)
    if phone:
        ContactWayFactory(person=person, kind="phone", value=phone)
    if way and not (mail or phone):
        ContactWayFactory(person=person)
    return person


def started(*, at: datetime, by: Actor = SYSTEM, **fields: Any) -> Campaign:
    """A campaign under way about everybody never asked; nobody has a row yet."""
    campaign = asking.plan(source="courses", by=by, at=at, **fields)
    asking.start(campaign=campaign, by=by, at=at)
    campaign.refresh_from_db()
    return campaign


def written(*, at: datetime, **fields: Any) -> Campaign:
    """A campaign whose first letters are posted: at `at` they wait to leave."""
    campaign = started(at=at - timedelta(minutes=10), **fields)
    asking.gather(campaign=campaign, at=at)
    asking.write_next(campaign=campaign, at=at)
    campaign.refresh_from_db()
    return campaign


def sent(*, at: datetime, **fields: Any) -> Campaign:
    """A campaign whose first letters left at `at`."""
    campaign = written(at=at, **fields)
    deliver(campaign, at=at)
    return campaign


def reminded(*, at: datetime, **fields: Any) -> Campaign:
    """A campaign whose letters left at `at` and whose reminders left twenty days after."""
    campaign, then = sent(at=at, **fields), at + timedelta(days=20)
    for row in Asked.objects.filter(campaign=campaign, state=Asked.State.ASKED):
        asking.remind(asked=row, at=then)
    deliver(campaign, at=then)
    return campaign


def deliver(campaign: Campaign, *, at: datetime, state: str = Letter.State.SENT) -> None:
    """What the campaign's letters in the outbox become, and the campaign sees."""
    rows = Asked.objects.filter(campaign=campaign)
    pks = [pk for pair in rows.values_list("post", "reminder") for pk in pair if pk]
    letters = Letter.objects.filter(pk__in=pks, state__in=("queued", "held"))
    letters.update(state=state, ended_at=at)
    settle(campaign, at=at)


def settle(campaign: Campaign, *, at: datetime) -> None:
    """The campaign looks at every row once."""
    for row in Asked.objects.filter(campaign=campaign):
        asking.settle(asked=row, at=at)
