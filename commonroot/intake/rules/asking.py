"""Rules of asking everybody of an old list once, over plain values."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

ASK_DAYS = 30
FEWEST_ASK_DAYS, MOST_ASK_DAYS = 14, 180
RECALL = timedelta(minutes=10)
AFTER_REMINDER = timedelta(days=7)
# Who could not be asked is not let go without an organiser's word before this is over.
DECIDE = timedelta(days=180)
PHONE_CHANNELS = {"sms", "signal", "whatsapp", "call"}
# The language most people read in a country, where nobody told us theirs.
READ_IN = {
    code: language
    for language, codes in {
        "es": "AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE",
        "fr": "BF BI BJ CD CF CG CI CM DJ FR GA GN HT KM LU MC MG ML NE SN TD TG",
        "pt": "AO BR CV GW MZ PT ST TL",
        "ar": "AE BH DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE",
    }.items()
    for code in codes.split()
}


def way_to_ask(
    *, ways: Collection[str], channel: str, is_high: bool, is_paused: bool
) -> tuple[str, str]:
    """("mail", ""), ("phone", "") or ("", why not): "paused", or "no way" that may be used.

    A way somebody named as safe is used, or none. Whoever needs much care and named none is not
    written to at all: an old address may be read by others.
    """
    if is_paused:
        return "", "paused"
    if channel == "circle" or (is_high and not channel):
        return "", "no way"
    if channel in PHONE_CHANNELS:
        wanted = ["phone"]
    else:
        wanted = ["mail"] if channel == "mail" else ["mail", "phone"]
    found = next((way for way in wanted if way in ways), "")
    return found, "" if found else "no way"


def letter_language(*, said: str, country: str, known: Sequence[str], ours: Sequence[str]) -> str:
    """The language of a letter: what they said, else their country's, else the school's first.

    `known` are the languages in which our sentences exist, `ours` those of the school.
    """
    wishes = (said, said.partition("-")[0], READ_IN.get(country, ""), *ours)
    return next((wish for wish in wishes if wish in known), known[0])


def reminder_at(asked_at: datetime, *, days: int) -> datetime:
    """When the one reminder is due: after two thirds of the days."""
    return asked_at + timedelta(days=days * 2 // 3)


def ends_at(asked_at: datetime, *, days: int) -> datetime:
    """When the days of somebody asked are over, if the reminder left in time."""
    return asked_at + timedelta(days=days)


def silence_at(ends_at: datetime, *, reminded_at: datetime) -> datetime:
    """Until when we wait once the reminder has left: never less than a week after it."""
    return max(ends_at, reminded_at + AFTER_REMINDER)
