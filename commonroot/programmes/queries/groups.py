"""The meetings that each small group of a programme holds for itself."""

from commonroot.programmes.models import Programme, Session
from commonroot.programmes.rules.dates import is_per_group


def group_sessions(programme: Programme) -> list[Session]:
    """Those with a date at least to the month that are not called off, in order."""
    sessions = (
        programme.sessions.exclude(state=Session.State.CANCELLED)
        .filter(phase__isnull=False, held_on__isnull=False)
        .select_related("phase")
        .order_by("held_on", "position")
    )
    return [
        session
        for session in sessions
        if session.phase and any(is_per_group(words) for words in session.phase.rule.values())
    ]
