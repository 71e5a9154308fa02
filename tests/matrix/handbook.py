"""The handbook of the tried world: chapters by name, an answer, a text of the school."""

from commonroot.programmes.models import Programme
from tests.factories.handbook import ChapterAnswerFactory, ChapterTemplateFactory
from tests.matrix.known import World


def handbook_things(world: World, programme: Programme, *, side: str) -> None:
    """What the pages of a course's handbook name; once what the school's name."""
    world.put("course chapter", programme, side=side, chapter="planning")
    world.put("course question", programme, side=side, chapter="planning", question="functions")
    ChapterAnswerFactory(programme=programme)
    if side == "own":
        world.things["handbook chapter", "own"] = {"chapter": "planning"}
        world.put("handbook text", ChapterTemplateFactory())
        world.sent["handbook:listed"] = {"do": "add", "text": "Ask the union for its hall"}
