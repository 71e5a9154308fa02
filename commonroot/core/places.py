"""Countries and languages by name, in the reader's language."""

from functools import cache

NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})
CODE_LENGTH = 2


@cache
def country_names(language: str) -> dict[str, str]:
    """{ISO 3166 code: name} of every country in `language`."""
    from babel import Locale

    territories = Locale.parse(language, sep="-").territories
    return {
        code: name
        for code, name in territories.items()
        if len(code) == CODE_LENGTH and code.isalpha() and code not in NO_COUNTRIES
    }


def country_name(code: str, language: str) -> str:
    """The name of a country in `language`; the code itself when it has none."""
    return country_names(language).get(code, code)


@cache
def country_choices(language: str) -> list[tuple[str, str]]:
    """Every country by its name, an empty choice first."""
    return [("", "—"), *sorted(country_names(language).items(), key=lambda pair: pair[1])]


@cache
def language_name(code: str, language: str) -> str:
    """The name of the language `code` in `language`; the code itself when it is not known."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(code, sep="-").get_display_name(language) or code)
    except (UnknownLocaleError, ValueError):
        return code
