"""To whom organisers should turn, who looks after whom, and handing all of it over."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.circles.actions import give_mandate
from commonroot.circles.queries import actor_for
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.engagement import actions
from commonroot.engagement.models import FollowUp, Introduction, OneToOne, Owner, Promise
from commonroot.engagement.queries import owners
from commonroot.engagement.queries.answers import tally
from commonroot.engagement.queries.due_people import due
from commonroot.engagement.queries.meetings import other
from commonroot.engagement.queries.meetings import side as side_of
from commonroot.engagement.queries.networks import networks
from commonroot.engagement.queries.pathways import may_be_named, overdue, pathways_of, title_of
from commonroot.engagement.queries.pathways import pathway as find_pathway
from commonroot.engagement.queries.promises import open_promise
from commonroot.engagement.queries.queue import left_out, may_follow, queue
from commonroot.engagement.rules.waves import (
    Alumnus,
    heard,
    next_morning,
    questions_for,
    rank,
    reasons,
)
from commonroot.messaging.models import Letter
from commonroot.people.actions.indexing import index
from commonroot.people.actions.organisations import add_organisation, say_tie
from commonroot.people.models import SavedList
from commonroot.programmes.models import Enquiry, Function
from tests.engagement.visiting import by_link, page
from tests.factories.accounts import AccountFactory
from tests.factories.engagement import (
    CourseFactory,
    FollowUpFactory,
    IntroductionFactory,
    KenyaFactory,
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


def alumna(programme=None, background="new", **fields):
    """Somebody of a closed course who is in the register and agreed to be asked."""
    person = PersonFactory(**fields)
    ContactWayFactory(person=person)
    for purpose in (Purpose.REGISTER, Purpose.FOLLOW_UP):
        agree(person, purpose)
    programme = programme or CourseFactory()
    ParticipationFactory(programme=programme, person=person, background=background)
    return person


def signed_in(circle, at, role="organiser", **fields):
    """An account with a person and a mandate, and the actor it is."""
    account = AccountFactory(**fields)
    PersonFactory(shown_name=account.shown_name, account=account)
    give_mandate(account=account, circle=circle, role=role, until=None, by=BY, at=at)
    return account, actor_for(account, person_id=account.person.pk, at=at)


@pytest.mark.parametrize(
    ("alumnus", "why"),
    [
        (Alumnus("new"), ["no_owner", "no_step", "no_circle"]),
        (Alumnus("movement", in_circle=True), []),
        (Alumnus("elsewhere"), ["no_circle"]),
        (Alumnus("new", has_owner=True, has_step=True), []),
        (
            Alumnus(
                "movement",
                asked_help_at=datetime(2026, 1, 1, tzinfo=UTC),
                needs_safety=True,
                has_step=True,
                overdue_since=datetime(2026, 1, 1, tzinfo=UTC),
                next_on=date(2026, 1, 1),
                did_less=True,
            ),
            ["help_safety", "conversation", "overdue", "less"],
        ),
    ],
)
def test_reasons_are_the_founding_pages_ones(alumnus, why):
    assert reasons(alumnus, today=date(2026, 1, 2)) == why


def test_safety_comes_before_help_and_help_before_nobody():
    found = [["no_owner"], [], ["help"], ["help_safety", "no_circle"]]

    assert sorted(found, key=rank) == [["help_safety", "no_circle"], ["help"], ["no_owner"], []]


def test_questions_fit_where_somebody_started_and_the_rest_is_not_kept():
    asked = [one.code for one in questions_for("elsewhere", months=6)]

    kept = heard(
        {
            "linked": "joint",
            "opening": "growing",
            "helped": "wrong",
            "needs": "money",
            "change": "x",
        },
        background="elsewhere",
        months=6,
    )

    assert asked == ["helped", "linked", "in_touch", "who", "brought"]
    assert [one.code for one in questions_for("unknown", months=0)] == ["helped", "in_touch"]
    assert kept == {"linked": "joint", "change": "x"}
    assert heard({"needs": ["nonsense"]}, background="new", months=0) == {}


def test_the_queue_shows_only_ones_own_people_in_the_register(
    at, school, django_assert_max_num_queries
):
    team_course = CourseFactory(run_by=KenyaFactory(kind="team", country=""))
    helped = alumna(team_course, "movement", shown_name="Helped")
    wave = WaveFactory(programme=team_course)
    FollowUpFactory(wave=wave, person=helped, state="answered", asked_help_at=at, engagement="less",
                    answered_at=at, said={"needs": ["safety"]})  # fmt: skip
    new = alumna(team_course, "new", shown_name="New")
    stepped = alumna(team_course, "new", shown_name="Stepped")
    IntroductionFactory(person=stepped, state="active", programme=team_course)
    PromiseFactory(programme=team_course, person=stepped)
    ParticipationFactory(programme=team_course)  # not in the register
    elsewhere = alumna(CourseFactory(), "new")
    _account, actor = signed_in(team_course.run_by, at)

    FollowUpFactory(person=new, asked_help_at=at, said={"needs": ["money"]})  # of another team

    with django_assert_max_num_queries(12):
        lines = queue(actor, at=at)

    assert [(line.person, line.why) for line in lines] == [
        (helped, ("help_safety", "less", "no_circle")),
        (new, ("no_owner", "no_step", "no_circle")),
        (stepped, ("no_owner",)),
    ]
    assert (left_out(actor, at=at), may_follow(actor, elsewhere, at=at)) == (1, False)
    assert [line.person for line in queue(actor, at=at, need="help")] == [helped]
    assert queue(actor, at=at, mine=True) == []
    assert queue(actor, at=at, programme=CourseFactory()) == []


def test_today_says_in_numbers_who_needs_somebody(at, school):
    course = CourseFactory()
    _account, actor = signed_in(course.run_by, at)
    person = alumna(course)
    FollowUpFactory(wave=WaveFactory(programme=course), person=person, asked_help_at=at,
                    said={"needs": ["safety"]})  # fmt: skip
    second = alumna(course, "movement")
    IntroductionFactory(
        person=second, letter=None, circle=None, state="wanted", changed_at=at - timedelta(days=9)
    )
    OneToOne.objects.create(
        person=second, account_id=actor.account_id, held_on=at.date(), next_on=at.date(), made_at=at
    )

    found = due(actor, at=at)

    assert [one.what for one in found] == [
        "1 person asked for help",
        "1 person new to activism has nobody",
        "1 person new to activism has no first step",
        "You agreed to talk again",
        "1 introduction waits for too long",
    ]
    assert not any(person.shown_name in one.what + one.why for one in found)
    assert (found[0].late, due(Actor.public(), at=at), due(Actor.system(), at=at)[0].what) == (
        True, [], "1 person asked for help",
    )  # fmt: skip


def test_people_are_given_to_one_owner_at_a_time(at):
    first, second = AccountFactory(), AccountFactory()
    people = [PersonFactory(), PersonFactory()]

    given = [
        actions.give_to(people=people, account=first, by=BY, at=at),
        actions.give_to(people=people, account=first, by=BY, at=at),
        actions.give_to(people=people[:1], account=second, by=BY, at=at),
        actions.give_to(people=people[1:], account=None, by=BY, at=at),
    ]

    assert given == [2, 0, 1, 1]
    assert [owners.owner_of(one) for one in people] == [second, None]


def test_everything_an_organiser_has_goes_to_whoever_takes_over(at, school):
    leaving, _actor = signed_in(school, at, shown_name="Leila")
    to, _other = signed_in(school, at, shown_name="Tomás")
    person = PersonFactory(keeper=leaving, kept_apart={"shown_name": "X"})
    actions.give_to(people=[person], account=leaving, by=BY, at=at)
    talk = actions.record_one_to_one(
        person=person, account=leaving, kind="escalation", held_on=at.date(), purpose="P", ask="A",
        commitment="C", notes="N", next_on=None, by=BY, at=at,
    )  # fmt: skip
    IntroductionFactory(owner=leaving)
    words = Translated({"en": "W"})
    actions.offer(
        kind="watch", title=words, words=words, run_by=school, contact=leaving.person, by=BY, at=at
    )
    SavedList.objects.create(name="L", account=leaving, made_at=at, changed_at=at, sort_key="l")
    Function.objects.create(
        programme=CourseFactory(closed_at=None), kind="care", person=leaving.person
    )
    Enquiry.objects.create(
        name="V", address="v@example.org", mark="m", text="?", asked_at=at, owner=leaving
    )
    before = owners.owned(leaving)

    counts = actions.hand_over(leaving=leaving, to=to, by=BY, at=at)

    assert before == dict(counts) == dict.fromkeys(counts, 1)
    assert set(owners.owned(leaving).values()) == {0}
    assert owners.owned(to) == before
    talk.refresh_from_db()
    assert (talk.account, talk.notes) == (to, "N")
    with pytest.raises(actions.SameHands):
        actions.hand_over(leaving=to, to=to, by=BY, at=at)


def test_who_takes_over_without_a_person_or_the_right_to_names_gets_only_what_fits(at, school):
    leaving, _actor = signed_in(school, at)
    PersonFactory(keeper=leaving, kept_apart={"shown_name": "X"})
    words = Translated({"en": "W"})
    actions.offer(
        kind="watch", title=words, words=words, run_by=school, contact=leaving.person, by=BY, at=at
    )

    counts = actions.hand_over(leaving=leaving, to=AccountFactory(), by=BY, at=at)

    assert (counts["names"], counts["contacts"], counts["functions"]) == (0, 0, 0)
    assert owners.owned(leaving)["names"] == 1


def test_networks_of_those_active_elsewhere_with_our_dated_tie(at, school):
    course = CourseFactory()
    _account, actor = signed_in(course.run_by, at)
    alumna(course, "elsewhere", organisation="Nurses’ Union")
    alumna(course, "elsewhere", organisation="nurses’ union")
    alumna(course, "elsewhere", organisation="")
    alumna(course, "movement", organisation="Elsewhere Ltd")
    body = add_organisation(name="Nurses’ Union", by=BY, at=at)
    say_tie(organisation=body, kind="joint", since=at.date(), words="", by=BY, at=at)

    found = networks(actor, at=at)

    assert [(row.name, row.people, row.tie, row.is_linked) for row in found.rows] == [
        ("Nurses’ Union", 2, "joint", True)
    ]
    assert (found.people, found.without) == (3, 1)


# Pages.


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


def test_somebody_who_just_came_to_the_desk_has_nothing_to_do(at, school):
    _account, actor = signed_in(school, at)

    assert due(actor, at=at) == []
    assert queue(actor, at=at) == []


def test_the_background_somebody_said_first_counts(at, school):
    _account, actor = signed_in(school, at)
    person = alumna(background="unknown")
    ParticipationFactory(person=person, background="movement")
    ParticipationFactory(person=person, background="new")
    IntroductionFactory(person=person, state="active", changed_at=at)

    assert queue(actor, at=at) == []


def test_an_affiliation_names_a_network_and_one_without_a_page_has_no_tie(at, school):
    course = CourseFactory()
    _account, actor = signed_in(course.run_by, at)
    person = alumna(course, "elsewhere")
    person.affiliations.create(organisation="Water Users", source="link", said_on=at.date())

    [row] = networks(actor, at=at).rows

    assert (row.name, row.key, row.tie, row.since, row.is_linked) == (
        "Water Users", "", "none", None, False,
    )  # fmt: skip


def test_answers_of_a_round_are_counted_by_question():
    wave = WaveFactory()
    for said in ({"in_touch": "no", "change": "More time"}, {"in_touch": "no", "needs": ["money"]}):
        FollowUpFactory(wave=wave, state="answered", said=said)
    FollowUpFactory(wave=wave)

    assert tally(wave) == {"in_touch": {"no": 2}}


@pytest.mark.parametrize("zone", ["", "Nowhere/At-All"])
def test_a_morning_where_the_zone_is_not_known_is_that_of_utc(zone):
    at = datetime(2026, 11, 22, 9, tzinfo=UTC)

    assert next_morning(at, zone=zone) == datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_what_an_introduction_leads_to_and_whether_its_contact_may_know_who(at):
    letter = IntroductionFactory(state="suggested", changed_at=at - timedelta(days=90))
    bare = IntroductionFactory(letter=None, circle=None)

    assert overdue(Introduction.objects.filter(pk=letter.pk), at=at) == []
    assert title_of(letter, "en") == ("Kenya circle", "en")
    assert title_of(bare, "en") == ("", "")
    assert (may_be_named(letter, at=at), may_be_named(bare, at=at)) == (False, False)
    assert find_pathway("nothing") is None


def test_whoever_paused_is_not_shown_to_the_other_of_two(at, school):
    one, two = alumna(), alumna()
    meeting = actions.ask_two(
        one=one, other=two, about="W", language="en", run_by=school, by=BY, at=at
    )
    for side in meeting.sides.all():
        actions.say_to_meeting(side=side, yes=True, by=BY, at=at)
    mine = side_of(meeting.sides.get(person=one).key)
    before = other(mine, at=at)
    two.frozen_at = at
    two.save()

    assert (before.person, other(mine, at=at)) == (two, None)


def test_a_team_offers_its_own_and_what_the_school_offers(at, school):
    team = KenyaFactory(kind="team", country="")
    _account, actor = signed_in(team, at)
    words = Translated({"en": "W"})
    for run_by in (school, team, KenyaFactory(kind="team", country="TZ")):
        actions.offer(kind="watch", title=words, words=words, run_by=run_by, by=BY, at=at)

    assert {one.run_by for one in pathways_of(actor)} == {school, team}


def test_what_waits_is_said_on_its_page_and_on_the_page_of_whoever_promised(desk, at, school):
    person = alumna(shown_name="Amina Wekesa")
    IntroductionFactory(person=person, state="wanted", changed_at=at - timedelta(days=9))
    promise = PromiseFactory(person=person, asked_at=at)

    late = desk.get(reverse("engagement:introductions")).content.decode()

    assert "the person has not answered" in late
    assert open_promise(person.pk) == promise
    assert (
        promise.text
        in by_link(person, "", at, scope="page").get(reverse("web:me")).content.decode()
    )
