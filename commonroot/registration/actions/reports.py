"""Bringing in who was in a video meeting: look first, count, take back."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.time import zone_or
from commonroot.programmes.models import Session
from commonroot.registration import rules
from commonroot.registration.actions import places
from commonroot.registration.actions.by_hand import write_in
from commonroot.registration.actions.coming import NotYet
from commonroot.registration.models import KnownAs, Presence, Registration, Report, ReportLine
from commonroot.registration.queries import reports as queries
from commonroot.registration.rules.reports import Judged, judged
from commonroot.sheets.limits import BROWSER, Limits
from commonroot.sheets.video.reading import read_report
from commonroot.sheets.video.times import Order, reading

State = Registration.State
Verdict = ReportLine.Verdict
TAKEN_BACK_UNTIL = timedelta(days=30)
WROTE = 500  # rows written at once
HOW = {Report.Shape.DOOR: Presence.How.SELF, Report.Shape.PAPER: Presence.How.PAPER}


class SaysNothingOfComing(Refused):
    """The file says who registered, not who came."""


class CountedBefore(Refused):
    """Every line of this report was counted before."""


class OrderUnknown(Refused):
    """Nobody can tell whether day or month comes first in its dates."""


class NotCounted(Refused):
    """There is nothing to take back, or it is too long ago."""


class NobodyThere(Refused):
    """The one who was named has no place in this session."""


def take_report(
    *,
    session: Session,
    source: Path | bytes,
    name: str,
    by: Actor,
    at: datetime,
    zone: str = "",
    order: str = "",
    limits: Limits = BROWSER,
) -> Report:
    """Read a report of a video meeting and say what each line is worth; nobody is ticked yet.

    Without a zone the one last said is taken, without an order the one that puts most lines near
    the session. A copy looked at before and not counted gives way. Raises Unreadable, NotYet,
    SaysNothingOfComing, CountedBefore.
    """
    if session.starts_at is None or at < session.starts_at:
        raise NotYet(_("This session has not begun, so nobody can have been there yet."))
    read = read_report(source, name, limits=limits)
    if not read.says_who_came:
        raise SaysNothingOfComing(
            _("This report says who registered, not who came. Under Reports choose "
              "“Participants” or the “Attendee report”. Nothing was changed.")
        )  # fmt: skip
    clock = zone_or(zone, queries.usual_zone(session))
    found = reading(read.lines, starts_at=session.starts_at, zone=clock)
    known = queries.counted_before(session)
    meeting = queries.meeting(
        session,
        order=Order(order) if order else found.order,
        zone=clock,
        host=(read.host_name, read.host_address),
        before=known,
    )
    lines = judged(read.lines, meeting)
    if lines and all(line.mark in known for line in lines):
        raise CountedBefore(_("This report was counted before. Nothing was changed."))
    with transaction.atomic():
        _put_aside(session, lines)
        report = Report.objects.create(
            session=session,
            shape=read.shape,
            zone=clock,
            order=meeting.order,
            certain=found.certain or bool(order),
            near=found.near,
            timed=found.timed,
            made_at=at,
            made_by=f"{by.kind}:{by.key}",
        )
        _write(report, lines)
        note("attendance read", report, by=by, at=at, facts=_facts(lines))
    return report


def _put_aside(session: Session, lines: Iterable[Judged]) -> None:
    """An earlier look at the same file, never counted, gives way."""
    some = [line.mark for line in lines][:50]
    looked_at = Report.objects.filter(session=session, state=Report.State.READ)
    looked_at.filter(pk__in=ReportLine.objects.filter(mark__in=some).values("report")).delete()


def _facts(lines: Iterable[Judged]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for line in lines:
        counted[line.verdict] = counted.get(line.verdict, 0) + 1
    return counted


def _write(report: Report, lines: Iterable[Judged]) -> None:
    ReportLine.objects.bulk_create(
        [
            ReportLine(
                report=report,
                number=each.line.number,
                mark=each.mark,
                who=each.who,
                name=each.line.name[:200],
                original=each.line.original[:200],
                address=each.line.address[:254],
                joined=each.line.joined[:60],
                left=each.line.left[:60],
                starts_at=each.stay.start if each.stay else None,
                ends_at=each.stay.end if each.stay else None,
                seconds=each.line.seconds,
                kind=each.line.kind,
                verdict=each.verdict,
                why=each.why,
                registration_id=each.registration,
            )
            for each in lines
        ],
        batch_size=WROTE,
    )


@transaction.atomic
def read_anew(*, report: Report, zone: str, order: str, by: Actor, at: datetime) -> Report:
    """Read the times of a report in another zone or order, before it is counted."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.state != Report.State.READ:
        raise NotCounted(_("This report was counted already. Take it back first."))
    rows = list(report.lines.order_by("number", "pk"))
    report.zone = zone_or(zone, report.zone)
    assert report.session.starts_at is not None  # a report is taken of sessions with a time alone
    lines = [queries.line_of(row) for row in rows]
    found = reading(lines, starts_at=report.session.starts_at, zone=report.zone)
    report.order = Order(order) if order in set(Order) else found.order
    report.certain = found.certain or order in set(Order)
    report.near, report.timed = found.near, found.timed
    hosts = {row.pk for row in rows if row.why == "host"}
    meeting = queries.meeting(
        report.session,
        order=Order(report.order),
        zone=report.zone,
        before=queries.counted_before(report.session),
    )
    for row, each in zip(rows, judged(lines, meeting), strict=True):
        if row.pk in hosts:
            continue
        row.verdict, row.why, row.registration_id = each.verdict, each.why, each.registration
        row.starts_at = each.stay.start if each.stay else None
        row.ends_at = each.stay.end if each.stay else None
    fields = ["verdict", "why", "registration", "starts_at", "ends_at"]
    ReportLine.objects.bulk_update(rows, fields, batch_size=WROTE)
    report.save(update_fields=["zone", "order", "certain", "near", "timed"])
    note("attendance read anew", report, by=by, at=at)
    return report


