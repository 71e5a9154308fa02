"""A year in the demo school: courses held, places taken, promises made, letters written."""

import tomllib
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings

from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.core.errors import Refused
from commonroot.core.time import instant
from commonroot.engagement import actions as engagement
from commonroot.engagement.models import (
    CircleLetter,
    FollowUp,
    Introduction,
    Maker,
    Participation,
    Promise,
    Wave,
)
from commonroot.messaging.actions import mark_sent_by_hand
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from commonroot.people.queries import contacts, working_way
from commonroot.programmes import actions as programmes
from commonroot.programmes.models import Programme, Session
from commonroot.registration import actions as registration
from commonroot.registration.actions.enrolling import enrol
from commonroot.registration.models import Registration
from commonroot.stewardship import actions as stewardship
from commonroot.stewardship.models import DetailsQuestion
from commonroot.web.demo_school import circles
from commonroot.web.demo_school.campaign import tell_campaign
from commonroot.web.demo_school.closing import show_works, tell_close
from commonroot.web.demo_school.cohorts import tell_cohorts
from commonroot.web.demo_school.days import day_passes, post_leaves
from commonroot.web.demo_school.evenings import tell_evenings
from commonroot.web.demo_school.handbook import tell_handbook
from commonroot.web.demo_school.inbox import tell_inbox
from commonroot.web.demo_school.mailings import tell_letters
from commonroot.web.demo_school.people import BY, Cast, facts
from commonroot.web.demo_school.studies import tell_studies

FILES = Path(settings.BASE_DIR) / "commonroot" / "programmes" / "demo"
CAME = 0.88
LEFT_LYING = ("BD", "IN", "GH")  # no comment yet, no comment yet, and a quiet circle
IN_THE_COURSE, IN_THE_SERIES, AT_NEXT_SESSION, AT_OLD_SESSION = 31, 24, 31, 18
LONG_AGO = timedelta(days=800)  # before anybody of the demo could have registered
BACKGROUNDS = ("movement", "movement", "elsewhere", "new", "unknown")


def tell(cast: Cast, *, at: datetime) -> None:
    """Everything that happened until `at`, in the order in which it happened."""
    loaded = [_loaded(cast, path, at=at) for path in sorted(FILES.glob("*.toml"))]
    for programme in loaded:
        ended = programme.ends_on is not None and programme.ends_on < at.date()
        running = programme.starts_on is not None and programme.starts_on <= at.date()
        if programme.format == Programme.Format.OPEN:
            _open_series(cast, programme, at=at)
        elif ended:
            _held(cast, programme, count=IN_THE_COURSE, at=at)
            _afterwards(cast, programme, at=at)
        elif running:
            _held(cast, programme, count=IN_THE_SERIES, at=at)
            circles.before(cast, programme, at=at)
    tell_cohorts(cast, at=at)
    tell_handbook(at=at)
    tell_campaign(cast, at=at)
    tell_studies(at=at)
    tell_evenings(cast, at=at)
    circles.public(cast, at=at)
    _still_right(cast, at=at)
    tell_inbox(cast, at=at)
    tell_letters(at=at)


def _loaded(cast: Cast, path: Path, *, at: datetime) -> Programme:
    programme = programmes.load_programme(
        tomllib.loads(path.read_text()), run_by=cast.school, by=BY, at=at
    )
    programmes.publish(programme=programme, by=BY, at=at - LONG_AGO)
    return programme


def _sessions(programme: Programme) -> list[Session]:
    dated = Session.objects.filter(programme=programme, precision=Session.Precision.DAY)
    return list(dated.select_related("programme__run_by").order_by("starts_at"))


def _held(cast: Cast, programme: Programme, *, count: int, at: datetime) -> None:
    """A course: the same people in every session, Amina among them, and who came so far."""
    people = _some(cast, count)
    for session in _sessions(programme):
        for person in people:
            place = enrol(person=person, session=session, by=BY, at=_before(session, 30))
            _tick(cast, place, session=session, at=at)


