"""For the careful: what goes when, what is held and why, what the notice says."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded, proven_lately
from commonroot.admissions.queries.clearing import clears_at, rows_to_clear, still_to_clear
from commonroot.circles.queries import school
from commonroot.core.errors import Refused
from commonroot.messaging.queries import pause
from commonroot.people.personal import Declaration
from commonroot.stewardship import actions
from commonroot.stewardship.actions.notice import word_notice
from commonroot.stewardship.forms import KeepingForm, NoticeForm
from commonroot.stewardship.permissions import can_keep_house, can_see_careful
from commonroot.stewardship.queries import backups, kinds, retention
from commonroot.stewardship.queries import processing as queries
from commonroot.stewardship.queries.leaving import leaving


@require_safe
@guarded(can_see_careful)
def careful(request: ActorRequest) -> HttpResponse:
    """One page that leads to all of it, with what stands."""
    soon = sum(one.soon for one in retention.forecasts(at=request.at))
    context = {
        "soon": soon,
        "jumped_from": retention.clock_jumped_from(at=request.at),
        "last_run": retention.last_run(),
        "key": backups.backup_key(),
        "good": backups.last_good_backup(),
        "last": backups.backups().first(),
        "late": backups.backup_is_late(at=request.at),
        "pause": pause(),
        "may_change": can_keep_house(request.actor),
        "purposes": len(queries.processing()),
        "notice": queries.notice(),
    }
    return render(request, "stewardship/careful.html", context)


@require_safe
@guarded(can_see_careful)
def keeping(request: ActorRequest) -> HttpResponse:
    """What goes when: per kind how many, the first day, how long and why; the last runs."""
    may_change = can_keep_house(request.actor)
    found = retention.forecasts(at=request.at)
    rows = [
        {
            "label": one.declaration.label,
            "what": kinds.title(one.declaration),
            "why": kinds.reason(one.declaration),
            "keeping": kinds.keeping_words(one.declaration, days=one.days),
            "shorter": one.days != one.declaration.keep.days,
            "rows": one.rows,
            "soon": one.soon,
            "first": one.first,
            "changeable": one.changeable and may_change,
        }
        for one in found
    ]
    rows.sort(key=lambda row: (not row["rows"], row["first"] is None, row["first"], row["what"]))
    people = {why: who.count() for why, who in leaving(at=request.at + retention.SOON).items()}
    context = {
        "rows": [row for row in rows if row["rows"]],
        "empty": [row for row in rows if not row["rows"]],
        "soon": sum(one.soon for one in found),
        "people": sum(people.values()),
        "calls": [
            {"title": str(one.programme), "day": clears_at(one), "rows": rows_to_clear(one)}
            for one in still_to_clear()
        ],
        "runs": [
            {"at": run.at, "gone": sum(run.counts.values()), "confirmed": bool(run.confirmed_by)}
            for run in retention.recent_runs()
        ],
        "jumped_from": retention.clock_jumped_from(at=request.at),
        "today": request.at,
        "may_change": may_change,
    }
    return render(request, "stewardship/keeping.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_keep_house, find=retention.declaration_of)
def keeping_change(request: ActorRequest, declaration: Declaration) -> HttpResponse:
    """Keep one kind shorter, or as proposed again: first what would go at once, then the button."""
    chosen = retention.kept_days(declaration, retention.chosen_days())
    sent = request.POST if request.method == "POST" else request.GET
    form = KeepingForm(sent if "days" in sent else None, initial={"days": chosen})
    would_go = None
    if form.is_bound and form.is_valid():
        days = form.cleaned_data["days"]
        try:
            if request.method == "POST":
                actions.choose_keeping(
                    declaration=declaration, days=days, by=request.actor, at=request.at
                )
                return redirect("stewardship:keeping")
            actions.check_keeping(declaration=declaration, days=days)
        except Refused as refusal:
            form.add_error("days", str(refusal))
        else:
            would_go = retention.over(declaration, days=days, at=request.at).count()
    context = {
        "declaration": declaration,
        "what": kinds.title(declaration),
        "why": kinds.reason(declaration),
        "now": kinds.keeping_words(declaration, days=chosen),
        "proposed": kinds.days_words(declaration.keep.days),
        "form": form,
        "would_go": would_go,
        "days": form.cleaned_data.get("days") if form.is_bound and form.is_valid() else None,
    }
    status = 400 if form.errors else 200
    return render(request, "stewardship/keeping_change.html", context, status=status)


@require_POST
@guarded(can_keep_house)
def clock(request: ActorRequest) -> HttpResponse:
    """Yes, it is that late: retention goes on. Only the day that was shown is confirmed."""
    if request.POST.get("day") == date_format(request.at, "Y-m-d"):
        actions.confirm_clock(by=request.actor, at=request.at)
    return redirect("stewardship:keeping")


@require_safe
@guarded(can_see_careful)
def processing(request: ActorRequest) -> HttpResponse:
    """The register of processing: every purpose, and everything that is held."""
    who, contact = queries.controller()
    context = {
        "who": who,
        "contact": contact,
        "purposes": queries.processing(),
        "held": kinds.held(),
    }
    return render(request, "stewardship/processing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_keep_house)
@proven_lately
def notice(request: ActorRequest) -> HttpResponse:
    """Who answers for it, and a paragraph of the school's own in each of its languages."""
    body, said = school(), queries.notice()
    languages = list(body.languages) if body else ["en"]
    initial = {"who": said.who, "contact": said.contact} if said else {}
    for code, text in (said.paragraph if said else {}).items():
        initial[f"paragraph_{code}"] = text
    form = NoticeForm(request.POST or None, languages=languages, initial=initial)
    if form.is_valid():
        word_notice(
            who=form.cleaned_data["who"],
            contact=form.cleaned_data["contact"],
            paragraph=form.paragraph(),
            by=request.actor,
            at=request.at,
        )
        return redirect("stewardship:privacy")
    status = 400 if form.errors else 200
    return render(request, "stewardship/notice.html", {"form": form}, status=status)
