"""Groups of the alumni: making and closing them; joining and leaving by one's own word."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.consent.queries import may
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.core.text import one_line, sort_key
from commonroot.mailings import queries, rules
from commonroot.mailings.models import Group, GroupChoice, Recipient
from commonroot.messaging.actions import take_back
from commonroot.messaging.models import Letter
from commonroot.people.models import Person

Said = GroupChoice.Said


class NoName(Refused):
    """A group without a name, or without a name for its address."""


class NameTaken(Refused):
    """Another group has that name in its address."""


class NotAgreed(Refused):
    """Whoever joins a group agrees to the alumni group first."""


class NotOpen(Refused):
    """Nobody joins this group by themselves."""


@transaction.atomic
def make_group(
    *,
    name: Translated,
    sentence: Translated,
    kind: str = Group.Kind.ANNOUNCEMENT,
    filter: Mapping[str, Any] | None = None,
    is_open: bool = True,
    local: str = "",
    by: Actor,
    at: datetime,
) -> Group:
    """A new group. `filter` was read by `core.filters` before. Raises NoName, NameTaken."""
    cleaned = _cleaned(name, sentence)
    local = rules.local_name(local or next(iter(cleaned["name"].values())))
    if Group.objects.filter(local=local).exists():
        raise NameTaken(_("Another group has the address “%(name)s”.") % {"name": local})
    made = Group.objects.create(
        **cleaned,
        kind=kind,
        filter=dict(filter or {}),
        is_open=is_open,
        local=local,
        made_at=at,
        made_by=f"{by.kind}:{by.key}",
    )
    note("group made", made, by=by, at=at, facts={"kind": str(kind)})
    return made


@transaction.atomic
def change_group(
    *,
    group: Group,
    name: Translated,
    sentence: Translated,
    filter: Mapping[str, Any] | None = None,
    is_open: bool,
    by: Actor,
    at: datetime,
) -> None:
    """Change what a group is called, for whom it is and whether others may join. Raises NoName."""
    for field, value in _cleaned(name, sentence).items():
        setattr(group, field, value)
    if filter is not None:
        group.filter = dict(filter)
    group.is_open = is_open
    group.save(update_fields=["name", "sentence", "sort_key", "filter", "is_open"])
    note("group changed", group, by=by, at=at)


@transaction.atomic
def close_group(*, group: Group, by: Actor, at: datetime) -> bool:
    """Nobody is in it any more and nothing is sent to it; whether it was open until now."""
    closed = bool(Group.objects.filter(pk=group.pk, closed_at=None).update(closed_at=at))
    if closed:
        group.closed_at = at
        note("group closed", group, by=by, at=at)
    return closed


@transaction.atomic
def reopen_group(*, group: Group, by: Actor, at: datetime) -> bool:
    """Take back that a group was closed; who left it stays out."""
    opened = bool(Group.objects.filter(pk=group.pk).exclude(closed_at=None).update(closed_at=None))
    if opened:
        group.closed_at = None
        note("group opened again", group, by=by, at=at)
    return opened


@transaction.atomic
def join(*, group: Group, person: Person, how: str = "page", by: Actor, at: datetime) -> None:
    """`person` wants to be in `group`; again changes nothing. Raises NotAgreed, NotOpen."""
    audience = queries.audience_of(Purpose.ALUMNI_GROUP)
    if not may(person, Purpose.ALUMNI_GROUP, audience, at=at):
        raise NotAgreed(_("First say yes to the alumni group; then choose its lists."))
    belongs = queries.belongs_to(person, group, at=at)
    if group.closed_at is not None or not (group.is_open or belongs):
        raise NotOpen(_("This group is not open for joining."))
    _say(group, person, said=Said.JOINED, how=how, by=by, at=at)


@transaction.atomic
def leave(*, group: Group, person: Person, how: str = "page", by: Actor, at: datetime) -> None:
    """`person` wants no more of `group`; works at once, for its letters that still wait as well."""
    _say(group, person, said=Said.LEFT, how=how, by=by, at=at)
    theirs = Recipient.objects.filter(person=person, mailing__group=group)
    letters = Letter.objects.filter(key__in=theirs.values("key"))
    take_back(letters=letters.only("pk"), why=queries.LEFT, at=at)


def _say(group: Group, person: Person, *, said: str, how: str, by: Actor, at: datetime) -> None:
    row, made = GroupChoice.objects.get_or_create(
        group=group, person=person, defaults={"said": said, "how": how, "at": at}
    )
    if not made and row.said == said:
        return
    row.said, row.how, row.at = said, how, at
    row.save(update_fields=["said", "how", "at"])
    verb = "group joined" if said == Said.JOINED else "group left"
    note(verb, group, by=by, at=at, person_key=person.key, facts={"how": how})


def _cleaned(name: Translated, sentence: Translated) -> dict[str, Any]:
    names = Translated({code: one_line(text)[:120] for code, text in name.items() if text.strip()})
    if not names:
        raise NoName(_("Give the group a name that its people understand."))
    said = {code: one_line(text)[:300] for code, text in sentence.items() if text.strip()}
    return {
        "name": names,
        "sentence": Translated(said),
        "sort_key": sort_key(next(iter(names.values()))),
    }
