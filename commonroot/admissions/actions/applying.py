"""Beginning an application without an account, and keeping what is typed as it is typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import TooManyTries, count_try, note
from commonroot.accounts.roles import Actor
from commonroot.admissions.emails import applying as emails
from commonroot.admissions.models import (
    Applicant,
    Application,
    ApplicationAnswer,
    Call,
    FormQuestion,
    Referee,
)
from commonroot.admissions.queries import applying as queries
from commonroot.admissions.rules import deadlines
from commonroot.admissions.rules.answers import is_empty
from commonroot.admissions.rules.questions import codes
from commonroot.consent.actions import serve
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.core.text import masked, one_line
from commonroot.files import actions as files
from commonroot.people.actions import add_person, add_way, answer_link, typed_way
from commonroot.people.models import ContactWay, Link, Person
from commonroot.people.queries import known_by_way, share_a_name, working_way
from commonroot.people.rules import PAGE_DAYS
from commonroot.registration.actions import AskedTooOften, NotAName
from commonroot.registration.actions.links import draw_words

State = Application.State
LETTERS_A_DAY = 10
FROM_A_NETWORK_AN_HOUR = 1000  # a room that applies together shares one network
KEPT_AFTER = timedelta(days=730)
BACKGROUND = FormQuestion.Meaning.BACKGROUND


class CallClosed(Refused):
    """Applications are not taken at this moment."""


class NotThisWay(Refused):
    """The call does not take applications of one, of two, or of more."""


class StillNeeded(Refused):
    """What was handed in would lose an answer that it needs."""


class AskedBefore(Refused):
    """Somebody who speaks for them was asked, or has answered, and cannot be swapped any more."""


@dataclass(frozen=True)
class Begun:
    """A draft, and what the screen needs: the token that goes on in this browser, the address as
    it may be shown, and six words for whoever gave only a number, shown once.
    """

    application: Application
    token: str
    way_shown: str
    way_kind: str
    code: str = ""


@dataclass(frozen=True)
class Kept:
    """What was kept: the form's revision since, and whether another device had changed it."""

    revision: int
    at: datetime
    elsewhere: bool


def begin(
    *,
    call: Call,
    name: str,
    way_text: str,
    language: str,
    kind: str = Application.Kind.ALONE,
    zone: str = "",
    network: str = "",
    by: Actor,
    at: datetime,
) -> Begun:
    """Begin a draft for whoever typed a name and an address; its link goes there by letter.

    Typing proves nothing: it hangs on a provisional person until the letter's link is used. Raises
    NoSuchWay, NotAName, CallClosed, NotThisWay, AskedTooOften, TooManyTries, and keeps nothing.
    """
    way_kind, value = typed_way(way_text)
    if not any(letter.isalnum() for letter in name):
        raise NotAName(_("Please write a name that we can use for you."))
    if not takes(call, kind):
        raise NotThisWay(_("This call does not take applications of that kind. Choose another."))
    window = queries.window_of_call(call, at=at)
    if call.published_at is None or window != deadlines.Window.OPEN:
        raise CallClosed(closed_words(call, window=window, at=at))
    if network:
        hour = timedelta(hours=1)
        count_try("apply", network, limit=FROM_A_NETWORK_AN_HOUR, per=hour, at=at)
    with transaction.atomic():
        count_letters(value, at=at)
        person = newcomer(name=name, language=language, zone=zone, by=by, at=at)
        way = add_way(person=person, kind=way_kind, value=value, at=at)
        application = drafted(
            call=call, person=person, kind=kind, language=language, zone=zone, by=by, at=at
        )
        earlier = _earlier(application, way)
        days = deadlines.link_days(closes_at=call.closes_at, at=at, least=PAGE_DAYS)
        mailed = own_link(application, way=way, days=days, at=at)
        before = own_link(earlier, way=way, days=days, at=at) if earlier else ""
        emails.post(application, "begun", token=mailed, earlier=before, way=way, at=at)
        by_phone = way_kind == ContactWay.Kind.PHONE
        code = draw_words(person=person, by=by, at=at) if by_phone else ""
        return Begun(
            application=application,
            token=own_link(application, days=days, at=at),
            way_shown=masked(value),
            way_kind=way_kind,
            code=code,
        )


def takes(call: Call, kind: str) -> bool:
    """Whether a call takes applications of one, of two or of more."""
    return bool({"alone": call.alone, "pair": call.pairs, "group": call.groups}.get(kind, False))


