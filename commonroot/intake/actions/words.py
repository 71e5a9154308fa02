"""What a list says of agreements, into the ledger; and that it no longer holds."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from commonroot.accounts.roles import Actor
from commonroot.consent.actions import Changed, Heard, hear, unhear
from commonroot.consent.rules import Purpose
from commonroot.intake import rules
from commonroot.people.models import Change, Person

MODEL = "consent.agreement"
UNKNOWN = "unknown"
AT_ONCE = 500


def hear_words(
    *,
    words: Sequence[tuple[Person, Sequence[rules.Word], bool]],
    cause: str,
    by: Actor,
    at: datetime,
) -> None:
    """Write down what rows say of people's agreements: (person, words, whether the list made them).

    Whom the list made and of whom it says no yes that still stands is kept on an unknown basis.
    Within a transaction.
    """
    heard = [
        Heard(person, Purpose(word.purpose), word.state, _moment(word, at), word.source)
        for person, said, _made in words
        for word in said
    ]
    heard += [Heard(person, Purpose.REGISTER, UNKNOWN, at) for person, _said, made in words if made]
    known = {person.pk for person, _said, made in words if not made}
    changes = hear(words=heard, by=by, at=at)
    Change.objects.bulk_create(
        [
            Change(
                at=at,
                actor=f"{by.kind}:{by.key}"[:44],
                cause=cause,
                model=MODEL,
                row_key=change.purpose,
                person=change.person,
                fields=[change.purpose],
                before=change.before,
                after=change.after,
            )
            for change in changes
            if change.person.pk in known
        ],
        batch_size=AT_ONCE,
    )


def _moment(word: rules.Word, at: datetime) -> datetime:
    """When a word was said: at noon of its day, never later than now."""
    if word.on is None:
        return at
    return min(at, datetime.combine(word.on, time(12), tzinfo=UTC))


def unhear_words(*, changes: Sequence[Change], by: Actor, at: datetime) -> int:
    """Take back what a list changed of agreements, by its log; how many. Within a transaction."""
    words = [
        Changed(change.person, change.row_key, change.before, change.after or {})
        for change in changes
    ]
    return unhear(changes=words, by=by, at=at)
