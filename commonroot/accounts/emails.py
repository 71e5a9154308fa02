"""Letters to people who sign in: to choose a password, and that something was changed."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from commonroot.accounts.models import Account
from commonroot.core.keys import token_hash
from commonroot.messaging.actions import post
from commonroot.messaging.models import Letter


def post_to(
    account: Account, template: str, *, once: str, at: datetime, values: dict[str, str | int]
) -> Letter | None:
    """Post one letter to whoever signs in with `account`; None when nobody of ours is behind it."""
    person = getattr(account, "person", None)
    if person is None:
        return None
    return post(
        once=once,
        subject_key=person.key,
        purpose="notice",
        audience="school",
        template=f"accounts/emails/{template}",
        values={"name": account.shown_name, **values},
        language=account.language,
        way=Letter.Way.MAIL,
        address=account.address,
        at=at,
    )


def post_link(account: Account, template: str, *, token: str, minutes: int, at: datetime) -> None:
    """Send the link by which a password is chosen; it works for so many minutes."""
    with override(account.language):
        link = f"{settings.ADDRESS}{reverse('accounts:choose', args=[token])}"
    post_to(
        account,
        template,
        once=f"sign-in link {token_hash(token)}",
        at=at,
        values={"link": link, "minutes": minutes, "days": minutes // (24 * 60)},
    )
