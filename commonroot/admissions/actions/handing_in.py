"""Handing an application in, in time or late, withdrawing it, and saying that it is one's own."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.admissions.actions import referees
from commonroot.admissions.actions.applying import CallClosed, end_links, fresh_link, locked
from commonroot.admissions.emails import applying as emails
from commonroot.admissions.models import Application, Call
from commonroot.admissions.queries import applying as queries
from commonroot.admissions.queries.told import told_state
from commonroot.admissions.rules import deadlines
from commonroot.core.errors import Refused
from commonroot.people.models import Link
from commonroot.registration.actions import confirm_by_link

State = Application.State
WITHDRAWABLE = (State.SUBMITTED, State.INELIGIBLE, State.ACCEPTED, State.RESERVE, State.REGRET)


class NotComplete(Refused):
    """Answers that are needed are missing."""


class NotPossible(Refused):
    """An application in that state cannot become what was asked."""


@transaction.atomic
def hand_in(*, application: Application, by: Actor, at: datetime) -> Application:
    """Hand a draft in: it gets the next number of its call, and a letter says so.

    Handing in twice changes nothing. After the deadline, and its grace for what was begun before,
    it is refused and stays a draft with all its text. Raises CallClosed, NotComplete.
    """
    call = _locked_call(application)
    application = locked(application)
    if told_state(application, at=at) == State.SUBMITTED:
        return application
    if application.state != State.DRAFT:
        raise NotPossible(_("This application was withdrawn. Take that back first."))
    window = queries.window_of(application, at=at)
    if window not in {deadlines.Window.OPEN, deadlines.Window.GRACE} or call.published_at is None:
        raise CallClosed(_too_late_words(call, at=at))
    needed = queries.progress(application).needed
    if needed:
        raise NotComplete(
            _("Before you hand it in, answer: %(questions)s.")
            % {"questions": "; ".join(str(question.prompt) for question in needed)}
        )
    numbered(application, call=call, received=application.received, by=by, at=at)
    emails.post(application, "handed_in", token=fresh_link(application, at=at), at=at)
    referees.ask_named(application=application, by=by, at=at)
    return application


def _locked_call(application: Application) -> Call:
    """The call's row is locked before the application's, as by everybody who numbers."""
    return (
        Call.objects.select_for_update(of=("self",))
        .select_related("programme__run_by")
        .get(pk=application.call_id)
    )


def _too_late_words(call: Call, *, at: datetime) -> str:
    if call.opens_at is not None and at < call.opens_at:
        opens = queries.moment_words(call.opens_at, zone=call.time_zone, at=at)
        return _("Your text is kept. Applications are taken from %(moment)s.") % {"moment": opens}
    return _(
        "Your text is kept. The call closed at %(moment)s. "
        "If something kept you, write to the organisers: they can still take it in."
    ) % {"moment": queries.deadline_words(call, at=at)}


def numbered(
    application: Application, *, call: Call, received: str, by: Actor, at: datetime, words: str = ""
) -> None:
    """Give a draft its number, under the lock of its call, and write down that it is handed in."""
    last = call.applications.aggregate(last=Max("number"))["last"] or 0
    application.number = application.number or last + 1
    application.state, application.received = State.SUBMITTED, received
    application.received_words = words or application.received_words
    application.submitted_at = application.submitted_at or at
    application.changed_at = at
    application.save(
        update_fields=[
            "number", "state", "received", "received_words", "submitted_at", "changed_at",
        ]
    )  # fmt: skip
    note(
        "application handed in", application, by=by, at=at, person_key=application.person.key,
        facts={"received": received},
    )  # fmt: skip


@transaction.atomic
def take_in(
    *,
    application: Application,
    received: str,
    words: str = "",
    tell: bool = True,
    by: Actor,
    at: datetime,
) -> Application:
    """An organiser takes a draft in as late, on paper or from a list, whatever is missing in it.

    `words` say why. Again it changes nothing. Raises NotPossible.
    """
    call = _locked_call(application)
    application = locked(application)
    if application.state == State.SUBMITTED:
        return application
    if application.state != State.DRAFT:
        raise NotPossible(_("Only what was not handed in can be taken in. Nothing was changed."))
    numbered(application, call=call, received=received, words=words, by=by, at=at)
    if tell:
        emails.post(application, "late", token=fresh_link(application, at=at), at=at)
    referees.ask_named(application=application, by=by, at=at)
    return application


@transaction.atomic
def withdraw(
    *, application: Application, tell: bool = True, by: Actor, at: datetime
) -> Application:
    """Withdraw what was handed in, before a place is offered; again it changes nothing.

    Raises NotPossible.
    """
    application = locked(application)
    if application.state == State.WITHDRAWN:
        return application
    if application.state not in WITHDRAWABLE:
        raise NotPossible(_("This cannot be withdrawn any more. Nothing was changed."))
    _move(application, to=State.WITHDRAWN, at=at)
    note("application withdrawn", application, by=by, at=at, person_key=application.person.key)
    if tell:
        emails.post(application, "withdrawn", token=fresh_link(application, at=at), at=at)
    return application


@transaction.atomic
def take_back_withdrawal(*, application: Application, by: Actor, at: datetime) -> Application:
    """Let a withdrawn application count again, with the number it had, until the deadline.

    Raises CallClosed.
    """
    application = locked(application)
    if application.state != State.WITHDRAWN:
        return application
    if queries.window_of(application, at=at) not in {
        deadlines.Window.OPEN,
        deadlines.Window.GRACE,
    }:
        raise CallClosed(
            _("The call closed at %(moment)s, so this cannot be taken back here. "
              "Write to the organisers.")
            % {"moment": queries.deadline_words(application.call, at=at)}
        )  # fmt: skip
    _move(application, to=State.SUBMITTED, at=at)
    note("application back", application, by=by, at=at, person_key=application.person.key)
    return application


def _move(application: Application, *, to: str, at: datetime) -> None:
    application.state, application.changed_at = to, at
    application.save(update_fields=["state", "changed_at"])


@transaction.atomic
def say_it_is_mine(*, application: Application, link: Link, by: Actor, at: datetime) -> None:
    """Whoever came by a mailed link says that the address is theirs.

    A newcomer joins whoever is known with this address and name. Links to the application that were
    only ever shown on a screen end: whoever typed the address need not read the mail there.
    """
    if link.way is None:
        return
    confirm_by_link(link=link, by=by, at=at)
    end_links(application, at=at, on_screen_only=True)
