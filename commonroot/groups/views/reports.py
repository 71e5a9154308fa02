"""The report of a month in four fields, kept for the group until it is given; a call for help."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.groups.actions import reports as actions
from commonroot.groups.forms.space import HelpForm, ReportForm
from commonroot.groups.models import MonthReport, SmallGroup
from commonroot.groups.permissions import space as permissions
from commonroot.groups.queries import group as find_group
from commonroot.groups.queries import reports
from commonroot.groups.rules.reports import PARTS
from commonroot.groups.views.space import address_of, person_of


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_write_in_group, find=find_group)
def report(request: ActorRequest, group: SmallGroup) -> HttpResponse:
    """Four short fields: kept for the group, then given to the organisers."""
    months = _months(request, group)
    month = _chosen(request, months)
    there = reports.report_of(group, month)
    initial = {**(there.words if there else {}), "seen": actions.mark_of(there)}
    form = ReportForm(request.POST if request.method == "POST" else None, initial=initial)
    refusal = ""
    if form.is_valid():
        give = request.POST.get("do") == "give"
        try:
            actions.keep_report(
                group=group,
                month=month,
                words={part: form.cleaned_data[part] for part in PARTS},
                seen=form.cleaned_data["seen"],
                give=give,
                person=person_of(request),
                by=request.actor,
                at=request.at,
            )
        except actions.WroteMeanwhile as refused:
            refusal = str(refused)
            form = _with_both(form, there)
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect(address_of(group, "given" if give else "kept"))
    context: dict[str, Any] = {
        "group": group,
        "programme": group.formation.programme,
        "month": month,
        "months": [one for one in months if one != month],
        "form": form,
        "given": there is not None and there.given_at is not None,
        "refusal": refusal,
    }
    return render(request, "groups/report.html", context, status=409 if refusal else 200)


def _with_both(form: ReportForm, there: MonthReport | None) -> ReportForm:
    """What was typed with what somebody else kept meanwhile above it, ready to be kept."""
    words = there.words if there is not None else {}
    both = {
        part: "\n\n".join(
            filter(None, dict.fromkeys((words.get(part, ""), form.cleaned_data[part])))
        )
        for part in PARTS
    }
    return ReportForm({**both, "seen": actions.mark_of(there)})


def _months(request: ActorRequest, group: SmallGroup) -> list[date]:
    """Months one may write about: what is due first, then those whose meeting is over and this
    one, the newest first.
    """
    standing = reports.standings([group], at=request.at)[group.pk]
    newest_first = sorted({*standing.months, reports.month_of(request.at, group)}, reverse=True)
    due = [standing.due] if standing.due is not None else []
    return list(dict.fromkeys([*due, *newest_first]))


def _chosen(request: ActorRequest, months: list[date]) -> date:
    """The month that was asked for, else the one that is due."""
    asked = request.GET.get("month", "")
    return next((one for one in months if f"{one:%Y-%m}" == asked), months[0])


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_write_in_group, find=find_group)
def need_help(request: ActorRequest, group: SmallGroup) -> HttpResponse:
    """We need help: the organisers hear it at once."""
    form = HelpForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.call_for_help(
            group=group,
            words=form.cleaned_data["words"],
            person=person_of(request),
            by=request.actor,
            at=request.at,
        )
        return redirect(address_of(group, "help"))
    context = {"group": group, "programme": group.formation.programme, "form": form}
    return render(request, "groups/help.html", context)


@require_POST
@guarded(permissions.can_settle_help, find=reports.report)
def helped(request: ActorRequest, report: MonthReport) -> HttpResponse:
    """Somebody turned to the group."""
    actions.settle_help(report=report, by=request.actor, at=request.at)
    return redirect("groups:overview", key=report.group.formation.programme.key)
