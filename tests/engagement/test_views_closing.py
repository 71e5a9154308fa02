"""The pages of closing a course, of what people made, and their links."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from commonroot.accounts.roles import Actor
from commonroot.engagement.actions import changes as changing
from commonroot.engagement.models import (
    ChangeDecision,
    ClosingAnswer,
    ClosingAsked,
    Experience,
    Promise,
)
from commonroot.programmes.models import Function
from tests.engagement.visiting import by_link, page, sent
from tests.factories.engagement import (
    CircleLetterFactory,
    CourseFactory,
    MakerFactory,
    ParticipationFactory,
    ProjectFactory,
    contact_of,
    named_person,
    take_part,
)

pytestmark = pytest.mark.django_db
BY = Actor.system()


@pytest.fixture
def at() -> datetime:
    """This moment: pages read the clock themselves."""
    return datetime.now(UTC)


def rolled(programme, name="Amina Wekesa"):
    """Somebody who took part and may be seen."""
    person = named_person(name)
    take_part(person, programme)
    return ParticipationFactory(programme=programme, person=person)


def test_the_guide_says_how_far_the_close_has_come(desk, at):
    course = CourseFactory()
    row = rolled(course)
    ClosingAsked.objects.create(participation=row, asked_at=at - timedelta(days=8))

    before = page(desk, "close", course.key)
    desk.post(reverse("engagement:close_remind", args=[course.key]))
    after = page(desk, "close", course.key)

    assert "0 of 8 steps are done." in before
    assert "Remind 1 person" in before
    assert "Remind 1 person" not in after


def test_promises_and_sheets_come_in_from_paper(desk, at):
    course = CourseFactory(aims=[{"en": "Read a budget"}])
    row = rolled(course)
    given = {"person": row.person.key, "text": "Meet the union", "due_on": "2026-09-01"}

    empty = page(desk, "close_promises", course.key)
    desk.post(
        reverse("engagement:close_promises", args=[course.key]), {**given, "background": "new"}
    )
    there = page(desk, "close_promises", course.key)
    refused = desk.post(reverse("engagement:course_paper", args=[course.key]), {"change": ""})
    for _number in range(5):
        desk.post(
            reverse("engagement:course_paper", args=[course.key]), {"skills": "4", "change": "Rest"}
        )
    answers = page(desk, "course_answers", course.key)
    sheet = page(desk, "close_sheet", course.key)

    assert ("No promise yet." in empty, "Meet the union" in there) == (True, True)
    row.refresh_from_db()
    assert (row.background, Promise.objects.get().person) == ("new", row.person)
    assert refused.status_code == 409
    assert ("5 of 5 say very or rather; 0 said nothing." in answers, "Rest" in answers) == (
        True,
        True,
    )
    assert ("Read a budget" in sheet, "My promise" in sheet) == (True, True)


def test_the_link_of_the_promise_leads_on_to_the_questions(at):
    row = rolled(CourseFactory())
    ClosingAsked.objects.create(participation=row, asked_at=at)
    client = by_link(row.person, f"promise:{row.key}", at)
    address = reverse("engagement:course_words", args=[row.key])

    promise = page(client, "promise", row.key)
    asked = page(client, "course_words", row.key)
    nothing = client.post(address, {"change": ""})
    client.post(address, {"skills": "3", "change": "More rest", "named": "on"})
    thanks = page(client, "course_words", row.key)

    assert address in promise
    assert "I can do things for organising that I could not do before." in asked
    assert nothing.status_code == 409
    assert ClosingAnswer.objects.get().person == row.person
    assert "Thank you. That is all." in thanks


def test_notes_and_cards_of_the_meeting(desk):
    course = CourseFactory()
    address = reverse("engagement:evaluation", args=[course.key])

    desk.post(address, {"add": "1", "text": "Shorter days"})
    desk.post(address, {"met_on": "2026-05-20", "notes": "We were tired."})
    shown = page(desk, "evaluation", course.key)
    card = course.change_cards.get()
    desk.post(reverse("engagement:change_drop", args=[card.key]))

    assert ("Shorter days" in shown, "We were tired." in shown) == (True, True)
    assert not course.change_cards.exists()


def test_the_next_plan_decides_each_change(desk, at):
    earlier = CourseFactory()
    card = changing.add_change(programme=earlier, text="Shorter days", by=BY, at=at)
    now = CourseFactory(run_by=earlier.run_by, closed_at=None)
    address = reverse("engagement:changes", args=[now.key])

    offered = page(desk, "changes", now.key)
    wrong = desk.post(address, {"earlier": "none"})
    desk.post(address, {"earlier": earlier.key})
    open_one = page(desk, "changes", now.key)
    no_reason = desk.post(address, {"card": card.key, "state": "not_now", "why": ""})
    desk.post(address, {"card": card.key, "state": "done"})
    unknown = desk.post(address, {"card": "none", "state": "done"})

    assert ("Take up its changes" in offered, "1 of 1 are open." in open_one) == (True, True)
    assert (wrong.status_code, no_reason.status_code, unknown.status_code) == (404, 409, 404)
    assert ChangeDecision.objects.get().state == "done"


def test_an_account_goes_from_asking_to_approved(desk, at):
    course = CourseFactory()
    person = rolled(course).person
    Function.objects.create(programme=course, kind="languages", person=person)
    address = reverse("engagement:accounts", args=[course.key])

    before = page(desk, "accounts", course.key)
    desk.post(address)
    account = Experience.objects.get()
    client = by_link(person, f"experience:{account.key}", at)
    own = reverse("engagement:own_account", args=[account.key])
    asked = page(client, "own_account", account.key)
    client.post(own, {"text": "We began early.", "show_to": "organisers"})
    here = reverse("engagement:account", args=[account.key])
    read = page(desk, "account", account.key)
    desk.post(here, {"text": "Begin early."})
    too_soon = desk.post(here, {"approve": "1"})
    edited = page(client, "own_account", account.key)
    client.post(own, {"text": "Begin early.", "show_to": "organisers", "named": "on"})
    listed = page(desk, "accounts", course.key)
    desk.post(here, {"approve": "1"})

    account.refresh_from_db()
    assert ("Ask for 1 account" in before, "One paragraph is enough." in asked) == (True, True)
    assert ("We began early." in read, too_soon.status_code) == (True, 409)
    assert "The organisers edited your words a little." in edited
    assert ("Begin early." in listed, account.state, account.named) == (True, "approved", True)
    client.post(own, {"decline": "1"})
    account.refresh_from_db()
    assert account.state == "declined"


def test_an_account_of_somebody_hidden_is_not_opened(desk, at):
    account = Experience.objects.create(
        programme=CourseFactory(), person=named_person(), part="money", asked_at=at, changed_at=at
    )

    assert desk.get(reverse("engagement:account", args=[account.key])).status_code == 404


def a_file(name="wells.png"):
    """A small picture as a browser sends it."""
    out = BytesIO()
    Image.new("RGBA", (40, 30), "red").save(out, "PNG")
    out.seek(0)
    out.name = name
    return out


def test_from_a_picture_to_the_public_gallery(desk, at):
    maker = MakerFactory(person=named_person("Amina Wekesa"), project__language="en")
    project = maker.project
    take_part(maker.person, project.programme)
    ParticipationFactory(programme=project.programme, person=maker.person)
    project.programme.published_at = at
    project.programme.save()
    client = by_link(maker.person, f"made:{maker.key}", at)
    more = reverse("engagement:project_more", args=[project.key])
    address = reverse("engagement:project_picture", args=[project.key])

    form = page(desk, "project_picture", project.key)
    no_words = desk.post(address, {"picture": a_file(), "faces": "none", "words": ""})
    desk.post(address, {"picture": a_file(), "faces": "none", "words": "A red field"})
    too_early = desk.post(more, {"gallery": "yes"})
    asked = page(client, "made", maker.key)
    client.post(
        reverse("engagement:made", args=[maker.key]), {"naming": "initials", "gallery": "yes"}
    )
    desk.post(more, {"gallery": "yes"})
    desk.post(more, {"status": "started", "months": "0"})
    unknown = desk.post(more, {"status": "started", "months": "5"})
    visitor = Client()
    everybody = visitor.get(reverse("engagement:gallery")).content.decode()
    nobody_there = visitor.get(f"{reverse('engagement:gallery')}?country=UG").content.decode()
    work = visitor.get(reverse("engagement:work", args=[project.key])).content.decode()
    small = visitor.get(reverse("engagement:picture_small", args=[project.key]))
    whole = visitor.get(reverse("engagement:picture", args=[project.key]))
    works = desk.get(f"{reverse('engagement:works')}?country=KE").content.decode()
    own = page(desk, "project", project.key)

    assert "Are faces visible? Did they all agree?" in form
    assert (no_words.status_code, project.picture) == (200, None)
    assert (too_early.status_code, unknown.status_code) == (409, 404)
    assert "How shall you stand beside it?" in asked
    assert ("Water in Kisumu" in everybody, "Water in Kisumu" in nobody_there) == (True, True)
    assert ("A. W." in work, "Amina" in work, "A red field" in work) == (True, False, True)
    assert (small["Content-Type"], whole["Content-Type"]) == ("image/jpeg", "image/png")
    assert ("A. W." in works, "started" in works, "in the public gallery" in works) == (True,) * 3
    assert "Take it out of the gallery" in own
    desk.post(more, {"drop_picture": "1"})
    assert visitor.get(reverse("engagement:picture", args=[project.key])).status_code == 404
    desk.post(more, {"gallery": "no"})
    assert visitor.get(reverse("engagement:work", args=[project.key])).status_code == 404
    assert b"Nothing is shown here yet." in visitor.get(reverse("engagement:gallery")).content


def test_makers_are_asked_from_the_list_of_works(desk, at):
    maker = MakerFactory()
    take_part(maker.person, maker.project.programme)

    before = page(desk, "projects", maker.project.programme.key)
    desk.post(reverse("engagement:makers_ask", args=[maker.project.programme.key]))

    maker.refresh_from_db()
    assert ("Ask 1 by letter" in before, maker.asked_at is not None) == (True, True)


def test_works_cost_the_same_for_one_and_for_three(desk):
    course = CourseFactory()
    counts = []
    desk.get(reverse("engagement:works"))
    for number in (1, 2):
        for _each in range(number):
            MakerFactory(project=ProjectFactory(programme=course))
        with CaptureQueriesContext(connection) as asked:
            desk.get(reverse("engagement:works"))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_letter_is_approved_read_in_french_sent_and_nudged(desk, at):
    letter = CircleLetterFactory(circle__languages=["en", "fr"], opening="Hello")
    contact_of(letter.circle)
    here = reverse("engagement:letter", args=[letter.key])
    words = reverse("engagement:letter_words", args=[letter.key, "fr"])

    missing = page(desk, "letter", letter.key, "?preview=fr")
    desk.post(words, {"opening": "Bonjour"})
    french = page(desk, "letter", letter.key, "?preview=fr")
    none = desk.get(reverse("engagement:letter_words", args=[letter.key, "xx"]))
    desk.post(here, {"approve": "yes"})
    listed = page(desk, "letters", letter.programme.key)
    desk.post(reverse("engagement:send_approved", args=[letter.programme.key]))
    letter.refresh_from_db()
    left = letter.state
    letter = sent(letter)
    letter.sent_at = at - timedelta(days=30)
    letter.save()
    waiting = page(desk, "letter", letter.key)
    desk.post(here, {"nudge": "1"})
    reminded = page(desk, "letters", letter.programme.key)

    assert "your words are missing" in missing
    assert ("Bonjour" in french, none.status_code) == (True, 404)
    assert ("Send 1 approved letter" in listed, left) == (True, "leaving")
    assert ("Remind them once" in waiting, "reminded, no answer yet" in reminded) == (True, True)


def test_approved_letters_that_stay_say_why(desk):
    letter = CircleLetterFactory(approved_at=datetime.now(UTC))

    refused = desk.post(reverse("engagement:send_approved", args=[letter.programme.key]))

    assert refused.status_code == 409
    assert "Name a contact first" in refused.content.decode()


def test_a_circle_answers_the_whole_letter_by_its_link(at):
    letter = sent(CircleLetterFactory(), named_person("Otieno"))
    contact = contact_of(letter.circle)
    client = by_link(contact, f"circle_letter:{letter.key}", at)
    address = reverse("engagement:circle_letter", args=[letter.key])

    nothing = client.post(address, {"say": "1"}).content.decode()
    client.post(address, {"say": "1", "whole": "will", "words": "Gladly"})

    letter.refresh_from_db()
    assert "Choose one of the three, then save." in nothing
    assert (letter.answer, letter.answer_words, letter.state) == ("will", "Gladly", "answered")
