"""Help with money, journeys, what is looked for, and what goes after the decision."""

import io
from datetime import date, timedelta

import pytest
from django.apps import apps

from commonroot.accounts.roles import Actor
from commonroot.admissions.actions import choosing, clearing, criteria, money
from commonroot.admissions.models import (
    ApplicationAnswer,
    Eligibility,
    Priority,
    Referee,
    Review,
    Scholarship,
    Score,
    Target,
)
from commonroot.admissions.queries import clearing as leaving
from commonroot.admissions.queries import money as needs
from commonroot.admissions.queries.criteria import choices_of, values_words
from commonroot.circles.queries import actor_for
from commonroot.files.actions import keep
from commonroot.files.models import Upload
from tests.admissions.chosen import apply, scored
from tests.conftest import NOON
from tests.factories.admissions import (
    CallFactory,
    ConflictFactory,
    FormQuestionFactory,
    OfferFactory,
    RefereeFactory,
    ScholarshipFactory,
)

LATER = NOON + timedelta(minutes=11)
pytestmark = pytest.mark.django_db


@pytest.fixture
def call(school):
    return CallFactory(
        programme__run_by=school,
        places=2,
        commitments=[{"en": "I come to every session."}, {"en": "I tell you if I cannot."}],
    )


class TestMoney:
    def test_help_goes_step_by_step_and_never_twice(self, call, organiser, organiser_account):
        travel = FormQuestionFactory(call=call, kind="yes_no", meaning="travel")
        why = FormQuestionFactory(call=call, meaning="circumstances")
        one = apply(call, answers=[(travel, True), (why, "Nobody pays")])
        apply(call, answers=[(travel, False)])
        own = actor_for(organiser_account, person_id=one.person_id, at=NOON)

        found = needs.asking(call, actor=organiser, at=NOON)
        with pytest.raises(money.NothingSaid):
            money.settle(application=one, state="offered", by=organiser, at=NOON)
        with pytest.raises(money.NotNow):
            money.settle(application=one, state="paid", by=organiser, at=NOON)
        with pytest.raises(choosing.CannotJudge):
            money.settle(application=one, state="refused", by=own, at=NOON)
        money.settle(application=one, state="offered", offered="Bus, 40 EUR", by=organiser, at=NOON)
        for _twice in range(2):
            money.answer(application=one, takes=True, by=Actor.public(), at=NOON)
        kept = money.settle(application=one, state="paid", by=organiser, at=NOON)

        assert [(row.application, row.travel, row.stay, row.state) for row in found] == [
            (one, True, False, "asked")
        ]
        assert (kept.offered, kept.circumstances, kept.state) == (
            "Bus, 40 EUR", "Nobody pays", "paid",
        )  # fmt: skip
        assert needs.asking(call, actor=own, at=NOON) == []

    def test_who_travels_and_how_long_there_is_for_a_visa(self, call, organiser):
        country = FormQuestionFactory(call=call, kind="country", meaning="country")
        call.held_in, call.programme.starts_on = "KE", date(2027, 1, 10)
        near = apply(call, state="accepted", answers=[(country, "KE")])
        far = apply(call, state="confirmed", answers=[(country, "BD")])
        nowhere = apply(call, state="offered")
        OfferFactory(application=nowhere)

        found, unknown = needs.journeys(call, actor=organiser, language="en", at=NOON)
        spans = needs.spans(
            call, words={"deadline": "Deadline", "result": "Result", "offers": "Offers"}, at=NOON
        )

        assert near not in {one.application for one in found}
        assert [(one.application, one.country, one.days, one.tight) for one in found] == [
            (far, "Bangladesh", 49, True)
        ]
        assert unknown == [nowhere]
        assert [(one.first, one.days, one.tight) for one in spans] == [
            ("Deadline", 56, False), ("Offers", 36, True),
        ]  # fmt: skip
        call.held_in = ""
        assert needs.journeys(call, actor=organiser, language="en", at=NOON) == ([], [])
        assert needs.spans(call, words={}, at=NOON) == []


