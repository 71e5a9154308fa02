"""Programmes and sessions by key, by date and by stage."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.programmes.models import PageVersion, Programme, Session
from commonroot.programmes.queries import words
from commonroot.programmes.rules import stages as rules

# Lists say little about each: long texts and sealed fields stay where they are.
LONG_TEXTS = ("aims", "passages", "apply_asks", "afterwards", "purpose", "story", "story_from")
LISTED_OF_A_SESSION = (
    "key",
    "programme",
    "position",
    "title",
    "precision",
    "held_on",
    "until_on",
    "time_zone",
    "starts_at",
    "ends_at",
    "sorts_on",
    "places",
    "state",
)


def programme(key: str) -> Programme | None:
    """The programme with that key, public or not: for organisers."""
    return Programme.objects.select_related("run_by").filter(key=key).first()


def runs_high_care(actor: Actor) -> bool:
    """Whether a course under way, or a session of it, asks for high care in a circle they act for.

    Whoever acts for the school acts for all of them.
    """
    high = Q(care=Circle.Care.HIGH) | Q(sessions__care=Circle.Care.HIGH)
    theirs = Programme.objects.filter(high, closed_at=None)
    if not any(held.is_school for held in actor.held):
        theirs = theirs.filter(run_by__in=[held.circle_id for held in actor.held])
    return theirs.exists()


def public_programmes(*, at: datetime) -> QuerySet[Programme]:
    """Every programme that is public at that moment."""
    return Programme.objects.filter(published_at__lte=at)


def public_programme(key: str, *, at: datetime) -> Programme | None:
    """The public programme with that key."""
    return public_programmes(at=at).filter(key=key).first()


def coming_programmes(*, at: datetime) -> QuerySet[Programme]:
    """Public programmes that are not over, the next first, undated last; with their sessions."""
    sessions = Session.objects.only(*LISTED_OF_A_SESSION).order_by("position")
    return (
        public_programmes(at=at)
        .defer(*LONG_TEXTS)
        .filter(Q(ends_on=None) | Q(ends_on__gte=at.date()), closed_at=None)
        .prefetch_related(Prefetch("sessions", queryset=sessions))
        .order_by(F("starts_on").asc(nulls_last=True), "sort_key", "pk")
    )


def past_programmes(*, at: datetime) -> QuerySet[Programme]:
    """Public programmes that are over, the latest first."""
    return (
        public_programmes(at=at)
        .defer(*LONG_TEXTS)
        .filter(Q(ends_on__lt=at.date()) | Q(closed_at__isnull=False))
        .order_by(F("ends_on").desc(nulls_last=True), "sort_key", "pk")
    )


def _past(at: datetime) -> Q:
    """As `rules.dates.is_past`, for a query."""
    return Q(ends_at__lte=at) | Q(ends_at=None, sorts_on__lt=at.date())


def coming_sessions(*, at: datetime) -> QuerySet[Session]:
    """Planned sessions of public programmes that are not over, as people expect them in a list."""
    return (
        Session.objects.filter(programme__published_at__lte=at, state=Session.State.PLANNED)
        .exclude(_past(at))
        .select_related("programme", "phase")
        .order_by(
            F("sorts_on").asc(nulls_last=True),
            F("starts_at").asc(nulls_last=True),
            "programme",
            "position",
        )
    )


def past_sessions(*, at: datetime) -> QuerySet[Session]:
    """Sessions of public programmes that took place, the latest first."""
    return (
        Session.objects.filter(
            _past(at), programme__published_at__lte=at, state=Session.State.PLANNED
        )
        .select_related("programme", "phase")
        .order_by("-sorts_on", F("starts_at").desc(nulls_last=True), "programme", "-position")
    )


def public_session(key: str, *, at: datetime) -> Session | None:
    """The session with that key, if its programme is public."""
    public = Session.objects.filter(programme__published_at__lte=at)
    return public.select_related("programme").filter(key=key).first()


def sessions_ahead(programme: Programme, *, at: datetime) -> list[Session]:
    """The planned sessions of a programme that are not over, in their order."""
    planned = programme.sessions.filter(state=Session.State.PLANNED).exclude(_past(at))
    ahead = list(planned.order_by(F("starts_at").asc(nulls_last=True), "position"))
    for session in ahead:
        session.programme = programme
    return ahead


def latest_story(*, at: datetime) -> Programme | None:
    """The programme whose line about what people did afterwards is the newest."""
    return (
        public_programmes(at=at)
        .exclude(story={})
        .order_by(F("ends_on").desc(nulls_last=True), "pk")
        .first()
    )


def pages_version() -> int:
    """A number that rises with each change of what public pages show: one small query."""
    return PageVersion.objects.values_list("number", flat=True).filter(pk=1).first() or 0


def host_day(time_zone: str, *, at: datetime) -> date:
    """The day it is in a zone."""
    return at.astimezone(ZoneInfo(time_zone)).date()


def _dates(programme: Programme) -> rules.Dates:
    return rules.Dates(
        published=programme.published_at is not None,
        apply_by=programme.apply_by,
        starts_on=programme.starts_on,
        ends_on=programme.ends_on,
        closed=programme.closed_at is not None,
    )


def stage(programme: Programme, *, at: datetime) -> str:
    """Which stage a programme is in: plan, call, choose, run, hand_over or years."""
    return rules.stage(_dates(programme), today=host_day(programme.time_zone, at=at))


def stages(programme: Programme, *, at: datetime) -> list[dict[str, str]]:
    """The six stages as `{% stages %}` takes them: `{code, word, date, state}` each."""
    now = host_day(programme.time_zone, at=at)
    closed_on = (
        programme.closed_at.astimezone(ZoneInfo(programme.time_zone)).date()
        if programme.closed_at
        else None
    )
    names = {
        "plan": _("plan"),
        "call": _("call"),
        "choose": _("choose"),
        "run": _("run"),
        "hand_over": _("hand over"),
        "years": _("years after"),
    }
    return [
        {
            "code": name,
            "word": names[name],
            "state": state,
            "date": words.day_words(day, today=now, short=True) if day else "",
        }
        for name, state, day in rules.strip(_dates(programme), today=now, closed_on=closed_on)
    ]
