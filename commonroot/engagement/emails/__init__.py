"""Letters of the years after. Each is one message to one person; links in them carry a token.

Who chose high care gets a letter that holds nothing but a link.
"""

from commonroot.engagement.emails.afterwards import (
    page,
    post_ask,
    post_ask_region,
    post_circle_letter,
    post_close,
    post_follow_up,
    post_introduction,
    post_introduction_question,
)

__all__ = [
    "page",
    "post_ask",
    "post_ask_region",
    "post_circle_letter",
    "post_close",
    "post_follow_up",
    "post_introduction",
    "post_introduction_question",
]
