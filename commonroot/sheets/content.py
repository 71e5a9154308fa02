"""What the cells of a column look like, whatever stands above them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from commonroot.sheets.fields import Field
from commonroot.sheets.headings import heading_key
from commonroot.sheets.places import known_cities
from commonroot.sheets.values.blanks import is_blank
from commonroot.sheets.values.choices import as_agreed, as_language
from commonroot.sheets.values.countries import as_country, as_place
from commonroot.sheets.values.days import as_date
from commonroot.sheets.values.phones import looks_like_phone

SAMPLE = 300
MOST = 0.6
ADDRESS = re.compile(r"[^\s@]\s*[@＠]\s*[\w-]+\s*[.,]\s*\w|^\s*mailto:", re.IGNORECASE)
YEAR = re.compile(r"^\s*(?:19[5-9]\d|20\d\d)(?:\.0)?\s*$")
NAME_WORDS = range(2, 6)
PART_WORDS = range(1, 4)
# What bodies of many languages are called; not what courses are ("organisation", "school").
BODIES = re.compile(
    r"\b(?:network|movement|coalition|alliance|associa[a-z]+|foundation|forum|union|committee|council"
    r"|institute|university|federation|trust|society|ministry|hospital|collective|ngo|clinic"
    r"|red|movimiento|alianza|asociacion|fundacion|comite|consejo|instituto|universidad|colectivo"
    r"|federacion|sindicato|foro|mesa|hospital|ministerio|sociedad|rede|movimento|alianca|fundacao"
    r"|conselho|universidade|coletivo|federacao|reseau|mouvement|coalition|alliance|fondation|conseil"
    r"|institut|universite|collectif|syndicat|hopital|ministere|societe|plateforme"
    r"|شبكه|حركه|تحالف|جمعيه|مؤسسه|موسسه|منظمه|منتدي|اتحاد|لجنه|مجلس|معهد|جامعه|نقابه|مركز|وزاره|مستشفي"
    r"|сеть|движение|коалиция|альянс|ассоциация|фонд|форум|союз|комитет|совет|институт|университет"
    r"|федерация|общество|министерство|больница|профсоюз)\b"
)
ELDEST_COURSE = 1995


@dataclass(frozen=True)
class Look:
    """The shares (0 to 1) of a column's filled cells that look like each kind of thing."""

    count: int
    shares: dict[Field, float]

    def share(self, field: Field) -> float:
        """Return the share of cells that look like a field, 0 for fields without a look."""
        return self.shares.get(field, 0.0)

    def likeliest(self) -> tuple[Field, float]:
        """Return the field most cells look like; UNKNOWN if no kind has most of them."""
        for field in ORDER:
            if self.share(field) >= THRESHOLDS.get(field, MOST):
                return field, self.share(field)
        return Field.UNKNOWN, 0.0


# The narrowest look first: every year is a number, every name is some text.
ORDER = (
    Field.CONTACT, Field.EMAIL, Field.YEAR, Field.BORN, Field.DATE, Field.PHONE,
    Field.COUNTRY, Field.PLACE, Field.AGREED, Field.LANGUAGE, Field.ORGANISATION, Field.CITY,
    Field.NAME,
)  # fmt: skip
THRESHOLDS = {
    Field.CONTACT: 0.15, Field.YEAR: 0.8, Field.BORN: 0.8, Field.AGREED: 0.9, Field.NAME: 0.8,
    Field.LANGUAGE: 0.8, Field.PLACE: 0.5, Field.ORGANISATION: 0.4, Field.CITY: 0.4,
}  # fmt: skip


def look(cells: Sequence[str]) -> Look:
    """Return what a column looks like, from up to 300 filled cells spread over it."""
    filled = [cell for cell in cells if not is_blank(cell)]
    sample = filled[:: max(1, len(filled) // SAMPLE)]
    if not sample:
        return Look(0, {})

    def share(test: Callable[[str], bool]) -> float:
        return sum(map(test, sample)) / len(sample)

    mail = share(_is_mail)
    phone = share(_is_phone)
    both = share(_is_both)
    shares = {
        Field.EMAIL: mail,
        Field.PHONE: phone,
        Field.COUNTRY: share(lambda cell: as_country(cell) is not None),
        Field.PLACE: share(lambda cell: all(as_place(cell))),
        Field.LANGUAGE: share(lambda cell: len(cell) > 1 and as_language(cell) is not None),
        Field.AGREED: share(lambda cell: as_agreed(cell)[0] is not None),
        Field.ORGANISATION: share(_is_body),
        Field.CITY: share(lambda cell: heading_key(cell) in known_cities()),
    }
    # E-mail and phone in one cell, or now the one, now the other
    mixed = min(mail, phone)
    shares[Field.CONTACT] = max(both, mixed) if mail + phone + both >= MOST else 0.0
    shares |= _of_time(sample)
    varied = len(set(sample)) / len(sample)
    if varied > 0.1 and len(set(sample)) > 1:
        shares[Field.GIVEN_NAME] = share(_is_part_of_name)
    if varied > 0.5 and shares[Field.PLACE] < 0.3 and shares[Field.COUNTRY] < 0.3:
        shares[Field.NAME] = share(_is_name)
    return Look(len(filled), shares)


def _of_time(sample: Sequence[str]) -> dict[Field, float]:
    years = [int(float(cell)) for cell in sample if YEAR.match(cell)]
    days = [day for cell in sample if not YEAR.match(cell) and (day := as_date(cell, "dmy")[0])]
    when = sorted(years + [day.year for day in days])
    old = bool(when) and when[len(when) // 2] < ELDEST_COURSE
    total = (len(years) + len(days)) / len(sample)
    if old:
        return {Field.BORN: total}
    return {Field.YEAR: len(years) / len(sample), Field.DATE: len(days) / len(sample)}


def _is_mail(cell: str) -> bool:
    return bool(ADDRESS.search(cell)) and not _is_both(cell)


def _is_both(cell: str) -> bool:
    match = ADDRESS.search(cell)
    return bool(match) and any(
        looks_like_phone(part) for part in re.split(r"[/;|\n]|,\s|\s\s", cell) if "@" not in part
    )


def _is_phone(cell: str) -> bool:
    return looks_like_phone(cell) and not YEAR.match(cell) and as_date(cell, "dmy")[0] is None


def _is_body(cell: str) -> bool:
    return bool(BODIES.search(heading_key(cell)))


def _is_part_of_name(cell: str) -> bool:
    words = cell.split()
    return len(words) in PART_WORDS and not any(sign.isdigit() or sign in "@:/" for sign in cell)


def _is_name(cell: str) -> bool:
    words = cell.split()
    return (
        len(words) in NAME_WORDS
        and not any(sign.isdigit() or sign in "@:/" for sign in cell)
        and all(not word[0].isascii() or word[0].isupper() or len(word) < 4 for word in words)
    )
