"""Sweeps of the years after: rounds of questions, and letters and introductions that have left."""

from datetime import datetime

from commonroot.accounts.roles import Actor
from commonroot.engagement import actions, queries
from commonroot.engagement.queries import boards, circle_desk, liaison
from commonroot.engagement.queries.meetings import meetings_to_lapse
from commonroot.engagement.queries.pathways import to_introduce, to_nudge
from commonroot.engagement.queries.promises import promises_due
from commonroot.work.sweeps import every, for_a_while

BATCH = 100


@every(minutes=5, due=queries.waves_due)
def send_due_waves(*, at: datetime) -> int:
    """Send the rounds whose day has come, one after the other while nobody waits; how many."""
    waves = iter(list(queries.waves_due(at=at)))

    def send_next() -> int:
        for wave in waves:
            actions.send_wave(wave=wave, by=Actor.system(), at=at)
            return 1
        return 0

    return for_a_while(send_next)


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


@every(minutes=15, due=boards.to_keep)
def keep_boards_of_circles(*, at: datetime) -> int:
    """Find the countries and themes of those accepted to courses ahead; how many are new."""
    return sum(
        actions.make_liaisons(programme=programme, by=Actor.system(), at=at)
        for programme in boards.to_keep(at=at)
    )


@every(seconds=30, due=liaison.leaving)
def settle_liaisons(*, at: datetime) -> int:
    """See how letters to circles before a course ended; how many changed."""
    return sum(actions.settle_liaison(liaison=one, at=at) for one in liaison.leaving(at=at))


@every(hours=24, due=circle_desk.to_send_desks)
def send_desks_of_circles(*, at: datetime) -> int:
    """Once a month contacts who do not sign in hear what waits for them; how many letters."""
    return sum(
        actions.send_circle_desk(circle=one, only_without_sign_in=True, by=Actor.system(), at=at)
        for one in circle_desk.to_send_desks(at=at)
    )


@every(minutes=10, due=promises_due)
def bring_promises_back(*, at: datetime) -> int:
    """Bring promises back to whoever made them, on their day; how many were looked at."""
    found = list(promises_due(at=at)[:BATCH])
    for promise in found:
        actions.bring_promise_back(promise=promise, at=at)
    return len(found)


@every(minutes=10, due=to_introduce)
def introduce_those_who_agreed(*, at: datetime) -> int:
    """Introduce whoever agreed, where there is a contact and room by now; how many."""
    agreed = to_introduce(at=at).select_related("pathway", "circle", "person", "way")
    return sum(
        actions.introduce(introduction=one, by=Actor.system(), at=at)
        for one in list(agreed.order_by("changed_at", "pk")[:BATCH])
    )


@every(minutes=10, due=to_nudge)
def ask_how_it_went(*, at: datetime) -> int:
    """Ask contacts once how an introduction went; how many were looked at."""
    found = list(to_nudge(at=at)[:BATCH])
    for introduction in found:
        actions.ask_how_it_went(introduction=introduction, at=at)
    return len(found)


@every(minutes=30, due=meetings_to_lapse)
def end_unanswered_meetings(*, at: datetime) -> int:
    """End introductions between two of whom one never answered; how many."""
    found = list(meetings_to_lapse(at=at)[:BATCH])
    for meeting in found:
        actions.let_meeting_lapse(meeting=meeting, at=at)
    return len(found)
