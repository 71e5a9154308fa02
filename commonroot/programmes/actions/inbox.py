"""The shared inbox: taking mail in, taking questions on, answering by letter."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import count_try, note
from commonroot.accounts.models import Account
from commonroot.accounts.queries import account_of
from commonroot.accounts.roles import Actor
from commonroot.circles.queries import school
from commonroot.consent.rules import AudienceKind
from commonroot.core.errors import Refused
from commonroot.core.text import one_line
from commonroot.messaging.actions import Mail, admit
from commonroot.messaging.models import Letter
from commonroot.messaging.queries import letter as letter_called
from commonroot.people.actions import NAME_LENGTH, answer_link, way_mark
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import page_address
from commonroot.programmes import emails, queries
from commonroot.programmes.models import Enquiry, EnquiryLine, Programme
from commonroot.programmes.queries.enquiries import may_take, reader_of, talk, teams
from commonroot.programmes.rules.inbox import LINK_DAYS, MAILS_AN_HOUR, PER

Kind = EnquiryLine.Kind


class NothingWritten(Refused):
    """There is no text."""


class CannotTakeIt(Refused):
    """The account named may not answer this question."""


class NoSuchTeam(Refused):
    """The circle named runs nothing."""


@transaction.atomic
def take_in(*, mail: Mail, at: datetime) -> Enquiry:
    """Put what somebody wrote by mail into the shared inbox: a question, or a line of one.

    An answer to a letter about a programme is for the team that runs it. A question that was done
    with waits again. Raises accounts.TooManyTries.
    """
    mark = way_mark(ContactWay.Kind.MAIL, mail.sender)
    count_try("mail", mark, limit=MAILS_AN_HOUR, per=PER, at=at)
    letter = next(filter(None, map(letter_called, mail.answers)), None)
    going_on = talk(mark=mark, subject=mail.subject, letter_key=letter.key if letter else "", at=at)
    if going_on is not None:
        return _wrote_again(
            going_on, mail.text or mail.subject, mark=mark, attachments=mail.attachments, at=at
        )
    enquiry = Enquiry.objects.create(
        came_by=Enquiry.CameBy.MAIL,
        programme=_programme_of(letter),
        name=one_line(mail.name)[:NAME_LENGTH],
        address=mail.sender,
        mark=mark,
        subject=mail.subject,
        text=mail.text or mail.subject,
        language=_language(mark, letter),
        asked_at=at,
    )
    if mail.attachments:
        text = _("Files that came along stayed in the mailbox.")
        _add(enquiry, Kind.NOTE, text=text, at=at, attachments=mail.attachments)
    note("mail taken in", enquiry, by=Actor.system(), at=at)
    return enquiry


@transaction.atomic
def write_again(*, enquiry: Enquiry, text: str, by: Actor, at: datetime) -> None:
    """Whoever asked writes again on their page. Raises NothingWritten, accounts.TooManyTries."""
    if not text.strip():
        raise NothingWritten(_("Please write something."))
    count_try("mail", enquiry.mark, limit=MAILS_AN_HOUR, per=PER, at=at)
    _wrote_again(enquiry, text, mark=enquiry.mark, attachments=0, at=at)
    note("organisers asked", enquiry, by=by, at=at)


def _wrote_again(
    enquiry: Enquiry, text: str, *, mark: str, attachments: int, at: datetime
) -> Enquiry:
    """Within a transaction. Somebody else who answers its letter writes under their own mark."""
    EnquiryLine.objects.create(
        enquiry=enquiry, kind=Kind.THEIRS, text=text, attachments=attachments, mark=mark, at=at
    )
    enquiry.newest_at, enquiry.answered_at, enquiry.without_answer = at, None, False
    enquiry.save(update_fields=["newest_at", "answered_at", "without_answer"])
    return enquiry


@transaction.atomic
def answer_enquiry(*, enquiry: Enquiry, text: str, by: Actor, at: datetime) -> Letter | None:
    """Answer by letter in the asker's language, and take the question on if nobody did.

    The letter passes the gate as any other: somebody in high care gets a link to the page with the
    answer, somebody outside the register the answer and nothing else. Who left a number is answered
    by hand. Raises NothingWritten.
    """
    text = text.strip()
    if not text:
        raise NothingWritten(_("Please write something."))
    person = reader_of(enquiry)
    key = person.key if person else admit(address_mark=enquiry.mark, at=at).key
    link = _page_of(enquiry, person, at=at) if person else ""
    line = _add(enquiry, Kind.OURS, text=text, at=at, written_by=account_of(by))
    letter = emails.post_answer(
        enquiry=enquiry, line=line, subject_key=key, link=link, by=account_of(by), at=at
    )
    line.letter_key = letter.key if letter else ""
    line.save(update_fields=["letter_key"])
    _done(enquiry, at=at)
    if enquiry.owner_id is None:
        enquiry.owner, enquiry.owned_since = account_of(by), at
        enquiry.save(update_fields=["owner", "owned_since"])
    note("question answered", enquiry, by=by, at=at)
    return letter


@transaction.atomic
def needs_no_answer(*, enquiry: Enquiry, by: Actor, at: datetime) -> None:
    """Put a question away without an answer."""
    _done(enquiry, at=at, without_answer=True)
    note("question put away", enquiry, by=by, at=at)


@transaction.atomic
def wait_again(*, enquiry: Enquiry, by: Actor, at: datetime) -> None:
    """Put a question back among those that wait."""
    enquiry.answered_at, enquiry.without_answer = None, False
    enquiry.save(update_fields=["answered_at", "without_answer"])
    note("question waits again", enquiry, by=by, at=at)


@transaction.atomic
def give_to(*, enquiry: Enquiry, account_key: str, by: Actor, at: datetime) -> None:
    """Somebody takes a question; "": nobody does any more. Raises CannotTakeIt."""
    owner = may_take(enquiry, at=at).filter(key=account_key).first() if account_key else None
    if account_key and owner is None:
        raise CannotTakeIt(_("They may not answer this question, so it was not given to them."))
    enquiry.owner, enquiry.owned_since = owner, at if owner else None
    enquiry.save(update_fields=["owner", "owned_since"])
    note("question given", enquiry, by=by, at=at)


@transaction.atomic
def give_to_team(*, enquiry: Enquiry, circle_key: str, by: Actor, at: datetime) -> None:
    """Another team answers; who had taken it lets go of it. Raises NoSuchTeam."""
    team = teams(enquiry).filter(key=circle_key).first()
    if team is None:
        raise NoSuchTeam(_("There is no such team, so the question stays where it is."))
    enquiry.team = team
    enquiry.save(update_fields=["team"])
    owner = enquiry.owner
    if owner is not None and owner not in may_take(enquiry, at=at):
        enquiry.owner, enquiry.owned_since = None, None
        enquiry.save(update_fields=["owner", "owned_since"])
    note("question given to a team", enquiry, by=by, at=at)


@transaction.atomic
def note_on(*, enquiry: Enquiry, text: str, by: Actor, at: datetime) -> None:
    """Write a note that the team alone reads. Raises NothingWritten."""
    if not text.strip():
        raise NothingWritten(_("Please write something."))
    _add(enquiry, Kind.NOTE, text=text.strip(), at=at, written_by=account_of(by))
    note("question noted on", enquiry, by=by, at=at)


def _add(
    enquiry: Enquiry,
    kind: str,
    *,
    text: str,
    at: datetime,
    written_by: Account | None = None,
    attachments: int = 0,
) -> EnquiryLine:
    return EnquiryLine.objects.create(
        enquiry=enquiry,
        kind=kind,
        text=text,
        attachments=attachments,
        written_by=written_by,
        mark=enquiry.mark,
        at=at,
    )


def _done(enquiry: Enquiry, *, at: datetime, without_answer: bool = False) -> None:
    enquiry.answered_at, enquiry.without_answer = at, without_answer
    enquiry.save(update_fields=["answered_at", "without_answer"])


def _page_of(enquiry: Enquiry, person: Person, *, at: datetime) -> str:
    thing = f"enquiry:{enquiry.key}"
    token = answer_link(person=person, thing=thing, days=LINK_DAYS, at=at)
    return page_address(token)


def _programme_of(letter: Letter | None) -> Programme | None:
    kind, _colon, key = (letter.audience if letter else "").partition(":")
    return queries.programme(key) if kind == AudienceKind.PROGRAMME else None


def _language(mark: str, letter: Letter | None) -> str:
    """That of the letter they answer, else theirs, else the school's first."""
    if letter is not None:
        return letter.language
    way = ContactWay.objects.filter(mark=mark).select_related("person").first()
    ours = school()
    first = ours.languages[0] if ours and ours.languages else settings.LANGUAGE_CODE
    return way.person.language if way else first
