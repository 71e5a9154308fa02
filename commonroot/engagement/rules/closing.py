"""Rules of the close of a course and of what people made, over plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

# What movement schools want of a course, beside its own aims (alumni pages of the handbook).
MOVEMENT = ("understanding", "inspiration", "relationships", "skills")
STEPS = (4, 3, 2, 1)  # very, rather, a little, not at all
ENOUGH = 5  # results are shown from so many answers on
REMIND_AFTER = timedelta(days=7)
REMIND_UNTIL = timedelta(days=60)  # as long as the link in the first letter opens
NUDGE_AFTER = timedelta(days=21)
MEET_WITHIN = timedelta(days=42)  # by when a suggested contact would be good, unless changed
# Months after the end of a course at which it is asked how far a project has come.
STATUS_MONTHS = (0, 3, 6, 12, 24, 60)
PUBLIC_FACES = ("none", "agreed")


def aim_codes(own: int) -> tuple[str, ...]:
    """The scales of a questionnaire: the four of movement building, then the course's own."""
    return (*MOVEMENT, *(f"aim{number}" for number in range(1, own + 1)))


@dataclass(frozen=True)
class Scale:
    """What was said of one aim: how many chose each step (4 is the most), and how many left it
    open.
    """

    code: str
    steps: dict[int, int]
    open: int

    @property
    def said(self) -> int:
        """How many said something."""
        return sum(self.steps.values())

    @property
    def much(self) -> int:
        """How many said very or rather."""
        return self.steps[4] + self.steps[3]


def scales(answers: Sequence[Mapping[str, int]], codes: Iterable[str]) -> list[Scale]:
    """What was said of each aim; what was never asked, or is no step, counts as left open."""
    found = []
    for code in codes:
        steps = dict.fromkeys(STEPS, 0)
        for answer in answers:
            if answer.get(code) in steps:
                steps[answer[code]] += 1
        found.append(Scale(code, steps, len(answers) - sum(steps.values())))
    return found


def is_enough(answers: int) -> bool:
    """Whether what was said may be shown: with fewer, somebody might be recognised."""
    return answers >= ENOUGH


def initials(name: str) -> str:
    """ "A. W." of "Amina Wekesa": the first letter of each word, in any script."""
    letters = [next((c for c in word if c.isalpha()), "") for word in name.split()]
    return " ".join(f"{letter.upper()}." for letter in letters if letter)


def status_due(*, ended_on: date, on: date) -> int:
    """For which of the agreed moments a status said that day counts: the last that has come."""
    passed = (on.year - ended_on.year) * 12 + on.month - ended_on.month - (on.day < ended_on.day)
    return max(months for months in STATUS_MONTHS if months <= max(passed, 0))


def is_public(gallery: Iterable[str]) -> bool:
    """Whether everybody may see a work: every maker said yes, and there is one."""
    said = list(gallery)
    return bool(said) and all(one == "yes" for one in said)


def shows_picture(faces: str) -> bool:
    """Whether a picture may leave the team: nobody's face is in it against their will."""
    return faces in PUBLIC_FACES
