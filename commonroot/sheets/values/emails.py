"""E-mail addresses in cells: found, repaired, and told apart from what stands beside them."""

import re
import unicodedata
from typing import NamedTuple

from rapidfuzz.distance import OSA

from commonroot.sheets.sayings import Saying, say
from commonroot.sheets.values.blanks import is_blank

# Mail services of very many people: a domain one slip away from one of them is that one.
PROVIDERS = (
    "gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "yahoo.com", "protonmail.com",
    "icloud.com", "riseup.net", "hotmail.fr", "hotmail.es", "yahoo.fr", "yahoo.es",
    "yahoo.com.br", "yahoo.co.uk", "yahoo.co.in", "hotmail.co.uk", "outlook.fr", "outlook.es",
    "yandex.ru", "rambler.ru", "tutanota.com", "live.com", "aol.com", "rediffmail.com",
)  # fmt: skip
# Real services that look like a slip of one above.
OTHERS = frozenset({
    "mail.com", "email.com", "ymail.com", "gmx.com", "gmx.net", "gmx.de", "mail.ru", "list.ru",
    "hotmail.it", "hotmail.de", "hotmail.be", "hotmail.nl", "hotmail.ch", "hotmail.co.za",
    "yahoo.it", "yahoo.de", "yahoo.ca", "yahoo.in", "yahoo.se", "yahoo.ie", "yahoo.gr",
    "outlook.de", "outlook.it", "outlook.pt", "outlook.be", "outlook.in", "outlook.sa",
    "yahoo.com.mx", "yahoo.com.ar", "yahoo.com.au", "yahoo.co.id", "yahoo.co.jp", "yahoo.co.nz",
    "yahoo.co.za", "yahoo.co.th", "yahoo.co.kr", "yahoo.com.ph", "yahoo.com.vn", "yahoo.com.tr",
    "yandex.ua", "yandex.by", "yandex.kz", "yandex.com", "tutanota.de", "live.fr", "live.nl",
    "live.it", "live.ca", "live.co.uk", "live.be", "live.cl", "live.ru", "live.de",
    "proton.me", "tuta.io",
})  # fmt: skip
ENDINGS = {
    "con": "com", "cmo": "com", "ocm": "com", "comm": "com", "ccom": "com", "coom": "com",
    "vom": "com", "xom": "com", "cim": "com", "cpm": "com", "c0m": "com", "om": "om",
    "nte": "net", "ent": "net", "nett": "net", "nrt": "net", "ner": "net",
    "ogr": "org", "rog": "org", "orgg": "org", "orh": "org", "og": "org", "prg": "org",
}  # fmt: skip
SHAPE = re.compile(r"^[^\s@<>,;:\"()\[\]\\]{1,64}@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,24}$")
SEPARATORS = re.compile(r"\s*[;/|\n\r]\s*|,\s+|\s+(?:or|and|o|y|e|ou|et|и|или|أو|و)\s+|\s+")
ANGLED = re.compile(r"<\s*(?:mailto:)?([^<>@\s]+@[^<>\s]+)\s*>", re.IGNORECASE)
# Two addresses with nothing but a comma between them
JOINED = re.compile(r",(?=[^\s@,]+@)")
# "maria,lopez@": the comma stands beside the point on the keyboard
COMMA_IN_LOCAL = re.compile(r"(?<![^\s;/|<])([a-z0-9_]+),([a-z0-9_]+@)")
COMMA_DOT = re.compile(
    r",(?=(?:com|con|net|org|edu|gov|info|co|fr|es|br|ru|uk|mx)\b)", re.IGNORECASE
)
SPELT_AT = re.compile(
    r"\s*(?:[(\[{]\s*(?:at|arroba|à|@)\s*[)\]}]|\s+(?:at|arroba)\s+(?=[\w-]+[.\s]))\s*",
    re.IGNORECASE,
)
SPELT_DOT = re.compile(r"\s*[(\[{]\s*(?:dot|punto|ponto|point|\.)\s*[)\]}]\s*", re.IGNORECASE)
AROUND_AT = re.compile(r"\s*[@＠]+\s*")
AROUND_DOT = re.compile(r"(?<=\w) ?\. ?(?=(?:com|net|org|fr|es|br|ru)\b)", re.IGNORECASE)
# Room for a dozen addresses; what is longer is no contact cell.
LONGEST_CELL = 1000
UNDOTTED = re.compile(r"^(\w{3,})com$")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class Emails(NamedTuple):
    """The addresses of one cell, what could not be read, what was repaired, and the rest."""

    values: list[str]
    problems: list[Saying]
    repairs: list[Saying]
    rest: str


