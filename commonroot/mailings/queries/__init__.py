"""Reading letters to many and the groups of the alumni."""

from commonroot.mailings.queries.audiences import (
    PURPOSES,
    agreed,
    audience_of,
    condition,
    fields,
    filter_words,
)
from commonroot.mailings.queries.groups import (
    belongs_to,
    closed_groups,
    group,
    groups,
    members_of,
    places_of,
)

__all__ = [
    "PURPOSES",
    "agreed",
    "audience_of",
    "belongs_to",
    "closed_groups",
    "condition",
    "fields",
    "filter_words",
    "group",
    "groups",
    "members_of",
    "places_of",
]
