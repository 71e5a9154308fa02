"""Old lists: read, said, brought in, taken back."""

from datetime import timedelta

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from commonroot.accounts.roles import Actor
from commonroot.consent.queries import may, register
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.errors import Refused
from commonroot.intake import actions, queries, tasks
from commonroot.intake.actions import reading, taking
from commonroot.intake.models import Import, ImportRow
from commonroot.people.actions import add_way, suppress
from commonroot.people.models import Pair, Person
from commonroot.sheets.limits import Limits
from commonroot.work import sweeps
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
LIST = "\n".join(
    (
        "Name,E-mail,Country,City,Year",
        "Amina Otieno,amina@example.org,Kenya,Kisumu,2014",
        "Otieno Amina W.,amina@example.org,Kenya,,2015",
        "Juma Otieno,amina@example.org,Kenya,,2015",
        "Hassan Ali,,Sudan,Khartoum,2016",
        ",,Kenya,,2016",
    )
).encode()


def take(at, raw=LIST, name="old.csv"):
    return actions.take_lists(files=[(name, raw)], by=BY, at=at)


def bring(batch, at):
    actions.bring_in(batch=batch, by=BY, at=at)
    while batch.state == Import.State.APPLYING:
        actions.apply_rows(batch=batch, by=BY, at=at, limit=2)


def test_dry_run_says_what_the_list_is_and_changes_nobody(at):
    batch = take(at)

    assert batch.state == Import.State.READ
    verdicts = queries.rows(batch).values_list("number", "verdict")
    assert list(verdicts) == [(2, "new"), (3, "repeat"), (4, "look"), (5, "new"), (6, "refused")]
    kept = {
        name: batch.truth[name]
        for name in ("rows", "people", "new", "repeated", "look", "refused", "newest")
    }
    assert kept == {
        "rows": 5,
        "people": 3,
        "new": 3,
        "repeated": 1,
        "look": 1,
        "refused": 1,
        "newest": 2016,
    }
    assert Person.objects.count() == 0


def test_brought_in_people_are_kept_before_the_school_and_not_written_to(at):
    batch = take(at)

    bring(batch, at)

    names = list(register(at=at).values_list("shown_name", flat=True))
    assert names == ["Amina Otieno", "Hassan Ali", "Juma Otieno"]
    amina = Person.objects.get(shown_name="Amina Otieno")
    assert may(amina, Purpose.FOLLOW_UP, Audience(AudienceKind.SCHOOL), at=at) is False
    assert batch.state == Import.State.APPLIED


def test_the_same_files_again_lead_to_the_same_import(at):
    batch = take(at)
    bring(batch, at)

    again = take(at)

    assert again == batch
    assert Person.objects.count() == 3


def test_a_known_person_gains_what_was_empty_and_keeps_the_rest(at):
    amina = PersonFactory(shown_name="Amina Otieno", city="Mombasa")
    add_way(person=amina, kind="mail", value="amina@example.org", at=at)
    hers_alone = b"Name,E-mail,Country,City\nAmina Otieno,amina@example.org,Kenya,Kisumu\n"

    bring(take(at, raw=hers_alone), at)

    amina.refresh_from_db()
    assert (amina.city, amina.country) == ("Mombasa", "KE")
    assert Person.objects.count() == 1


def test_another_city_behind_an_address_that_two_share_is_looked_at(at):
    amina = PersonFactory(shown_name="Amina Otieno", city="Mombasa")
    add_way(person=amina, kind="mail", value="amina@example.org", at=at)

    batch = take(at)
    bring(batch, at)

    amina.refresh_from_db()
    assert (amina.city, amina.country) == ("Mombasa", "")
    assert list(queries.rows(batch, verdict="look").values_list("number", flat=True)) == [2, 4]
    assert set(Pair.objects.filter(left=amina).values_list("right__shown_name", "state")) == {
        ("Amina Otieno", "open"),
        ("Juma Otieno", "open"),
    }


