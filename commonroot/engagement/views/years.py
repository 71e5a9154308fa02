"""The years after, on the desk: who needs somebody, one person at a time, what was talked about."""

from collections import Counter
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonroot.accounts.actions import note
from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.accounts.models import Account
from commonroot.accounts.queries import account_of, in_circles_of
from commonroot.accounts.roles import Permission
from commonroot.circles.queries import school
from commonroot.consent.actions import call_safe, call_unsafe
from commonroot.consent.queries import SCHOOL, is_unsafe, may
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.core.places import country_name
from commonroot.engagement import actions, queries
from commonroot.engagement.forms.rounds import NEED_WORDS, WORDS
from commonroot.engagement.forms.years import (
    AskTwoForm,
    OneToOneForm,
    OwnerForm,
    SuggestForm,
)
from commonroot.engagement.models import FollowUp, Introduction, OneToOne
from commonroot.engagement.permissions import years as permissions
from commonroot.engagement.queries import owners, pathways, promises
from commonroot.engagement.queries import queue as queued
from commonroot.engagement.queries.meetings import meetings_of
from commonroot.engagement.queries.sayings import need_words, next_states, reason_words
from commonroot.engagement.rules import introductions as rules
from commonroot.people.models import Person
from commonroot.people.queries import person as find_person
from commonroot.people.queries import search, working_way
from commonroot.programmes.queries.words import day_words

PAGE = 25
FOUND = 8
NEEDS = ("help", "no_owner", "no_step", "conversation", "overdue", "less", "no_circle")
ANSWERED = FollowUp.State.ANSWERED


@require_GET
@guarded(permissions.can_follow_people)
def queue(request: ActorRequest) -> HttpResponse:
    """Whom somebody should turn to, by need; given to an owner one by one or together."""
    programme = queries.programme(request.GET.get("programme", ""))
    mine = "mine" in request.GET
    need = request.GET.get("need", "")
    need = need if need in NEEDS else ""
    everything = queued.queue(request.actor, at=request.at, programme=programme, mine=mine)
    counts: Counter[str] = Counter()
    for line in everything:
        counts.update({"help" if code == "help_safety" else code for code in line.why})
    shown = [
        line
        for line in everything
        if not need or need in line.why or (need == "help" and "help_safety" in line.why)
    ]
    start = request.GET.get("from", "")
    first = int(start) if start.isascii() and start.isdigit() and len(start) < len("100000") else 0
    language, today = get_language() or "en", request.at.date()
    here = reverse("engagement:queue")
    kept = f"{'&mine=1' if mine else ''}{f'&programme={programme.key}' if programme else ''}"
    context = {
        "rows": [
            {
                "line": line,
                "country": country_name(line.country, language) if line.country else "",
                "why": [reason_words(code) for code in line.why],
                "urgent": line.why[0] in {"help", "help_safety"},
                "since": day_words(line.since.date(), today=today, short=True)
                if line.since
                else "",
            }
            for line in shown[first : first + PAGE]
        ],
        "total": len(everything),
        "shown": len(shown),
        "first": first + 1,
        "last": min(first + PAGE, len(shown)),
        "next_url": f"{here}?from={first + PAGE}&need={need}{kept}"
        if len(shown) > first + PAGE
        else "",
        "back_url": f"{here}?need={need}{kept}" if first else "",
        "chips": [
            {
                "label": _("all") if not code else f"{need_words(code)} ({counts[code]})",
                "url": f"{here}?need={code}{kept}",
                "current": code == need,
            }
            for code in ("", *(code for code in NEEDS if counts[code] or code == need))
        ],
        "mine": mine,
        "programme": programme,
        "everybody_url": f"{here}?need={need}",
        "mine_url": f"{here}?need={need}&mine=1",
        "left_out": queued.left_out(request.actor, at=request.at),
        "owner": OwnerForm(
            accounts=owners.who_may_follow(at=request.at), initial={"account": request.actor.key}
        ),
        "given": request.GET.get("given", ""),
    }
    return render(request, "engagement/queue.html", context)


@require_POST
@guarded(permissions.can_follow_people)
def give(request: ActorRequest) -> HttpResponse:
    """Give those ticked to somebody; only people of one's own courses are given."""
    form = OwnerForm(request.POST, accounts=owners.who_may_follow(at=request.at))
    keys = request.POST.getlist("person")[:500]
    back = reverse("engagement:queue")
    if not form.is_valid() or not keys:
        return redirect(f"{back}?given=none")
    followed = queued.followed(request.actor, at=request.at)
    people = Person.objects.filter(key__in=keys, pk__in=followed.order_by().values("person"))
    number = actions.give_to(people=people, account=_account(form), by=request.actor, at=request.at)
    if request.POST.get("back") and len(keys) == 1:
        return redirect("engagement:alumna", key=keys[0])
    return redirect(f"{back}?given={number}")


