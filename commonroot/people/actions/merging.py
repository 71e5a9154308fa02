"""Two who turned out to be one."""

from datetime import datetime

from django.db import IntegrityError, transaction

from commonroot.accounts.actions import note
from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.people import rules
from commonroot.people.actions.indexing import index
from commonroot.people.actions.people import EDITABLE
from commonroot.people.models import Link, Person
from commonroot.people.personal import everything_about


@transaction.atomic
def absorb(*, other: Person, into: Person, by: Actor, at: datetime) -> None:
    """`other` turned out to be `into`: everything that hangs on the one hangs on the other from now
    on.

    What `into` says of themself stands; what was blank is filled; the greater care wins, and a
    pause stays. Where both have a row of which there can be one (a way, an agreement), the one of
    `into` stays. Whoever has stricter wishes must have seen to them before
    (`registration.actions`).
    """
    for way in other.ways.all():
        twin = into.ways.filter(mark=way.mark).first()
        if twin is not None:
            Link.objects.filter(way=way).update(way=twin)
    for declaration, rows in everything_about(other):
        subject = declaration.subject
        # Sealed rows are never rewritten; rows below a moved row move with it.
        if subject in {None, "self"} or "__" in str(subject) or declaration.model is AuditEntry:
            continue
        for row in rows:
            try:
                with transaction.atomic():
                    setattr(row, str(subject), into.key if str(subject).endswith("_key") else into)
                    row.save(update_fields=[subject])
            except IntegrityError:
                row.delete()
    for field in EDITABLE:
        if not getattr(into, field):
            setattr(into, field, getattr(other, field))
    into.risk = max(into.risk, other.risk, key=rules.CARE.index)
    into.save(update_fields=[*EDITABLE, "risk"])
    if other.frozen_at is not None and into.frozen_at is None:
        into.frozen_at = other.frozen_at
        into.save(update_fields=["frozen_at"])
    key = other.key
    other.delete()
    index(into)
    note("person joined", into, by=by, at=at, person_key=into.key, facts={"other": key})
