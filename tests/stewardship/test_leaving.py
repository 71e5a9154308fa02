"""People whom nothing keeps any more are let go of; everybody else stays."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from commonroot.accounts.actions import note
from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.consent.rules import Purpose
from commonroot.intake.actions import asking
from commonroot.intake.models import Asked
from commonroot.intake.queries.asking import counts
from commonroot.people.models import Person
from commonroot.people.queries import is_suppressed
from commonroot.programmes.models import Presenter
from commonroot.stewardship.actions import confirm_clock
from commonroot.stewardship.actions.leaving import leave, let_people_go
from commonroot.stewardship.queries import leaving as queries
from commonroot.stewardship.tasks import let_people_go as sweep
from tests.factories.asking import from_a_list, reminded
from tests.factories.engagement import ParticipationFactory
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db

BY = Actor.system()
DAY = timedelta(days=1)
LONG_AGO = timedelta(days=3000)


def nobody(*, at, **fields):
    """Somebody whom nothing has kept for years."""
    return PersonFactory(created_at=at - LONG_AGO, **fields)


def silence(list_round, *, at):
    for row in Asked.objects.filter(list_round=list_round):
        asking.fall_silent(asked=row, at=at)


def going(*, at):
    return {why: list(people.order_by("pk")) for why, people in queries.leaving(at=at).items()}


def test_who_did_not_answer_goes_and_leaves_a_mark(at):
    person = from_a_list(mail="silent@example.org")
    list_round = reminded(at=at)
    before = going(at=at + 29 * DAY)
    silence(list_round, at=at + 30 * DAY)

    gone = let_people_go(at=at + 30 * DAY)

    assert before == {queries.SILENT: [], queries.NOTHING_LEFT: []}
    assert gone == {queries.SILENT: 1}
    assert not Person.objects.filter(pk=person.pk).exists()
    assert is_suppressed("mail", "silent@example.org") is True
    assert counts(list_round)["silent"] == 1
    assert AuditEntry.objects.get(verb="people let go").facts == {queries.SILENT: 1}


def test_who_was_never_reached_goes_only_when_somebody_decided(at):
    from_a_list(way=False)
    from_a_list()
    list_round = reminded(at=at)

    before = let_people_go(at=at + DAY)
    asking.let_go_of_unreached(list_round=list_round, by=BY, at=at + DAY)

    assert (before, let_people_go(at=at + DAY)) == ({}, {queries.SILENT: 1})


def test_whom_nothing_keeps_goes_after_a_while_and_leaves_no_mark(at):
    way = ContactWayFactory(person__created_at=at - queries.GRACE, value="old@example.org")
    ContactWayFactory(person__created_at=at - queries.GRACE + DAY)

    gone = let_people_go(at=at)

    assert gone == {queries.NOTHING_LEFT: 1}
    assert not Person.objects.filter(pk=way.person_id).exists()
    assert is_suppressed("mail", "old@example.org") is False
    assert Person.objects.count() == 1


def test_who_said_no_leaves_a_mark(at):
    way = ContactWayFactory(person__created_at=at - LONG_AGO, value="no@example.org")
    consent.answer(
        person=way.person, purpose=Purpose.REGISTER, yes=False, how="page", by=BY, at=at - LONG_AGO
    )
    confirm_clock(by=BY, at=at)

    assert let_people_go(at=at) == {queries.NOTHING_LEFT: 1}
    assert is_suppressed("mail", "no@example.org") is True


def test_while_a_place_a_course_or_a_session_presented_is_kept_they_stay(at):
    place, course, old_course, presents = (nobody(at=at) for _ in range(4))
    RegistrationFactory(person=place)
    ParticipationFactory(person=course, recorded_at=at - 729 * DAY)
    ParticipationFactory(person=old_course, recorded_at=at - 731 * DAY)
    session = RegistrationFactory(person=place).session
    Presenter.objects.create(person=presents, session=session)

    found = going(at=at)

    assert found == {queries.SILENT: [], queries.NOTHING_LEFT: [old_course]}


def test_who_refused_the_register_stays_as_long_as_their_course_is_kept(at):
    person = nobody(at=at)
    place = RegistrationFactory(person=person)
    consent.answer(
        person=person, purpose=Purpose.REGISTER, yes=False, how="form", by=BY, at=at - LONG_AGO
    )
    confirm_clock(by=BY, at=at)

    kept = let_people_go(at=at)
    place.delete()

    assert (kept, let_people_go(at=at)) == ({}, {queries.NOTHING_LEFT: 1})


def test_who_was_silent_and_paused_or_came_back_stays(at):
    paused, yes = from_a_list(), from_a_list()
    list_round = reminded(at=at)
    silence(list_round, at=at + 30 * DAY)
    Person.objects.filter(pk=paused.pk).update(frozen_at=at)
    consent.answer(person=yes, purpose=Purpose.REGISTER, yes=True, how="form", by=BY, at=at)

    assert going(at=at + 30 * DAY)[queries.SILENT] == []


def test_a_clock_that_is_behind_lets_nobody_go(at):
    nobody(at=at)
    note("something", None, by=BY, at=at + 2 * timedelta(hours=1))

    assert queries.somebody_leaves(at=at) is False
    assert let_people_go(at=at) == {}
    assert queries.somebody_leaves(at=at + timedelta(hours=1)) is True


def test_a_step_takes_so_many_and_the_next_the_rest(at):
    for _ in range(3):
        nobody(at=at)

    steps = [let_people_go(at=at, limit=2) for _ in range(3)]

    assert steps == [{queries.NOTHING_LEFT: 2}, {queries.NOTHING_LEFT: 1}, {}]
    assert AuditEntry.objects.filter(verb="people let go").count() == 2


def test_the_sweep_is_safe_to_run_twice(at):
    nobody(at=at)

    assert (sweep(at=at), sweep(at=at)) == (1, 0)


def test_somebody_who_registered_a_moment_ago_is_left_alone(at, monkeypatch):
    person = nobody(at=at)
    there = queries.leaving

    def then_they_registered(*, at):
        found = {
            why: Person.objects.filter(pk__in=list(p.values_list("pk", flat=True)))
            for why, p in there(at=at).items()
        }
        RegistrationFactory(person=person)
        monkeypatch.setattr("commonroot.stewardship.actions.leaving.leaving", there)
        return found

    monkeypatch.setattr("commonroot.stewardship.actions.leaving.leaving", then_they_registered)

    assert let_people_go(at=at) == {}
    assert Person.objects.filter(pk=person.pk).exists()


def test_the_command_counts_people_with_preview_and_lets_them_go_without():
    nobody(at=timezone.now())
    preview, done = StringIO(), StringIO()

    call_command("retention", "--preview", stdout=preview)
    left = Person.objects.count()
    call_command("retention", stdout=done)

    line = "      1  people.person: nothing keeps them\n"
    assert preview.getvalue() == f"{line}      1  in all would go\n"
    assert (left, done.getvalue()) == (1, f"{line}      1  in all gone\n")
    assert Person.objects.count() == 0


def test_a_no_counts_and_deletes_in_one_moment(at):
    person = from_a_list(mail="ana@example.org")
    list_round = reminded(at=at)
    row = Asked.objects.select_related("person").get()

    leave(asked=row, language="es", by=Actor(kind="link"), at=at)
    leave(asked=Asked.objects.get(), language="es", by=Actor(kind="link"), at=at)

    assert not Person.objects.filter(pk=person.pk).exists()
    assert (counts(list_round)["no"], is_suppressed("mail", "ana@example.org")) == (1, True)


def test_here_for_more_than_an_old_list(at):
    only_listed, placed = from_a_list(), from_a_list()
    RegistrationFactory(person=placed)

    assert queries.is_here_for_more(only_listed, at=at) is False
    assert queries.is_here_for_more(placed, at=at) is True
