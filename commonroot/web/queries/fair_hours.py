"""Where the people of a programme live, as far as whoever plans may see them."""

from collections import Counter
from datetime import datetime

from commonroot.accounts.queries import in_circles_of
from commonroot.accounts.roles import Actor, Permission
from commonroot.consent.queries import allowed
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.time import known_zones
from commonroot.programmes.models import Programme
from commonroot.registration.models import Registration

State = Registration.State
CLAIMING = (
    State.PLACED, State.OFFERED, State.WAITING, State.ASKED, State.ATTENDED, State.ABSENT,
    State.EXCUSED,
)  # fmt: skip


def zones_of(programme: Programme, *, seen_by: Actor, at: datetime) -> tuple[dict[str, int], int]:
    """People of a programme by zone, each counted once, and how many gave none.

    Only of those whom `seen_by` may see: by the gate and by their circles.
    """
    claims = Registration.objects.filter(
        session__programme=programme, state__in=CLAIMING, person__provisional=False
    )
    gate = Audience(AudienceKind.PROGRAMME, programme.key)
    seen = in_circles_of(
        allowed(claims, "person", purpose=Purpose.THIS_PROGRAMME, audience=gate, at=at),
        "session__programme__run_by",
        actor=seen_by,
        permission=Permission.SEE_ROSTER,
    )
    rows = seen.order_by().values_list("person", "person__time_zone").distinct()
    counted = Counter(zone for _person, zone in rows)
    unknown = sum(number for zone, number in counted.items() if zone not in known_zones())
    return {zone: n for zone, n in counted.items() if zone in known_zones()}, unknown
