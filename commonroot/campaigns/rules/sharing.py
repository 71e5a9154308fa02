"""How far something is shared: five steps, each holding those before it (domain source 4.1)."""

from collections.abc import Mapping
from dataclasses import dataclass

STEPS = ("team", "group", "cohort", "circle", "public")


def reaches(step: str, shared_to: str, *, thrown: bool = False) -> bool:
    """Whether what is shared to `shared_to` is open to whoever stands at `step`.

    What was thrown away is open to its team alone.
    """
    far = STEPS[0] if thrown else shared_to
    return STEPS.index(step) <= STEPS.index(far)


def nearer(one: str, other: str) -> str:
    """The step that shares less of two."""
    return min(one, other, key=STEPS.index)


@dataclass(frozen=True)
class Shared:
    """How far a campaign and each of its tools is shared; tools that are missing: the team's."""

    to: str
    parts: Mapping[str, str]

    def part(self, tool: str) -> str:
        """How far a tool is shared: never further than the campaign itself."""
        return nearer(self.parts.get(tool, STEPS[0]), self.to)

    def of(self, tools: frozenset[str]) -> "Shared":
        """The same without what cannot be shared, nothing further than the campaign, and without
        what is the team's anyway.
        """
        told = {tool: self.part(tool) for tool in self.parts if tool in tools}
        return Shared(self.to, {tool: far for tool, far in told.items() if far != STEPS[0]})

    def all_of(self) -> dict[str, str]:
        """{"": how far the campaign is shared, tool: how far it is}."""
        return {"": self.to, **{tool: self.part(tool) for tool in self.parts}}


def opens_to_everybody(was: Shared, wanted: Shared) -> bool:
    """Whether something becomes open to everybody that was not."""
    before = was.all_of()
    return any(
        far == STEPS[-1] and before.get(what, STEPS[0]) != STEPS[-1]
        for what, far in wanted.all_of().items()
    )


def before_everybody(was: Shared, wanted: Shared) -> Shared:
    """What of `wanted` holds at once: all of it, but what would become open to everybody only
    now goes no further than it was, or the circle.
    """
    most = STEPS[-2]
    before = was.all_of()

    def held(what: str, far: str) -> str:
        newly = far == STEPS[-1] and before.get(what, STEPS[0]) != STEPS[-1]
        return nearer(far, most) if newly else far

    return Shared(
        held("", wanted.to), {tool: held(tool, far) for tool, far in wanted.parts.items()}
    )
