"""Rules about people, over plain values."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

PAGE_DAYS = 90  # a link to my page, renewed by each letter
ANSWER_DAYS = 60  # a link to one answer, after it was due
# What stands about a person in columns of their own, as it may be corrected, in its usual order.
EDITABLE = (
    "shown_name", "given_name", "family_name", "pronouns", "language", "country", "origin_country",
    "city", "time_zone", "organisation", "offers", "wants", "channel",
)  # fmt: skip
CARE = ("open", "careful", "high")  # how carefully a person is treated, least first
FRESH_MINUTES = 20  # a fresh link, which may also download, correct and forget

_MAIL = re.compile(r"[^@\s,;<>\"()]+@[^@\s,;<>\"()]+\.[^@\s,;<>\"().]{2,}")
_PHONE = re.compile(r"\+\d{7,15}")
_DIALLED = re.compile(r"\d{8,15}")
_EASTERN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
MAIL_LENGTH = 254
AGEING_YEARS = 3
EXPORT_LASTS = timedelta(days=1)  # a file taken along, from when it is made
EXPORT_ASKED = timedelta(days=7)  # a list that waits for a second yes
EXPORT_STALLED = timedelta(minutes=10)  # a file whose making was cut off is begun anew
HISTORY_KEPT = timedelta(days=30)  # how long what stood before a change can be put back
YEAR = timedelta(days=365.25)
MONTH = YEAR / 12
WEEK = timedelta(days=7)
TYPO_FROM, TYPO_TWO_FROM = 4, 8  # letters of a word from which one or two may be wrong
TYPO_MOST = 20
SKELETON_SIGNS = {"latin": "+", "other": "*"}
OTHER_SCRIPT = {"latin": "other", "other": "latin"}
NO_WAY = "!"  # among somebody's search words: they left no address and no number


def as_way(text: str) -> tuple[str, str] | None:
    """What somebody typed as the way to reach them: ("mail" or "phone", its one form), or None.

    A phone number needs its country code ("+…" or "00…"); digits may be typed in Arabic script.
    """
    text = text.strip()
    if "@" in text:
        address = text.removeprefix("mailto:").strip("<> ").casefold()
        return (
            ("mail", address) if len(address) <= MAIL_LENGTH and _MAIL.fullmatch(address) else None
        )
    digits = re.sub(r"[\s().\-/]", "", text.translate(_EASTERN_DIGITS))
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    return ("phone", digits) if _PHONE.fullmatch(digits) else None


def as_dialled(text: str) -> str:
    """The digits of a number typed without its country code, as one dials it at home; "" when it
    is none, or tells too little.
    """
    digits = re.sub(r"[\s().\-/]", "", text.translate(_EASTERN_DIGITS))
    return digits if _DIALLED.fullmatch(digits) else ""


def changed(*, was: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, str]:
    """What somebody changed in a form that showed `was`; the rest they did not touch."""
    return {field: value for field, value in wanted.items() if was.get(field, "") != value}


def meanwhile(
    *, was: Mapping[str, str], wanted: Mapping[str, str], now: Mapping[str, str]
) -> dict[str, str]:
    """Fields that somebody changed, and somebody else too since they looked: what stands now.

    Two who wrote the same agree.
    """
    return {
        field: now[field]
        for field, value in changed(was=was, wanted=wanted).items()
        if now[field] not in {was.get(field, ""), value}
    }


def names_cover(one: list[str], other: list[str]) -> bool:
    """Whether every word of the shorter name stands in the longer one.

    Names that do not cover one another never meet without a person's look.
    """
    first, second = set(one), set(other)
    shorter, longer = sorted((first, second), key=len)
    return bool(shorter) and shorter <= longer


def freshness(confirmed_at: datetime | None, *, at: datetime) -> str:
    """ "fresh" (under a year), "ageing" (one to three years) or "old" (older, or never)."""
    if confirmed_at is None:
        return "old"
    years = (at - confirmed_at) / YEAR
    return "fresh" if years < 1 else "ageing" if years <= AGEING_YEARS else "old"


def age(confirmed_at: datetime | None, *, at: datetime) -> tuple[int, str]:
    """How long ago: (3, "weeks"), (6, "months"), (2, "years"), or (0, "never")."""
    if confirmed_at is None:
        return 0, "never"
    passed = max(at - confirmed_at, timedelta())
    if passed >= YEAR:
        return passed // YEAR, "years"
    if passed >= 2 * MONTH:
        return passed // MONTH, "months"
    return passed // WEEK, "weeks"


def skeleton_word(script: str, bare: str) -> str:
    """How the consonants of a name stand among its search words: no typed word can begin like
    it.
    """
    return f"{SKELETON_SIGNS[script]}{bare}"


def typo_distance(word: str) -> int:
    """How many letters may be wrong, missing, extra or changed over in a word that is still found.

    Short words mean too many people when a letter is free.
    """
    return 0 if len(word) < TYPO_FROM else 1 if len(word) < TYPO_TWO_FROM else 2


def like(word: str, *, known: Iterable[str]) -> list[str]:
    """Those of `known` that are `word` but for a typo, the nearest first."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    cutoff = typo_distance(word)
    found = process.extract(
        word,
        known,
        scorer=OSA.distance,  # type: ignore[arg-type]  # rapidfuzz's own stubs miss it
        score_cutoff=cutoff,
        limit=TYPO_MOST,
    )
    return [value for value, _distance, _place in found]


