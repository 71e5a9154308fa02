"""Public programmes for news readers (Atom, RFC 4287)."""

from datetime import datetime

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import override

from commonroot.circles.models import Circle
from commonroot.programmes.queries.addresses import host, programme_address
from commonroot.programmes.queries.reading import public_programmes
from commonroot.programmes.queries.words import told_in

MOST = 50


def atom(*, school: Circle | None, at: datetime) -> bytes:
    """The newest public programmes, each in its own language."""
    name = str(school) if school else host()
    read = f"{settings.ADDRESS}/feeds/programmes.atom"
    feed = Atom1Feed(title=name, link=f"{settings.ADDRESS}/", description="", feed_url=read)
    for programme in public_programmes(at=at).order_by("-published_at", "pk")[:MOST]:
        with override(programme.languages[0]):
            feed.add_item(
                title=told_in(programme.title, programme)[0],
                link=programme_address(programme),
                description=told_in(programme.summary, programme)[0],
                unique_id=f"tag:{host()},2026:programme-{programme.key}",
                pubdate=programme.published_at,
                updateddate=max(programme.updated_at, programme.published_at or at),
            )
    return feed.writeString("utf-8").encode()
