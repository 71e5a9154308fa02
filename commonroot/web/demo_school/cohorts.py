"""Courses that people applied for in the demo: one is being read by a panel, one runs in groups."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from commonroot.accounts.actions import open_account
from commonroot.accounts.roles import Actor
from commonroot.admissions.actions import (
    applying,
    by_hand,
    calls,
    choosing,
    handing_in,
    offers,
    panel,
    preparing,
    questions,
    reading,
    replies,
    signing,
)
from commonroot.admissions.models import Application, Call, Offer, Reviewer
from commonroot.admissions.queries import calls as call_queries
from commonroot.admissions.queries import choosing as chances
from commonroot.admissions.queries import panel as panels
from commonroot.admissions.queries.preparing import tasks_of
from commonroot.circles.actions import give_mandate
from commonroot.core.fields import Translated
from commonroot.groups import actions as groups
from commonroot.groups.actions import reports
from commonroot.groups.models import SmallGroup
from commonroot.groups.queries import reports as said
from commonroot.people.actions import add_person, connect_account
from commonroot.people.models import Person
from commonroot.programmes.models import Programme
from commonroot.registration.models import Registration
from commonroot.web.demo_school.applicants import answers, words
from commonroot.web.demo_school.days import groups_are_formed, post_leaves
from commonroot.web.demo_school.people import BY, Cast

APPLIED, DRAFTS = 12, 2
READ_OF_TEN = 6
MOST = 6  # people of a small group here
RESIDENTIAL, SERIES = "residential", "series"


@dataclass
class Stage:
    """A call under way: who throws the dice, and when it is."""

    call: Call
    dice: random.Random
    at: datetime

    def later(self, **time: float) -> datetime:
        """So much after the call was made."""
        return self.at + timedelta(**time)


def tell_cohorts(cast: Cast, *, at: datetime) -> None:
    """Every programme that people apply for, at the stage where it is."""
    rows = Programme.objects.select_related("run_by").order_by("pk")
    for programme in rows.exclude(format=Programme.Format.OPEN).filter(closed_at=None):
        if programme.starts_on is None:
            _is_read(cast, programme, at=at)
        elif programme.starts_on <= at.date():
            _runs(cast, programme, at=at)


def _stage(programme: Programme, *, form: str, at: datetime, **settings: Any) -> Stage:
    """A published call with a ready-made form."""
    call = calls.make_call(programme=programme, by=BY, at=at)
    usual = calls.CallSettings(
        way=call.way,
        words=Translated({"en": "You can stop at any time: what you typed is kept."}),
        languages=tuple(programme.languages),
        opens_at=None,
        closes_at=call.closes_at,
        time_zone=call.time_zone,
        grace_minutes=30,
        hear_on=None,
        alone=True,
        pairs=True,
        groups=True,
        most_in_group=5,
        places=None,
        commitments=tuple(Translated(one) for one in call.commitments),
        offer_days=10,
        reply_to="",
        help_with_travel=False,
        help_with_stay=False,
        held_in="",
        visa_weeks=8,
        two_yes=True,
        keep_days=90,
    )
    calls.set_call(call=call, settings=replace(usual, **settings), by=BY, at=at)
    call = call_queries.call_of(programme.key) or call
    questions.start_with(call=call, form=form, by=BY, at=at)
    calls.publish_call(call=call, by=BY, at=at)
    return Stage(call=call, dice=random.Random(form), at=at)  # noqa: S311 - the same each time


def _applies(stage: Stage, person: Person, *, at: datetime, **more: Any) -> Application:
    """A draft of somebody known, with all it needs."""
    application = applying.drafted(
        call=stage.call,
        person=person,
        kind=Application.Kind.ALONE,
        language=person.language,
        zone=person.time_zone,
        by=BY,
        at=at,
    )
    _fill(stage, application, at=at, **more)
    return application


def _fill(stage: Stage, application: Application, *, at: datetime, **more: Any) -> None:
    person = application.person
    values = answers(
        call_queries.questions(stage.call),
        language=person.language,
        country=person.country,
        city=person.city,
        dice=stage.dice,
        **more,
    )
    applying.keep_answers(application=application, values=values, by=BY, at=at)


def _hands_in(stage: Stage, application: Application, *, at: datetime, received: str = "") -> None:
    application.refresh_from_db()
    handing_in.numbered(
        application, call=stage.call, received=received or application.received, by=BY, at=at
    )


def _is_read(cast: Cast, programme: Programme, *, at: datetime) -> None:
    """A residential course: still open, four readers are at work, two have not handed in yet."""
    stage = _stage(
        programme,
        form=RESIDENTIAL,
        at=at - timedelta(days=30),
        way=Call.Way.PANEL,
        closes_at=at.replace(hour=20, minute=59, second=59, microsecond=0) + timedelta(days=12),
        hear_on=(at + timedelta(days=40)).date(),
        places=35,
        help_with_travel=True,
        help_with_stay=True,
        held_in="KE",
    )
    readers = _panel(cast, stage)
    known = [one for one in cast.people if one != cast.amina]
    for number, person in enumerate(stage.dice.sample(known, APPLIED + DRAFTS)):
        same = words()["same_organisation"] if number == 1 else None
        begun = stage.later(days=number)
        application = _applies(
            stage, person, at=begun, organisation=same, wants_help=number % 4 == 0
        )
        if number < APPLIED:
            _hands_in(stage, application, at=begun + timedelta(hours=2))
    # Whoever reads may apply too: nobody lets them near their own.
    own = readers[0].account.person
    _hands_in(stage, _applies(stage, own, at=stage.later(days=15)), at=stage.later(days=16))
    paper = by_hand.begin_for(
        call=stage.call,
        name="Mama Rehema Njoki",
        way_text="+254700000999",
        received=Application.Received.PAPER,
        language="en",
        words="Brought by her nephew, on two pages.",
        by=BY,
        at=stage.later(days=20),
    )
    _fill(stage, paper, at=stage.later(days=20))
    _hands_in(stage, paper, at=stage.later(days=20))
    _read(stage, readers, at=at)


def _panel(cast: Cast, stage: Stage) -> list[Reviewer]:
    """Four who read, none of them an organiser."""
    readers = []
    for number, entry in enumerate(words()["readers"]):
        zone = cast.of(entry["country"])[0].time_zone
        account = open_account(
            address=f"reader{number + 1}@example.org",
            shown_name=entry["name"],
            password=None,
            language="en",
            time_zone=zone,
            by=BY,
            at=stage.at,
        )
        give_mandate(
            account=account,
            circle=stage.call.programme.run_by,
            role="panel",
            until=None,
            by=BY,
            at=stage.at,
        )
        person = add_person(
            shown_name=entry["name"],
            origin=Person.Origin.HAND,
            details={
                "country": entry["country"],
                "organisation": entry["organisation"],
                "language": "en",
                "time_zone": zone,
            },
            by=BY,
            at=stage.at,
        )
        connect_account(person=person, account=account)
        readers.append(panel.add_reader(call=stage.call, account=account, by=BY, at=stage.at))
    return readers


def _read(stage: Stage, readers: Sequence[Reviewer], *, at: datetime) -> None:
    """What the panel found so far: about half of what it was given."""
    panel.take_ready_made(call=stage.call, by=BY, at=stage.at)
    began = at - timedelta(days=5)
    phase = {
        "title": Translated({"en": "First reading", "fr": "Première lecture"}),
        "opens_at": began,
        "closes_at": at + timedelta(days=24),
        "blind": True,
        "shows_others": True,
        "scores": True,
        "each": 2,
    }
    panel.set_phase(call=stage.call, phase=None, said=phase, by=BY, at=began - timedelta(days=1))
    panel.give_out(call=stage.call, by=BY, at=began)
    rubric = panels.rubric(stage.call)
    for reader in readers:
        for application in list(panels.to_read(reader, at=began)):
            if stage.dice.randrange(10) >= READ_OF_TEN:
                continue
            reading.keep_review(
                reviewer=reader,
                application=application,
                words="Speaks of others, not only of themself. I would ask about the next step.",
                feedback="",
                points={one.key: stage.dice.randint(2, one.most) for one in rubric},
                give=True,
                by=BY,
                at=began + timedelta(days=stage.dice.randint(1, 4)),
            )


def _runs(cast: Cast, programme: Programme, *, at: datetime) -> None:
    """A series under way: who was chosen, what they prepared, and the small groups they are in."""
    stage = _stage_held(programme, at=at)
    placed = Registration.objects.filter(session__programme=programme).values("person")
    people = list(Person.objects.filter(pk__in=placed).order_by("pk"))
    for number, person in enumerate(people):
        handed = stage.later(hours=6 * number)
        _hands_in(stage, _applies(stage, person, at=handed), at=handed)
    others = [one for one in cast.people if one not in people]
    for person in stage.dice.sample(others, 3):
        handed = stage.later(days=9)
        _hands_in(stage, _applies(stage, person, at=handed), at=handed)
    _chosen(stage, people)
    _prepared(stage)
    _in_groups(stage, at=at)


def _stage_held(programme: Programme, *, at: datetime) -> Stage:
    made = at - timedelta(days=100)
    return _stage(programme, form=SERIES, at=made, closes_at=made + timedelta(days=14), places=30)


def _chosen(stage: Stage, people: Sequence[Person]) -> None:
    decided, told = stage.later(days=18), stage.later(days=19)
    for application in stage.call.applications.select_related("call", "person").order_by("number"):
        verdict = "accept" if application.person in people else "regret"
        choosing.decide(application=application, verdict=verdict, by=BY, at=decided)
    signing.sign(call=stage.call, seen=chances.mark(stage.call), by=BY, at=decided)
    replies.send(call=stage.call, by=BY, at=told)
    agreed = range(len(stage.call.commitments))
    rows = Offer.objects.filter(application__call=stage.call).order_by("pk")
    for number, offer in enumerate(rows.select_related("application__call__programme")):
        offers.say_yes(offer=offer, agreed=agreed, by=BY, at=told + timedelta(hours=3 + 4 * number))
    post_leaves(at=stage.later(days=25))


def _prepared(stage: Stage) -> None:
    """What was asked before the first evening; two of three did it."""
    preparing.begin_with(call=stage.call, ready=SERIES, by=BY, at=stage.later(days=26))
    tasks = tasks_of(stage.call)
    coming = stage.call.applications.filter(state=Application.State.CONFIRMED)
    for place, application in enumerate(coming.select_related("person").order_by("number")):
        for number, task in enumerate(tasks):
            if (place + number) % 3 == 0:
                continue
            preparing.keep_prepared(
                preparation=task,
                application=application,
                person=application.person,
                words="Five of us, in the ward where I work." if task.kind == "write" else "",
                done=True,
                by=BY,
                at=stage.later(days=30),
            )


def _in_groups(stage: Stage, *, at: datetime) -> None:
    """Groups of about six: one reported, one needs help, one has fallen silent."""
    programme = stage.call.programme
    asked = groups.Asked(smallest=MOST - 1, largest=MOST)
    formed = stage.later(days=32)
    [formation] = groups.ask_for_proposals(
        programme=programme, asked=asked, number=1, by=BY, at=formed
    )
    groups_are_formed(at=formed)
    formation.refresh_from_db()
    groups.choose(formation=formation, by=BY, at=formed)
    post_leaves(at=formed + timedelta(days=1))
    small = list(SmallGroup.objects.filter(formation=formation).select_related("formation"))
    for number, group in enumerate(small):
        groups.say_join_address(
            group=group, address=f"https://meet.example.org/group-{number + 1}", by=BY, at=formed
        )
    told = {part: text for part, text in words()["report"].items() if part != "help"}
    for group in small[:2]:
        held = group.gatherings.filter(starts_at__lt=at).order_by("-starts_at").first()
        member = group.members.select_related("person").order_by("pk").first()
        if held is None or held.starts_at is None or member is None:
            continue
        reports.keep_report(
            group=group,
            month=said.month_of(held.starts_at, group),
            words=told,
            seen="",
            give=True,
            person=member.person,
            by=Actor(kind="link", person_id=member.person_id),
            at=min(at, held.starts_at + timedelta(days=2)),
        )
    for group in small[1:2]:
        reports.call_for_help(
            group=group, words=words()["report"]["help"], person=None, by=BY,
            at=at - timedelta(hours=4),
        )  # fmt: skip