@transaction.atomic
def settle(*, report: Report, who: str, place: Registration | None, by: Actor, at: datetime) -> int:
    """Say who the lines of one name are, or (without a place) that they are nobody's; how many.

    It is learnt for the next report. In a report that counts already they are ticked at once.
    Raises NobodyThere.
    """
    session = places.locked(report.session)
    report = Report.objects.get(pk=report.pk)
    report.session = session
    if place is not None and place.session_id != session.pk:
        raise NobodyThere(_("This person has no place in this session."))
    rows = list(report.lines.filter(who=who, verdict=Verdict.QUEUED))
    if not rows:
        return 0
    name = rows[0].original or rows[0].name or rows[0].address
    KnownAs.objects.get_or_create(
        person=place.person if place else None,
        mark=who,
        defaults={"name": name, "learnt_at": at},
    )
    report.lines.filter(pk__in=[row.pk for row in rows]).update(
        verdict=Verdict.MATCHED if place else Verdict.DROPPED,
        why="" if place else "nobody",
        registration=place,
    )
    note(
        "attendance settled", report, by=by, at=at,
        person_key=place.person.key if place else "", facts={"lines": len(rows)},
    )  # fmt: skip
    if place is not None and report.state == Report.State.APPLIED:
        _count(report, [place.pk], by=by, at=at)
    return len(rows)


@transaction.atomic
def settle_new(
    *, report: Report, who: str, name: str, way_text: str, language: str, by: Actor, at: datetime
) -> int:
    """Say that the lines of one name are somebody who had no place: they are written in as having
    come, and known in the next report; how many lines. Raises what `write_in` raises.
    """
    if not report.lines.filter(who=who, verdict=Verdict.QUEUED).exists():
        return 0
    place = write_in(
        session=report.session,
        name=name,
        way_text=way_text,
        language=language,
        how=_how(report),
        by=by,
        at=at,
    )
    return settle(report=report, who=who, place=place, by=by, at=at)


@transaction.atomic
def count(*, report: Report, absent: bool, by: Actor, at: datetime) -> int:
    """Tick everybody a report names, with their minutes; how many places changed.

    With `absent`, whoever has a place and is in no report did not come. Counting twice changes
    nothing. Raises OrderUnknown.
    """
    session = places.locked(report.session)
    report = Report.objects.get(pk=report.pk)
    report.session = session
    if report.state != Report.State.READ:
        return 0
    if not report.certain:
        raise OrderUnknown(
            _("Its dates can be read in two ways. Say whether day or month comes first.")
        )
    before = queries.counted_before(session)
    again = [pk for pk, mark in report.lines.values_list("pk", "mark") if mark in before]
    for start in range(0, len(again), WROTE):
        report.lines.filter(pk__in=again[start : start + WROTE]).update(
            verdict=Verdict.DROPPED, why="again"
        )
    missing = list(queries.not_in(report).select_related("person")) if absent else []
    for row in missing:
        row.session = session
    known = dict(
        Presence.objects.filter(registration__in=missing).values_list("registration", "pk")
    )
    report.state, report.applied_at, report.absent = Report.State.APPLIED, at, absent
    report.save(update_fields=["state", "applied_at", "absent"])
    named = report.lines.filter(verdict=Verdict.MATCHED).values_list("registration", flat=True)
    changed = _count(report, {pk for pk in named if pk}, by=by, at=at)
    _say(
        [
            Presence(
                pk=known.get(row.pk),
                registration=row,
                how=Presence.How.REPORT,
                was=row.state,
                minutes=0,
            )
            for row in missing
        ],
        at=at,
    )
    places.move_many(missing, to=State.ABSENT, by=by, at=at)
    changed += len(missing)
    note("attendance counted", report, by=by, at=at, facts={"changed": changed})
    return changed


