"""Reading programmes: lists, pages, dates in words, calendars, preview pictures."""

from commonroot.programmes.queries.calendar import (
    circle_feed,
    circle_programmes,
    feed,
    invitation,
    personal_feed,
    session_uid,
)
from commonroot.programmes.queries.enquiries import enquiries_of, enquiry, open_enquiries
from commonroot.programmes.queries.groups import group_sessions
from commonroot.programmes.queries.planning.dates import changes_to_tell, latest_change
from commonroot.programmes.queries.planning.due import due
from commonroot.programmes.queries.presenters import named_presenters, presenters_words
from commonroot.programmes.queries.programme_pages import ProgrammePage, programme_page
from commonroot.programmes.queries.reading import (
    coming_programmes,
    coming_sessions,
    latest_story,
    pages_version,
    past_programmes,
    past_sessions,
    programme,
    public_programme,
    public_programmes,
    runs_high_care,
    stage,
    stages,
)
from commonroot.programmes.queries.session_pages import SessionPage, session_page
from commonroot.programmes.queries.words import (
    DatedWords,
    length_words,
    session_words,
    shown,
    told_in,
)

__all__ = [
    "DatedWords",
    "ProgrammePage",
    "SessionPage",
    "changes_to_tell",
    "circle_feed",
    "circle_programmes",
    "coming_programmes",
    "coming_sessions",
    "due",
    "enquiries_of",
    "enquiry",
    "feed",
    "group_sessions",
    "invitation",
    "latest_change",
    "latest_story",
    "length_words",
    "named_presenters",
    "open_enquiries",
    "pages_version",
    "past_programmes",
    "past_sessions",
    "personal_feed",
    "presenters_words",
    "programme",
    "programme_page",
    "public_programme",
    "public_programmes",
    "runs_high_care",
    "session_page",
    "session_uid",
    "session_words",
    "shown",
    "stage",
    "stages",
    "told_in",
]
