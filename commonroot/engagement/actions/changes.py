"""The evaluation meeting, and the changes that follow into the plan of the next course."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.engagement.actions.course_words import open_closing
from commonroot.engagement.models import ChangeCard, ChangeDecision
from commonroot.engagement.queries import closing as queries
from commonroot.programmes.models import Programme

CARD_LENGTH = 500
WHY_LENGTH = 300
State = ChangeDecision.State


class WhyNot(Refused):
    """Somebody put a change aside without saying why."""


@transaction.atomic
def write_evaluation(
    *, programme: Programme, met_on: date | None, notes: str, by: Actor, at: datetime
) -> None:
    """The notes of the evaluation meeting, for the team alone."""
    closing = open_closing(programme=programme, at=at)
    closing.met_on, closing.notes, closing.written_at = met_on, notes.strip(), at
    closing.save(update_fields=["met_on", "notes", "written_at"])
    note("evaluation written", programme, by=by, at=at)


@transaction.atomic
def add_change(*, programme: Programme, text: str, by: Actor, at: datetime) -> ChangeCard:
    """Something the next course shall do otherwise."""
    card = ChangeCard.objects.create(
        programme=programme, text=text.strip()[:CARD_LENGTH], made_at=at
    )
    note("change proposed", programme, by=by, at=at)
    return card


@transaction.atomic
def drop_change(*, card: ChangeCard, by: Actor, at: datetime) -> None:
    """Take a change off the cards, for instance one written twice."""
    note("change dropped", card.programme, by=by, at=at)
    card.delete()


@transaction.atomic
def decide_change(
    *, card: ChangeCard, programme: Programme, state: str, why: str, by: Actor, at: datetime
) -> None:
    """What the plan of `programme` says to a change: done, not this time (with why), or open.

    Not this time holds for this course alone: the next one is asked again. Raises WhyNot.
    """
    why = why.strip()[:WHY_LENGTH]
    if state == State.NOT_NOW and not why:
        raise WhyNot(_("Say why not this time: whoever plans the next course reads it."))
    ChangeDecision.objects.update_or_create(
        card=card,
        programme=programme,
        defaults={
            "state": state,
            "why": why if state == State.NOT_NOW else "",
            "changed_at": at,
        },
    )
    note("change decided", programme, by=by, at=at, facts={"state": state})


@transaction.atomic
def take_up_changes(*, programme: Programme, earlier: Programme, by: Actor, at: datetime) -> int:
    """Let the open changes of an earlier course stand in this plan; how many came new."""
    here = {row.card.pk for row in queries.changes_for(programme)}
    cards = [card for card in queries.open_cards(earlier) if card.pk not in here]
    ChangeDecision.objects.bulk_create(
        ChangeDecision(card=card, programme=programme, changed_at=at) for card in cards
    )
    note("changes taken up", programme, by=by, at=at, facts={"cards": len(cards)})
    return len(cards)
