"""Links: what a token opens, and the addresses that stand in letters."""

from datetime import datetime

from django.conf import settings
from django.db.models import Exists, Q

from commonroot.accounts.queries import locks
from commonroot.core.keys import token_hash
from commonroot.people.models import Link


def link(token: str, *, at: datetime) -> Link | None:
    """The link that `token` opens now, with its person and way.

    None: unknown, ended or run out, or the whole school is locked.
    """
    return (
        Link.objects.filter(
            Q(expires_at=None) | Q(expires_at__gt=at), token_hash=token_hash(token), revoked_at=None
        )
        .exclude(Exists(locks()))
        .select_related("person", "way")
        .first()
    )


def page_address(token: str, *, answer: str = "") -> str:
    """Where a link in a letter leads; `answer` is chosen already when its page opens."""
    return f"{settings.ADDRESS}/p/{token}" + (f"?a={answer}" if answer else "")


def stop_address(token: str) -> str:
    """Where a link leads that stops letters of one kind."""
    return f"{settings.ADDRESS}/u/{token}"
