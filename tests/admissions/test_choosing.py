"""Choosing: the balance of the mix, verdicts and reasons, places, and two signatures."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.admissions.actions import choosing, signing
from commonroot.admissions.models import Application, Decision, SignOff
from commonroot.admissions.permissions.choosing import (
    can_choose,
    can_decide,
    can_see_money,
    can_sign,
    can_write_reply,
)
from commonroot.admissions.queries import choosing as queries
from commonroot.admissions.queries import criteria
from commonroot.admissions.queries.told import told_state
from commonroot.circles import actions as circles
from commonroot.circles.queries import actor_for
from tests.admissions.chosen import apply, scored
from tests.conftest import NOON
from tests.factories.accounts import AccountFactory
from tests.factories.admissions import (
    DECIDED,
    AnswerFactory,
    ApplicantFactory,
    CallFactory,
    DecisionFactory,
    EligibilityFactory,
    FormQuestionFactory,
    PriorityFactory,
    ReplyFactory,
    TargetFactory,
)


@pytest.fixture
def call(school):
    return CallFactory(programme__run_by=school, places=2)


@pytest.fixture
def second(school):
    account = AccountFactory(last_login=NOON)
    circles.give_mandate(
        account=account, circle=school, role="organiser", until=None, by=Actor.system(), at=NOON
    )
    return actor_for(account, person_id=None, at=NOON)


@pytest.mark.django_db
class TestDeciding:
    def test_a_verdict_moves_it_and_stays_as_history(self, call, organiser):
        one = apply(call)

        for verdict, minute in (("reserve", 0), ("accept", 1)):
            choosing.decide(
                application=one, verdict=verdict, by=organiser, at=NOON + timedelta(minutes=minute)
            )
        back = choosing.undo(application=one, by=organiser, at=NOON + timedelta(minutes=2))

        one.refresh_from_db()
        assert (one.state, back.verdict) == ("reserve", "reserve")
        assert [each.verdict for each in queries.history(one)] == ["reserve", "accept", "reserve"]
        assert told_state(one, at=NOON) == "submitted"

    def test_undoing_the_first_opens_it_again_and_then_nothing_is_left(self, call, organiser):
        one = apply(call)
        with pytest.raises(choosing.TooLate):
            choosing.undo(application=one, by=organiser, at=NOON)
        choosing.decide(application=one, verdict="accept", by=organiser, at=NOON)

        choosing.undo(application=one, by=organiser, at=NOON)

        one.refresh_from_db()
        assert one.state == "submitted"

    def test_undoing_takes_a_place_only_where_one_is_free(self, call, organiser):
        first = apply(call)
        choosing.decide(application=first, verdict="accept", by=organiser, at=NOON)
        choosing.decide(application=first, verdict="regret", by=organiser, at=NOON)
        for _each in range(2):
            choosing.decide(application=apply(call), verdict="accept", by=organiser, at=NOON)

        with pytest.raises(choosing.NoPlaceLeft):
            choosing.undo(application=first, by=organiser, at=NOON)

    def test_people_take_places_not_applications(self, call, organiser):
        pair = apply(call, kind=Application.Kind.PAIR)
        ApplicantFactory(application=pair)
        ApplicantFactory(application=pair, state="asked")
        ApplicantFactory(application=pair, person=pair.person)

        choosing.decide(application=pair, verdict="accept", by=organiser, at=NOON)

        assert queries.held(call) == 2
        with pytest.raises(choosing.NoPlaceLeft):
            choosing.decide(application=apply(call), verdict="accept", by=organiser, at=NOON)

    def test_passing_somebody_over_asks_for_a_reason(self, call, organiser):
        strong, weak = scored(apply(call), 5), scored(apply(call), 1)
        choosing.decide(application=strong, verdict="reserve", by=organiser, at=NOON)

        with pytest.raises(choosing.ReasonNeeded):
            choosing.decide(application=weak, verdict="accept", reason=" ", by=organiser, at=NOON)
        decision = choosing.decide(
            application=weak, verdict="accept", reason="The mix", by=organiser, at=NOON
        )

        assert (decision.against, decision.reason) == (True, "The mix")

    def test_priorities_count_beside_the_panel(self, call, organiser):
        rule = PriorityFactory(call=call, points=50)
        near = scored(apply(call, answers=[(rule.question, "KE")]), 2)  # 40 of 100, and 50
        scored(far := apply(call, answers=[(rule.question, "FR")]), 4)
        choosing.decide(application=near, verdict="accept", by=organiser, at=NOON)

        decision = choosing.decide(application=far, verdict="regret", by=organiser, at=NOON)

        assert (queries.points_of(call), decision.against) == ({near.pk: 90.0, far.pk: 80.0}, False)

    def test_nobody_judges_their_own(self, call, organiser_account):
        own = apply(call)
        actor = actor_for(organiser_account, person_id=own.person_id, at=NOON)

        with pytest.raises(choosing.CannotJudge):
            choosing.decide(application=own, verdict="accept", by=actor, at=NOON)

        assert not Decision.objects.exists()

    def test_what_was_told_is_not_decided_again(self, call, organiser):
        one = apply(call, state="regret")
        ReplyFactory(application=one, verdict="regret")

        with pytest.raises(choosing.TooLate):
            choosing.decide(application=one, verdict="accept", by=organiser, at=NOON)

        assert told_state(one, at=DECIDED) == "regret"

    def test_who_cannot_be_accepted_is_marked_after_a_look_and_taken_with_a_reason(
        self, call, organiser
    ):
        rule = EligibilityFactory(call=call)
        fits = apply(call, answers=[(rule.question, True)])
        misses, silent = apply(call, answers=[(rule.question, False)]), apply(call)

        found = criteria.not_eligible(queries.board(call, actor=organiser, at=NOON))
        marked = choosing.mark_ineligible(
            call=call, applications=[fits, misses], by=organiser, at=NOON
        )

        assert [(one.rule, set(one.applications)) for one in found] == [(rule, {misses, silent})]
        misses.refresh_from_db()
        assert (marked, misses.state) == (1, "ineligible")
        with pytest.raises(choosing.ReasonNeeded):
            choosing.decide(application=misses, verdict="accept", by=organiser, at=NOON)
        choosing.decide(
            application=misses, verdict="accept", reason="Asked them", by=organiser, at=NOON
        )


@pytest.mark.django_db
class TestBoard:
    def test_the_balance_counts_people_and_says_what_one_more_changes(self, call, organiser):
        target = TargetFactory(call=call, least=50, values=["Eastern Africa"])
        question = target.question
        question.each_member = True
        question.save()
        pair = apply(call, state="accepted", answers=[(question, "KE")])
        with_answer = ApplicantFactory(application=pair)
        AnswerFactory(application=pair, applicant=with_answer, question=question, value="FR")
        asked = ApplicantFactory(application=pair, state="asked")
        AnswerFactory(application=pair, applicant=asked, question=question, value="KE")
        # Put anew after somebody had answered: what means the same to the house counts.
        older = FormQuestionFactory(
            call=call, kind="country", meaning="country", retired_at=NOON, position=90
        )
        apply(call, answers=[(older, "TZ")])

        board = queries.board(call, actor=organiser, at=NOON)

        assert [(one.met, one.of, one.percent) for one in board.standings] == [(1, 2, 50)]
        changed = {
            row.application.state: [(each.after.met, each.after.of) for each in row.changes]
            for row in board.rows
        }
        assert changed == {"accepted": [(0, 0)], "submitted": [(2, 3)]}
        assert (board.accepted, board.count("submitted"), board.left_out) == (2, 1, 0)

    def test_of_what_they_must_not_judge_nothing_is_told(self, call, organiser_account):
        TargetFactory(call=call)
        own = scored(apply(call, state="accepted"), 5)
        DecisionFactory(application=own, reason="Because")
        actor = actor_for(organiser_account, person_id=own.person_id, at=NOON)

        board = queries.board(call, actor=actor, at=NOON)
        seen = queries.board(call, actor=Actor.system(), at=NOON)

        row = board.rows[0]
        assert (row.hidden, row.verdict, row.points, row.reason, row.holds) == (
            True, "", None, "", False,
        )  # fmt: skip
        assert (board.accepted, board.standings[0].of, row.changes) == (0, 0, ())
        # The same row, for whoever may judge it: the test would see what is shown.
        row = seen.rows[0]
        assert (row.verdict, row.points, row.reason, seen.accepted) == (
            "accept", 100.0, "Because", 1,
        )  # fmt: skip

    def test_one_and_many_cost_the_same(self, call, organiser, django_assert_num_queries):
        rule = PriorityFactory(call=call)
        scored(apply(call, answers=[(rule.question, "KE")]), 3)
        with CaptureQueriesContext(connection) as first:
            queries.board(call, actor=organiser, at=NOON)
        for _each in range(4):
            scored(apply(call, answers=[(rule.question, "KE")]), 3)

        with django_assert_num_queries(len(first)):
            queries.board(call, actor=organiser, at=NOON)


@pytest.mark.django_db
class TestSigning:
    def test_two_sign_the_same_and_then_it_is_decided(self, call, organiser, second):
        one = apply(call)
        choosing.decide(application=one, verdict="accept", by=organiser, at=NOON)

        signing.sign(call=call, seen=queries.mark(call), by=organiser, at=NOON)
        call.refresh_from_db()
        alone = call.decided_at
        with pytest.raises(signing.OwnSignature):
            signing.sign(call=call, seen=queries.mark(call), by=organiser, at=NOON)
        signing.sign(call=call, seen=queries.mark(call), by=second, at=NOON)

        call.refresh_from_db()
        assert (alone, call.decided_at, len(queries.signatures(call))) == (None, NOON, 2)
        assert signing.needed(call, by=organiser, at=NOON) == 2

    def test_any_change_undoes_what_was_signed(self, call, organiser, second):
        one, other = apply(call), apply(call)
        for each in (one, other):
            choosing.decide(application=each, verdict="regret", by=organiser, at=NOON)
        for each in (organiser, second):
            signing.sign(call=call, seen=queries.mark(call), by=each, at=NOON)
        old = queries.mark(call)

        choosing.decide(application=other, verdict="reserve", by=organiser, at=NOON)

        call.refresh_from_db()
        assert (call.decided_at, SignOff.objects.count()) == (None, 0)
        with pytest.raises(signing.Changed):
            signing.sign(call=call, seen=old, by=second, at=NOON)
        assert "signatures undone" in set(AuditEntry.objects.values_list("verb", flat=True))

    def test_after_letters_the_day_of_the_decision_stays(self, call, organiser):
        told, late = apply(call, state="regret"), apply(call)
        ReplyFactory(application=told, verdict="regret")
        call.decided_at = NOON
        call.save()
        choosing.decide(application=late, verdict="reserve", by=organiser, at=NOON)
        signing.sign(call=call, seen=queries.mark(call), by=organiser, at=NOON)

        choosing.decide(application=late, verdict="accept", by=organiser, at=NOON)

        call.refresh_from_db()
        assert (call.decided_at, queries.signatures(call)) == (NOON, [])

    def test_one_alone_signs_where_nobody_else_could(self, call, organiser):
        choosing.decide(application=apply(call), verdict="accept", by=organiser, at=NOON)

        signing.sign(call=call, seen=queries.mark(call), by=organiser, at=NOON)

        call.refresh_from_db()
        assert call.decided_at == NOON
        assert queries.is_signed(call, needed=1)

    def test_nothing_is_signed_while_something_is_open(self, call, organiser, organiser_account):
        with pytest.raises(signing.StillOpen, match="nothing to sign"):
            signing.sign(call=call, seen=queries.mark(call), by=organiser, at=NOON)
        own = apply(call)
        theirs = actor_for(organiser_account, person_id=own.person_id, at=NOON)
        with pytest.raises(signing.StillOpen, match="1 application is still open"):
            signing.sign(call=call, seen=queries.mark(call), by=organiser, at=NOON)
        with pytest.raises(signing.StillOpen, match="Somebody else"):
            signing.sign(call=call, seen=queries.mark(call), by=theirs, at=NOON)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("locks", "accepted"), [(True, 1), (False, 2)])
def test_two_organisers_at_once_never_give_one_place_twice(locks, accepted, monkeypatch):
    """With the negative control: without counting under the lock both get through."""
    call = CallFactory(places=1)
    two = [apply(call), apply(call)]
    both = threading.Barrier(2, timeout=5)
    counted = queries.held

    def held(call):
        found = counted(call)
        if not locks:
            both.wait()
        return found

    if not locks:
        monkeypatch.setattr(queries, "held", held)
        monkeypatch.setattr(choosing, "locked", lambda call: call)

    def decide(one):
        # SQLite writes one transaction after the other: there the control goes without one.
        bare = not locks and connection.vendor == "sqlite"
        work = choosing.decide.__wrapped__ if bare else choosing.decide
        try:
            work(application=one, verdict="accept", by=Actor.system(), at=NOON)
        except choosing.NoPlaceLeft:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(one,)) for one in two]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert Application.objects.filter(state="accepted").count() == accepted


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("organiser", (True, True, True, True, True)),
        ("student liaison", (True, False, True, False, True)),
        ("panel", (False, False, False, False, False)),
        ("facilitator", (False, False, False, False, False)),
    ],
)
def test_who_may_choose(role, may, call, school):
    account = AccountFactory()
    circles.give_mandate(
        account=account, circle=school, role=role, until=None, by=Actor.system(), at=NOON
    )
    actor = actor_for(account, person_id=None, at=NOON)
    one = apply(call)

    assert may == (
        can_choose(actor, call),
        can_sign(actor, call),
        can_decide(actor, one),
        can_write_reply(actor, one),
        can_see_money(actor, call),
    )
