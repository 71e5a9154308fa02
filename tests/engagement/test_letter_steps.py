"""Letters to circles: approved, in further languages, reminded once, answered as a whole."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent import tasks as consent_tasks
from commonroot.engagement import actions, queries
from commonroot.engagement.actions import letter_steps as steps
from commonroot.engagement.models import CircleLetter
from commonroot.engagement.queries.versions import language_for, missing_parts
from commonroot.messaging.models import Letter
from commonroot.people.models import Membership, Organisation, OrganisationRole
from tests.factories.engagement import (
    CircleLetterFactory,
    CourseFactory,
    KenyaFactory,
    ParticipationFactory,
    contact_of,
    named_person,
)
from tests.factories.programmes import SessionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
BY = Actor.system()
SAID = {"by": BY, "at": NOW}
State = CircleLetter.State


def test_approved_letters_leave_together_and_those_that_cannot_say_why():
    course = CourseFactory()
    kenya, uganda = KenyaFactory(), KenyaFactory(country="UG", sort_key="uganda")
    contact_of(kenya)
    letters = [CircleLetterFactory(programme=course, circle=one) for one in (kenya, uganda)]
    held_back = CircleLetterFactory(programme=course, circle=KenyaFactory(country="TD"))
    for letter in (*letters, held_back):
        steps.approve_letter(letter=letter, yes=True, **SAID)
    steps.approve_letter(letter=held_back, yes=False, **SAID)

    sent, stayed = steps.send_approved(programme=course, **SAID)

    assert (sent, len(stayed)) == (1, 1)
    assert "Name a contact first" in stayed[0]
    assert [CircleLetter.objects.get(pk=one.pk).state for one in (*letters, held_back)] == [
        State.LEAVING, State.DRAFT, State.DRAFT,
    ]  # fmt: skip


def test_a_changed_letter_is_to_be_approved_anew():
    letter = CircleLetterFactory(approved_at=NOW)

    actions.change_letter(letter=letter, ending="Yours", **SAID)

    assert CircleLetter.objects.get().approved_at is None


@pytest.mark.parametrize(
    ("step", "given"),
    [
        (steps.approve_letter, {"yes": True}),
        (steps.plan_contact, {"next_by": None}),
        (actions.translate_letter, {"language": "fr", "own": {}}),
    ],
)
def test_a_letter_on_its_way_is_neither_approved_nor_changed(step, given):
    letter = CircleLetterFactory(state=State.LEAVING)

    with pytest.raises(actions.OnItsWay):
        step(letter=letter, **given, **SAID)


def test_each_contact_reads_their_language_once_no_word_is_missing():
    letter = CircleLetterFactory(circle__languages=["en", "fr"], opening="Hello")

    missing = missing_parts(letter, "fr"), language_for(letter, reads="fr")
    actions.translate_letter(letter=letter, language="fr", own={"opening": "Bonjour"}, **SAID)

    assert missing == (["opening"], "en")
    assert (missing_parts(letter, "fr"), language_for(letter, reads="fr")) == ([], "fr")
    assert [language_for(letter, reads=code) for code in ("es", "sw")] == ["en", "en"]
    actions.translate_letter(letter=letter, language="fr", own={}, **SAID)
    assert letter.versions == {}


def test_a_letter_goes_out_in_the_languages_of_its_contacts(settings):
    settings.DEMO = True
    letter = CircleLetterFactory(circle__languages=["en", "fr"])
    actions.change_letter(letter=letter, opening="Hello friends", **SAID)
    actions.translate_letter(letter=letter, language="fr", own={"opening": "Salut à tous"}, **SAID)
    contact_of(letter.circle, "Otieno")
    amina = contact_of(letter.circle, "Amina")
    Membership.objects.filter(person=amina).update(language="fr")

    actions.send_letter(letter=letter, **SAID)
    consent_tasks.deliver_due(at=NOW + timedelta(minutes=11))

    texts = {post.subject_key: post.text for post in Letter.objects.all()}
    assert "Salut à tous" in texts.pop(amina.key)
    assert "Hello friends" in texts.popitem()[1]


def test_turning_a_letter_keeps_the_words_of_each_language():
    letter = CircleLetterFactory(opening="Hello")
    actions.translate_letter(letter=letter, language="fr", own={"opening": "Bonjour"}, **SAID)
    bare = CircleLetterFactory(circle__country="UG")
    actions.change_letter(letter=bare, language="fr", **SAID)

    actions.change_letter(letter=letter, language="fr", **SAID)
    turned = CircleLetter.objects.get(pk=letter.pk)
    actions.change_letter(letter=letter, language="en", **SAID)
    back = CircleLetter.objects.get(pk=letter.pk)

    assert (turned.opening, turned.versions) == ("Bonjour", {"en": {"opening": "Hello"}})
    assert (back.opening, back.versions) == ("Hello", {"fr": {"opening": "Bonjour"}})
    assert (bare.language, bare.versions) == ("fr", {})


def test_what_is_suggested_and_by_when():
    person = named_person()
    letter = actions.draft_letter(
        programme=ParticipationFactory(person=person).programme, circle=KenyaFactory(), **SAID
    )
    told = queries.content(letter, at=NOW)

    proposed = queries.sheet(letter, told, at=NOW).suggestion
    steps.plan_contact(letter=letter, next_by=date(2026, 7, 1), **SAID)
    actions.change_letter(letter=letter, suggestion="Meet before the budget", **SAID)
    own = queries.sheet(letter, told, at=NOW).suggestion
    too_late = queries.sheet(letter, told, at=NOW + timedelta(days=60)).suggestion

    assert proposed == (
        "Would you write to them, and invite them to your next meeting? Best by 13 July 2026."
    )
    assert own == "Meet before the budget. Best by 1 July 2026."
    assert too_late == "Meet before the budget"


def test_how_it_was_held_stands_in_the_letter():
    course = CourseFactory(languages=["en", "es"], place={"en": "Dhaka"})
    for number in range(14):
        SessionFactory(programme=course, title={"en": f"Evening {number:02}"}, minutes=90)
    for name, until in (("Clinic", None), ("Gone", date(2020, 1, 1))):
        body = Organisation.objects.create(name=name, sort_key=name, created_at=NOW)
        OrganisationRole.objects.create(organisation=body, kind="partner", until=until)
    letter = CircleLetterFactory(programme=course)

    sheet = queries.sheet(letter, queries.content(letter, at=NOW), at=NOW)

    assert sheet.sentences[1:] == [
        "It had 14 sessions, 21 hours in all, in English and Spanish.",
        "It took place in Dhaka.",
        "Partners: Clinic.",
    ]
    assert (len(sheet.topics), sheet.topics[-1]) == (13, "and 2 more")


def test_a_silent_circle_is_reminded_once_after_three_weeks(settings):
    settings.DEMO = True
    letter = CircleLetterFactory(state=State.SENT, sent_at=NOW)
    contact_of(letter.circle)
    soon, late = NOW + timedelta(days=20), NOW + timedelta(days=21)

    with pytest.raises(steps.RemindedBefore):
        steps.nudge_circle(letter=letter, by=BY, at=soon)
    posted = steps.nudge_circle(letter=letter, by=BY, at=late)
    with pytest.raises(steps.RemindedBefore):
        steps.nudge_circle(letter=letter, by=BY, at=late)

    assert posted == 1
    assert Letter.objects.get().template == "engagement/emails/remind_circle"


def test_a_circle_answers_the_letter_as_a_whole_and_again():
    letter = CircleLetterFactory(state=State.SENT, sent_at=NOW)
    contact = contact_of(letter.circle)
    later = NOW + timedelta(days=1)

    steps.answer_whole(letter=letter, contact=contact, answer="later", words=" Soon ", **SAID)
    steps.answer_whole(letter=letter, contact=None, answer="will", words="", by=BY, at=later)

    letter.refresh_from_db()
    assert (letter.state, letter.answer, letter.answer_words) == (State.ANSWERED, "will", "")
    assert letter.answered_at == NOW
