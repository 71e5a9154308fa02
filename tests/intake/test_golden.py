"""Several rows made one person: the newest word, then the most frequent; nothing else is lost."""

from datetime import date

import pytest

from commonroot.intake.rules import Tally, Way, Word, Work, golden, joined, next_size, said_on

KE, UG = {"country": "KE"}, {"country": "UG"}


@pytest.mark.parametrize(
    ("rows", "stands"),
    [
        ([KE | {"year": 2015}, UG | {"year": 2012}], "KE"),
        ([KE | {"date": "2012-05-01"}, UG | {"year": 2012}], "KE"),
        ([KE, UG, UG], "UG"),
        ([KE, UG | {"year": 2012}], "UG"),
        ([UG, KE], "KE"),
        ([{}, KE, {"country": ""}], "KE"),
    ],
)
def test_the_newest_detail_stands_then_the_most_frequent_then_the_last(rows, stands):
    assert golden(rows).details == {"country": stands}


def test_each_detail_keeps_its_own_day():
    found = golden([
        {"name": "Amina Otieno", "city": "Kisumu", "year": 2012},
        {"organisation": "Union", "date": "2019-03-04"},
    ])  # fmt: skip

    assert found.said == {
        "name": date(2012, 1, 1),
        "city": date(2012, 1, 1),
        "organisation": date(2019, 3, 4),
    }


@pytest.mark.parametrize(
    ("names", "stands"),
    [
        (["Amina Otieno", "A. Otieno"], "Amina Otieno"),
        (["Amina", "Amina Otieno"], "Amina Otieno"),
        (["Amina Otieno", "Otieno Amina", "Otieno Amina"], "Otieno Amina"),
        (["A.Otieno"], "A.Otieno"),
    ],
)
def test_a_whole_name_stands_before_one_with_initials(names, stands):
    assert golden([{"name": name} for name in names]).name == stands


def test_the_parts_of_the_name_that_stands_are_taken_over():
    rows = [
        {"name": "Amina Otieno", "given": "Amina", "family": "Otieno"},
        {"name": "Amina W Otieno", "given": "Amina W", "family": "Otieno"},
    ]

    found = golden(rows, name="Amina Otieno")

    assert (found.details["given_name"], found.details["family_name"]) == ("Amina", "Otieno")


@pytest.mark.parametrize(
    ("name", "further"),
    [
        ("A. Otieno", []),
        ("Otieno, Amina", []),
        ("Amina Wanjiku Otieno", [("spelling", "Amina Wanjiku Otieno")]),
        ("أمينة أوتينو", [("script", "أمينة أوتينو")]),
        ("Améliè Òtieno", [("spelling", "Améliè Òtieno")]),
    ],
)
def test_other_forms_become_further_names_when_they_say_more(name, further):
    rows = [{"name": "Amina Otieno"}, {"name": name}, {"name": name.upper()}]

    assert golden(rows, name="Amina Otieno").names == further


def test_nobody_without_a_name_has_further_ones():
    assert golden([{"emails": ["a@example.org"]}]).names == []


def test_all_ways_are_kept_and_broken_ones_marked():
    rows = [
        {"emails": ["a@example.org", "b@example.org"], "phones": ["+254700000001"]},
        {"emails": ["b@example.org"], "status": "bouncing"},
    ]

    assert golden(rows).ways == [
        Way("mail", "a@example.org"),
        Way("mail", "b@example.org", broken=True),
        Way("phone", "+254700000001"),
    ]


def test_organisations_beside_the_one_that_stands_and_parts_in_any_are_kept():
    rows = [
        {"organisation": "Nurses' Union", "year": 2012},
        {"organisation": "nurses' union", "role": "Chair", "year": 2014},
        {"organisation": "Nurses' Union", "role": "chair", "year": 2013},
        {"organisation": "Water Committee", "year": 2010},
        {"organisation": "Nurses' Union", "year": 2020},
    ]

    assert golden(rows).works == [
        Work("Nurses' Union", "chair", date(2014, 1, 1)),
        Work("Water Committee", "", date(2010, 1, 1)),
    ]


