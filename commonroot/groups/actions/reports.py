"""What a group reports of its month, asking for it, and calling for help."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.groups.emails import space as emails
from commonroot.groups.models import Asked, MonthReport, SmallGroup
from commonroot.groups.queries import reports, space
from commonroot.groups.rules.reports import PARTS
from commonroot.people.actions import answer_link
from commonroot.people.models import Person

HELP = MonthReport.Ask.HELP


class WroteMeanwhile(Refused):
    """Somebody else of the group changed the report since it was opened."""


class NothingWritten(Refused):
    """Nothing was written yet that could be given."""


@transaction.atomic
def keep_report(
    *,
    group: SmallGroup,
    month: date,
    words: Mapping[str, str],
    seen: str,
    give: bool,
    person: Person | None,
    by: Actor,
    at: datetime,
) -> MonthReport:
    """Keep what a group says of a month; `give`: the organisers read it from now on.

    `seen` is `mark_of` of what the writer had before them. What was given stays given. Raises
    WroteMeanwhile and NothingWritten: nothing is kept then.
    """
    _wait_for(group)
    report = reports.report_of(group, month)
    if mark_of(report) != seen:
        raise WroteMeanwhile(
            _(
                "Somebody of your group wrote at the same time. Both texts stand below: put "
                "together what you want to keep. Nothing of yours is lost."
            )
        )
    said = {part: words.get(part, "").strip() for part in PARTS}
    if give and not any(said.values()):
        raise NothingWritten(_("Write a word into one of the four fields first."))
    report = report or MonthReport(group=group, month=month, written_at=at)
    report.changed_at = at if report.pk else None
    report.words, report.person = said, person
    if give:
        report.given_at = report.given_at or at
    report.save()
    note("group report kept", report, by=by, at=at, facts={"given": report.given_at is not None})
    return report


def mark_of(report: MonthReport | None) -> str:
    """Tells one state of a report from another; "" where nothing was written."""
    return "" if report is None else (report.changed_at or report.written_at).isoformat()


@transaction.atomic
def call_for_help(
    *, group: SmallGroup, words: str, person: Person | None, by: Actor, at: datetime
) -> MonthReport:
    """The group needs help: the organisers hear it at once. It stands in the report of the month.

    What was written before stays; calling again while nobody came adds to the words.
    """
    _wait_for(group)
    month = reports.month_of(at, group)
    report = reports.report_of(group, month) or MonthReport(
        group=group, month=month, written_at=at, person=person
    )
    report.changed_at = at if report.pk else None
    needs = [report.words.get("need", ""), words.strip()]
    report.words = {**report.words, "need": "\n\n".join(filter(None, dict.fromkeys(needs)))}
    was_open = report.ask == HELP and report.settled_at is None
    report.ask, report.settled_at = HELP, None
    report.asked_at = report.asked_at if was_open else at
    report.save()
    note("group called for help", report, by=by, at=at)
    if not was_open:
        for account in space.who_hears(group.formation.programme, at=at):
            emails.post_help(report=report, account=account, at=at)
    return report


@transaction.atomic
def settle_help(*, report: MonthReport, by: Actor, at: datetime) -> None:
    """An organiser turned to the group: the call is settled."""
    if report.ask != HELP or report.settled_at is not None:
        return
    report.settled_at = at
    report.save(update_fields=["settled_at"])
    note("group helped", report, by=by, at=at)


@transaction.atomic
def ask_for_report(*, group: SmallGroup, month: date, again: bool, at: datetime) -> int:
    """Ask for what came of a month: whoever leads the group, else everybody; how many letters.

    Once, and once more; a second call of the same asking writes to nobody.
    """
    asked, made = Asked.objects.get_or_create(group=group, month=month, defaults={"asked_at": at})
    if not made and (not again or asked.again_at is not None):
        return 0
    if again:
        asked.again_at = at
        asked.save(update_fields=["again_at"])
    posted = 0
    for person in space.leads(group, at=at) or space.reached(group, at=at):
        token = answer_link(person=person, thing=f"group_report:{group.key}", at=at)
        letter = emails.post_ask_report(
            group=group, person=person, month=month, again=again, token=token, at=at
        )
        posted += letter is not None
    return posted


def _wait_for(group: SmallGroup) -> None:
    """Two who write at the same time come one after the other."""
    SmallGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
