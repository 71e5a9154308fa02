"""Whatever hangs on two people: made one and taken back is as it was; any order says the same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.consent import actions as consent
from commonroot.consent.models import Agreement, LedgerEvent
from commonroot.consent.rules import Purpose
from commonroot.people import actions, queries
from commonroot.people.models import ContactWay, Interest, Merge, Pair, Person, ToCompare
from commonroot.people.personal import declarations, everything_about
from commonroot.people.queries.snapshots import DERIVED
from commonroot.programmes.models import Programme, Session
from commonroot.registration.models import Registration
from tests.factories.canary import person_in_every_model
from tests.factories.engagement import (
    FollowUpFactory,
    ParticipationFactory,
    PromiseFactory,
    ThemeFactory,
    WaveFactory,
)
from tests.factories.people import PersonFactory
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = AT + timedelta(days=29)

# What is never changed, what tells of the merge itself, and who is to be looked at anew.
APART = (AuditEntry, Merge, ToCompare)


def everything() -> dict[str, list[str]]:
    """All rows of every declared model; of what is made anew, only what it says."""
    held = {}
    for declared in declarations():
        model = declared.model
        if model in APART:
            continue
        columns = [
            field.attname
            for field in model._meta.concrete_fields
            if not (model in DERIVED and field.primary_key)
        ]
        held[declared.label] = sorted(map(repr, model._default_manager.values(*columns)))
    return held


@contextmanager
def tried() -> Iterator[None]:
    """Nothing of one example is left for the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def at_day(days: int) -> datetime:
    """A day of this year's spring."""
    return datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=days)


Doing = Callable[[Person], Any]


def happenings(session: Session, theme: Circle, course: Programme) -> list[Doing]:
    """What may happen to somebody: each may happen to several of those who turn out to be one."""
    wave = WaveFactory(programme=course)
    third = PersonFactory(shown_name="Third")

    def answers(day: int, *, yes: bool, purpose: Purpose = Purpose.NEWS) -> Doing:
        return lambda person: consent.answer(
            person=person, purpose=purpose, yes=yes, how="form", by=BY, at=at_day(day)
        )

    def reached(value: str, *, day: int) -> Doing:
        return lambda person: actions.add_way(
            person=person, kind="mail", value=value, at=at_day(day), confirmed=day > 3
        )

    def claims(state: str) -> Doing:
        def claim(person: Person) -> None:
            if not Registration.objects.filter(person=person).exclude(state="cancelled").exists():
                RegistrationFactory(person=person, session=session, state=state)

        return claim

    def said_different(person: Person) -> None:
        left, right = sorted((person, third), key=lambda one: one.pk)
        Pair.objects.create(
            left=left, right=right, state="different", band="possible", probability=0.5,
            found_at=AT,
        )  # fmt: skip

    def works(text: str, *, day: int) -> Doing:
        return lambda person: actions.edit(
            person=person, changes={"organisation": text}, cause="edit", by=BY, at=at_day(day)
        )

    return [
        answers(1, yes=True),
        answers(2, yes=False),
        answers(3, yes=True),
        answers(4, yes=True, purpose=Purpose.FOLLOW_UP),
        lambda person: consent.keep_until_asked(person=person, by=BY, at=at_day(1)),
        reached("one@example.org", day=2),
        reached("one@example.org", day=5),
        reached("two@example.org", day=2),
        claims("placed"),
        claims("attended"),
        claims("cancelled"),
        said_different,
        works("Clinic", day=2),
        works("Union", day=3),
        lambda person: actions.open_link(
            person=person, scope="page", way=person.ways.first(), at=AT
        ),
        lambda person: actions.pause(person=person, by=BY, at=at_day(1)),
        lambda person: actions.set_risk(person=person, risk="high", by=BY, at=at_day(1)),
        lambda person: Interest.objects.get_or_create(
            person=person, theme=theme, source="import", said_on=date(2026, 1, 1)
        ),
        lambda person: ParticipationFactory(person=person, programme=course),
        lambda person: FollowUpFactory(
            person=person, wave=wave, promise=PromiseFactory(person=person, programme=course)
        ),
    ]


def peopled(lives: list[list[int]]) -> list[Person]:
    """People to whom these things happened, each thing once."""
    session, theme = SessionFactory(), ThemeFactory()
    doings = happenings(session, theme, session.programme)
    people = []
    for number, life in enumerate(lives):
        person = actions.add_person(
            shown_name=f"Amina {['Wekesa', 'Otieno', 'أمينة'][number]}",
            origin="hand",
            details={"city": ("", "Kisumu", "Nairobi")[number], "given_name": "Amina"[:number]},
            by=BY,
            at=at_day(number),
        )
        for doing in life:
            doings[doing](person)
        people.append(Person.objects.get(pk=person.pk))
    return people


LIFE = st.lists(st.integers(0, 19), max_size=9, unique=True)
SIDES = st.sampled_from(("into", "other", "Another"))
TRIES = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@TRIES
@given(
    lives=st.tuples(LIFE, LIFE),
    chosen=st.dictionaries(st.sampled_from(("shown_name", "city", "organisation")), SIDES),
)
def test_made_one_and_taken_back_everything_is_as_it_was(lives, chosen):
    with tried():
        into, other = peopled(list(lives))
        before = everything()

        merge = actions.merge(other=other, into=into, chosen=chosen, cause="hand", by=BY, at=AT)
        actions.undo_merge(merge=merge, by=BY, at=LATER)

        assert everything() == before


