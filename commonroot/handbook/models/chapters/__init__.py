"""The chapters of the handbook, in the order in which they are read (domain source 5)."""

from commonroot.handbook.models.chapters.alumni import CHAPTER as ALUMNI
from commonroot.handbook.models.chapters.budget import CHAPTER as BUDGET
from commonroot.handbook.models.chapters.calling import CHAPTER as CALLING
from commonroot.handbook.models.chapters.evaluation import CHAPTER as EVALUATION
from commonroot.handbook.models.chapters.fellowships import CHAPTER as FELLOWSHIPS
from commonroot.handbook.models.chapters.kinds import CHAPTER as KINDS
from commonroot.handbook.models.chapters.learning import CHAPTER as LEARNING
from commonroot.handbook.models.chapters.logistics import CHAPTER as LOGISTICS
from commonroot.handbook.models.chapters.online import CHAPTER as ONLINE
from commonroot.handbook.models.chapters.planning import CHAPTER as PLANNING
from commonroot.handbook.models.chapters.small_groups import CHAPTER as SMALL_GROUPS
from commonroot.handbook.models.chapters.storyline import CHAPTER as STORYLINE
from commonroot.handbook.models.shapes import Chapter

CHAPTERS: tuple[Chapter, ...] = (
    PLANNING,
    KINDS,
    BUDGET,
    CALLING,
    LOGISTICS,
    LEARNING,
    SMALL_GROUPS,
    STORYLINE,
    ONLINE,
    EVALUATION,
    ALUMNI,
    FELLOWSHIPS,
)


def chapter_of(code: str) -> Chapter | None:
    """The chapter of that code."""
    return next((one for one in CHAPTERS if one.code == code), None)
