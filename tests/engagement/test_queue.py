"""To whom organisers should turn, who looks after whom, and handing all of it over."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.core.fields import Translated
from commonroot.engagement import actions
from commonroot.engagement.models import Introduction, OneToOne
from commonroot.engagement.queries import owners
from commonroot.engagement.queries.answers import tally
from commonroot.engagement.queries.due_people import due, due_new
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
from commonroot.people.actions.organisations import add_organisation, say_tie
from commonroot.people.models import SavedList
from commonroot.programmes.models import Enquiry, Function
from tests.engagement.visiting import by_link
from tests.engagement.years import alumna, asked_later, signed_in
from tests.factories.accounts import AccountFactory
from tests.factories.engagement import (
    CourseFactory,
    FollowUpFactory,
    IntroductionFactory,
    KenyaFactory,
    ParticipationFactory,
    PromiseFactory,
    WaveFactory,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


@pytest.fixture
def at() -> datetime:
    """This moment: pages read the clock themselves."""
    return datetime.now(UTC)


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


def test_who_asked_for_help_is_seen_without_the_register_until_it_is_settled(at, school):
    course = CourseFactory()
    _account, actor = signed_in(course.run_by, at)
    person, silent = asked_later(shown_name="Helped"), asked_later()
    wave = WaveFactory(programme=course)
    for one in (person, silent):
        ParticipationFactory(programme=course, person=one)
    answer = FollowUpFactory(wave=wave, person=person, asked_help_at=at, said={"needs": ["safety"]})
    FollowUpFactory(wave=wave, person=silent)

    before = [(line.person, line.why[0]) for line in queue(actor, at=at)], left_out(actor, at=at)
    answer.helped_at = at
    answer.save()

    assert before == ([(person, "help_safety")], 1)
    assert (queue(actor, at=at), left_out(actor, at=at)) == ([], 2)


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

    found = [*due(actor, at=at), *due_new(actor, at=at)]

    assert [one.what for one in found] == [
        "1 person asked for help",
        "You agreed to talk again",
        "1 introduction waits for too long",
        "1 person new to activism has nobody",
        "1 person new to activism has no first step",
    ]
    assert [line.why[:2] for line in queue(actor, at=at)] == [
        ("help_safety", "no_owner"), ("conversation", "overdue"),
    ]  # fmt: skip
    assert not any(person.shown_name in one.what + one.why for one in found)
    assert due_new(Actor.public(), at=at) == []
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


def test_somebody_who_just_came_to_the_desk_has_nothing_to_do(at, school):
    _account, actor = signed_in(school, at)

    assert due(actor, at=at) == due_new(actor, at=at) == []
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
