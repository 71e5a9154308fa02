"""Finding the people of a round and writing to them, a step at a time."""

from datetime import datetime

from django.db import transaction

from commonroot.circles.models import Circle
from commonroot.circles.queries import school
from commonroot.intake import emails
from commonroot.intake.actions.asking.ends import end, read_again
from commonroot.intake.models import Asked, ListRound
from commonroot.intake.queries import asking as queries
from commonroot.messaging.models import Letter
from commonroot.people.actions import answer_link
from commonroot.people.models import ContactWay, Person
from commonroot.people.rules import ANSWER_DAYS

State = Asked.State
ROWS_AT_A_TIME = 250
LETTERS_AT_A_TIME = 25


@transaction.atomic
def gather(*, list_round: ListRound, at: datetime, limit: int = ROWS_AT_A_TIME) -> int:
    """Give a row to the next people of a started round; how many. The last step says so."""
    list_round = ListRound.objects.select_for_update().get(pk=list_round.pk)
    if list_round.state != ListRound.State.OPEN or list_round.gathered_at is not None:
        return 0
    found = list(queries.prospects(queries.not_gathered(list_round)[:limit]))
    Asked.objects.bulk_create([_row(list_round, one) for one in found])
    if len(found) < limit:
        list_round.gathered_at = at
    else:
        list_round.gathered_to = found[-1].person.pk
    list_round.save(update_fields=["gathered_at", "gathered_to"])
    return len(found)


def _row(list_round: ListRound, one: queries.Prospect) -> Asked:
    by_hand = one.way is not None and one.way.kind == ContactWay.Kind.PHONE
    return Asked(
        list_round=list_round,
        person=one.person,
        state=State.BACK if one.way is None else State.WAITING,
        way=Letter.Way.HAND if by_hand else Letter.Way.MAIL,
    )


@transaction.atomic
def write_next(*, list_round: ListRound, at: datetime, limit: int = LETTERS_AT_A_TIME) -> int:
    """Post the next letters of a round; how many rows were taken up. Safe to run twice."""
    list_round = ListRound.objects.select_for_update().get(pk=list_round.pk)
    if list_round.state != ListRound.State.OPEN:
        return 0
    ours = school()
    rows = list(queries.next_to_write(list_round).select_for_update(of=("self",))[:limit])
    for row in rows:
        row.list_round = list_round
        _write(row, ours=ours, at=at)
    return len(rows)


def _write(row: Asked, *, ours: Circle | None, at: datetime) -> None:
    """The first letter, and the link in it."""
    person = row.person
    if person is None:
        end(row, State.GONE, at=at)
        return
    one = queries.prospect(person)
    if one.way is None:
        end(row, State.KEPT if one.why == "paused" else State.BACK, at=at)
        return
    row.post = _post(row, person, way=one.way, ours=ours, at=at)
    row.state = State.POSTED
    row.way = row.post.way if row.post else row.way
    row.letters += 1
    row.save(update_fields=["post", "state", "way", "letters"])


def _post(
    row: Asked, person: Person, *, way: ContactWay, ours: Circle | None, at: datetime
) -> Letter | None:
    token = answer_link(
        person=person,
        thing=f"asked:{row.key}",
        way=way,
        days=row.list_round.days + ANSWER_DAYS,
        at=at,
    )
    return emails.post_asking(row, person, way=way, token=token, school=ours, at=at)


@transaction.atomic
def remind(*, asked: Asked, at: datetime) -> bool:
    """Post the second and last letter; false when there is no way any more."""
    row = read_again(asked)
    if row.state != State.ASKED or row.reminder is not None or row.person is None:
        return False
    one = queries.prospect(row.person)
    if one.way is None:
        end(row, State.KEPT if one.why == "paused" else State.BACK, at=at)
        return False
    row.reminder = _post(row, row.person, way=one.way, ours=school(), at=at)
    row.letters += 1
    row.save(update_fields=["reminder", "letters"])
    return True
