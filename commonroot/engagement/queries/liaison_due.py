"""What circles before a course ask of an organiser today."""

from datetime import UTC, datetime, time, timedelta

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor, Permission, circles_where
from commonroot.core.due import Due
from commonroot.engagement.models import Liaison
from commonroot.engagement.queries.liaison import Board, Row, begins_on, board
from commonroot.programmes.models import Programme

State = Liaison.State
AFTER = timedelta(days=30)  # so long after it began somebody may still answer
OPEN = (State.OPEN, State.ASKED, State.REGION, State.ANSWERED)


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """Circles to be written to, to decide about, to remind, and answers nobody has seen to."""
    circles = circles_where(actor, Permission.WRITE_LETTERS)
    waiting = Liaison.objects.filter(state__in=OPEN, settled_at=None)
    programmes = Programme.objects.filter(pk__in=waiting.values("programme"), closed_at=None)
    if circles is not None:
        programmes = programmes.filter(run_by__in=circles)
    found: list[Due] = []
    for programme in programmes.order_by("starts_on", "pk"):
        begins = begins_on(programme)
        if begins is not None and begins < (at - AFTER).date():
            continue
        found += _of(programme, board(programme, language=get_language() or "en", at=at), at=at)
    return found


def _of(programme: Programme, found: Board, *, at: datetime) -> list[Due]:
    address = reverse("engagement:circles", args=[programme.key])
    title = {"title": programme.title}
    opened = [row for row in found.rows if row.liaison.state == State.OPEN]
    ready = [row for row in opened if row.is_ready]
    decide = [row for row in opened if not row.is_ready]
    silent = [row for row in found.overdue if row.liaison.state in {State.ASKED, State.REGION}]
    answered = [row for row in found.rows if _is_unseen(row)]
    things = []
    if ready:
        things.append(
            Due(
                minutes=2 + len(ready),
                what=ngettext(
                    "Write to %(n)s circle before the course",
                    "Write to %(n)s circles before the course",
                    len(ready),
                )
                % {"n": len(ready)},
                why=_("People of %(title)s come from there. The facts are written already.")
                % title,
                button=_("Look and write"),
                address=reverse("engagement:circles_write", args=[programme.key]),
                since=_since(ready, found),
                late=any(row.is_overdue for row in ready),
            )
        )
    if decide:
        things.append(
            Due(
                minutes=3 * len(decide),
                what=ngettext(
                    "Decide whom to ask about %(n)s country or theme",
                    "Decide whom to ask about %(n)s countries or themes",
                    len(decide),
                )
                % {"n": len(decide)},
                why=_("Before %(title)s: no circle, a quiet one, nobody to write to, or too few.")
                % title,
                button=_("Decide"),
                address=f"{address}#decide",
                since=_since(decide, found),
                late=any(row.is_overdue for row in decide),
            )
        )
    if silent:
        things.append(
            Due(
                minutes=2 * len(silent),
                what=ngettext(
                    "%(n)s circle has not answered", "%(n)s circles have not answered", len(silent)
                )
                % {"n": len(silent)},
                why=_("Asked before %(title)s, two weeks ago or longer.") % title,
                button=_("See which"),
                address=f"{address}#silent",
                since=min(row.liaison.asked_at or at for row in silent),
                late=True,
            )
        )
    things += [_answer(programme, row, at=at) for row in answered]
    return things


def _is_unseen(row: Row) -> bool:
    liaison = row.liaison
    later = liaison.answer == Liaison.Answer.LATER
    return liaison.state == State.ANSWERED and liaison.settled_at is None and not later


def _since(rows: list[Row], found: Board) -> datetime:
    """Since when it waits: what is late, since the last day on which it was in time."""
    if found.ask_by is not None and any(row.is_overdue for row in rows):
        return datetime.combine(found.ask_by, time(), tzinfo=UTC)
    return min(row.liaison.made_at for row in rows)


def _answer(programme: Programme, row: Row, *, at: datetime) -> Due:
    return Due(
        minutes=3,
        what=_("%(place)s answered: %(answer)s")
        % {"place": row.name, "answer": row.liaison.get_answer_display()},
        why=_("Before %(title)s.") % {"title": programme.title},
        button=_("Read"),
        address=reverse("engagement:liaison", args=[row.liaison.key]),
        since=row.liaison.answered_at or at,
    )
