"""Single cells as values: addresses, numbers, places, days, names; one function a kind."""

from commonroot.sheets.values.blanks import is_blank
from commonroot.sheets.values.choices import as_agreed, as_language
from commonroot.sheets.values.countries import as_country, as_place
from commonroot.sheets.values.days import as_date, as_year, date_order
from commonroot.sheets.values.emails import as_email, as_emails, contact_parts
from commonroot.sheets.values.names import as_name, name_parts
from commonroot.sheets.values.phones import as_phone

__all__ = [
    "as_agreed",
    "as_country",
    "as_date",
    "as_email",
    "as_emails",
    "as_language",
    "as_name",
    "as_phone",
    "as_place",
    "as_year",
    "contact_parts",
    "date_order",
    "is_blank",
    "name_parts",
]
