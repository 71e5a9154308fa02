"""A panel for the course of each team: a rubric, a phase that runs, a reader who was given one."""

import io
from datetime import datetime, timedelta

from commonroot.admissions.models import Application
from commonroot.files.actions import keep
from tests.factories.admissions import (
    AnswerFactory,
    CriterionFactory,
    FormQuestionFactory,
    ReviewerFactory,
    ReviewFactory,
    ReviewPhaseFactory,
)
from tests.matrix.known import World


def reading_things(world: World, *, side: str, at: datetime) -> None:
    """The panel of the one team is whoever signs in for it; the other one has another."""
    application = Application.objects.get(key=world.things["application", side]["key"])
    call = application.call
    world.put("rubric line", CriterionFactory(call=call), side=side)
    days = {"opens_at": at - timedelta(days=1), "closes_at": at + timedelta(days=9)}
    world.put("phase of reading", ReviewPhaseFactory(call=call, **days), side=side)
    mine = {"account": world.accounts["panel"]} if side == "own" else {}
    reader = world.put("reader", ReviewerFactory(call=call, **mine), side=side)
    ReviewFactory(application=application, reviewer=reader, given_at=None)
    question = FormQuestionFactory(call=call, kind="file")
    AnswerFactory(
        application=application, question=question, value=None,
        file=keep(content=io.BytesIO(b"A plan"), name="plan.txt", at=at),
    )  # fmt: skip
    world.put("handed in file", application, side=side, question=question.key)
