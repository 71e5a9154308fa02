"""The panel: who reads, by what, when, which; and what readers keep and give."""

from datetime import UTC, datetime, timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.admissions import tasks
from commonroot.admissions.actions import panel as actions
from commonroot.admissions.actions import reading
from commonroot.admissions.models import Conflict, Criterion, Review, Reviewer, ReviewPhase, Score
from commonroot.admissions.queries import panel as queries
from commonroot.admissions.queries import scores, shown
from commonroot.circles import actions as circles
from commonroot.consent.actions import serve
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.fields import Translated
from commonroot.messaging.models import Letter
from tests.factories.accounts import AccountFactory
from tests.factories.admissions import (
    AnswerFactory,
    ApplicantFactory,
    ApplicationFactory,
    CallFactory,
    ConflictFactory,
    CriterionFactory,
    FormQuestionFactory,
    RefereeFactory,
    ReviewerFactory,
    ReviewFactory,
    ReviewPhaseFactory,
)
from tests.factories.people import PersonFactory

AT = datetime(2026, 11, 18, 9, tzinfo=UTC)  # within the phase of the factory
BEFORE = datetime(2026, 11, 10, tzinfo=UTC)
SYSTEM = Actor.system()
pytestmark = pytest.mark.django_db


def handed_in(call, **said):
    """An application whose person the organisers may see."""
    one = ApplicationFactory(call=call, **said)
    serve(
        person=one.person,
        purpose=Purpose.THIS_PROGRAMME,
        audience=Audience(AudienceKind.PROGRAMME, call.programme.key),
        until=None,
        by=SYSTEM,
        at=BEFORE,
    )
    return one


def on_panel(call, **person):
    reader = ReviewerFactory(call=call)
    PersonFactory(account=reader.account, **person)
    return reader


def keep(reader, application, **said):
    usual = {"words": "Good.", "feedback": "", "points": {}, "give": True, "at": AT}
    return reading.keep_review(
        reviewer=reader, application=application, by=SYSTEM, **(usual | said)
    )


def pairs():
    return sorted(Review.objects.values_list("application__number", "reviewer"))


def test_applications_are_given_out_evenly_and_again_when_a_reader_leaves():
    call = CallFactory()
    ReviewPhaseFactory(call=call, each=2)
    first, second, third = (on_panel(call) for _each in range(3))
    rows = [handed_in(call) for _each in range(3)]
    ApplicationFactory(call=call)  # the gate keeps it: nobody opened it

    shared = actions.give_out(call=call, by=SYSTEM, at=AT)

    assert (shared.given, shared.short) == (6, 0)
    assert {one.reviews.count() for one in (first, second, third)} == {2}
    assert queries.left(first, at=AT).all == 2
    told = [letter.values["left"] for letter in Letter.objects.all()]
    assert told == [2, 2, 2]
    keep(second, second.reviews.first().application)
    assert actions.end_reader(reviewer=second, by=SYSTEM, at=AT) == 1
    assert actions.end_reader(reviewer=second, by=SYSTEM, at=AT) == 0
    again = actions.give_out(call=call, by=SYSTEM, at=AT)
    assert (again.given, again.short) == (2, 0)
    assert Letter.objects.count() == 3  # nobody hears of it twice a day
    assert {row.reviews.filter(reviewer__ended_at=None).count() for row in rows} == {2}


def test_giving_out_says_what_is_short_and_what_cannot_be_given():
    call = CallFactory()
    phase = ReviewPhaseFactory(call=call, each=2)
    with pytest.raises(actions.NothingToGiveOut):
        actions.give_out(call=call, by=SYSTEM, at=AT)
    reader = on_panel(call)
    on_panel(call)
    ConflictFactory(application=handed_in(call), reviewer=reader)

    assert actions.give_out(call=call, by=SYSTEM, at=AT).short == 1
    phase.each = 0
    phase.save()
    with pytest.raises(actions.NothingToGiveOut):
        actions.give_out(call=call, by=SYSTEM, at=AT)
    assert queries.left(reader, at=AT).all == 0  # everybody reads all, but not this one


