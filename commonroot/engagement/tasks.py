"""Sweeps of the years after: rounds of questions, and letters and introductions that have left."""

from datetime import datetime

from commonroot.accounts.roles import Actor
from commonroot.engagement import actions, queries
from commonroot.work.sweeps import every

BATCH = 100


@every(minutes=5, due=queries.waves_due)
def send_due_waves(*, at: datetime) -> int:
    """Send every round whose day has come; how many."""
    waves = list(queries.waves_due(at=at))
    for wave in waves:
        actions.send_wave(wave=wave, by=Actor.system(), at=at)
    return len(waves)


@every(minutes=10, due=queries.to_try_again)
def try_the_silent_again(*, at: datetime) -> int:
    """Write once more to those silent for two weeks; how many were looked at."""
    silent = list(queries.to_try_again(at=at)[:BATCH])
    for follow_up in silent:
        actions.try_again(follow_up=follow_up, at=at)
    return len(silent)


@every(minutes=10, due=queries.silent)
def end_silence(*, at: datetime) -> int:
    """End the round for those who did not answer in thirty days; how many."""
    silent = list(queries.silent(at=at).select_related("post")[:BATCH])
    for follow_up in silent:
        actions.fall_silent(follow_up=follow_up, at=at)
    return len(silent)


@every(seconds=30, due=queries.follow_ups_to_settle)
def settle_follow_ups(*, at: datetime) -> int:
    """Write down that a question came back or was stopped; how many."""
    open_ones = list(queries.follow_ups_to_settle(at=at)[:BATCH])
    for follow_up in open_ones:
        actions.settle_follow_up(follow_up=follow_up, at=at)
    return len(open_ones)


@every(seconds=10, due=queries.letters_leaving)
def settle_letters(*, at: datetime) -> int:
    """See how circle letters on their way ended; how many changed."""
    return sum(
        actions.settle_letter(letter=letter, at=at) for letter in queries.letters_leaving(at=at)
    )


@every(seconds=30, due=queries.introductions_to_tell)
def tell_introductions(*, at: datetime) -> int:
    """Let those introduced see who has their address; how many."""
    found = list(queries.introductions_to_tell(at=at))
    for introduction in found:
        actions.tell_introduction(introduction=introduction, at=at)
    return len(found)
