"""Reading letters to many and the groups of the alumni."""

from commonroot.mailings.queries.audiences import (
    PURPOSES,
    agreed,
    audience_of,
    audience_of_mailing,
    can_be_read,
    condition,
    fields,
    filter_words,
)
from commonroot.mailings.queries.groups import (
    Place,
    belongs_to,
    closed_groups,
    group,
    groups,
    left_count,
    members_of,
    places_of,
)
from commonroot.mailings.queries.letters import (
    LEFT,
    OPEN,
    Outcome,
    archive,
    asked_of,
    is_full,
    last_due,
    letters_of,
    mailing,
    mailings,
    outcome,
    recipient,
    second_readers,
    sending_rule,
    to_count,
    to_finish,
    to_queue,
    to_write,
    writing,
    written_since,
)
from commonroot.mailings.queries.reach import (
    LEFT_OUT,
    Load,
    Reach,
    letters_this_month,
    load,
    meant,
    reach,
    reached,
    sample,
    ways_of,
)
from commonroot.mailings.queries.templates import (
    KINDS,
    Words,
    template,
    templates,
    versions,
    words_of,
)

__all__ = [
    "KINDS", "LEFT", "LEFT_OUT", "OPEN", "PURPOSES", "Load", "Outcome", "Place", "Reach", "Words",
    "agreed", "archive", "asked_of", "audience_of", "audience_of_mailing", "belongs_to",
    "can_be_read", "closed_groups", "condition", "fields", "filter_words", "group",
    "groups", "is_full", "last_due", "left_count", "letters_of", "letters_this_month", "load",
    "mailing", "mailings", "meant", "members_of", "outcome", "places_of", "reach", "reached",
    "recipient", "sample", "second_readers", "sending_rule", "template", "templates", "to_count",
    "to_finish", "to_queue", "to_write", "versions", "ways_of", "words_of",
    "writing", "written_since",
]  # fmt: skip
