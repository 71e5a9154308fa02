"""Two descriptions side by side: for each comparison the level they reach."""

from rapidfuzz.distance import OSA

from commonroot.matching.names import Shared, compare_names
from commonroot.matching.rarity import Rarity
from commonroot.matching.records import Description, Email, Organisation
from commonroot.matching.usage import SHARED_FROM, Usage

# From how many bits on a shared name is how telling; the last is "faint".
TELLING = ((26.0, "b26"), (23.0, "b23"), (20.0, "b20"), (17.0, "b17"), (14.0, "b14"), (12.5, "b12"), (11.0, "b11"),
           (9.5, "b9"), (8.0, "b8"), (6.5, "b6"), (5.0, "b5"), (3.0, "b3"), (0.01, "b0"))  # fmt: skip
SMALL_CITY = 0.12
LOCAL_FROM = 6


def levels(one: Description, other: Description, rarity: Rarity, usage: Usage) -> dict[str, str]:
    """Return {comparison: level}; what either side does not say is left out."""
    country = one.country if one.country == other.country else (one.country or other.country)
    found: dict[str, str] = {}
    if one.country and other.country and one.country != other.country:
        found["country"] = "other"
        country = ""
    if one.names and other.names:
        _name_levels(found, one, other, rarity, country)
    _email_levels(found, one, other, usage)
    if one.phones and other.phones:
        found["phone"] = phone_level(one.phones, other.phones, usage)
    _birth_levels(found, one, other)
    if one.organisation and other.organisation:
        found["organisation"] = organisation_level(one.organisation, other.organisation)
    if one.city and other.city:
        found["city"] = city_level(one.city, other.city, rarity, country)
    if one.generation != other.generation and "name" in found:
        found["generation"] = "other" if one.generation and other.generation else "said_once"
    if one.identifiers and other.identifiers:
        found["identifier"] = identifier_level(one.identifiers, other.identifiers)
    if one.address and other.address:
        found["address"] = address_level(one.address, other.address)
    return found


def _name_levels(
    found: dict[str, str], one: Description, other: Description, rarity: Rarity, country: str
) -> None:
    if len(one.names) == 1 == len(other.names):
        across = one.names[0].latin != other.names[0].latin
        best = compare_names(one.names[0], other.names[0], rarity, country)
    else:
        best, across = max(
            (
                (compare_names(mine, yours, rarity, country), mine.latin != yours.latin)
                for mine in one.names
                for yours in other.names
            ),
            key=lambda pair: (not (pair[0].mine and pair[0].yours), pair[0].bits),
        )
    found["name"] = next((level for bits, level in TELLING if best.bits >= bits), "none")
    found["cover"] = _cover(best, rarity)
    if best.bits > 0:
        found["spelling"] = (
            "script" if across and best.spelling in {"same", "sound"} else best.spelling
        )


def _cover(shared: Shared, rarity: Rarity) -> str:
    """Tell what is left over of two names: nothing, on one side, or on both."""
    if not shared.bits:
        return "none"
    if not shared.mine and not shared.yours:
        return "whole" if len(shared.common) > 1 or shared.spelling == "initial" else "single"
    if not shared.mine or not shared.yours:
        return (
            "within" if len(shared.common) > 1 or shared.spelling == "initial" else "within_single"
        )
    kinds = {rarity.is_given(bone) for bone in shared.common}
    if kinds == {True}:
        return "other_family"
    if kinds == {False}:
        return "other_given"
    return "crossed"


def _email_levels(
    found: dict[str, str], one: Description, other: Description, usage: Usage
) -> None:
    if not one.emails or not other.emails:
        return
    mine = {email.text: email for email in one.emails}
    common = [mine[email.text] for email in other.emails if email.text in mine]
    if common:
        best = min(common, key=lambda email: (email.office, usage(email.text)))
        found["email"] = "office" if best.office else _use(usage(best.text))
        return
    found["email"] = max(
        (email_level(a, b) for a in one.emails for b in other.emails), key=EMAIL_ORDER.index
    )


