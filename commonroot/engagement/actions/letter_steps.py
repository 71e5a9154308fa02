"""The steps of a letter to a circle before and after it leaves: approved, for a region, reminded,
answered as a whole.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.core.errors import Refused
from commonroot.engagement import emails, queries
from commonroot.engagement.actions.letters import OnItsWay, draft_letter, send_letter
from commonroot.engagement.models import CircleLetter
from commonroot.engagement.rules.closing import NUDGE_AFTER
from commonroot.people.actions import answer_link
from commonroot.people.models import Person
from commonroot.people.queries import way_for
from commonroot.programmes.models import Programme

State = CircleLetter.State


class RemindedBefore(Refused):
    """The circle was reminded, answered, or has hardly had time to."""


@transaction.atomic
def approve_letter(*, letter: CircleLetter, yes: bool, by: Actor, at: datetime) -> None:
    """Say that a letter may leave as it is, or that it may not yet. Raises OnItsWay."""
    if letter.state != State.DRAFT:
        raise OnItsWay(_("This letter is on its way. Take it back first, then change it."))
    letter.approved_at = at if yes else None
    letter.save(update_fields=["approved_at"])
    note("circle letter approved" if yes else "circle letter held back", letter, by=by, at=at)


def send_approved(*, programme: Programme, by: Actor, at: datetime) -> tuple[int, list[str]]:
    """Put every approved letter of a course on its way, each by itself.

    How many, and for each that stays its circle with why.
    """
    sent, stayed = 0, []
    approved = CircleLetter.objects.filter(
        programme=programme, state=State.DRAFT, approved_at__isnull=False
    ).select_related("circle")
    for letter in approved.order_by("circle__sort_key", "pk"):
        try:
            send_letter(letter=letter, by=by, at=at)
        except Refused as refused:
            stayed.append(f"{letter.circle}: {refused}")
        else:
            sent += 1
    return sent, stayed


@transaction.atomic
def draft_for_region(
    *, programme: Programme, region: Circle, country: str, by: Actor, at: datetime
) -> CircleLetter:
    """The letter to a region about countries without a circle, with one more of them.

    Raises OnItsWay when the letter to that region has been sent already.
    """
    letter = draft_letter(programme=programme, circle=region, by=by, at=at)
    if country in letter.countries:
        return letter
    if letter.state != State.DRAFT:
        raise OnItsWay(
            _("The letter to this region has been sent. Take it back, or choose another region.")
        )
    letter.countries = sorted([*letter.countries, country])
    letter.approved_at = None
    letter.save(update_fields=["countries", "approved_at"])
    note("region to be told", letter, by=by, at=at, facts={"country": country})
    return letter


@transaction.atomic
def plan_contact(*, letter: CircleLetter, next_by: date | None, by: Actor, at: datetime) -> None:
    """Until when the contact that organisers suggest would be good. Raises OnItsWay."""
    if letter.state != State.DRAFT:
        raise OnItsWay(_("This letter is on its way. Take it back first, then change it."))
    letter.next_by = next_by
    letter.save(update_fields=["next_by"])
    note("circle letter changed", letter, by=by, at=at, facts={"fields": ["next_by"]})


@transaction.atomic
def nudge_circle(*, letter: CircleLetter, by: Actor, at: datetime) -> int:
    """Remind a circle once that has not answered; how many were written to. It says nothing of
    the letter but that it waits. Raises RemindedBefore.
    """
    letter = (
        CircleLetter.objects.select_for_update(of=("self",))
        .select_related("circle", "programme")
        .get(pk=letter.pk)
    )
    early = letter.sent_at is None or at < letter.sent_at + NUDGE_AFTER
    if letter.state != State.SENT or letter.nudged_at is not None or early:
        raise RemindedBefore(
            _("It is too early, or the circle was reminded or answered. Nothing was sent.")
        )
    posted = 0
    for contact in queries.contacts(letter.circle, at=at):
        token = answer_link(
            person=contact.person, thing=f"circle_letter:{letter.key}", way=way_for(contact), at=at
        )
        post = emails.post_remind_circle(letter=letter, contact=contact, token=token, at=at)
        posted += post is not None
    letter.nudged_at = at
    letter.save(update_fields=["nudged_at"])
    note("circle reminded", letter, by=by, at=at, facts={"contacts": posted})
    return posted


@transaction.atomic
def answer_whole(
    *,
    letter: CircleLetter,
    contact: Person | None,
    answer: str,
    words: str,
    by: Actor,
    at: datetime,
) -> None:
    """What a circle says to a letter as a whole; said again, the new words stand."""
    letter.answer, letter.answer_words = answer, words.strip()[:2000]
    letter.state = State.ANSWERED
    letter.answered_at = letter.answered_at or at
    letter.save(update_fields=["answer", "answer_words", "state", "answered_at"])
    note(
        "circle answered", letter, by=by, at=at,
        person_key=contact.key if contact is not None else "", facts={"answer": answer},
    )  # fmt: skip