def test_who_may_read_here_is_asked_and_comes_back_with_what_they_said(school):
    call = CallFactory(programme__run_by=school)
    known, ended, other = (AccountFactory() for _each in range(3))
    for account, role in ((known, "panel"), (ended, "panel"), (other, "facilitator")):
        until = AT if account == ended else None
        circles.give_mandate(
            account=account, circle=school, role=role, until=until, by=SYSTEM, at=BEFORE
        )

    assert list(queries.could_read(call, at=AT)) == [known]
    reader = actions.add_reader(call=call, account=known, by=SYSTEM, at=AT)
    assert list(queries.could_read(call, at=AT)) == []
    actions.end_reader(reviewer=reader, by=SYSTEM, at=AT)
    assert queries.reader_of(call, account=known.pk) is None
    assert actions.add_reader(call=call, account=known, by=SYSTEM, at=AT) == reader
    assert actions.add_reader(call=call, account=known, by=SYSTEM, at=AT) == reader
    assert [Reviewer.objects.get().ended_at, queries.reader(reader.key)] == [None, reader]
    assert list(queries.reads_of(known.pk)) == [reader]


def test_a_rubric_keeps_the_scale_by_which_points_were_given():
    call = CallFactory(languages=["fr", "xx"])
    assert actions.take_ready_made(call=call, by=SYSTEM, at=AT) == 4
    assert actions.take_ready_made(call=call, by=SYSTEM, at=AT) == 0
    line = queries.rubric(call)[0]
    assert (set(line.title), line.weight) == ({"fr"}, 2)
    said = {"title": {"en": "New"}, "words": {}, "by": SYSTEM, "at": AT}

    added = actions.set_criterion(call=call, criterion=None, most=3, weight=1, **said)
    ReviewFactory(application=ApplicationFactory(call=call), points=[(added, 2)])

    assert added.position == 5
    changed = actions.set_criterion(call=call, criterion=added, most=3, weight=0, **said)
    assert changed.weight == 0
    with pytest.raises(actions.RubricInUse):
        actions.set_criterion(call=call, criterion=added, most=4, weight=0, **said)
    with pytest.raises(actions.RubricInUse):
        actions.remove_criterion(criterion=added, by=SYSTEM, at=AT)
    actions.remove_criterion(criterion=line, by=SYSTEM, at=AT)
    assert Criterion.objects.filter(call=call).count() == 4


def test_a_ready_made_rubric_in_no_language_of_ours_is_english():
    call = CallFactory(languages=["sw"])

    actions.take_ready_made(call=call, by=SYSTEM, at=AT)

    assert set(queries.rubric(call)[0].title) == {"en"}


def test_a_phase_that_runs_keeps_its_rules_and_stands_alone():
    call = CallFactory()
    said = {
        "title": Translated({"en": "First"}),
        "opens_at": AT,
        "closes_at": AT + timedelta(days=5),
        "blind": True,
        "shows_others": False,
        "scores": True,
        "each": 2,
    }
    phase = actions.set_phase(call=call, phase=None, said=said, by=SYSTEM, at=BEFORE)

    with pytest.raises(actions.PhaseRuns):
        actions.set_phase(call=call, phase=phase, said={**said, "blind": False}, by=SYSTEM, at=AT)
    with pytest.raises(actions.PhasesOverlap):
        actions.set_phase(call=call, phase=None, said=said, by=SYSTEM, at=AT)
    longer = {**said, "closes_at": AT + timedelta(days=6)}
    actions.set_phase(call=call, phase=phase, said=longer, by=SYSTEM, at=AT)
    with pytest.raises(actions.PhaseRuns):
        actions.remove_phase(phase=phase, by=SYSTEM, at=AT)
    assert queries.phase_now(call, at=AT) == phase
    assert queries.next_phase(call, at=BEFORE) == phase
    actions.remove_phase(phase=phase, by=SYSTEM, at=BEFORE)
    assert ReviewPhase.objects.exists() is False


