"""Letters with decisions, places offered and answered, help with money, and what goes after."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.admissions import tasks
from commonroot.admissions.actions import choosing, offers, replies
from commonroot.admissions.actions.signing import sign
from commonroot.admissions.emails.choosing import next_steps
from commonroot.admissions.models import (
    Application,
    Decision,
    DecisionLetter,
    Offer,
)
from commonroot.admissions.permissions.choosing import can_answer_offer
from commonroot.admissions.queries import choosing as choice
from commonroot.admissions.queries import replies as queries
from commonroot.admissions.queries.choosing_due import due
from commonroot.admissions.queries.told import told_state
from commonroot.admissions.rules import choosing as rules
from commonroot.admissions.rules import letters
from commonroot.circles.actions import give_mandate, open_circle
from commonroot.circles.queries import actor_for
from commonroot.core.fields import Translated
from commonroot.messaging.models import Letter
from commonroot.registration.models import Registration
from tests.admissions.chosen import apply
from tests.conftest import NOON
from tests.factories.accounts import AccountFactory
from tests.factories.admissions import (
    AnswerFactory,
    ApplicantFactory,
    CallFactory,
    EligibilityFactory,
    FormQuestionFactory,
    OfferFactory,
)
from tests.factories.people import ContactWayFactory
from tests.factories.programmes import SessionFactory

LATER = NOON + timedelta(minutes=11)
pytestmark = pytest.mark.django_db


@pytest.fixture
def call(school):
    return CallFactory(
        programme__run_by=school,
        places=2,
        commitments=[{"en": "I come to every session."}, {"en": "I tell you if I cannot."}],
    )


def reached(application):
    ContactWayFactory(person=application.person)
    return application


def signed(call, by):
    return sign(call=call, seen=choice.mark(call), by=by, at=NOON)


def told(call, by, *verdicts):
    """One application for each verdict, decided, signed and told."""
    those = [reached(apply(call)) for _verdict in verdicts]
    for one, verdict in zip(those, verdicts, strict=True):
        choosing.decide(application=one, verdict=verdict, by=by, at=NOON)
    signed(call, by)
    replies.send(call=call, by=by, at=NOON)
    for one in those:
        one.refresh_from_db()
    return those


class TestLetters:
    def test_everybody_is_told_and_those_accepted_are_offered_a_place(self, call, organiser):
        rule = EligibilityFactory(call=call)
        out = apply(call, answers=[(rule.question, False)])
        choosing.mark_ineligible(call=call, applications=[out], by=organiser, at=NOON)
        waiting = {one.verdict: one for one in queries.waiting(call)}

        accepted, reserve, regret = told(call, organiser, "accept", "reserve", "regret")

        assert waiting["ineligible"].by_hand == [out]
        offer = Offer.objects.get()
        assert (accepted.state, offer.application, offer.sent_at) == (
            "offered", accepted, NOON + rules.RECALL,
        )  # fmt: skip
        # The last second of the tenth day in Nairobi, where the call is held.
        assert offer.until == datetime(2026, 12, 2, 20, 59, 59, tzinfo=UTC)
        values = {
            one.subject_key: one for one in Letter.objects.filter(once__startswith="decision")
        }
        assert {one.due_at for one in values.values()} == {NOON + rules.RECALL}
        assert values[out.person.key].way == "hand"
        assert "You could not" not in values[out.person.key].values["words"]
        assert "can be there the whole time" in values[out.person.key].values["words"]
        assert "23:59" in values[accepted.person.key].values["words"]
        assert values[regret.person.key].values["next"] != []
        assert values[reserve.person.key].values["next"] == []
        for at, states in (
            (NOON + timedelta(minutes=9), ["submitted"] * 3),
            (NOON + rules.RECALL, ["offered", "reserve", "regret"]),
        ):
            assert [told_state(one, at=at) for one in (accepted, reserve, regret)] == states
        assert queries.sent(call).count() == 4

    def test_nothing_is_told_that_was_not_signed(self, call, organiser):
        one = reached(apply(call))
        choosing.decide(application=one, verdict="accept", by=organiser, at=NOON)
        signed(call, organiser)
        choosing.decide(application=one, verdict="regret", by=organiser, at=NOON)

        with pytest.raises(replies.NotSigned):
            replies.send(call=call, by=organiser, at=NOON)

        assert not Letter.objects.filter(once__startswith="decision").exists()

    def test_within_ten_minutes_all_of_it_is_taken_back(self, call, organiser):
        accepted, regret = told(call, organiser, "accept", "regret")

        taken = replies.recall(call=call, by=organiser, at=NOON + timedelta(minutes=9))

        accepted.refresh_from_db()
        assert (taken, accepted.state, Offer.objects.get().answer) == (2, "accepted", "recalled")
        assert set(Letter.objects.values_list("state", flat=True)) == {"cancelled"}
        assert told_state(regret, at=LATER) == "submitted"
        with pytest.raises(replies.TooLate):
            replies.recall(call=call, by=organiser, at=LATER)
        assert replies.send(call=call, by=organiser, at=LATER) == 2

    def test_words_are_the_organisers_and_the_added_ones_are_for_one(self, call, organiser):
        replies.write(
            call=call, verdict="regret", texts={"en": "Not {title} now.", "fr": ""},
            by=organiser, at=NOON,
        )  # fmt: skip
        one, other = reached(apply(call)), reached(apply(call))
        for each in (one, other):
            choosing.decide(application=each, verdict="regret", by=organiser, at=NOON)
        replies.add(application=one, words=" You wrote well. ", by=organiser, at=NOON)
        signed(call, organiser)

        replies.send(call=call, by=organiser, at=NOON)

        said = {one.subject_key: one.values for one in Letter.objects.all()}
        title = "Campaigns against Privatization"
        assert said[one.person.key]["words"] == f"Not {title} now."
        assert (said[one.person.key]["added"], said[other.person.key]["added"]) == (
            "You wrote well.", "",
        )  # fmt: skip
        assert set(DecisionLetter.objects.get().words) == {"en"}
        with pytest.raises(replies.TooLate):
            replies.add(application=one, words="More", by=organiser, at=LATER)
        with pytest.raises(replies.StrangeWord):
            replies.write(call=call, verdict="regret", texts={"en": "{sum}"}, by=organiser, at=NOON)

    def test_whoever_is_not_accepted_reads_what_is_open_to_them(self, call, organiser):
        open_series = SessionFactory(starts_at=LATER + timedelta(days=3)).programme
        open_series.published_at = NOON
        open_series.save()
        open_circle(
            kind="country", name=Translated({"en": "Kenya circle"}), country="KE",
            by=organiser, at=NOON,
        )  # fmt: skip
        one = apply(call, person__country="KE")

        steps = next_steps(one, at=LATER)

        assert [step["words"] for step in steps] == [
            f"An open series, without applying: “{open_series.title}”",
            "People near you: Kenya circle. We introduce you if you wish.",
            "The next courses, as soon as they are known",
        ]

    @pytest.mark.parametrize("verdict", ["accept", "reserve", "regret", "ineligible"])
    def test_ready_made_words_are_there_in_five_languages(self, verdict):
        letters.ready_made.cache_clear()
        texts = letters.ready_made()[verdict]

        assert set(texts) == {"en", "es", "fr", "pt", "ar"}
        assert [letters.strange_words(text) for text in texts.values()] == [[]] * 5
        assert {"{title}" in text for text in texts.values()} == {True}


class TestOffers:
    def test_a_yes_gives_a_place_in_every_common_session(self, call, organiser):
        session = SessionFactory(programme=call.programme)
        phase = call.programme.phases.create(
            position=1,
            title={"en": "Groups"},
            rule={"en": "each small group once a month: April, May, June 2027"},
            purpose={},
        )
        SessionFactory(programme=call.programme, phase=phase, held_on=date(2026, 12, 20))
        SessionFactory(programme=call.programme, ends_at=NOON - timedelta(days=1))
        pair = reached(apply(call, kind="pair", background="new"))
        other = ApplicantFactory(application=pair)
        started = FormQuestionFactory(call=call, kind="choice", meaning="background")
        AnswerFactory(application=pair, applicant=other, question=started, value="elsewhere")
        choosing.decide(application=pair, verdict="accept", by=organiser, at=NOON)
        signed(call, organiser)
        replies.send(call=call, by=organiser, at=NOON)
        offer = Offer.objects.get()

        with pytest.raises(offers.NotAgreed):
            offers.say_yes(offer=offer, agreed=[0], by=Actor.public(), at=LATER)
        for _twice in range(2):
            offers.say_yes(offer=offer, agreed=[0, 1], by=Actor.public(), at=LATER)

        offer.refresh_from_db()
        pair.refresh_from_db()
        assert (pair.state, offer.agreed) == (
            "confirmed", ["I come to every session.", "I tell you if I cannot."],
        )  # fmt: skip
        assert set(Registration.objects.values_list("session", "state")) == {(session.pk, "placed")}
        assert Registration.objects.count() == 2
        assert Letter.objects.filter(template="admissions/emails/comes").count() == 2
        assert choice.backgrounds(call.programme) == {
            pair.person.key: "new",
            other.person.key: "elsewhere",
        }

    def test_a_no_frees_the_place_and_may_be_undone_while_it_is_free(self, call, organiser):
        told(call, organiser, "accept")
        offer = queries.offers(call).get()

        offers.say_no(offer=offer, by=Actor.public(), at=LATER)
        again = offers.say_no(offer=offer, by=Actor.public(), at=LATER)
        free = choice.held(call)
        offers.change_mind(offer=offer, by=Actor.public(), at=LATER + timedelta(minutes=30))

        offer.refresh_from_db()
        assert queries.newest_offer(offer.application) == offer
        assert (again.answer, free, offer.answer, offer.answered_at) == ("no", 0, "waiting", None)
        offers.say_no(offer=offer, by=Actor.public(), at=LATER)
        with pytest.raises(offers.OfferOver):
            offers.change_mind(offer=offer, by=Actor.public(), at=LATER + timedelta(minutes=31))

    def test_whoever_cannot_come_any_more_leaves_every_session(self, call, organiser):
        SessionFactory(programme=call.programme)
        told(call, organiser, "accept")
        offer = queries.offers(call).get()
        offers.say_yes(offer=offer, agreed=[0, 1], by=Actor.public(), at=LATER)

        offers.say_no(offer=offer, by=Actor.public(), at=LATER)

        assert set(Registration.objects.values_list("state", flat=True)) == {"cancelled"}
        assert set(Application.objects.values_list("state", flat=True)) == {"declined"}

    def test_it_is_called_to_mind_once_and_then_runs_out(self, call, organiser):
        (one,) = told(call, organiser, "accept")
        offer = queries.offers(call).get()
        soon = offer.until - timedelta(days=3)

        reminded = [tasks.remind_offers(at=moment) for moment in (NOON, soon, soon)]
        lapsed = [tasks.lapse_offers(at=offer.until + timedelta(seconds=s)) for s in (0, 1, 1)]

        one.refresh_from_db()
        assert (reminded, lapsed, one.state) == ([0, 1, 0], [0, 1, 0], "lapsed")
        assert offers.remind(offer=offer, at=soon) is False
        assert offers.lapse(offer=offer, by=Actor.system(), at=offer.until) is False
        with pytest.raises(offers.OfferOver):
            offers.say_yes(offer=offer, agreed=[0, 1], by=Actor.public(), at=LATER)
        with pytest.raises(offers.OfferOver):
            offers.say_no(offer=offer, by=Actor.public(), at=LATER)

    def test_the_reserve_moves_up_while_a_place_is_free_and_is_released_after(
        self, call, organiser, organiser_account
    ):
        one, two, first, second = told(call, organiser, "accept", "accept", "reserve", "reserve")
        with pytest.raises(choosing.NoPlaceLeft):
            offers.move_up(application=first, by=organiser, at=LATER)
        offers.say_no(offer=Offer.objects.get(application=one), by=Actor.public(), at=LATER)
        own = actor_for(organiser_account, person_id=first.person_id, at=NOON)
        with pytest.raises(choosing.CannotJudge):
            offers.move_up(application=first, by=own, at=LATER)

        offers.move_up(application=first, by=organiser, at=LATER)
        released = offers.release(applications=[second], by=organiser, at=LATER)

        states = [Application.objects.get(pk=each.pk).state for each in (one, two, first, second)]
        assert (states, released) == (["declined", "offered", "offered", "regret"], 1)
        assert list(
            Decision.objects.filter(application=first)
            .order_by("at", "pk")
            .values_list("verdict", flat=True)
        ) == ["reserve", "accept"]
        with pytest.raises(offers.NotInReserve):
            offers.move_up(application=two, by=organiser, at=LATER)

    def test_the_link_of_the_letter_answers_and_no_other(self, call):
        offer = OfferFactory(application=apply(call))
        person = offer.application.person_id

        def link(**told):
            return Actor(kind="link", **{"person_id": person, "scope": "answer", **told})

        assert [
            can_answer_offer(actor, offer)
            for actor in (
                link(thing=f"offer:{offer.key}"),
                link(scope="page"),
                link(thing="offer:other"),
                link(scope="page", person_id=person + 1),
                Actor.public(),
            )
        ] == [True, True, False, False, False]


class TestDue:
    def test_each_step_waits_for_an_organiser_in_its_turn(self, call, organiser, school):
        def waits():
            return [one.code.partition(":")[0] for one in due(organiser, at=LATER)]

        one, other = reached(apply(call)), reached(apply(call))
        steps = [waits()]
        choosing.decide(application=one, verdict="accept", by=organiser, at=NOON)
        steps.append(waits())
        choosing.decide(application=other, verdict="reserve", by=organiser, at=NOON)
        steps.append(waits())
        account = AccountFactory(last_login=NOON)
        give_mandate(
            account=account, circle=school, role="organiser", until=None, by=organiser, at=NOON
        )
        signed(call, organiser)
        steps.append(waits())
        signed(call, actor_for(account, person_id=None, at=NOON))
        steps.append(waits())
        replies.send(call=call, by=organiser, at=NOON)
        steps.append(waits())
        offers.say_no(offer=Offer.objects.get(), by=Actor.public(), at=LATER)
        steps.append(waits())

        assert steps == [
            [], [], ["choosing_sign"], [], ["choosing_tell"], [], ["choosing_reserve"],
        ]  # fmt: skip