def _open_series(cast: Cast, programme: Programme, *, at: datetime) -> None:
    """A series: other people each time; the next evening is nearly full."""
    for session in _sessions(programme):
        past = session.ends_at is not None and session.ends_at <= at
        for person in _some(cast, AT_OLD_SESSION if past else AT_NEXT_SESSION):
            asked = _before(session, cast.dice.randint(2, 14)) if past else at - timedelta(hours=3)
            place = registration.register(person=person, session=session, by=BY, at=asked)
            _tick(cast, place, session=session, at=at)
        if not past:
            break


def _some(cast: Cast, count: int) -> list[Person]:
    """Amina and others, thrown anew each time."""
    others = [person for person in cast.people if person != cast.amina]
    chosen = cast.dice.sample(others, count - 1)
    return [cast.amina, *chosen] if cast.amina else chosen


def _before(session: Session, days: int) -> datetime:
    return (session.starts_at or session.updated_at) - timedelta(days=days)


def _tick(cast: Cast, place: Registration, *, session: Session, at: datetime) -> None:
    if session.ends_at is None or session.ends_at > at or place.state != Registration.State.PLACED:
        return
    came = place.person == cast.amina or cast.dice.random() < CAME
    state = Registration.State.ATTENDED if came else Registration.State.ABSENT
    registration.check_in(registration=place, state=state, by=BY, at=session.ends_at)


def _afterwards(cast: Cast, programme: Programme, *, at: datetime) -> None:
    """Closed, with promises, projects, letters to circles and the first round of questions."""
    if programme.ends_on is None:
        return
    closed = instant(programme.ends_on + timedelta(days=2), time(10), programme.time_zone)
    engagement.close_programme(
        programme=programme, by=BY, at=closed, backgrounds=_backgrounds(cast)
    )
    roll = Participation.objects.filter(programme=programme).select_related("person").order_by("pk")
    lines = facts()["promises"]["lines"]
    for number, participation in enumerate(roll):
        if participation.person == cast.amina or cast.dice.random() < 0.7:  # noqa: PLR2004 - most promise
            engagement.write_promise(
                person=participation.person,
                programme=programme,
                text=lines[0] if participation.person == cast.amina else lines[number % len(lines)],
                due_on=(closed + timedelta(days=90)).date(),
                language="en",
                by=BY,
                at=closed + timedelta(days=1),
            )
    tell_close(programme, list(roll), at=closed)
    _projects(cast, programme, roll=roll, at=closed + timedelta(days=3))
    show_works(programme, at=closed + timedelta(days=3))
    _letters(cast, programme, at=closed)
    _rounds(cast, programme, at=at)


def _backgrounds(cast: Cast) -> dict[str, str]:
    thrown = {person.key: cast.dice.choice(BACKGROUNDS) for person in cast.people}
    if cast.amina:
        thrown[cast.amina.key] = "new"
    return thrown


def _projects(
    cast: Cast, programme: Programme, *, roll: Iterable[Participation], at: datetime
) -> None:
    for entry in facts()["project"]:
        here = [p.person for p in roll if p.person.country == entry["country"]]
        makers = here[:2]
        if not makers:
            continue
        engagement.record_project(
            programme=programme,
            title=entry["title"],
            kind=entry["kind"],
            summary=entry["summary"],
            comment=entry["comment"],
            country=entry["country"],
            theme=cast.themes[entry["theme"]],
            makers={
                person.key: Maker.Naming.NAME if number == 0 else Maker.Naming.UNNAMED
                for number, person in enumerate(makers)
            },
            by=BY,
            at=at,
        )


def _letters(cast: Cast, programme: Programme, *, at: datetime) -> None:
    """Most circles were written to; a few letters still wait for the organiser's eye."""
    kenya = cast.circles["KE"]
    letter = engagement.draft_letter(programme=programme, circle=kenya, by=BY, at=at)
    engagement.change_letter(
        letter=letter,
        by=BY,
        at=at,
        opening="Your two questions opened the second day. See what became of them.",
        suggestion="Would you meet them before the county budget is read?",
    )
    drafts = CircleLetter.objects.filter(
        programme=programme, state=CircleLetter.State.DRAFT, circle__kind=Circle.Kind.COUNTRY
    )
    for draft in drafts.exclude(circle__country__in=LEFT_LYING).select_related("circle"):
        if contacts(draft.circle, at=at).exists():
            engagement.send_letter(
                letter=draft, by=BY, at=at + timedelta(days=4), without_comments=True
            )
    day_passes(at=at + timedelta(days=5))
    for held in Letter.objects.filter(state=Letter.State.HELD):
        mark_sent_by_hand(letter=held, by=BY, at=at + timedelta(days=6))
    _answers(cast, programme, at=at + timedelta(days=9))


