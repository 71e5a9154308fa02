"""Reports of video meetings and other lists of who was there: what they say, who waits in them."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commonroot.accounts.roles import Actor
from commonroot.core.keys import mark
from commonroot.core.text import tokens
from commonroot.people.models import ContactWay, Person
from commonroot.people.rules import as_way
from commonroot.programmes.models import Presenter, Session
from commonroot.registration import rules
from commonroot.registration.models import KnownAs, Registration, Report, ReportLine
from commonroot.registration.queries.attendance import visible
from commonroot.registration.rules.attendance import Known, found, likely
from commonroot.registration.rules.reports import Meeting, minutes_there, name_words
from commonroot.sheets.video.report import Kind, Line
from commonroot.sheets.video.times import Order, Stay

State = Registration.State
Verdict = ReportLine.Verdict
FILES = ("A", "B", "C", "D", "E", "F", "api")
SOURCES = {
    "door": _("Names typed at the door"),
    "paper": _("Names from a paper list"),
}
WHY = {
    "again": _("counted before"),
    "waiting": _("only in the waiting room"),
    "away": _("registered for the webinar and stayed away"),
    "machine": _("a program that listens in"),
    "host": _("leads the meeting"),
    "nobody": _("nobody to be counted, as you said before"),
    "nameless": _("there is neither a name nor an address"),
    "time": _("the times could not be read"),
    "outside": _("not at the time of this session"),
    "unknown": _("nobody of that name has a place"),
    "several": _("several people might be meant"),
    "no_place": _("this person has no place"),
}


def report(key: str) -> Report | None:
    """The report with that key, with its session and who runs it."""
    return Report.objects.filter(key=key).select_related("session__programme__run_by").first()


def reports_of(session: Session) -> QuerySet[Report]:
    """The files brought in for a session that were not taken back, the newest first."""
    return (
        Report.objects.filter(session=session, shape__in=FILES)
        .exclude(state=Report.State.UNDONE)
        .order_by("-made_at", "-pk")
    )


def usual_zone(session: Session) -> str:
    """Which clock reports of video meetings show: the one last said, else the session's."""
    last = Report.objects.filter(shape__in=FILES, state=Report.State.APPLIED).order_by(
        "-applied_at"
    )
    return last.values_list("zone", flat=True).first() or session.time_zone


def video_mark(kind: str, value: str) -> str:
    """The keyed mark under which a name or a line of a report is known again."""
    return mark(kind, value, ring=settings.KEY_RING)


def way_mark(address: str) -> str:
    """The keyed mark of an address as our contact ways carry it; "" when it is none."""
    way = as_way(address)
    return mark(f"way {way[0]}", way[1], ring=settings.KEY_RING) if way else ""


def counted_before(session: Session) -> set[str]:
    """Marks of all lines of the reports that count for this session."""
    rows = ReportLine.objects.filter(report__session=session, report__state=Report.State.APPLIED)
    return set(rows.values_list("mark", flat=True))


def claims(session: Session) -> list[Registration]:
    """One row for each person who ever asked for a place: their claim, else the last they had."""
    rows = (
        Registration.objects.filter(session=session)
        .select_related("person")
        .prefetch_related(
            Prefetch("person__ways", queryset=ContactWay.objects.only("person_id", "mark")),
            "person__further_names",
        )
        .order_by("pk")
    )
    best: dict[int, Registration] = {}
    for row in rows:
        there = best.get(row.person_id)
        if there is None or there.state not in rules.CLAIMING:
            best[row.person_id] = row
    return list(best.values())


def known_in(rows: Iterable[Registration]) -> Known:
    """By what those of `rows` are found in a report, by the primary key of their place."""
    known = Known()
    place_of: dict[int, int] = {}
    for row in rows:
        person = row.person
        place_of[person.pk] = row.pk
        known.add(
            row.pk,
            addresses=[way.mark for way in person.ways.all()],
            names=[frozenset(tokens(name)) for name in _names(person)],
        )
    learnt = KnownAs.objects.filter(person__in=place_of).values_list("mark", "person__pk")
    for alias, pk in learnt:
        known.by_alias.setdefault(alias, set()).add(place_of[pk])
    return known


def _names(person: Person) -> list[str]:
    given_family = f"{person.given_name} {person.family_name}".strip()
    further = [name.text for name in person.further_names.all()]
    return [name for name in (person.shown_name, given_family, *further) if name]


def meeting(
    session: Session,
    *,
    order: Order,
    zone: str,
    host: tuple[str, str] = ("", ""),
    before: Collection[str] = (),
) -> Meeting:
    """What the lines of a report of `session` are held against. `host` is a name and an address."""
    assert session.starts_at is not None  # a report is taken of sessions with a time alone
    assert session.ends_at is not None
    rows = claims(session)
    leading = Presenter.objects.filter(session=session).select_related("person")
    people = [presenter.person for presenter in leading.prefetch_related("person__ways")]
    names = {frozenset(tokens(name)) for person in people for name in (person.shown_name,)}
    ways = {way.mark for person in people for way in person.ways.all()}
    return Meeting(
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        order=order,
        zone=zone,
        known=known_in(rows),
        mark=lambda kind, value: video_mark(
            kind, f"{session.key}\0{value}" if kind == "report line" else value
        ),
        way=way_mark,
        host_ways=(ways | {way_mark(host[1])}) - {""},
        host_names=(names | {frozenset(tokens(host[0]))}) - {frozenset()},
        nobody=set(KnownAs.objects.filter(person=None).values_list("mark", flat=True)),
        before=before,
        placed={row.pk for row in rows if row.state in {State.PLACED, *rules.CHECKED}},
    )


