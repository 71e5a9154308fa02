"""Letters to those who read applications."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from commonroot.admissions.models import Reviewer
from commonroot.admissions.queries.panel import Left
from commonroot.core.time import zone_or
from commonroot.messaging.actions import post
from commonroot.messaging.models import Letter
from commonroot.programmes.queries import told_in
from commonroot.programmes.queries.words import moment_words


def post_left(reviewer: Reviewer, *, left: Left, until: datetime, at: datetime) -> Letter | None:
    """Say what a reader has left, in their language and by their clock; None when nobody of ours
    is behind the account.
    """
    account = reviewer.account
    person = getattr(account, "person", None)
    if person is None:
        return None
    programme = reviewer.call.programme
    with override(account.language):
        values = {
            "name": account.shown_name,
            "programme": told_in(programme.title, programme)[0],
            "left": left.left,
            "all": left.all,
            "until": moment_words(until, zone=own_zone(reviewer), at=at),
            "link": f"{settings.ADDRESS}{reverse('admissions:reading', args=[reviewer.key])}",
        }
    return post(
        once=f"left to read {reviewer.key} {at:%Y-%m-%dT%H:%M}",
        subject_key=person.key,
        purpose="notice",
        audience="school",
        template="admissions/emails/left_to_read",
        values=values,
        language=account.language,
        way=Letter.Way.MAIL,
        address=account.address,
        at=at,
    )


def own_zone(reviewer: Reviewer) -> str:
    """The zone of a reader's account; as long as it is nobody's (UTC), that of the call."""
    zone = reviewer.account.time_zone
    return reviewer.call.time_zone if zone == "UTC" else zone_or(zone, reviewer.call.time_zone)
