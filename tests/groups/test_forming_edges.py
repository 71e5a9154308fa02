"""What is refused, what is nobody's turn, and people of whom little or much is known."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.groups import actions, queries
from commonroot.groups.actions.forming import begin_formation, fail_formation, keep_formation
from commonroot.groups.models import Formation, Gathering, GroupMember
from commonroot.groups.queries.dates import clashes
from commonroot.groups.queries.forming import groups_of
from commonroot.groups.queries.people import measure_of, met_before
from commonroot.groups.queries.repairing import left_since
from commonroot.groups.rules.forming import form
from commonroot.groups.rules.measure import Measure
from commonroot.groups.rules.people import Plan
from commonroot.groups.tasks import make_formation, make_formations
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, SpokenLanguage
from tests.factories.admissions import AnswerFactory, FormQuestionFactory
from tests.factories.groups import FormationFactory, GroupMemberFactory, SmallGroupFactory
from tests.factories.people import PersonFactory
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory
from tests.groups.coming import SMALL, comes, made, seen, series

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture
def call(db):
    """A series whose groups meet once."""
    return series()


@pytest.fixture
def stands(call, at):
    """Two groups of two that stand."""
    for n in range(4):
        comes(call, f"P{n}", at)
    (one,) = made(call, at)
    actions.choose(formation=one, by=SYSTEM, at=at)
    one.refresh_from_db()
    return one


def test_in_groups_that_stand_a_move_ends_one_place_and_begins_another(stands, at):
    first, second = groups_of(stands)
    here, there = first.present[0], second.present[0]

    actions.move(member=here, to=second, instead=[there], by=SYSTEM, at=at)

    here.refresh_from_db()
    assert here.left_at == at
    assert GroupMember.objects.get(person=here.person, left_at=None).group == second
    told = Letter.objects.filter(template="groups/emails/changed")
    assert sorted(told.values_list("subject_key", flat=True)) == sorted(
        (here.person.key, there.person.key)
    )
    assert left_since(stands) == 0


def test_what_is_not_open_is_refused(call, stands, at):
    other = SmallGroupFactory(
        formation__programme=call.programme, formation__proposed=True, formation__number=90
    )
    first = groups_of(stands)[0]
    member = first.present[0]
    for group in (other, first):
        with pytest.raises(actions.DoesNotFit):
            actions.move(member=member, to=group, by=SYSTEM, at=at)
    late = comes(call, "Late", at)
    first.locked = True
    first.save()
    with pytest.raises(actions.DoesNotFit):
        actions.place(formation=stands, person=late, to=first, by=SYSTEM, at=at)
    with pytest.raises(actions.NotNow):
        actions.search_on(formation=stands, by=SYSTEM, at=at)
    with pytest.raises(actions.NotNow):
        actions.choose(formation=stands, by=SYSTEM, at=at)
    repair = actions.ask_for_repair(formation=stands, by=SYSTEM, at=at)
    Formation.objects.filter(pk=stands.pk).update(state="discarded", chosen_at=None)
    with pytest.raises(actions.NotNow):
        actions.move(member=member, to=groups_of(stands)[1], by=SYSTEM, at=at)
    with pytest.raises(actions.NotNow):
        actions.place(formation=stands, person=late, to=first, by=SYSTEM, at=at)
    with pytest.raises(actions.NotNow):
        actions.accept_repair(repair=repair, by=SYSTEM, at=at)


def test_somebody_late_is_placed_in_a_proposal_without_a_letter(call, at):
    for n in range(4):
        comes(call, f"P{n}", at)
    (one,) = made(call, at)
    late = comes(call, "Late", at)

    actions.place(formation=one, person=late, to=groups_of(one)[0], by=SYSTEM, at=at)

    assert late.in_groups.count() == 1
    assert not Letter.objects.exists()


def test_a_group_that_all_left_ends_when_the_groups_are_mended(call, stands, at):
    first, second = groups_of(stands)
    for one in first.present:
        one.person.applications.update(state="withdrawn")
    repair = actions.ask_for_repair(formation=stands, by=SYSTEM, at=at)
    second.locked = True
    second.save()
    Formation.objects.filter(pk=repair.pk).update(plan=repair.plan | {"mark": ""})
    repair = actions.ask_for_repair(formation=stands, by=SYSTEM, at=at)
    make_formations(at=at)
    repair.refresh_from_db()

    assert actions.accept_repair(repair=repair, by=SYSTEM, at=at) == 0

    first.refresh_from_db()
    assert first.ended_at == at
    assert groups_of(stands) == [second]


def test_making_is_taken_on_once_and_fails_in_words(call, at):
    people = [comes(call, f"P{n}", at) for n in range(2)]
    (one,) = actions.ask_for_proposals(
        programme=call.programme, asked=SMALL, number=1, by=SYSTEM, at=at
    )
    assert begin_formation(formation=one, at=at)
    assert not make_formation(one, at=at)
    people[0].applications.update(state="withdrawn")

    assert make_formation(one, at=at + timedelta(minutes=10))

    one.refresh_from_db()
    assert (one.state, one.why_failed[:9]) == ("failed", "There are")
    measure = Measure([], Plan())
    keep_formation(formation=one, proposal=form([], Plan()), measure=measure, at=at)
    fail_formation(formation=one, why="Another", at=at)
    one.refresh_from_db()
    assert (one.state, one.why_failed[:9]) == ("failed", "There are")


def test_dates_that_are_there_over_or_the_same_stay(stands, at):
    gathering = Gathering.objects.order_by("pk").first()
    was = gathering.starts_at
    measure = measure_of(stands, at=at)

    assert actions.give_dates(formation=stands, measure=measure, at=at) == 0
    actions.set_gathering(gathering=gathering, starts_at=was, by=SYSTEM, at=at)
    assert actions.share_nights_again(group=gathering.group, by=SYSTEM, at=at) == 0
    assert actions.share_nights_again(group=gathering.group, by=SYSTEM, at=was) == 0

    gathering.refresh_from_db()
    assert (gathering.sequence, gathering.starts_at) == (0, was)


def test_sessions_at_the_same_time_are_found(stands, at):
    gathering = Gathering.objects.order_by("pk").first()
    member = gathering.group.members.first()
    groups = groups_of(stands)
    assert clashes(groups, at=at) == []
    for minutes in (30, 600):
        session = SessionFactory(starts_at=gathering.starts_at + timedelta(minutes=minutes))
        RegistrationFactory(session=session, person=member.person)

    (clash,) = clashes(groups, at=at)

    assert (clash.gathering, clash.people) == (gathering, 1)
    assert clashes(groups, at=gathering.starts_at + timedelta(days=1)) == []


def test_an_hour_at_night_is_told_with_its_minutes(stands, at):
    gathering = Gathering.objects.order_by("pk").first()
    late = gathering.starts_at.replace(hour=17, minute=30)  # 20:30 in Nairobi, free until 22:00

    actions.set_gathering(gathering=gathering, starts_at=late, by=SYSTEM, at=at)

    gathering.refresh_from_db()
    assert gathering.missing == []
    assert set(gathering.night.values()) == {60}


@pytest.mark.parametrize(("way", "risk"), [("mail", "high"), ("phone", "open"), ("", "open")])
def test_whoever_is_in_high_care_gets_a_link_alone(call, at, way, risk):
    person = comes(call, "Amina", at)
    comes(call, "Bela", at)
    ContactWay.objects.filter(person=person).delete()
    if way:
        value = "+254700000001" if way == "phone" else "amina@example.org"
        ContactWay.objects.create(person=person, kind=way, value=value, mark=value, created_at=at)
    person.risk = risk
    person.save()
    (one,) = made(call, at)

    actions.choose(formation=one, by=SYSTEM, at=at)

    letters = Letter.objects.filter(subject_key=person.key)
    told = [(one.template, one.way, bool(one.calendar), "when" in one.values) for one in letters]
    assert (
        told
        == {
            "mail": [("groups/emails/link_only", "mail", False, False)],
            "phone": [("groups/emails/placed", "hand", False, True)],
            "": [],
        }[way]
    )


def test_answers_come_before_the_page_and_what_sets_apart_is_used(call, at):
    person = comes(call, "Amina", at, background="new")
    application = person.applications.get()
    SpokenLanguage.objects.create(
        person=person, language="sw", level="fluent", source="hand", said_on=at.date()
    )
    alone = PersonFactory(shown_name="Bela", language="fr")
    seen(alone, call.programme, at)
    values = {"languages": {"en": 4, "fr": 1}, "gender": "woman", "themes": ["water"]}
    assert measure_of(FormationFactory(programme=call.programme), at=at).members[0].languages == (
        "sw",
    )
    for meaning, value in [*values.items(), ("country", "")]:
        question = FormQuestionFactory(call=call, meaning=meaning)
        AnswerFactory(application=application, question=question, value=value)

    (member,) = queries.to_be_grouped(call.programme, at=at).members

    assert (member.languages, member.country, member.themes) == (("en",), "KE", ("water",))
    assert member.marks == ("gender woman", "new")
    question = FormQuestionFactory(call=call, meaning="languages", version=2)
    AnswerFactory(application=application, question=question, value=["ar"])
    assert queries.to_be_grouped(call.programme, at=at).members[0].languages == ("ar",)


def test_without_applications_those_with_a_place_are_placed(call, at):
    person = RegistrationFactory(session__programme=call.programme).person
    seen(person, call.programme, at)

    gathered = queries.to_be_grouped(call.programme, at=at)

    assert [one.key for one in gathered.members] == [person.key]
    assert (gathered.applied, gathered.members[0].languages) == (False, (person.language,))


def test_who_met_in_an_earlier_course_is_known(call, at):
    earlier = SmallGroupFactory()
    people = [GroupMemberFactory(group=earlier).person for _ in range(2)]

    assert met_before(call.programme, [one.pk for one in people]) == [
        tuple(sorted(one.key for one in people))
    ]
    assert met_before(earlier.formation.programme, [one.pk for one in people]) == []
