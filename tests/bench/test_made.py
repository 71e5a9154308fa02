"""Made-up lists: the same for the same seed, with a truth that fits, and damage as in real ones."""

import csv
from collections import Counter, defaultdict

import pytest

from bench.made.folder import make
from bench.made.spelling import spelt
from commonroot.sheets.columns import map_columns
from commonroot.sheets.limits import COMMAND
from commonroot.sheets.people import rows_as_people
from commonroot.sheets.reading import read


def lines(path):
    """A CSV as dictionaries."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder of 600 rows."""
    path = tmp_path_factory.mktemp("made")
    make(path, rows=600, seed=5)
    return path


def test_the_same_seed_makes_the_same_files(folder, tmp_path):
    make(tmp_path, rows=600, seed=5)

    for name in ("truth.csv", "records.csv", "hard_negatives.csv"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_another_seed_makes_other_people(folder, tmp_path):
    make(tmp_path, rows=600, seed=6, lists=False)

    assert (tmp_path / "records.csv").read_bytes() != (folder / "records.csv").read_bytes()
    assert list(tmp_path.glob("20*")) == []


def test_every_row_of_the_truth_stands_in_its_list_and_nothing_else_does(folder):
    expected = {(line["file"], int(line["row"])) for line in lines(folder / "truth.csv")}

    found = set()
    for path in folder.glob("20*"):
        for table in read(path, path.name, limits=COMMAND).tables:
            people = rows_as_people(table, map_columns(table))
            found |= {(path.name, row.number) for row in people if not row.refused}

    assert len(expected) >= 600
    assert len(found - expected) == 0
    assert len(expected - found) <= 2  # a row may have nothing left of its person


def test_the_true_address_is_what_the_row_holds_unless_it_was_mistyped(folder):
    truth = {(line["file"], int(line["row"])): line for line in lines(folder / "truth.csv")}
    right, asked = 0, 0

    for path in folder.glob("20*"):
        for table in read(path, path.name, limits=COMMAND).tables:
            for row in rows_as_people(table, map_columns(table)):
                line = truth[path.name, row.number]
                if line["email_true"] and "email_typo" not in line["tags"]:
                    asked += 1
                    right += line["email_true"] in row.emails

    assert right / asked >= 0.99


def test_damage_is_as_frequent_as_in_real_lists(tmp_path):
    make(tmp_path, rows=5000, seed=5, lists=False)
    truth = lines(tmp_path / "truth.csv")
    tags = Counter(tag for line in truth for tag in line["tags"].split("|"))
    rows_of = Counter(line["person_id"] for line in truth)

    shares = {tag: tags[tag] / len(truth) for tag in tags}

    measured = {  # of 800 rows of real shape
        "phone_missing": 0.384, "dropped": 0.219, "translit": 0.191, "email_missing": 0.177,
        "typo": 0.077, "script": 0.070, "namesake": 0.062, "sibling": 0.061, "couple": 0.044,
        "shared_mailbox": 0.040, "initials": 0.033, "email_typo": 0.029, "swap": 0.029,
        "parent_child": 0.024, "married": 0.020, "title": 0.019, "coordinator_email": 0.015,
    }  # fmt: skip
    for tag, share in measured.items():
        assert shares[tag] == pytest.approx(share, rel=0.3, abs=0.014), tag
    assert len(truth) / len(rows_of) == pytest.approx(800 / 450, rel=0.05)


def test_about_half_of_the_true_pairs_share_no_address(tmp_path):
    make(tmp_path, rows=5000, seed=5, lists=False)
    rows = defaultdict(list)
    for line in lines(tmp_path / "truth.csv"):
        rows[line["person_id"]].append((line["email_true"], line["phone_true"]))
    pairs = [
        (one, other)
        for same in rows.values()
        for at, one in enumerate(same)
        for other in same[at + 1 :]
    ]

    apart = sum(
        not any(a and a == b for a, b in zip(one, other, strict=True)) for one, other in pairs
    )

    assert apart / len(pairs) == pytest.approx(0.468, abs=0.04)


def test_lookalikes_are_different_people_who_share_a_name(folder):
    kinds = Counter(line["kind"] for line in lines(folder / "hard_negatives.csv"))

    assert set(kinds) <= {"couple", "sibling", "namesake", "parent_child"}
    assert kinds.total() >= 15
    assert all(
        line["person_a"] != line["person_b"] for line in lines(folder / "hard_negatives.csv")
    )


@pytest.mark.parametrize(
    ("word", "locale", "ways"),
    [
        ("Жукова", "ru_RU", ["Zhukova", "Joukova", "Zhukova"]),
        ("Наталія", "uk_UA", ["Nataliya", "Natalija", "Nataliia"]),
        ("Αγγέλης", "el_GR", ["Aggelis", "Ayyeles", "Angelis"]),
    ],
)
def test_names_are_spelt_in_several_ways(word, locale, ways):
    assert spelt(word, locale=locale) == ways
