"""Accounts for the handbook: asked once, edited with their author, approved in their words."""

from datetime import UTC, datetime

import pytest

from commonroot.accounts.roles import Actor
from commonroot.engagement.actions import experiences as actions
from commonroot.engagement.actions.merging import one_experience
from commonroot.engagement.models import Experience
from commonroot.engagement.queries import closing, parts, progress
from commonroot.messaging.models import Letter
from commonroot.programmes.models import Function, Presenter
from tests.factories.engagement import CourseFactory, take_part
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import SessionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 20, 9, tzinfo=UTC)
LATER = datetime(2026, 5, 21, 9, tzinfo=UTC)
BY = Actor.system()
SAID = {"by": BY, "at": NOW}


@pytest.fixture
def course():
    """A course with somebody for the languages, a presenter, and a part without a person."""
    course = CourseFactory()
    for name in ("Otieno", "Amina"):
        ContactWayFactory(person=PersonFactory(shown_name=name))
    otieno, amina = (way.person for way in ContactWayFactory._meta.model.objects.order_by("pk"))
    Function.objects.create(programme=course, kind="languages", person=otieno)
    Function.objects.create(programme=course, kind="money", words="A bank")
    session = SessionFactory(programme=course)
    Presenter.objects.create(session=session, person=amina, state=Presenter.State.AGREED)
    Presenter.objects.create(session=session, person=PersonFactory(), state=Presenter.State.ASKED)
    return course


def written(course, **given) -> Experience:
    """The account of the first who covered something, as they wrote it."""
    actions.ask_accounts(programme=course, parts=parts.held(course)[:1], **SAID)
    experience = Experience.objects.get()
    given = {"text": " We began early. ", "language": "en", "show_to": "organisers", **given}
    actions.write_account(experience=experience, named=False, **given, **SAID)
    return experience


def test_everybody_who_covered_a_part_is_asked_once(course):
    held = parts.held(course)

    first = actions.ask_accounts(programme=course, parts=held, **SAID)
    again = actions.ask_accounts(programme=course, parts=held, **SAID)

    assert [(one.person.shown_name, one.words) for one in held] == [
        ("Otieno", "translation and interpreting"),
        ("Amina", "presenting a session"),
    ]
    assert (first, again) == (2, 0)
    assert set(Letter.objects.values_list("template", flat=True)) == {
        "engagement/emails/ask_account"
    }


def test_the_guide_counts_parts_then_accounts(course):
    empty, covered = (progress.steps(one, at=NOW)[4].text for one in (CourseFactory(), course))
    experience = written(course)
    waiting = progress.steps(course, at=NOW)[4]
    actions.approve_account(experience=experience, **SAID)
    steps = progress.steps(course, at=NOW)

    assert empty == "Say first who covered what."
    assert covered == "2 parts were covered by somebody. Ask how they managed it."
    assert (waiting.state, waiting.text) == ("waiting", "0 of 1 approved, 1 to read")
    assert (steps[4].state, progress.done_of(steps)) == ("done", 2)


def test_who_paused_is_not_written_to(course):
    held = parts.held(course)[:1]
    held[0].person.frozen_at = NOW
    held[0].person.save()

    assert actions.ask_accounts(programme=course, parts=held, **SAID) == 0


def test_what_its_author_wrote_is_approved_as_it_stands(course):
    experience = written(course)

    actions.approve_account(experience=experience, **SAID)
    actions.approve_account(experience=experience, **SAID)

    assert (experience.state, experience.text) == ("approved", "We began early.")
    assert list(closing.approved_experiences(show_to=("organisers",))) == [experience]
    assert list(closing.approved_experiences(show_to=("public",))) == []


def test_what_organisers_edited_stands_once_its_author_agrees(course):
    experience = written(course)

    actions.edit_account(experience=experience, text="We began early.", **SAID)
    unchanged = experience.state
    actions.edit_account(experience=experience, text="Begin early.", **SAID)
    with pytest.raises(actions.NotYours):
        actions.approve_account(experience=experience, **SAID)
    said = {"language": "en", "show_to": "public", "named": True, **SAID}
    actions.write_account(experience=experience, text="Begin early.", **said)
    agreed = experience.state
    actions.write_account(experience=experience, text="Begin very early.", **said)

    assert (unchanged, agreed, experience.state) == ("written", "approved", "written")
    assert Letter.objects.filter(template="engagement/emails/edited_account").count() == 1


def test_an_account_taken_back_leaves_no_word(course):
    experience = written(course)

    actions.decline_account(experience=experience, **SAID)

    experience.refresh_from_db()
    assert (experience.state, experience.text) == ("declined", "")
    with pytest.raises(actions.NothingWritten):
        actions.edit_account(experience=experience, text="x", **SAID)


def test_organisers_read_accounts_of_people_they_may_see(organiser, course):
    experience = written(course)
    hidden = list(closing.experiences(course, seen_by=Actor.public(), at=NOW))
    take_part(experience.person, course)

    assert hidden == []
    assert list(closing.experiences(course, seen_by=organiser, at=NOW)) == [experience]
    assert closing.experience(experience.key) == experience


def test_of_two_accounts_of_one_person_the_later_stands(course):
    experience = written(course)
    twin = Experience.objects.create(
        programme=course, person=PersonFactory(), part=experience.part, text="Later",
        asked_at=NOW, changed_at=LATER,
    )  # fmt: skip
    alone = Experience.objects.create(
        programme=course, person=twin.person, part="money", asked_at=NOW, changed_at=NOW
    )

    one_experience(other=twin.person, into=experience.person, by=BY, at=NOW)

    experience.refresh_from_db()
    assert (experience.text, alone.part) == ("Later", "money")
