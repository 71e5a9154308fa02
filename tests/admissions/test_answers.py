"""Answers by what they mean, and in words."""

import pytest

from commonroot.admissions.models import FormQuestion
from commonroot.admissions.queries.answers import (
    answers_of,
    by_meaning,
    by_meaning_of_members,
    form_answers,
)
from commonroot.core.fields import Translated
from tests.factories.admissions import (
    AnswerFactory,
    ApplicantFactory,
    ApplicationFactory,
    CallFactory,
    FormQuestionFactory,
    RefereeFactory,
)

pytestmark = pytest.mark.django_db
Kind = FormQuestion.Kind
COLOURS = [
    {"value": "r", "words": {"en": "Red"}},
    {"value": "b", "words": {"en": "Blue", "fr": "Bleu"}},
]


def test_what_an_answer_means_is_found_in_one_query(django_assert_num_queries):
    call = CallFactory()
    country = FormQuestionFactory(call=call, kind=Kind.COUNTRY, meaning="country")
    hours = FormQuestionFactory(call=call, kind=Kind.HOURS, meaning="hours", each_member=True)
    plain = FormQuestionFactory(call=call)
    one = ApplicationFactory(call=call, answers=[(country, "KE"), (plain, "x"), (hours, [])])
    two = ApplicationFactory(call=call)
    member = ApplicantFactory(application=one)
    AnswerFactory(application=one, applicant=member, question=hours, value=[[0, 36]])

    with django_assert_num_queries(1):
        found = by_meaning([one, two])
    with django_assert_num_queries(1):
        members = by_meaning_of_members([one, two])

    assert found == {one.pk: {"country": "KE"}, two.pk: {}}
    assert members == {member.pk: {"hours": [[0, 36]]}}


def test_only_what_is_needed_is_read_and_the_newest_version_counts():
    call = CallFactory()
    newer = FormQuestionFactory(call=call, kind=Kind.COUNTRY, meaning="country", version=2)
    older = FormQuestionFactory(call=call, kind=Kind.COUNTRY, meaning="country", version=1)
    gender = FormQuestionFactory(call=call, meaning="gender")
    one = ApplicationFactory(call=call, answers=[(newer, "UG"), (older, "KE"), (gender, "w")])

    found = by_meaning([one], only=["country"])

    assert found == {one.pk: {"country": "UG"}}


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (Kind.LINE, "Our hospital", "Our hospital"),
        (Kind.YES_NO, True, "Yes"),
        (Kind.YES_NO, False, "No"),
        (Kind.AGREE, True, "Yes, I agree"),
        (Kind.CHOICE, "r", "Red"),
        (Kind.SEVERAL, ["b", "gone"], "Blue, gone"),
        (Kind.NUMBER, 0, "0"),
        (Kind.SCALE, 4, "4 of 5"),
        (Kind.COUNTRY, "KE", "Kenya"),
        (Kind.LANGUAGES, {"fr": 2, "en": 4}, "English (mother tongue), French (can work in it)"),
        (Kind.HOURS, [[0, 36]], "Mon 18:00–18:30"),
        (Kind.TEXT, "", ""),
    ],
)
def test_answers_are_told_in_words(kind, value, words):
    question = FormQuestionFactory(kind=kind, choices=COLOURS)
    application = ApplicationFactory(call=question.call, answers=[(question, value)])

    [said] = answers_of(application, unanswered=True)

    assert (said.words, said.answered) == (words, bool(words))


def test_the_panel_reads_what_it_may_and_the_applicant_all():
    call = CallFactory()
    shown, blind, never = (
        FormQuestionFactory(call=call, panel=panel, prompt=Translated({"en": panel}))
        for panel in ("shown", "blind", "never")
    )
    FormQuestionFactory(call=call, kind=Kind.HEADING)
    FormQuestionFactory(call=call, retired_at=call.created_at)
    FormQuestionFactory(call=call, kind=Kind.FILE, prompt=Translated({"en": "file"}))
    referee = FormQuestionFactory(call=call, kind=Kind.REFEREE, prompt=Translated({"en": "who"}))
    application = ApplicationFactory(call=call, answers=[(shown, "a"), (blind, "b"), (never, "c")])
    for name in ("Grace", "Otieno"):
        RefereeFactory(
            application=application, question=referee, name=name, way=f"{name}@example.org"
        )

    told = [
        [(said.prompt, said.words) for said in answers_of(application, **how)]
        for how in ({}, {"for_panel": True}, {"for_panel": True, "blind": True})
    ]
    all_asked = [said.prompt for said in answers_of(application, unanswered=True)]

    who = ("who", "Grace, Otieno")
    assert told == [
        [("shown", "a"), ("blind", "b"), ("never", "c"), who],
        [("shown", "a"), ("blind", "b"), who],
        [("shown", "a"), who],
    ]
    assert all_asked == ["shown", "blind", "never", "file", "who"]
    assert form_answers(application)[referee.key] == [
        {"name": "Grace", "way": "Grace@example.org", "language": "en"},
        {"name": "Otieno", "way": "Otieno@example.org", "language": "en"},
    ]


def test_each_of_several_sees_what_everybody_answers_for_themselves():
    call = CallFactory()
    shared, each = FormQuestionFactory(call=call), FormQuestionFactory(call=call, each_member=True)
    member = ApplicantFactory(application=ApplicationFactory(call=call, answers=[(shared, "all")]))
    AnswerFactory(application=member.application, applicant=member, question=each, value="mine")

    said = answers_of(member.application, applicant=member)

    assert [(row.question, row.words) for row in said] == [(each, "mine")]
    assert form_answers(member.application, applicant=member) == {each.key: "mine"}