def _account(form: OwnerForm) -> Account | None:
    key = form.cleaned_data["account"]
    return Account.objects.filter(key=key).first() if key else None


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_follow_person, find=find_person)
def alumna(request: ActorRequest, person: Person) -> HttpResponse:
    """One person in the years after: what they need, who looks after them, offers, talks."""
    if not queued.may_follow(request.actor, person, at=request.at):
        raise Http404
    row = queued.followed(request.actor, at=request.at).filter(person=person).first()
    assert row is not None  # asked above
    offers = pathways.open_pathways(
        request.actor, person=person, background=row.background, at=request.at
    )
    here = reverse("engagement:alumna", args=[person.key])
    do = request.POST.get("do", "") if request.method == "POST" else ""
    suggest = SuggestForm(request.POST if do == "suggest" else None, pathways=offers)
    talk = OneToOneForm(
        request.POST if do == "talk" else None, initial={"held_on": request.at.date().isoformat()}
    )
    refusal = ""
    try:
        if do == "suggest" and suggest.is_valid():
            chosen = {one.key: one for one in offers}[suggest.cleaned_data["pathway"]]
            actions.suggest(
                pathway=chosen,
                person=person,
                owner=account_of(request.actor),
                programme=row.programme,
                by=request.actor,
                at=request.at,
            )
            return redirect(f"{here}?kept=1")
        if do == "talk" and talk.is_valid():
            actions.record_one_to_one(
                person=person,
                account=account_of(request.actor),
                **talk.cleaned_data,
                by=request.actor,
                at=request.at,
            )
            return redirect(f"{here}?kept=1#talks")
        if do == "helped":
            actions.see_to_help(person=person, by=request.actor, at=request.at)
            # Who is not in the register was shown for that alone.
            still = queued.may_follow(request.actor, person, at=request.at)
            return redirect(f"{here}?kept=1" if still else "engagement:queue")
        if do in {"unsafe", "safe"}:
            settle = call_unsafe if do == "unsafe" else call_safe
            settle(person=person, by=request.actor, at=request.at)
            return redirect(f"{here}?kept=1")
    except Refused as refused:
        refusal = str(refused)
    owner = owners.owner_of(person)
    in_register = may(person, Purpose.REGISTER, SCHOOL, at=request.at)
    if not in_register:  # no page in the register that would note who saw the address
        note("person read", person, by=request.actor, at=request.at, person_key=person.key)
    context = {
        "person": person,
        "row": row,
        "owner": owner,
        "owner_form": OwnerForm(
            accounts=owners.who_may_follow(at=request.at, within=row.programme.run_by),
            initial={"account": owner.key if owner else request.actor.key},
        ),
        "help": _help(person, request),
        "in_register": in_register,
        "way": None if in_register else working_way(person),
        "answers": _answers(person, request),
        "steps": _steps(person, request),
        "offers": offers,
        "suggest": suggest,
        "promise": promises.last_promise(person.pk, row.programme_id),
        "talks": owners.conversations(person, account_id=request.actor.account_id),
        "talk": talk,
        "meetings": meetings_of(person),
        "unsafe": is_unsafe(person),
        "refusal": refusal,
        "kept": "kept" in request.GET,
    }
    return render(request, "engagement/alumna.html", context)


def _help(person: Person, request: ActorRequest) -> dict[str, Any] | None:
    asked = owners.help_wanted(person, seen_by=request.actor)
    if asked is None or asked.asked_help_at is None:
        return None
    needs: Any = asked.said.get("needs", [])
    return {
        "needs": [NEED_WORDS[need] for need in needs if need in NEED_WORDS],
        "day": day_words(asked.asked_help_at.date(), today=request.at.date()),
        "word": asked.word,
        "blocks": asked.said.get("blocks", ""),
    }


def _answers(person: Person, request: ActorRequest) -> list[dict[str, Any]]:
    """What somebody answered in the rounds of one's own courses, newest first, in words."""
    rows = in_circles_of(
        queries.follow_ups_of(person).filter(state=ANSWERED),
        "wave__programme__run_by",
        actor=request.actor,
        permission=Permission.EDIT_PROGRAMMES,
    )
    found = []
    for one in rows:
        said = [
            (WORDS[code][0], WORDS[code][1].get(value, value))
            for code, value in one.said.items()
            if code in WORDS and isinstance(value, str)
        ]
        found.append(
            {"follow_up": one, "after": queries.after_words(one.wave.months), "said": said}
        )
    return found


