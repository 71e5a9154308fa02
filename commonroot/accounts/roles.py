"""Roles, permissions and the actor: who is asking, as a plain value that every rule is given."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What somebody may be trusted to do."""

    SEE_DESK = "see desk"
    SEE_REGISTER = "see register"
    EDIT_REGISTER = "edit register"
    IMPORT = "import"
    EXPORT = "export"
    EDIT_PROGRAMMES = "edit programmes"
    SEE_ROSTER = "see roster"
    SEE_CONTACTS = "see contacts"
    GIVE_PLACES = "give places"
    ANSWER_QUESTIONS = "answer questions"
    READ_APPLICATIONS = "read applications"
    WRITE_LETTERS = "write letters"
    LEAD_GROUP = "lead group"
    SEE_CIRCLE = "see circle"
    SEE_COUNTS = "see counts"
    SEE_TRAIL = "see trail"
    INVITE = "invite"


# What each permission opens, as it stands in the generated table.
SENTENCES = {
    Permission.SEE_DESK: "Opens the desk: today, programmes, circles.",
    Permission.SEE_REGISTER: "Sees the school's register; nobody does for a team alone.",
    Permission.EDIT_REGISTER: "Corrects details, adds people, says whether two are one.",
    Permission.IMPORT: "Brings old lists into the register.",
    Permission.EXPORT: "Takes a list along, and lets another organiser take one.",
    Permission.EDIT_PROGRAMMES: "Changes programmes, closes courses, reads what their people say "
    "afterwards.",
    Permission.SEE_ROSTER: "Sees who comes, by the name they chose, and ticks who came.",
    Permission.SEE_CONTACTS: "Sees how the people of a course can be reached.",
    Permission.GIVE_PLACES: "Gives places and takes them back; reads what somebody needs.",
    Permission.ANSWER_QUESTIONS: "Reads and answers what visitors ask.",
    Permission.READ_APPLICATIONS: "Reads applications; who has the desk sees whose they are, a "
    "panel those it is given.",
    Permission.WRITE_LETTERS: "Writes letters.",
    Permission.LEAD_GROUP: "Sees the members of their own small group.",
    Permission.SEE_CIRCLE: "Sees what concerns their circle: people who agreed, letters.",
    Permission.SEE_COUNTS: "Sees numbers, never people; small ones are hidden.",
    Permission.SEE_TRAIL: "Sees who read, changed and took along what.",
    Permission.INVITE: "Lets others sign in, and ends their access.",
}


@dataclass(frozen=True)
class Role:
    """A named set of permissions with the sentence that explains it to people.

    `holds_in`: for which kinds of circle the role can be given.
    """

    code: str
    name: Any
    sentence: Any
    permissions: frozenset[Permission]
    holds_in: frozenset[str]


RUNNING = frozenset({"school", "team"})  # circles that run programmes

# One role for each column of the access matrix whose people sign in (domain source 3.13).
ROLES = {
    role.code: role
    for role in (
        Role(
            "organiser",
            _("organiser"),
            _("Runs the school or a team: programmes, places, the register, letters."),
            frozenset(Permission)
            - {
                Permission.LEAD_GROUP,
                Permission.SEE_CIRCLE,
                Permission.SEE_COUNTS,
                Permission.INVITE,
            },
            RUNNING,
        ),
        Role(
            "student liaison",
            _("student liaison"),
            _(
                "Looks after the people of a course: how to reach them, places, who came, "
                "questions."
            ),
            frozenset(
                {
                    Permission.SEE_DESK,
                    Permission.SEE_ROSTER,
                    Permission.SEE_CONTACTS,
                    Permission.GIVE_PLACES,
                    Permission.ANSWER_QUESTIONS,
                    Permission.READ_APPLICATIONS,
                }
            ),
            RUNNING,
        ),
        Role(
            "panel",
            _("panel"),
            _("Reads applications and gives their own scores; sees no addresses."),
            frozenset({Permission.READ_APPLICATIONS}),
            RUNNING,
        ),
        Role(
            "facilitator",
            _("facilitator"),
            _(
                "Sees who comes to the sessions of their team and ticks who came; "
                "sees no addresses."
            ),
            frozenset({Permission.SEE_DESK, Permission.SEE_ROSTER}),
            RUNNING,
        ),
        Role(
            "group lead",
            _("group lead"),
            _("Sees the members of their own small group, as they agreed to be seen."),
            frozenset({Permission.LEAD_GROUP}),
            RUNNING,
        ),
        Role(
            "circle contact",
            _("circle contact"),
            _("Sees what concerns their circle: people who agreed, letters, introductions."),
            frozenset({Permission.SEE_CIRCLE, Permission.SEE_COUNTS}),
            frozenset({"country", "theme"}),
        ),
        Role(
            "region",
            _("region"),
            _("Sees the circles of a region in numbers; small numbers are hidden."),
            frozenset({Permission.SEE_COUNTS}),
            frozenset({"school", "region"}),
        ),
        Role(
            "steward",
            _("steward"),
            _("Organiser who also invites others and ends their access."),
            frozenset(Permission) - {Permission.LEAD_GROUP},
            RUNNING,
        ),
    )
}


@dataclass(frozen=True)
class Held:
    """One mandate of the actor: role, the circle it is for, whether that is the school; `is_high`:
    whether everybody in that circle is treated with high care.
    """

    role: str
    circle_id: int
    is_school: bool
    is_high: bool = False


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


def roles_with(*permissions: Permission) -> list[str]:
    """The codes of the roles that give all of these."""
    return [role.code for role in ROLES.values() if role.permissions.issuperset(permissions)]


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