def test_the_forgotten_do_not_come_back_and_the_page_does_not_tell(at):
    amina = PersonFactory(shown_name="Amina Otieno")
    add_way(person=amina, kind="mail", value="amina@example.org", at=at)
    suppress(person=amina, at=at)
    amina.delete()

    batch = take(at)
    shown = list(queries.rows(batch, verdict="new").values_list("number", flat=True))
    bring(batch, at)

    assert shown == [2, 5]
    assert list(Person.objects.values_list("shown_name", flat=True)) == ["Hassan Ali"]


def test_taking_back_deletes_whom_it_made_and_empties_what_it_filled(at):
    known = PersonFactory(shown_name="Hassan Ali")
    amina = PersonFactory(shown_name="Amina Otieno")
    add_way(person=amina, kind="mail", value="amina@example.org", at=at)
    batch = take(at)
    bring(batch, at)

    gone, kept = actions.undo(batch=batch, by=BY, at=at + timedelta(days=29))

    amina.refresh_from_db()
    assert (gone, kept, amina.country) == (2, 0, "")
    assert set(Person.objects.all()) == {known, amina}


def test_taking_back_ends_after_thirty_days(at):
    batch = take(at)
    bring(batch, at)

    with pytest.raises(actions.CannotUndo):
        actions.undo(batch=batch, by=BY, at=at + timedelta(days=31))


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("broken.xlsx", b"PK\x03\x04" + b"x" * 500, "damaged"),
        ("empty.csv", b"", "empty"),
        ("blank.csv", b"\n\n,,\n", "nothing in this sheet"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_kept(at, name, raw, sentence):
    with pytest.raises(Refused, match=sentence):
        take(at, raw=raw, name=name)

    assert Import.objects.count() + ImportRow.objects.count() + Person.objects.count() <= 0 or (
        list(Import.objects.values_list("state", flat=True)) == ["unreadable"]
        and not ImportRow.objects.exists()
    )


def test_nothing_chosen_is_said():
    with pytest.raises(actions.NothingChosen):
        actions.take_lists(files=[], by=BY, at=None)


def test_a_large_list_is_read_and_brought_in_by_the_work_process(at, monkeypatch):
    monkeypatch.setattr(taking, "READ_AT_ONCE_BYTES", 10)
    batch = take(at)
    states = [batch.state]

    tasks.go_on(at=at)
    batch.refresh_from_db()
    states.append(batch.state)
    actions.bring_in(batch=batch, by=BY, at=at)
    tasks.go_on(at=at)
    batch.refresh_from_db()
    states.append(batch.state)

    assert states == ["waiting", "read", "applied"]
    assert tasks.go_on(at=at) == 0


def test_bringing_in_gives_way_to_what_waits_and_goes_on_where_nothing_does(at, monkeypatch):
    monkeypatch.setattr(tasks, "SECONDS_AT_A_TIME", 0)
    batch = take(at)
    actions.bring_in(batch=batch, by=BY, at=at)
    waiting = sweeps.run.enqueue("a.letter")

    gave_way = tasks.go_on(at=at)
    DBTaskResult.objects.filter(pk=waiting.id).delete()
    went_on = tasks.go_on(at=at)

    batch.refresh_from_db()
    assert (gave_way, went_on > 0, batch.state) == (0, True, "applied")


def test_an_old_sheet_in_cp1252_under_a_merged_title(at):
    raw = "Lista 2011;;\nNome;E-mail;País\nMárcia Santos;marcia@example.org;Portugal\n".encode(
        "cp1252"
    )

    bring(take(at, raw=raw), at)

    assert list(Person.objects.values_list("shown_name", "country")) == [("Márcia Santos", "PT")]


class Watched(Limits):
    """Limits that notice whether others must wait while a file is read."""

    def __getattribute__(self, name):
        held.append(connection.in_atomic_block)
        return super().__getattribute__(name)


held: list[bool] = []


@pytest.mark.django_db(transaction=True)
def test_a_large_list_is_read_while_others_write(at, monkeypatch):
    monkeypatch.setattr(taking, "READ_AT_ONCE_BYTES", 0)
    batch = take(at)
    held.clear()

    reading.read_list(batch=batch, at=at, limits=Watched())

    assert (batch.state, set(held)) == (Import.State.READ, {False})
