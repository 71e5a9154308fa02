"""Two descriptions side by side: for each comparison the level they reach."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA, Indel

from commonroot.matching.names import Shared, compare_names
from commonroot.matching.rarity import Among, Rarity
from commonroot.matching.records import Description, Email, Name, Organisation
from commonroot.matching.usage import SHARED_FROM, Usage

# How many pairs of a country share as much of a name by chance, for each pair that is one
# person: the level from so many bits above even, the first one below all of them.
BITS = (-10.0, -8.0, -6.0, -5.0, -4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
CHANCE = (
    "4096", "1024", "256", "64", "32", "16", "8", "4", "2", "1", "1/2", "1/4", "1/8", "1/16",
    "1/32", "1/64",
)  # fmt: skip
SMALL_CITY = 0.12  # share of a country's people up to which it tells to live in one city
LOCAL_FROM = 6
# Ten years apart is one digit misread; parents and children are further apart.
MISREAD_YEARS = frozenset({1, 10})
ADDRESS = ((0.93, "same"), (0.8, "near"), (0.65, "some"))  # share of signs in common
SAME_EMAIL = frozenset({"own", "few", "shared"})
EMAIL_ORDER = ("other", "other_office", "local_short", "slip", "local")


def levels(one: Description, other: Description, *, rarity: Rarity, usage: Usage) -> dict[str, str]:
    """Return {comparison: level}; what either side does not say is left out."""
    among = rarity.among(common_country(one, other))
    found = levels_beside_name(one, other, among=among, usage=usage)
    found |= levels_of_name(one, other, among=among)
    return found


def common_country(one: Description, other: Description) -> str:
    """Return the country that two people share or that only one of them tells, else nothing."""
    if one.country == other.country or not other.country:
        return one.country
    return "" if one.country else other.country


def levels_of_name(one: Description, other: Description, *, among: Among) -> dict[str, str]:
    """Return the levels that the names reach: costly, and most of what there is to know."""
    if one.names and other.names:
        return name_levels(one, other, among=among)
    return {"name": chance_level(-among.crowd)}


def levels_beside_name(
    one: Description, other: Description, *, among: Among, usage: Usage
) -> dict[str, str]:
    """Return the levels of everything but the names."""
    found = {}
    if one.country and other.country and one.country != other.country:
        found["country"] = "other"
    if one.generation != other.generation and one.names and other.names:
        found["generation"] = "other" if one.generation and other.generation else "said_once"
    if one.emails and other.emails:
        found["email"] = emails_level(one.emails, other.emails, usage=usage)
    if one.phones and other.phones:
        found["phone"] = phones_level(one.phones, other.phones, usage=usage)
    if one.born_year and other.born_year:
        found["born"] = birth_level(one, other)
    elif found.get("email") not in SAME_EMAIL:  # what one address hints at twice is no agreement
        hint = hint_level(one, other)
        if hint:
            found["hint"] = hint
    if one.organisation and other.organisation:
        found["organisation"] = organisation_level(one.organisation, other.organisation)
    if one.city and other.city:
        found["city"] = city_level(one.city, other.city, among=among)
    if one.identifiers and other.identifiers:
        found["identifier"] = identifier_level(one.identifiers, other.identifiers)
    if one.address and other.address:
        found["address"] = address_level(one.address, other.address)
    return found


def name_levels(one: Description, other: Description, *, among: Among) -> dict[str, str]:
    """Tell how much the names share, what is left over of them, and how the words are spelt."""
    if len(one.names) == len(other.names) == 1:
        mine, yours = one.names[0], other.names[0]
        best, across = compare_names(mine, yours, among=among), mine.latin != yours.latin
    else:
        best, across = _best_forms(one.names, other.names, among=among)
    found = {
        "name": chance_level(best.bits - among.crowd),
        "cover": cover_level(best, among.rarity),
    }
    if best.bits > 0:
        alike = across and best.spelling in {"same", "sound"}
        found["spelling"] = "script" if alike else best.spelling
    return found


def _best_forms(one: Sequence[Name], other: Sequence[Name], *, among: Among) -> tuple[Shared, bool]:
    """Return what the two forms share that share most, and whether their scripts differ."""
    # Of two that are alike the same is taken from either side.
    pairs = sorted([(mine, yours) for mine in one for yours in other], key=sorted)
    compared = [
        (compare_names(mine, yours, among=among), mine.latin != yours.latin)
        for mine, yours in pairs
    ]
    return max(compared, key=lambda found: (not (found[0].mine and found[0].yours), found[0].bits))


def chance_level(bits: float) -> str:
    """Tell how many others there are by chance for each who is meant, by the bits above even."""
    return CHANCE[bisect_right(BITS, bits)]


def cover_level(shared: Shared, rarity: Rarity) -> str:
    """Tell what is left over of two names: nothing, something on one side, or on both."""
    if not shared.bits:
        return "none"
    if not (shared.mine and shared.yours):
        several = len(shared.common) > 1 or shared.spelling == "initial"
        if shared.mine or shared.yours:
            return "within" if several else "within_single"
        return "whole" if several else "single"
    if shared.spelling == "initial":
        return "crossed"  # nobody knows what else the initial may stand for
    kinds = {rarity.is_given(bone) for bone in shared.common}
    if kinds == {True}:
        return "other_family"
    return "other_given" if kinds == {False} else "crossed"


def emails_level(one: Iterable[Email], other: Iterable[Email], *, usage: Usage) -> str:
    """Tell whether two share an address and who else uses it, else how alike the nearest are."""
    theirs = {email.text for email in other}
    common = [email for email in one if email.text in theirs]
    if common:
        best = min(common, key=lambda email: (email.office, usage(email.text)))
        return "office" if best.office else _users_level(usage(best.text))
    return max((email_level(a, b) for a in one for b in other), key=EMAIL_ORDER.index)


def email_level(one: Email, other: Email) -> str:
    """Tell how alike two different addresses are."""
    if one.office or other.office:
        return "other_office"
    if one.local == other.local:
        return "local" if len(one.local) >= LOCAL_FROM else "local_short"
    if one.domain == other.domain and min(len(one.local), len(other.local)) >= LOCAL_FROM:
        # One digit more or less is another person's address rather than a slip.
        letters = _letters(one.local) != _letters(other.local)
        if letters and OSA.distance(one.local, other.local, score_cutoff=2) <= 2:
            return "slip"
    return "other"


def _letters(text: str) -> str:
    return "".join([sign for sign in text if sign.isalpha()])


def _users_level(users: int) -> str:
    return "own" if users <= 1 else "few" if users < SHARED_FROM else "shared"


def phones_level(one: Iterable[str], other: Iterable[str], *, usage: Usage) -> str:
    """Tell whether two share a number and who else uses it, or miss it by a digit."""
    theirs = tuple(other)
    common = [number for number in one if number in theirs]
    if common:
        return _users_level(min(map(usage, common)))
    if any(OSA.distance(a, b, score_cutoff=1) <= 1 for a in one for b in theirs):
        return "slip"
    return "other"


def birth_level(one: Description, other: Description) -> str:
    """Tell how two birth dates or years agree."""
    apart = abs(one.born_year - other.born_year)
    if not (one.born and other.born):
        return "year" if not apart else "near" if apart in MISREAD_YEARS else "other_years"
    if one.born == other.born:
        return "day"
    mine, yours = (one.born.month, one.born.day), (other.born.month, other.born.day)
    if mine == yours:
        return "near_year" if apart in MISREAD_YEARS else "other_year"
    if not apart:
        return "swapped" if mine == yours[::-1] else "other_day"
    dates = f"{one.born:%Y%m%d}", f"{other.born:%Y%m%d}"
    return "slip" if OSA.distance(*dates, score_cutoff=1) <= 1 else "other"


def hint_level(one: Description, other: Description) -> str:
    """Tell whether the years of birth that people put into addresses agree."""
    mine, yours = _hinted_years(one), _hinted_years(other)
    if not mine or not yours:
        return ""
    if mine.keys() & yours.keys():
        return "year"
    return "other_year" if any(mine.values()) and any(yours.values()) else "other_digits"


def _hinted_years(one: Description) -> dict[int, bool]:
    """Return {year: whether it is written in full}; two digits may also be any number."""
    if one.born_year:
        return {one.born_year: True}
    return {email.year: email.year_in_full for email in one.emails if email.year}


def organisation_level(one: Organisation, other: Organisation) -> str:
    """Tell whether two organisations are one under two names."""
    if one.text == other.text:
        return "same"
    if other.text in {one.initials, one.said} or one.text in {other.initials, other.said}:
        return "initials"
    if one.about and one.about == other.about:
        return "translated"
    longer = min(len(one.text), len(other.text)) > 7
    if longer and OSA.distance(one.text, other.text, score_cutoff=2) <= 2:
        return "near"
    return "other"


def city_level(one: str, other: str, *, among: Among) -> str:
    """Tell whether two cities are one, and whether few or many live there."""
    same = one == other or (
        min(len(one), len(other)) > 4 and OSA.distance(one, other, score_cutoff=1) <= 1
    )
    if not same:
        return "other"
    share = max(among.city_share(one), among.city_share(other))
    return "small" if share < SMALL_CITY else "large"


def identifier_level(one: Iterable[str], other: Iterable[str]) -> str:
    """Tell whether two share a number somebody gave them, or miss it by a sign."""
    if set(one) & set(other):
        return "same"
    if any(OSA.distance(a, b, score_cutoff=1) <= 1 for a in one for b in other):
        return "slip"
    return "other"


def address_level(one: Iterable[str], other: Iterable[str]) -> str:
    """Tell how alike two postal addresses are, blanks left aside."""
    alike = Indel.normalized_similarity("".join(one), "".join(other))
    return next((level for least, level in ADDRESS if alike >= least), "other")
