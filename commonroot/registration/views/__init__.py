"""Pages of registration: the session's own page, and lists on the desk."""

from commonroot.registration.views.asking import receipt, session
from commonroot.registration.views.invitation import calendar
from commonroot.registration.views.pairs import pair
from commonroot.registration.views.roster import by_hand, roster

__all__ = ["by_hand", "calendar", "pair", "receipt", "roster", "session"]