def test_a_review_is_a_draft_until_it_is_given_with_all_its_points():
    call = CallFactory()
    ReviewPhaseFactory(call=call, each=0)
    line, other = CriterionFactory(call=call), CriterionFactory(call=call)
    reader, application = on_panel(call), handed_in(call)

    draft = keep(reader, application, give=False, points={line.key: 4})
    assert (draft.given_at, scores.averages([application])) == (None, {})
    with pytest.raises(reading.PointsNotSettled):
        keep(reader, application, points={line.key: 4})
    with pytest.raises(reading.PointsNotSettled):
        keep(reader, application, points={line.key: 9, other.key: 1})
    keep(reader, application, points={line.key: 4, other.key: 1})
    keep(reader, application, words=" Better. ", points={other.key: 5}, give=False)

    review = Review.objects.get()
    assert (review.words, review.given_at) == ("Better.", AT)
    assert scores.averages([application]) == {application.pk: 90}
    assert queries.left(reader, at=AT).left == 0
    assert queries.has_given(reader, application) is True


def test_nothing_is_kept_outside_a_phase_or_of_what_is_not_theirs():
    call = CallFactory()
    phase = ReviewPhaseFactory(call=call, each=1, scores=False)
    line = CriterionFactory(call=call)
    reader, application = on_panel(call), handed_in(call)

    with pytest.raises(reading.NotTheirs):
        keep(reader, application)
    ReviewFactory(application=application, reviewer=reader, given_at=None)
    keep(reader, application, points={line.key: 5})
    with pytest.raises(reading.NothingIsRead):
        keep(reader, application, at=phase.closes_at)
    assert Score.objects.exists() is False  # in this phase only notes are written


def test_who_stands_back_leaves_nothing_behind():
    call = CallFactory()
    ReviewPhaseFactory(call=call, each=0)
    reader, application = on_panel(call), handed_in(call)
    keep(reader, application)

    for _twice in range(2):
        reading.say_conflict(
            reviewer=reader, application=application, words="A cousin.", by=SYSTEM, at=AT
        )

    assert [one.words for one in Conflict.objects.all()] == ["A cousin."]
    assert (Review.objects.exists(), queries.left(reader, at=AT).all) == (False, 0)
    assert queries.has_to_read(reader, application) is True
    assert queries.has_to_read(reader, ApplicationFactory()) is False


def test_a_text_that_tells_is_hidden_until_it_is_covered():
    application = ApplicationFactory()
    answer = AnswerFactory(application=application, value="I am Asha of the Water Union.")
    key = answer.question.key

    def seen(*, blind=True):
        return [
            (one.words, one.hidden, one.covered)
            for part in shown.parts(application, blind=blind)
            for one in part.answers
        ]

    for _twice in range(2):
        reading.mark_telling(answer=answer, by=SYSTEM, at=AT)
    hidden = seen()
    assert shown.answer_shown(application, question=key, applicant="", blind=True) is None
    reading.cover(answer=answer, words="I am ▇ of the ▇.", by=SYSTEM, at=AT)

    assert hidden == [("", True, False)]
    assert seen() == [("I am ▇ of the ▇.", False, True)]
    assert seen(blind=False) == [("I am Asha of the Water Union.", False, False)]
    reading.uncover(answer=answer, by=SYSTEM, at=AT)
    assert seen() == [("I am Asha of the Water Union.", False, False)]
    assert shown.answer_shown(application, question=key, applicant="", blind=True) == answer


