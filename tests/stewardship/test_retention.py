"""What was kept long enough is let go of; what is deleted is also gone from the file beside."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.intake.models import Import, ImportRow
from commonroot.people.models import Change
from commonroot.programmes.models import Session
from commonroot.registration.models import Registration
from commonroot.stewardship import actions, queries, tasks
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.registration import RegistrationFactory

A_MONTH = timedelta(days=30)


def import_row(*, read_at):
    """A line of an old list, which is kept for thirty days after the list was read."""
    batch = Import.objects.create(name="old.csv", fingerprint="f", by="system:", read_at=read_at)
    return ImportRow.objects.create(
        batch=batch, sheet="old.csv", number=1, cells=["Amina"], fields={}, verdict="new"
    )


@pytest.mark.django_db
def test_rows_go_when_their_time_is_over_and_not_before(at):
    import_row(read_at=at - A_MONTH - timedelta(seconds=1))
    young = import_row(read_at=at - A_MONTH)

    counts = actions.let_go(at=at)

    assert counts == {"intake.importrow": 1}
    assert list(ImportRow.objects.all()) == [young]
    entry = AuditEntry.objects.get(verb="retention ran")
    assert entry.facts == {"intake.importrow": 1}


@pytest.mark.django_db
def test_a_list_brought_in_late_can_be_taken_back_as_long_as_it_says(at):
    row = import_row(read_at=at - 2 * A_MONTH)
    Import.objects.update(applied_at=at - A_MONTH)

    young = actions.let_go(at=at)
    Import.objects.update(applied_at=at - A_MONTH - timedelta(seconds=1))
    old = actions.let_go(at=at)

    assert (young, old) == ({}, {"intake.importrow": 1})
    assert not ImportRow.objects.filter(pk=row.pk).exists()


@pytest.mark.django_db
def test_a_place_in_a_session_without_a_date_does_not_stay_for_ever(at):
    RegistrationFactory(asked_at=at - timedelta(days=1096))
    young = RegistrationFactory(asked_at=at - timedelta(days=1094))
    Session.objects.update(precision="month", starts_at=None, ends_at=None)

    counts = actions.let_go(at=at)

    assert counts == {"registration.registration": 1}
    assert list(Registration.objects.all()) == [young]


def changed(person, *, at):
    """A change in somebody's details, as the history holds it."""
    return Change.objects.create(
        at=at, actor="system:", cause="edit", model="people.person", row_key=person.key,
        person=person, fields=["city"], before={"city": "Kisumu"}, after={"city": "Nakuru"},
    )  # fmt: skip


@pytest.mark.django_db
def test_of_an_old_change_only_the_fact_stays(at):
    person = PersonFactory()
    old = changed(person, at=at - A_MONTH - timedelta(seconds=1))
    young = changed(person, at=at - A_MONTH)

    is_due = tasks.something_outlived(at=at)
    counts, again = actions.let_go(at=at), actions.let_go(at=at)

    assert (is_due, counts, again) == (True, {"people.change": 1}, {})
    assert list(Change.objects.order_by("at").values_list("pk", "fields", "before", "after")) == [
        (old.pk, ["city"], None, None),
        (young.pk, ["city"], {"city": "Kisumu"}, {"city": "Nakuru"}),
    ]


@pytest.mark.django_db
def test_when_nothing_is_over_nothing_is_written(at):
    import_row(read_at=at)

    counts = actions.let_go(at=at)

    assert counts == {}
    assert AuditEntry.objects.count() == 0


@pytest.mark.django_db
def test_people_themselves_and_the_audit_trail_do_not_run_out(at):
    PersonFactory()

    running_out = {declaration.label for declaration, _rows in queries.outlived(at=at)}

    assert running_out & {"people.person", "accounts.auditentry"} == set()
    assert "intake.importrow" in running_out


@pytest.mark.django_db
def test_the_sweep_is_safe_to_run_twice(at):
    import_row(read_at=at - 2 * A_MONTH)

    first, second = tasks.let_go(at=at), tasks.let_go(at=at)

    assert (first, second) == (1, 0)


@pytest.mark.django_db
def test_the_command_counts_with_preview_and_deletes_without(school):
    import_row(read_at=timezone.now() - 2 * A_MONTH)
    preview, done = StringIO(), StringIO()

    call_command("retention", "--preview", stdout=preview)
    left = ImportRow.objects.count()
    call_command("retention", stdout=done)

    assert preview.getvalue() == "      1  intake.importrow\n      1  in all would go\n"
    assert left == 1
    assert done.getvalue() == "      1  intake.importrow\n      1  in all gone\n"
    assert ImportRow.objects.count() == 0


def size_of_log():
    """Bytes in SQLite's log file beside the database."""
    return Path(f"{connection.settings_dict['NAME']}-wal").stat().st_size


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite keeps such a file")
@pytest.mark.django_db(transaction=True)
def test_after_forgetting_the_log_beside_the_database_is_empty(at):
    person = ContactWayFactory(value="kanarienvogel@example.org").person
    before = size_of_log()

    actions.forget(person=person, by=Actor.system(), at=at)

    assert before > 0
    assert size_of_log() == 0


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite can play another database")
@pytest.mark.django_db(transaction=True)
def test_another_database_is_not_told_what_only_sqlite_understands(at, monkeypatch):
    person = PersonFactory()

    with transaction.atomic():
        transaction.on_commit(lambda: monkeypatch.setattr(connection, "vendor", "postgresql"))
        actions.forget(person=person, by=Actor.system(), at=at)

    assert size_of_log() > 0
