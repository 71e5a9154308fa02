"""Reading people: by key, by way, by search, by likeness; links and memberships."""

from commonroot.people.queries.details import (
    Said,
    Several,
    change_of,
    changes,
    filled,
    said,
    several,
)
from commonroot.people.queries.people import (
    age_of,
    contacts,
    fresh_since,
    freshness,
    is_suppressed,
    known_by_way,
    link,
    namesake,
    person,
    working_way,
)
from commonroot.people.queries.records import record_of, records_of
from commonroot.people.queries.searching import search, with_way, with_word, words

__all__ = [
    "Said",
    "Several",
    "age_of",
    "change_of",
    "changes",
    "contacts",
    "filled",
    "fresh_since",
    "freshness",
    "is_suppressed",
    "known_by_way",
    "link",
    "namesake",
    "person",
    "record_of",
    "records_of",
    "said",
    "search",
    "several",
    "with_way",
    "with_word",
    "words",
    "working_way",
]
