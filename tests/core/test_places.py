"""Countries and languages by name."""

import pytest

from commonroot.core import places


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [("KE", "en", "Kenya"), ("KE", "ar", "كينيا"), ("KE", "pt-br", "Quênia"), ("QQ", "en", "QQ")],
)
def test_a_country_has_a_name_in_the_readers_language(code, language, name):
    assert places.country_name(code, language) == name


def test_countries_are_chosen_by_name_and_unions_are_none():
    choices = places.country_choices("en")

    assert choices[0] == ("", "—")
    assert [name for _code, name in choices[1:]] == sorted(name for _code, name in choices[1:])
    assert {"EU", "UN", "ZZ"} & {code for code, _name in choices} == set()


@pytest.mark.parametrize(
    ("code", "name"), [("fr", "French"), ("pt-BR", "Portuguese (Brazil)"), ("xx", "xx"), ("", "")]
)
def test_a_language_has_a_name(code, name):
    assert places.language_name(code, "en") == name


@pytest.mark.parametrize(("language", "name"), [("en", "Arabic"), ("ar", "العربية")])
def test_a_script_has_a_name(language, name):
    assert places.script_name("Arab", language) == name
    assert places.script_name("Zzzz9", language) == "Zzzz9"


def test_languages_are_chosen_by_their_name():
    choices = places.language_choices("en")

    assert choices[0] == ("af", "Afrikaans")
    assert [code for code, name in choices if code == name] == []
    assert [name for _code, name in choices] == sorted(name for _code, name in choices)