MC = {"service": "mailchimp"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({}, []),
        (
            {"agreed": True, "agreed_on": "2020-01-02", "year": 2012},
            [Word("register", "given", date(2020, 1, 2))],
        ),
        ({"agreed": True, "year": 2012}, [Word("register", "given", date(2012, 1, 1))]),
        ({"agreed": False}, [Word("news", "refused", None)]),
        ({"status": "subscribed"}, []),
        (MC | {"status": "subscribed"}, [Word("news", "given", None, "mailchimp")]),
        (MC | {"status": "odd"}, []),
        (
            MC | {"status": "unsubscribed", "status_on": "2020-01-02"},
            [Word("news", "withdrawn", date(2020, 1, 2), "mailchimp")],
        ),
        (
            MC | {"status": "unsubscribed", "date": "2020-01-02", "status_on": "2020-01-02"},
            [
                Word("news", "given", date(2020, 1, 2), "mailchimp"),
                Word("news", "withdrawn", date(2020, 1, 2), "mailchimp"),
            ],
        ),
        (
            MC | {"status": "never subscribed", "date": "2020-01-02"},
            [Word("news", "withdrawn", None, "mailchimp")],
        ),
    ],
)
def test_what_rows_say_of_agreements(row, words):
    assert golden([row, row]).words == words


def test_identifiers_of_known_services_are_kept_once():
    rows = [MC | {"identifier": "e1"}, MC | {"identifier": "e1"}, {"identifier": "7"}]

    assert golden(rows).identifiers == [("mailchimp", "e1")]


def test_a_year_alone_counts_from_its_first_day():
    days = [said_on({}), said_on({"year": 2014}), said_on({"date": "2015-02-03", "year": 2014})]

    assert days == [None, date(2014, 1, 1), date(2015, 2, 3)]


def test_joining_follows_chains_and_never_brings_together_who_must_stay_apart():
    found = joined([(1, 2), (2, 3), (4, 5), (3, 5), (1, 3)], apart=[(1, 4)])

    firsts = [found.first(number) for number in range(1, 7)]
    assert firsts == [1, 1, 1, 4, 4, 6]
    assert found.left == [(3, 5)]


def test_no_group_holds_two_of_those_who_are_known():
    found = joined([(1, -7), (2, -8), (1, 2), (3, 2)], single=[-7, -8])

    assert [found.first(number) for number in (1, 2, 3)] == [-7, -8, -8]
    assert found.left == [(1, 2)]


def test_a_group_is_that_of_somebody_known_though_its_first_is_not():
    found = joined([(1, 7), (2, 8), (1, 2)], single=[7, 8])

    assert [found.first(number) for number in (7, 8)] == [1, 2]
    assert found.left == [(1, 2)]


@pytest.mark.parametrize(
    ("size", "seconds", "wanted"),
    [(160, 0.25, 160), (300, 0.5, 150), (200, 0.2, 250), (120, 0, 400), (160, 9, 120)],
)
def test_steps_grow_and_shrink_towards_a_quarter_of_a_second(size, seconds, wanted):
    assert next_size(size, seconds=seconds) == wanted


def test_a_list_is_counted_person_by_person():
    tally = Tally(pairs=3)

    tally.add([KE | {"year": 2014, "emails": ["a"]}, UG, UG], known=True, look=False)
    tally.add([{"phones": ["+1"], "agreed": True, "bad_email": True}], known=False, look=True)
    tally.add([{"likely_country": "KE", "agreed": False}], known=False, look=False)
    tally.refuse()

    assert tally.as_json() == {
        "rows": 6, "people": 3, "new": 2, "known": 1, "repeated": 2, "look": 1, "pairs": 3,
        "minutes": 1, "refused": 1, "agreed": 1, "no_country": 1, "cannot_work": 1,
        "with_mail": 1, "phone_only": 1, "unreachable": 1, "newest": 2014,
        "countries": [["UG", 1], ["KE", 1]],
    }  # fmt: skip
