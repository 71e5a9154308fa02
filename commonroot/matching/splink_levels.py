"""The levels of matching as conditions in SQL, for engines that compare inside a database.

Each comparison is a list of (level, condition), of which the first that holds counts; "" is where
nothing is said, or nothing that counts. They say what `commonroot.matching.levels` says, but see
less in names: words are shared by their sound alone, and slips of the pen, nicknames and initials
are not seen.
"""

from collections.abc import Mapping

from commonroot.matching.levels import ADDRESS, BITS, CHANCE, LOCAL_FROM, SMALL_CITY
from commonroot.matching.usage import SHARED_FROM

Conditions = list[tuple[str, str]]
OFFICE = 1_000  # stands for the users of an office's address
ALWAYS = "TRUE"

MACROS = (
    # What the shared words tell, in bits; `parts` are of one side, `bones` of the other.
    """shared_bits(parts, bones) AS coalesce(list_sum([
        part.bits FOR part IN parts IF list_contains(bones, part.bone)]), 0.0)""",
    """shared_anywhere(parts, bones) AS coalesce(list_sum([
        part.anywhere FOR part IN parts IF list_contains(bones, part.bone)]), 0.0)""",
    "shared(one, other) AS len(list_intersect(one, other))",
    """shared_kinds(parts, bones) AS list_sort(list_distinct([
        part.kind FOR part IN parts IF list_contains(bones, part.bone)]))""",
    "users(addresses, texts) AS list_min([one.users FOR one IN addresses "
    "IF list_contains(texts, one.text)])",
    "near(one, other, most) AS damerau_levenshtein(one, other) <= most",
    "alike(one, other) AS 1.0 - levenshtein(one, other) / greatest(length(one), length(other), 1)",
    # Of a person without country the other's counts; of two countries, what it tells anywhere.
    """name_bits(country, parts, bones, crowd, land, theirs, skeletons, many, everybody) AS CASE
        WHEN country = land OR land = '' THEN shared_bits(parts, skeletons) - crowd
        WHEN country = '' THEN shared_bits(theirs, bones) - many
        ELSE shared_anywhere(parts, skeletons) - everybody END""",
)
_BITS = (
    "name_bits(country_l, parts_l, bones_l, crowd_l, country_r, parts_r, bones_r, crowd_r, "
    "everybody_l)"
)
_SHARED = "shared(bones_l, bones_r)"
_NO_NAME = "len(bones_l) = 0 OR len(bones_r) = 0"
_COVERED = f"{_SHARED} = least(len(bones_l), len(bones_r))"
_EVEN = "len(bones_l) = len(bones_r)"
_KINDS = "shared_kinds(parts_l, bones_r)"


def _names() -> Conditions:
    # Most pairs share little: what is commonest is asked first.
    below = [(level, f"{_BITS} < {least}") for level, least in zip(CHANCE, BITS, strict=False)]
    return [*below, (CHANCE[-1], ALWAYS)]


def _users(addresses: str, texts: str) -> Conditions:
    count = f"users({addresses}_l, {texts}_r)"
    return [
        ("own", f"{count} <= 1"),
        ("few", f"{count} < {SHARED_FROM}"),
        ("shared", f"{count} < {OFFICE}"),
    ]


def _missing(column: str) -> tuple[str, str]:
    return "", f"{column}_l IS NULL OR {column}_r IS NULL"


