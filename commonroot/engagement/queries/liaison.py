"""Before a course: which circles are to hear of it, whom they may hear of, how far that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from commonroot.circles.models import Circle
from commonroot.consent.queries import allowed, known_by_circle
from commonroot.consent.rules import OWN_CIRCLE, Audience, AudienceKind, Purpose
from commonroot.core.places import country_name
from commonroot.engagement.models import Liaison, LiaisonSending
from commonroot.engagement.queries.letters import LEFT_THE_HOUSE, audience_of, listening
from commonroot.engagement.rules import liaison as before
from commonroot.engagement.rules.liaison import Route
from commonroot.people.models import FormerKey, Interest, Membership, Person
from commonroot.people.queries import in_high_care, known_by_keys
from commonroot.programmes.models import Programme, Session
from commonroot.registration.models import Registration

State = Liaison.State
HOLDING = (
    Registration.State.PLACED,
    Registration.State.ATTENDED,
    Registration.State.ABSENT,
    Registration.State.EXCUSED,
)


@dataclass(frozen=True)
class Row:
    """A country or theme on the board. `people`: with a place; `agreed`: of these, whom the circle
    may hear of by name; `since`: of these, who agreed after the last letter.
    """

    liaison: Liaison
    name: str
    people: int
    agreed: int
    since: int
    contacts: int
    route: Route
    is_overdue: bool

    @property
    def may_tell(self) -> bool:
        """Whether there is anything that the circle may hear."""
        return self.agreed > 0 or before.may_tell_of_country(self.people)

    @property
    def is_ready(self) -> bool:
        """Whether a letter can leave without anybody deciding anything."""
        open_now = self.liaison.state == State.OPEN
        return open_now and self.route == Route.DIRECT and self.may_tell


@dataclass(frozen=True)
class Share:
    """How many of the countries of a course were contacted. The countries of who is in high care
    are not among them.
    """

    countries: int
    contacted: int
    before_start: int
    answered: int


@dataclass(frozen=True)
class Board:
    """Countries, then themes; who told no country; whom the gate leaves out."""

    rows: list[Row]
    share: Share
    ask_by: date | None
    no_country: int
    left_out: int

    @property
    def ready(self) -> list[Row]:
        """What can leave now."""
        return [row for row in self.rows if row.is_ready]

    @property
    def overdue(self) -> list[Row]:
        """What should have been done, or answered."""
        return [row for row in self.rows if row.is_overdue]


def liaison(key: str) -> Liaison | None:
    """The country or theme of a course with that key."""
    found = Liaison.objects.select_related(
        "programme", "programme__run_by", "circle", "circle__region", "theme"
    )
    return found.filter(key=key).first()


def begins_on(programme: Programme) -> date | None:
    """The first day of a programme: as planned, else that of its first session."""
    if programme.starts_on is not None:
        return programme.starts_on
    held = programme.sessions.exclude(state=Session.State.CANCELLED).exclude(held_on=None)
    first: date | None = held.order_by("held_on").values_list("held_on", flat=True).first()
    return first


def with_a_place(programme: Programme) -> QuerySet[Person]:
    """Everybody who was given a place in a session of a programme that was not cancelled."""
    places = Registration.objects.filter(
        ~Q(session__state=Session.State.CANCELLED),
        person=OuterRef("pk"),
        session__programme=programme,
        state__in=HOLDING,
    )
    return Person.objects.filter(Exists(places), provisional=False)


def placed(programme: Programme, *, at: datetime) -> QuerySet[Person]:
    """Those with a place whom the gate lets be counted as people of the programme.

    Without who is in high care: they are counted in nothing smaller than a region.
    """
    team = Audience(AudienceKind.PROGRAMME, programme.key)
    passing = allowed(
        with_a_place(programme), "", purpose=Purpose.THIS_PROGRAMME, audience=team, at=at
    )
    return passing.exclude(in_high_care())


def places_of(programme: Programme, *, at: datetime) -> tuple[set[str], set[int]]:
    """The countries, and the ids of the themes, that people of a programme come from."""
    people = placed(programme, at=at)
    countries = set(people.exclude(country="").values_list("country", flat=True))
    themes = (
        Interest.objects.filter(person__in=people.values("pk"))
        .exclude(theme__state=Circle.State.CLOSED)
        .filter(theme__kind=Circle.Kind.THEME)
        .values_list("theme", flat=True)
    )
    return countries, set(themes)


def people_of(liaison: Liaison, *, at: datetime) -> QuerySet[Person]:
    """Those placed who live in that country, or work on that theme."""
    people = placed(liaison.programme, at=at)
    if liaison.theme_id is None:
        return people.filter(country=liaison.country)
    return people.filter(
        Exists(Interest.objects.filter(person=OuterRef("pk"), theme=liaison.theme))
    )


def to_be_named(liaison: Liaison, circle: Circle, *, at: datetime) -> QuerySet[Person]:
    """Whom that circle may hear of by name now. A region hears of nobody."""
    if circle.kind == Circle.Kind.REGION:
        return Person.objects.none()
    return listening(people_of(liaison, at=at), circle, at=at).order_by("sort_key", "pk")


def named_to(liaison: Liaison, *, at: datetime) -> list[Person]:
    """Whom letters that left named before the circle, and whom the gate still lets."""
    keys: set[str] = set()
    for sending in liaison.sendings.filter(post__state__in=LEFT_THE_HOUSE).select_related("post"):
        keys |= {key for key, _purpose, _audience in (sending.post.tells if sending.post else ())}
    if liaison.circle is None or not keys:
        return []
    return list(
        to_be_named(liaison, liaison.circle, at=at).filter(pk__in=known_by_keys(keys).values("pk"))
    )


def board(programme: Programme, *, language: str, at: datetime) -> Board:
    """Every country and theme of a programme. The same number of queries for one and for fifty."""
    liaisons = list(
        Liaison.objects.filter(programme=programme).select_related("circle", "theme").order_by("pk")
    )
    people = placed(programme, at=at)
    country_of = dict(people.order_by().values_list("pk", "country"))
    by_country: dict[str, set[int]] = {}
    for pk, country in country_of.items():
        by_country.setdefault(country, set()).add(pk)
    by_theme: dict[int, set[int]] = {}
    for pk, theme in Interest.objects.filter(person__in=people.order_by().values("pk")).values_list(
        "person", "theme"
    ):
        by_theme.setdefault(theme, set()).add(pk)
    known = known_by_circle([_audience(one) for one in liaisons], people=people, at=at)
    told = _told(liaisons)
    keys = dict(people.order_by().values_list("pk", "key"))
    contacts = contacts_now([one.circle_id for one in liaisons if one.circle_id], at=at)
    regions = bool(regions_with_contact(at=at))
    start = begins_on(programme)
    by = before.ask_by(start) if start is not None else None

    def row(one: Liaison) -> Row:
        here = (
            by_theme.get(one.theme_id or 0, set())
            if one.theme_id
            else by_country.get(one.country, set())
        )
        audience = _audience(one)
        name = f"own {one.country}" if audience.key == OWN_CIRCLE else audience.key
        agreed = here & known.get(name, set())
        number = contacts.get(one.circle_id or 0, 0)
        return Row(
            liaison=one,
            name=place_name(one, language),
            people=len(here),
            agreed=len(agreed),
            since=sum(keys[pk] not in told.get(one.pk, set()) for pk in agreed),
            contacts=number,
            route=before.route(
                state=_state_asked(one), contacts=number, region=regions and not one.theme_id
            ),
            is_overdue=before.is_overdue(
                state=one.state, asked_at=one.nudged_at or one.asked_at, ask_by=by, at=at
            ),
        )

    rows = sorted((row(one) for one in liaisons), key=lambda r: (bool(r.liaison.theme_id), r.name))
    everybody = with_a_place(programme).exclude(in_high_care()).count()
    return Board(
        rows=rows,
        share=_share(liaisons, start=start),
        ask_by=by,
        no_country=len(by_country.get("", ())),
        left_out=everybody - len(country_of),
    )


def _state_asked(liaison: Liaison) -> str | None:
    """The state of the circle of that country or theme; None while there is none, or a region
    stands for it.
    """
    circle = liaison.circle
    return None if circle is None or circle.kind == Circle.Kind.REGION else circle.state


def _audience(liaison: Liaison) -> Audience:
    """The circle of that country or theme before the gate, there or not yet."""
    circle = liaison.circle
    if circle is not None and circle.kind != Circle.Kind.REGION:
        return audience_of(circle)
    return Audience(AudienceKind.CIRCLE, OWN_CIRCLE, liaison.country)


def _told(liaisons: list[Liaison]) -> dict[int, set[str]]:
    """Keys of whom letters on their way, or gone, named; by the id of the liaison."""
    told: dict[int, set[str]] = {}
    for sending in LiaisonSending.objects.filter(
        Q(post__ended_at=None) | Q(post__state__in=LEFT_THE_HOUSE),
        liaison__in=liaisons,
        post__isnull=False,
    ).select_related("post"):
        named = {key for key, _purpose, _audience in (sending.post.tells if sending.post else ())}
        told.setdefault(sending.liaison_id, set()).update(named)
    former = FormerKey.objects.filter(key__in=set().union(*told.values()))
    now = dict(former.values_list("key", "person__key"))
    return {one: {now.get(key, key) for key in keys} for one, keys in told.items()}


def _share(liaisons: list[Liaison], *, start: date | None) -> Share:
    countries = [one for one in liaisons if not one.theme_id]
    asked = [one for one in countries if one.asked_at is not None]
    return Share(
        countries=len(countries),
        contacted=len(asked),
        before_start=sum(
            start is None or (one.asked_at is not None and one.asked_at.date() < start)
            for one in asked
        ),
        answered=sum(one.answered_at is not None for one in countries),
    )


def share(programme: Programme) -> Share:
    """How many of the countries of a course were contacted, before it began, and answered."""
    liaisons = list(Liaison.objects.filter(programme=programme))
    return _share(liaisons, start=begins_on(programme))


def is_late(programme: Programme, asked: Share, *, at: datetime) -> bool:
    """Whether a circle should have been written to by now, six weeks before it begins."""
    start = begins_on(programme)
    return (
        start is not None and at.date() > before.ask_by(start) and asked.contacted < asked.countries
    )


def place_name(liaison: Liaison, language: str) -> str:
    """The country, or the theme, in the reader's language."""
    if liaison.theme is not None:
        return str(liaison.theme.name.chosen((language, "en"))[0])
    return country_name(liaison.country, language)


