"""Which column holds what: by its heading, and by its cells where the heading does not tell."""

from collections.abc import Sequence
from dataclasses import replace

from commonroot.sheets.book import Table
from commonroot.sheets.content import Look, look
from commonroot.sheets.fields import Column, Field
from commonroot.sheets.headings import aliases, heading_key, short_key
from commonroot.sheets.presets import preset_of
from commonroot.sheets.sayings import Saying, say

__all__ = ["Column", "Field", "map_columns", "remap"]

# Longer headings are whole questions; a word in them proves little without the cells.
QUESTION_WORDS = 8
# What a heading claims about these must be borne out by the cells.
SHAPED = frozenset({
    Field.EMAIL, Field.PHONE, Field.CONTACT, Field.COUNTRY, Field.PLACE, Field.YEAR, Field.DATE,
    Field.BORN, Field.AGREED, Field.LANGUAGE, Field.AGREED_ON,
})  # fmt: skip
# Headings that may well mean one of these others: the cells decide.
KIN = {
    Field.EMAIL: (Field.CONTACT, Field.EMAIL, Field.PHONE),
    Field.PHONE: (Field.CONTACT, Field.PHONE, Field.EMAIL),
    Field.CONTACT: (Field.CONTACT, Field.EMAIL, Field.PHONE, Field.NAME),
    Field.COUNTRY: (Field.COUNTRY, Field.PLACE),
    Field.CITY: (Field.PLACE, Field.COUNTRY),
    Field.PLACE: (Field.PLACE, Field.COUNTRY),
    Field.YEAR: (Field.YEAR, Field.DATE, Field.BORN),
    Field.DATE: (Field.DATE, Field.YEAR, Field.BORN),
    Field.BORN: (Field.BORN,),
    Field.AGREED: (Field.AGREED, Field.DATE),
    Field.IDENTIFIER: (Field.EMAIL, Field.PHONE),
    Field.NAME: (Field.CONTACT, Field.EMAIL),
}
OF_TIME = frozenset({Field.YEAR, Field.DATE, Field.BORN, Field.AGREED_ON})
CLEAR = 0.7
# Columns that we write into sheets to be mended; what they say is for people.
OURS = "commonroot "
MOSTLY = 0.85
# A column taken for the other half of names, by its place and its looks alone.
HALF = 0.5


def map_columns(table: Table) -> list[Column]:
    """Return one Column for each column of a table, in their order."""
    preset = preset_of(table.headings)
    columns: list[Column] = []
    looks: list[Look] = []
    for index, heading in enumerate(table.headings):
        seen = look(table.column(index))
        looks.append(seen)
        known = preset.columns.get(heading_key(heading)) if preset else None
        if heading_key(heading).startswith(OURS) and short_key(heading) not in aliases():
            known = Field.IGNORED
        if known is not None:
            label = preset.label if preset else "Commonroot"
            columns.append(Column(index, heading, known, 1.0, say("why_preset", preset=label)))
        else:
            columns.append(_column(index, heading, seen=seen))
    return _names_settled(table, columns, looks=looks)


def remap(columns: Sequence[Column], choices: dict[int, Field]) -> list[Column]:
    """Return the columns with a person's own choices of fields, which are certain."""
    return [
        replace(column, field=choices[column.index], confidence=1.0)
        if column.index in choices
        else column
        for column in columns
    ]


def _column(index: int, heading: str, *, seen: Look) -> Column:
    field, confidence, why = _by_heading(heading)
    if not seen.count:
        why = why if field is not Field.UNKNOWN else say("why_empty")
        return Column(index, heading, field, confidence, why)
    likely, share = seen.likeliest()
    if field is Field.UNKNOWN:
        if likely is not Field.UNKNOWN:
            # Two or three words with capitals may also be a place or a title.
            trust = 0.6 if likely is Field.NAME else 0.8
            return Column(index, heading, likely, round(trust * share, 2), _seen(share))
        return Column(index, heading, field, 0.0, say("why_nothing"))
    for kin in KIN.get(field, ()):
        kin_share = seen.share(kin)
        needed = 0.15 if kin is Field.CONTACT else CLEAR if kin is not Field.PLACE else 0.4
        if kin is not field and kin_share >= needed and seen.share(field) < MOSTLY:
            meant = Field.AGREED_ON if (field, kin) == (Field.AGREED, Field.DATE) else kin
            return Column(index, heading, meant, confidence * 0.9, why)
        if kin is field and kin_share >= MOSTLY:
            break
    of_time = field in OF_TIME and likely in OF_TIME
    if (
        field in SHAPED
        and not of_time
        and seen.share(field) < 0.1
        and likely is not Field.UNKNOWN
        and share > 0.9
    ):
        # A heading over the wrong column: the cells are right.
        return Column(index, heading, likely, 0.6, _seen(share))
    return Column(index, heading, field, confidence, why)