# What becomes of the value of two that is not chosen; of others the history keeps it for a while.
KEPT_AS = {
    "shown_name": "name",
    "given_name": "name",
    "family_name": "name",
    "organisation": "organisation",
}
ATTENDED_TO = ("hand", "link")  # causes of a merge in which somebody looked, or the person acted


def better_side(
    *, mine: tuple[str, bool, date | None], theirs: tuple[str, bool, date | None]
) -> bool:
    """Whether `mine` stands rather than `theirs`, each (value, their own word, said on).

    What says something stands before what does not, a person's own word before a list's, the
    newest before the older; where nothing tells them apart, `mine`.
    """
    if not (mine[0] and theirs[0]):
        return bool(mine[0]) or not theirs[0]
    if mine[1] != theirs[1]:
        return mine[1]
    return (mine[2] or date.min) >= (theirs[2] or date.min)


def against_merging(*, oneself: bool, accounts: bool, different: bool) -> tuple[str, ...]:
    """What stands against making two one, as codes."""
    said = {"oneself": oneself, "accounts": accounts, "different": different}
    return tuple(code for code, holds in said.items() if holds)


def three_way(before: Any, after: Any, *, now: Any) -> tuple[Any, bool]:
    """What undoing makes of a value that went from `before` to `after` and is `now`; whether all
    of it came back. Of dictionaries each entry goes by itself.
    """
    if now == after:
        return before, True
    if not all(isinstance(value, dict) for value in (before, after, now)):
        return now, False
    entries = dict(now)
    whole = True
    for key in before.keys() | after.keys():
        if before.get(key) == after.get(key):
            continue
        if now.get(key) != after.get(key):
            whole = False
        elif key in before:
            entries[key] = before[key]
        else:
            entries.pop(key)
    return entries, whole


def stands_before(one: str, other: str) -> bool:
    """Whether what was said of a pair, `one`, weighs more than `other`."""
    weight = ("open", "unsure", "different")
    return weight.index(one) > weight.index(other)


def fingerprint(keys: Iterable[str]) -> str:
    """A short name of exactly these things, in this order."""
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]


def level(own: str, *floors: str) -> str:
    """How carefully somebody is treated: the most careful of what they said and what the sessions
    and circles they are in ask for.
    """
    return max(own, *floors, key=CARE.index)


def is_raised(*, was: str, now: str) -> bool:
    """Whether `now` is more careful than `was`."""
    return CARE.index(now) > CARE.index(was)


# Names made up for lists. None of them is anybody's; each is common somewhere and fits anyone.
MADE_UP_FIRST = {
    "latin": "Alex Amal Ariel Asha Ayo Chi Dana Deniz Eden Ekene Ezra Femi Gabi Ife Imani Jamie Jo "
    "Jules Kai Kamari Kim Kiran Lee Lou Micah Mika Nana Noa Noor Nuru Nyasha Ola Quinn Remy Robin "
    "Rudo Sam Sasha Sol Tendai Tumi Uche Yuri Zuri",
    "arabic": "أمل نور صباح جهاد رجاء إحسان ضياء نضال وسام بهاء سلام شمس نجاح كفاح",
}
MADE_UP_LAST = {
    "latin": "Abate Ali Alvarez Banda Bello Castro Costa Cruz Diallo Diaz Farah Gomes Haile "
    "Ibrahim Kamau Kaya Keita Khan Kim Lopez Mendes Moreno Moyo Mwangi Ndlovu Okafor Otieno "
    "Pereira Phiri Rahman Ramos Reyes Rivera Said Santos Silva Tesfaye Toure Traore Vargas Yilmaz",
    "arabic": "حداد خوري منصور صالح ناصر سعيد عباس حسن خليل سليمان يوسف إبراهيم",
}


def made_up_name(draw: int, *, like: str) -> str:
    """A name that stands for somebody in lists, in the script of `like`; `draw`: a large random
    number.
    """
    script = "arabic" if any("\u0600" <= letter <= "\u06ff" for letter in like) else "latin"
    first, last = MADE_UP_FIRST[script].split(), MADE_UP_LAST[script].split()
    draw, one = divmod(draw, len(first))
    return f"{first[one]} {last[draw % len(last)]}"


def names_kept(kept: Mapping[str, Any]) -> list[str]:
    """Every own name among what is kept apart, the one they used first."""
    split = " ".join(filter(None, (kept.get("given_name"), kept.get("family_name"))))
    names = [kept.get("shown_name", ""), split, *(row["text"] for row in kept.get("further", ()))]
    return list(dict.fromkeys(filter(None, names)))
