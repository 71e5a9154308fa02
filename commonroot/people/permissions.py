"""Who may see and change the school's register. Teams see people through their programmes."""

from commonroot.accounts.guards import by_sign_in
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.people.models import BulkMerge, Export, Link, Merge, Pair, Person, SavedList

# Circles have ids from 1: nothing but a mandate for the school itself holds within this one.
SCHOOL_ONLY = 0


def came_for(actor: Actor, *things: str) -> bool:
    """Whether they came by the link of a letter about one of these things ("kind:key")."""
    return actor.kind == "link" and actor.scope == Link.Scope.ANSWER and actor.thing in things


def came_by_page(actor: Actor, person_id: int | None) -> bool:
    """Whether they came by a link to the page of that person."""
    theirs = person_id is not None and actor.person_id == person_id
    return theirs and actor.kind == "link" and actor.scope == Link.Scope.PAGE


@by_sign_in
def can_see_register(actor: Actor) -> bool:
    """Organisers of the school itself; nobody for a circle or a team alone."""
    return holds(actor, Permission.SEE_REGISTER, within=SCHOOL_ONLY)


@by_sign_in
def can_edit_register(actor: Actor, person: Person | None = None) -> bool:
    """Organisers of the school itself who may change details and add people."""
    return holds(actor, Permission.EDIT_REGISTER, within=SCHOOL_ONLY)


@by_sign_in
def can_see_own_names(actor: Actor, person: Person) -> bool:
    """The person, and the one organiser who keeps the names that stand in no list."""
    theirs = actor.person_id == person.pk
    keeps = actor.account_id is not None and actor.account_id == person.keeper_id
    return theirs or (keeps and can_see_register(actor))


@by_sign_in
def can_keep_names(actor: Actor, person: Person | None = None) -> bool:
    """Whoever sees the register may be asked to keep somebody's own name."""
    return can_see_register(actor)


@by_sign_in
def can_export_register(actor: Actor) -> bool:
    """Organisers of the school itself who may take a list with them."""
    return holds(actor, Permission.EXPORT, within=SCHOOL_ONLY)


@by_sign_in
def can_see_export(actor: Actor, export: Export) -> bool:
    """Whoever may take lists along sees which were: who, when and why; never the file."""
    return _may_take(actor, export)


@by_sign_in
def can_decide_export(actor: Actor, export: Export) -> bool:
    """Whoever may take lists along, about those of others."""
    return _may_take(actor, export) and export.account_key != actor.key


@by_sign_in
def can_fetch_export(actor: Actor, export: Export) -> bool:
    """Whoever asked for it, nobody else: while they may still take lists along."""
    return _may_take(actor, export) and export.account_key == actor.key


def _may_take(actor: Actor, export: Export) -> bool:
    """Lists of the register are the school's; those of a programme also theirs who run it."""
    within = (export.wanted or {}).get("within", SCHOOL_ONLY)
    return holds(actor, Permission.EXPORT, within=within)


@by_sign_in
def can_see_list(actor: Actor, saved: SavedList) -> bool:
    """Whoever sees the register sees the lists that are shared, and their own."""
    return can_see_register(actor) and (saved.shared or _is_theirs(actor, saved))


@by_sign_in
def can_change_list(actor: Actor, saved: SavedList) -> bool:
    """Whoever made a list; a shared one belongs to the school: whoever may change the register."""
    return can_see_register(actor) and (
        _is_theirs(actor, saved) or (saved.shared and can_edit_register(actor))
    )


def _is_theirs(actor: Actor, saved: SavedList) -> bool:
    return actor.account_id is not None and saved.account_id == actor.account_id


@by_sign_in
def can_settle_pair(actor: Actor, pair: Pair) -> bool:
    """Organisers who may change details say of any two in the register whether they are one."""
    return can_edit_register(actor)


@by_sign_in
def can_undo_merge(actor: Actor, merge: Merge) -> bool:
    """Whoever may make two people one may make them two again."""
    return can_edit_register(actor)


@by_sign_in
def can_undo_stroke(actor: Actor, bulk: BulkMerge) -> bool:
    """The same of many who were made one at a stroke."""
    return can_edit_register(actor)
