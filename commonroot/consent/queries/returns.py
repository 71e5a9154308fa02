"""Letters that came back and of which nothing was drawn yet."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from commonroot.messaging.models import Letter

# Formats source 4.5: three that came back for now within a month are one that came back for good.
SOFT_RETURNS = 3
SOFT_DAYS = timedelta(days=30)


def to_heed(*, at: datetime) -> QuerySet[Letter]:
    """What came back, or was called unwanted, and was not heeded yet."""
    return Letter.objects.filter(
        returned__in=Letter.Returned.values, heeded_at=None, returned_at__lte=at
    )


def soft_returns(letter: Letter, *, at: datetime) -> int:
    """How many letters to this person at this address came back for now in the last month."""
    lately = Letter.objects.filter(
        subject_key=letter.subject_key,
        returned=Letter.Returned.SOFT,
        returned_at__gt=at - SOFT_DAYS,
    )
    # The address is sealed, each time otherwise.
    return sum(address == letter.address for address in lately.values_list("address", flat=True))
