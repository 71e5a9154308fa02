"""Being forgotten."""

from datetime import datetime

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from commonroot.accounts.actions import note
from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor
from commonroot.intake.actions.forgetting import forget_rows
from commonroot.intake.queries.knowing import marks_of
from commonroot.messaging.actions import WAITING
from commonroot.messaging.models import Letter
from commonroot.people.actions import count_out, drop_exports_with, suppress
from commonroot.people.models import FormerKey, Person
from commonroot.people.personal import declarations, rows_about
from commonroot.programmes.actions import pages_changed
from commonroot.registration.actions import release_places
from commonroot.stewardship.actions.tombstones import set_up


@transaction.atomic
def forget(*, person: Person, by: Actor, at: datetime, marks: bool = True) -> dict[str, int]:
    """Delete everything held about `person`; rows deleted per model.

    Places are given back first. Lists and files that are still here lose them too, counts of names
    go down, finished pages are made anew. With `marks`, keyed marks of the person's ways, and of
    what services call them, stay, so that no list brings them back. Letters to others that name
    the person are cancelled when they wait, and their text is blanked when they have left. The
    audit trail keeps its keys, which then lead nowhere.
    """
    counts: dict[str, int] = {}
    beside = marks_of(person) if marks else set()
    set_up(person=person, marks=marks, beside=beside, at=at)
    drop_exports_with(person_id=person.pk, by=by, at=at)
    ways = set(person.ways.values_list("mark", flat=True))
    if lines := forget_rows(person=person, marks=ways):
        counts["intake.importrow"] = lines
    if marks:
        suppress(person=person, beside=beside, at=at)
    release_places(person=person, by=by, at=at)
    count_out(person)
    former = FormerKey.objects.filter(person=person).values_list("key", flat=True)
    for key in (person.key, *former):
        _blank_letters_naming(key, at=at)
    account = Account.objects.filter(person=person).first()
    # Children first: the register's own row goes last and takes with it what hangs on it.
    for declaration in reversed(declarations()):
        if declaration.on_erase != "delete" or declaration.subject == "self":
            continue
        deleted, _by_model = rows_about(person, declaration).delete()
        if deleted:
            counts[declaration.label] = deleted
    person.delete()
    counts["people.person"] = 1
    if account is not None:
        account.delete()
    pages_changed()
    note("person forgotten", None, by=by, at=at, facts={"rows": sum(counts.values())})
    transaction.on_commit(cache.clear)
    transaction.on_commit(_truncate_write_ahead_log)
    return counts


def _blank_letters_naming(key: str, *, at: datetime) -> None:
    naming = Letter.objects.annotate(told=Cast("tells", TextField())).filter(told__contains=key)
    pks = list(naming.values_list("pk", flat=True))
    letters = Letter.objects.filter(pk__in=pks)
    letters.filter(state__in=WAITING).update(
        state=Letter.State.CANCELLED, ended_at=at, why="somebody named in it asked to be forgotten"
    )
    # What may not have arrived can no longer be sent again: its words are gone.
    letters.filter(state=Letter.State.UNKNOWN, ended_at=None).update(ended_at=at)
    letters.update(subject="", text="", html="", values={}, calendar="", tells=[])


def _truncate_write_ahead_log() -> None:
    """On SQLite the deleted pages would live on in the log file until it is next rewritten."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
