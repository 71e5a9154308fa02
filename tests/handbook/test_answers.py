"""A course's answers: written, met, taken back, taken over, confirmed."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor, Held
from commonroot.handbook.actions import answers as actions
from commonroot.handbook.models import ChapterAnswer, FormerAnswer
from commonroot.handbook.models.chapters import CHAPTERS
from commonroot.handbook.queries import answers as queries
from commonroot.handbook.queries.asked import deepen_due
from commonroot.handbook.rules import answers as rules
from commonroot.programmes.models import Programme
from tests.factories.accounts import AccountFactory
from tests.factories.handbook import WRITTEN, ChapterAnswerFactory
from tests.factories.programmes import ProgrammeFactory, TeamFactory

pytestmark = pytest.mark.django_db
QUESTION = "budget.secured"


def organiser(key, circle=None):
    """Somebody who edits programmes, of the whole school or of one team."""
    held = Held(role="organiser", circle_id=circle.pk if circle else 0, is_school=circle is None)
    return Actor(kind="account", key=key, account_id=1, held=(held,))


ANA, BEA = organiser("ana"), organiser("bea")


def write(programme, text, *, seen="", by=ANA, minutes=0):
    """Answer the question, so many minutes after nine."""
    return actions.write(
        programme=programme,
        question=QUESTION,
        text=text,
        seen=seen,
        language="en",
        by=by,
        at=WRITTEN + timedelta(minutes=minutes),
    )


def stands(programme):
    """What stands, and what stood or met it, the newest first."""
    answer = queries.answer_to(programme, QUESTION)
    return answer.text, [one.row.text for one in queries.former_of(answer)]


def test_an_answer_is_written_changed_and_taken_back():
    programme = ProgrammeFactory()

    assert write(programme, "  ").answer is None
    first = write(programme, " Half of it ").answer
    again = write(programme, "Half of it", by=BEA, minutes=1)
    second = write(programme, "All of it", seen=rules.stamp(first.changed_at), minutes=2).answer

    assert (first.text, again.met, second.by) == ("Half of it", False, "account:ana")
    assert stands(programme) == ("All of it", ["Half of it"])
    write(programme, "Half of it", seen=rules.stamp(second.changed_at), minutes=3)
    assert stands(programme) == ("Half of it", ["All of it", "Half of it"])
    emptied = write(programme, "", seen=rules.stamp(WRITTEN + timedelta(minutes=3)), minutes=4)
    write(programme, "Two thirds", seen=rules.stamp(emptied.answer.changed_at), minutes=5)
    assert stands(programme) == ("Two thirds", ["Half of it", "All of it", "Half of it"])


def test_two_at_once_and_no_words_are_lost():
    programme = ProgrammeFactory()
    read = rules.stamp(write(programme, "Nothing yet").answer.changed_at)
    write(programme, "The union pays the hall", seen=read, minutes=1)

    met = write(programme, "The city pays travel", seen=read, by=BEA, minutes=2)
    again = write(programme, "The city pays travel", seen=read, by=BEA, minutes=3)

    assert (met.met, again.met) == (True, True)
    kept = ["The city pays travel", "Nothing yet"]
    assert stands(programme) == ("The union pays the hall", kept)
    both = rules.both(met.answer.text, "The city pays travel")
    write(programme, both, seen=rules.stamp(met.answer.changed_at), by=BEA, minutes=4)
    assert stands(programme)[0] == "The union pays the hall\n\nThe city pays travel"


def test_words_that_met_others_wait_until_somebody_chooses():
    programme = ProgrammeFactory()
    write(programme, "The union pays the hall")
    for text in ("The city pays travel", "The church cooks"):
        met = write(programme, text, by=BEA, minutes=1)
    again = write(programme, "The church cooks", by=BEA, minutes=2)
    read = rules.stamp(met.answer.changed_at)

    def waiting():
        [row] = [one for one in queries.answers_of(programme)["budget"] if one.code == QUESTION]
        return row.answer.waiting, row.answer.earlier

    before = waiting()
    theirs = actions.write(
        programme=programme, question=QUESTION, text="The union pays the hall", seen=read,
        beside="The city pays travel", language="en", by=ANA, at=WRITTEN,
    )  # fmt: skip
    after = waiting()
    both = rules.both(theirs.answer.text, "The church cooks")
    write(programme, both, seen=rules.stamp(theirs.answer.changed_at), minutes=5)

    assert (again.met, before, after, waiting()) == (True, (2, 2), (1, 2), (0, 3))


def test_emptying_what_somebody_changed_meanwhile_keeps_theirs_and_nothing_beside():
    programme = ProgrammeFactory()
    write(programme, "Half of it", minutes=1)

    met = write(programme, "", by=BEA, minutes=2)

    assert (met.met, stands(programme)) == (True, ("Half of it", []))


@pytest.mark.parametrize(
    ("theirs", "mine", "both"),
    [("a b", "b", "a b"), ("b", "a b", "a b"), ("a", "b", "a\n\nb")],
)
def test_both_says_nothing_twice(theirs, mine, both):
    assert rules.both(theirs, mine) == both


def test_where_nothing_stands_nothing_is_met():
    assert rules.meets(stands="", typed="a", stamp_now="later", seen="") is False
    assert rules.meets(stands="a", typed="a", stamp_now="later", seen="") is False
    assert rules.meets(stands="a", typed="b", stamp_now="later", seen="") is True


def test_answers_taken_over_are_marked_until_they_are_confirmed_or_changed():
    source, programme = ProgrammeFactory(), ProgrammeFactory()
    for question in (QUESTION, "planning.functions", "planning.dates"):
        ChapterAnswerFactory(programme=source, question=question, text=question, by="account:ana")
    ChapterAnswerFactory(programme=source, question="kinds.fits", copied=True)
    ChapterAnswerFactory(programme=source, question="gone.gone")
    ChapterAnswerFactory(programme=source, question="calling.mix", text="")
    ChapterAnswerFactory(programme=programme, question="planning.dates", text="In May")
    ChapterAnswerFactory(programme=programme, question=QUESTION, text="")

    brought = actions.take_over(programme=programme, source=source, by=BEA, at=WRITTEN)

    chapters = queries.answers_of(programme)
    marked = {one.code for rows in chapters.values() for one in rows if one.is_unconfirmed}
    own = {one.code for rows in chapters.values() for one in rows if one.is_answered}
    assert (brought, marked, own) == (2, {QUESTION, "planning.functions"}, {"planning.dates"})
    with pytest.raises(actions.NothingToTakeOver):
        actions.take_over(programme=programme, source=source, by=BEA, at=WRITTEN)

    changed = write(programme, "We start anew", seen=rules.stamp(WRITTEN), by=BEA).answer
    confirmed = actions.confirm(
        programme=programme, seen={"planning.functions": rules.stamp(WRITTEN)}, by=BEA, at=WRITTEN
    )
    again = actions.confirm(
        programme=programme, seen={"planning.functions": rules.stamp(WRITTEN)}, by=BEA, at=WRITTEN
    )

    still = queries.answers_of(programme).values()
    assert (changed.copied_from, confirmed, again) == (source, 1, 0)
    assert [one.code for rows in still for one in rows if one.is_unconfirmed] == []


def test_what_was_changed_since_it_was_read_is_not_confirmed():
    one = ChapterAnswerFactory(copied=True)
    two = ChapterAnswerFactory(programme=one.programme, copied=True, question=QUESTION)
    seen = {one.question: rules.stamp(one.changed_at), two.question: "2026-01-01T00:00:00+00:00"}

    with pytest.raises(actions.ChangedMeanwhile):
        actions.confirm(programme=one.programme, seen=seen, by=ANA, at=WRITTEN)

    assert ChapterAnswer.objects.filter(confirmed_at=None).count() == 2


def test_every_question_of_every_chapter_is_read_in_one_query(django_assert_num_queries):
    answer = ChapterAnswerFactory(copied=True)

    with django_assert_num_queries(1):
        found = queries.answers_of(answer.programme)
        titles = [str(one.answer.copied_from.title) for one in found["planning"] if one.answer]

    assert list(found) == [one.code for one in CHAPTERS]
    assert titles == [str(answer.copied_from.title)]
    assert max(len(one.code) for rows in found.values() for one in rows) <= 40


def test_who_wrote_earlier_words_is_named_where_they_signed_in():
    account = AccountFactory(shown_name="Ana")
    answer = ChapterAnswerFactory(by=f"account:{account.key}")
    for by in (answer.by, "system:"):
        FormerAnswer.objects.create(answer=answer, text=by, by=by, at=WRITTEN)

    assert [(one.number, one.by) for one in queries.former_of(answer)] == [(2, ""), (1, "Ana")]
    assert queries.former_of(None) == []


def test_only_questions_of_the_handbook_are_found():
    chapter, question = queries.question_of(queries.DEEPEN)

    assert (chapter.code, question.code) == ("alumni", "deepen")
    assert [queries.question_of(code) for code in ("alumni.no", "no.deepen", "")] == [None] * 3


def test_courses_to_take_over_from_are_those_one_reads_that_answered_themselves():
    team, other = TeamFactory(), TeamFactory()
    here = ProgrammeFactory(run_by=team)
    answered = ProgrammeFactory(run_by=team)
    elsewhere = ProgrammeFactory(run_by=other)
    for programme in (here, answered, elsewhere):
        ChapterAnswerFactory(programme=programme)
    ChapterAnswerFactory(programme=ProgrammeFactory(run_by=team), copied=True)
    ChapterAnswerFactory(programme=ProgrammeFactory(run_by=team), text="")

    of_team = queries.courses_with_answers(organiser("ana", team), besides=here)
    of_school = queries.courses_with_answers(ANA, besides=here)

    assert [(one, one.answered) for one in of_team] == [(answered, 1)]
    assert set(of_school) >= {answered, elsewhere}
    assert here not in of_school


def test_today_asks_what_shall_come_after_while_a_course_is_planned():
    team = TeamFactory()
    plan = {"run_by": team, "published_at": None, "format": Programme.Format.RESIDENTIAL}
    asked = ProgrammeFactory(**plan, created_at=WRITTEN)
    copied = ProgrammeFactory(**plan, created_at=WRITTEN - timedelta(days=31))
    ChapterAnswerFactory(programme=copied, question=queries.DEEPEN, copied=True)
    answered = ProgrammeFactory(**plan, created_at=WRITTEN)
    ChapterAnswerFactory(programme=answered, question=queries.DEEPEN)
    ProgrammeFactory(run_by=team, published_at=WRITTEN, format=Programme.Format.RESIDENTIAL)
    ProgrammeFactory(**plan | {"format": Programme.Format.OPEN})
    ProgrammeFactory(**plan | {"run_by": TeamFactory()})

    found = deepen_due(organiser("ana", team), at=WRITTEN)

    assert [(one.address.split("/")[4], one.late) for one in found] == [
        (copied.key, True),
        (asked.key, False),
    ]
    assert len(deepen_due(ANA, at=WRITTEN)) == 3
    assert deepen_due(Actor.public(), at=WRITTEN) == []
