"""Why two descriptions seem alike or not, in words without personal values.

Like the sayings of sheets, nothing is translated here: whoever shows a reason passes its
English `template` to their translator.
"""

from collections.abc import Mapping
from dataclasses import dataclass


def _(sentence: str) -> str:
    """Mark a sentence for extraction into the translation catalogues."""
    return sentence


SENTENCES: Mapping[str, str] = {
    "same_name": _("same name"),
    "same_rare_name": _("same name, and a rare one"),
    "same_common_name": _("same name, but many are called so"),
    "same_name_other_script": _("same name in two scripts"),
    "same_name_other_spelling": _("same name, spelt differently"),
    "same_name_slip": _("same name with a slip of the pen"),
    "same_name_called": _("a short form of the same name"),
    "same_initials": _("initials that fit the name"),
    "name_within": _("one name has words that the other leaves out"),
    "other_family": _("same given name, other surname"),
    "other_given": _("same surname, other given name"),
    "names_crossed": _("only part of the name is the same"),
    "other_name": _("other name"),
    "same_email": _("same e-mail address"),
    "family_email": _("same e-mail address, which other names use too"),
    "shared_email": _("same e-mail address, but many use it"),
    "office_email": _("same e-mail address, but it is an office's"),
    "email_elsewhere": _("same e-mail name with another provider"),
    "email_slip": _("e-mail addresses one slip apart"),
    "other_email": _("other e-mail address"),
    "same_phone": _("same phone"),
    "family_phone": _("same phone, which other names use too"),
    "shared_phone": _("same phone, but many use it"),
    "phone_slip": _("phone numbers one digit apart"),
    "other_phone": _("other phone"),
    "same_birthday": _("same date of birth"),
    "birthday_swapped": _("same date of birth with day and month swapped"),
    "birthday_near": _("nearly the same date of birth"),
    "birth_year_near": _("nearly the same year of birth"),
    "same_birth_year": _("same year of birth"),
    "birth_year_hinted": _("a year of birth in the e-mail address fits"),
    "other_birth_year_hinted": _("a year of birth in an e-mail address does not fit"),
    "other_birth_year": _("other year of birth"),
    "other_birthday": _("other date of birth"),
    "same_organisation": _("same organisation"),
    "organisation_other_words": _("same organisation under another name"),
    "other_organisation": _("other organisation"),
    "same_city": _("same city"),
    "same_large_city": _("same city, where many live"),
    "other_city": _("other city"),
    "other_country": _("other country"),
    "other_generation": _("one is the younger, one the elder of the name"),
    "generation_once": _("only one is called the younger or the elder"),
    "same_identifier": _("same number"),
    "identifier_slip": _("numbers one sign apart"),
    "other_identifier": _("other number"),
    "same_address": _("same postal address"),
    "near_address": _("nearly the same postal address"),
    "part_of_address": _("postal addresses alike in part"),
    "other_address": _("other postal address"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason by its code; `speaks_for` tells which way it points, `weight` how strongly."""

    code: str
    weight: float

    @property
    def speaks_for(self) -> bool:
        """Whether the reason speaks for one person rather than two."""
        return self.weight > 0

    @property
    def template(self) -> str:
        """The English words, as translators know them."""
        return SENTENCES[self.code]

    def __str__(self) -> str:
        return self.template


CODES: Mapping[str, Mapping[str, str]] = {
    "email": {
        "own": "same_email", "few": "family_email", "shared": "shared_email",
        "office": "office_email", "local": "email_elsewhere", "local_short": "email_elsewhere",
        "slip": "email_slip", "other": "other_email", "other_office": "other_email",
    },
    "phone": {
        "own": "same_phone", "few": "family_phone", "shared": "shared_phone",
        "slip": "phone_slip", "other": "other_phone",
    },
    "born": {
        "day": "same_birthday", "swapped": "birthday_swapped", "near_year": "birthday_near",
        "other_year": "other_birth_year", "slip": "birthday_near", "other_day": "other_birthday",
        "year": "same_birth_year", "near": "birth_year_near", "other_years": "other_birth_year",
        "other": "other_birthday",
    },
    "hint": {"year": "birth_year_hinted", "other_year": "other_birth_year_hinted"},
    "organisation": {
        "same": "same_organisation", "near": "same_organisation",
        "initials": "organisation_other_words", "translated": "organisation_other_words",
        "other": "other_organisation",
    },
    "city": {"small": "same_city", "large": "same_large_city", "other": "other_city"},
    "country": {"other": "other_country"},
    "generation": {"other": "other_generation", "said_once": "generation_once"},
    "identifier": {
        "same": "same_identifier", "slip": "identifier_slip", "other": "other_identifier",
    },
    "address": {
        "same": "same_address", "near": "near_address", "some": "part_of_address",
        "other": "other_address",
    },
}  # fmt: skip
_SPELT = {
    "script": "same_name_other_script",
    "sound": "same_name_other_spelling",
    "slip": "same_name_slip",
    "called": "same_name_called",
    "initial": "same_initials",
}
_RARE = frozenset({"1/64", "1/32", "1/16", "1/8"})
_COMMON = frozenset({"8", "16", "32", "64", "256", "1024", "4096"})
EVEN = "64"  # a name of so many by chance speaks neither for nor against
LEAST = 0.1  # what speaks at all
_CROSSED = {
    "other_family": "other_family",
    "other_given": "other_given",
    "crossed": "names_crossed",
}


def reasons_for(
    levels: Mapping[str, str], weights: Mapping[str, Mapping[str, float]]
) -> tuple[Reason, ...]:
    """Return the reasons of some levels, the strongest first."""
    found = _name_reasons(levels, weights) if "cover" in levels else []
    for comparison, level in levels.items():
        code = CODES.get(comparison, {}).get(level)
        if code:
            found.append(Reason(code, weights[comparison].get(level, 0.0)))
    return tuple(sorted(found, key=lambda reason: -abs(reason.weight)))


def _name_reasons(
    levels: Mapping[str, str], weights: Mapping[str, Mapping[str, float]]
) -> list[Reason]:
    cover, chance = levels["cover"], levels["name"]
    weight = weights["cover"][cover] + weights["name"][chance] - weights["name"][EVEN]
    if cover == "none":
        return [Reason("other_name", min(weight, -LEAST))]
    if cover in _CROSSED:
        return [Reason(_CROSSED[cover], min(weight, -LEAST))]
    rare = "same_rare_name" if chance in _RARE else "same_name"
    code = _SPELT.get(levels["spelling"], "same_common_name" if chance in _COMMON else rare)
    found = [Reason(code, max(weight, LEAST))]
    if cover.startswith("within"):
        found.append(Reason("name_within", -LEAST))
    return found
