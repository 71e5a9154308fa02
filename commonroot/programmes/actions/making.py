"""A public page for one session, made on the desk in one step."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.core.time import instant
from commonroot.programmes.actions.programmes import (
    create_programme,
    publish,
    refresh_span,
    set_instants,
)
from commonroot.programmes.models import Programme, Session


class DayOver(Refused):
    """Nobody can register for what has begun."""


@transaction.atomic
def make_session_page(
    *,
    run_by: Circle,
    language: str,
    title: str,
    sentence: str,
    on: date,
    clock: time,
    time_zone: str,
    minutes: int,
    places: int | None,
    join_address: str,
    by: Actor,
    at: datetime,
) -> Programme:
    """An open series with one dated session, published; `title` and `sentence` are in `language`.

    Raises DayOver.
    """
    if instant(on, clock, time_zone) <= at:
        raise DayOver(_("That time is over. Choose one that is still to come."))
    words = {"title": Translated({language: title}), "summary": Translated({language: sentence})}
    programme = create_programme(
        run_by=run_by,
        title=words["title"],
        format=Programme.Format.OPEN,
        details={
            "summary": words["summary"],
            "languages": [language],
            "time_zone": time_zone,
        },
        by=by,
        at=at,
    )
    session = Session(
        programme=programme,
        position=0,
        **words,
        precision=Session.Precision.DAY,
        held_on=on,
        wall_time=clock,
        minutes=minutes,
        time_zone=time_zone,
        places=places,
        join_address=join_address,
        updated_at=at,
    )
    set_instants(session, last=on)
    session.save()
    refresh_span(programme, at=at)
    publish(programme=programme, by=by, at=at)
    return programme
