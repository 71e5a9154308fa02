"""Places that were offered: yes, no, run out; and who moves up from the reserve."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.admissions.actions.choosing import CannotJudge, locked, refuse_full
from commonroot.admissions.actions.replies import tell
from commonroot.admissions.emails import choosing as emails
from commonroot.admissions.models import Applicant, Application, Decision, Offer
from commonroot.admissions.permissions.reading import is_conflicted
from commonroot.admissions.queries.replies import offer as offer_with
from commonroot.admissions.rules import choosing as rules
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.people.actions import answer_link, open_link
from commonroot.people.models import Link, Person
from commonroot.people.rules import PAGE_DAYS
from commonroot.programmes.models import Programme, Session
from commonroot.programmes.queries.groups import group_sessions
from commonroot.registration.actions.enrolling import enrol, leave

Answer = Offer.Answer
State = Application.State


class OfferOver(Refused):
    """It ran out, was taken back, or was answered otherwise."""


class NotAgreed(Refused):
    """Something that belongs to the place was not agreed to."""


class NotInReserve(Refused):
    """They are not in the reserve any more."""


@transaction.atomic
def say_yes(*, offer: Offer, agreed: Collection[int], by: Actor, at: datetime) -> Offer:
    """They come: a place in every session for everybody of the application, and their letters.

    `agreed` are the numbers of the commitments that were ticked, from 0. Saying it twice changes
    nothing. Raises OfferOver, NotAgreed.
    """
    offer = _locked(offer)
    if offer.answer == Answer.YES:
        return offer
    _refuse_over(offer, at=at)
    application, call = offer.application, offer.application.call
    if set(range(len(call.commitments))) - set(agreed):
        raise NotAgreed(
            _("Tick each sentence, or say no: the place goes with them. Nothing was saved.")
        )
    languages = [application.person.language, *call.programme.languages]
    offer.agreed = [Translated(one).chosen(languages)[0] for one in call.commitments]
    _answered(offer, Answer.YES, state=State.CONFIRMED, by=by, at=at)
    sessions = sessions_of(call.programme, at=at)
    for person in people_of(application):
        for session in sessions:
            enrol(person=person, session=session, by=by, at=at)
        token = open_link(person=person, scope=Link.Scope.PAGE, at=at)
        emails.post_confirmed(application, person=person, sessions=sessions, token=token, at=at)
    return offer


@transaction.atomic
def say_no(*, offer: Offer, by: Actor, at: datetime) -> Offer:
    """They do not come, or cannot any more: the place is free for the reserve. Raises OfferOver."""
    offer = _locked(offer)
    if offer.answer == Answer.NO:
        return offer
    if offer.answer == Answer.YES:
        for person in people_of(offer.application):
            leave(person=person, programme=offer.application.call.programme, by=by, at=at)
    elif offer.answer != Answer.WAITING:
        raise OfferOver(_("This offer is over. Nothing was changed."))
    return _answered(offer, Answer.NO, state=State.DECLINED, by=by, at=at)


@transaction.atomic
def change_mind(*, offer: Offer, by: Actor, at: datetime) -> Offer:
    """Shortly after a no, while it is still held and nobody else got it: it waits again.

    Raises OfferOver.
    """
    offer = _locked(offer)
    fresh = (
        offer.answer == Answer.NO
        and offer.answered_at is not None
        and at - offer.answered_at <= rules.UNDO
    )
    if not fresh or rules.is_over(offer.until, at=at):
        raise OfferOver(_("The place went on. Write to us if you would like to come."))
    refuse_full(offer.application, call=offer.application.call)
    return _answered(offer, Answer.WAITING, state=State.OFFERED, by=by, at=at)


@transaction.atomic
def lapse(*, offer: Offer, by: Actor, at: datetime) -> bool:
    """An offer ran out without an answer, and they are told; whether it did."""
    offer = _locked(offer)
    if offer.answer != Answer.WAITING or not rules.is_over(offer.until, at=at):
        return False
    _answered(offer, Answer.LAPSED, state=State.LAPSED, by=by, at=at)
    token = open_link(person=offer.application.person, scope=Link.Scope.PAGE, at=at)
    emails.post_lapsed(offer, token=token, at=at)
    return True


@transaction.atomic
def remind(*, offer: Offer, at: datetime) -> bool:
    """Say once that an offer runs out soon; whether it was said."""
    if not Offer.objects.filter(pk=offer.pk, answer=Answer.WAITING, reminded_at=None).update(
        reminded_at=at
    ):
        return False
    token = answer_link(
        person=offer.application.person, thing=f"offer:{offer.key}", days=PAGE_DAYS, at=at
    )
    emails.post_reminder(offer, token=token, at=at)
    return True


@transaction.atomic
def move_up(*, application: Application, by: Actor, at: datetime) -> Application:
    """Offer a place that became free to somebody in the reserve.

    Raises CannotJudge, NotInReserve, NoPlaceLeft.
    """
    call = locked(application.call)
    application = _read(application, call=call, by=by)
    refuse_full(application, call=call)
    _decide(application, rules.ACCEPT, by=by, at=at)
    tell(application, verdict=rules.ACCEPT, at=at)
    return application


@transaction.atomic
def release(*, applications: Iterable[Application], by: Actor, at: datetime) -> int:
    """Tell those in the reserve that no place became free; how many."""
    told = 0
    for one in applications:
        call = locked(one.call)
        application = _read(one, call=call, by=by)
        application.state = State.REGRET
        application.changed_at = at
        application.save(update_fields=["state", "changed_at"])
        _decide(application, rules.REGRET, by=by, at=at)
        tell(application, verdict=rules.REGRET, at=at)
        told += 1
    return told


def people_of(application: Application) -> list[Person]:
    """Who wrote it, and who said that they come with them."""
    others = Person.objects.filter(
        applies_with__application=application, applies_with__state=Applicant.State.CONFIRMED
    ).exclude(pk=application.person_id)
    return [application.person, *others.distinct().order_by("pk")]


def sessions_of(programme: Programme, *, at: datetime) -> list[Session]:
    """Sessions that everybody of a course comes to, from now on; each small group has its own."""
    own = [session.pk for session in group_sessions(programme)]
    return list(
        programme.sessions.filter(Q(ends_at=None) | Q(ends_at__gt=at))
        .exclude(state=Session.State.CANCELLED)
        .exclude(pk__in=own)
        .select_related("programme")
        .order_by("position")
    )


def _locked(offer: Offer) -> Offer:
    """The offer again, with the call locked before it: places are counted under that."""
    locked(offer.application.call)
    Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    again = offer_with(offer.key)
    return again if again is not None else offer


def _refuse_over(offer: Offer, *, at: datetime) -> None:
    if offer.answer != Answer.WAITING or rules.is_over(offer.until, at=at):
        raise OfferOver(
            _("The place was held until its day and went on. Write to us: perhaps one is free.")
        )


def _answered(offer: Offer, answer: str, *, state: str, by: Actor, at: datetime) -> Offer:
    offer.answer = answer
    offer.answered_at = None if answer == Answer.WAITING else at
    offer.save(update_fields=["answer", "answered_at", "agreed"])
    application = offer.application
    application.state, application.changed_at = state, at
    application.save(update_fields=["state", "changed_at"])
    note(
        "offer answered", offer, by=by, at=at, person_key=application.person.key,
        facts={"answer": str(answer)},
    )  # fmt: skip
    return offer


def _read(application: Application, *, call: object, by: Actor) -> Application:
    again = (
        Application.objects.select_for_update(of=("self",))
        .select_related("call__programme__run_by", "person")
        .get(pk=application.pk)
    )
    if is_conflicted(by, again):
        raise CannotJudge(_("You cannot judge this one: it is your own, or of your organisation."))
    if again.state != State.RESERVE:
        raise NotInReserve(_("They are not in the reserve any more. Nothing was changed."))
    return again


def _decide(application: Application, verdict: str, *, by: Actor, at: datetime) -> None:
    Decision.objects.create(application=application, verdict=verdict, by_id=by.account_id, at=at)
    # Without the person: what is noted of them they may read at once, and this before its letter.
    note("application decided", application, by=by, at=at, facts={"against": False})
