"""Pages opened by a link: the circle's, a follow-up, a promise, questions, an introduction."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.consent.models import Agreement
from commonroot.consent.queries import SCHOOL, may
from commonroot.consent.rules import Purpose
from commonroot.engagement import actions
from commonroot.engagement.models import (
    FollowUp,
    Introduction,
    Promise,
)
from commonroot.programmes.models import Enquiry
from tests.engagement.visiting import by_link, page, sent
from tests.factories.engagement import (
    CircleLetterFactory,
    FollowUpFactory,
    ParticipationFactory,
    PromiseFactory,
    agree,
    contact_of,
    named_person,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> datetime:
    """This moment: pages read the clock themselves."""
    return datetime.now(UTC)


def test_the_circle_answers_in_one_step_and_can_take_it_back(at):
    person = named_person("Amina Wekesa", wants="would like to meet whoever works on water")
    letter = sent(CircleLetterFactory(), person, named_person("Otieno"))
    contact = contact_of(letter.circle)
    client = by_link(contact, f"circle_letter:{letter.key}", at)
    address = reverse("engagement:circle_letter", args=[letter.key])
    introduction = letter.introductions.get(person=person)

    first = page(client, "circle_letter", letter.key)
    answered = client.post(address, {"introduction": introduction.key, "answer": "wanted"})
    thanks = client.get(answered["Location"]).content.decode()
    after = page(client, "circle_letter", letter.key)
    client.post(address, {"introduction": introduction.key, "answer": "suggested"})

    assert first.count("Please introduce us") == 2
    assert "Would like to meet whoever works on water." in first
    assert "Not everyone is named." in first
    assert "Thank you. Three things can follow." in thanks
    assert "You asked to be introduced, " in after
    introduction.refresh_from_db()
    assert (introduction.state, introduction.asked_by) == ("suggested", contact)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("known", "You are in touch already"),
        ("not_now", "Not now, "),
        ("introduced", "The address is in a message to you."),
        ("declined", "An introduction does not suit at present."),
    ],
)
def test_the_circles_page_says_where_each_stands(at, state, words):
    person = named_person()
    letter = sent(CircleLetterFactory(), person)
    Introduction.objects.update(state=state, changed_at=at)
    client = by_link(contact_of(letter.circle), f"circle_letter:{letter.key}", at)

    assert words in page(client, "circle_letter", letter.key)
    assert "Thank you." in page(
        client, "circle_letter", letter.key, f"?kept={Introduction.objects.get().key}"
    )


def test_the_circles_page_forgets_who_took_it_back_and_names_nobody_unasked(at):
    person = named_person("Canary Withdrawn")
    letter = sent(CircleLetterFactory(), person)
    ParticipationFactory(programme=letter.programme, person=named_person("Canary Late"))
    ParticipationFactory(programme=letter.programme, person__shown_name="Canary Unasked")
    agree(person, Purpose.COUNTRY_CIRCLE, yes=False)
    client = by_link(contact_of(letter.circle), f"circle_letter:{letter.key}", at)

    shown = page(client, "circle_letter", letter.key)
    refused = client.post(
        reverse("engagement:circle_letter", args=[letter.key]),
        {"introduction": Introduction.objects.get().key, "answer": "wanted"},
    )

    assert "Canary" not in shown
    assert "left out" not in shown
    assert "Nobody is named at present." in shown
    assert refused.status_code == 409
    assert "Canary" not in refused.content.decode()


@pytest.mark.parametrize(
    "given", [{}, {"introduction": "nothing", "answer": "wanted"}, {"answer": "introduced"}]
)
def test_the_circles_page_takes_only_what_it_offers(at, given):
    letter = sent(CircleLetterFactory(), named_person())
    client = by_link(contact_of(letter.circle), f"circle_letter:{letter.key}", at)

    refused = client.post(reverse("engagement:circle_letter", args=[letter.key]), given)

    assert (refused.status_code, Introduction.objects.get().state) == (409, "suggested")


def test_another_link_does_not_open_the_circles_page(at, desk):
    letter = sent(CircleLetterFactory(), named_person())
    contact = contact_of(letter.circle)
    address = reverse("engagement:circle_letter", args=[letter.key])

    for client in (
        Client(),
        desk,
        by_link(contact, "circle_letter:other-letter-other", at),
        by_link(contact, "", at, "page"),
    ):
        assert client.get(address).status_code == 404


def test_the_circle_says_who_is_the_contact_now(at):
    letter = sent(CircleLetterFactory())
    client = by_link(contact_of(letter.circle, "Wanjiku"), f"circle_letter:{letter.key}", at)
    address = reverse("engagement:circle_contact", args=[letter.key])

    answered = client.post(address, {"text": "Njeri, she agreed."})

    note = Enquiry.objects.get()
    assert (note.name, "Njeri, she agreed." in note.text, note.programme) == (
        "Wanjiku",
        True,
        letter.programme,
    )
    assert "The organisers have your note" in client.get(answered["Location"]).content.decode()
    for _ in range(5):
        last = client.post(address, {"text": "Again."})
    assert last.status_code == 200
    assert "tried too often" in last.content.decode()


def asked(at, **fields) -> tuple[FollowUp, Client]:
    """Somebody asked about their promise, who came by the link in the letter."""
    follow_up = FollowUpFactory(**{"promise": PromiseFactory(), **fields})
    agree(follow_up.person, Purpose.FOLLOW_UP)
    return follow_up, by_link(follow_up.person, f"follow_up:{follow_up.key}", at)


def test_two_taps_answer_a_follow_up_and_the_first_saves_nothing(at):
    follow_up, client = asked(at)
    address = reverse("engagement:answer", args=[follow_up.key])

    opened = page(client, "answer", follow_up.key, "?a=happened")
    follow_up.refresh_from_db()
    untouched = follow_up.state
    saved = client.post(address, {"outcome": "happened"})
    after = client.get(saved["Location"]).content.decode()
    client.post(address, {"more": "1", "engagement": "more", "word": "It worked."})

    assert 'value="happened" checked' in opened
    assert ("How did it go?" in opened, "Save my answer" in opened, untouched) == (
        True,
        True,
        "sent",
    )
    assert "Thank you. Add a word?" in after
    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.outcome, follow_up.engagement, follow_up.word) == (
        "answered",
        "happened",
        "more",
        "It worked.",
    )
    assert "Thank you. That is all." in page(client, "answer", follow_up.key, "?said=all")
    assert "Save my answer" in page(client, "answer", follow_up.key, "?again=1")


def test_without_a_promise_the_question_is_what_they_do_now(at):
    follow_up, client = asked(at, promise=None)

    opened = page(client, "answer", follow_up.key, "?a=less")
    client.post(reverse("engagement:answer", args=[follow_up.key]), {"engagement": "less"})

    assert "Compared with before, what do you do now?" in opened
    assert "How did it go?" not in opened
    follow_up.refresh_from_db()
    assert follow_up.engagement == "less"
    assert "Less than before" in page(client, "answer", follow_up.key)


@pytest.mark.parametrize(
    "given", [{}, {"outcome": "perfect"}, {"more": "1", "engagement": "perfect"}]
)
def test_nothing_chosen_saves_nothing_and_says_so(at, given):
    follow_up, client = asked(at)

    shown = client.post(reverse("engagement:answer", args=[follow_up.key]), given)

    follow_up.refresh_from_db()
    assert (shown.status_code, follow_up.state) == (200, "sent")


def test_stop_asking_works_at_once(at):
    follow_up, client = asked(at)

    stopped = client.post(reverse("engagement:answer", args=[follow_up.key]), {"stop": "1"})

    assert may(follow_up.person, Purpose.FOLLOW_UP, SCHOOL, at=at) is False
    assert "We do not ask you any more." in client.get(stopped["Location"]).content.decode()


def test_my_page_opens_the_same_question(at):
    follow_up, _client = asked(at)

    client = by_link(follow_up.person, "", at, scope="page")

    assert "How did it go?" in page(client, "answer", follow_up.key)


def test_a_promise_is_written_by_link_with_where_they_started(at):
    participation = ParticipationFactory()
    client = by_link(participation.person, f"promise:{participation.key}", at)
    address = reverse("engagement:promise", args=[participation.key])

    opened = page(client, "promise", participation.key)
    empty = client.post(address, {"text": "", "due_on": ""})
    client.post(
        address, {"text": "Meet the union.", "due_on": "2027-02-01", "background": "elsewhere"}
    )

    assert "Where were you starting from" in opened
    assert empty.status_code == 200
    promise = Promise.objects.get()
    assert (promise.text, str(promise.due_on)) == ("Meet the union.", "2027-02-01")
    participation.refresh_from_db()
    assert participation.background == "elsewhere"
    assert "“Meet the union.”" in page(client, "promise", participation.key)
    assert "Where were you starting from" not in page(
        client, "promise", participation.key, "?again=1"
    )
    client.post(address, {"text": "Meet them twice.", "due_on": "2027-02-01"})
    assert Promise.objects.get().text == "Meet them twice."


def test_the_question_about_the_register_takes_two_taps(at):
    participation = ParticipationFactory()
    client = by_link(participation.person, f"questions:{participation.key}", at)
    address = reverse("engagement:questions", args=[participation.key])

    opened = page(client, "questions", participation.key, "?a=yes")
    nothing = client.post(address, {})
    untouched = Agreement.objects.count()
    saved = client.post(address, {"register": "yes", "circle": "no"})

    assert 'name="register" id="id_register-yes" value="yes" checked' in opened
    assert "You chose nothing" in nothing.content.decode()
    assert untouched == 0
    assert dict(Agreement.objects.values_list("purpose", "state")) == {
        "register": "given",
        "follow_up": "given",
        "country_circle": "refused",
    }
    assert "You are in our register." in client.get(saved["Location"]).content.decode()


def test_only_the_circle_may_be_answered(at):
    participation = ParticipationFactory()
    client = by_link(participation.person, f"questions:{participation.key}", at)

    client.post(reverse("engagement:questions", args=[participation.key]), {"circle": "yes"})

    assert dict(Agreement.objects.values_list("purpose", "state")) == {"country_circle": "given"}
    assert "We ask no more" in page(client, "questions", participation.key, "?saved=no")


def wanted(at) -> tuple[Introduction, Client]:
    """Somebody a circle asked to be introduced to."""
    letter = sent(CircleLetterFactory(), named_person())
    contact = contact_of(letter.circle)
    person = letter.introductions.get().person
    introduction = actions.answer_letter(
        letter=letter, person=person, answer="wanted", contact=contact, by=Actor.public(), at=at
    )
    return introduction, by_link(person, f"introduction:{introduction.key}", at)


def test_an_introduction_is_answered_by_choosing_an_address(at):
    introduction, client = wanted(at)
    address = reverse("engagement:introduction", args=[introduction.key])
    way = introduction.person.ways.get()

    opened = page(client, "introduction", introduction.key, "?a=yes")
    empty = client.post(address, {})
    client.post(address, {"way": way.key})

    assert f'value="{way.key}" checked' in opened
    assert way.value not in opened
    assert empty.status_code == 200
    introduction.refresh_from_db()
    assert introduction.state == "introduced"
    assert "You are introduced." in page(client, "introduction", introduction.key)
    again = client.post(address, {"way": "no"})
    assert "Nobody asks for this any more" in again.content.decode()


def test_an_introduction_may_be_declined(at):
    introduction, client = wanted(at)

    client.post(reverse("engagement:introduction", args=[introduction.key]), {"way": "no"})

    assert "Not now, then." in page(client, "introduction", introduction.key)
    Introduction.objects.update(state="suggested")
    assert "Nobody asks any more." in page(client, "introduction", introduction.key)
