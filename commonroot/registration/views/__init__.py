"""Pages of registration: the session's own page, the person's place, and lists on the desk."""

from commonroot.registration.views.asking import receipt, session, session_with
from commonroot.registration.views.claims import brought, claim
from commonroot.registration.views.doors import door
from commonroot.registration.views.invitation import calendar
from commonroot.registration.views.messages import message, write
from commonroot.registration.views.own import own_invite, own_place
from commonroot.registration.views.pairs import pair
from commonroot.registration.views.pasting import paste
from commonroot.registration.views.questions import answers, question, questions
from commonroot.registration.views.roster import by_hand, roster
from commonroot.registration.views.series import series

__all__ = [
    "answers",
    "brought",
    "by_hand",
    "calendar",
    "claim",
    "door",
    "message",
    "own_invite",
    "own_place",
    "pair",
    "paste",
    "question",
    "questions",
    "receipt",
    "roster",
    "series",
    "session",
    "session_with",
    "write",
]
