"""Pages of the years after: one person, offers, rounds, two who meet, handing over."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.engagement import actions
from commonroot.engagement.models import FollowUp, Introduction, OneToOne, Owner, Promise
from commonroot.engagement.queries.queue import queue
from commonroot.messaging.models import Letter
from commonroot.people.actions.indexing import index
from tests.engagement.visiting import by_link, page
from tests.engagement.years import alumna, asked_later, signed_in
from tests.factories.engagement import (
    CourseFactory,
    FollowUpFactory,
    ParticipationFactory,
    PromiseFactory,
    WaveFactory,
    agree,
)
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


@pytest.fixture
def at() -> datetime:
    """This moment: pages read the clock themselves."""
    return datetime.now(UTC)


def test_who_asks_for_help_and_is_not_in_the_register_can_be_reached_until_then(desk, at, school):
    person = asked_later()
    course = CourseFactory()
    ParticipationFactory(programme=course, person=person)
    FollowUpFactory(wave=WaveFactory(programme=course), person=person, state="answered",
                    asked_help_at=at, answered_at=at, said={"needs": ["safety"]})  # fmt: skip
    here = reverse("engagement:alumna", args=[person.key])

    page = desk.get(here).content.decode()
    settled = desk.post(here, {"do": "helped"})

    assert (person.ways.get().value in page, "Their page" in page) == (True, False)
    assert AuditEntry.objects.filter(verb="person read", person_key=person.key).count() == 1
    assert (settled.url, desk.get(here).status_code) == (reverse("engagement:queue"), 404)


def test_one_person_is_looked_after_on_one_page(desk, organiser_account, at, school):
    person = alumna(shown_name="Amina Wekesa", country="KE")
    here = reverse("engagement:alumna", args=[person.key])
    words = Translated({"en": "Watch with us"})
    pathway = actions.offer(kind="watch", title=words, words=words, run_by=school, by=BY, at=at)
    follow_up = FollowUpFactory(
        wave=WaveFactory(programme=person.participations.get().programme),
        person=person, state="answered", asked_help_at=at, answered_at=at, said={"needs": ["talk"]},
    )  # fmt: skip

    first = desk.get(here).content.decode()
    desk.post(here, {"do": "suggest", "pathway": pathway.key})
    desk.post(
        here, {"do": "talk", "kind": "escalation", "held_on": "2026-11-01", "commitment": "I call"}
    )
    desk.post(here, {"do": "helped"})
    desk.post(
        reverse("engagement:give"),
        {"person": person.key, "account": organiser_account.key, "back": "1"},
    )
    desk.post(here, {"do": "unsafe"})
    after = desk.get(here).content.decode()
    desk.post(here, {"do": "safe"})

    assert "somebody to talk to" in first
    assert "Watch with us" in first
    assert "I call" in after
    assert "Not safe to write to" in after
    follow_up.refresh_from_db()
    step = Introduction.objects.get(person=person)
    assert (follow_up.helped_at is None, step.state, Owner.objects.get().account) == (
        False, "suggested", organiser_account,
    )  # fmt: skip
    talk = OneToOne.objects.get()
    desk.post(reverse("engagement:one_to_one", args=[talk.key]), {"finish": "1"})
    desk.post(
        reverse("engagement:one_to_one", args=[talk.key]),
        {"kind": "maintenance", "held_on": "2026-11-02"},
    )
    talk.refresh_from_db()
    assert (talk.kind, talk.commits, talk.done_at) == ("maintenance", False, None)
    move = reverse("engagement:move", args=[step.key])
    desk.post(move, {"state": "not_now"})
    refused = desk.post(move, {"state": "introduce", "back": "introductions"})
    step.refresh_from_db()
    assert (step.state, refused["Location"].endswith("?waits=1")) == ("not_now", True)
    assert "Amina Wekesa" in desk.get(reverse("engagement:queue")).content.decode()


def test_two_are_asked_from_the_page_of_one(desk, at, school):
    course = CourseFactory()
    one, two = alumna(course, shown_name="Amina One"), alumna(course, shown_name="Beatriz Two")
    index(two)
    here = reverse("engagement:meet", args=[one.key])

    found = desk.get(f"{here}?q=Beatriz").content.decode()
    desk.post(here, {"q": "Beatriz", "other": two.key, "about": "Water."})

    assert "Beatriz Two" in found
    assert set(Letter.objects.values_list("subject_key", flat=True)) == {one.key, two.key}


def test_offers_rounds_networks_and_introductions_have_pages(desk, at, school):
    course = CourseFactory(closed_at=None)
    new = reverse("engagement:pathway_new")
    desk.post(new, {"kind": "watch", "title_en": "Watch", "words_en": "Look."})
    listed = desk.get(reverse("engagement:pathways")).content.decode()
    pathway = queue and Introduction.pathway.field.related_model.objects.get()
    one = reverse("engagement:pathway", args=[pathway.key])
    desk.post(one, {"title_en": "Watch more", "words_en": "Look.", "places": "2"})
    desk.post(one, {"end": "1"})
    rounds = reverse("engagement:rounds", args=[course.key])
    desk.post(rounds, {"begin": "1"})
    desk.post(rounds, {"add": "1", "months": "36"})
    wave = course.waves.get(months=36)
    desk.post(rounds, {"round": wave.key, f"{wave.key}-due_on": "2030-01-01"})
    desk.post(rounds, {"round": WaveFactory(programme=course, months=99).key, "drop": "1"})
    again = desk.post(rounds, {"add": "1", "months": "36"}).content.decode()

    pathway.refresh_from_db()
    assert "Watch" in listed
    assert (str(pathway), pathway.places, pathway.closed_at is None) == ("Watch more", 2, False)
    assert course.waves.get(months=36).due_on == date(2030, 1, 1)
    assert not course.waves.filter(months=99).exists()
    assert "There is a round after so many months already" in again
    for name in ("introductions", "networks"):
        assert desk.get(reverse(f"engagement:{name}")).status_code == 200


def test_a_steward_hands_over_after_counting(at, school, client, settings):
    settings.DEMO = True  # nobody is asked to prove themself
    steward, _actor = signed_in(school, at, role="steward", shown_name="Steward")
    leaving, _other = signed_in(school, at, shown_name="Leila")
    actions.give_to(people=[PersonFactory()], account=leaving, by=BY, at=at)
    client.force_login(steward)
    here = reverse("engagement:hand_over")

    counted = client.get(f"{here}?leaving={leaving.key}").content.decode()
    same = client.post(here, {"leaving": leaving.key, "to": leaving.key}).content.decode()
    client.post(here, {"leaving": leaving.key, "to": steward.key})

    assert "People they look after: 1" in counted
    assert "Choose two different people" in same
    assert Owner.objects.get().account == steward


def test_a_promise_is_answered_in_two_taps_and_a_word(at):
    promise = PromiseFactory(person=alumna())
    client = by_link(promise.person, f"promise_back:{promise.key}", at)
    here = reverse("engagement:promise_back", args=[promise.key])

    opened = page(client, "promise_back", promise.key, "?a=still")
    before = Promise.objects.get().outcome
    client.post(here, {"outcome": "still"})
    client.post(here, {"more": "1", "word": "Slowly.", "again": "on"})

    promise.refresh_from_db()
    assert ('value="still" checked' in opened, before) == (True, "")
    assert (promise.outcome, promise.word, promise.due_on > at.date()) == ("still", "Slowly.", True)
    assert "Thank you. That is all." in page(client, "promise_back", promise.key, "?said=all")


def test_the_longer_page_is_finished_in_their_own_time(at):
    follow_up = FollowUpFactory(wave__months=12, person=alumna(), background="new")
    client = by_link(follow_up.person, f"follow_up:{follow_up.key}", at)
    here = reverse("engagement:answer", args=[follow_up.key])
    client.post(here, {"engagement": "more"})

    longer = page(client, "answer", follow_up.key)
    client.post(
        here,
        {
            "more": "1",
            "opening": "growing",
            "teaching": "would",
            "needs": ["skill"],
            "word": "Yes.",
        },
    )

    follow_up.refresh_from_db()
    assert "Have you found something to do with others?" in longer
    assert (follow_up.said, follow_up.word) == (
        {"opening": "growing", "teaching": "would", "needs": ["skill"]}, "Yes.",
    )  # fmt: skip
    assert "turns to you" in page(client, "answer", follow_up.key, "?said=all")


def test_an_offer_and_how_it_went_are_answered_by_link(at, school):
    contact, person = signed_in(school, at)[0].person, alumna(shown_name="Amina")
    ContactWayFactory(person=contact)
    words = Translated({"en": "Watch"})
    pathway = actions.offer(
        kind="watch", title=words, words=words, run_by=school, contact=contact, by=BY, at=at
    )
    step = actions.suggest(pathway=pathway, person=person, by=BY, at=at)
    client = by_link(person, f"pathway:{step.key}", at)
    theirs = by_link(contact, f"introduced:{step.key}", at)

    asked = page(client, "answer_pathway", step.key, "?a=yes")
    client.post(reverse("engagement:answer_pathway", args=[step.key]), {"answer": "yes"})
    named = page(theirs, "how_it_went", step.key)
    theirs.post(reverse("engagement:how_it_went", args=[step.key]), {"state": "active"})
    again = client.post(reverse("engagement:answer_pathway", args=[step.key]), {"answer": "no_fit"})

    step.refresh_from_db()
    assert 'value="yes" checked' in asked
    assert "Amina" in named
    assert (step.state, "further than that" in again.content.decode()) == ("active", True)
    assert "You are in touch." in page(client, "answer_pathway", step.key)
    agree(person, Purpose.FOLLOW_UP, yes=False)
    assert "Amina" not in page(theirs, "how_it_went", step.key)


def test_two_write_to_each_other_on_our_page(at, school):
    course = CourseFactory()
    one, two = alumna(course, shown_name="Amina"), alumna(course, shown_name="Beatriz")
    meeting = actions.ask_two(
        one=one, other=two, about="Water.", language="en", run_by=school, by=BY, at=at
    )
    sides = {side.person_id: side for side in meeting.sides.all()}
    first, second = (
        by_link(one, f"meeting:{sides[one.pk].key}", at),
        by_link(two, f"meeting:{sides[two.pk].key}", at),
    )
    here, there = (
        reverse("engagement:meeting", args=[sides[one.pk].key]),
        reverse("engagement:meeting", args=[sides[two.pk].key]),
    )

    before = first.get(here).content.decode()
    first.post(here, {"answer": "yes"})
    waiting = first.get(here).content.decode()
    second.post(there, {"answer": "yes", "way": two.ways.get().key})
    first.post(here, {"text": "Shall we talk?"})
    read = second.get(there).content.decode()
    second.post(there, {"end": "1"})
    late = first.post(here, {"text": "Hello?"}).content.decode()

    assert ("Beatriz" in before, "Beatriz" in waiting, "Shall we talk?" in read) == (
        False,
        False,
        True,
    )
    assert two.ways.get().value not in before
    assert "You cannot write to each other any more" in late
    assert "over" in late
    assert Client().get(here).status_code == 404
    assert FollowUp.objects.count() == 0
