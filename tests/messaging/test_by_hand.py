"""Letters sent from somebody's own phone, and those of which nobody knows whether they arrived."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.messaging import actions
from commonroot.messaging.models import Letter
from tests.factories.messaging import LetterFactory
from tests.messaging.conftest import open_gate

pytestmark = pytest.mark.django_db
ORGANISER = Actor(kind="account", key="wanjiru")


def test_the_words_for_the_hand_are_written_on_demand_and_kept_nowhere(at):
    letter = LetterFactory(by_hand=True, address="+254700000001")

    hand = actions.text_for_hand(letter, permit=open_gate, school=None, at=at)

    letter.refresh_from_db()
    assert hand.subject == "A place for Amina"
    assert hand.text.startswith("Hello Amina,")
    assert hand.sms.startswith("sms:+254700000001?body=Hello%20Amina%2C")
    assert (letter.text, letter.state) == ("", "held")


def test_the_gate_is_asked_once_for_all_and_what_it_refuses_has_no_words(at):
    letters = LetterFactory.create_batch(3, by_hand=True)
    asked = []

    def gate(found, *, at):
        asked.append(list(found))
        return {letters[1].pk}

    hands = actions.texts_for_hand(letters, permit=gate, school=None, at=at)
    one = actions.text_for_hand(letters[0], permit=gate, school=None, at=at)

    assert list(hands) == [letters[1].pk]
    assert one is None
    assert asked == [letters, [letters[0]]]


def test_a_letter_that_cannot_be_written_leaves_the_others_readable(at):
    good = LetterFactory(by_hand=True)
    LetterFactory(by_hand=True, template="probe/emails/nowhere")

    hands = actions.texts_for_hand(Letter.objects.all(), permit=open_gate, school=None, at=at)

    assert list(hands) == [good.pk]


def test_sent_by_hand_is_sent_and_says_by_whom(at):
    letter = LetterFactory(by_hand=True)

    actions.mark_sent_by_hand(letter=letter, by=ORGANISER, at=at)

    letter.refresh_from_db()
    assert (letter.state, letter.ended_at, letter.ended_by) == ("sent", at, "account:wanjiru")


@pytest.mark.parametrize("state", ["queued", "sent", "cancelled", "unknown"])
def test_only_what_waits_for_the_hand_is_sent_by_hand(at, state):
    letter = LetterFactory(state=state)

    with pytest.raises(actions.AlreadySettled) as refusal:
        actions.mark_sent_by_hand(letter=letter, by=ORGANISER, at=at)

    letter.refresh_from_db()
    assert str(refusal.value) == "Somebody else has already dealt with this letter."
    assert (letter.state, letter.ended_by) == (state, "")


def test_what_may_not_have_arrived_is_sent_again_when_somebody_says_so(at):
    letter = LetterFactory(unclear=True)
    later = at + timedelta(hours=1)

    actions.resend_unknown(letter=letter, by=ORGANISER, at=later)

    letter.refresh_from_db()
    assert (letter.state, letter.due_at, letter.why) == ("queued", later, "")
    with pytest.raises(actions.AlreadySettled):
        actions.resend_unknown(letter=letter, by=ORGANISER, at=later)


def test_what_may_not_have_arrived_can_be_left_and_stays_unknown(at):
    letter = LetterFactory(unclear=True)

    actions.skip_unknown(letter=letter, by=ORGANISER, at=at)

    letter.refresh_from_db()
    assert (letter.state, letter.ended_at, letter.ended_by) == ("unknown", at, "account:wanjiru")
    for again in (actions.skip_unknown, actions.resend_unknown):
        with pytest.raises(actions.AlreadySettled):
            again(letter=letter, by=ORGANISER, at=at)


def test_letters_held_without_a_server_go_by_mail_when_somebody_says_so(settings, at):
    settings.SMTP_HOST = "mail.example.org"
    held, by_phone = LetterFactory(state="held"), LetterFactory(by_hand=True)
    later = at + timedelta(days=2)

    first, second = actions.release_held(at=later), actions.release_held(at=later)

    assert (first, second) == (1, 0)
    assert Letter.objects.get(state="queued") == held
    assert Letter.objects.get(state="queued").due_at == later
    assert Letter.objects.get(state="held") == by_phone


def test_without_a_server_nothing_is_released(settings, at):
    settings.SMTP_HOST = ""
    LetterFactory(state="held")

    with pytest.raises(actions.SendingNotSetUp):
        actions.release_held(at=at)

    assert Letter.objects.get().state == "held"


def test_in_the_demo_held_letters_go_to_the_post_box(settings, at):
    settings.SMTP_HOST, settings.DEMO = "", True
    LetterFactory(state="held")

    assert actions.release_held(at=at) == 1
