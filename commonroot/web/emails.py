"""Letters of the house as a whole: an organiser's week."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from commonroot.accounts.models import Account
from commonroot.messaging.actions import post
from commonroot.messaging.models import Letter
from commonroot.web.queries.week import Week, cause


def post_week(*, account: Account, week: Week, at: datetime) -> Letter | None:
    """The Monday letter: what waits, in numbers and minutes; nobody is named in it."""
    with override(account.language):
        off = f"{settings.ADDRESS}{reverse('accounts:mine')}#week"
        today = f"{settings.ADDRESS}{reverse('web:today')}"
    return post(
        once=cause(account, on=at.astimezone(ZoneInfo(account.time_zone)).date()),
        subject_key=account.person.key,
        purpose="notice",
        audience="school",
        template="web/emails/week",
        values={
            "name": account.shown_name,
            "headline": week.headline,
            "things": week.things,
            "more": week.more,
            "today": today,
            "off": off,
        },
        language=account.language,
        way=Letter.Way.MAIL,
        address=account.address,
        at=at,
    )
