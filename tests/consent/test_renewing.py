"""A yes is asked anew before it runs out; unanswered it is over; new words end the old yes."""

from datetime import timedelta

import pytest

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.consent import actions, queries, tasks
from commonroot.consent.models import Agreement, LedgerEvent, Renewal, Wording
from commonroot.consent.permissions import can_answer_renewal
from commonroot.consent.queries.renewing import of_renewal, open_renewal, renewal
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.fields import Translated
from commonroot.messaging.emails import render
from commonroot.messaging.models import Letter
from commonroot.people.actions import resume
from tests.factories.messaging import LetterFactory
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
PUBLIC = Audience(AudienceKind.PUBLIC)
DAY = timedelta(days=1)


def say(person, purpose=Purpose.PICTURES, *, at, yes=True):
    return actions.answer(person=person, purpose=purpose, yes=yes, how="page", by=BY, at=at)


@pytest.fixture
def amina(at):
    """Somebody with an address who said yes to pictures three years ago, but for forty days."""
    actions.install_wordings(at=at - 1100 * DAY)
    person = ContactWayFactory(value="amina@example.org").person
    say(person, at=at - (3 * 365 - 40) * DAY)
    return person


def test_who_does_not_answer_is_asked_twice_and_then_it_is_over(amina, at):
    early = tasks.ask_to_renew(at=at - 10 * DAY)
    asked = [tasks.ask_to_renew(at=at + n * DAY) for n in (0, 1)]
    reminded = [tasks.remind(at=at + n * DAY) for n in (13, 14, 15)]
    open_till_then = queries.may(amina, Purpose.PICTURES, PUBLIC, at=at + 39 * DAY)
    ran_out = [tasks.expire(at=at + n * DAY) for n in (39, 40, 41)]
    closed = [tasks.end_renewals(at=at + n * DAY) for n in (41, 42)]
    again = tasks.ask_to_renew(at=at + 200 * DAY)

    assert (early, asked, reminded) == (0, [1, 0], [0, 1, 0])
    assert (open_till_then, ran_out, closed, again) == (True, [0, 1, 0], [1, 0], 0)
    assert list(queries.ledger_of(amina).values_list("state", flat=True)) == ["expired", "given"]
    assert Agreement.objects.get().state == "lapsed"
    assert Letter.objects.filter(template="consent/emails/renew").count() == 2
    assert AuditEntry.objects.filter(verb="asked to renew").count() == 1


def test_one_letter_names_all_that_ends_and_says_until_when(amina, at):
    say(amina, Purpose.PUBLIC_LISTING, at=at - (2 * 365 - 30) * DAY)
    say(amina, Purpose.NEWS, at=at)

    tasks.ask_to_renew(at=at)

    letter = Letter.objects.get()
    text = render(letter, school=None).text
    assert letter.values["questions"] == [
        "May we show pictures and recordings in which you can be recognised?",
        "May we list your name in public as somebody who took part?",
    ]
    assert "Your yes holds until 22 December 2026." in text
    assert letter.values["link"] in text
    assert (letter.purpose, letter.address) == ("notice", "amina@example.org")


def test_a_yes_again_holds_anew_and_nothing_more_is_asked(amina, at):
    say(amina, Purpose.PUBLIC_LISTING, at=at - (2 * 365 - 30) * DAY)
    asked = actions.ask_to_renew(person=amina, at=at)
    [(pictures, _row), (listing, _other)] = of_renewal(asked, at=at)
    words = {"renewal": asked, "language": "en", "by": BY}

    first = actions.renew(answers={pictures: True}, at=at, **words)
    still_open = open_renewal(amina)
    second = actions.renew(answers={listing: False, pictures: False}, at=at + DAY, **words)

    assert (first, still_open, second, open_renewal(amina)) == (1, asked, 1, None)
    assert queries.may(amina, Purpose.PICTURES, PUBLIC, at=at + 1000 * DAY) is True
    assert queries.may(amina, Purpose.PUBLIC_LISTING, PUBLIC, at=at + DAY) is False
    assert list(queries.ledger_of(amina).values_list("state", "form")[:2]) == [
        ("withdrawn", "renew"),
        ("renewed", "renew"),
    ]
    assert (Letter.objects.get().state, tasks.remind(at=at + 20 * DAY)) == ("cancelled", 0)


def test_an_answer_on_my_page_ends_the_asking_too(amina, at):
    actions.ask_to_renew(person=amina, at=at)
    say(amina, at=at + DAY)

    assert tasks.end_renewals(at=at + DAY) == 1
    assert Letter.objects.get().state == "cancelled"


