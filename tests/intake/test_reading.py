"""The dry run: read again otherwise, mended rows, what is shown of guesses, what goes on."""

import io
from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.intake import actions, queries, tasks
from commonroot.intake.actions import reading, taking
from commonroot.intake.models import Import, ImportFile, ImportRow
from commonroot.people.actions import NewPerson, add_people, add_way
from commonroot.people.models import Pair, Person
from commonroot.sheets.reading import read
from commonroot.work.alone import alone
from tests.factories.people import PersonFactory
from tests.intake.test_actions import LIST, bring, take

pytestmark = pytest.mark.django_db
BY = Actor.system()
DAY = timedelta(days=1)
ODD = (
    "Nombre;Dato;País;Fecha\nAmina Otieno;Kisumu;Kenia;13/02/2019\nJuma;Mombasa;Kenia;01/02/2019\n"
).encode("cp1252")


def test_what_was_guessed_is_shown(at):
    batch = take(at, raw=ODD, name="old.csv")

    assert batch.shapes == [
        {
            "sheet": "old.csv",
            "rows": 2,
            "preset": "",
            "header_row": 1,
            "encoding": batch.shapes[0]["encoding"],
            "delimiter": ";",
            "date_order": "dmy",
        }
    ]
    assert batch.shapes[0]["encoding"] in {"cp1252", "latin-1"}
    found = [(one["index"], one["heading"], one["field"]) for one in batch.columns]
    assert [place for place, _heading, _field in found] == [0, 1, 2, 3]
    assert (0, "Nombre", "name") in found


def test_a_heading_put_right_reads_the_list_again(at):
    batch = take(at, raw=ODD)
    assert {row.fields.get("city", "") for row in queries.rows(batch)} == {""}

    actions.remap(batch=batch, choices={"old.csv": {1: "city"}}, by=BY, at=at)
    waiting = (batch.state, batch.rows.count())
    tasks.go_on(at=at)

    batch.refresh_from_db()
    assert waiting == (Import.State.WAITING, 0)
    assert batch.state == Import.State.READ
    assert [row.fields["city"] for row in queries.rows(batch)] == ["Kisumu", "Mombasa"]
    column = batch.columns[1]
    assert (column["field"], column["confidence"]) == ("city", 1.0)


def test_a_second_choice_is_added_to_the_first(at):
    batch = take(at, raw=ODD)
    actions.remap(batch=batch, choices={"old.csv": {1: "city"}}, by=BY, at=at)
    tasks.go_on(at=at)
    batch.refresh_from_db()

    actions.remap(batch=batch, choices={"old.csv": {3: "born"}}, by=BY, at=at)
    tasks.go_on(at=at)

    batch.refresh_from_db()
    assert [batch.columns[place]["field"] for place in (1, 3)] == ["city", "born"]


def test_a_list_in_the_register_is_not_read_again(at):
    batch = take(at, raw=ODD)
    bring(batch, at)

    with pytest.raises(actions.CannotReadAnew, match="can no longer be read"):
        actions.remap(batch=batch, choices={"old.csv": {1: "city"}}, by=BY, at=at)


def test_files_are_kept_until_the_list_is_in_the_register(at):
    batch = take(at)
    waiting = tasks.let_go_of_files(at=at + 29 * DAY)
    bring(batch, at + 29 * DAY)

    gone = tasks.let_go_of_files(at=at + 29 * DAY)

    assert (waiting, gone) == (0, 1)
    assert ImportFile.objects.get().content == ""


def test_files_of_a_list_left_lying_go_after_thirty_days(at):
    batch = take(at)

    gone = tasks.let_go_of_files(at=at + 31 * DAY)

    assert gone == 1
    with pytest.raises(actions.CannotReadAnew):
        actions.remap(batch=batch, choices={}, by=BY, at=at + 31 * DAY)


def test_files_called_alike_are_told_apart(at):
    batch = actions.take_lists(files=[("a.csv", LIST), ("a.csv", ODD)], by=BY, at=at)

    sheets = list(dict.fromkeys(batch.rows.order_by("position").values_list("sheet", flat=True)))
    assert sheets == ["a.csv", "a.csv (2)"]
    assert list(batch.rows.order_by("position").values_list("position", flat=True)) == [*range(7)]


class CutOffError(Exception):
    """What stands for the end of the process."""


