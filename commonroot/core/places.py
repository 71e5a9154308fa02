"""Countries and languages by name, in the reader's language."""

import tomllib
from functools import cache
from pathlib import Path

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
def regions() -> dict[str, str]:
    """{country: sub-region} of the United Nations' standard M49, in English."""
    table = tomllib.loads(Path(__file__).with_name("regions.toml").read_text("utf-8"))
    return {country: name for name, countries in table.items() for country in countries.split()}


@cache
def language_name(code: str, language: str) -> str:
    """The name of the language `code` in `language`; the code itself when it is not known."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(code, sep="-").get_display_name(language) or code)
    except (UnknownLocaleError, ValueError):
        return code


# Languages that many speak, and those of schools like these; further ones may be added here.
SPOKEN = (
    "af", "am", "ar", "as", "az", "bem", "bg", "bn", "bs", "ca", "ceb", "ckb", "cs", "da",
    "de", "dv", "el", "en", "es", "et", "fa", "ff", "fi", "fil", "fr", "gn", "gu", "ha", "he",
    "hi", "hr", "ht", "hu", "hy", "id", "ig", "it", "ja", "jv", "ka", "kk", "km", "kmr", "kn",
    "ko", "ky", "lg", "ln", "lo", "lt", "luo", "lv", "mg", "mk", "ml", "mn", "mr", "ms", "my",
    "ne", "nl", "no", "ny", "om", "or", "pa", "pap", "pl", "ps", "pt", "qu", "rn", "ro", "ru",
    "rw", "sd", "si", "sk", "sl", "sn", "so", "sq", "sr", "st", "su", "sv", "sw", "ta", "te",
    "tg", "th", "ti", "tk", "tn", "tr", "ts", "uk", "ur", "uz", "vi", "wo", "xh", "yo", "zh",
    "zu",
)  # fmt: skip


@cache
def language_choices(language: str) -> list[tuple[str, str]]:
    """Languages that people speak, by their names in `language`."""
    named = ((code, language_name(code, language)) for code in SPOKEN)
    return sorted(named, key=lambda pair: pair[1].casefold())


@cache
def script_name(code: str, language: str) -> str:
    """The name of the script `code` (ISO 15924) in `language`; the code when it has none."""
    from babel import Locale

    return str(Locale.parse(language, sep="-").scripts.get(code, code))