def line_of(row: ReportLine) -> Line:
    """What was written in one line, again."""
    return Line(
        number=row.number,
        name=row.name,
        original=row.original,
        address=row.address,
        joined=row.joined,
        left=row.left,
        seconds=row.seconds,
        kind=Kind(row.kind),
        in_waiting_room=row.why == "waiting",
        attended=row.why != "away",
    )


def counts(report: Report) -> dict[str, dict[str, int]]:
    """`{verdict: {why: lines}}`."""
    counted: dict[str, dict[str, int]] = {verdict: {} for verdict in Verdict.values}
    for verdict, why in report.lines.order_by("pk").values_list("verdict", "why"):
        counted[verdict][why] = counted[verdict].get(why, 0) + 1
    return counted


def minutes_of(
    session: Session, places: Collection[int], *, also: Report | None = None
) -> dict[int, int]:
    """Whole minutes each of these places was there, by the reports counted (and `also` one).

    Whom no report timed is absent.
    """
    assert session.starts_at is not None
    assert session.ends_at is not None
    counted = Q(report__state=Report.State.APPLIED)
    if also is not None:
        counted |= Q(report=also)
    rows = ReportLine.objects.filter(
        counted, report__session=session, verdict=Verdict.MATCHED, registration__in=set(places)
    ).values_list("registration", "starts_at", "ends_at", "seconds")
    stays: dict[int, list[Stay]] = {}
    told: dict[int, list[int]] = {}
    for place, start, end, seconds in rows:
        if start is not None and end is not None:
            stays.setdefault(place, []).append(Stay(start, end))
        elif seconds is not None:
            told.setdefault(place, []).append(seconds)
    return {
        place: minutes_there(
            stays.get(place, ()),
            told.get(place, ()),
            starts_at=session.starts_at,
            ends_at=session.ends_at,
        )
        for place in stays.keys() | told.keys()
    }


@dataclass(frozen=True)
class Came:
    """Somebody a report names: their place, minutes in all, and from how many lines."""

    place: Registration
    minutes: int
    lines: int


def came(report: Report, *, seen_by: Actor, at: datetime) -> list[Came]:
    """Whom a report names and `seen_by` may see, in their sorting order."""
    lines = Counter(
        report.lines.filter(verdict=Verdict.MATCHED).values_list("registration", flat=True)
    )
    minutes = minutes_of(report.session, [pk for pk in lines if pk], also=report)
    rows = visible(
        Registration.objects.filter(pk__in=lines.keys()), report.session, seen_by=seen_by, at=at
    )
    return [
        Came(row, minutes.get(row.pk, 0), lines[row.pk])
        for row in rows.order_by("person__sort_key", "pk")
    ]


@dataclass(frozen=True)
class Waiting:
    """Somebody in a report of whom nobody knows yet who it is: the mark that names them there,
    what is written, why it waits, and who it might be.
    """

    who: str
    name: str
    address: str
    why: str
    lines: int
    maybe: list[Registration]

    @property
    def reason(self) -> str:
        """Why nobody knows it, in words."""
        return str(WHY[self.why])


def waiting(report: Report, *, seen_by: Actor, at: datetime) -> list[Waiting]:
    """Whom somebody must settle in a report, in the order of its lines."""
    rows = list(report.lines.filter(verdict=Verdict.QUEUED).order_by("number"))
    if not rows:
        return []
    there = visible(
        Registration.objects.filter(session=report.session), report.session, seen_by=seen_by, at=at
    )
    may_see = {row.pk: row for row in there}
    known = known_in(row for row in claims(report.session) if row.pk in may_see)
    grouped: dict[str, list[ReportLine]] = {}
    for row in rows:
        grouped.setdefault(row.who, []).append(row)
    return [
        Waiting(
            who=who,
            name=group[0].original or group[0].name,
            address=group[0].address,
            why=group[0].why,
            lines=len(group),
            maybe=[may_see[pk] for pk in _maybe(group[0], known) if pk in may_see],
        )
        for who, group in grouped.items()
    ]


def _maybe(row: ReportLine, known: Known) -> list[int]:
    names = name_words(line_of(row))
    address = way_mark(row.address) if row.address else ""
    match = found(known, address=address, names=names, alias=row.who)
    first = [row.registration_id] if row.registration_id else []
    first += [match.who] if match.who else list(match.maybe)
    return list(dict.fromkeys([*first, *likely(known, names=names)]))


def not_in(report: Report) -> QuerySet[Registration]:
    """Who has a place nobody ticked, and is named by no report that counts."""
    named = ReportLine.objects.filter(verdict=Verdict.MATCHED).filter(
        Q(report=report) | Q(report__session=report.session, report__state=Report.State.APPLIED)
    )
    return Registration.objects.filter(session=report.session, state=State.PLACED).exclude(
        pk__in=named.values("registration")
    )


def refused(report: Report) -> QuerySet[ReportLine]:
    """The lines that could not be read, in their order."""
    return report.lines.filter(verdict=Verdict.REFUSED).order_by("number")


def waiting_in_session(session: Session) -> QuerySet[Report]:
    """Lists of a session that count and in which somebody still waits to be named."""
    return (
        Report.objects.filter(
            session=session, state=Report.State.APPLIED, lines__verdict=Verdict.QUEUED
        )
        .distinct()
        .order_by("made_at", "pk")
    )
