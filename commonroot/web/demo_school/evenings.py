"""What belongs to sessions: a waiting list with an offer, presenters' yes and no, the account of a
video meeting, what was said of an evening, themes that members put first.
"""

import csv
from datetime import date, datetime, timedelta
from io import StringIO

from commonroot.circles.actions import open_network
from commonroot.circles.models import Circle
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.messaging.models import Letter
from commonroot.people.actions.network import belong, welcomed
from commonroot.people.queries import working_way
from commonroot.programmes.actions.presenting import answer_invitation, invite_presenter
from commonroot.programmes.actions.themes import choose, put_up
from commonroot.programmes.models import Idea, Presenter, Programme, Session
from commonroot.registration import actions as registration
from commonroot.registration.actions.feedback import say
from commonroot.registration.actions.reports import count, take_report
from commonroot.registration.models import Feedback, FeedbackAsked, Registration
from commonroot.web.demo_school.days import day_passes, post_leaves
from commonroot.web.demo_school.people import BY, Cast, facts

MORE_THAN_PLACES = 3
NEWLY_ENDED = timedelta(days=21)
SAY_SOMETHING = 0.6
MEMBERS, CHOSEN = 40, 2


def tell_evenings(cast: Cast, *, at: datetime) -> None:
    """All of it, once the programmes and their people are there."""
    _letters_leave(at=at - NEWLY_ENDED)
    sessions = Session.objects.select_related("programme__run_by").order_by("starts_at")
    coming = sessions.filter(
        starts_at__gt=at, programme__format=Programme.Format.OPEN, places__isnull=False
    )
    _presenters(cast, list(coming), at=at)
    for session in coming[1:2]:
        _waiting(cast, session, at=at)
    ended = sessions.filter(ends_at__lt=at, ends_at__gt=at - NEWLY_ENDED)
    for session in ended:
        _said(cast, session, at=at)
    for session in ended.reverse()[:1]:
        _video(cast, session, at=at)
    _themes(cast, at=at)
    _letters_leave(at=at)


def _waiting(cast: Cast, session: Session, *, at: datetime) -> None:
    """Full, with three who wait; somebody gave their place up, so that the first has an offer."""
    asked = at - timedelta(days=2)
    others = [person for person in cast.people if person != cast.amina and person.ways.exists()]
    wanted = (session.places or 0) + MORE_THAN_PLACES
    rows = [
        registration.register(person=person, session=session, by=BY, at=asked)
        for person in cast.dice.sample(others, wanted)
    ]
    registration.cancel(registration=rows[0], by=BY, at=at - timedelta(hours=3))
    registration.offer_next(session=session, by=BY, at=at - timedelta(hours=3))


def _presenters(cast: Cast, sessions: list[Session], *, at: datetime) -> None:
    """The next evening has one who said yes and one who has not answered."""
    reached = [
        (person, way)
        for person in cast.people
        if person != cast.amina and (way := working_way(person)) and way.kind == "mail"
    ]
    for session in sessions[:1]:
        for number, (person, way) in enumerate(cast.dice.sample(reached, 2)):
            presenter = invite_presenter(
                session=session,
                name=person.shown_name,
                way_text=way.value,
                language="en",
                by=BY,
                at=at - timedelta(days=8),
            )
            if number == 0:
                _says_yes(presenter, line=facts()["presents"]["line"], at=at - timedelta(days=7))


def _says_yes(presenter: Presenter, *, line: str, at: datetime) -> None:
    answer_invitation(
        presenter=presenter,
        yes=True,
        shown_name=presenter.person.shown_name,
        line=line,
        language="en",
        recording=Presenter.Recording.YES,
        agreements={Purpose.NAMING: True},
        by=BY,
        at=at,
    )


def _said(cast: Cast, session: Session, *, at: datetime) -> None:
    """Whoever came was asked the morning after, and most said something."""
    if session.ends_at is None:
        return
    day_passes(at=session.ends_at + timedelta(hours=2))
    _letters_leave(at=min(at, session.ends_at + timedelta(days=2)))
    words = facts()["said"]["words"]
    asked = FeedbackAsked.objects.filter(registration__session=session).select_related(
        "registration__session"
    )
    for number, row in enumerate(asked.order_by("pk")):
        if cast.dice.random() < SAY_SOMETHING:
            say(
                asked=row,
                useful=cast.dice.choice(Feedback.Useful.values[:3]),
                text=words[number % len(words)] if number % 3 == 0 else "",
                language="en",
                at=min(at, session.ends_at + timedelta(days=2)),
            )


def _video(cast: Cast, session: Session, *, at: datetime) -> None:
    """The account of the video meeting is counted; two names in it are still nobody's."""
    if session.starts_at is None or session.ends_at is None:
        return
    came = Registration.objects.filter(session=session, state=Registration.State.ATTENDED)
    text = StringIO()
    lines = csv.writer(text)
    lines.writerow(["Name (Original Name)", "User Email", "Join Time", "Leave Time"])
    names = [row.person.shown_name for row in came.select_related("person").order_by("pk")]
    for name in [*names, *facts()["video"]["unknown"]]:
        begins = session.starts_at + timedelta(minutes=cast.dice.randint(-4, 9))
        ends = session.ends_at - timedelta(minutes=cast.dice.randint(0, 25))
        if cast.dice.random() < 0.2:  # noqa: PLR2004 - one in five loses the line for a while
            lines.writerow(
                [name, "", *(_clock(one) for one in (begins, begins + (ends - begins) / 3))]
            )
            begins += (ends - begins) / 2
        lines.writerow([name, "", _clock(begins), _clock(ends)])
    report = take_report(
        session=session,
        source=text.getvalue().encode(),
        name="participants.csv",
        zone="UTC",
        by=BY,
        at=session.ends_at + timedelta(hours=1),
    )
    count(report=report, absent=False, by=BY, at=min(at, session.ends_at + timedelta(hours=1)))


def _clock(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _themes(cast: Cast, *, at: datetime) -> None:
    """Themes stand to be chosen; members put some of them first."""
    put = at - timedelta(days=20)
    open_network(
        school=cast.school,
        members_by=Circle.Basis.JOINED,
        words=Translated(facts()["network"]["words"]),
        welcome=Translated(),
        by=BY,
        at=put,
    )
    for entry in facts()["idea"]:
        put_up(
            title=Translated(entry["title"]),
            sentence=Translated(entry["sentence"]),
            by=BY,
            at=put,
        )
    ideas = list(Idea.objects.order_by("asked_at", "pk"))
    others = [person for person in cast.people if person != cast.amina]
    chosen = cast.dice.sample(others, min(MEMBERS, len(others)))
    for person in [cast.amina, *chosen] if cast.amina else chosen:
        since = at - timedelta(days=cast.dice.randint(60, 500))
        membership = belong(person=person, basis=Circle.Basis.JOINED, at_once=True, by=BY, at=since)
        welcomed(membership=membership, at=since)
        if person != cast.amina:
            first = cast.dice.choices(ideas, weights=range(len(ideas), 0, -1), k=CHOSEN)
            choose(person=person, ideas=set(first), suggested="", by=BY, at=put)


def _letters_leave(*, at: datetime) -> None:
    """Letters due on a day that is over left on that day, not when the demo is opened."""
    due = Letter.objects.filter(state=Letter.State.QUEUED, due_at__lt=at)
    days: dict[date, datetime] = {}
    for moment in due.values_list("due_at", flat=True):
        if moment is not None:
            days[moment.date()] = max(moment, days.get(moment.date(), moment))
    for day in sorted(days):
        post_leaves(at=days[day])
