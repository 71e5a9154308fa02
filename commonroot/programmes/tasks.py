"""What falls due in programmes: becoming public, telling dates, following clocks."""

from datetime import datetime

from commonroot.accounts.roles import Actor
from commonroot.people.queries.network import to_welcome
from commonroot.programmes import actions
from commonroot.programmes.actions import joining
from commonroot.programmes.queries.planning import dates, people
from commonroot.work.sweeps import every


@every(minutes=1, due=dates.to_publish)
def publish_due(*, at: datetime) -> int:
    """Make public what was to be public by now; how many."""
    programmes = list(dates.to_publish(at=at))
    for programme in programmes:
        actions.publish(programme=programme, by=Actor.system(), at=at)
    return len(programmes)


@every(minutes=5, due=people.wishes_due)
def tell_dates(*, at: datetime) -> int:
    """Tell dates to those who waited for them; how many letters."""
    told = 0
    for wish in people.wishes_due(at=at):
        session = people.date_of(wish, at=at)
        if session is not None:
            told += actions.tell_date(wish=wish, session=session, by=Actor.system(), at=at)
    return told


@every(hours=12, due=dates.sessions_off_the_clock)
def follow_clocks(*, at: datetime) -> int:
    """Keep the host's clock time where a country changed its clocks; how many sessions."""
    off = dates.sessions_off_the_clock(at=at)
    return actions.follow_clocks(sessions=off, by=Actor.system(), at=at)


@every(minutes=5, due=to_welcome)
def welcome_members(*, at: datetime) -> int:
    """Write to new members of the network; how many letters."""
    return joining.welcome_members(at=at)