class TestAims:
    def test_each_is_added_and_taken_away_apart(self, call, organiser):
        question = FormQuestionFactory(call=call, kind="country", meaning="country")
        same = {"call": call, "question": question, "by": organiser, "at": NOON}

        rule = criteria.add_eligibility(values=["KE"], words={"en": "Kenya alone."}, **same)
        first = criteria.add_priority(values=["Eastern Africa"], points=5, **same)
        mix = criteria.add_target(values=["KE"], title={"en": "Kenya"}, least=20, most=50, **same)
        with pytest.raises(criteria.NothingLookedFor):
            criteria.add_priority(values=[], points=5, **same)
        with pytest.raises(criteria.NothingLookedFor):
            criteria.add_eligibility(values=["KE"], words={"en": " "}, **same)
        for ends in ({"least": None, "most": None}, {"least": 60, "most": 50}):
            with pytest.raises(criteria.NothingLookedFor):
                criteria.add_target(values=["KE"], title={}, **ends, **same)

        assert mix.position == 1
        for kind, one in (("eligibility", rule), ("priority", first), ("target", mix)):
            removed = [
                criteria.remove(call=call, kind=kind, key=one.key, by=organiser, at=NOON)
                for _twice in range(2)
            ]
            assert removed == [True, False]
        Priority.objects.bulk_create(
            Priority(call=call, question=question, key=f"k{n}") for n in range(criteria.MOST)
        )
        with pytest.raises(criteria.TooMany):
            criteria.add_priority(values=["KE"], points=5, **same)
        assert (Eligibility.objects.count(), Target.objects.count()) == (0, 0)

    @pytest.mark.parametrize(
        ("kind", "value", "words"),
        [
            ("country", "KE", "Kenya"),
            ("country", "Eastern Africa", "Eastern Africa"),
            ("languages", "sw", "Swahili"),
            ("yes_no", "no", "no"),
            ("agree", "yes", "yes"),
            ("scale", "3", "3"),
            ("choice", "a", "One"),
            ("choice", "gone", "gone"),
        ],
    )
    def test_answers_are_called_as_people_call_them(self, kind, value, words, call):
        question = FormQuestionFactory(
            call=call, kind=kind, choices=[{"value": "a", "words": {"en": "One"}}]
        )

        assert values_words(question, [value], language="en") == [words]
        assert choices_of(question, language="en")[0] != ("", "—")


def test_after_the_retention_date_scores_referees_and_circumstances_are_gone(call, organiser):
    """Over the whole database: the canary stands in nothing that is kept."""
    canary = "canary-7b31"
    upload = keep(content=io.BytesIO(canary.encode()), name="plan.txt", at=NOON)
    why = FormQuestionFactory(call=call, meaning="circumstances", keep_days=400)
    short = FormQuestionFactory(call=call, keep_days=10)
    kept = FormQuestionFactory(call=call, keep_days=400)
    one = apply(call, answers=[(why, canary), (short, canary), (kept, "stays")])
    ApplicationAnswer.objects.filter(question=short).update(file=upload)
    scored(one, 4)
    Review.objects.update(words=canary, feedback=canary)
    RefereeFactory(application=one, question=kept, name=canary, words=canary)
    ConflictFactory(application=one, words=canary)
    ScholarshipFactory(application=one, circumstances=canary)
    call.decided_at = NOON
    call.save()
    ends = leaving.clears_at(call)

    before = (leaving.to_clear(at=ends - timedelta(seconds=1)), canaries(canary))
    some = clearing.clear_answers(by=Actor.system(), at=NOON + timedelta(days=10))
    assert leaving.something_to_clear(at=ends)
    assert leaving.still_to_clear() == leaving.to_clear(at=ends) == [call]
    assert leaving.rows_to_clear(call) == 5
    clearing.clear(call=call, by=Actor.system(), at=ends)
    rest = clearing.clear_answers(by=Actor.system(), at=ends)

    assert (before, some, rest) == (([], 8), 1, 1)
    assert canaries(canary) == 0
    assert not Upload.objects.exists()
    assert (Score.objects.count(), Review.objects.count(), Referee.objects.count()) == (0, 0, 0)
    assert (Scholarship.objects.get().travel, ApplicationAnswer.objects.get().value) == (
        True, "stays",
    )  # fmt: skip
    assert not leaving.something_to_clear(at=ends)
    assert clearing.clear_answers(by=Actor.system(), at=ends) == 0


def canaries(word):
    """How many values of the area, opened, say that word."""
    return sum(
        word in str(getattr(row, field.attname))
        for model in apps.get_app_config("admissions").get_models()
        for row in model.objects.all()
        for field in model._meta.concrete_fields
    )
