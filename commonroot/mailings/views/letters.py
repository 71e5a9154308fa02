"""Letters to many at the desk until they are ready: begun, pointed, worded."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.mailings import actions, permissions, queries, rules
from commonroot.mailings.forms import WordsForm
from commonroot.mailings.models import Mailing
from commonroot.mailings.queries import pages
from commonroot.mailings.views import shown
from commonroot.people.queries.lists import saved_list
from commonroot.programmes.queries import programme as find_programme

NEWEST = 50


@require_safe
@guarded(permissions.can_write_to_many)
def many(request: ActorRequest) -> HttpResponse:
    """What is under way, what is begun, what was sent."""
    zone = shown.zone_of(request)
    rows = [pages.row(one, at=request.at, zone=zone) for one in queries.mailings()[:NEWEST]]
    open_, closed = queries.OPEN, pages.CLOSED
    context = {
        "under_way": [r for r in rows if r.mailing.state not in {*open_, *closed}],
        "drafts": [r for r in rows if r.mailing.state in open_],
        "ended": [r for r in rows if r.mailing.state in closed],
        "rule": queries.sending_rule(),
        "by_itself": actions.sends_by_itself(),
    }
    return render(request, "mailings/many.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_write_to_many)
def begin(request: ActorRequest) -> HttpResponse:
    """Which text to begin from; one button begins the letter."""
    if request.method == "POST":
        words = _chosen_words(request.POST.get("from", ""))
        mailing = actions.begin(
            name=words.name if words else "",
            subject=words.subject if words else {},
            text=words.text if words else {},
            begun_from=words.mark if words else "",
            by=request.actor,
            at=request.at,
        )
        whom = request.POST.get("whom", "")
        address = reverse("mailings:whom", args=[mailing.key])
        return redirect(f"{address}?whom={whom}" if whom else address)
    languages = shown.languages_of(request)
    context = {
        "templates": [
            {"words": one, "missing": shown.named(one.missing(languages))}
            for one in queries.templates()
            if one.purpose in {*queries.PURPOSES, ""}
        ],
        "whom": request.GET.get("whom", ""),
    }
    return render(request, "mailings/begin.html", context)


def _chosen_words(code: str) -> queries.Words | None:
    return next((one for one in queries.templates() if one.mark.partition(":")[0] == code), None)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_write_to_many, find=queries.mailing)
def whom(request: ActorRequest, mailing: Mailing) -> HttpResponse:
    """Whom it is for, then what for: of those that their agreements allow, each with its number."""
    if mailing.state not in queries.OPEN:
        return redirect("mailings:letter", key=mailing.key)
    code = request.POST.get("whom") or request.GET.get("whom", "")
    refused = ""
    if code:
        pointed = _pointed(mailing, code, by=request.actor)
        if pointed is None:
            raise Http404
        if request.method == "POST":
            try:
                actions.point(
                    mailing=mailing,
                    purpose=request.POST.get("purpose", ""),
                    **pointed,
                    by=request.actor,
                    at=request.at,
                )
            except Refused as refusal:
                refused = str(refusal)
            else:
                return redirect("mailings:words", key=mailing.key)
        chosen = pointed["saved_list"]
        mailing.group, mailing.programme = pointed["group"], pointed["programme"]
        mailing.list_key = chosen.key if chosen is not None else ""
        mailing.filter = chosen.filter if chosen is not None else pointed["filter"]
    context = {
        "mailing": mailing,
        "steps": shown.steps(),
        "code": code,
        "refused": refused,
        "choices": [] if code else pages.whom_choices(request.actor),
        "chosen": pages.whom_words(mailing) if code else "",
        "purposes": pages.purposes_for(mailing, at=request.at) if code else [],
        "now": pages.whom_words(mailing) if mailing.purpose and not code else "",
    }
    return render(request, "mailings/whom.html", context, status=400 if refused else 200)


def _pointed(mailing: Mailing, code: str, *, by: Actor) -> dict[str, Any] | None:
    """Group, course, list or filter that a choice stands for; None for nothing there is."""
    kind, _colon, key = code.partition(":")
    nobody: dict[str, Any] = {"group": None, "programme": None, "saved_list": None, "filter": {}}
    if kind == "everybody":
        return nobody
    if kind == "kept":  # the people that the letter was begun with, from a list under People
        return nobody | {"filter": mailing.filter, "programme": mailing.programme}
    if not key or "\x00" in key:
        return None
    found: Any = {"group": queries.group, "list": saved_list, "course": find_programme}.get(kind)
    thing = found(key) if found else None
    if thing is None:
        return None
    if kind == "list" and not (thing.shared or thing.account_id == by.account_id):
        return None
    return nobody | {{"group": "group", "list": "saved_list", "course": "programme"}[kind]: thing}


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_write_to_many, find=queries.mailing)
def words(request: ActorRequest, mailing: Mailing) -> HttpResponse:
    """Subject and text in each language of the school."""
    if mailing.state not in queries.OPEN:
        return redirect("mailings:letter", key=mailing.key)
    languages = shown.languages_of(request)
    form = WordsForm(
        request.POST or None,
        languages=languages,
        subject=mailing.subject,
        text=mailing.text,
        initial={"name": mailing.name},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.reword(
                mailing=mailing,
                name=form.cleaned_data["name"],
                subject=form.subjects,
                text=form.texts,
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            there = "look" if "look" in request.POST else "words"
            return redirect(f"{reverse(f'mailings:{there}', args=[mailing.key])}?saved=yes")
    context = {
        "mailing": mailing,
        "steps": shown.steps(),
        "form": form,
        "whom": pages.whom_words(mailing),
        "missing": shown.named(
            rules.missing(languages, subject=mailing.subject, text=mailing.text)
        ),
        "saved": "saved" in request.GET and request.method != "POST",
        "note": mailing.note,
    }
    return render(request, "mailings/words.html", context, status=400 if form.errors else 200)
