"""Roles, permissions and the actor: who is asking, as a plain value that every rule is given."""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """What somebody may be trusted to do."""

    SEE_DESK = "see desk"
    SEE_REGISTER = "see register"
    EDIT_REGISTER = "edit register"
    IMPORT = "import"
    EXPORT = "export"
    EDIT_PROGRAMMES = "edit programmes"
    SEE_ROSTER = "see roster"
    GIVE_PLACES = "give places"
    WRITE_LETTERS = "write letters"
    SEE_CIRCLE = "see circle"
    INVITE = "invite"


@dataclass(frozen=True)
class Role:
    """A named set of permissions with the sentence that explains it to people."""

    code: str
    sentence: str
    permissions: frozenset[Permission]


ROLES = {
    role.code: role
    for role in (
        Role(
            "organiser",
            "Runs the school or a team: programmes, places, the register, letters.",
            frozenset(Permission) - {Permission.SEE_CIRCLE, Permission.INVITE},
        ),
        Role(
            "steward",
            "Organiser who also invites others and ends their access.",
            frozenset(Permission),
        ),
        Role(
            "facilitator",
            "Sees who comes to the sessions of their team and ticks who came.",
            frozenset({Permission.SEE_DESK, Permission.SEE_ROSTER}),
        ),
        Role(
            "circle contact",
            "Sees what concerns their circle: people who agreed, letters, introductions.",
            frozenset({Permission.SEE_CIRCLE}),
        ),
    )
}


@dataclass(frozen=True)
class Held:
    """One mandate of the actor: role, the circle it is for, whether that is the school."""

    role: str
    circle_id: int
    is_school: bool


@dataclass(frozen=True)
class Actor:
    """Who is asking or acting. Nothing in it is a name or an address.

    `kind` is public, account, link, system or token; `scope` and `thing` belong to a link: what it
    opens, and the key of the one thing that it opens.
    """

    kind: str
    key: str = ""
    account_id: int | None = None
    person_id: int | None = None
    held: tuple[Held, ...] = ()
    scope: str = ""
    thing: str = ""

    @classmethod
    def public(cls) -> "Actor":
        """A visitor of whom nothing is known."""
        return cls(kind="public")

    @classmethod
    def system(cls) -> "Actor":
        """Commonroot itself: a sweep or a command."""
        return cls(kind="system")

    @property
    def is_organiser(self) -> bool:
        """Whether the desk is open to them at all."""
        return holds(self, Permission.SEE_DESK)


def holds(actor: Actor, permission: Permission, *, within: int | None = None) -> bool:
    """Whether one of the actor's mandates gives `permission` (in circle `within`).

    A mandate for the school holds anywhere.

    The system may do everything: pages never act as it.
    """
    if actor.kind == "system":
        return True
    return any(
        permission in ROLES[held.role].permissions
        and (within is None or held.is_school or held.circle_id == within)
        for held in actor.held
        if held.role in ROLES
    )


def circles_where(actor: Actor, permission: Permission) -> frozenset[int] | None:
    """Ids of the circles within which `actor` holds `permission`; None: everywhere."""
    holding = [
        held
        for held in actor.held
        if held.role in ROLES and permission in ROLES[held.role].permissions
    ]
    if actor.kind == "system" or any(held.is_school for held in holding):
        return None
    return frozenset(held.circle_id for held in holding)
