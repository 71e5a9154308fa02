"""Letters that come back, and letters that somebody calls unwanted."""

from datetime import datetime

from django.db import transaction

from commonroot.messaging.models import Letter
from commonroot.messaging.rules.returns import Returned, read_return

# A complaint says more than a return, what failed for good more than what failed this time.
WEIGHT = {
    "": 0,
    Letter.Returned.SOFT: 1,
    Letter.Returned.HARD: 2,
    Letter.Returned.COMPLAINT: 3,
}
CHANGED = ["returned", "returned_at", "heeded_at", "state", "why", "ended_at"]
LEFT = (Letter.State.SENT, Letter.State.UNKNOWN)


@transaction.atomic
def take_return(*, raw: bytes, at: datetime) -> Letter | None:
    """Write down that a letter came back, or is complained of; the letter.

    None for any other mail. What follows from it is drawn by whoever knows the people. The same
    mail twice changes nothing.
    """
    said = read_return(raw)
    return note_return(said=said, at=at) if said is not None else None


@transaction.atomic
def note_return(*, said: Returned, at: datetime) -> Letter | None:
    """Write down what was said of a letter; None for a letter that is not ours.

    What says less than what is known, or the same, changes nothing.
    """
    letter = Letter.objects.select_for_update().filter(key=said.letter_key).first()
    if letter is None:
        return None
    if WEIGHT[said.kind] > WEIGHT[letter.returned]:
        letter.returned, letter.returned_at, letter.heeded_at = said.kind, at, None
        if said.kind == Letter.Returned.HARD and letter.state in LEFT:
            letter.state, letter.why, letter.ended_at = Letter.State.BOUNCED, said.code, at
        letter.save(update_fields=CHANGED)
    return letter