def contacts_now(circles: Iterable[int], *, at: datetime) -> dict[int, int]:
    """How many contacts each of these circles has today whom the gate lets be written to, by id."""
    rows = Membership.objects.filter(
        Q(until=None) | Q(until__gt=at.date()),
        circle__in=list(circles),
        role=Membership.Role.CONTACT,
        since__lte=at.date(),
        person__frozen_at=None,
    ).values_list("circle", "person")
    found: dict[int, set[int]] = {}
    for circle, person in rows:
        found.setdefault(circle, set()).add(person)
    return {circle: len(people) for circle, people in found.items()}


def regions_with_contact(*, at: datetime) -> list[Circle]:
    """Regions that somebody can be written to for."""
    regions = list(
        Circle.objects.filter(kind=Circle.Kind.REGION)
        .exclude(state=Circle.State.CLOSED)
        .order_by("sort_key", "pk")
    )
    numbers = contacts_now([region.pk for region in regions], at=at)
    return [region for region in regions if numbers.get(region.pk)]


def circle_for(liaison_country: str) -> Circle | None:
    """The circle of a country that is not closed."""
    return (
        Circle.objects.filter(kind=Circle.Kind.COUNTRY, country=liaison_country)
        .exclude(state=Circle.State.CLOSED)
        .first()
    )