EMAIL_ORDER = ("other", "other_office", "local_short", "slip", "local")


def email_level(one: Email, other: Email) -> str:
    """Tell how alike two different addresses are."""
    if one.office or other.office:
        return "other_office"
    if one.local == other.local:
        return "local" if len(one.local) >= LOCAL_FROM else "local_short"
    if one.domain == other.domain and min(len(one.local), len(other.local)) >= LOCAL_FROM:
        if OSA.distance(one.local, other.local, score_cutoff=2) <= 2:
            return "slip"
    return "other"


def _use(users: int) -> str:
    return "own" if users <= 1 else "few" if users < SHARED_FROM else "shared"


def phone_level(one: tuple[str, ...], other: tuple[str, ...], usage: Usage) -> str:
    """Tell how alike the numbers of two are."""
    common = [number for number in one if number in other]
    if common:
        return _use(min(map(usage, common)))
    if any(OSA.distance(a, b, score_cutoff=1) <= 1 for a in one for b in other):
        return "slip"
    return "other"


def _birth_levels(found: dict[str, str], one: Description, other: Description) -> None:
    if one.born and other.born:
        if one.born == other.born:
            found["born"] = "day"
        elif (one.born.month, one.born.day) == (other.born.month, other.born.day):
            found["born"] = (
                "near_year" if abs(one.born_year - other.born_year) == 1 else "other_year"
            )
        elif one.born_year == other.born_year and (one.born.month, one.born.day) == (
            other.born.day,
            other.born.month,
        ):
            found["born"] = "swapped"
        elif one.born_year == other.born_year:
            found["born"] = "other_day"
        else:
            found["born"] = "slip" if _one_sign_off(one, other) else "other"
    elif one.born_year and other.born_year:
        apart = abs(one.born_year - other.born_year)
        found["born"] = "year" if not apart else "near" if apart == 1 else "other_years"
    else:
        _hints(found, one, other)


def _one_sign_off(one: Description, other: Description) -> bool:
    assert one.born
    assert other.born
    return OSA.distance(f"{one.born:%Y%m%d}", f"{other.born:%Y%m%d}", score_cutoff=1) <= 1


def _hints(found: dict[str, str], one: Description, other: Description) -> None:
    """Read years of birth out of addresses where the birth date is not said."""
    mine = {one.born_year} if one.born_year else {email.year for email in one.emails if email.year}
    yours = {other.born_year} if other.born_year else {e.year for e in other.emails if e.year}
    if found.get("email") in {"own", "few", "shared"}:
        return
    if mine and yours:
        found["born"] = "hint" if mine & yours else "other_hint"


def organisation_level(one: Organisation, other: Organisation) -> str:
    """Tell whether two organisations are one under two names."""
    if one.text == other.text:
        return "same"
    if one.initials == other.text or other.initials == one.text:
        return "initials"
    if one.about and one.about == other.about:
        return "translated"
    if (
        OSA.distance(one.text, other.text, score_cutoff=2) <= 2
        and min(len(one.text), len(other.text)) > 7
    ):
        return "near"
    return "other"


def city_level(one: str, other: str, rarity: Rarity, country: str) -> str:
    """Tell whether two cities are one, and whether few or many live there."""
    if one == other or (
        min(len(one), len(other)) > 4 and OSA.distance(one, other, score_cutoff=1) <= 1
    ):
        return "small" if rarity.city_share(one, country) < SMALL_CITY else "large"
    return "other"


def identifier_level(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    """Tell whether two share a number somebody gave them, or miss it by a sign."""
    if set(one) & set(other):
        return "same"
    if any(OSA.distance(a, b, score_cutoff=1) <= 1 for a in one for b in other):
        return "slip"
    return "other"


def address_level(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    """Tell how much of two addresses is alike."""
    common = len(set(one) & set(other))
    share = common / min(len(set(one)), len(set(other)))
    return (
        "same" if share >= 0.99 else "near" if share >= 0.6 else "some" if share >= 0.3 else "other"
    )