def _steps(person: Person, request: ActorRequest) -> list[dict[str, Any]]:
    today = request.at.date()
    found = []
    for one in pathways.steps_of([person.pk], seen_by=request.actor):
        since = rules.overdue_since(one.state, changed_at=one.changed_at, at=request.at)
        found.append(
            {
                "step": one,
                "title": pathways.title_of(one, get_language() or "en")[0],
                "day": day_words(one.changed_at.date(), today=today, short=True),
                "late": since is not None and one.letter_id is None,
                "next": next_states(one, following=rules.MOVES[one.state]),
            }
        )
    return found


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_follow_person, find=find_person)
def meet(request: ActorRequest, person: Person) -> HttpResponse:
    """Ask two alumni whether they want to know each other."""
    if not queued.may_follow(request.actor, person, at=request.at):
        raise Http404
    wanted = request.GET.get("q", "")[:80] or request.POST.get("q", "")[:80]
    followed = queued.followed(request.actor, at=request.at).order_by().values("person")
    found = []
    if wanted:
        allowed = Person.objects.filter(pk__in=followed).exclude(pk=person.pk)
        found = list(search(wanted, allowed).order_by("sort_key", "pk")[:FOUND])
    form = AskTwoForm(request.POST or None, people=[(one.key, one.shown_name) for one in found])
    refusal = ""
    if form.is_valid():
        other = {one.key: one for one in found}[form.cleaned_data["other"]]
        ours = school()
        assert ours is not None  # there is a desk, so there is a school
        try:
            actions.ask_two(
                one=person,
                other=other,
                about=form.cleaned_data["about"],
                language=get_language() or "en",
                run_by=ours,
                by=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect(f"{reverse('engagement:alumna', args=[person.key])}?kept=1")
    context = {
        "person": person,
        "wanted": wanted,
        "found": found,
        "form": form,
        "refusal": refusal,
    }
    return render(request, "engagement/meet.html", context)


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_open_one_to_one, find=owners.one_to_one)
def one_to_one(request: ActorRequest, one_to_one: OneToOne) -> HttpResponse:
    """One's own notes of a talk: changed, or finished."""
    person = one_to_one.person
    back = f"{reverse('engagement:alumna', args=[person.key])}#talks"
    if request.method == "POST" and "finish" in request.POST:
        actions.finish_one_to_one(one_to_one=one_to_one, by=request.actor, at=request.at)
        return redirect(back)
    initial = {
        name: getattr(one_to_one, name)
        for name in ("kind", "purpose", "ask", "commitment", "notes")
    }
    for name in ("held_on", "next_on"):
        day = getattr(one_to_one, name)
        initial[name] = day.isoformat() if day else ""
    form = OneToOneForm(request.POST or None, initial=initial)
    if form.is_valid():
        actions.record_one_to_one(
            person=person,
            account=account_of(request.actor),
            **form.cleaned_data,
            one_to_one=one_to_one,
            by=request.actor,
            at=request.at,
        )
        return redirect(back)
    context = {"person": person, "one_to_one": one_to_one, "form": form}
    return render(request, "engagement/one_to_one.html", context)


@require_POST
@guarded(permissions.can_move_introduction, find=queries.introduction)
def move(request: ActorRequest, introduction: Introduction) -> HttpResponse:
    """An organiser says how an introduction went on, or asks for a contact to be tried again."""
    if not queued.may_follow(request.actor, introduction.person, at=request.at):
        raise Http404
    back = reverse("engagement:alumna", args=[introduction.person.key])
    if request.POST.get("back") == "introductions":
        back = reverse("engagement:introductions")
    state = request.POST.get("state", "")
    try:
        if state == "introduce":
            done = actions.introduce(introduction=introduction, by=request.actor, at=request.at)
            return redirect(f"{back}?{'kept' if done else 'waits'}=1")
        offered = {
            value
            for value, _w in next_states(introduction, following=rules.MOVES[introduction.state])
        }
        if state in offered:
            actions.say_how_it_went(
                introduction=introduction, state=state, by=request.actor, at=request.at
            )
    except Refused:
        return redirect(f"{back}?refused=1")
    return redirect(f"{back}?kept=1")
