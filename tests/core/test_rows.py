"""Rows stored by the thousand are what they would be one by one."""

from datetime import UTC, date, datetime

import pytest

from commonroot.accounts.models import AuditEntry
from commonroot.core.rows import insert, insert_like, write_in_parts
from commonroot.people.models import Affiliation, ContactWay, FurtherName
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def test_rows_of_several_models_are_stored_as_they_are():
    person = PersonFactory()

    insert(
        [
            ContactWay(
                person=person,
                kind=ContactWay.Kind.MAIL,
                value="amina@example.org",
                mark="m",
                created_at=AT,
            ),
            Affiliation(
                person=person, organisation="Amani", source="import", said_on=date(2024, 5, 6)
            ),
        ]
    )

    way, work = ContactWay.objects.get(), Affiliation.objects.get()
    assert (way.person, way.kind, way.value) == (person, "mail", "amina@example.org")
    assert (way.created_at, way.confirmed_at, way.state) == (AT, None, "working")
    assert (work.organisation, work.said_on, work.until) == ("Amani", date(2024, 5, 6), None)


def test_what_a_constraint_knows_is_left_out_when_asked_so():
    person = PersonFactory()
    names = [
        FurtherName(person=person, kind="other", text=text, source="import", said_on=AT.date())
        for text in ("Mina", "Amina O.", "Mina")
    ]

    insert(names, leave_known=True)

    stored = FurtherName.objects.order_by("pk").values_list("text", flat=True)
    assert list(stored) == ["Mina", "Amina O."]


def test_rows_like_another_differ_in_what_is_named():
    row = AuditEntry(at=AT, verb="seen", actor_kind="system", facts={"count": 2})

    insert_like(row, differing=[{"thing_key": "a"}, {"thing_key": "b", "verb": "heard"}])

    stored = AuditEntry.objects.order_by("pk").values_list("verb", "thing_key", "at", "facts")
    assert list(stored) == [("seen", "a", AT, {"count": 2}), ("heard", "b", AT, {"count": 2})]


@pytest.mark.parametrize("store", [insert, lambda rows: insert_like(AuditEntry(), differing=rows)])
def test_nothing_to_store_asks_nothing(store, django_assert_num_queries):
    with django_assert_num_queries(0):
        store([])


@pytest.mark.django_db(transaction=True)
def test_what_is_written_in_parts_stays_up_to_where_it_was_cut_off():
    def write(part):
        AuditEntry.objects.bulk_create(
            AuditEntry(at=AT, verb=verb, actor_kind="system") for verb in part
        )
        if "three" in part:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        write_in_parts(["one", "two", "three", "four", "five"], write, at_a_time=2)

    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"one", "two"}
