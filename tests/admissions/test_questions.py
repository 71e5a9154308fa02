"""The questions of a form: rules of what hangs on what, versions, order, ready-made forms."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonroot.accounts.roles import Actor
from commonroot.admissions.actions import questions as actions
from commonroot.admissions.actions.questions import NotAQuestion, Wording, wording_of
from commonroot.admissions.models import FormQuestion
from commonroot.admissions.queries import calls as queries
from commonroot.admissions.queries.ready_made import in_languages
from commonroot.admissions.rules import questions as rules
from commonroot.admissions.rules.questions import Condition
from commonroot.admissions.rules.ready_made import RESIDENTIAL, SERIES, ready
from commonroot.core.fields import Translated
from tests.factories.admissions import (
    AnswerFactory,
    ApplicationFactory,
    CallFactory,
    FormQuestionFactory,
    RefereeFactory,
)

BY = Actor.system()
Kind = FormQuestion.Kind


def texts(*lines):
    return tuple(Translated({"en": line}) for line in lines)


ASKED = Wording(prompt=Translated({"en": "Which campaign?"}))
CHOICE = Wording(
    prompt=Translated({"en": "How would you come?"}), kind=Kind.CHOICE, choices=texts("Bus", "Foot")
)


def asked(call):
    return [str(one.prompt) for one in queries.questions(call)]


# What hangs on what.

keys = st.sampled_from("abcdef")
graphs = st.lists(
    st.builds(Condition, keys, after=keys | st.just(""), values=st.just(frozenset({"yes"}))),
    unique_by=lambda one: one.key,
)


@settings(max_examples=25, deadline=None)
@given(graphs, st.dictionaries(keys, st.booleans()))
def test_nothing_is_asked_that_hangs_on_itself_or_on_what_is_not_asked(conditions, values):
    found = rules.asked(conditions, values)

    by_key = {one.key: one for one in conditions}
    for key in found:
        here, passed = by_key.get(key), set()
        while here is not None and here.after:
            assert here.key not in passed
            passed.add(here.key)
            assert values.get(here.after) is True
            here = by_key.get(here.after)
    assert {one.key for one in conditions if not one.after} <= found


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        (None, set()),
        ("", set()),
        (True, {"yes"}),
        (False, {"no"}),
        ("KE", {"KE"}),
        (3, {"3"}),
        (["a", "b"], {"a", "b"}),
        ({"sw": 4}, {"sw"}),
        ([[2, 38]], set()),
    ],
)
def test_an_answer_as_codes(value, codes):
    assert rules.codes(value) == codes


@pytest.mark.parametrize(
    ("care", "meaning", "kind", "panel"),
    [
        ("personal", "", "text", "shown"),
        ("special", "", "text", "never"),
        ("personal", "travel", "yes_no", "never"),
        ("personal", "organisation", "line", "blind"),
        ("personal", "", "file", "blind"),
    ],
)
def test_what_the_panel_sees_unless_somebody_says_otherwise(care, meaning, kind, panel):
    assert rules.usual_panel(care=care, meaning=meaning, kind=kind) == panel


def test_lines_keep_the_codes_of_the_choices_they_were():
    was = [{"value": "b", "words": {"en": "Bus"}}, {"value": "f", "words": {"en": "Foot"}}]

    moved = rules.matched_choices(
        was, [{"en": "Foot"}, {"en": "Boat"}, {"en": "Bus"}], fresh=["x", "y", "z"]
    )
    mended = rules.matched_choices(was, [{"en": "By bus"}, {"en": "Foot"}], fresh=["x", "y"])

    assert [one["value"] for one in moved] == ["f", "x", "b"]
    assert [one["value"] for one in mended] == ["b", "f"]


# Versions.


@pytest.mark.django_db
def test_a_question_that_was_handed_in_keeps_its_words_and_drafts_go_over(at):
    old = FormQuestionFactory(position=3)
    follows = FormQuestionFactory(call=old.call, shown_if=old, shown_if_values=["x"])
    kept = AnswerFactory(question=old, application__call=old.call)
    draft = AnswerFactory(question=old, application=ApplicationFactory(call=old.call, draft=True))

    new = actions.change_question(question=old, wording=ASKED, by=BY, at=at)

    for row in (kept, draft, follows, old):
        row.refresh_from_db()
    assert (new.pk != old.pk, new.version, new.position, str(new.prompt)) == (
        True, 2, 3, "Which campaign?",
    )  # fmt: skip
    assert (str(old.prompt), old.retired_at) == ("What do you work on?", at)
    assert (kept.question, draft.question) == (old, new)
    assert follows.shown_if is None  # a line of text leads to nothing


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wording",
    [
        {"required": True},
        {"prompt": Translated({"en": "What do you work on?", "fr": "Sur quoi ?"})},
    ],
)
def test_what_asks_for_the_same_makes_no_version(at, wording):
    question = AnswerFactory().question

    changed = actions.change_question(
        question=question, wording=replace(wording_of(question), **wording), by=BY, at=at
    )

    assert (changed, changed.version) == (question, 1)
    assert all(getattr(changed, name) == value for name, value in wording.items())


@pytest.mark.django_db
def test_a_choice_that_is_gone_leads_to_nothing_and_another_kind_is_another_question(at):
    call = CallFactory()
    leading = actions.ask_question(call=call, wording=CHOICE, by=BY, at=at)
    bus, foot = (one["value"] for one in leading.choices)
    follows = actions.ask_question(
        call=call,
        wording=replace(ASKED, shown_if=leading, shown_if_values=(bus, foot)),
        by=BY,
        at=at,
    )
    RefereeFactory(question=leading, application=ApplicationFactory(call=call))

    fewer = actions.change_question(
        question=leading,
        wording=replace(CHOICE, choices=texts("Boat", "Foot", "Car")),
        by=BY,
        at=at,
    )
    follows.refresh_from_db()
    left = (follows.shown_if, follows.shown_if_values)
    actions.change_question(
        question=fewer, wording=replace(CHOICE, kind=Kind.YES_NO, choices=()), by=BY, at=at
    )
    follows.refresh_from_db()

    assert left == (fewer, [foot])
    assert (follows.shown_if, follows.shown_if_values) == (None, [])


@pytest.mark.django_db
def test_another_kind_of_answer_is_another_question_and_drafts_stay_with_the_old_one(at):
    old = AnswerFactory().question
    draft = AnswerFactory(question=old, application=ApplicationFactory(call=old.call, draft=True))

    new = actions.change_question(
        question=old, wording=replace(wording_of(old), kind=Kind.TEXT), by=BY, at=at
    )

    draft.refresh_from_db()
    assert (new.version, draft.question, queries.answered(old), queries.answered(new)) == (
        2, old, 2, 0,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_page_asks_of_several_what_concerns_them_all_or_each(at):
    call = CallFactory()
    for position, (kind, text, each) in enumerate(
        [
            ("heading", "You", False),
            ("line", "Name of your team", False),
            ("heading", "Hours", False),
            ("hours", "When", True),
            ("heading", "The end", False),
        ]
    ):
        FormQuestionFactory(
            call=call,
            position=position,
            kind=kind,
            each_member=each,
            prompt=Translated({"en": text}),
        )

    pages = [
        [str(one.prompt) for one in queries.questions_of(call, together=together, each=each)]
        for together, each in ((False, False), (True, False), (True, True))
    ]

    assert pages == [
        ["You", "Name of your team", "Hours", "When"],
        ["You", "Name of your team"],
        ["Hours", "When"],
    ]
    assert (queries.call_of(call.programme.key), queries.call_of("nothing")) == (call, None)


# Adding, copying, moving, retiring.


@pytest.mark.django_db
def test_a_copy_stands_below_and_means_nothing(at):
    first = FormQuestionFactory(kind=Kind.COUNTRY, meaning="country", position=0)
    FormQuestionFactory(call=first.call, position=1, prompt=Translated({"en": "Why?"}))

    copied = actions.copy_question(question=first, by=BY, at=at)

    assert asked(first.call) == ["What do you work on?", "What do you work on?", "Why?"]
    assert (copied.kind, copied.meaning) == (Kind.COUNTRY, "")


@pytest.mark.django_db
def test_a_question_moves_but_not_before_what_it_hangs_on(at):
    call = CallFactory()
    leading = actions.ask_question(call=call, wording=CHOICE, by=BY, at=at)
    middle = actions.ask_question(call=call, wording=ASKED, by=BY, at=at)
    last = actions.ask_question(
        call=call,
        wording=Wording(
            prompt=Translated({"en": "Which bus?"}),
            shown_if=leading,
            shown_if_values=(leading.choices[0]["value"],),
        ),
        by=BY,
        at=at,
    )

    actions.move_question(question=last, to=1, by=BY, at=at)
    actions.move_question(question=middle, to=99, by=BY, at=at)  # where it is already

    assert asked(call) == ["How would you come?", "Which bus?", "Which campaign?"]
    for question, to in ((last, -1), (leading, 2)):
        with pytest.raises(NotAQuestion, match="cannot come before that"):
            actions.move_question(question=question, to=to, by=BY, at=at)
    assert asked(call) == ["How would you come?", "Which bus?", "Which campaign?"]


@pytest.mark.django_db
def test_what_is_asked_no_longer_can_be_asked_again_at_the_end(at):
    call = CallFactory()
    leading = actions.ask_question(call=call, wording=CHOICE, by=BY, at=at)
    code = leading.choices[0]["value"]
    hangs = actions.ask_question(
        call=call, wording=replace(ASKED, shown_if=leading, shown_if_values=(code,)), by=BY, at=at
    )

    actions.stop_asking(question=hangs, by=BY, at=at)
    hangs.refresh_from_db()
    actions.stop_asking(question=leading, by=BY, at=at)
    ended = (asked(call), [one.pk for one in queries.retired(call)])
    for question in (queries.question(hangs.key), queries.question(leading.key)):
        actions.ask_again(question=question, by=BY, at=at)

    assert ended == ([], [leading.pk, hangs.pk])
    assert asked(call) == ["Which campaign?", "How would you come?"]
    assert queries.question(hangs.key).shown_if is None


REFUSED = [
    (Wording(prompt=Translated()), "Write what you want to ask."),
    (replace(CHOICE, choices=texts("Bus")), "Write at least two answers"),
    (replace(CHOICE, choices=texts(*map(str, range(41)))), "more than forty"),
    (replace(CHOICE, meaning="background"), "keeps its three sentences"),
    (replace(ASKED, care="special", required=True), "Nobody is made to answer a sensitive"),
    (replace(ASKED, care="special", keep_days=181), "kept at most 180 days"),
    (replace(ASKED, keep_days=731), "kept at most 730 days"),
    (replace(ASKED, meaning="hours"), "does not fit how it is answered"),
    (replace(ASKED, meaning="city"), "“Where?” asks for that already"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("wording", "words"), REFUSED)
def test_what_cannot_be_asked_is_refused_with_a_reason(at, wording, words):
    call = FormQuestionFactory(meaning="city", prompt=Translated({"en": "Where?"})).call

    with pytest.raises(NotAQuestion, match=re.escape(words)):
        actions.ask_question(call=call, wording=wording, by=BY, at=at)

    assert asked(call) == ["Where?"]


@pytest.mark.django_db
def test_a_form_ends_somewhere_and_nothing_hangs_on_what_comes_later_or_is_not_chosen(at):
    call = CallFactory()
    FormQuestion.objects.bulk_create(
        FormQuestion(call=call, position=n, prompt=Translated({"en": "Why?"})) for n in range(59)
    )
    line = queries.questions(call).first()

    with pytest.raises(NotAQuestion, match="answered by choosing"):
        actions.ask_question(
            call=call, wording=replace(ASKED, shown_if=line, shown_if_values=("x",)), by=BY, at=at
        )
    actions.ask_question(call=call, wording=ASKED, by=BY, at=at)
    with pytest.raises(NotAQuestion, match="more than sixty"):
        actions.ask_question(call=call, wording=ASKED, by=BY, at=at)


# Ready-made forms.


@pytest.mark.django_db
@pytest.mark.parametrize(("form", "count"), [(RESIDENTIAL, 24), (SERIES, 16)])
def test_a_ready_made_form_says_of_each_why_how_sensitive_and_how_long(at, form, count):
    call = CallFactory(languages=["en", "fr"])

    added = actions.start_with(call=call, form=form, by=BY, at=at)
    again = actions.start_with(call=call, form=form, by=BY, at=at)

    there = list(queries.questions(call))
    put = [one for one in there if one.kind != Kind.HEADING]
    assert (added, again, len(there)) == (count, 0, count)
    assert [one.prompt["en"] for one in put if not one.explanation] == []
    for one in put:
        actions.change_question(question=one, wording=wording_of(one), by=BY, at=at)  # all sound
    assert {one.panel for one in put if one.care == "special"} == {"never"}
    assert {one.meaning for one in put} >= {"background", "country", "languages", "themes"}


@pytest.mark.django_db
def test_one_ready_made_question_is_added_once_and_what_it_hangs_on_is_left_out(at):
    call = CallFactory()

    added = actions.add_ready(call=call, ready=ready("in_movement"), by=BY, at=at)
    again = actions.add_ready(call=call, ready=ready("in_movement"), by=BY, at=at)

    assert (added.shown_if, added.shown_if_values, again) == (None, [], None)
    assert ready("nothing") is None


@pytest.mark.django_db
def test_a_ready_made_form_leaves_out_what_the_programme_says_itself(at):
    call = CallFactory(programme__apply_asks=[{"en": "Why you?"}])
    FormQuestionFactory(call=call, prompt=Translated({"en": "Why you?"}))

    added = actions.start_with(call=call, form=SERIES, by=BY, at=at)

    assert (added, asked(call)[:3]) == (
        14,
        ["About you", "Why you?", "Where are you starting from?"],
    )


def test_words_that_we_do_not_speak_in_a_language_are_left_out_of_it():
    spoken = in_languages("words that nobody translated", ["en", "fr", "bn"])

    assert spoken == {"en": "words that nobody translated"}