@pytest.mark.parametrize("who", ["paused", "newcomer", "unreached"])
def test_who_is_not_written_to_is_not_asked(amina, at, who):
    if who == "paused":
        actions.pause(person=amina, by=BY, at=at)
    elif who == "newcomer":
        type(amina).objects.update(provisional=True)
    else:
        amina.ways.update(state="broken")

    tasks.ask_to_renew(at=at)

    assert Letter.objects.count() == 0
    assert actions.ask_to_renew(person=amina, at=at + DAY) is None


def test_a_pause_ends_the_asking_and_after_it_one_is_asked_again(amina, at):
    asked = actions.ask_to_renew(person=amina, at=at)
    actions.pause(person=amina, by=BY, at=at)

    assert Letter.objects.get().state == "cancelled"
    assert actions.remind(renewal=asked, at=at + 20 * DAY) is False
    assert actions.end_renewal(renewal=asked, at=at + 20 * DAY) is False

    resume(person=amina, by=BY, at=at + DAY)
    assert tasks.ask_to_renew(at=at + 5 * DAY) == 0
    assert renewal(asked.key) == asked


def test_nobody_is_reminded_where_nothing_reaches_them_any_more(amina, at):
    asked = actions.ask_to_renew(person=amina, at=at)
    amina.ways.update(state="broken")

    assert actions.remind(renewal=asked, at=at + 14 * DAY) is False
    assert Renewal.objects.get().reminded_at is not None


def test_a_yes_said_anew_meanwhile_does_not_run_out(amina, at):
    [stands] = Agreement.objects.all()
    say(amina, at=at)

    assert actions.expire(agreement=stands, at=at + 41 * DAY) is False
    assert Agreement.objects.get().state == "given"


def test_new_words_that_ask_for_more_end_every_yes_and_ask_anew(amina, at):
    last = Wording.objects.get(purpose="news")
    words = {"purpose": "news", "explanation": last.explanation}
    other = ContactWayFactory().person
    for person, yes in ((amina, True), (other, False)):
        say(person, Purpose.NEWS, at=at - 100 * DAY, yes=yes)
    waiting = LetterFactory(subject_key=amina.key, purpose="news", audience="school")

    actions.set_wording(question=Translated({"en": "Any news?"}), at=at, **words)
    as_before = queries.may(amina, Purpose.NEWS, queries.SCHOOL, at=at)
    actions.set_wording(question=Translated({"en": "And ask you?"}), edition=2, at=at, **words)
    closed = queries.may(amina, Purpose.NEWS, queries.SCHOOL, at=at)
    tasks.ask_to_renew(at=at + DAY)

    waiting.refresh_from_db()
    letter = Letter.objects.get(template="consent/emails/renew")
    assert (as_before, closed, waiting.state) == (True, False, "cancelled")
    assert list(queries.ledger_of(other).values_list("state", flat=True)) == ["refused"]
    assert "And ask you?" in letter.values["questions"]
    assert [q.purpose for q, _row in of_renewal(Renewal.objects.get(), at=at + DAY)] == [
        "news",
        "pictures",
    ]
    assert tasks.ask_to_renew(at=at + 300 * DAY) == 0


def test_the_joint_question_ends_both_of_its_purposes(at):
    actions.install_wordings(at=at)
    person = PersonFactory()
    for purpose in (Purpose.REGISTER, Purpose.FOLLOW_UP, Purpose.NEWS):
        say(person, purpose, at=at)

    actions.set_wording(
        purpose="register_later",
        question=Translated({"en": "All of it?"}),
        explanation=Translated({"en": "And more."}),
        edition=2,
        at=at + DAY,
    )

    lapsed = LedgerEvent.objects.filter(state="invalidated").values_list("purpose", flat=True)
    assert sorted(lapsed) == ["follow_up", "register"]


def test_only_whoever_was_asked_answers(amina, at):
    asked = actions.ask_to_renew(person=amina, at=at)

    def comes(person=amina, **link):
        return Actor(kind="link", key="k", person_id=person.pk, **link)

    assert can_answer_renewal(comes(scope="answer", thing=f"renewal:{asked.key}"), asked)
    assert can_answer_renewal(comes(scope="page"), asked)
    assert not can_answer_renewal(comes(scope="answer", thing="renewal:another"), asked)
    assert not can_answer_renewal(comes(PersonFactory(), scope="page"), asked)
    assert not can_answer_renewal(BY, asked)
