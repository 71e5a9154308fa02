"""The rail of the desk: where one may go, and how much waits there. At most five queries."""

from datetime import datetime

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor, Permission, circles_where
from commonroot.circles.models import Circle
from commonroot.circles.queries import directory
from commonroot.messaging.queries import by_hand, unknown
from commonroot.people.permissions import can_see_register
from commonroot.programmes.models import Programme
from commonroot.programmes.queries import open_enquiries
from commonroot.web.queries.counted import how_many, remembered
from commonroot.web.queries.people import figures


def programmes_of(actor: Actor) -> QuerySet[Programme]:
    """Programmes whose rosters `actor` may see: all, or those of their teams."""
    circles = circles_where(actor, Permission.SEE_ROSTER)
    return (
        Programme.objects.all() if circles is None else Programme.objects.filter(run_by__in=circles)
    )


def counts(actor: Actor, *, at: datetime) -> dict[str, int]:
    """{"letters", "people", "programmes", "circles"}: what stands beside the words of the rail;
    "closed": how many courses are over.

    Letters change by themselves and are counted each time; the rest only after a change.
    """
    # Letters that wait for a person: each kind is counted in an index.
    at_hand = how_many(by_hand()) + how_many(unknown())
    school = Circle.objects.filter(kind=Circle.Kind.SCHOOL)
    newest = AuditEntry.objects.order_by("-pk").values("pk")[:1]
    now = school.values(
        change=Coalesce(Subquery(newest), 0),
        at_hand=at_hand + how_many(open_enquiries(actor)),
    ).first() or {"change": 0, "at_hand": 0}

    sees_register = can_see_register(actor)

    def count() -> dict[str, int]:
        rows = {
            "programmes": programmes_of(actor),
            "circles": directory(),
            "closed": programmes_of(actor).exclude(closed_at=None),
        }
        # The school has fields of these names, so the columns are called otherwise.
        counted = school.values(
            **{f"all_{name}": how_many(found) for name, found in rows.items()}
        ).first()
        people = figures(at=at, change=now["change"]).people if sees_register else 0
        return {"people": people} | {
            name: counted[f"all_{name}"] if counted else 0 for name in rows
        }

    scope = circles_where(actor, Permission.SEE_ROSTER)
    name = f"rail {sees_register} {'all' if scope is None else sorted(scope)}"
    return {"letters": now["at_hand"]} | remembered(name, now["change"], at=at, count=count)
