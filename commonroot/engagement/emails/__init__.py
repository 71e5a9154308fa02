"""Letters of the years after. Each is one message to one person; links in them carry a token.

Who chose high care gets a letter that holds nothing but a link.
"""

from commonroot.engagement.emails.afterwards import (
    post_ask,
    post_circle_letter,
    post_close,
    post_follow_up,
    post_introduction,
    post_introduction_question,
)
from commonroot.engagement.emails.closing import (
    post_ask_account,
    post_ask_maker,
    post_edited_account,
    post_remind_circle,
    post_remind_close,
)
from commonroot.engagement.emails.pathways import (
    post_help,
    post_how_it_went,
    post_meeting_open,
    post_meeting_question,
    post_pathway,
    post_pathway_introduction,
    post_promise,
    post_relay,
)

__all__ = [
    "post_ask",
    "post_ask_account",
    "post_ask_maker",
    "post_circle_letter",
    "post_close",
    "post_edited_account",
    "post_follow_up",
    "post_help",
    "post_how_it_went",
    "post_introduction",
    "post_introduction_question",
    "post_meeting_open",
    "post_meeting_question",
    "post_pathway",
    "post_pathway_introduction",
    "post_promise",
    "post_relay",
    "post_remind_circle",
    "post_remind_close",
]