def as_email(text: str) -> tuple[str | None, Saying | None]:
    """Return the first address of a cell, or None and what is wrong; blank cells: None, None."""
    found = as_emails(text)
    return (found.values[0] if found.values else None), next(iter(found.problems), None)


def as_emails(text: str) -> Emails:
    """Return every address of a cell in small letters, each once, in their order."""
    found = contact_parts(text)
    if found.values or found.problems or is_blank(found.rest):
        return found
    return found._replace(problems=[say("bad_email", text=text.strip())])


def contact_parts(text: str) -> Emails:
    """Return the addresses of a cell that may also hold a name or a phone number (`rest`)."""
    values: list[str] = []
    problems: list[Saying] = []
    repairs: list[Saying] = []
    rest: list[str] = []
    if len(text) > LONGEST_CELL:
        return Emails([], [say("bad_email", text=f"{text[:60]}…")], [], "")
    for part in SEPARATORS.split(_joined(text)):
        bare = part.strip("<>()[]\"'`,.:;").removeprefix("mailto:").removeprefix("MAILTO:")
        if "@" not in bare:
            rest += [part] if part else []
            continue
        value = _repaired(bare.lower())
        if not SHAPE.match(value):
            problems.append(say("bad_email", text=bare))
        elif value not in values:
            values.append(value)
            if value != bare.lower():
                repairs.append(say("repaired_email", text=bare, value=value))
    return Emails(values, problems, repairs, " ".join(rest).strip(" <>;,/|"))


def _joined(text: str) -> str:
    """Return the text with each address in one piece, however it was torn apart."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text).replace("\\", "/"))
    text = " ".join(text.split())
    text = ANGLED.sub(r" \1 ", text)
    if "@" not in text and "＠" not in text:
        text = SPELT_AT.sub("@", text)
    if "@" in text:
        text = SPELT_DOT.sub(".", text)
        text = JOINED.sub(" ", COMMA_IN_LOCAL.sub(r"\1.\2", text))
        text = AROUND_DOT.sub(".", AROUND_AT.sub("@", COMMA_DOT.sub(".", text)))
    return text.strip()


def _repaired(address: str) -> str:
    local, _, domain = address.rpartition("@")
    domain = re.sub(r"\.{2,}", ".", domain.strip(".,;:-")).replace(",", ".")
    local = re.sub(r"\.{2,}", ".", local.strip("."))
    head, dot, ending = domain.rpartition(".")
    if dot and ending in ENDINGS:
        domain = f"{head}.{ENDINGS[ending]}"
    return f"{local}@{_provider(domain)}"


def _provider(domain: str) -> str:
    if domain in PROVIDERS or domain in OTHERS:
        return domain
    if "." not in domain:
        # "gmail" and "gmailcom" without their dot
        meant = (k for k in PROVIDERS if domain in {k.split(".")[0], k.replace(".", "")})
        return next(meant, UNDOTTED.sub(r"\1.com", domain))
    if domain == "live.co":
        return "live.com"
    for known in PROVIDERS:
        # A short name one slip away may well be a house of its own ("love.com").
        if len(known) >= 9 and OSA.distance(domain, known, score_cutoff=1) <= 1:
            return known
    return domain