@TRIES
@given(lives=st.tuples(LIFE, LIFE, LIFE))
def test_two_merges_are_taken_back_one_after_the_other(lives):
    with tried():
        first, second, third = peopled(list(lives))
        before = everything()

        one = actions.merge(other=second, into=third, cause="hand", by=BY, at=AT)
        between = everything()
        two = actions.merge(other=third, into=first, cause="hand", by=BY, at=AT)
        actions.undo_merge(merge=two, by=BY, at=LATER)
        again = everything()
        actions.undo_merge(merge=one, by=BY, at=LATER)

        assert (again, everything()) == (between, before)


def test_rows_of_every_declared_model_come_back(at):
    into, other = PersonFactory(shown_name="Amina"), person_in_every_model()
    actions.index_many(Person.objects.all())
    before = everything()

    merge = actions.merge(
        other=Person.objects.get(pk=other.pk), into=into, cause="hand", by=BY, at=at
    )
    left = [declared.label for declared, rows in everything_about(into) if not rows.exists()]
    actions.undo_merge(merge=merge, by=BY, at=at)

    assert everything() == before
    assert left == []


# Of an entry, a campaign, a month there is one; pairs stand in an order.
ONE_OF_A_KIND = {"campaigns.publicask", "campaigns.task", "groups.monthreport", "people.pair"}


def twin_of(person: Person) -> tuple[list[Person], set[str]]:
    """They and somebody beside them in everything: the same group, session, campaign …; and in
    what there can be only one of them, by the labels of the models.
    """
    twin = PersonFactory(shown_name="Twin")
    copies: dict[tuple[type[models.Model], Any], models.Model] = {(Person, person.pk): twin}
    alone = set()
    for declared, rows in everything_about(person):
        for row in rows:
            if declared.subject != "self" and not _copied(row, copies):
                alone.add(declared.label)
    return [person, twin], alone


def _copied(row: Any, copies: dict[tuple[type[models.Model], Any], models.Model]) -> bool:
    place, row.pk = (type(row), row.pk), None
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(field, models.ForeignKey) and (field.related_model, value) in copies:
            setattr(row, field.name, copies[field.related_model, value])
        elif isinstance(field, models.CharField) and field.unique:
            setattr(row, field.name, f"2{value}"[: field.max_length])
        elif field.name in {"number", "position"}:
            setattr(row, field.name, (value or 0) + 1000)
    row._state.adding = True
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return False
    copies[place] = row
    return True


def test_two_side_by_side_in_every_model_are_one_and_two_again_in_either_order(at):
    pair, alone = twin_of(person_in_every_model())
    actions.index_many(Person.objects.all())
    before = everything()

    held = []
    for into, other in (pair, pair[::-1]):
        merge = actions.merge(
            other=Person.objects.get(pk=other.pk), into=Person.objects.get(pk=into.pk),
            cause="hand", by=BY, at=at,
        )  # fmt: skip
        connection.check_constraints()
        held.append({label: len(rows) for label, rows in everything().items()})
        actions.undo_merge(merge=merge, by=BY, at=at)
        connection.check_constraints()
        assert everything() == before

    assert held[0] == held[1]
    assert alone == ONE_OF_A_KIND


def facts(person: Person) -> dict[str, Any]:
    """What is known of somebody, whoever of several they were first."""
    agreements = Agreement.objects.filter(person=person)
    ledger = LedgerEvent.objects.filter(person=person).exclude(how="system")
    return {
        "names": {name.casefold() for name in queries.names_of(person)},
        "work": queries.organisations_of(person),
        "ways": set(
            ContactWay.objects.filter(person=person).values_list(
                "kind", "mark", "state", "confirmed_at"
            )
        ),
        "agreements": set(agreements.values_list("purpose", "audience_kind", "state")),
        "ledger": sorted(ledger.values_list("key", flat=True)),
        "claims": sorted(
            Registration.objects.filter(person=person)
            .exclude(state="cancelled")
            .values_list("session", "state")
        ),
        "care": (person.risk, person.frozen_at, person.created_at),
        "themes": set(Interest.objects.filter(person=person).values_list("theme", flat=True)),
        "apart": set(Pair.objects.values_list("state", flat=True)),
    }


@settings(TRIES, max_examples=5)
@given(lives=st.tuples(LIFE, LIFE, LIFE))
def test_facts_do_not_depend_on_the_order_of_merging(lives):
    found = []
    with tried():
        keys = [person.key for person in peopled(list(lives))]
        for order in permutations(keys):
            with tried():
                one, two, three = (Person.objects.get(key=key) for key in order)
                actions.merge(other=two, into=one, cause="hand", by=BY, at=AT)
                actions.merge(other=three, into=one, cause="hand", by=BY, at=AT)
                found.append(facts(Person.objects.get(pk=one.pk)))

    assert all(known == found[0] for known in found)
