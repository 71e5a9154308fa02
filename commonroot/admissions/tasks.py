"""What falls due with applications; a stretch for each noun."""

from datetime import datetime

from commonroot.accounts.roles import Actor
from commonroot.admissions.actions import applying, offers, referees
from commonroot.admissions.actions import panel as reading
from commonroot.admissions.actions.preparing import remind_before_the_day
from commonroot.admissions.queries import applying as applications
from commonroot.admissions.queries import panel as panels
from commonroot.admissions.queries import preparing, replies
from commonroot.work.sweeps import every

BATCH = 100

# Applying.


@every(minutes=5, due=applications.drafts_to_remind)
def remind_drafts(*, at: datetime) -> int:
    """Call drafts to mind once, two days before the deadline; how many letters."""
    due = list(applications.drafts_to_remind(at=at)[:BATCH])
    return sum(applying.remind_draft(application=draft, by=Actor.system(), at=at) for draft in due)


@every(hours=1, due=applications.drafts_to_let_go)
def let_go_of_drafts(*, at: datetime) -> int:
    """Delete drafts that were never handed in, some weeks after the deadline; how many."""
    due = list(applications.drafts_to_let_go(at=at)[:BATCH])
    for draft in due:
        applying.let_go_of_draft(application=draft, by=Actor.system(), at=at)
    return len(due)


@every(minutes=30, due=applications.referees_to_ask_again)
def ask_referees_again(*, at: datetime) -> int:
    """Remind those who were asked to speak for somebody, once; how many letters."""
    due = list(applications.referees_to_ask_again(at=at)[:BATCH])
    return sum(referees.ask_again(referee=one, by=Actor.system(), at=at) for one in due)


@every(minutes=10, due=applications.referees_unreached)
def note_unreached_referees(*, at: datetime) -> int:
    """Say of those whose letter came back that they cannot be reached; how many."""
    due = list(applications.referees_unreached(at=at)[:BATCH])
    for one in due:
        referees.note_unreached(referee=one, by=Actor.system(), at=at)
    return len(due)


# Offers.


@every(minutes=10, due=replies.to_remind)
def remind_offers(*, at: datetime) -> int:
    """Say once of an offer that it runs out; how many letters."""
    return sum(offers.remind(offer=one, at=at) for one in replies.to_remind(at=at)[:BATCH])


@every(minutes=5, due=replies.to_lapse)
def lapse_offers(*, at: datetime) -> int:
    """End offers that ran out without an answer; how many."""
    due = list(replies.to_lapse(at=at)[:BATCH])
    return sum(offers.lapse(offer=one, by=Actor.system(), at=at) for one in due)


# Reading.


@every(minutes=30, due=panels.to_remind)
def remind_readers(*, at: datetime) -> int:
    """Remind readers with work left once, two days before their phase ends; how many letters."""
    due = panels.to_remind(at=at)
    return sum(reading.remind_readers(call=one, by=Actor.system(), at=at) for one in due)


# Preparing.


@every(hours=6, due=preparing.calls_to_remind)
def remind_to_prepare(*, at: datetime) -> int:
    """Remind those who come of what is due in the next days, once; how many letters."""
    return sum(remind_before_the_day(call=one, at=at) for one in preparing.calls_to_remind(at=at))
