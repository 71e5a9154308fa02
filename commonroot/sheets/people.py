"""Rows as people: every cell read for what its column holds, problems in plain words."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from commonroot.sheets.book import Row, Table
from commonroot.sheets.fields import Column, Field
from commonroot.sheets.places import Places, likely_country
from commonroot.sheets.presets import preset_of
from commonroot.sheets.sayings import Saying, say
from commonroot.sheets.values.blanks import is_blank, is_blank_name
from commonroot.sheets.values.choices import as_agreed, as_language
from commonroot.sheets.values.countries import as_country, as_place
from commonroot.sheets.values.days import Order, as_born, as_date, as_year, date_order
from commonroot.sheets.values.emails import contact_parts
from commonroot.sheets.values.names import as_name, name_parts
from commonroot.sheets.values.phones import (
    as_phone,
    looks_like_phone,
    phone_problem,
    split_phones,
    without_words,
)

T = TypeVar("T")
NAMES = frozenset({Field.NAME, Field.GIVEN_NAME, Field.FAMILY_NAME})
DATES = (Field.DATE, Field.BORN, Field.AGREED_ON, Field.STATUS_ON)


@dataclass(frozen=True)
class PersonRow:
    """One row as a person. Texts are empty, other values None, where the row says nothing.

    `phones` are E.164, `country` and `likely_country` ISO 3166-1 alpha-2: the first is what the
    row says, the second also what its city, organisation or address lets one suppose.
    `identifier` is what `service` (mailchimp, action_network, …; "" if unknown) calls somebody.
    `mends` names the row of an earlier list that this one puts right.
    `refused` says why a row is nobody; such a row must be left out.
    """

    number: int
    name: str = ""
    given: str = ""
    family: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    country: str | None = None
    likely_country: str | None = None
    city: str = ""
    organisation: str = ""
    role: str = ""
    course: str = ""
    year: int | None = None
    date: datetime.date | None = None
    born: datetime.date | None = None
    born_year: int | None = None
    language: str | None = None
    agreed: bool | None = None
    agreed_on: datetime.date | None = None
    status: str = ""
    status_on: datetime.date | None = None
    tags: tuple[str, ...] = ()
    identifier: str = ""
    service: str = ""
    notes: str = ""
    mends: str = ""
    problems: tuple[Saying, ...] = ()
    repairs: tuple[Saying, ...] = ()
    refused: Saying | None = None


def rows_as_people(
    table: Table, columns: Sequence[Column], *, places: Places | None = None
) -> Iterator[PersonRow]:
    """Yield every row of a table as a person, in their order, refused ones too.

    `places` keeps the cities learnt from one table for the next.
    """
    places = places or Places()
    by_field = _by_field(columns)
    places.learn(_pairs(table, by_field))
    orders = {
        column.index: date_order(table.column(column.index))
        for of_date in DATES
        for column in by_field.get(of_date, ())
    }
    preset = preset_of(table.headings)
    reader = _Reader(
        by_field,
        orders,
        places,
        preset.status if preset else None,
        preset.service if preset else "",
    )
    for row in table.rows:
        yield reader.person(row)


@dataclass
class _Found:
    """What the cells of one row gave so far."""

    row: Row
    emails: list[str] = field(default_factory=list)
    phone_texts: list[tuple[Column, str]] = field(default_factory=list)
    names_beside: list[str] = field(default_factory=list)
    problems: list[Saying] = field(default_factory=list)
    repairs: list[Saying] = field(default_factory=list)

    def trouble(self, column: Column, what: Saying) -> None:
        """Note a cell that could not be read, by its row and column."""
        self.problems.append(self.located(column, what))

    def located(self, column: Column, what: Saying) -> Saying:
        """Return a saying with the row and the column it is about."""
        if column.heading:
            return say("row_cell", row=self.row.number, column=column.heading, what=what)
        return say("row", row=self.row.number, what=what)


@dataclass(frozen=True)
class _Reader:
    by_field: dict[Field, list[Column]]
    orders: dict[int, Order]
    places: Places
    status: str | None
    service: str

    def person(self, row: Row) -> PersonRow:
        found = _Found(row)
        for kind in (Field.EMAIL, Field.CONTACT, Field.PHONE, Field.NAME):
            for column in self.by_field.get(kind, ()):
                self._contact(found, column)
        city, country = self._place(found)
        organisation = self._text(found, Field.ORGANISATION)
        likely = country or likely_country(
            self.places, city=city, organisation=organisation, emails=found.emails
        )
        phones = self._phones(found, likely)
        name, given, family = self._names(found)
        born, born_year = self._born(found)
        nobody = not (name or given or family or found.emails or phones)
        return PersonRow(
            number=row.number,
            name=name,
            given=given,
            family=family,
            emails=tuple(found.emails),
            phones=tuple(phones),
            country=country,
            likely_country=likely,
            city=city,
            organisation=organisation,
            role=self._text(found, Field.ROLE),
            course=self._text(found, Field.COURSE),
            year=self._first(found, Field.YEAR, read=as_year),
            date=self._date(found, Field.DATE),
            born=born,
            born_year=born_year,
            language=self._first(
                found, Field.LANGUAGE, read=lambda text: (as_language(text), None)
            ),
            agreed=self._first(found, Field.AGREED, read=as_agreed),
            agreed_on=self._date(found, Field.AGREED_ON),
            status=self._text(found, Field.STATUS).lower() or self.status or "",
            status_on=self._date(found, Field.STATUS_ON),
            tags=self._tags(found),
            identifier=self._text(found, Field.IDENTIFIER),
            service=self.service,
            mends=self._text(found, Field.MENDS),
            notes="\n".join(text for _column, text in self._cells(found, Field.NOTES)),
            problems=tuple(found.problems),
            repairs=tuple(found.repairs),
            refused=say("row_nobody", row=row.number) if nobody else None,
        )

    def _cells(self, found: _Found, kind: Field) -> Iterator[tuple[Column, str]]:
        for column in self.by_field.get(kind, ()):
            text = found.row.cells[column.index]
            blank = is_blank_name if kind in NAMES else is_blank
            if not blank(text) or (kind is Field.COUNTRY and as_country(text)):
                yield column, " ".join(text.split()) if kind is not Field.NOTES else text.strip()

    def _text(self, found: _Found, kind: Field) -> str:
        return next((text for _column, text in self._cells(found, kind)), "")

    def _first(
        self, found: _Found, kind: Field, *, read: Callable[[str], tuple[T | None, Saying | None]]
    ) -> T | None:
        for column, text in self._cells(found, kind):
            value, problem = read(text)
            if problem:
                found.trouble(column, problem)
            if value is not None:
                return value
        return None

    def _contact(self, found: _Found, column: Column) -> None:
        """Take addresses from a cell, and keep what else stands there for phones or the name."""
        text = found.row.cells[column.index]
        if is_blank(text):
            return
        if column.field is Field.NAME and "@" not in text:
            return
        parts = contact_parts(text) if column.field is not Field.PHONE or "@" in text else None
        if parts is None:
            found.phone_texts.append((column, text))
            return
        found.emails += [value for value in parts.values if value not in found.emails]
        for problem in parts.problems:
            found.trouble(column, problem)
        found.repairs += [found.located(column, repair) for repair in parts.repairs]
        if is_blank(parts.rest):
            return
        bare = without_words(parts.rest)
        if looks_like_phone(bare) or len(split_phones(bare)) > 1:
            found.phone_texts.append((column, bare))
        elif column.field is Field.NAME or parts.values:
            found.names_beside.append(parts.rest)
        else:
            found.trouble(column, say("bad_email", text=parts.rest))

    def _phones(self, found: _Found, country: str | None) -> list[str]:
        phones: list[str] = []
        for column, text in found.phone_texts:
            for piece in split_phones(text) or [text]:
                value = as_phone(piece, country)
                if value is None:
                    found.trouble(column, phone_problem(piece, country))
                elif value not in phones:
                    phones.append(value)
        return phones

    def _place(self, found: _Found) -> tuple[str, str | None]:
        city, country = "", None
        for column, text in self._cells(found, Field.COUNTRY):
            beside, value = as_place(text)
            if value is None:
                found.trouble(column, say("bad_country", text=text))
            else:
                city, country = beside, value
                break
        for kind in (Field.PLACE, Field.CITY):
            for _column, text in self._cells(found, kind):
                town, value = as_place(text)
                # "Guatemala" or "Djibouti" in a column of cities is the city
                if kind is Field.CITY and value and not town:
                    town, value = text, None
                city = city or town
                country = country or value
        return city, country

    def _names(self, found: _Found) -> tuple[str, str, str]:
        given = as_name(self._text(found, Field.GIVEN_NAME))
        family = as_name(self._text(found, Field.FAMILY_NAME))
        written = next((t for _c, t in self._cells(found, Field.NAME) if "@" not in t), "")
        if not (given or family):
            written = written or next(iter(found.names_beside), "")
        if written:
            parts = name_parts(written)
            given, family = given or parts[0], family or parts[1]
            name = f"{parts[0]} {parts[1]}" if "," in written and parts[0] else as_name(written)
            return name, given, family
        return " ".join(filter(None, (given, family))), given, family

    def _date(self, found: _Found, kind: Field) -> datetime.date | None:
        for column, text in self._cells(found, kind):
            value, problem = as_date(text, self.orders[column.index])
            if problem:
                found.trouble(column, problem)
            if value is not None:
                return value
        return None

    def _born(self, found: _Found) -> tuple[datetime.date | None, int | None]:
        for column, text in self._cells(found, Field.BORN):
            day, year, problem = as_born(text, self.orders[column.index])
            if problem:
                found.trouble(column, problem)
            if year is not None:
                return day, year
        return None, None

    def _tags(self, found: _Found) -> tuple[str, ...]:
        tags: Counter[str] = Counter()
        for _column, text in self._cells(found, Field.TAGS):
            for tag in text.replace(";", ",").split(","):
                tags[tag.strip(' "')] += 1
        return tuple(tag for tag in tags if tag)


def _by_field(columns: Sequence[Column]) -> dict[Field, list[Column]]:
    """Return the columns of each field, the surest first."""
    found: dict[Field, list[Column]] = {}
    for column in sorted(columns, key=lambda one: (-one.confidence, one.index)):
        found.setdefault(column.field, []).append(column)
    return found


def _pairs(table: Table, by_field: dict[Field, list[Column]]) -> Iterator[tuple[str, str]]:
    """Yield (city, country) of the rows that say both."""
    cities = by_field.get(Field.CITY, [])
    countries = by_field.get(Field.COUNTRY, [])
    for row in table.rows:
        for place in by_field.get(Field.PLACE, ()):
            city, country = as_place(row.cells[place.index])
            if city and country:
                yield city, country
        if cities and countries:
            town = " ".join(row.cells[cities[0].index].split())
            nation = as_country(row.cells[countries[0].index])
            if nation and not is_blank(town):
                yield town, nation