def leaving(*, at: datetime) -> QuerySet[Liaison]:
    """Those of which something is known now: a letter left, or every letter ended."""
    sendings = LiaisonSending.objects.filter(liaison=OuterRef("pk"), told_at=None)
    ended = sendings.filter(Q(post__ended_at__isnull=False) | Q(post__state__in=LEFT_THE_HOUSE))
    return (
        Liaison.objects.filter(Exists(ended))
        .select_related("circle", "programme", "theme")
        .order_by("pk")
    )


def answers_of(liaison: Liaison) -> QuerySet[LiaisonSending]:
    """What contacts answered, newest first."""
    return (
        liaison.sendings.exclude(answered_at=None)
        .select_related("person")
        .order_by("-answered_at", "-pk")
    )


def state_words(row: Row) -> tuple[str, str]:
    """The sign and the words for where a country or theme stands."""
    liaison = row.liaison
    if liaison.state == State.ANSWERED:
        return "done", str(liaison.get_answer_display() or liaison.get_state_display())
    if liaison.state == State.LEFT:
        return "open", str(liaison.get_state_display())
    if liaison.came_back:
        return "late", _("came back from every contact")
    if liaison.state == State.OPEN:
        return (
            ("late", _("late: not written to yet"))
            if row.is_overdue
            else ("open", str(liaison.get_state_display()))
        )
    if row.is_overdue:
        return "late", _("no answer for long")
    return "waiting", str(liaison.get_state_display())


def why_open(row: Row) -> str:
    """Why a letter does not leave by itself; "" where it can, or has."""
    if row.liaison.state != State.OPEN or row.is_ready:
        return ""
    return {
        Route.QUIET: _("the circle is quiet"),
        Route.NOBODY: _("nobody to write to"),
        Route.REGION: _("the region can be asked"),
        Route.START: _("no region to ask"),
        Route.DIRECT: _("nobody agreed, and too few to be told of"),
    }[row.route]
