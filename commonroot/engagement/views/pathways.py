"""Offers on the desk, introductions that wait, networks linked, rounds planned, handing over."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded, proven_lately
from commonroot.accounts.models import Account
from commonroot.circles.models import Circle
from commonroot.circles.queries import circle, directory, school, standing_mandates
from commonroot.core.errors import Refused
from commonroot.engagement import actions, queries
from commonroot.engagement.forms.rounds import NewRoundForm, RoundForm
from commonroot.engagement.forms.years import HandOverForm, PathwayForm
from commonroot.engagement.models import Introduction, Pathway, Wave
from commonroot.engagement.permissions import can_follow_programme
from commonroot.engagement.permissions import years as permissions
from commonroot.engagement.queries import networks as linked
from commonroot.engagement.queries import owners
from commonroot.engagement.queries import pathways as offered
from commonroot.engagement.queries import queue as queued
from commonroot.engagement.queries.sayings import next_states, owned_words, turn_words
from commonroot.engagement.rules import introductions as rules
from commonroot.people.models import Person
from commonroot.programmes.models import Programme
from commonroot.programmes.queries.words import day_words

BACKGROUNDS = ("movement", "elsewhere", "new")


@require_GET
@guarded(permissions.can_follow_people)
def pathways(request: ActorRequest) -> HttpResponse:
    """What can be offered, with whom one meets there and how much room there is."""
    today = request.at.date()
    rows = []
    for one in offered.pathways_of(request.actor):
        contact = offered.contact_of(one, at=request.at)
        taken = one.taken  # type: ignore[attr-defined]  # annotated
        rows.append(
            {
                "pathway": one,
                "contact": contact.shown_name if contact else "",
                "taken": taken,
                "full": not rules.has_room(places=one.places, taken=taken),
                "until": day_words(one.until, today=today, short=True) if one.until else "",
                "over": one.closed_at is not None or (one.until is not None and one.until < today),
                "mine": permissions.can_change_pathway(request.actor, one),
            }
        )
    context = {
        "open": [row for row in rows if not row["over"]],
        "over": [row for row in rows if row["over"]],
    }
    return render(request, "engagement/pathways.html", context)


def _pathway_form(
    request: ActorRequest, *, pathway: Pathway | None = None, contact: Person | None = None
) -> PathwayForm:
    ours = school()
    initial: dict[str, Any] = {}
    if pathway is not None:
        initial = {
            "circle": pathway.circle.key if pathway.circle else "",
            "contact": contact.key if contact else "",
            "country": pathway.country,
            "backgrounds": pathway.backgrounds,
            "places": pathway.places,
            "until": pathway.until.isoformat() if pathway.until else "",
        }
    return PathwayForm(
        request.POST or None,
        languages=list(ours.languages if ours else ["en"]),
        circles=[(one.key, str(one)) for one in directory()],
        contacts=[(one.key, one.shown_name) for one in offered.possible_contacts(at=request.at)],
        pathway=pathway,
        initial=initial,
    )


def _given(form: PathwayForm) -> dict[str, Any]:
    given = form.cleaned_data
    contact = Person.objects.filter(key=given["contact"]).first() if given["contact"] else None
    return {
        "title": form.written("title"),
        "words": form.written("words"),
        "circle": circle(given["circle"]) if given["circle"] else None,
        "country": given["country"],
        "backgrounds": given["backgrounds"],
        "places": given["places"],
        "until": given["until"],
        "contact": contact,
    }


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_follow_people)
def pathway_new(request: ActorRequest) -> HttpResponse:
    """A new offer."""
    form = _pathway_form(request)
    refusal = ""
    if form.is_valid():
        try:
            actions.offer(
                kind=form.cleaned_data["kind"],
                run_by=_team(request),
                **_given(form),
                by=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("engagement:pathways")
    people: list[Introduction] = []
    context = {"form": form, "pathway": None, "refusal": refusal, "people": people}
    return render(request, "engagement/pathway.html", context)


def _team(request: ActorRequest) -> Circle:
    """The school for whoever works for all of it, else the team somebody works for."""
    teams = [held.circle_id for held in request.actor.held if not held.is_school]
    if any(held.is_school for held in request.actor.held) or not teams:
        return Circle.objects.get(kind=Circle.Kind.SCHOOL)
    return Circle.objects.get(pk=teams[0])


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_change_pathway, find=offered.pathway)
def pathway(request: ActorRequest, pathway: Pathway) -> HttpResponse:
    """An offer: said anew, ended, and who is on it."""
    if request.method == "POST" and "end" in request.POST:
        actions.end_offer(pathway=pathway, by=request.actor, at=request.at)
        return redirect("engagement:pathways")
    contact = offered.contact_of(pathway, at=request.at)
    form = _pathway_form(request, pathway=pathway, contact=contact)
    refusal = ""
    if form.is_valid():
        try:
            actions.change_offer(pathway=pathway, **_given(form), by=request.actor, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("engagement:pathways")
    rows = Introduction.objects.filter(pathway=pathway).select_related("person")
    seen = queued.followed(request.actor, at=request.at).order_by().values("person")
    people = rows.filter(person__in=seen).order_by("-changed_at", "-pk")
    context = {
        "form": form,
        "pathway": pathway,
        "refusal": refusal,
        "people": people,
        "others": rows.count() - people.count(),
    }
    return render(request, "engagement/pathway.html", context)


@require_GET
@guarded(permissions.can_follow_people)
def introductions(request: ActorRequest) -> HttpResponse:
    """Introductions that wait for too long, the longest first, and all that are open."""
    seen = queued.followed(request.actor, at=request.at).order_by().values("person")
    rows = offered.ours(Introduction.objects.filter(person__in=seen), request.actor)
    language, today = get_language() or "en", request.at.date()
    late = [
        {
            "step": one.introduction,
            "title": offered.title_of(one.introduction, language)[0],
            "since": day_words(one.since.date(), today=today, short=True),
            "turn": turn_words(one.turn),
            "next": next_states(one.introduction, following=rules.MOVES[one.introduction.state]),
        }
        for one in offered.overdue(rows, at=request.at)
    ]
    counts = offered.by_state(rows)
    context = {
        "late": late,
        "counts": counts,
        "total": sum(number for _state, number in counts),
        "refused": "refused" in request.GET,
        "waits": "waits" in request.GET,
    }
    return render(request, "engagement/introductions.html", context)


@require_GET
@guarded(permissions.can_follow_people)
def networks(request: ActorRequest) -> HttpResponse:
    """Those active elsewhere: which of their organisations are linked with us, and since when."""
    found = linked.networks(request.actor, at=request.at)
    context = {
        "rows": [
            {
                "network": one,
                "since": day_words(one.since, today=request.at.date(), short=True)
                if one.since
                else "",
            }
            for one in found.rows
        ],
        "total": found.people,
        "without": found.without,
        "linked": sum(one.is_linked for one in found.rows),
    }
    return render(request, "engagement/networks.html", context)


@require_http_methods(["GET", "POST"])
@guarded(can_follow_programme, find=queries.programme)
def rounds(request: ActorRequest, programme: Programme) -> HttpResponse:
    """The plan of rounds: the usual ones, changed, left out, added, until each is sent."""
    ended = queries.ended_on(programme)
    here = reverse("engagement:rounds", args=[programme.key])
    new = NewRoundForm(request.POST if "add" in request.POST else None)
    refusal = ""
    try:
        if request.method == "POST" and ended is not None and "begin" in request.POST:
            actions.begin_plan(programme=programme, ended_on=ended, by=request.actor, at=request.at)
            return redirect(here)
        if new.is_bound and new.is_valid() and ended is not None:
            actions.add_wave(
                programme=programme,
                **new.cleaned_data,
                ended_on=ended,
                by=request.actor,
                at=request.at,
            )
            return redirect(here)
        if "round" in request.POST and _changed(request, programme):
            return redirect(here)
    except Refused as refused:
        refusal = str(refused)
    waves = list(queries.waves(programme))
    today = request.at.date()
    context = {
        "programme": programme,
        "ended": day_words(ended, today=today) if ended else "",
        "rows": [
            {
                "wave": one,
                "after": queries.after_words(one.months),
                "due": day_words(one.due_on, today=today),
                "form": RoundForm(
                    initial={"due_on": one.due_on.isoformat(), "only_new": one.only_new},
                    prefix=one.key,
                ),
            }
            for one in waves
        ],
        "new": new,
        "refusal": refusal,
    }
    return render(request, "engagement/rounds.html", context)


def _changed(request: ActorRequest, programme: Programme) -> bool:
    """Change or leave out the round that was sent in; whether something was understood."""
    wave = Wave.objects.filter(programme=programme, key=request.POST["round"]).first()
    if wave is None:
        return False
    if "drop" in request.POST:
        actions.drop_wave(wave=wave, by=request.actor, at=request.at)
        return True
    form = RoundForm(request.POST, prefix=wave.key)
    if not form.is_valid():
        return False
    actions.change_wave(wave=wave, **form.cleaned_data, by=request.actor, at=request.at)
    return True


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_hand_over)
@proven_lately
def hand_over(request: ActorRequest) -> HttpResponse:
    """Everything an organiser owns goes to somebody else: count and look, then one button."""
    accounts = _organisers(request)
    by_key = {one.key: one for one in accounts}
    leaving = by_key.get(request.POST.get("leaving", request.GET.get("leaving", "")))
    form = HandOverForm(
        request.POST or None,
        accounts=accounts,
        initial={"leaving": leaving.key if leaving else ""},
    )
    refusal, done = "", None
    if form.is_valid() and leaving is not None:
        to = by_key[form.cleaned_data["to"]]
        try:
            done = actions.hand_over(leaving=leaving, to=to, by=request.actor, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect(
                f"{reverse('engagement:hand_over')}?leaving={leaving.key}&done={sum(done.values())}"
            )
    owned = owners.owned(leaving) if leaving else {}
    context = {
        "form": form,
        "leaving": leaving,
        "owned": [owned_words(kind, number) for kind, number in owned.items() if number],
        "total": sum(owned.values()),
        "refusal": refusal,
        "done": request.GET.get("done", ""),
    }
    return render(request, "engagement/hand_over.html", context)


def _organisers(request: ActorRequest) -> list[Account]:
    """Everybody who signs in for something, and whoever did until lately and still owns things."""
    standing = {row.account_id: row.account for row in standing_mandates(at=request.at)}
    for account in Account.objects.filter(looks_after__isnull=False).distinct():
        standing.setdefault(account.pk, account)
    for account in Account.objects.filter(one_to_ones__isnull=False).distinct():
        standing.setdefault(account.pk, account)
    return sorted(standing.values(), key=lambda one: (one.shown_name, one.pk))
