"""What happens by itself on a day of the demo's story."""

from datetime import datetime

from commonroot.work.sweeps import run_due

POST = (
    "commonroot.mailings.tasks.queue_due",
    "commonroot.mailings.tasks.write_due",
    "commonroot.consent.tasks.deliver_due",
    "commonroot.engagement.tasks.settle_letters",
    "commonroot.engagement.tasks.settle_liaisons",
    "commonroot.engagement.tasks.tell_introductions",
)


def day_passes(*, at: datetime) -> None:
    """Everything that falls due by `at`."""
    run_due(at=at)


def post_leaves(*, at: datetime) -> None:
    """Letters leave, and whoever waits for that hears of it; all else that falls due can wait for
    the next day told of, so that telling a year takes seconds.
    """
    run_due(at=at, only=POST)


def groups_are_formed(*, at: datetime) -> None:
    """Proposals of small groups that were asked for are there."""
    run_due(at=at, only=("commonroot.groups.tasks.make_formations",))
