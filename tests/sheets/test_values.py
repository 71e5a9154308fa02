"""Single cells as values, repaired where people usually slip, refused where nobody can know."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonroot.sheets.values import (
    as_agreed,
    as_country,
    as_date,
    as_email,
    as_emails,
    as_language,
    as_name,
    as_phone,
    as_place,
    as_year,
    date_order,
    is_blank,
    name_parts,
)
from commonroot.sheets.values.days import as_born


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Amina@Example.org", "amina@example.org"),
        ("amina@gmial.com", "amina@gmail.com"),
        ("amina@hotmail.co", "amina@hotmail.com"),
        ("amina@example.con", "amina@example.com"),
        ("amina@gmail.ccom", "amina@gmail.com"),
        ("amina@example,com", "amina@example.com"),
        ("amina,odhiambo@example.org", "amina.odhiambo@example.org"),
        ("mailto:amina@example.org", "amina@example.org"),
        ("<amina@example.org>", "amina@example.org"),
        ("Amina Odhiambo <amina@example.org>", "amina@example.org"),
        ("amina @ example.org", "amina@example.org"),
        ("amina(at)example.org", "amina@example.org"),
        ("amina [at] example [dot] org", "amina@example.org"),
        ("amina@example.org.", "amina@example.org"),
        ("amina@@example..org", "amina@example.org"),
        ("\u200bamina@example.org\u00a0", "amina@example.org"),
        ("amina＠example.org", "amina@example.org"),
        ("amina@gmail", "amina@gmail.com"),
        ("amina@examplecom", "amina@example.com"),
        ("amina@mail.com", "amina@mail.com"),
        ("amina@hotmail.fr", "amina@hotmail.fr"),
        ("amina@love.com", "amina@love.com"),
        ("amina@bücher.example", "amina@bücher.example"),
    ],
)
def test_addresses_are_found_and_repaired(text: str, value: str) -> None:
    assert as_email(text) == (value, None)


@pytest.mark.parametrize("text", ["", "-", "n/a", "?", "нет", "لا يوجد", "  "])
def test_no_address_is_no_problem(text: str) -> None:
    assert as_email(text) == (None, None)


@pytest.mark.parametrize("text", ["amina", "amina@", "@example.org", "amina@example", "a@b@c.org"])
def test_what_is_no_address_is_told(text: str) -> None:
    value, problem = as_email(text)

    assert value is None
    assert str(problem) == f"we could not read the e-mail address {text}"


@pytest.mark.parametrize(
    "text",
    [
        "a@example.org / b@example.net",
        "a@example.org; b@example.net",
        "a@example.org,b@example.net",
        "a@example.org, b@example.net, n/a",
        "a@example.org or b@example.net",
        "a@example.org\nb@example.net",
        "A <a@example.org>, B <b@example.net>",
    ],
)
def test_several_addresses_in_a_cell_are_all_kept(text: str) -> None:
    assert as_emails(text).values == ["a@example.org", "b@example.net"]


def test_a_repair_is_told() -> None:
    found = as_emails("a@gmial.com")

    assert [str(repair) for repair in found.repairs] == ["a@gmial.com was read as a@gmail.com"]


@given(st.from_regex(r"[a-z][a-z0-9]{0,12}@[a-z]{3,10}\.(org|net|example)", fullmatch=True))
def test_an_address_read_once_stays_the_same(text: str) -> None:
    value, _problem = as_email(text)

    assert value is not None
    assert as_email(value) == (value, None)


@pytest.mark.parametrize(
    ("text", "country", "value"),
    [
        ("0712 345 678", "KE", "+254712345678"),
        ("+254 (0) 712 345 678", None, "+254712345678"),
        ("00254712345678", None, "+254712345678"),
        ("254712345678", "KE", "+254712345678"),
        ("254712345678", None, "+254712345678"),
        ("254712345678.0", "KE", "+254712345678"),
        ("'+254712345678", "KE", "+254712345678"),
        ("+254712345678", "PE", "+254712345678"),
        ("tel: 0712-345-678", "KE", "+254712345678"),
        ("٠٧١٢٣٤٥٦٧٨", "KE", "+254712345678"),
        ("8 926 694 20 15", "RU", "+79266942015"),
        ("07 98 14 24 55", "CI", "+2250798142455"),
        ("0712345678", None, None),
        ("12345", "KE", None),
        ("9.65E+12", "IQ", None),
        ("8.80181E+12", "BD", None),  # every number of a network, cut to what looks like one
        ("+7912/3076163", "RU", "+79123076163"),
        ("+225 (0) 798142455", None, "+2250798142455"),
        ("Amina", "KE", None),
        ("", "KE", None),
    ],
)
def test_phones_become_international(*, text: str, country: str | None, value: str | None) -> None:
    assert as_phone(text, country) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kenya", "KE"),
        (" kenya ", "KE"),
        ("KEN", "KE"),
        ("ke", "KE"),
        ("Marruecos", "MA"),
        ("Moçambique", "MZ"),
        ("Égypte", "EG"),
        ("مصر", "EG"),
        ("Великобритания", "GB"),
        ("भारत", "IN"),
        ("မြန်မာ", "MM"),
        ("한국", "KR"),
        ("S. Africa", "ZA"),
        ("U.S.A.", "US"),
        ("UK", "GB"),
        ("DRC", "CD"),
        ("Congo-Kinshasa", "CD"),
        ("Cote d'Ivoire", "CI"),
        ("OPT", "PS"),
        ("República Argentina", "AR"),
        ("République du Mali", "ML"),
        ("Республика Армения", "AM"),
        ("جمهورية العراق", "IQ"),
        ("República Dominicana", "DO"),
        ("SD", "SD"),
        ("s/d", None),
        ("The Gambia", "GM"),
        ("Atlantis", None),
        ("-", None),
        ("2014", None),
        ("+", None),
    ],
)
def test_countries_are_known_by_many_names(text: str, code: str | None) -> None:
    assert as_country(text) == code


@pytest.mark.parametrize(
    ("text", "city", "country"),
    [
        ("Nakuru, KE", "Nakuru", "KE"),
        ("Kenya, Nakuru", "Nakuru", "KE"),
        ("Tripoli (Lebanon)", "Tripoli", "LB"),
        ("Nakuru, ?", "Nakuru", None),
        ("Nakuru", "Nakuru", None),
        ("KE", "", "KE"),
        ("Guatemala, Guatemala", "Guatemala", "GT"),
        ("", "", None),
    ],
)
def test_places_fall_into_city_and_country(*, text: str, city: str, country: str | None) -> None:
    assert as_place(text) == (city, country)


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["03/04/2019", "27/12/2019"], "dmy"),
        (["03/04/2019", "12/27/2019"], "mdy"),
        (["2019-04-03", "2019/12/27"], "ymd"),
        (["03/04/2019", "2019-12-27"], "unsure"),
        (["27/12/2019", "28/12/2019", "12/27/2019"], "dmy"),
        (["27/12/2019", "12/27/2019"], "unsure"),
        (["31/02/2019"], "dmy"),
        ([], "unsure"),
    ],
)
def test_the_order_of_day_and_month_is_decided_by_a_column(values: list[str], order: str) -> None:
    assert date_order(values) == order


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-04-03", date(2019, 4, 3)),
        ("2019-04-03 12:30:00", date(2019, 4, 3)),
        ("2020/10/30 3:08:44 PM GMT+1", date(2020, 10, 30)),
        ("20190403", date(2019, 4, 3)),
        ("27/12/2019", date(2019, 12, 27)),
        ("12/27/2019", date(2019, 12, 27)),
        ("04/04/2019", date(2019, 4, 4)),
        ("03.04.19", date(2019, 4, 3)),
        ("03.04.71", date(1971, 4, 3)),
        ("26-Sep-1951", date(1951, 9, 26)),
        ("Mar 22, 2025 7:13 PM", date(2025, 3, 22)),
        ("14 de julio de 2015", date(2015, 7, 14)),
        ("1 août 2015", date(2015, 8, 1)),
        ("14 июля 2015", date(2015, 7, 14)),
        ("١٤ يوليو ٢٠١٥", date(2015, 7, 14)),
        ("42736", date(2017, 1, 1)),
        ("n/a", None),
    ],
)
def test_days_that_can_be_read_one_way_need_no_order(text: str, day: date | None) -> None:
    assert as_date(text, "unsure") == (day, None)


@pytest.mark.parametrize(
    ("order", "day"),
    [("dmy", date(2019, 4, 3)), ("mdy", date(2019, 3, 4)), ("ymd", date(2019, 4, 3))],
)
def test_days_of_two_readings_follow_their_column(order: str, day: date) -> None:
    assert as_date("03/04/2019", order) == (day, None)  # type: ignore[arg-type] - parametrized


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("31/02/2019", "31/02/2019 is not a day"),
        ("13/13/2019", "13/13/2019 is not a day"),
        ("03/04/2019", "03/04/2019 could be two different days"),
        ("last spring", "we could not read the date last spring"),
        ("May 2019", "we could not read the date May 2019"),
        ("12 Flower Street", "we could not read the date 12 Flower Street"),
    ],
)
def test_days_that_cannot_be_read_are_told(text: str, sentence: str) -> None:
    day, problem = as_date(text, "unsure")

    assert (day, str(problem)) == (None, sentence)


@given(st.dates(min_value=date(1936, 1, 1), max_value=date(2035, 12, 31)))
def test_every_day_is_read_back_from_each_way_of_writing(day: date) -> None:
    for pattern, order in (("%d/%m/%Y", "dmy"), ("%m/%d/%Y", "mdy"), ("%d.%m.%y", "dmy")):
        assert as_date(day.strftime(pattern), order) == (day, None)  # type: ignore[arg-type] - literal


@pytest.mark.parametrize(
    ("text", "day", "year"),
    [
        ("1959", None, 1959),
        ("26-Sep-1951", date(1951, 9, 26), 1951),
        ("03/04/62", None, 1962),
        ("03/04/1962", None, 1962),
        ("", None, None),
    ],
)
def test_births_keep_their_year_when_the_day_is_unsure(
    *, text: str, day: date | None, year: int | None
) -> None:
    assert as_born(text, "unsure")[:2] == (day, year)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2014", 2014),
        ("2014.0", 2014),
        ("2013/14", 2013),
        ("Spring 2014", 2014),
        ("'14", 2014),
        ("", None),
    ],
)
def test_years(text: str, year: int | None) -> None:
    assert as_year(text) == (year, None)


def test_a_year_that_cannot_be_read_is_told() -> None:
    year, problem = as_year("second")

    assert (year, str(problem)) == (None, "we could not read the year second")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  Amina \t Odhiambo ", "Amina Odhiambo"),
        ("AMINA ODHIAMBO", "Amina Odhiambo"),
        ("ODHIAMBO Amina", "Odhiambo Amina"),
        ("amina odhiambo", "Amina Odhiambo"),
        ("MARIA DA SILVA", "Maria da Silva"),
        ("JEAN-PIERRE O'NEIL", "Jean-Pierre O'Neil"),
        ("ВАЛЕНТИНА ЮДИНА", "Валентина Юдина"),
        ("McDonald", "McDonald"),
        ("J. R. Prado", "J. R. Prado"),
        ("LI Wei", "LI Wei"),
        ("Amina Odhiambo III", "Amina Odhiambo III"),
        ("أمينة محمد", "أمينة محمد"),
        ("王秀英", "王秀英"),
        ("\u200bLuz*", "Luz"),
        ("...", "..."),
        ("", ""),
    ],
)
def test_names_are_calmed_and_never_respelt(text: str, name: str) -> None:
    assert as_name(text) == name


@given(st.text())
def test_a_name_read_once_stays_the_same(text: str) -> None:
    once = as_name(text)

    assert as_name(once) == once


@pytest.mark.parametrize(
    ("text", "given_name", "family_name"),
    [
        ("Prado, Luz Marcela", "Luz Marcela", "Prado"),
        ("PRADO Luz Marcela", "Luz Marcela", "Prado"),
        ("Luz Marcela PRADO", "Luz Marcela", "Prado"),
        ("Luz Prado", "", ""),
        ("LUZ PRADO", "", ""),
        ("Prado, Luz, Lima", "", ""),
    ],
)
def test_parts_of_a_name_are_told_only_where_the_writing_shows_them(
    *, text: str, given_name: str, family_name: str
) -> None:
    assert name_parts(text) == (given_name, family_name)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        *[
            (text, True)
            for text in ("yes", "Sí", "oui", "да", "نعم", "x", "✓", "Yes, keep me posted")
        ],
        *[
            (text, False)
            for text in ("no", "Não", "non", "нет", "لا", "✗", "не согласна", "No, thank you")
        ],
        *[(text, None) for text in ("", "-", "?")],
    ],
)
def test_yes_and_no(text: str, answer: bool | None) -> None:
    assert as_agreed(text) == (answer, None)


def test_what_is_neither_yes_nor_no_is_told() -> None:
    answer, problem = as_agreed("perhaps later")

    assert (answer, str(problem)) == (
        None,
        "we could not tell whether perhaps later means yes or no",
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Spanish", "es"),
        ("français", "fr"),
        ("العربية", "ar"),
        ("русский", "ru"),
        ("pt-BR", "pt"),
        ("Kiswahili; English", "sw"),
        ("हिन्दी", "hi"),
        ("Klingonese", None),
    ],
)
def test_languages(text: str, code: str | None) -> None:
    assert as_language(text) == code


@pytest.mark.parametrize(
    ("text", "blank"),
    [("", True), (" - ", True), ("N/A", True), ("??", True), ("No", False), ("0", False)],
)
def test_blanks(*, text: str, blank: bool) -> None:
    assert is_blank(text) is blank
