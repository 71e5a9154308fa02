"""What a column of a list can hold."""

from dataclasses import dataclass
from enum import StrEnum

from commonroot.sheets.sayings import Saying


class Field(StrEnum):
    """The meaning of a column; the words are those of the alias files."""

    NAME = "name"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    EMAIL = "email"
    PHONE = "phone"
    CONTACT = "contact"  # e-mail and phone in one cell
    COUNTRY = "country"
    CITY = "city"
    PLACE = "place"  # city and country in one cell
    ORGANISATION = "organisation"
    ROLE = "role"
    COURSE = "course"
    YEAR = "year"
    DATE = "date"
    BORN = "born"
    LANGUAGE = "language"
    AGREED = "agreed"
    AGREED_ON = "agreed_on"
    STATUS = "status"
    STATUS_ON = "status_on"
    TAGS = "tags"
    IDENTIFIER = "identifier"
    NOTES = "notes"
    MENDS = "mends"  # which row of an earlier list this one mends
    IGNORED = "ignored"  # known, and better not kept (IP addresses, coordinates)
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Column:
    """What one column was taken for; `confidence` runs from 0 (no idea) to 1 (certain)."""

    index: int
    heading: str
    field: Field
    confidence: float
    why: Saying
