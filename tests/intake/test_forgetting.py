"""Somebody who is forgotten leaves the lists that are still here."""

import pytest

from commonroot.accounts.roles import Actor
from commonroot.intake.actions import CannotReadAnew, remap
from commonroot.intake.actions.forgetting import forget_rows
from commonroot.intake.models import Import, ImportFile, ImportRow
from commonroot.people.actions import way_mark
from tests.factories.intake import ImportFactory, RowFactory
from tests.factories.people import PersonFactory

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
