"""The years after: offers and introductions as one machine."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.circles.actions import give_mandate
from commonroot.consent import actions as consent
from commonroot.consent.models import Told
from commonroot.consent.queries import may, permit
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.fields import Translated
from commonroot.engagement import actions, queries, tasks
from commonroot.engagement.models import (
    Introduction,
    Pathway,
)
from commonroot.engagement.queries.pathways import open_pathways, overdue
from commonroot.engagement.rules import introductions as rules
from commonroot.messaging.models import Letter
from tests.engagement.years import asked_later, offer
from tests.factories.accounts import AccountFactory
from tests.factories.engagement import (
    CourseFactory,
    IntroductionFactory,
    KenyaFactory,
    contact_of,
    named_person,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
PUBLIC = Actor.public()


def test_every_state_is_in_the_machine_and_every_move_leads_to_a_state():
    states = set(Introduction.State.values)

    assert set(rules.MOVES) == states
    assert {to for moves in rules.MOVES.values() for to in moves} <= states
    assert set(rules.WAITS) <= states


@pytest.mark.parametrize(
    ("state", "days", "late"),
    [("wanted", 7, True), ("wanted", 6, False), ("introduced", 21, True), ("active", 900, False)],
)
def test_what_waits_for_too_long_is_listed(at, state, days, late):
    step = IntroductionFactory(state=state, changed_at=at - timedelta(days=days))

    found = overdue(Introduction.objects.all(), at=at)

    assert [one.introduction for one in found] == ([step] if late else [])


def test_an_offer_is_put_to_somebody_who_says_yes_and_both_are_introduced(at, school):
    circle = KenyaFactory()
    contact, person = contact_of(circle, "Wanjiru"), asked_later(country="KE")
    pathway = offer(school, at, circle=circle, contact=contact)

    step = actions.suggest(pathway=pathway, person=person, by=BY, at=at)
    question = Letter.objects.get(template="engagement/emails/pathway")
    actions.answer_pathway(introduction=step, answer="yes", way=person.ways.get(), by=PUBLIC, at=at)
    again = actions.suggest(pathway=pathway, person=person, by=BY, at=at)

    step.refresh_from_db()
    assert (question.subject_key, question.purpose) == (person.key, "follow_up")
    assert (step.state, step.asked_by, step.introduced_at, again.state) == (
        "introduced", contact, at, "introduced",
    )  # fmt: skip
    audience = Audience(AudienceKind.CIRCLE, circle.key, "KE")
    assert may(person, Purpose.COUNTRY_CIRCLE, audience, at=at)
    letters = {one.subject_key: one for one in Letter.objects.exclude(pk=question.pk)}
    assert set(letters) == {person.key, contact.key}
    assert letters[contact.key].values["address"] == person.ways.get().value
    assert permit(letters.values(), at=at) == {one.pk for one in letters.values()}


def test_who_takes_it_back_before_the_letter_leaves_is_told_to_nobody(at, school):
    circle = KenyaFactory()
    contact, person = contact_of(circle), asked_later(country="KE")
    step = actions.suggest(
        pathway=offer(school, at, circle=circle, contact=contact), person=person, by=BY, at=at
    )
    actions.answer_pathway(introduction=step, answer="yes", way=person.ways.get(), by=PUBLIC, at=at)

    consent.answer(
        person=person,
        purpose=Purpose.COUNTRY_CIRCLE,
        audience=Audience(AudienceKind.CIRCLE, circle.key),
        yes=False,
        how="page",
        by=PUBLIC,
        at=at,
    )

    to_contact = Letter.objects.get(subject_key=contact.key)
    assert permit([to_contact], at=at) == set()


def test_a_full_offer_waits_and_the_next_free_place_introduces(at, school):
    account = AccountFactory()
    contact = asked_later(account=account)
    give_mandate(account=account, circle=school, role="organiser", until=None, by=BY, at=at)
    pathway = offer(school, at, kind="watch", contact=contact, places=1)
    first, second = asked_later(), asked_later()
    steps = [actions.suggest(pathway=pathway, person=one, by=BY, at=at) for one in (first, second)]
    for step in steps:
        actions.answer_pathway(
            introduction=step, answer="yes", way=step.person.ways.get(), by=PUBLIC, at=at
        )
    for step in steps:
        step.refresh_from_db()
    states = [step.state for step in steps]

    actions.say_how_it_went(introduction=steps[0], state="left", by=BY, at=at)
    done = [tasks.introduce_those_who_agreed(at=at), tasks.introduce_those_who_agreed(at=at)]

    steps[1].refresh_from_db()
    assert (states, done, steps[1].state) == (["introduced", "permission"], [1, 0], "introduced")


def test_offers_fit_background_country_day_and_room(at, school):
    actor = Actor.system()
    fits = offer(school, at)
    offer(school, at, backgrounds=["movement"])
    offer(school, at, country="CO")
    offer(school, at, until=at.date() - timedelta(days=1))
    ended = offer(school, at)
    actions.end_offer(pathway=ended, by=BY, at=at)
    person = asked_later(country="KE")

    assert open_pathways(actor, person=person, background="new", at=at) == [fits]


def test_whoever_may_not_be_asked_is_offered_nothing(at, school):
    pathway = offer(school, at)
    silent, unsafe = PersonFactory(), asked_later()
    consent.call_unsafe(person=unsafe, by=BY, at=at)

    for person in (silent, unsafe):
        with pytest.raises(actions.MayNotBeAsked):
            actions.suggest(pathway=pathway, person=person, by=BY, at=at)

    assert Letter.objects.count() == 0


@pytest.mark.parametrize("answer", ["not_now", "no_fit"])
def test_a_no_is_kept_and_tells_nobody(at, school, answer):
    step = actions.suggest(pathway=offer(school, at), person=asked_later(), by=BY, at=at)

    actions.answer_pathway(introduction=step, answer=answer, way=None, by=PUBLIC, at=at)
    actions.answer_pathway(introduction=step, answer=answer, way=None, by=PUBLIC, at=at)

    step.refresh_from_db()
    assert (step.state, step.ended_at, step.way) == (answer, at, None)
    assert Letter.objects.count() == 1


def test_what_does_not_follow_is_refused(at):
    step = IntroductionFactory(state="active")

    with pytest.raises(actions.CannotFollow):
        actions.say_how_it_went(introduction=step, state="answered", by=BY, at=at)
    with pytest.raises(actions.CannotFollow):
        actions.answer_pathway(introduction=step, answer="yes", way=None, by=BY, at=at)

    actions.say_how_it_went(introduction=step, state="left", by=BY, at=at)
    actions.say_how_it_went(introduction=step, state="left", by=BY, at=at)

    step.refresh_from_db()
    assert (step.state, step.ended_at) == ("left", at)


def test_contacts_are_asked_once_how_it_went(at):
    circle = KenyaFactory()
    ago = at - timedelta(days=15)
    IntroductionFactory(
        state="introduced", introduced_at=ago, circle=circle, asked_by=contact_of(circle)
    )
    IntroductionFactory(state="introduced", introduced_at=ago, asked_by=None)

    done = [tasks.ask_how_it_went(at=at), tasks.ask_how_it_went(at=at)]

    assert done == [2, 0]
    assert [one.template for one in Letter.objects.all()] == ["engagement/emails/how_it_went"]


def test_only_organisers_and_contacts_of_circles_can_be_met(at, school):
    with pytest.raises(actions.NobodyToMeet):
        offer(school, at, contact=PersonFactory())


def test_an_offer_is_said_anew_and_another_takes_over(at, school):
    circle = KenyaFactory()
    first, second = contact_of(circle, "First"), contact_of(circle, "Second")
    pathway = offer(school, at, contact=first)

    actions.change_offer(
        pathway=pathway,
        title=Translated({"en": "Come"}),
        words=pathway.words,
        circle=circle,
        country="",
        backgrounds=[],
        places=3,
        until=None,
        contact=second,
        by=BY,
        at=at + timedelta(days=1),
    )

    later = at + timedelta(days=1)
    assert queries.pathways.contact_of(pathway, at=later) == second
    assert list(pathway.contacts.order_by("pk").values_list("until", flat=True)) == [
        later.date(), None,
    ]  # fmt: skip
    actions.end_offer(pathway=pathway, by=BY, at=later)
    actions.end_offer(pathway=pathway, by=BY, at=later)
    assert pathway.closed_at is None


def test_a_country_without_a_circle_gets_one_offer_to_start_it(at, school):
    one = actions.offer_start(country="TD", run_by=school, by=BY, at=at)
    again = actions.offer_start(country="TD", run_by=school, by=BY, at=at)

    assert (one, Pathway.objects.count(), str(one)) == (again, 1, "Start a circle in Chad")


def test_a_circle_wishes_to_meet_only_whom_it_may_hear_of(at):
    circle, programme = KenyaFactory(), CourseFactory()
    person = named_person()

    first = actions.wish_to_meet(circle=circle, person=person, programme=programme, by=BY, at=at)
    second = actions.wish_to_meet(circle=circle, person=person, programme=programme, by=BY, at=at)
    with pytest.raises(actions.NotNamed):
        actions.wish_to_meet(
            circle=circle, person=PersonFactory(country="KE"), programme=programme, by=BY, at=at
        )

    assert (first, first.state) == (second, "wanted")
    assert Letter.objects.count() == 1


def test_the_person_sees_who_has_their_address(at, school):
    account = AccountFactory()
    contact = asked_later(account=account)
    give_mandate(account=account, circle=school, role="organiser", until=None, by=BY, at=at)
    step = actions.suggest(
        pathway=offer(school, at, kind="watch", contact=contact), person=asked_later(), by=BY, at=at
    )
    actions.answer_pathway(
        introduction=step, answer="yes", way=step.person.ways.get(), by=PUBLIC, at=at
    )
    Letter.objects.update(state="sent")

    done = [tasks.tell_introductions(at=at), tasks.tell_introductions(at=at)]

    told = Told.objects.get()
    assert (done, told.person, str(told.audience_name), told.what) == (
        [1, 0], step.person, "Join us", ["name", "address"],
    )  # fmt: skip
