"""What is read of small groups."""

from commonroot.groups.queries.forming import (
    chosen,
    formation,
    formations_of,
    formations_to_make,
    group,
    member,
    people_in,
    to_forget,
)
from commonroot.groups.queries.meetings import meetings_of, monday_of
from commonroot.groups.queries.people import Gathered, to_be_grouped

__all__ = [
    "Gathered",
    "chosen",
    "formation",
    "formations_of",
    "formations_to_make",
    "group",
    "meetings_of",
    "member",
    "monday_of",
    "people_in",
    "to_be_grouped",
    "to_forget",
]
