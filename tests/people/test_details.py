"""What people have several of: each with who said it, found by it, kept in the history."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.core.fields import Translated
from commonroot.people import actions, queries
from commonroot.people.actions import (
    CannotBePutBack,
    ThereAlready,
    add_detail,
    change_detail,
    confirm_details,
    end_detail,
    put_back,
)
from commonroot.people.models import (
    Affiliation,
    Change,
    FurtherName,
    Interest,
    Offer,
    SearchKey,
    SpokenLanguage,
)
from tests.factories.engagement import ThemeFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
LEILA = Actor(kind="account", key="leila")
BY_LINK = Actor(kind="link", key="amina")
VALUES = {
    "name": {"kind": "script", "text": "أمينة"},
    "language": {"language": "sw", "level": "native"},
    "organisation": {"organisation": "Nurses union", "role": "chair"},
    "offer": {"kind": "teach"},
}


def found_by(word):
    return list(queries.search(word).values_list("shown_name", flat=True))


@pytest.mark.parametrize("kind", VALUES)
def test_a_detail_says_who_said_it_and_when(kind, at):
    person = PersonFactory()

    row = add_detail(person=person, kind=kind, values=VALUES[kind], by=BY_LINK, at=at)

    change = Change.objects.get()
    assert {name: getattr(row, name) for name in VALUES[kind]} == VALUES[kind]
    assert (row.source, row.said_on, row.confirmed_on) == ("link", at.date(), None)
    assert (change.before, change.fields) == (None, list(VALUES[kind]))
    assert change.after == {
        **dict.fromkeys(("since", "until") if kind == "organisation" else ()),
        **VALUES[kind],
        "source": "link", "said_on": "2026-11-22", "confirmed_on": None,
    }  # fmt: skip


def test_a_list_may_say_that_it_said_so(at):
    row = add_detail(
        person=PersonFactory(), kind="offer", values={"kind": "host"}, source="import",
        by=LEILA, at=at,
    )  # fmt: skip

    assert row.source == "import"


@pytest.mark.parametrize("kind", ["name", "language", "offer"])
def test_the_same_is_not_said_twice(kind, at):
    person = PersonFactory()
    add_detail(person=person, kind=kind, values=VALUES[kind], by=LEILA, at=at)

    with pytest.raises(ThereAlready):
        add_detail(person=person, kind=kind, values=VALUES[kind], by=LEILA, at=at)

    assert Change.objects.count() == 1


def test_nothing_but_its_own_fields_is_written(at):
    with pytest.raises(ValueError, match="source"):
        add_detail(
            person=PersonFactory(), kind="offer", values={"kind": "host", "source": "x"},
            by=LEILA, at=at,
        )  # fmt: skip


def test_what_is_typed_is_one_line_of_bounded_length(at):
    row = add_detail(
        person=PersonFactory(), kind="name", by=LEILA, at=at,
        values={"kind": "nickname", "text": " A\nB " + "c" * 200},
    )  # fmt: skip

    assert row.text == ("A B " + "c" * 200)[:120]


def test_a_further_name_finds_them_until_it_goes(at):
    person = PersonFactory(shown_name="Amina Wekesa")
    actions.index(person)
    row = add_detail(
        person=person, kind="name", values={"kind": "former", "text": "Otieno"}, by=LEILA, at=at
    )
    before = found_by("otieno")
    change_detail(detail=row, values={"text": "Odhiambo"}, by=LEILA, at=at)
    changed = found_by("otieno"), found_by("odhiambo")
    end_detail(detail=row, by=LEILA, at=at)

    assert before == ["Amina Wekesa"]
    assert changed == ([], ["Amina Wekesa"])
    assert found_by("odhiambo") == []
    assert SearchKey.objects.filter(person=person).exists()


def test_changing_says_who_says_so_now(at):
    person = PersonFactory()
    row = add_detail(person=person, kind="language", values=VALUES["language"], by=BY_LINK, at=at)
    confirm_details(person=person, by=BY_LINK, at=at)
    row.refresh_from_db()
    later = at + timedelta(days=3)

    same = change_detail(detail=row, values={"level": "native"}, by=LEILA, at=later)
    other = change_detail(detail=row, values={"level": "some"}, by=LEILA, at=later)

    row.refresh_from_db()
    change = queries.changes(person).first()
    assert (same, other) == (False, True)
    assert (row.level, row.source, row.said_on, row.confirmed_on) == (
        "some", "account", later.date(), None,
    )  # fmt: skip
    assert (change.fields, change.actor) == (["level"], "account:leila")


def test_changing_into_one_that_is_there_is_refused(at):
    person = PersonFactory()
    add_detail(person=person, kind="offer", values={"kind": "host"}, by=LEILA, at=at)
    row = add_detail(person=person, kind="offer", values={"kind": "teach"}, by=LEILA, at=at)

    with pytest.raises(ThereAlready):
        change_detail(detail=row, values={"kind": "host"}, by=LEILA, at=at)

    assert sorted(Offer.objects.values_list("kind", flat=True)) == ["host", "teach"]


def test_an_organisation_ends_on_a_day_and_finds_them_no_more(at):
    person = PersonFactory(shown_name="Amina")
    actions.index(person)
    row = add_detail(
        person=person, kind="organisation", values=VALUES["organisation"], by=LEILA, at=at
    )
    before = found_by("nurses")

    end_detail(detail=row, by=LEILA, at=at)

    assert Affiliation.objects.get().until == at.date()
    assert (before, found_by("nurses")) == (["Amina"], [])


def test_confirming_marks_each_field_and_keeps_who_said_it(at):
    person = PersonFactory(
        city="Kisumu", created_at=at - timedelta(days=900),
        provenance={"city": ["import", "2014-06-01"]},
    )  # fmt: skip
    add_detail(person=person, kind="offer", values={"kind": "host"}, by=LEILA, at=at)

    confirm_details(person=person, by=BY_LINK, at=at + timedelta(days=1))
    confirm_details(person=person, by=BY_LINK, at=at + timedelta(days=2))

    person.refresh_from_db()
    assert person.provenance == {
        "shown_name": ["hand", "2024-06-05", "2026-11-24"],
        "language": ["hand", "2024-06-05", "2026-11-24"],
        "city": ["import", "2014-06-01", "2026-11-24"],
    }
    assert Offer.objects.get().confirmed_on == date(2026, 11, 24)
    said = queries.said(person, "city")
    assert (said.source, said.said_on, said.newest) == (
        "import",
        date(2014, 6, 1),
        date(2026, 11, 24),
    )
    assert queries.said(person, "country").newest == date(2024, 6, 5)


@pytest.mark.parametrize(
    ("said", "day"),
    [(["import", "2014-06-01"], (2014, 6, 1)), (["hand", "2025-01-01"], (2024, 6, 5))],
)
def test_what_nobody_wrote_is_as_old_as_the_list_they_came_with(said, day):
    person = PersonFactory(
        origin="import",
        provenance={"shown_name": said},
        created_at=datetime(2024, 6, 5, tzinfo=UTC),
    )

    assert queries.said(person, "language") == queries.Said("import", date(*day), None)


def test_what_somebody_has_several_of_in_its_order(school, at):
    person = PersonFactory()
    for organisation, since, until in (
        ("Ended", date(2019, 1, 1), date(2020, 1, 1)),
        ("Older", date(2021, 1, 1), None),
        ("Newer", date(2024, 1, 1), None),
        ("Unknown", None, None),
    ):
        Affiliation.objects.create(
            person=person, organisation=organisation, since=since, until=until,
            source="hand", said_on=at.date(),
        )  # fmt: skip
    theme = ThemeFactory()
    add_detail(person=person, kind="theme", values={"theme": theme}, by=LEILA, at=at)
    add_detail(person=person, kind="language", values=VALUES["language"], by=LEILA, at=at)

    found = queries.several(person)

    assert [str(row) for row in found.organisations] == ["Newer", "Older", "Unknown", "Ended"]
    assert [row.theme for row in found.themes] == [theme]
    assert ([str(row) for row in found.languages], found.names, found.offers) == (
        ["sw: native"], [], [],
    )  # fmt: skip


# Putting back.


def test_a_field_put_back_says_again_who_had_said_it(at):
    person = PersonFactory(city="Kisumu", provenance={"city": ["link", "2025-01-01", "2026-01-01"]})
    actions.edit(person=person, changes={"city": "Nakuru"}, cause="edit", by=LEILA, at=at)

    put_back(change=Change.objects.get(), field="city", by=LEILA, at=at)

    person.refresh_from_db()
    assert (person.city, person.provenance["city"]) == (
        "Kisumu",
        ["link", "2025-01-01", "2026-01-01"],
    )
    assert [change.cause for change in queries.changes(person)] == ["put back", "edit"]


def test_what_nobody_had_said_is_empty_again(at):
    person = PersonFactory(city="")
    actions.edit(person=person, changes={"city": "Nakuru"}, cause="edit", by=LEILA, at=at)

    put_back(change=Change.objects.get(), field="city", by=LEILA, at=at)

    person.refresh_from_db()
    assert person.city == ""


def test_another_field_is_not_put_back(at):
    person = PersonFactory(city="Kisumu")
    actions.edit(person=person, changes={"city": "Nakuru"}, cause="edit", by=LEILA, at=at)

    with pytest.raises(CannotBePutBack):
        put_back(change=Change.objects.get(), field="country", by=LEILA, at=at)


def test_after_thirty_days_nothing_is_put_back(at):
    person = PersonFactory(city="Kisumu")
    actions.edit(person=person, changes={"city": "Nakuru"}, cause="edit", by=LEILA, at=at)
    change = Change.objects.get()

    with pytest.raises(CannotBePutBack):
        put_back(change=change, field="city", by=LEILA, at=at + timedelta(days=30, seconds=1))
    Change.objects.update(before=None, after=None)
    with pytest.raises(CannotBePutBack):
        put_back(change=Change.objects.get(), field="city", by=LEILA, at=at)

    person.refresh_from_db()
    assert person.city == "Nakuru"


def rows(model):
    return list(model.objects.order_by("pk").values())


def test_an_ended_detail_comes_back_as_it_was(school, at):
    person = PersonFactory(shown_name="Amina")
    actions.index(person)
    theme = ThemeFactory(name=Translated({"en": "Water"}))
    for kind, values in {**VALUES, "theme": {"theme": theme}}.items():
        if kind != "organisation":
            add_detail(person=person, kind=kind, values=values, by=BY_LINK, at=at)
    confirm_details(person=person, by=BY_LINK, at=at)
    models = (FurtherName, SpokenLanguage, Interest, Offer)
    before = [[{**row, "id": 0} for row in rows(model)] for model in models]
    for model in models:
        end_detail(detail=model.objects.get(), by=LEILA, at=at)
    gone = [rows(model) for model in models]

    for change in queries.changes(person).filter(after=None):
        put_back(change=change, by=LEILA, at=at)

    assert gone == [[], [], [], []]
    assert [[{**row, "id": 0} for row in rows(model)] for model in models] == before
    assert found_by("أمينة") == ["Amina"]


def test_a_changed_detail_and_an_ended_organisation_go_back(at):
    person = PersonFactory()
    values = VALUES["organisation"] | {"since": date(2020, 5, 1)}
    row = add_detail(person=person, kind="organisation", values=values, by=BY_LINK, at=at)
    end_detail(detail=row, by=LEILA, at=at)

    put_back(change=queries.changes(person).first(), by=LEILA, at=at)

    row.refresh_from_db()
    assert (row.until, row.since, row.source) == (None, date(2020, 5, 1), "link")


def test_an_added_detail_goes_again_and_twice_is_once(at):
    person = PersonFactory()
    add_detail(person=person, kind="offer", values={"kind": "host"}, by=LEILA, at=at)
    change = Change.objects.get()

    put_back(change=change, by=LEILA, at=at)
    put_back(change=change, by=LEILA, at=at)

    assert Offer.objects.count() == 0
    assert Change.objects.count() == 2


def test_a_detail_does_not_come_back_beside_its_like(at):
    person = PersonFactory()
    row = add_detail(person=person, kind="offer", values={"kind": "host"}, by=LEILA, at=at)
    end_detail(detail=row, by=LEILA, at=at)
    add_detail(person=person, kind="offer", values={"kind": "host"}, by=LEILA, at=at)

    with pytest.raises(CannotBePutBack):
        put_back(change=queries.changes(person).filter(after=None).get(), by=LEILA, at=at)

    assert Offer.objects.count() == 1


def test_a_change_of_something_else_is_not_put_back_here(at):
    person = PersonFactory()
    change = Change.objects.create(
        at=at, actor="system:", cause="merge:x", model="people.contactway", row_key="k",
        person=person, before={"value": "a"}, after=None,
    )  # fmt: skip

    with pytest.raises(CannotBePutBack):
        put_back(change=change, by=LEILA, at=at)


def test_a_change_is_found_among_the_persons_own(at):
    person, other = PersonFactory(), PersonFactory()
    add_detail(person=person, kind="offer", values={"kind": "host"}, by=LEILA, at=at)
    change = Change.objects.get()

    assert queries.change_of(person, str(change.pk)) == change
    assert queries.change_of(other, str(change.pk)) is None
    assert queries.change_of(person, "1 or 1") is None


# Two who correct at once.