def closed_words(call: Call, *, window: str, at: datetime) -> str:
    """Why an application cannot be begun now."""
    if window == deadlines.Window.EARLY and call.opens_at is not None:
        opens = queries.moment_words(call.opens_at, zone=call.time_zone, at=at)
        return _("Applications are taken from %(moment)s.") % {"moment": opens}
    return _("The call closed at %(moment)s.") % {"moment": queries.deadline_words(call, at=at)}


def count_letters(value: str, *, at: datetime) -> None:
    """No stranger's address is filled with our letters; known and unknown are told so alike."""
    try:
        count_try("apply letters", value, limit=LETTERS_A_DAY, per=timedelta(days=1), at=at)
    except TooManyTries as error:
        raise AskedTooOften(
            _("We wrote to this address several times today. "
              "Look for our letters there, or try again tomorrow.")
        ) from error  # fmt: skip


def newcomer(*, name: str, language: str, zone: str, by: Actor, at: datetime) -> Person:
    """Somebody of whom only a form has told so far."""
    return add_person(
        shown_name=one_line(name),
        origin=Person.Origin.REGISTRATION,
        provisional=True,
        details={"language": language, "time_zone": zone},
        by=by,
        at=at,
    )


def drafted(
    *,
    call: Call,
    person: Person,
    kind: str,
    language: str,
    zone: str,
    received: str = Application.Received.FORM,
    by: Actor,
    at: datetime,
) -> Application:
    """A draft; those who run the programme may see it from now on, once it is handed in."""
    application = Application.objects.create(
        call=call,
        person=person,
        kind=kind,
        language=language,
        time_zone=zone,
        received=received,
        begun_at=at,
        saved_at=at,
        changed_at=at,
    )
    let_organisers_see(person=person, call=call, by=by, at=at)
    note(
        "application begun", application, by=by, at=at, person_key=person.key,
        facts={"received": received},
    )  # fmt: skip
    return application


def let_organisers_see(*, person: Person, call: Call, by: Actor, at: datetime) -> None:
    """Open the gate to those who run the programme, until the time of keeping is over."""
    serve(
        person=person,
        purpose=Purpose.THIS_PROGRAMME,
        audience=queries.organisers_of(call),
        until=max(call.closes_at or at, at) + KEPT_AFTER,
        by=by,
        at=at,
    )


def own_link(
    application: Application, *, at: datetime, way: ContactWay | None = None, days: int = PAGE_DAYS
) -> str:
    """A new link that opens this application and nothing else; its token."""
    return answer_link(
        person=application.person, thing=f"application:{application.key}", way=way, days=days, at=at
    )


def _earlier(application: Application, way: ContactWay) -> Application | None:
    """What somebody known by this way and name began for the same call before."""
    for known in known_by_way(way.kind, way.value):
        if known.pk != application.person_id and share_a_name(application.person, known):
            there = queries.applications_of(known).filter(call=application.call)
            if earlier := there.exclude(state=State.WITHDRAWN).first():
                return earlier
    return None


def locked(application: Application) -> Application:
    """The application as it is now, its row locked until the transaction ends."""
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("call__programme__run_by", "person")
        .get(pk=application.pk)
    )


@transaction.atomic
def keep_answers(
    *,
    application: Application,
    values: Mapping[str, Any],
    applicant: Applicant | None = None,
    revision: int | None = None,
    by: Actor,
    at: datetime,
) -> Kept:
    """Keep answers, `{question key: value}`, as they are typed; the last one said counts.

    `revision` is what the device that sends them has seen: older than ours, another device changed
    the form meanwhile. A draft is kept at any time, so that nothing typed is lost; what was handed
    in only until the deadline (unless `by` is an organiser), and it keeps what it needs. Raises
    CallClosed, StillNeeded, AskedBefore.
    """
    application = locked(application)
    refuse_late_changes(application, by=by, at=at)
    questions = {
        question.key: question
        for question in application.call.questions.filter(key__in=values, retired_at=None)
    }
    for key, question in questions.items():
        value = values[key]
        if application.state != State.DRAFT and question.required and is_empty(value):
            raise StillNeeded(
                _("“%(question)s” needs an answer. What stood there before is kept.")
                % {"question": question.prompt}
            )
        if question.kind == FormQuestion.Kind.REFEREE:
            _keep_referees(application, question, named=value or [])
        else:
            _keep(application, question, value=value, applicant=applicant, at=at)
    return now_kept(application, revision=revision, at=at)