def _by_heading(heading: str) -> tuple[Field, float, Saying]:
    known = aliases()
    for key, confidence in ((heading_key(heading), 1.0), (short_key(heading), 0.95)):
        if key in known:
            return Field(known[key]), confidence, say("why_heading", alias=heading)
    for part in heading.replace("\n", "/").replace(" - ", "/").split("/"):
        if short_key(part) in known:
            return Field(known[short_key(part)]), 0.9, say("why_heading", alias=part.strip())
    key = short_key(heading)
    padded = f" {key} "
    held = [alias for alias in known if len(alias) > 3 and f" {alias} " in padded]
    if not held:
        return Field.UNKNOWN, 0.0, say("why_nothing")
    # The longest alias is the most exact; of equals the later one is the noun in question
    best = max(held, key=lambda alias: (len(alias), padded.rfind(f" {alias} ")))
    field = Field(known[best])
    if len(key.split()) > QUESTION_WORDS and field not in SHAPED:
        return Field.UNKNOWN, 0.0, say("why_nothing")
    confidence = 0.6 if len(key.split()) > QUESTION_WORDS else 0.75
    return field, confidence, say("why_heading_part", alias=best)


def _seen(share: float) -> Saying:
    return say("why_content", share=round(100 * share))


def _names_settled(
    table: Table, columns: Sequence[Column], *, looks: Sequence[Look]
) -> list[Column]:
    """Decide what "Nom", "Nombre", "Имя" mean by what stands beside them; keep one name column."""
    at = {field: [c for c in columns if c.field is field] for field in Field}
    changed: dict[int, Column] = {}
    names, given, family = at[Field.NAME], at[Field.GIVEN_NAME], at[Field.FAMILY_NAME]
    sure = [column for column in names if column.confidence >= CLEAR]
    half = _half(table, columns, looks=looks)
    if half is not None:
        known, other = half
        field = Field.GIVEN_NAME if known.field is not Field.GIVEN_NAME else Field.FAMILY_NAME
        changed[other.index] = replace(other, field=field, confidence=HALF, why=say("why_beside"))
        if known.field is Field.NAME:
            changed[other.index] = replace(changed[other.index], field=Field.FAMILY_NAME)
            changed[known.index] = replace(known, field=Field.GIVEN_NAME, why=say("why_beside"))
    elif (
        len(sure) == 1
        and family
        and not given
        and not _holds(table, name=sure[0], family=family[0])
    ):
        changed[sure[0].index] = replace(sure[0], field=Field.GIVEN_NAME, why=say("why_beside"))
    elif not names and len(given) + len(family) == 1:
        only = (given or family)[0]
        # "Nom" or "Имя" alone is the whole name, but a service knows what it calls a first name
        if only.why.code != "why_preset":
            changed[only.index] = replace(only, field=Field.NAME)
    if sure or (given and family):
        for column in names:
            if column.confidence < CLEAR:
                changed[column.index] = replace(
                    column, field=Field.UNKNOWN, confidence=0.0, why=say("why_nothing")
                )
    elif len(names) > 1 and not sure:
        best = max(names, key=lambda column: (looks[column.index].share(Field.NAME), -column.index))
        for column in names:
            if column is not best:
                changed[column.index] = replace(
                    column, field=Field.UNKNOWN, confidence=0.0, why=say("why_nothing")
                )
    return [changed.get(column.index, column) for column in columns]


def _half(
    table: Table, columns: Sequence[Column], *, looks: Sequence[Look]
) -> tuple[Column, Column] | None:
    """Return the one column with half of each name and its unknown neighbour with the other half.

    "Prénom" beside a heading nobody knows, over words that look like parts of names.
    """
    of_names = [
        column
        for column in columns
        if column.field in {Field.NAME, Field.GIVEN_NAME, Field.FAMILY_NAME}
        and column.confidence >= CLEAR
        and column.why.code != "why_preset"
    ]
    if len(of_names) != 1:
        return None
    known = of_names[0]
    cells = table.column(known.index)
    # "Nombre" over some names of two words is the whole name already.
    most = 0.35 if known.field is Field.NAME else 0.5
    if not cells or sum(len(cell.split()) > 1 for cell in cells) > most * len(cells):
        return None
    for index in (known.index + 1, known.index - 1):
        if (
            0 <= index < len(columns)
            and columns[index].heading
            and columns[index].field in {Field.UNKNOWN, Field.NAME}
            and columns[index].confidence < CLEAR
            and looks[index].share(Field.GIVEN_NAME) >= MOSTLY
        ):
            return known, columns[index]
    return None


def _holds(table: Table, *, name: Column, family: Column) -> bool:
    """Tell whether the full name repeats the family name in most rows."""
    pairs = [
        (row.cells[name.index].casefold(), row.cells[family.index].strip().casefold())
        for row in table.rows[:200]
        if row.cells[name.index].strip() and row.cells[family.index].strip()
    ]
    return bool(pairs) and sum(part in whole for whole, part in pairs) * 2 > len(pairs)
