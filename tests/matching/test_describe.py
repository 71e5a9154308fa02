"""From what was written to what can be compared."""

import datetime

import pytest

from commonroot.matching.describe import city_of, described_email, described_name, short_phone
from commonroot.matching.organisations import described_organisation
from tests.matching.people import description


def words(text, country="KE"):
    return described_name(text, country)[0].words


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("Dr. Amina Otieno", "KE", ("amina", "otieno")),
        ("Mr. Ana Sr. Quintero", "CO", ("ana", "quintero")),
        ("Olívia de Jesus da Silva", "BR", ("olivia", "jesus", "silva")),
        ("Abdul Rahim", "EG", ("abdrahim",)),
        ("Abdelaziz", "EG", ("abdaziz",)),
        ("Rana Elmasry", "EG", ("rana", "masry")),
        ("Elvira", "ES", ("elvira",)),
        ("Md. Rahman", "BD", ("rahman",)),
        ("Mohd Rahman", "BD", ("muhammad", "rahman")),
        ("De", "IN", ("de",)),
        ("A. Otieno", "KE", ("a", "otieno")),
        ("E. Ramos y Pérez", "MX", ("e", "ramos", "perez")),
        ("د. ياسمين صالح", "LB", ("yasmyn", "salh")),
        ("Ali Abdul", "EG", ("ali", "abd")),
        ("—", "KE", ()),
        # particles elsewhere, names here
        ("Lê Văn Minh", "VN", ("le", "van", "minh")),
        ("Te-hua Lin", "TW", ("te", "hua", "lin")),
        ("Sunita Das", "IN", ("sunita", "das")),
        ("Ben Carter", "US", ("ben", "carter")),
        ("Ben Salah Noor", "TN", ("salah", "noor")),
        ("Mr. Lin", "CN", ("lin",)),
        # Arabic letters as they are said in Iran
        ("پروین رضا", "IR", ("prvyn", "rza")),
        ("الهام موسوی", "IR", ("ylham", "mwsvy")),
        ("رضا", "EG", ("rda",)),
    ],
)
def test_names_lose_titles_and_particles(text, country, expected):
    assert words(text, country) == expected


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("Ryan Wilson Jr.", "GB", "younger"),
        ("Ryan Wilson Sr.", "GB", "elder"),
        ("Juan Pérez Sr.", "MX", ""),
        ("João Silva Filho", "BR", "younger"),
        ("Ryan Wilson III", "US", "third"),
        ("Junior Baptiste", "HT", ""),
    ],
)
def test_generations_are_read(text, country, expected):
    assert described_name(text, country)[1] == expected


@pytest.mark.parametrize(
    ("text", "year", "in_full"),
    [
        ("amina1975@example.org", 1975, True),
        ("amina2003@example.org", 2003, True),
        ("amina75@example.org", 1975, False),
        ("amina07@example.org", 2007, False),
        ("amina123@example.org", 0, False),
        ("amina@example.org", 0, False),
    ],
)
def test_years_in_addresses(text, year, in_full):
    found = described_email(text)

    assert (found.year, found.year_in_full) == (year, in_full)


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("info@example.org", True),
        ("office.nairobi@example.org", True),
        ("Contacto@example.org", True),
        ("infante@example.org", False),
    ],
)
def test_offices_are_known_by_their_mailbox(text, office):
    assert described_email(text).office is office


def test_what_stands_behind_a_plus_is_left_out():
    assert described_email("amina+school@example.org").text == "amina@example.org"


def test_phones_keep_their_last_digits():
    assert short_phone("+254 712 345 678") == "12345678"


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("القاهرة", "EG", "cairo"),
        ("Le Caire", "EG", "cairo"),
        ("Cebu City", "PH", "cebu"),
        ("Tripoli", "LB", "tripoli"),
        ("Kitale", "KE", "kitale"),
        ("", "KE", ""),
    ],
)
def test_cities_have_one_name(text, country, expected):
    assert city_of(text, country) == expected


def test_a_city_without_a_country_is_known_if_only_one_is_called_so():
    assert city_of("Oporto", "") == "porto"
    assert city_of("Le Caire", "") == "cairo"
    assert city_of("Tripoli", "") == "tripoli"


@pytest.mark.parametrize(
    ("phones", "expected"),
    [
        (("+351911642178",), "PT"),
        (("12345", "+254712345678"), "KE"),
        (("+99912345",), ""),
        ((), ""),
    ],
)
def test_a_phone_tells_the_country_where_nothing_else_does(phones, expected):
    assert description("Amina", country="", phones=phones).country == expected


def test_the_country_that_is_said_stands():
    assert description("Amina", country="UG", phones=("+254712345678",)).country == "UG"


def test_an_organisation_is_known_by_initials_and_subject():
    found = described_organisation("Movimiento Vivienda Digna Córdoba (MVDC)")

    assert found.initials == "mvdc"
    assert found.said == "mvdc"
    assert found.about == {"housing", "cordoba"}
    assert described_organisation("Housing Justice Network Córdoba").about == found.about


@pytest.mark.parametrize(
    ("text", "initials", "about"),
    [("MVDC", "mvdc", frozenset()), ("Housing", "housing", frozenset())],
)
def test_one_word_is_its_own_initials(text, initials, about):
    found = described_organisation(text)

    assert (found.initials, found.about) == (initials, about)


def test_an_organisation_of_no_letters_is_none():
    assert described_organisation("—") is None


def test_a_description_without_a_full_name_is_made_of_its_parts():
    found = description("", given="Amina", family="Otieno")

    assert found.names[0].words == ("amina", "otieno")
    assert found.given == {"amn"}
    assert found.family == {"atn"}


def test_given_and_family_are_only_told_apart_together():
    assert description("Amina", given="Amina").given == frozenset()


def test_the_year_of_a_birth_date_is_known():
    assert description("Amina", born=datetime.date(1980, 5, 4)).born_year == 1980
    assert description("Amina", born_year=1980).born_year == 1980
    assert description("Amina").born_year == 0
