"""What becomes of a mail that arrives, across all areas: it is looked at by each in turn."""

from datetime import datetime

from commonroot.accounts.actions import TooManyTries
from commonroot.accounts.roles import Actor
from commonroot.consent.actions import answer
from commonroot.consent.queries import agreements_of
from commonroot.consent.rules import Purpose, is_asked, parse_audience
from commonroot.mailings.actions import leave, note_stop
from commonroot.mailings.queries import recipient
from commonroot.messaging.actions import NotTaken, Routed, read_mail, take_return
from commonroot.messaging.models import TakenMail
from commonroot.people.models import Link
from commonroot.people.queries import link as link_called
from commonroot.programmes.actions.inbox import take_in
from commonroot.registration.actions import NotAReply, record_reply
from commonroot.stewardship.actions.asking import stop_asking_details
from commonroot.stewardship.queries import details_question

Kind = TakenMail.Kind
TOO_OFTEN = "too often"


def take_mail(raw: bytes, *, at: datetime) -> Routed:
    """Do what a mail asks for: a letter came back, a calendar or a person answers, no more letters.

    What machines write is left alone (RFC 3834). Within a transaction.
    """
    try:
        mail = read_mail(raw)
    except NotTaken as refusal:
        return Routed(Kind.REFUSED, str(refusal))
    if take_return(raw=raw, at=at) is not None:
        return Routed(Kind.RETURNED)
    if mail.stop:
        stop_letters(token=mail.stop, language="", at=at)
        return Routed(Kind.STOP)
    try:
        record_reply(raw=raw, by=Actor.system(), at=at)
    except NotAReply:
        pass
    else:
        return Routed(Kind.CALENDAR)
    if mail.is_automatic:
        return Routed(Kind.AUTOMATIC)
    try:
        take_in(mail=mail, at=at)
    except TooManyTries:
        return Routed(Kind.REFUSED, TOO_OFTEN)
    return Routed(Kind.INBOX)


def stop_letters(*, token: str, language: str, at: datetime) -> Link | None:
    """Stop letters of the kind that a link is about: take back the agreements to it before every
    audience, or ask no more whether details are right; the link, None for one that opens nothing.
    """
    found = link_called(token, at=at)
    if found is None or found.scope != Link.Scope.UNSUBSCRIBE:
        return None
    by = Actor(kind="link", key=found.key, person_id=found.person_id, scope=found.scope)
    kind, _colon, key = found.thing.partition(":")
    question = details_question(key) if kind == "details_question" else None
    if question is not None:
        stop_asking_details(question=question, by=by, at=at)
    written = recipient(key) if key else None
    if written is not None and written.person_id == found.person_id:
        # The letter of a group ends that group alone; what such a letter led to is counted there.
        note_stop(recipient=written, at=at)
        group = written.mailing.group
        if kind == "group" and group is not None:
            leave(group=group, person=found.person, how="letter", by=by, at=at)
    if kind in {purpose.value for purpose in Purpose if is_asked(purpose)}:
        for row in agreements_of(found.person).filter(purpose=kind):
            whom = f"{row.audience_kind}:{row.audience_key}"
            answer(
                person=found.person,
                purpose=Purpose(kind),
                audience=parse_audience(whom.removesuffix(":")),
                yes=False,
                how="letter",
                form="stop",
                language=language or found.person.language,
                by=by,
                at=at,
            )
    return found
