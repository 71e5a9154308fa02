"""What applications and small groups say to their person, from when, and what they never say."""

from datetime import timedelta

import pytest

from commonroot.core.fields import Translated
from commonroot.groups.models import Apart, Formation, Gathering, SmallGroup
from commonroot.stewardship.queries import archive
from commonroot.web.queries.held import cohorts, kinds_held
from tests.factories.admissions import (
    ApplicationFactory,
    CallFactory,
    ConflictFactory,
    CriterionFactory,
    DecisionFactory,
    FormQuestionFactory,
    RefereeFactory,
    ReplyFactory,
    ReviewFactory,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
JUDGED = {"conflict", "decision", "referee", "review", "score"}


@pytest.mark.parametrize("told", [False, True])
def test_what_was_found_is_read_once_it_is_told_and_never_from_whom(at, told):
    call = CallFactory(decided_at=at - timedelta(days=2))
    application = ApplicationFactory(call=call)
    ReviewFactory(application=application, points=[(CriterionFactory(call=call), 3)])
    ConflictFactory(application=application)
    DecisionFactory(application=application, at=at - timedelta(days=3))
    if told:
        ReplyFactory(application=application, sent_at=at - timedelta(days=1), leaves_at=at)
    RefereeFactory(application=application)

    held = archive(application.person, at=at)["held"]

    said = {label.partition(".")[2] for label in held} & JUDGED
    fields = {name for label in held for row in held[label] for name in row}
    assert (said, fields & {"reviewer", "by"}) == (JUDGED if told else set(), set())


def test_whom_somebody_is_kept_apart_from_nobody_reads_of_themselves(at):
    call, (one, two) = CallFactory(), PersonFactory.create_batch(2)
    Apart.objects.create(programme=call.programme, left=one, right=two, by="account:x", said_at=at)

    assert [set(archive(who, at=at)["held"]) for who in (one, two)] == [{"people.person"}] * 2


def test_answers_are_read_in_the_words_of_their_question(at):
    call = CallFactory()
    choices = [{"value": "a", "words": {"en": "Health"}}, {"value": "b", "words": {"en": "Water"}}]
    several = FormQuestionFactory(
        call=call, kind="several", prompt=Translated({"en": "Themes"}), choices=choices
    )
    country = FormQuestionFactory(
        call=call, kind="country", prompt=Translated({"en": "Where do you live?"})
    )
    line = FormQuestionFactory(call=call)
    application = ApplicationFactory(
        call=call, answers=[(several, ["a", "gone"]), (country, "KE"), (line, "Water for all")]
    )

    held = archive(application.person, at=at)["held"]

    rows = kinds_held({"admissions.applicationanswer": held["admissions.applicationanswer"]})[0][1]
    assert [dict(row)["your answer"] for row in rows] == ["Health, gone", "Kenya", "Water for all"]
    assert dict(kinds_held({"admissions.application": held["admissions.application"]})[0][1][0])[
        "course"
    ] == str(call.programme)


def test_other_values_are_read_in_words(at):
    formation = Formation.objects.create(
        programme=CallFactory().programme, number=1, state="chosen", made_at=at
    )
    gathering = Gathering.objects.create(
        group=SmallGroup.objects.create(formation=formation, number=1), number=2, updated_at=at
    )

    said = [
        cohorts.answer(True, {}),
        cohorts.answer(False, {}),
        cohorts.answer({"fr": 3}, {}),
        cohorts.answer([[0, 18], [0, 19]], {}),
        cohorts.reasons([["country", "KE", 2, 4], ["unheard", "", 1, 1]], {}),
        cohorts.journey({"arrives": "3 May", "unheard": "x"}, {}),
        cohorts.commitments([{"en": "I come"}, "I stay"], {}),
        cohorts.meeting(gathering.key, {}),
        cohorts.meeting("gone", {}),
        cohorts.course_of_call("gone", {}),
    ]

    assert said == [
        "yes", "no", "French 3", "1 hour of a week", "the same country", "arrives: 3 May",
        "I come; I stay", "meeting 2", "", "",
    ]  # fmt: skip
