"""The close of the demo's course: what people said, what shall change, what they made."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from commonroot.engagement import actions as engagement
from commonroot.engagement.actions import changes, course_words, experiences, making
from commonroot.engagement.models import Experience, Maker, Participation, Project
from commonroot.engagement.queries.closing import codes
from commonroot.engagement.queries.parts import held
from commonroot.programmes.actions import cover
from commonroot.programmes.models import Function, Programme
from commonroot.web.demo_school.people import BY

CHANGES = (
    "Begin an hour later: from Chennai it was midnight.",
    "More time in small groups, fewer slides.",
    "Send the texts in French a week before.",
    "Let somebody who was new last year speak on the first day.",
)
CARDS = (
    "Begin at 14:00 UTC, so that nobody sits there after midnight.",
    "Texts in all languages one week before.",
    "Somebody who was new last year speaks on the first day.",
)
NOTES = (
    "Two thirds did what they had promised within a month. Small groups carried the course; the "
    "long evenings did not. We had nobody for French until the second week."
)
ACCOUNTS = {
    Function.Kind.LANGUAGES: "Ask interpreters three months before, two for each language, and let "
    "them see the slides. We began too late for French.",
    Function.Kind.CIRCLES: "We wrote to every circle before we chose people. Those who heard from "
    "us early answered in a day.",
    Function.Kind.MONEY: "Ask for things before you ask for money. The union gave a hall, two vans "
    "and thirty breakfasts, and would have given no cheque.",
    Function.Kind.PLACE: "Sleep there yourself for a night before you say yes to a place. We moved "
    "nine people on the first evening because of the generator.",
    Function.Kind.CONTENT: "On day three we cut two talks and gave the hours to the groups. Do it "
    "in the plan instead.",
}
APPROVED = set(ACCOUNTS) - {Function.Kind.CIRCLES}
ANSWERED, PUBLIC = 19, 3
COLOURS = ("#8a3b12", "#1f5c4d", "#27406b", "#7a5c12", "#5b2a5e")


def tell_close(programme: Programme, roll: Sequence[Participation], *, at: datetime) -> None:
    """What happened in the weeks after `at`, the day the course was closed."""
    aims = codes(programme)
    dice = random.Random(9)  # noqa: S311 - the same words each time
    for number, participation in enumerate(roll[:ANSWERED]):
        if participation.role == Participation.Role.PARTICIPANT:
            course_words.say_of_course(
                participation=participation,
                scales={aim: dice.choice((4, 4, 4, 3, 3, 2)) for aim in aims},
                change=CHANGES[number // 3 % len(CHANGES)] if number % 3 == 0 else "",
                language="en",
                named=number == 0,
                by=BY,
                at=at + timedelta(days=2),
            )
    changes.write_evaluation(
        programme=programme, met_on=_day(at, 7), notes=NOTES, by=BY, at=at + timedelta(days=7)
    )
    for text in CARDS:
        changes.add_change(programme=programme, text=text, by=BY, at=at + timedelta(days=7))
    following = (
        Programme.objects.filter(run_by=programme.run_by, closed_at=None)
        .exclude(format=Programme.Format.OPEN)
        .order_by("starts_on", "pk")
        .first()
    )
    if following is not None:
        changes.take_up_changes(programme=following, earlier=programme, by=BY, at=at)
    _accounts(programme, roll, at=at + timedelta(days=8))


def _day(at: datetime, days: int) -> date:
    return (at + timedelta(days=days)).date()


def _accounts(programme: Programme, roll: Sequence[Participation], *, at: datetime) -> None:
    for (kind, _text), participation in zip(ACCOUNTS.items(), roll[2:], strict=False):
        cover(programme=programme, kind=kind, person=participation.person, words="", by=BY, at=at)
    experiences.ask_accounts(programme=programme, parts=held(programme), by=BY, at=at)
    for experience in Experience.objects.filter(programme=programme, part__in=ACCOUNTS):
        experiences.write_account(
            experience=experience,
            text=ACCOUNTS[Function.Kind(experience.part)],
            language="en",
            show_to=Experience.ShowTo.ORGANISERS,
            named=experience.part == Function.Kind.MONEY,
            by=BY,
            at=at,
        )
        if experience.part in APPROVED:
            experiences.approve_account(experience=experience, by=BY, at=at)


def show_works(programme: Programme, *, at: datetime) -> None:
    """A picture for each work, how far it has come, and what its makers decided."""
    works = Project.objects.filter(programme=programme).order_by("pk")
    for number, project in enumerate(works):
        making.set_picture(
            project=project,
            picture=_drawn(number),
            name="poster.png",
            words="A drawing in flat colours: blocks, a path and the sun above it.",
            faces=Project.Faces.NONE,
            by=BY,
            at=at,
        )
        engagement.say_project_status(
            project=project, state="started" if number % 2 else "planned", months=0, by=BY, at=at
        )
        if number < PUBLIC:
            for place, maker in enumerate(project.makers.select_related("person", "project")):
                making.appear_as(
                    maker=maker,
                    naming=maker.naming if place == 0 else Maker.Naming.INITIALS,
                    gallery=Maker.Gallery.YES,
                    language="en",
                    by=BY,
                    at=at,
                )
            making.put_in_gallery(project=project, yes=True, by=BY, at=at)


def _drawn(number: int) -> BytesIO:
    """A small poster of flat colours, another for each work."""
    dice = random.Random(number)  # noqa: S311 - the same poster each time
    colours = dice.sample(COLOURS, 3)
    picture = Image.new("RGB", (640, 440), "#f3e9d8")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((440, 40, 560, 160), fill=colours[0])
    for column in range(6):
        height = dice.randint(80, 260)
        left = 40 + column * 95
        draw.rectangle((left, 400 - height, left + 80, 400), fill=colours[1 + column % 2])
    draw.line((0, 420, 640, 400), fill=colours[0], width=14)
    out = BytesIO()
    picture.save(out, "PNG")
    out.seek(0)
    return out