@pytest.mark.parametrize("rows_first", [1, 2, 4])
def test_reading_goes_on_with_the_row_that_comes_next(at, monkeypatch, rows_first):
    whole = [(row.position, row.number, row.verdict, row.group) for row in queries.rows(take(at))]
    Import.objects.all().delete()
    monkeypatch.setattr(taking, "READ_AT_ONCE_BYTES", 0)
    monkeypatch.setattr(reading, "ROWS_AT_A_TIME", rows_first)
    batch = take(at)

    def cut_off(_batch):
        raise CutOffError

    with pytest.raises(CutOffError):
        actions.read_list(batch=batch, at=at, tell=cut_off)
    stored = batch.rows.count()
    actions.read_list(batch=batch, at=at)

    assert stored == rows_first
    again = [(row.position, row.number, row.verdict, row.group) for row in queries.rows(batch)]
    assert again == whole


def test_a_file_that_was_read_before_the_cut_is_not_read_again(at, monkeypatch):
    monkeypatch.setattr(taking, "READ_AT_ONCE_BYTES", 0)
    batch = actions.take_lists(files=[("a.csv", LIST), ("b.csv", ODD)], by=BY, at=at)

    def cut_off(cut):
        if cut.files.filter(position=0).exclude(read_at=None).exists():
            raise CutOffError

    with pytest.raises(CutOffError):
        actions.read_list(batch=batch, at=at, tell=cut_off)
    actions.read_list(batch=batch, at=at + DAY)

    assert list(batch.files.order_by("position").values_list("read_at", "rows")) == [
        (at, 5),
        (at + DAY, 2),
    ]
    assert list(batch.rows.order_by("position").values_list("position", flat=True)) == [*range(7)]
    assert [shape["sheet"] for shape in batch.shapes] == ["a.csv", "b.csv"]


def test_rows_are_compared_by_how_rare_a_name_is_in_the_register_too(at):
    # One pair for each two rows is kept, so there are more rows than pairs.
    twins = (
        "{},Country,Organisation\nZuhura Wanza,Kenya,Lake Women\nWanza Zuhura,Kenya,Lake Women\n"
        "Thabo Dlamini,South Africa,\nLuz Mosquera,Colombia,\nOlfa Mejri,Tunisia,\n"
    )
    before = take(at, raw=twins.format("Name").encode()).pairs.get()
    namesakes = [
        NewPerson(shown_name=name, details={"country": "KE"})
        for number in range(60)
        for name in (f"Zuhura Kamau{number}", f"Baraka{number} Wanza")
    ]
    add_people(new=namesakes, origin="registration", by=BY, at=at)

    after = take(at, raw=twins.format("Full name").encode()).pairs.filter(person=None).get()

    assert after.levels["name"] != before.levels["name"]
    assert after.probability < before.probability


def test_comparing_begins_anew_after_a_cut(at):
    batch = take(at)
    whole = list(queries.rows(batch).values_list("position", "verdict", "group"))
    pairs = batch.pairs.count()
    Import.objects.update(state=Import.State.WAITING, phase=Import.Phase.COMPARING)

    actions.read_list(batch=batch, at=at)

    assert list(queries.rows(batch).values_list("position", "verdict", "group")) == whole
    assert (batch.pairs.count(), batch.state) == (pairs, Import.State.READ)


def test_only_one_reads_at_a_time(at, monkeypatch):
    monkeypatch.setattr(taking, "READ_AT_ONCE_BYTES", 0)
    take(at)

    with alone("import"):
        done = tasks.go_on(at=at)

    assert (done, Import.objects.get().state) == (0, Import.State.WAITING)


def test_a_small_list_waits_while_another_is_read(at):
    with alone("import"):
        batch = take(at)

    assert batch.state == Import.State.WAITING


FAULTY = (
    b"Name,E-mail,Phone,Country,City\n"
    b"Amina Otieno,amina at work,,Kenya,Kisumu\n"
    b",,=1+1,Kenya,\n"
    b"Hassan Ali,hassan@example.org,,Sudan,Khartoum\n"
)


def sheet_to_mend(batch):
    out = io.BytesIO()
    queries.write_to_mend(out, batch=batch)
    return read(out.getvalue(), "to-mend.xlsx")


