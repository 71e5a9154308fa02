"""The organisers' own questions: versions, sessions, order, answers changed and let go."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from commonroot.accounts.roles import Actor
from commonroot.core.fields import Translated
from commonroot.programmes.models import Question
from commonroot.registration import actions, queries, tasks
from commonroot.registration.actions import Wording
from commonroot.registration.forms import OwnPlaceForm
from commonroot.registration.models import Answer
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
ASKED = Wording(prompt=Translated({"en": "Which campaign?"}))
OTHER = Wording(prompt=Translated({"en": "Which fight?"}))


@pytest.fixture
def sessions():
    first = SessionFactory()
    return [first, SessionFactory(programme=first.programme)]


def ask(sessions, at, wording=ASKED):
    return actions.ask_question(sessions=sessions, wording=wording, by=BY, at=at)


def texts(session):
    return [str(question.prompt) for question in queries.questions(session)]


def test_a_question_that_was_answered_keeps_its_words_and_the_new_ones_are_a_version(at, sessions):
    question = ask(sessions, at)
    row = RegistrationFactory(session=sessions[0])
    answer = Answer.objects.create(registration=row, question=question, text="Water")
    before = queries.answered(question)

    changed = actions.change_question(
        question=question, wording=OTHER, sessions=sessions, by=BY, at=at
    )

    answer.refresh_from_db()
    assert (str(answer.question.prompt), answer.question.retired_at) == ("Which campaign?", at)
    assert (changed.version, str(changed.prompt), changed.position) == (2, "Which fight?", 0)
    assert (texts(sessions[0]), texts(sessions[1])) == (["Which fight?"], ["Which fight?"])
    # Nobody had answered in the second session: there is nothing to keep.
    assert Question.objects.filter(session=sessions[1]).count() == 1
    assert (before, queries.answered(changed)) == (1, 0)


def test_what_says_nothing_else_makes_no_version(at, sessions):
    question = ask(sessions[:1], at)
    Answer.objects.create(
        registration=RegistrationFactory(session=sessions[0]), question=question, text="Water"
    )

    changed = actions.change_question(
        question=question,
        wording=Wording(prompt=ASKED.prompt, keep_days=7, required=True),
        sessions=sessions,
        by=BY,
        at=at,
    )

    assert (changed, changed.version, changed.keep_days) == (question, 1, 7)
    assert texts(sessions[1]) == ["Which campaign?"]  # and it is used there from now on


def test_a_question_leaves_the_sessions_it_is_no_longer_used_in(at, sessions):
    question = ask(sessions, at)

    left = actions.change_question(
        question=question, wording=ASKED, sessions=sessions[1:], by=BY, at=at
    )

    assert (texts(sessions[0]), texts(sessions[1])) == ([], ["Which campaign?"])
    assert left.session == sessions[1]
    actions.stop_asking(question=left, by=BY, at=at)
    assert Question.objects.count() == 0


def test_a_question_of_a_file_can_be_changed_and_ended_too(at, sessions):
    own = Question.objects.create(session=sessions[0], position=0, prompt=ASKED.prompt)
    ended = Question.objects.create(session=sessions[0], position=1, prompt=ASKED.prompt)

    actions.change_question(question=own, wording=OTHER, sessions=sessions[:1], by=BY, at=at)
    actions.stop_asking(question=ended, by=BY, at=at)

    assert texts(sessions[0]) == ["Which fight?"]


def test_questions_change_places_and_stop_at_the_ends(at, sessions):
    for text in "ABC":
        ask(sessions[:1], at, Wording(prompt=Translated({"en": text})))
    first, _second, last = queries.questions(sessions[0])

    orders = []
    for question, up in ((last, True), (last, True), (last, True), (first, False), (first, False)):
        actions.move_question(question=question, up=up, by=BY, at=at)
        orders.append("".join(texts(sessions[0])))

    assert orders == ["ACB", "CAB", "CAB", "CBA", "CBA"]


@pytest.mark.parametrize(
    ("wording", "why"),
    [
        (Wording(prompt=Translated({"en": ""})), "what you want to ask"),
        (Wording(prompt=ASKED.prompt, kind="choice", choices=(Translated({"en": "A"}),)), "two"),
        (Wording(prompt=ASKED.prompt, care="special", required=True), "stay optional"),
    ],
)
def test_what_cannot_be_answered_is_not_asked(at, sessions, wording, why):
    with pytest.raises(actions.NotAQuestion, match=why):
        ask(sessions, at, wording)


def test_a_form_has_twenty_questions_at_most(at, sessions):
    for _number in range(20):
        ask(sessions[:1], at)

    with pytest.raises(actions.NotAQuestion, match="twenty"):
        ask(sessions[:1], at)


def test_answers_are_changed_by_the_person_until_the_session_is_over(at, sessions):
    kept, emptied, new = (ask(sessions[:1], at) for _number in range(3))
    row = RegistrationFactory(session=sessions[0])
    for question in (kept, emptied):
        Answer.objects.create(registration=row, question=question, text="Before")

    actions.change_answers(
        registration=row,
        needs="Captions",
        answers={kept.key: "After", emptied.key: "", new.key: "First"},
        by=BY,
        at=at,
    )

    row.refresh_from_db()
    assert row.needs == "Captions"
    assert [(one.question, one.text) for one in queries.answers_of(row)] == [
        (kept, "After"),
        (new, "First"),
    ]
    with pytest.raises(actions.TooLateToChange):
        actions.change_answers(
            registration=row, needs="", answers={}, by=BY, at=sessions[0].ends_at
        )


def test_every_kind_is_shown_with_what_was_answered_and_read_back_as_text(at, sessions):
    several = (Translated({"en": "A"}), Translated({"en": "B"}), Translated({"en": "C"}))
    kinds = {
        "line": "x", "text": "x\ny", "choice": "B", "several": "A\nC", "yes_no": "no",
        "number": "12",
    }  # fmt: skip
    asked = [
        ask(sessions[:1], at, Wording(prompt=ASKED.prompt, kind=kind, choices=several))
        for kind in kinds
    ]
    answers = dict(zip([question.key for question in asked], kinds.values(), strict=True))
    posted = {
        f"q-{key}": text.split("\n") if text == "A\nC" else text for key, text in answers.items()
    }

    form = OwnPlaceForm(posted, questions=asked, answers=answers)

    assert form.is_valid()
    assert form.answers() == answers
    shown = OwnPlaceForm(questions=asked, answers=answers)
    assert shown[f"q-{asked[3].key}"].initial == ["A", "C"]
    empty = OwnPlaceForm({}, questions=asked, answers={})
    assert empty.is_valid()
    assert set(empty.answers().values()) == {""}


def test_what_is_kept_of_a_choice_is_one_plain_text_in_whatever_language_it_was_read(at, sessions):
    choice = (Translated({"en": 'A "B" <i>'}), Translated({"ar": "ب", "en": "C"}))
    question = ask(sessions[:1], at, Wording(prompt=ASKED.prompt, kind="several", choices=choice))

    with override("ar"):
        form = OwnPlaceForm(questions=[question], answers={})
        page = str(form[f"q-{question.key}"])

    assert [value for value, _label in form.fields[f"q-{question.key}"].choices] == [
        'A "B" <i>',
        "C",
    ]
    assert 'value="A &quot;B&quot; &lt;i&gt;"' in page
    assert '<bdi lang="en" dir="ltr">A &quot;B&quot; &lt;i&gt;</bdi>' in page
    assert "ب" in page


def test_answers_are_let_go_when_the_time_of_their_own_question_is_over(at, sessions):
    week = ask(sessions[:1], at, Wording(prompt=ASKED.prompt, keep_days=7))
    month = ask(sessions[:1], at)
    row = RegistrationFactory(session=sessions[0])
    for question in (week, month):
        Answer.objects.create(registration=row, question=question, text="Water")
    ended = sessions[0].ends_at

    gone = [tasks.let_go_of_answers(at=ended + timedelta(days=days)) for days in (6, 7, 8, 30)]

    assert gone == [0, 1, 0, 1]


def test_nothing_is_let_go_where_nothing_was_asked(at):
    assert list(queries.answers_to_let_go(at=at)) == []