def _how(report: Report) -> str:
    """How it is known who came, by where a list is from."""
    return next((how for shape, how in HOW.items() if shape == report.shape), Presence.How.REPORT)


def _count(report: Report, pks: Iterable[int], *, by: Actor, at: datetime) -> int:
    """Tick these places and write down their minutes; how many changed."""
    wanted, session = set(pks), report.session
    minutes = queries.minutes_of(session, wanted)
    known = {
        row.registration_id: row for row in Presence.objects.filter(registration__session=session)
    }
    named = _how(report)
    ticked: list[Registration] = []
    said: list[Presence] = []
    rows = Registration.objects.filter(session=session, pk__in=wanted).select_related("person")
    for row in rows.order_by("pk"):
        row.session = session
        there, was = known.get(row.pk), row.state
        now = Presence(registration=row, how=named, was=was, minutes=minutes.get(row.pk))
        if was == State.ATTENDED:
            now.how = there.how if there else Presence.How.DESK
            now.was = there.was if there else ""
        else:
            ticked.append(row)
        if was != State.ATTENDED or there is None or there.minutes != now.minutes:
            now.pk = there.pk if there else None
            said.append(now)
    places.move_many(ticked, to=State.ATTENDED, by=by, at=at)
    _say(said, at=at)
    return len({row.pk for row in ticked} | {now.registration_id for now in said})


def _say(said: Sequence[Presence], *, at: datetime) -> None:
    """Write down how it is known that these came."""
    for now in said:
        now.said_at = at
    Presence.objects.bulk_create([now for now in said if now.pk is None], batch_size=WROTE)
    Presence.objects.bulk_update(
        [now for now in said if now.pk is not None],
        ["how", "was", "minutes", "said_at"],
        batch_size=WROTE,
    )


@transaction.atomic
def take_back(*, report: Report, by: Actor, at: datetime) -> int:
    """Undo the counting of a report: ticks that came from it alone are taken off; how many.

    Ticks somebody gave by hand stay, as do those another report gives. Raises NotCounted.
    """
    session = places.locked(report.session)
    report = Report.objects.get(pk=report.pk)
    report.session = session
    applied = report.applied_at
    if report.state != Report.State.APPLIED or applied is None or at > applied + TAKEN_BACK_UNTIL:
        raise NotCounted(
            _("There is nothing to take back: it was not counted, or over 30 days ago.")
        )
    report.state, report.undone_at = Report.State.UNDONE, at
    report.save(update_fields=["state", "undone_at"])
    touched = set(
        report.lines.filter(verdict=Verdict.MATCHED).values_list("registration", flat=True)
    )
    minutes = queries.minutes_of(session, {pk for pk in touched if pk})
    rows = Presence.objects.filter(registration__session=session).select_related(
        "registration__person"
    )
    undone = 0
    for there in rows:
        row = there.registration
        absent = report.absent and row.state == State.ABSENT and there.how == Presence.How.REPORT
        if row.pk not in touched and not absent:
            continue
        row.session = session
        if row.pk in minutes:
            there.minutes = minutes[row.pk]
            there.save(update_fields=["minutes"])
        elif there.how != Presence.How.REPORT:
            there.minutes = None
            there.save(update_fields=["minutes"])
        elif row.state in {State.ATTENDED, State.ABSENT}:
            stays = rules.may_move(row.state, to=there.was)
            before = there.was if stays else rules.before_tick(row.state, was=there.was)
            places.move(row, to=before, by=by, at=at, back=True)
            there.delete()
            undone += 1
    note("attendance taken back", report, by=by, at=at, facts={"changed": undone})
    return undone
