"""Proposals are asked for, made, changed by hand and chosen; what is private stays so."""

from datetime import timedelta

import pytest

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.admissions.models import Application
from commonroot.core.errors import Refused
from commonroot.groups import actions, queries
from commonroot.groups.models import Formation, Gathering, GroupMember
from commonroot.groups.queries.forming import groups_of, mark_of
from commonroot.groups.queries.repairing import gone, late, moves_of, repair_of
from commonroot.groups.rules.asking import Asked
from commonroot.groups.tasks import forget_formations, make_formations
from commonroot.messaging.models import Letter
from tests.factories.admissions import (
    ApplicantFactory,
)
from tests.factories.people import PersonFactory
from tests.groups.coming import EVENINGS, MORNINGS, comes, made, seen, series

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture
def call(db):
    """A series whose groups meet once."""
    return series()


@pytest.fixture
def six(call, at):
    """Six who come: three have time in the evening, three in the morning."""
    return [comes(call, f"P{n}", at, hours=EVENINGS if n % 2 else MORNINGS) for n in range(6)]


def names(formation):
    """Who is in which group."""
    return [[one.person.shown_name for one in group.present] for group in groups_of(formation)]


def test_proposals_are_made_of_what_was_answered(call, six, at):
    (one, other) = made(call, at, number=2)

    assert (one.state, one.number, other.number) == ("proposed", 1, 2)
    assert sorted(names(one)) == [["P0", "P2", "P4"], ["P1", "P3", "P5"]]
    assert one.worth["rules"]["hours"] == 0
    assert "apart" not in one.worth["rules"]
    assert [reason[0] for reason in GroupMember.objects.first().reasons][-1] == "hours"
    assert made(call, at)[0].worth["rules"] == one.worth["rules"]


def test_teams_stay_and_the_frozen_are_left_out(call, six, at):
    application = Application.objects.get(person=six[0])
    mate = PersonFactory(shown_name="Mate", sort_key="mate")
    seen(mate, call.programme, at)
    ApplicantFactory(application=application, person=mate)
    six[5].frozen_at = at
    six[5].save()

    gathered = queries.to_be_grouped(call.programme, at=at)

    assert gathered.together == [tuple(sorted((six[0].key, mate.key)))]
    assert (len(gathered.members), gathered.left_out) == (6, 1)


def test_nobody_and_groups_that_stand_are_refused(call, at):
    with pytest.raises(actions.NobodyToPlace):
        made(call, at)

    for n in range(4):
        comes(call, f"P{n}", at)
    (one,) = made(call, at)
    actions.choose(formation=one, by=SYSTEM, at=at)
    with pytest.raises(actions.NotNow):
        made(call, at)


def test_somebody_is_moved_with_somebody_back_and_the_second_organiser_is_told(call, six, at):
    (one,) = made(call, at)
    first, second = groups_of(one)
    mark = mark_of(one)
    here, there = first.present[0], second.present[0]

    actions.move(member=here, to=second, instead=[there], seen=mark, by=SYSTEM, at=at)

    one.refresh_from_db()
    assert {row.group_id for row in GroupMember.objects.filter(by_hand=True)} == {
        first.pk, second.pk,
    }  # fmt: skip
    assert one.worth["rules"]["hours"] == 2
    with pytest.raises(actions.ChangedMeanwhile):
        actions.move(member=there, to=second, seen=mark, by=SYSTEM, at=at)


def test_who_must_not_meet_never_does_and_nobody_is_told(call, six, at):
    (one,) = made(call, at)
    first, second = groups_of(one)
    me, foe = first.present[0].person, second.present[0].person
    by = Actor(kind="account", key="writer")
    actions.keep_apart(programme=call.programme, left=foe, right=me, reason="quarrel", by=by, at=at)

    with pytest.raises(actions.DoesNotFit) as refused:
        actions.move(member=first.present[0], to=second, by=SYSTEM, at=at)

    assert "Nobody was moved" in str(refused.value)
    entry = AuditEntry.objects.get(verb="rules of groups changed")
    assert (entry.person_key, entry.facts, entry.thing_kind) == ("", {}, "programmes.programme")
    assert "apart" not in str(one.worth)
    with pytest.raises(Refused):
        actions.keep_apart(programme=call.programme, left=me, right=me, by=by, at=at)


def test_search_goes_on_with_locks(call, six, at):
    (one,) = made(call, at)
    first, second = groups_of(one)
    actions.move(member=first.present[0], to=second, instead=[second.present[0]], by=SYSTEM, at=at)
    moved = GroupMember.objects.get(pk=first.present[0].pk)
    actions.lock_member(member=moved, locked=True, by=SYSTEM, at=at)
    actions.name_group(group=second, name="Harbour", by=SYSTEM, at=at)

    on = actions.search_on(formation=one, by=SYSTEM, at=at)
    make_formations(at=at)

    on.refresh_from_db()
    assert [group.name for group in groups_of(on)] == ["", "Harbour"]
    again = GroupMember.objects.get(group__formation=on, person=moved.person)
    assert (again.locked, again.group.name) == (True, "Harbour")
    actions.lock_group(group=second, locked=True, by=SYSTEM, at=at)
    member = first.members.exclude(person=moved.person).first()
    with pytest.raises(actions.DoesNotFit):
        actions.move(member=member, to=second, by=SYSTEM, at=at)
    still = actions.search_on(formation=one, by=SYSTEM, at=at)
    make_formations(at=at)
    still.refresh_from_db()
    assert names(still) == names(one)


