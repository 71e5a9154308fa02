"""A call: made from its programme, checked in words, published, prolonged, closed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.admissions.actions import calls as actions
from commonroot.admissions.actions import questions
from commonroot.admissions.actions.calls import CallNotReady, CallNotSound
from commonroot.admissions.forms.calls import by_clock
from commonroot.admissions.models import Call, FormQuestion
from commonroot.admissions.permissions.calls import can_edit_call, can_edit_form_question
from commonroot.admissions.queries import call_checks
from commonroot.admissions.queries import calls as queries
from commonroot.admissions.rules import calls as rules
from commonroot.admissions.rules.ready_made import SERIES, ready
from commonroot.core.fields import Translated
from commonroot.programmes.permissions import can_edit_programme
from tests.factories.admissions import (
    CLOSES,
    ApplicationFactory,
    CallFactory,
    CohortFactory,
    FormQuestionFactory,
)
from tests.factories.programmes import TeamFactory

BY = Actor.system()
BEFORE = datetime(2026, 11, 2, 12, tzinfo=UTC)
AFTER = datetime(2026, 11, 20, 12, tzinfo=UTC)


def draft(**more):
    """A call that nobody sees yet, with the one question that must be there."""
    call = CallFactory(**{"published_at": None, "hear_on": date(2026, 11, 25), **more})
    questions.add_ready(call=call, ready=ready("background"), by=BY, at=BEFORE)
    return call


def settings_of(call):
    fields = actions.CallSettings.__dataclass_fields__
    return actions.CallSettings(**{name: getattr(call, name) for name in fields})


@pytest.mark.django_db
def test_a_call_is_filled_with_what_the_programme_says_and_made_once(at):
    programme = CohortFactory(
        languages=["en", "fr"],
        apply_by=date(2026, 11, 15),
        apply_asks=[{"en": "a little about yourself", "fr": "quelques mots sur vous"}],
        places_words={"en": "35 places", "fr": "35 places"},
        commitment={"en": "Two hours a week."},
    )

    call = actions.make_call(programme=programme, by=BY, at=at)
    again = actions.make_call(programme=programme, by=BY, at=at)

    assert (call.closes_at, call.time_zone, call.languages) == (
        CLOSES,
        "Africa/Nairobi",
        ["en", "fr"],
    )
    assert (call.places, call.commitments) == (35, [{"en": "Two hours a week."}])
    assert [one.prompt["en"] for one in queries.questions(call)] == ["A little about yourself"]
    assert (again, call.published_at) == (call, None)


@pytest.mark.parametrize(
    ("words", "places"),
    [
        (["35 places"], 35),
        (["35 places", "35 plazas"], 35),
        (["30-40"], None),
        (["35", "40"], None),
        (["0 places"], None),
        ([""], None),
    ],
)
def test_places_are_read_where_a_text_names_one_number(words, places):
    assert rules.places_in(words) == places


CHECKS = [
    ({}, []),
    ({"places": None}, ["no_places"]),
    ({"closes_at": None}, ["no_deadline"]),
    ({"hear_on": None}, ["no_answer_day"]),
    ({"hear_on": date(2026, 11, 15)}, ["answer_too_soon"]),
    ({"closes_at": BEFORE}, ["deadline_over!"]),
    ({"opens_at": CLOSES}, ["opens_after!"]),
    ({"closes_at": datetime(2026, 12, 2, tzinfo=UTC)}, ["after_start!", "answer_too_soon"]),
    ({"alone": False}, ["nobody!"]),
    ({"help_with_travel": True}, ["help_not_asked"]),
    ({"languages": ["en", "sw"]}, ["missing"]),
    ({"programme__published_at": None}, ["programme_hidden"]),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("more", "codes"), CHECKS)
def test_what_to_look_at_before_it_is_published(more, codes):
    call = draft(**more)

    found = call_checks.checks(call, at=BEFORE)

    assert [one.code + "!" * one.stops for one in found] == codes
    assert all(one.title and one.text and one.url for one in found)


@pytest.mark.django_db
def test_questions_are_looked_at_before_it_is_published(at):
    call = CallFactory(published_at=None, hear_on=date(2026, 11, 25))
    nothing = call_checks.checks(call, at=BEFORE)
    FormQuestionFactory(call=call, care="special", explanation=Translated())
    FormQuestionFactory(call=call, kind=FormQuestion.Kind.YES_NO, meaning="travel")

    found = call_checks.checks(call, at=BEFORE)

    assert [one.code for one in nothing] == ["no_questions"]
    assert [(one.code, one.stops) for one in found] == [
        ("no_background", True),
        ("unexplained", True),
        ("help_asked_for_nothing", False),
    ]
    assert found[1].title == "1 sensitive question does not say why it is asked"


WHY = [
    (
        {"published_at": None},
        BEFORE,
        "not_published",
        "Nobody sees the form before you publish it.",
    ),
    (
        {"opens_at": CLOSES - timedelta(days=1)},
        BEFORE,
        "early",
        "It is published, and opens on Sat 14 November, 23:59:59 (Nairobi, UTC+3).",
    ),
    (
        {},
        AFTER,
        "over",
        "The deadline was on Sun 15 November, 23:59:59 (Nairobi, UTC+3). Prolong it to open it "
        "again.",
    ),
    (
        {"programme__published_at": None},
        BEFORE,
        "hidden",
        "Only whoever has the link: the page of the programme is not public.",
    ),
    ({}, BEFORE, "", ""),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("more", "at", "code", "words"), WHY)
def test_why_nobody_can_apply(more, at, code, words):
    assert call_checks.why_nobody(CallFactory(**more), at=at) == (code, words)


@pytest.mark.django_db
def test_publishing_waits_until_nothing_stops_it_and_can_be_undone():
    call = draft(alone=False)

    with pytest.raises(CallNotReady, match="Nobody may apply"):
        actions.publish_call(call=call, by=BY, at=BEFORE)
    sound = replace(settings_of(call), alone=True)
    changed = actions.set_call(call=call, settings=sound, by=BY, at=BEFORE)
    again = actions.set_call(call=call, settings=sound, by=BY, at=BEFORE)
    actions.publish_call(call=call, by=BY, at=BEFORE)
    actions.publish_call(call=call, by=BY, at=AFTER)  # it is public already
    published = queries.call(call.key).published_at
    actions.hide_call(call=call, by=BY, at=BEFORE)
    actions.hide_call(call=call, by=BY, at=BEFORE)

    assert (changed, again) == (True, False)
    assert (published, queries.call(call.key).published_at) == (BEFORE, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"alone": False}, "Say who may apply"),
        ({"languages": ()}, "Choose at least one language"),
        ({"opens_at": CLOSES}, "It would close before it opens"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(more, words):
    call = CallFactory()

    with pytest.raises(CallNotSound, match=words):
        actions.set_call(call=call, settings=replace(settings_of(call), **more), by=BY, at=BEFORE)


@pytest.mark.django_db
def test_a_deadline_is_moved_with_its_history_and_told_once_it_is_published():
    draft_of = CallFactory(closes_at=None, published_at=None)
    actions.set_call(
        call=draft_of, settings=replace(settings_of(draft_of), closes_at=CLOSES), by=BY, at=BEFORE
    )
    assert queries.call(draft_of.key).programme.apply_by is None
    call = CallFactory(closes_at=None)
    until = CLOSES + timedelta(days=3)

    actions.set_call(
        call=call, settings=replace(settings_of(call), closes_at=CLOSES), by=BY, at=BEFORE
    )
    actions.close_call(call=call, by=BY, at=BEFORE)
    closed = call_checks.why_nobody(queries.call(call.key), at=BEFORE)[0]
    for moment, words in ((BEFORE, "over already"), (datetime(2026, 12, 2, tzinfo=UTC), "begun")):
        with pytest.raises(CallNotSound, match=words):
            actions.prolong_call(call=call, until=moment, by=BY, at=BEFORE)
    actions.prolong_call(call=call, until=until, by=BY, at=AFTER - timedelta(days=5))
    with pytest.raises(CallNotSound, match="no later"):
        actions.prolong_call(call=call, until=until, by=BY, at=AFTER - timedelta(days=5))
    moved = call_checks.moved_deadlines(queries.call(call.key), at=BEFORE)

    assert closed == "over"
    assert queries.call(call.key).programme.apply_by == date(2026, 11, 18)
    assert [(one.was, one.now) for one in moved] == [
        ("Mon 2 November, 14:59:59 (Nairobi, UTC+3)", "Wed 18 November, 23:59:59 (Nairobi, UTC+3)"),
        ("Sun 15 November, 23:59:59 (Nairobi, UTC+3)", "Mon 2 November, 14:59:59 (Nairobi, UTC+3)"),
        ("", "Sun 15 November, 23:59:59 (Nairobi, UTC+3)"),
    ]
    with pytest.raises(CallNotSound, match="closed already"):
        actions.close_call(call=call, by=BY, at=AFTER)


def test_a_time_is_read_by_the_clock_of_the_call():
    assert by_clock(datetime(2026, 11, 15, 23, 59, 59), "Africa/Nairobi") == CLOSES
    assert CLOSES.astimezone(ZoneInfo("Africa/Nairobi")).hour == 23


@pytest.mark.django_db
def test_applications_are_counted_without_those_taken_back():
    call = CallFactory()
    ApplicationFactory(call=call)
    ApplicationFactory(call=call, draft=True)
    ApplicationFactory(call=call, state="withdrawn")

    assert queries.counts(call) == {"drafts": 1, "handed_in": 1}
    assert queries.handed_in_for(call.programme) == 1


@pytest.mark.django_db
def test_organisers_of_the_programme_make_its_call_and_nobody_else(organiser, school):
    ours = FormQuestionFactory(call__programme__run_by=school)
    theirs = FormQuestionFactory(call__programme__run_by=TeamFactory())

    for question, actor, may in (
        (ours, organiser, True),
        (ours, Actor.public(), False),
        (theirs, organiser, can_edit_programme(organiser, theirs.call.programme)),
    ):
        assert can_edit_call(actor, question.call.programme) is may
        assert can_edit_form_question(actor, question) is may


# Pages.


@pytest.mark.django_db
def test_an_organiser_makes_a_call_from_a_ready_made_form_and_publishes_it(desk, school):
    programme = CohortFactory(run_by=school, starts_on=date(2030, 1, 1), languages=["en", "ar"])
    there = {
        name: reverse(f"admissions:{name}", kwargs={"key": programme.key})
        for name in ("call", "call_state", "call_settings", "builder", "question_new", "preview")
    }
    nothing = desk.get(there["builder"])

    first = desk.get(there["call"])
    made = desk.post(there["call"])
    desk.post(there["builder"], {"start": SERIES})
    bad = desk.post(
        there["question_new"] + "?kind=choice", {"prompt-en": "Bus?", "care": "personal"}
    )
    added = desk.post(
        there["question_new"] + "?kind=choice",
        {
            "prompt-en": "How would you come?",
            "choices-en": "Bus\nFoot",
            "care": "personal",
            "keep_days": "90",
        },
    )
    call = Call.objects.get()
    question = queries.questions(call).last()
    pages = [desk.get(url) for url in there.values() if "state" not in url and "new" not in url]
    pages.append(desk.get(reverse("admissions:form_question", kwargs={"key": question.key})))
    unready = desk.post(there["call_state"], {"publish": "yes"})
    settings = {
        "time_zone": "Africa/Nairobi", "closes_at": "2029-11-15T23:59:59", "grace_minutes": "0",
        "languages": ["en"], "alone": "on", "most_in_group": "8", "way": "simple",
        "offer_days": "10", "visa_weeks": "8", "keep_days": "90", "two_yes": "on",
        "commitments-en": "I come every week.",
    }  # fmt: skip
    wrong = desk.post(there["call_settings"], settings | {"alone": ""})
    set_ = desk.post(there["call_settings"], settings)
    published = desk.post(there["call_state"], {"publish": "yes"})

    assert (nothing.status_code, first.status_code, made.status_code) == (404, 200, 302)
    assert (bad.status_code, added.status_code, wrong.status_code, set_.status_code) == (
        400, 302, 400, 302,
    )  # fmt: skip
    assert [page.status_code for page in pages] == [200] * 5
    assert str(question.prompt) == "How would you come?"
    call.refresh_from_db()
    assert (unready.status_code, published.status_code) == (302, 302)
    assert call.commitments == [{"en": "I come every week."}]
    assert call.closes_at == datetime(2029, 11, 15, 20, 59, 59, tzinfo=UTC)
    assert call.published_at is not None


@pytest.mark.django_db
def test_buttons_of_the_builder_move_copy_end_and_ask_again(desk, school):
    call = CallFactory(programme__run_by=school)
    one, two = (
        FormQuestionFactory(call=call, prompt=Translated({"en": text})) for text in ("One", "Two")
    )
    there = reverse("admissions:builder", kwargs={"key": call.programme.key})
    orders = []

    for name, value in (
        ("up", two.key), ("down", two.key), ("to", f"{two.key}:0"), ("copy", one.key),
        ("stop", two.key), ("again", two.key), ("ready", "background"), ("nothing", "x"),
    ):  # fmt: skip
        desk.post(there, {name: value})
        orders.append([str(question.prompt)[:5] for question in queries.questions(call)])

    assert orders == [
        ["Two", "One"],
        ["One", "Two"],
        ["Two", "One"],
        ["Two", "One", "One"],
        ["One", "One"],
        ["One", "One", "Two"],
        ["One", "One", "Two", "Where"],
        ["One", "One", "Two", "Where"],
    ]
    other = FormQuestionFactory()
    assert desk.post(there, {"up": other.key}).status_code == 404


@pytest.mark.django_db
def test_the_builder_asks_the_database_as_often_for_1_as_for_50(
    desk, school, django_assert_num_queries
):
    few, many = (CallFactory(programme__run_by=school) for _n in range(2))
    FormQuestionFactory(call=few)
    FormQuestion.objects.bulk_create(
        FormQuestion(call=many, position=n, prompt=Translated({"en": "Why?"})) for n in range(50)
    )

    for call in (few, few, many):  # the first one warms what is kept between pages
        url = reverse("admissions:builder", kwargs={"key": call.programme.key})
        with django_assert_num_queries(99, exact=False) as asked:
            assert desk.get(url).status_code == 200
        counted = len(asked)
        if call is few:
            usual = counted
    assert counted == usual


@pytest.mark.django_db
def test_a_question_is_answered_in_another_way_from_now_on(desk, school):
    call = CallFactory(programme__run_by=school, languages=["en"])
    question = FormQuestionFactory(call=call, kind="line", prompt=Translated({"en": "How far?"}))
    heading = FormQuestionFactory(call=call, kind="heading")
    there = reverse("admissions:form_question", args=[question.key])

    page = desk.get(f"{there}?kind=choice").content.decode()
    said = {"prompt-en": "How far?", "choices-en": "Near\nFar", "care": "plain", "keep_days": "90"}
    kept = desk.post(f"{there}?kind=choice", said)

    question.refresh_from_db()
    assert ("Once you save" in page, "Leave it as it is" in page) == (True, True)
    assert "Once you save" not in desk.get(there).content.decode()
    assert (kept.status_code, question.kind) == (302, "choice")
    assert [one["words"]["en"] for one in question.choices] == ["Near", "Far"]
    of_heading = reverse("admissions:form_question", args=[heading.key])
    assert [
        desk.get(address).status_code
        for address in (f"{there}?kind=heading", f"{there}?kind=odd", f"{of_heading}?kind=line")
    ] == [404] * 3
