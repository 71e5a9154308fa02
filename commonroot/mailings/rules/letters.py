"""What may become of a letter to many, and when another organiser reads it first."""

from datetime import timedelta

RECALL = timedelta(minutes=10)
MONTH = timedelta(days=30)
MOST_PER_HOUR = 20_000
# Final numbers are kept when this has passed: returned post is in, and rows may go.
COUNTED_AFTER = timedelta(days=60)

MOVES = {
    "draft": {"asked", "leaving"},
    "asked": {"leaving", "draft"},
    "leaving": {"sending", "recalled", "draft", "done"},
    "sending": {"paused", "stopped", "done"},
    "paused": {"sending", "stopped"},
    "recalled": {"asked", "leaving"},
    "stopped": set[str](),
    "done": set[str](),
}


def may_move(one: str, other: str) -> bool:
    """Whether a mailing in state `one` may come into state `other`."""
    return other in MOVES[one]


def needs_second(people: int, *, above: int, others: bool) -> bool:
    """Whether somebody else reads it first: it is for many, and there is somebody else."""
    return others and people > above


def is_far_more(now: int, *, than: int) -> bool:
    """Whether a letter would reach far more people than whoever sent it saw: a tenth, and ten."""
    return now > than + max(10, than // 10)
