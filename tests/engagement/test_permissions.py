"""Who may do what in the years after: teams at the desk, and holders of the one right link."""

import pytest

from commonroot.accounts.roles import Actor, Held
from commonroot.engagement import permissions
from commonroot.engagement.models import CircleLetter
from tests.factories.engagement import (
    CircleLetterFactory,
    FollowUpFactory,
    IntroductionFactory,
    ParticipationFactory,
    ProjectFactory,
    WaveFactory,
)

pytestmark = pytest.mark.django_db
PUBLIC = Actor.public()


def link(thing: str) -> Actor:
    return Actor(kind="link", scope="answer", thing=thing)


def page(person) -> Actor:
    return Actor(kind="link", scope="page", person_id=person.pk)


def member(circle, role="organiser") -> Actor:
    return Actor(kind="account", held=(Held(role=role, circle_id=circle.pk, is_school=False),))


@pytest.mark.parametrize(
    ("can", "factory", "programme_of"),
    [
        (permissions.can_follow_project, ProjectFactory, lambda thing: thing.programme),
        (permissions.can_follow_wave, WaveFactory, lambda thing: thing.programme),
        (permissions.can_write_letter, CircleLetterFactory, lambda thing: thing.programme),
        (permissions.can_follow_programme, lambda: ProjectFactory().programme, lambda thing: thing),
        (permissions.can_write_letters, lambda: ProjectFactory().programme, lambda thing: thing),
    ],
)
def test_the_team_that_runs_the_course_may_and_nobody_else(can, factory, programme_of):
    thing = factory()
    team = programme_of(thing).run_by

    assert can(member(team), thing) is True
    assert can(member(team, "facilitator"), thing) is False
    assert can(member(CircleLetterFactory().circle), thing) is False
    assert can(PUBLIC, thing) is False


def test_a_circle_letter_opens_by_its_own_link_once_it_was_sent():
    letter = CircleLetterFactory(state=CircleLetter.State.SENT)
    draft = CircleLetterFactory(programme=ProjectFactory().programme)

    assert permissions.can_open_circle_letter(link(f"circle_letter:{letter.key}"), letter) is True
    assert permissions.can_open_circle_letter(link(f"circle_letter:{draft.key}"), letter) is False
    assert permissions.can_open_circle_letter(link(f"circle_letter:{draft.key}"), draft) is False
    assert permissions.can_open_circle_letter(PUBLIC, letter) is False


@pytest.mark.parametrize(
    ("can", "factory", "kind"),
    [
        (permissions.can_answer_follow_up, FollowUpFactory, "follow_up"),
        (permissions.can_write_promise, ParticipationFactory, "promise"),
        (permissions.can_answer_introduction, IntroductionFactory, "introduction"),
    ],
)
def test_a_persons_own_things_open_by_their_link_or_their_page(can, factory, kind):
    thing, other = factory(), ParticipationFactory().person

    assert can(link(f"{kind}:{thing.key}"), thing) is True
    assert can(page(thing.person), thing) is True
    assert can(page(other), thing) is False
    assert can(link(f"{kind}:other"), thing) is False
    assert can(PUBLIC, thing) is False
    assert can(Actor(kind="link", scope="feed", person_id=thing.person_id), thing) is False


def test_the_question_about_the_register_opens_by_its_link_alone():
    participation = ParticipationFactory()

    assert (
        permissions.can_answer_questions(link(f"questions:{participation.key}"), participation)
        is True
    )
    assert permissions.can_answer_questions(page(participation.person), participation) is False
    assert permissions.can_answer_questions(PUBLIC, participation) is False
