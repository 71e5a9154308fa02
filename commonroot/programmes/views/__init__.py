"""Pages of programmes: what the public sees, and planning at the desk."""

from commonroot.programmes.views.by_link import (
    date_wish,
    present,
    tell_me,
    tell_me_dropped,
    tell_me_kept,
)
from commonroot.programmes.views.dates import (
    plan_dates,
    plan_put_back,
    plan_rhythm,
    plan_shift,
    plan_streams,
)
from commonroot.programmes.views.feeds import circle_feed, feed, programmes_atom
from commonroot.programmes.views.inbox import own_question, question, question_answered, questions
from commonroot.programmes.views.planning import (
    plan_copy,
    plan_cover,
    plan_new,
    plan_not_later,
    plan_promise,
    plan_promise_kept,
    plan_ready,
    plan_team,
    plan_texts,
)
from commonroot.programmes.views.public import (
    ask,
    asked,
    catalogue,
    go,
    preview,
    programme,
    zone,
)
from commonroot.programmes.views.sessions import (
    plan_invite,
    plan_parts,
    plan_presenter,
    plan_session,
    plan_session_new,
    plan_session_state,
)

__all__ = [
    "ask",
    "asked",
    "catalogue",
    "circle_feed",
    "date_wish",
    "feed",
    "go",
    "own_question",
    "plan_copy",
    "plan_cover",
    "plan_dates",
    "plan_invite",
    "plan_new",
    "plan_not_later",
    "plan_parts",
    "plan_presenter",
    "plan_promise",
    "plan_promise_kept",
    "plan_put_back",
    "plan_ready",
    "plan_rhythm",
    "plan_session",
    "plan_session_new",
    "plan_session_state",
    "plan_shift",
    "plan_streams",
    "plan_team",
    "plan_texts",
    "present",
    "preview",
    "programme",
    "programmes_atom",
    "question",
    "question_answered",
    "questions",
    "tell_me",
    "tell_me_dropped",
    "tell_me_kept",
    "zone",
]