def test_choosing_gives_dates_and_letters_and_can_be_undone_for_a_while(call, six, at):
    one, other = made(call, at, number=2)

    actions.choose(formation=one, seen=mark_of(one), by=SYSTEM, at=at)

    assert Gathering.objects.filter(group__formation=one, missing=[]).count() == 2
    letters = Letter.objects.filter(template="groups/emails/placed")
    assert {letter.due_at for letter in letters} == {at + timedelta(minutes=30)}
    assert len(letters) == 6
    assert all("BEGIN:VEVENT" in letter.calendar for letter in letters)
    with pytest.raises(actions.GroupsStand):
        actions.choose(formation=other, by=SYSTEM, at=at)
    with pytest.raises(actions.NotNow):
        actions.put_aside(formation=one, by=SYSTEM, at=at)
    with pytest.raises(actions.TooLateToUndo):
        actions.unchoose(formation=one, by=SYSTEM, at=at + timedelta(minutes=30))

    actions.unchoose(formation=one, by=SYSTEM, at=at + timedelta(minutes=29))

    assert set(letters.values_list("state", flat=True)) == {"cancelled"}
    assert Gathering.objects.count() == 0
    with pytest.raises(actions.NotNow):
        actions.unchoose(formation=one, by=SYSTEM, at=at)


def test_after_somebody_left_the_groups_are_mended_with_the_fewest_moves(call, at):
    people = [comes(call, f"P{n}", at) for n in range(7)]
    (one,) = made(call, at, asked=Asked(smallest=3, largest=4, groups=2))
    actions.choose(formation=one, by=SYSTEM, at=at)
    small = min(groups_of(one), key=lambda group: len(group.present))
    left = small.present[0].person
    Application.objects.filter(person=left).update(state="declined")
    assert [row.person for row in gone(one, at=at)] == [left]

    repair = actions.ask_for_repair(formation=one, by=SYSTEM, at=at)
    make_formations(at=at)

    repair.refresh_from_db()
    (step,) = moves_of(repair, formation=one)
    assert (step.to, repair_of(one)) == (small.number, repair)
    assert actions.accept_repair(repair=repair, by=SYSTEM, at=at) == 1
    assert sorted(map(len, names(one))) == [3, 3]
    assert [
        letter.subject_key for letter in Letter.objects.filter(template__endswith="changed")
    ] == [step.member.person.key]
    assert people[0].in_groups.count() >= 1
    with pytest.raises(actions.NotNow):
        actions.accept_repair(repair=repair, by=SYSTEM, at=at)


def test_a_repair_of_groups_that_changed_is_refused(call, six, at):
    (one,) = made(call, at)
    with pytest.raises(actions.NotNow):
        actions.ask_for_repair(formation=one, by=SYSTEM, at=at)
    actions.choose(formation=one, by=SYSTEM, at=at)
    repair = actions.ask_for_repair(formation=one, by=SYSTEM, at=at)
    with pytest.raises(actions.NotNow):
        actions.accept_repair(repair=repair, by=SYSTEM, at=at)
    make_formations(at=at)
    actions.lock_member(member=groups_of(one)[0].present[0], locked=True, by=SYSTEM, at=at)

    with pytest.raises(actions.ChangedMeanwhile):
        actions.accept_repair(repair=repair, by=SYSTEM, at=at)


def test_who_comes_late_is_placed_and_hears_of_it(call, at):
    for n in range(4):
        comes(call, f"P{n}", at)
    (one,) = made(call, at)
    actions.choose(formation=one, by=SYSTEM, at=at)
    person = comes(call, "Late", at)
    first = groups_of(one)[0]
    assert late(one, gathered=queries.to_be_grouped(call.programme, at=at)) == [person]

    actions.place(formation=one, person=person, to=first, by=SYSTEM, at=at)

    assert late(one, gathered=queries.to_be_grouped(call.programme, at=at)) == []
    assert Letter.objects.get(template="groups/emails/changed").subject_key == person.key
    with pytest.raises(actions.DoesNotFit):
        actions.place(formation=one, person=person, to=first, by=SYSTEM, at=at)


def test_a_gathering_moves_and_nights_are_shared_again(call, six, at):
    (one,) = made(call, at)
    actions.choose(formation=one, by=SYSTEM, at=at)
    gathering = Gathering.objects.order_by("pk").first()
    group = gathering.group
    was = gathering.starts_at

    actions.set_gathering(
        gathering=gathering, starts_at=was.replace(hour=23, minute=0), by=SYSTEM, at=at
    )

    gathering.refresh_from_db()
    assert (gathering.sequence, gathering.by_hand, len(gathering.missing)) == (1, True, 3)
    assert Letter.objects.filter(template="groups/emails/dates").count() == 3
    assert actions.share_nights_again(group=group, by=SYSTEM, at=at) == 0
    Gathering.objects.filter(pk=gathering.pk).update(by_hand=False)
    assert actions.share_nights_again(group=group, by=SYSTEM, at=at) == 1
    gathering.refresh_from_db()
    assert (gathering.starts_at, gathering.missing) == (was, [])
    with pytest.raises(actions.NoSuchTime):
        actions.set_gathering(gathering=gathering, starts_at=at, by=SYSTEM, at=at)


def test_what_was_put_aside_comes_back_and_is_forgotten_in_the_end(call, six, at):
    one, other = made(call, at, number=2)
    actions.put_aside(formation=one, by=SYSTEM, at=at)
    assert queries.formations_of(call.programme) == [other]
    assert actions.take_up_again(programme=call.programme, by=SYSTEM, at=at) == 1
    actions.choose(formation=other, by=SYSTEM, at=at)
    later = at + timedelta(days=15)

    assert (forget_formations(at=at), forget_formations(at=later)) == (0, 1)

    assert list(Formation.objects.all()) == [other]
    assert not queries.to_forget(at=later).exists()
