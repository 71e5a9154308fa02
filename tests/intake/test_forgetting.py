"""Somebody who is forgotten leaves the lists that are still here."""

import pytest
from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.intake import actions
from commonroot.intake.actions import CannotReadAnew, remap
from commonroot.intake.actions.forgetting import forget_rows
from commonroot.intake.models import Identifier, Import, ImportFile, ImportRow
from commonroot.intake.queries.mending import sheets_to_mend
from commonroot.people.actions import merge, way_mark
from commonroot.people.models import ContactWay, Person, Suppression
from commonroot.stewardship.actions import forget
from tests.factories.intake import ImportFactory, RowFactory
from tests.factories.people import PersonFactory
from tests.intake.test_actions import bring, take
from tests.intake.test_says import address, text

pytestmark = pytest.mark.django_db
MAIL = "amina@example.org"
MARKS = {way_mark("mail", MAIL)}


def test_lines_that_became_them_or_name_their_address_go_and_no_others():
    person = PersonFactory()
    batch = ImportFactory()
    RowFactory(batch=batch, person=person, fields=None, cells=[])
    RowFactory(batch=batch, fields={"emails": ["x@example.org", MAIL]})
    others = [
        RowFactory(batch=batch, fields={"emails": ["other@example.org"], "phones": []}),
        RowFactory(batch=batch, fields=None, cells=[]),
        RowFactory(fields={"name": "Amina"}),
    ]

    gone = forget_rows(person=person, marks=MARKS)

    assert gone == 2
    assert set(ImportRow.objects.all()) == set(others)


def test_the_file_goes_with_the_line_and_another_stays(at):
    with_them, without = ImportFactory(state=Import.State.READ), ImportFactory()
    RowFactory(batch=with_them, fields={"emails": [MAIL]})
    RowFactory(batch=without, fields={"emails": ["other@example.org"]})
    for batch in (with_them, without):
        ImportFile.objects.create(batch=batch, position=0, name="x.csv", content="QQ==")

    forget_rows(person=PersonFactory(), marks=MARKS)

    assert [file.content for file in ImportFile.objects.order_by("pk")] == ["", "QQ=="]
    with pytest.raises(CannotReadAnew):
        remap(batch=with_them, choices={}, by=Actor.system(), at=at)


def test_without_an_address_only_what_became_them_goes():
    RowFactory(fields={"emails": [MAIL]})

    assert forget_rows(person=PersonFactory(), marks=set()) == 0
    assert ImportRow.objects.count() == 1


SERVICE = "uuid,first_name,last_name,email,can2_subscription_status"
OURS = "person_id,display_name,email,source,confirmed_on,created_at"
UUID = "123e4567-e89b-12d3-a456-426614174000"


def brought_in(*lines: str, at) -> list[str]:
    """Names in the register once a list is in it."""
    batch = take(at, raw="\n".join(lines).encode(), name=f"{len(lines)}.csv")
    bring(batch, at)
    return sorted(Person.objects.values_list("shown_name", flat=True))


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (
            (SERVICE, f"{UUID},Amina,Otieno,amina@example.org,subscribed"),
            (SERVICE, f"{UUID},Amina,W,other@example.org,subscribed", "x,Juma,O,j@example.org,"),
        ),
        (
            ("Name,City,Country", "Amina Otieno,Kisumu,Kenya"),
            ("Country,City,Name", "Kenya,Kisumu,Amina Otieno", "Kenya,,Juma O"),
        ),
    ],
    ids=["called by a service", "without an address"],
)
def test_who_was_forgotten_does_not_come_back_under_another_address(at, first, again):
    names = brought_in(*first, at=at)
    forget(person=Person.objects.get(), by=Actor.system(), at=at)

    assert (names, brought_in(*again, at=at)) == (["Amina Otieno"], ["Juma O"])
    assert set(ImportRow.objects.values_list("verdict", flat=True)) == {"new"}


def test_our_own_files_bring_nobody_back_by_a_key_of_theirs(at):
    person, earlier = PersonFactory(), PersonFactory()
    keys = [person.key, earlier.key]
    merge(other=earlier, into=person, cause="hand", by=Actor.system(), at=at)
    forget(person=Person.objects.get(), by=Actor.system(), at=at)

    rows = [f"{key},Amina,{place}@example.org,,," for place, key in enumerate(keys)]

    assert brought_in(OURS, *rows, "else,Juma,j@example.org,,,", at=at) == ["Juma"]


def test_somebody_known_again_does_not_get_the_name_of_who_was_forgotten(at):
    brought_in(SERVICE, f"{UUID},Amina,Otieno,amina@example.org,subscribed", at=at)
    forget(person=Person.objects.get(), by=Actor.system(), at=at)
    Suppression.objects.filter(mark__in=MARKS).delete()  # they came back themselves
    brought_in("Name,E-mail", "Amina Otieno,amina@example.org", at=at)

    brought_in(SERVICE, f"{UUID},Amina,Otieno,amina@example.org,", "y,J,O,j@example.org,", at=at)

    assert list(Identifier.objects.values_list("value", flat=True)) == ["y"]
    assert ContactWay.objects.count() == 2


def shown_of(desk, *, at) -> list[object]:
    """All that is shown of a list that comes in and is taken back; nothing of it is left."""
    with transaction.atomic():
        batch = take(at)
        bring(batch, at)
        told = [text(desk.get(address(page, batch))) for page in ("says", "rows")]
        told += [row[1:] for sheet in sheets_to_mend(batch) for row in sheet[2]]
        actions.undo(batch=batch, by=Actor.system(), at=at)
        told += [text(desk.get(address(page, batch))) for page in ("says", "rows")]
        transaction.set_rollback(True)
    return [*told, batch.outcome, batch.done - batch.total, batch.truth]


def test_no_page_and_no_count_tells_who_was_forgotten(desk, at):
    before = shown_of(desk, at=at)
    Suppression.objects.create(mark=way_mark("mail", MAIL), since=at.date())

    after = shown_of(desk, at=at)

    assert after == before
    assert {"gone": 3, "kept": 0} in after