def _answers(cast: Cast, programme: Programme, *, at: datetime) -> None:
    """Circles answered about the people named, all but the Kenya circle and one that is slow."""
    introductions = Introduction.objects.filter(letter__programme=programme).select_related(
        "person", "letter__circle"
    )
    for introduction in introductions.exclude(letter__circle__country__in=("KE", "BR")).order_by(
        "pk"
    ):
        answers = Introduction.State
        answer = cast.dice.choice([answers.WANTED, answers.WANTED, answers.KNOWN, answers.NOT_NOW])
        letter = introduction.letter
        assert letter is not None
        try:
            engagement.answer_letter(
                letter=letter,
                person=introduction.person,
                answer=answer,
                contact=_who_answers(letter, at=at),
                by=BY,
                at=at,
            )
        except Refused:
            continue  # whoever took their yes back meanwhile is no longer in the letter
    post_leaves(at=at + timedelta(days=1))
    wanted = introductions.filter(state=Introduction.State.WANTED).order_by("pk")
    for introduction in wanted.exclude(asked_by=None):
        engagement.answer_introduction(
            introduction=introduction,
            way=working_way(introduction.person),
            by=BY,
            at=at + timedelta(days=3),
        )
    day_passes(at=at + timedelta(days=4))


def _who_answers(letter: CircleLetter, *, at: datetime) -> Person | None:
    contact = contacts(letter.circle, at=at).first()
    return contact.person if contact else None


def _rounds(cast: Cast, programme: Programme, *, at: datetime) -> None:
    """Rounds that fell due were sent on their day, and most people answered."""
    for wave in Wave.objects.filter(programme=programme).order_by("due_on"):
        sent = instant(wave.due_on, time(9), programme.time_zone)
        if sent > at - timedelta(days=10):
            continue
        engagement.send_wave(wave=wave, by=BY, at=sent)
        day_passes(at=sent)
        asked = FollowUp.objects.filter(wave=wave, state=FollowUp.State.SENT).select_related(
            "person"
        )
        for follow_up in asked.order_by("pk"):
            thrown = cast.dice.random()
            if thrown < 0.65:  # noqa: PLR2004 - two of three answer
                engagement.answer_follow_up(
                    follow_up=follow_up,
                    outcome=cast.dice.choice(Promise.Outcome.values)
                    if follow_up.promise_id
                    else "",
                    engagement=cast.dice.choice(FollowUp.Engagement.values),
                    by=BY,
                    at=sent + timedelta(days=cast.dice.randint(0, 6)),
                )
            elif thrown > 0.95:  # noqa: PLR2004 - some do not want to be asked
                engagement.stop_asking(
                    follow_up=follow_up,
                    language=follow_up.person.language,
                    by=BY,
                    at=sent + timedelta(days=1),
                )
        if wave.months == 0:
            engagement.read_answers(wave=wave, by=BY, at=sent + timedelta(days=8))


def _still_right(cast: Cast, *, at: datetime) -> None:
    """Of those who were asked whether their details are right most said so, some late."""
    open_ones = (DetailsQuestion.State.ASKED, DetailsQuestion.State.SILENT)
    asked = DetailsQuestion.objects.filter(state__in=open_ones, asked_at__isnull=False)
    for question in asked.select_related("person").order_by("pk"):
        thrown, days = cast.dice.random(), cast.dice.randint(0, 5)
        if thrown > 0.7 or question.asked_at is None:  # noqa: PLR2004 - three of ten keep silent
            continue
        stewardship.say_all_right(
            question=question,
            way=working_way(question.person),
            by=Actor(kind="link", person_id=question.person_id),
            at=min(at, question.asked_at + timedelta(days=days)),
        )
