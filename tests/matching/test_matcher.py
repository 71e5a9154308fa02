"""Weights, probabilities, bands and reasons of pairs."""

import datetime

import pytest

from commonroot.matching.matcher import Band, band
from commonroot.matching.reasons import CODES, SENTENCES, reasons_for
from commonroot.matching.weights import shipped
from tests.matching.people import description, matcher

SURE = {"name": "1/4", "cover": "whole", "spelling": "same"}


@pytest.mark.parametrize(
    ("found", "probability", "expected"),
    [
        (SURE | {"email": "own"}, 0.99, Band.CERTAIN),
        (SURE | {"email": "few", "phone": "own"}, 0.99, Band.CERTAIN),
        (SURE | {"email": "own", "phone": "other"}, 0.99, Band.PROBABLE),
        (SURE | {"email": "own", "phone": "other", "organisation": "same"}, 0.99, Band.CERTAIN),
        (SURE | {"email": "few", "spelling": "initial"}, 0.99, Band.PROBABLE),
        (SURE | {"email": "few", "spelling": "initial", "born": "year"}, 0.99, Band.CERTAIN),
        (SURE | {"email": "own", "spelling": "initial"}, 0.99, Band.CERTAIN),
        (SURE | {"phone": "own"}, 0.99, Band.PROBABLE),
        (SURE | {"phone": "own", "born": "year"}, 0.99, Band.CERTAIN),
        (SURE | {"phone": "own", "hint": "year"}, 0.99, Band.CERTAIN),
        (SURE | {"born": "day"}, 0.99, Band.CERTAIN),
        (SURE | {"identifier": "same"}, 0.99, Band.CERTAIN),
        (SURE, 0.99, Band.PROBABLE),
        (SURE | {"email": "own"}, 0.97, Band.PROBABLE),
        (SURE | {"email": "own"}, 0.89, Band.POSSIBLE),
        (SURE | {"email": "own"}, 0.29, Band.APART),
        (SURE | {"email": "own", "born": "other_years"}, 0.99, Band.PROBABLE),
        (SURE | {"email": "own", "identifier": "other"}, 0.99, Band.PROBABLE),
        (SURE | {"email": "shared", "phone": "own"}, 0.99, Band.PROBABLE),
        (SURE | {"email": "office"}, 0.99, Band.PROBABLE),
        (SURE | {"email": "own", "generation": "said_once"}, 0.99, Band.POSSIBLE),
        (SURE | {"email": "own", "country": "other"}, 0.99, Band.POSSIBLE),
        (SURE | {"email": "own", "cover": "other_family"}, 0.99, Band.POSSIBLE),
        (SURE | {"email": "own", "cover": "within_single"}, 0.99, Band.POSSIBLE),
        ({"name": "4096", "email": "own"}, 0.99, Band.POSSIBLE),
    ],
)
def test_bands(found, probability, expected):
    assert band(found, probability) is expected


def test_the_same_person_is_certain():
    one = description("Zuhura Wanza", emails=("zuhura@example.org",), city="Kisumu")
    other = description("WANZA Zuhura", emails=("zuhura@example.org",), city="Kisumu")

    found = matcher([one, other]).compare(one, other)

    assert found.band is Band.CERTAIN
    assert [reason.code for reason in found.reasons if reason.speaks_for] == [
        "same_rare_name",
        "same_email",
        "same_large_city",
    ]


def test_siblings_with_one_phone_are_no_more_than_possible():
    phones = ("+254712345678",)
    one = description("Grace Kamau", phones=phones, emails=("grace@example.org",))
    other = description("Esther Kamau", phones=phones, emails=("esther@example.org",))

    found = matcher([one, other]).compare(one, other)

    assert found.band in {Band.APART, Band.POSSIBLE}
    assert {reason.code: reason.speaks_for for reason in found.reasons} == {
        "other_given": False,
        "family_phone": True,
        "other_email": False,
    }


def test_namesakes_of_other_birth_years_are_apart():
    one = description("Grace Kamau", born=datetime.date(1950, 1, 2))
    other = description("Grace Kamau", born=datetime.date(1990, 3, 4))

    found = matcher([one, other]).compare(one, other)

    assert found.band is Band.APART
    assert found.reasons[0].code == "other_birthday"


@pytest.mark.parametrize(
    ("levels", "codes"),
    [
        (SURE, ["same_name"]),
        (SURE | {"name": "1/16"}, ["same_rare_name"]),
        (SURE | {"name": "64"}, ["same_common_name"]),
        (SURE | {"spelling": "script"}, ["same_name_other_script"]),
        (SURE | {"spelling": "initial", "cover": "within"}, ["same_initials", "name_within"]),
        (SURE | {"cover": "other_family"}, ["other_family"]),
        ({"name": "4096", "cover": "none"}, ["other_name"]),
        ({"name": "4096"}, []),
    ],
)
def test_reasons_of_names(levels, codes):
    assert [reason.code for reason in reasons_for(levels, shipped().levels)] == codes


def test_every_level_that_has_a_reason_has_a_weight_and_a_sentence():
    told = {(name, level) for name, levels in CODES.items() for level in levels}
    weighed = {(name, level) for name, levels in shipped().levels.items() for level in levels}
    codes = {code for levels in CODES.values() for code in levels.values()}

    assert told - weighed == set()
    assert codes - set(SENTENCES) == set()


def test_a_reason_says_its_sentence():
    reason = reasons_for({"city": "other"}, shipped().levels)[0]

    assert str(reason) == reason.template == "other city"
