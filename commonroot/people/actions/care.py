"""How carefully somebody is treated, and the names that are kept apart from every list."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.text import sort_key
from commonroot.people import queries, rules
from commonroot.people.actions.indexing import index
from commonroot.people.actions.keeping_apart import NAMES
from commonroot.people.models import FurtherName, Person


class OnlyThemselves(Refused):
    """Only the person may ask for less care, or say who keeps their name."""


@transaction.atomic
def set_risk(*, person: Person, risk: str, by: Actor, at: datetime) -> None:
    """Treat `person` as carefully as they ask. Anybody may raise it; to lower it is theirs alone.

    What a visitor typed of somebody provisional is their own word. Raises OnlyThemselves.
    """
    theirs = by.person_id == person.pk or person.provisional
    if risk != person.risk and not rules.is_raised(was=person.risk, now=risk) and not theirs:
        raise OnlyThemselves(_("Only they themselves can ask us to be less careful."))
    person.risk = risk
    person.save(update_fields=["risk"])
    _settle(person, at=at)
    note("care changed", person, by=by, at=at, person_key=person.key)


@transaction.atomic
def set_floor(*, person: Person, floor: str, by: Actor, at: datetime) -> bool:
    """Treat `person` at least as carefully as what they take part in asks; whether that is new."""
    if person.floor == floor:
        return False
    person.floor = floor
    person.save(update_fields=["floor"])
    _settle(person, at=at)
    note("care of what they are in", person, by=by, at=at, person_key=person.key)
    return True


@transaction.atomic
def raise_floor(*, person: Person, floor: str, by: Actor, at: datetime) -> bool:
    """The same, where nothing is known of the rest they are in: never lowered here."""
    return set_floor(person=person, floor=rules.level(person.floor, floor), by=by, at=at)


def _settle(person: Person, *, at: datetime) -> None:
    """Keep their names apart in high care; let them stand again after it."""
    if not person.is_high:
        if person.kept_apart:
            _bring_back(person, at=at)
        return
    if person.keeper is None:
        person.keeper = next(iter(queries.keepers(at=at)), None)
        person.save(update_fields=["keeper"])
    index(person)


def _bring_back(person: Person, *, at: datetime) -> None:
    kept, person.kept_apart = person.kept_apart, None
    for field in NAMES:
        setattr(person, field, kept[field])
    person.sort_key = sort_key(person.shown_name)
    person.keeper = None
    person.save(update_fields=[*NAMES, "sort_key", "kept_apart", "keeper"])
    for row in kept["further"]:
        FurtherName.objects.get_or_create(
            person=person,
            text=row["text"],
            defaults={"kind": row["kind"], "source": row["source"], "said_on": row["said_on"]},
        )
    index(person)


@transaction.atomic
def choose_list_name(*, person: Person, name: str, by: Actor, at: datetime) -> None:
    """The name in lists that somebody in high care chose. Raises OnlyThemselves."""
    if by.person_id != person.pk or not person.kept_apart:
        raise OnlyThemselves(_("Only they themselves can choose that."))
    person.kept_apart = {**person.kept_apart, "shown_as": name}
    index(person)
    note("name in lists chosen", person, by=by, at=at, person_key=person.key)


@transaction.atomic
def choose_keeper(*, person: Person, keeper: Account, by: Actor, at: datetime) -> None:
    """Who sees the names kept apart: chosen by the person, or handed on by whoever keeps them.

    When nobody who may still keeps them, any who may can take that on. Raises OnlyThemselves.
    """
    able = {one.pk for one in queries.keepers(at=at)}
    deserted = person.keeper_id not in able and by.account_id in able
    theirs = by.person_id == person.pk or (by.account_id or 0) == person.keeper_id
    if keeper.pk not in able or not (theirs or deserted):
        raise OnlyThemselves(_("Only they, or whoever keeps their name now, can hand that on."))
    person.keeper = keeper
    person.save(update_fields=["keeper"])
    facts = {"keeper": keeper.key}
    note("keeper of a name chosen", person, by=by, at=at, person_key=person.key, facts=facts)


@transaction.atomic
def read_own_names(*, person: Person, by: Actor, at: datetime) -> list[str]:
    """The names kept apart, for whoever may see them: each look is written down."""
    note("names kept apart read", person, by=by, at=at, person_key=person.key)
    return queries.own_names(person)