def test_the_panel_never_sees_names_ways_money_or_what_is_not_for_it():
    application = ApplicationFactory(kind="group")
    call = application.call
    member = ApplicantFactory(application=application, name="Otieno")
    for said in (
        {"panel": "never"}, {"panel": "blind"}, {"meaning": "circumstances"}, {"meaning": "travel"},
    ):  # fmt: skip
        AnswerFactory(
            application=application, question=FormQuestionFactory(call=call, **said), value="no"
        )
    each = FormQuestionFactory(call=call, each_member=True)
    AnswerFactory(application=application, applicant=member, question=each, value="yes")
    referee = RefereeFactory(application=application, name="Fatima", words="Come, all of you.")
    file = FormQuestionFactory(call=call, kind="file")

    def told(*, blind):
        return [
            (part.called, one.words, one.quotes)
            for part in shown.parts(application, blind=blind)
            for one in part.answers
        ]

    quotes = ["Come, all of you."]
    assert told(blind=True) == [
        ("", "People who speak for them: 1", quotes), ("Person 2", "yes", []),
    ]  # fmt: skip
    assert told(blind=False) == [
        ("", "no", []), ("", "Fatima", quotes), ("Otieno", "yes", []),
    ]  # fmt: skip
    hidden = [
        shown.answer_shown(application, question=one.key, applicant="", blind=True)
        for one in (*call.questions.exclude(pk__in=[each.pk, referee.question_id]), file)
    ]
    assert set(hidden) == {None}
    assert shown.answer_shown(
        application, question=each.key, applicant=member.key, blind=True
    ) == member.answers.get()  # fmt: skip


def test_others_are_shown_after_ones_own_where_the_phase_says_so():
    phase = ReviewPhaseFactory(shows_others=True)
    line = CriterionFactory(call=phase.call)
    application = ApplicationFactory(call=phase.call)
    mine = ReviewFactory(application=application, given_at=None)
    ReviewFactory(application=application, words="Strong.", points=[(line, 4)])

    before = shown.others(application, mine=mine, phase=phase)
    mine.given_at = AT
    after = shown.others(application, mine=mine, phase=phase)
    phase.shows_others = False

    assert before == []
    assert [(one.words, [p[1:] for p in one.points]) for one in after] == [("Strong.", [(4, 5)])]
    assert shown.others(application, mine=mine, phase=phase) == []
    assert shown.others(application, mine=mine, phase=None) == []


def test_readers_with_work_left_are_written_to_once_before_the_end():
    call = CallFactory(way="panel")
    ReviewPhaseFactory(call=call, each=0)
    busy, done, nobody = on_panel(call), on_panel(call), ReviewerFactory(call=call)
    busy.account.language = "fr"
    busy.account.save()
    application = handed_in(call)
    keep(done, application)
    late = datetime(2026, 11, 22, tzinfo=UTC)

    sent = [tasks.remind_readers(at=moment) for moment in (AT, late, late)]

    letter = Letter.objects.get()
    assert sent == [0, 1, 0]
    assert (letter.language, letter.address) == ("fr", busy.account.address)
    assert (letter.values["left"], letter.values["all"]) == (1, 1)
    assert nobody.reviews.count() == 0
    for moment in (BEFORE, late):
        assert actions.remind_readers(call=call, by=SYSTEM, at=moment) == 0
    next_day = late + timedelta(hours=20)
    assert actions.remind_readers(call=call, by=SYSTEM, at=next_day) == 1


def test_organisers_write_a_note_each_where_there_is_no_panel():
    application = ApplicationFactory()
    account = AccountFactory()
    by = Actor(kind="account", account_id=account.pk)
    said = {"call": application.call, "application": application, "feedback": "", "at": AT}

    for words in ("Yes.", "Yes, and soon."):
        reading.note_down(words=words, by=by, **said)

    assert [row.words for row in Review.objects.all()] == ["Yes, and soon."]
    assert reading.note_down(words=" ", by=by, **said) is None
    assert Review.objects.exists() is False
    with pytest.raises(reading.NotTheirs):
        reading.note_down(words="Yes.", by=Actor.public(), **said)