def test_rows_with_something_wrong_stand_in_a_sheet_of_the_same_columns(at):
    batch = take(at, raw=FAULTY)

    [table] = sheet_to_mend(batch).tables

    assert queries.how_many_to_mend(batch) == 2
    assert table.headings == [
        "Commonroot row", "Commonroot: what is wrong", "Name", "E-mail", "Phone", "Country", "City",
    ]  # fmt: skip
    assert [row.cells[2:] for row in table.rows] == [
        ["Amina Otieno", "amina at work", "", "Kenya", "Kisumu"],
        ["", "", "=1+1", "Kenya", ""],
    ]
    assert "amina at work" in table.rows[0].cells[1]
    assert "neither a name nor" in table.rows[1].cells[1]


def test_mended_rows_find_whom_they_became(at):
    batch = take(at, raw=FAULTY)
    bring(batch, at)
    out = io.BytesIO()
    queries.write_to_mend(out, batch=batch)
    [table] = read(out.getvalue(), "to-mend.xlsx").tables
    lines = [table.headings, *(row.cells for row in table.rows)]
    lines[1][3], lines[2][2] = "amina@example.org", "Zawadi Njeri"
    raw = "\n".join("\t".join(line) for line in lines).encode()

    mended = take(at, raw=raw, name="mended.tsv")
    bring(mended, at)

    assert (mended.truth["known"], mended.truth["new"]) == (1, 1)
    names = Person.objects.order_by("shown_name").values_list("shown_name", flat=True)
    assert list(names) == ["Amina Otieno", "Hassan Ali", "Zawadi Njeri"]
    amina = Person.objects.get(shown_name="Amina Otieno")
    assert [way.value for way in amina.ways.all()] == ["amina@example.org"]


def test_what_leads_to_no_row_is_a_row_like_any_other(at):
    raw = b"Commonroot row,Name\nnowhere/1,Amina Otieno\nnonsense,Hassan Ali\nx/99999999999,Juma\n"

    batch = take(at, raw=raw)

    assert list(batch.rows.values_list("verdict", flat=True)) == [ImportRow.Verdict.NEW] * 3


SAME = (
    b"Name,Country,City,Year\nAmina Otieno,Kenya,Kisumu,2014\nAmina Otieno,Kenya,Kisumu,2014\n"
    b"Hassan Ali,Sudan,Khartoum,2015\n"
)


def test_rows_without_an_address_in_another_file_change_nothing(at):
    first = take(at, raw=SAME, name="a.csv")
    bring(first, at)
    count = Person.objects.count()

    again = take(at, raw=SAME.replace(b",", b";"), name="b.csv")
    bring(again, at)

    assert again != first
    assert again.truth["new"] == 0
    assert Person.objects.count() == count


def test_who_came_in_after_the_dry_run_is_known_when_the_list_comes_in(at):
    early = take(at, raw=LIST)
    other = take(at, raw=LIST.replace(b",", b";"), name="other.csv")
    bring(early, at)
    before = other.truth["known"]

    bring(other, at + DAY)

    assert (before, other.truth["known"], other.truth["new"]) == (0, 3, 0)
    assert Person.objects.count() == 3


def test_who_may_be_somebody_that_came_in_after_the_dry_run_is_looked_at(at):
    batch = take(at)
    amina = PersonFactory(shown_name="Amina Otieno", city="Mombasa", created_at=at + DAY)
    add_way(person=amina, kind="mail", value="amina@example.org", at=at + DAY)
    before = batch.pairs.filter(person=amina).count()

    bring(batch, at + DAY)

    pairs = batch.pairs.filter(person=amina).order_by("row__number")
    assert (before, list(pairs.values_list("row__number", flat=True))) == (0, [2, 4])
    assert Person.objects.count() == 4
    assert set(Pair.objects.filter(left=amina).values_list("right__shown_name", "state")) == {
        ("Amina Otieno", "open"),
        ("Juma Otieno", "open"),
    }


def test_columns_put_right_once_are_read_so_in_the_next_list_of_the_same_headings(at):
    first = take(at, raw=ODD, name="2018.csv")
    actions.remap(batch=first, choices={"2018.csv": {1: "city"}}, by=BY, at=at)
    tasks.go_on(at=at)
    mixed = "País;Nombre;Fecha;Dato\nKenia;Asha;02/03/2020;Nairobi\n".encode()

    same, other = take(at, raw=mixed, name="2019.csv"), take(at, name="other.csv")

    assert [row.fields["city"] for row in queries.rows(same)] == ["Nairobi"]
    assert same.notes[-1] == "2019.csv: the columns hold what you said of 2018.csv."
    assert [note for note in other.notes if "what you said" in note] == []