def refuse_late_changes(application: Application, *, by: Actor, at: datetime) -> None:
    """Whoever wrote it changes it no more after the deadline. Raises CallClosed."""
    if by.kind != "account" and not queries.may_change(application, at=at):
        raise CallClosed(
            _("What you handed in cannot be changed any more. Nothing was changed. "
              "If something is wrong in it, write to the organisers.")
        )  # fmt: skip


def _keep(
    application: Application,
    question: FormQuestion,
    *,
    value: Any,
    applicant: Applicant | None,
    at: datetime,
) -> None:
    if is_empty(value):
        ApplicationAnswer.objects.filter(
            application=application, applicant=applicant, question=question, file=None
        ).delete()
    else:
        ApplicationAnswer.objects.update_or_create(
            application=application,
            applicant=applicant,
            question=question,
            defaults={"value": value, "saved_at": at},
        )
    if question.meaning == BACKGROUND and applicant is None:
        said = next(iter(codes(value)), "")
        known = said in Application.Background.values
        application.background = said if known else Application.Background.UNKNOWN
        application.save(update_fields=["background"])


def _keep_referees(
    application: Application, question: FormQuestion, *, named: list[Mapping[str, str]]
) -> None:
    """Those who are named now; whoever was asked already stays as they are."""
    there = list(application.referees.filter(question=question).order_by("pk"))
    wanted = [(one_line(one.get("name", "")), one.get("way", "").strip()) for one in named]
    wanted = [one for one in wanted if any(one)]
    open_again = {Referee.State.NAMED, Referee.State.UNREACHED, Referee.State.DECLINED}
    for referee in there:
        if (referee.name, referee.way) in wanted:
            continue
        if referee.state not in open_again:
            raise AskedBefore(
                _("%(name)s was asked already and stays. Write to the organisers to change it.")
                % {"name": referee.name}
            )
        referee.delete()
    known = {(referee.name, referee.way) for referee in there}
    languages = {one_line(one.get("name", "")): one.get("language", "") for one in named}
    for name, way in wanted:
        if (name, way) not in known:
            Referee.objects.create(
                application=application,
                question=question,
                name=name,
                way=way,
                language=languages.get(name) or application.language,
            )


def now_kept(application: Application, *, revision: int | None, at: datetime) -> Kept:
    """Write down that an answer was kept, under the lock."""
    elsewhere = revision is not None and revision < application.revision
    application.revision += 1
    application.saved_at = at
    application.save(update_fields=["revision", "saved_at"])
    return Kept(revision=application.revision, at=at, elsewhere=elsewhere)


@transaction.atomic
def remind_draft(*, application: Application, by: Actor, at: datetime) -> bool:
    """Call a draft to mind, once, before the deadline; whether a letter left."""
    application = locked(application)
    if application.state != State.DRAFT or application.reminded_at is not None:
        return False
    application.reminded_at = at
    application.save(update_fields=["reminded_at"])
    return emails.post(application, "reminder", token=fresh_link(application, at=at), at=at)


def fresh_link(application: Application, *, at: datetime) -> str:
    """A link for the next letter about an application, which works past the deadline."""
    days = deadlines.link_days(closes_at=application.call.closes_at, at=at, least=PAGE_DAYS)
    return own_link(application, way=working_way(application.person), days=days, at=at)


@transaction.atomic
def let_go_of_draft(*, application: Application, by: Actor, at: datetime) -> None:
    """Delete a draft that was never handed in, with its files; who began it and is known for
    nothing else goes by the sweep of newcomers.
    """
    application = locked(application)
    uploads = [
        answer.file
        for answer in application.answers.filter(file__isnull=False).select_related("file")
    ]
    note("draft let go", application, by=by, at=at, person_key=application.person.key)
    end_links(application, at=at)
    application.delete()
    for upload in uploads:
        assert upload is not None  # the filter asks for one
        files.let_go(upload=upload, at=at)


def end_links(application: Application, *, at: datetime, on_screen_only: bool = False) -> None:
    """End links to an application: all, or those that were shown on a screen and mailed nowhere."""
    links = Link.objects.filter(thing=f"application:{application.key}", revoked_at=None)
    if on_screen_only:
        links = links.filter(way=None)
    links.update(revoked_at=at)
