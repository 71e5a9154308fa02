"""Reading registrations: a session's list, what waits, what is due, and a person's own."""

from commonroot.registration.queries.claims import (
    claim,
    coming,
    of_person,
    registration,
    waiting_place,
)
from commonroot.registration.queries.lists import left_out, roster, waiting_list
from commonroot.registration.queries.sessions import (
    counts,
    is_open,
    next_position,
    organisers_of,
    places_taken,
    public_session,
    questions,
    session,
    wordings,
)
from commonroot.registration.queries.sweeping import (
    first_in_line,
    newcomers_to_forget,
    offers_over,
    sessions_with_room_and_queue,
    unconfirmed,
)
from commonroot.registration.queries.today import due, pairs, sessions_unchecked

__all__ = [
    "claim",
    "coming",
    "counts",
    "due",
    "first_in_line",
    "is_open",
    "left_out",
    "newcomers_to_forget",
    "next_position",
    "of_person",
    "offers_over",
    "organisers_of",
    "pairs",
    "places_taken",
    "public_session",
    "questions",
    "registration",
    "roster",
    "session",
    "sessions_unchecked",
    "sessions_with_room_and_queue",
    "unconfirmed",
    "waiting_list",
    "waiting_place",
    "wordings",
]
