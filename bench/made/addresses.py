"""E-mail addresses and phone numbers: invented ones, and how they stand in cells."""

import random
import re

from bench.made.places import Country, Organisation
from bench.made.words import plain

DOMAINS = [
    ("gmail.com", 54), ("yahoo.com", 11), ("hotmail.com", 10), ("riseup.net", 7),
    ("live.com", 6), ("outlook.com", 6), ("protonmail.com", 5),
]  # fmt: skip
LOCAL = {"french": "yahoo.fr", "sahel": "yahoo.fr", "russian": "mail.ru"}
WORDS = ("sol", "luna", "tierra", "libre", "rebel", "power", "hope")


def new_email(
    *, given: str, family: str, born: int, country: Country, organisation: Organisation,
    dice: random.Random,
) -> str:  # fmt: skip
    """An address made of a Latin name and a birth year, as people choose them."""
    first, last = _letters(given) or "x", _letters(family) or _letters(given) or "x"
    shape = dice.choices(range(7), weights=(23, 10, 15, 11, 17, 12, 12))[0]
    turned = dice.random() < 0.4
    if shape == 0:
        local = f"{last}.{first}" if turned else f"{first}.{last}"
    elif shape == 1:
        local = f"{first}_{last}"
    elif shape == 2:
        local = f"{first}{last}{born}"
    elif shape == 3:
        local = f"{dice.choice(WORDS)}{dice.randrange(1000)}"
    elif shape == 4:
        local = f"{first[0]}{last}" if turned else f"{first}{last}"
    elif shape == 5:
        local = f"{first}{born % 100:02}"
    else:
        local = f"{last}{first[0]}{dice.randrange(100)}"
    if dice.random() < 0.12:
        return f"{local}@{organisation.domain}"
    domain = dice.choices([d for d, _ in DOMAINS], weights=[w for _, w in DOMAINS])[0]
    if country.culture in LOCAL and dice.random() < 0.12:
        domain = LOCAL[country.culture]
    return f"{local}@{domain}"


def new_phone(country: Country, *, dice: random.Random) -> str:
    """A national number, without its trunk prefix."""
    pattern = dice.choice(country.phones)
    return "".join(str(dice.randrange(10)) if sign == "#" else sign for sign in pattern)


def mistyped_email(email: str, *, dice: random.Random) -> str:
    """The address with one slip: in its domain mostly, else in its first half."""
    local, domain = email.split("@")
    kind = dice.randrange(8)
    if kind == 0:
        return email.replace("gmail", "gmial") if "gmail" in domain else f"{local}@{domain[:-1]}"
    if kind == 1:
        return f"{local}@{domain.rsplit('.', 1)[0]},{domain.rsplit('.', 1)[1]}"
    if kind == 2:
        return f"{local}@{domain[:-1]}"
    if kind == 3:
        return f"{local} @{domain}"
    if kind == 4:
        return f"{local}@{re.sub('com$', 'con', domain)}"
    if kind == 5:
        return f"{local.replace('.', ',')}@{domain}" if "." in local else f"{local}@{domain}m"
    return f"{typo(local, dice=dice, alphabet='abcdeimnorst')}@{domain}"


def email_cell(email: str, *, dice: random.Random, other: str = "") -> str:
    """The address as somebody pasted it; `other` is a second one of the same person."""
    fate = dice.random()
    if other and fate < 0.12:
        pair = [email, other]
        dice.shuffle(pair)
        return dice.choice((" / ", ", ", "; ")).join(pair)
    if fate < 0.035:
        return email.upper() if dice.random() < 0.5 else email.capitalize()
    if fate < 0.05:
        return f"mailto:{email}"
    if fate < 0.065:
        return f"<{email}>"
    if fate < 0.085:
        return email + dice.choice((", -", "; n/a", ", n/a", "; -"))
    return email


def phone_cell(phone: str, country: Country, *, dice: random.Random, delimited: bool) -> str:
    """The number in one of the forms people write; `delimited` files also hold ruined numbers."""
    dial, whole = country.dial, country.trunk + phone
    cut = len(country.trunk) + 2
    grouped = _grouped(phone, dice=dice)
    forms = [
        f"+{dial}{phone}",
        f"00{dial}{phone}",
        f"{dial}{phone}",
        f"+{dial}-{phone}",
        f"+{dial} (0) {grouped}",
        f"+{dial} {grouped}",
        f"{country.trunk}{grouped}",
        whole,
        f"({whole[:cut]}) {whole[cut : cut + 3]}-{whole[cut + 3 :]}",
    ]
    return dice.choice([*forms, f"{dial}{phone}.0"] if delimited else forms)


def typo(text: str, *, dice: random.Random, alphabet: str = "") -> str:
    """The text with one letter doubled, lost, exchanged or turned."""
    places = [at for at, sign in enumerate(text) if sign.isalpha()]
    if len(places) < 4:
        return text
    at = dice.choice(places[1:])
    kind = dice.randrange(4)
    if kind == 0:
        return text[:at] + text[at] + text[at:]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    if kind == 2 and at + 1 < len(text) and text[at + 1].isalpha():
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    letters = alphabet or ("abcdeghiklmnoprstu" if text[at].isascii() else "".join(set(text)))
    return text[:at] + dice.choice(letters) + text[at + 1 :]


def _letters(text: str) -> str:
    return "".join(sign for sign in plain(text).lower() if "a" <= sign <= "z")


def _grouped(phone: str, *, dice: random.Random) -> str:
    if dice.random() < 0.6:
        parts = [phone[at : at + 3] for at in range(0, len(phone), 3)]
    else:
        parts = [phone[:3], phone[3:6], *(phone[at : at + 2] for at in range(6, len(phone), 2))]
    if len(parts) > 1 and len(parts[-1]) == 1:
        parts[-2:] = [parts[-2] + parts[-1]]
    return " ".join(part for part in parts if part)
