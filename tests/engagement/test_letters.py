"""Letters to circles: sending, taking back, withdrawal on the way, who was told."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.consent import tasks as consent_tasks
from commonroot.consent.models import Told
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.engagement import actions, queries, tasks
from commonroot.engagement.models import Introduction, Maker, Participation
from commonroot.messaging.models import Letter
from commonroot.people.actions import merge
from commonroot.people.models import ContactWay, Link
from tests.engagement.circle_letters import deliver, letter_about, words
from tests.factories.engagement import (
    CircleLetterFactory,
    CourseFactory,
    IntroductionFactory,
    KenyaFactory,
    MakerFactory,
    ParticipationFactory,
    ProjectFactory,
    SendingFactory,
    ThemeFactory,
    agree,
    contact_of,
    named_person,
)
from tests.factories.messaging import LetterFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
TEN = timedelta(minutes=10)


def test_drafting_twice_finds_the_same_letter(at):
    programme = CourseFactory()
    circle = KenyaFactory(languages=["sw", "ar"])

    first = actions.draft_letter(programme=programme, circle=circle, by=BY, at=at)
    again = actions.draft_letter(programme=programme, circle=circle, by=BY, at=at)

    assert (first, first.language) == (again, "ar")
    assert (
        actions.draft_letter(
            programme=programme, circle=ThemeFactory(languages=["sw"]), by=BY, at=at
        ).language
        == "en"
    )


def test_change_letter_keeps_what_is_not_given(at):
    letter = CircleLetterFactory(opening="Old.")

    actions.change_letter(letter=letter, ending="Yours.", by=BY, at=at)

    letter.refresh_from_db()
    assert (letter.opening, letter.ending) == ("Old.", "Yours.")


def test_send_posts_one_message_to_each_contact_and_names_who_is_told_of(at):
    letter = letter_about("Amina Wekesa")
    contact_of(letter.circle)
    amina = letter.programme.participations.get().person

    total = actions.send_letter(letter=letter, by=BY, at=at)

    assert total == 2
    posts = list(Letter.objects.order_by("pk"))
    assert [(post.purpose, post.due_at, post.language) for post in posts] == [
        ("circle_contact", at + TEN, "en"),
    ] * 2
    assert posts[0].tells == [[amina.key, "country_circle", f"circle:{letter.circle.key}"]]
    letter.refresh_from_db()
    assert (letter.state, letter.leaves_at) == ("leaving", at + TEN)
    assert "Amina" not in str(letter.facts)
    assert amina.key not in str(letter.facts)
    assert list(letter.introductions.values_list("person", "state")) == [(amina.pk, "suggested")]
    link = Link.objects.filter(person=posts and letter.sendings.first().person).get()
    assert (link.scope, link.thing) == ("answer", f"circle_letter:{letter.key}")


def test_send_twice_is_refused(at):
    letter = letter_about("Amina Wekesa")
    actions.send_letter(letter=letter, by=BY, at=at)

    with pytest.raises(actions.OnItsWay):
        actions.send_letter(letter=letter, by=BY, at=at)
    with pytest.raises(actions.OnItsWay):
        actions.change_letter(letter=letter, opening="Late words.", by=BY, at=at)

    assert Letter.objects.count() == 1


def test_send_refuses_a_quiet_circle_until_somebody_says_that_it_reads(at):
    letter = letter_about("Amina Wekesa")
    letter.circle.state = Circle.State.DORMANT
    letter.circle.save()

    with pytest.raises(actions.QuietCircle):
        actions.send_letter(letter=letter, by=BY, at=at)

    assert actions.send_letter(letter=letter, quiet_too=True, by=BY, at=at) == 1


def test_send_refuses_while_a_comment_is_missing_until_somebody_says_go(at):
    letter = letter_about("Amina Wekesa")
    ProjectFactory(programme=letter.programme, comment="")

    with pytest.raises(actions.NothingToTell):
        actions.send_letter(letter=letter, by=BY, at=at)

    assert actions.send_letter(letter=letter, without_comments=True, by=BY, at=at) == 1


def test_send_refuses_a_circle_without_a_contact_who_may_be_written_to(at):
    letter = CircleLetterFactory()
    paused = contact_of(letter.circle)
    paused.frozen_at = at
    paused.save()

    with pytest.raises(actions.NoContact):
        actions.send_letter(letter=letter, by=BY, at=at)


def test_a_contact_with_a_phone_only_waits_for_somebodys_hand(at):
    letter = letter_about("Amina Wekesa")
    ContactWay.objects.filter(person__memberships__circle=letter.circle).update(kind="phone")

    actions.send_letter(letter=letter, by=BY, at=at)

    assert list(Letter.objects.values_list("way", "state")) == [("hand", "held")]


def test_taken_back_within_ten_minutes_nothing_leaves_and_it_can_be_sent_again(at, settings):
    settings.DEMO = True
    letter = letter_about("Amina Wekesa")
    actions.send_letter(letter=letter, by=BY, at=at)

    actions.take_back(letter=letter, by=BY, at=at + timedelta(minutes=9))
    deliver(at + TEN)

    letter.refresh_from_db()
    assert (letter.state, letter.facts, letter.introductions.count()) == ("draft", None, 0)
    assert list(Letter.objects.values_list("state", "why")) == [("cancelled", "taken back")]

    actions.send_letter(letter=letter, by=BY, at=at + TEN)
    deliver(at + TEN + TEN)

    letter.refresh_from_db()
    assert letter.state == "sent"
    assert sorted(Letter.objects.values_list("state", flat=True)) == ["cancelled", "sent"]


def test_what_has_left_cannot_be_taken_back(at, settings):
    settings.DEMO = True
    letter = letter_about("Amina Wekesa")
    actions.send_letter(letter=letter, by=BY, at=at)
    consent_tasks.deliver_due(at=at + TEN)

    with pytest.raises(actions.GoneAlready):
        actions.take_back(letter=letter, by=BY, at=at + TEN)
    tasks.settle_letters(at=at + TEN)
    with pytest.raises(actions.GoneAlready):
        actions.take_back(letter=letter, by=BY, at=at + TEN)


def test_told_is_written_when_the_letter_has_left_and_not_before(at, settings):
    settings.DEMO = True
    letter = letter_about("Amina Wekesa")
    contact_of(letter.circle)
    project = ProjectFactory(programme=letter.programme)
    amina = letter.programme.participations.get().person
    MakerFactory(project=project, person=amina)
    otieno = named_person("Otieno", offers="teach", wants="meet nurses")
    unnamed = named_person("Unnamed")
    for person in (otieno, unnamed):
        ParticipationFactory(programme=letter.programme, person=person)
    MakerFactory(project=project, person=unnamed, naming=Maker.Naming.UNNAMED)
    actions.send_letter(letter=letter, by=BY, at=at)
    before = Told.objects.count()

    deliver(at + TEN)
    deliver(at + TEN)

    assert before == 0
    assert sorted((told.person_id, *told.what) for told in Told.objects.all()) == [
        (amina.pk, "name", "project"),
        (otieno.pk, "name", "offers", "wants"),
        (unnamed.pk, "attendance"),
    ]
    told = Told.objects.first()
    assert (told.audience_kind, told.audience_key, told.purpose, told.at) == (
        "circle",
        letter.circle.key,
        "country_circle",
        at + TEN,
    )
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at) == ("sent", at + TEN)


def test_who_was_made_one_with_another_on_the_way_was_told_of_all_the_same(at, settings):
    settings.DEMO = True
    letter = letter_about("Amina Wekesa")
    contact_of(letter.circle)
    amina, into = letter.programme.participations.get().person, PersonFactory(country="KE")
    actions.send_letter(letter=letter, by=BY, at=at)
    merge(other=amina, into=into, cause="hand", by=BY, at=at)

    deliver(at + TEN)

    assert Told.objects.get().person == into


def test_a_yes_taken_back_on_the_way_stops_the_letter_and_says_so(at, settings):
    settings.DEMO = True
    letter = letter_about("Amina Wekesa", "Otieno J.")
    actions.send_letter(letter=letter, by=BY, at=at)
    amina = letter.programme.participations.get(person__shown_name="Amina Wekesa").person

    agree(amina, Purpose.COUNTRY_CIRCLE, yes=False)
    letter.refresh_from_db()
    noticed = queries.somebody_left(letter, at=at)
    deliver(at + TEN)

    letter.refresh_from_db()
    assert noticed is True
    assert (letter.state, letter.stopped, letter.introductions.count()) == ("draft", "withdrawn", 0)
    assert list(Letter.objects.values_list("state", "text")) == [("cancelled", "")]
    assert Told.objects.count() == 0
    assert "Amina" not in words(letter, at)


def test_a_letter_that_came_back_from_every_contact_is_a_draft_again(at):
    letter = letter_about("Amina Wekesa")
    actions.send_letter(letter=letter, by=BY, at=at)
    Letter.objects.update(state=Letter.State.BOUNCED, ended_at=at + TEN)

    settled = tasks.settle_letters(at=at + TEN)

    letter.refresh_from_db()
    assert (settled, letter.state, letter.stopped) == (1, "draft", "returned")


def test_a_letter_that_is_still_being_sent_is_left_alone(at):
    letter = letter_about("Amina Wekesa")
    actions.send_letter(letter=letter, by=BY, at=at)

    assert tasks.settle_letters(at=at) == 0
    assert tasks.settle_letters(at=at + TEN) == 0
    assert actions.settle_letter(letter=letter, at=at + TEN) is False


def test_a_copy_whose_contact_was_forgotten_counts_as_ended(at):
    letter = CircleLetterFactory(state="leaving", leaves_at=at)
    SendingFactory(letter=letter, post=None)

    assert tasks.settle_letters(at=at) == 1
    letter.refresh_from_db()
    assert letter.state == "draft"


def test_an_answer_before_a_letter_sent_by_hand_is_marked_stays_an_answer(at):
    letter = CircleLetterFactory(state="answered", leaves_at=at)
    SendingFactory(letter=letter, post=LetterFactory(state="sent", ended_at=at, tells=[]))

    tasks.settle_letters(at=at)

    letter.refresh_from_db()
    assert (letter.state, letter.sent_at) == ("answered", at)


def test_a_second_copy_by_hand_later_tells_nobody_twice(at, settings):
    settings.DEMO = True
    letter = letter_about("Amina Wekesa")
    second = contact_of(letter.circle)
    ContactWay.objects.filter(person=second).update(kind="phone")
    actions.send_letter(letter=letter, by=BY, at=at)
    deliver(at + TEN)
    Letter.objects.filter(state="held").update(state="sent", ended_at=at + TEN + TEN)
    letter.sendings.filter(person=second).update(told_at=None)

    tasks.settle_letters(at=at + TEN + TEN)

    letter.refresh_from_db()
    assert letter.sent_at == at + TEN


def test_the_sent_letter_keeps_its_numbers_and_forgets_who_took_it_back(at, settings):
    settings.DEMO = True
    letter = letter_about("Amina Wekesa", "Otieno J.")
    project = ProjectFactory(programme=letter.programme)
    amina = letter.programme.participations.get(person__shown_name="Amina Wekesa").person
    MakerFactory(project=project, person=amina)
    actions.send_letter(letter=letter, by=BY, at=at)
    deliver(at + TEN)
    letter.refresh_from_db()
    as_sent = queries.sheet(letter, queries.content(letter, at=at), at=at)

    agree(amina, Purpose.COUNTRY_CIRCLE, yes=False)
    project.summary = "Changed afterwards."
    project.save()
    late = named_person("Canary Late")
    ParticipationFactory(programme=letter.programme, person=late)
    now = queries.sheet(letter, queries.content(letter, at=at), at=at)

    assert (as_sent.title, now.title) == ("Two people from Kenya, and what they made",) * 2
    assert (as_sent.works[0].byline, now.works[0].byline) == (
        "A poster by Amina Wekesa.",
        "A poster.",
    )
    assert now.works[0].summary == "Who decides when a clinic’s water is cut off."
    assert [wish.name for wish in now.wishes] == ["Otieno J."]
    assert "Canary" not in str(now.values())


def test_whom_the_circle_knows_from_an_earlier_letter_stays_known(at):
    letter = letter_about("Amina Wekesa")
    amina = letter.programme.participations.get().person
    IntroductionFactory(
        letter=CircleLetterFactory(programme=CourseFactory()),
        person=amina,
        state=Introduction.State.KNOWN,
    )

    actions.send_letter(letter=letter, by=BY, at=at)

    assert letter.introductions.get().state == "known"


def test_a_contact_is_served_for_letters_about_their_circle_only(at):
    kenya, uganda = (
        KenyaFactory(),
        KenyaFactory(country="UG", name=Translated({"en": "Uganda circle"})),
    )
    person = contact_of(kenya)

    assert [contact.person for contact in queries.contacts(kenya, at=at)] == [person]
    assert queries.contacts(uganda, at=at) == []


def test_an_introduction_is_found_by_its_key():
    introduction = IntroductionFactory()

    assert queries.introduction(introduction.key) == introduction
    assert Participation.objects.count() == 0