COMPARISONS: Mapping[str, Conditions] = {
    "name": _names(),
    "cover": [
        ("", _NO_NAME),
        ("none", f"{_SHARED} = 0"),
        ("whole", f"{_COVERED} AND {_EVEN} AND {_SHARED} > 1"),
        ("single", f"{_COVERED} AND {_EVEN}"),
        ("within", f"{_COVERED} AND {_SHARED} > 1"),
        ("within_single", _COVERED),
        ("other_family", f"{_KINDS} = ['given']"),
        ("other_given", f"{_KINDS} = ['family']"),
        ("crossed", ALWAYS),
    ],
    "spelling": [
        ("", f"{_NO_NAME} OR {_SHARED} = 0"),
        ("script", "latin_l <> latin_r"),
        ("same", f"shared(words_l, words_r) >= {_SHARED}"),
        ("sound", ALWAYS),
    ],
    "generation": [
        ("", f"{_NO_NAME} OR generation_l = generation_r"),
        ("other", "generation_l <> '' AND generation_r <> ''"),
        ("said_once", ALWAYS),
    ],
    "country": [
        ("", "country_l = '' OR country_r = ''"),
        ("other", "country_l <> country_r"),
        ("", ALWAYS),
    ],
    "email": [
        ("", "len(emails_l) = 0 OR len(emails_r) = 0"),
        *_users("mailboxes", "emails"),
        ("office", "list_has_any(emails_l, emails_r)"),
        ("local", f"local_l = local_r AND length(local_l) >= {LOCAL_FROM}"),
        (
            "slip",
            f"domain_l = domain_r AND least(length(local_l), length(local_r)) >= {LOCAL_FROM} "
            "AND letters_l <> letters_r AND near(local_l, local_r, 2)",
        ),
        ("local_short", "local_l = local_r"),
        ("other_office", "local_l IS NULL OR local_r IS NULL"),
        ("other", ALWAYS),
    ],
    "phone": [
        ("", "len(phones_l) = 0 OR len(phones_r) = 0"),
        *_users("numbers", "phones"),
        ("slip", "near(phones_l[1], phones_r[1], 1)"),
        ("other", ALWAYS),
    ],
    "born": [
        _missing("year"),
        ("year", "(born_l IS NULL OR born_r IS NULL) AND year_l = year_r"),
        ("near", "(born_l IS NULL OR born_r IS NULL) AND abs(year_l - year_r) IN (1, 10)"),
        ("other_years", "born_l IS NULL OR born_r IS NULL"),
        ("day", "born_l = born_r"),
        ("near_year", "born_l[5:8] = born_r[5:8] AND abs(year_l - year_r) IN (1, 10)"),
        ("other_year", "born_l[5:8] = born_r[5:8]"),
        ("swapped", "year_l = year_r AND born_l[5:6] = born_r[7:8] AND born_l[7:8] = born_r[5:6]"),
        ("other_day", "year_l = year_r"),
        ("slip", "near(born_l, born_r, 1)"),
        ("other", ALWAYS),
    ],
    "hint": [
        (
            "",
            "(year_l IS NOT NULL AND year_r IS NOT NULL) OR len(hints_l) = 0 OR len(hints_r) = 0 "
            "OR (list_has_any(emails_l, emails_r) AND users(mailboxes_l, emails_r) < 1000)",
        ),
        ("year", "list_has_any(hints_l, hints_r)"),
        ("other_year", "in_full_l AND in_full_r"),
        ("other_digits", ALWAYS),
    ],
    "organisation": [
        _missing("organisation"),
        ("same", "organisation_l = organisation_r"),
        (
            "initials",
            "list_contains(initials_l, organisation_r) OR list_contains(initials_r, "
            "organisation_l)",
        ),
        ("translated", "about_l <> '' AND about_l = about_r"),
        (
            "near",
            "least(length(organisation_l), length(organisation_r)) > 7 "
            "AND near(organisation_l, organisation_r, 2)",
        ),
        ("other", ALWAYS),
    ],
    "city": [
        _missing("city"),
        (
            "other",
            "city_l <> city_r AND NOT (least(length(city_l), length(city_r)) > 4 "
            "AND near(city_l, city_r, 1))",
        ),
        ("small", f"greatest(city_share_l, city_share_r) < {SMALL_CITY}"),
        ("large", ALWAYS),
    ],
    "identifier": [
        ("", "len(identifiers_l) = 0 OR len(identifiers_r) = 0"),
        ("same", "list_has_any(identifiers_l, identifiers_r)"),
        ("slip", "near(identifiers_l[1], identifiers_r[1], 1)"),
        ("other", ALWAYS),
    ],
    "address": [
        _missing("address"),
        *((level, f"alike(address_l, address_r) >= {least}") for least, level in ADDRESS),
        ("other", ALWAYS),
    ],
}  # fmt: skip
