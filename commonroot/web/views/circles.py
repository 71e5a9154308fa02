"""The circles of the school: the list, a new one, and each with its contacts and history."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.circles import actions
from commonroot.circles import queries as circle_queries
from commonroot.circles.models import Circle
from commonroot.circles.permissions import can_see_access
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.core.places import country_name
from commonroot.engagement import actions as engagement
from commonroot.people.actions import change_membership, join_circle
from commonroot.people.models import Membership
from commonroot.people.permissions import can_edit_register, can_see_register
from commonroot.people.queries import person as person_of
from commonroot.programmes.queries.words import day_words
from commonroot.web.forms.circles import CircleForm, CircleStateForm, PartForm
from commonroot.web.permissions import can_change_part, can_see_circle
from commonroot.web.queries import circle as reading
from commonroot.web.queries import circles as queries
from commonroot.web.queries.zones import today_of


@require_safe
@guarded(can_see_register)
def circles(request: ActorRequest) -> HttpResponse:
    """Country, theme and region circles: found, filtered, printed."""
    asked = queries.chosen(request.GET)
    language = get_language() or "en"
    lines = queries.circles(asked, at=request.at, today=today_of(request))
    context = {
        "lines": lines,
        "asked": asked,
        "kinds": [(kind.value, kind.label) for kind in Circle.Kind if kind in queries.KINDS],
        "states": [(word, queries.state_word(codes[0])) for word, codes in queries.STATES.items()],
        "regions": queries.regions(),
        "filtered": any((asked.text, asked.kind, asked.state, asked.region)),
        "to_start": [(code, country_name(code, language)) for code in queries.to_be_started()],
        "may_edit": can_edit_register(request.actor),
    }
    return render(request, "web/circles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_edit_register)
def circle_new(request: ActorRequest) -> HttpResponse:
    """Write down a circle."""
    language = get_language() or "en"
    first = {"country": request.GET.get("country", ""), "languages": [language]}
    form = CircleForm(
        request.POST if request.method == "POST" else None, initial=first, regions=queries.regions()
    )
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = _open(request, said, language=language)
        except Refused as refusal:
            form.add_error("country", str(refusal))
        else:
            return redirect("web:circle", key=made.key)
    return render(
        request, "web/circle_new.html", {"form": form}, status=400 if form.errors else 200
    )


def _open(request: ActorRequest, said: dict[str, Any], *, language: str) -> Circle:
    country = said["country"] if said["kind"] == Circle.Kind.COUNTRY else ""
    actions.refuse_second(kind=said["kind"], country=country)
    return actions.open_circle(
        kind=said["kind"],
        name=Translated({language: said["name"]}),
        sentence=Translated({language: said["sentence"]} if said["sentence"] else {}),
        country=country,
        region=_region(said["region"]),
        state=Circle.State.EMERGING,
        tie=said["tie"],
        languages=said["languages"],
        by=request.actor,
        at=request.at,
    )


def _region(key: str) -> Circle | None:
    return circle_queries.circle(key) if key else None


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_see_circle, find=circle_queries.circle)
def circle(request: ActorRequest, circle: Circle) -> HttpResponse:
    """One circle: contacts with their dates, members, who may act for it, history, its page."""
    pressed = request.POST.get("do", "")
    today = today_of(request)
    state = CircleStateForm(
        request.POST if pressed == "state" else None,
        initial={"state": circle.state, "since": today},
    )
    form = CircleForm(
        request.POST if pressed == "change" else None,
        initial=_initial(circle),
        regions=[one for one in queries.regions() if one.pk != circle.pk],
        fixed=True,
    )
    part = PartForm(
        request.POST if pressed == "join" else None,
        initial={"since": today, "role": request.GET.get("as", "contact")},
    )
    refusal = ""
    if request.method == "POST":
        if not can_edit_register(request.actor):
            raise Http404
        try:
            done = pressed != "find" and _do(request, circle, state=state, form=form, part=part)
        except Refused as refused:
            refusal = str(refused)
        else:
            if done:
                return redirect("web:circle", key=circle.key)
    context = {
        **_context(request, circle),
        "state_form": state,
        "form": form,
        "part": part,
        "refusal": refusal,
    }
    failed = bool(state.errors or form.errors or part.errors)
    status = 409 if refusal else 400 if failed else 200
    return render(request, "web/circle.html", context, status=status)


def _do(
    request: ActorRequest,
    circle: Circle,
    *,
    state: CircleStateForm,
    form: CircleForm,
    part: PartForm,
) -> bool:
    """What was pressed; False where something is missing."""
    by, at = request.actor, request.at
    pressed = request.POST.get("do", "")
    if pressed == "state" and state.is_valid():
        actions.change_state(circle=circle, **state.cleaned_data, by=by, at=at)
    elif pressed == "change" and form.is_valid():
        _change(request, circle, said=form.cleaned_data)
    elif pressed == "join" and part.is_valid():
        return _join(request, circle, said=part.cleaned_data)
    elif pressed == "send":
        engagement.send_circle_desk(circle=circle, by=by, at=at)
    elif pressed == "public":
        engagement.ask_circle_public(circle=circle, by=by, at=at)
    else:
        return False
    return True


def _change(request: ActorRequest, circle: Circle, *, said: dict[str, Any]) -> None:
    language = get_language() or "en"
    by, at = request.actor, request.at
    actions.change_circle(
        circle=circle,
        country=said["country"] if circle.kind == Circle.Kind.COUNTRY else circle.country,
        region=_region(said["region"]),
        tie=said["tie"],
        languages=said["languages"],
        by=by,
        at=at,
    )
    sentence = {**circle.sentence, language: said["sentence"]}
    actions.describe(
        circle=circle,
        name=Translated({**circle.name, language: said["name"]}),
        sentence=Translated({code: text for code, text in sentence.items() if text}),
        by=by,
        at=at,
    )


def _join(request: ActorRequest, circle: Circle, *, said: dict[str, Any]) -> bool:
    who = person_of(request.POST.get("person", ""))
    if who is None:
        return False
    common: dict[str, Any] = {"person": who, "circle": circle, "since": said["since"]}
    if said["role"] == Membership.Role.CONTACT:
        made = engagement.make_contact(**common, by=request.actor, at=request.at)
    else:
        made = join_circle(**common, role=said["role"], by=request.actor, at=request.at)
    change_membership(
        membership=made,
        part=said["part"],
        since=said["since"],
        language=said["language"],
        channel=said["channel"],
        by=request.actor,
        at=request.at,
    )
    return True


def _initial(circle: Circle) -> dict[str, Any]:
    language = get_language() or "en"
    return {
        "name": circle.name.chosen((language, "en"))[0],
        "sentence": circle.sentence.chosen((language, "en"))[0],
        "country": circle.country,
        "region": circle.region.key if circle.region else "",
        "tie": circle.tie,
        "languages": circle.languages,
    }


def _context(request: ActorRequest, circle: Circle) -> dict[str, Any]:
    language, today = get_language() or "en", today_of(request)
    contacts, members, left_out = reading.parts(
        circle, language=language, at=request.at, today=today
    )
    latest = circle.changes.order_by("-said_at", "-pk").first()
    # Whom somebody looks for is not written into addresses.
    find = request.POST.get("find", "")[:120]
    who = person_of(request.GET.get("person", "")) or person_of(request.POST.get("person", ""))
    return {
        "circle": circle,
        "sentence": circle.sentence.chosen((language, "en"))[0],
        "place": country_name(circle.country, language) if circle.country else "",
        "state": queries.state_word(circle.state),
        "sign": queries.SIGNS.get(circle.state, "open"),
        "state_since": day_words(latest.since, today=today) if latest else "",
        "contacts": contacts,
        "members": members,
        "left_out": left_out,
        "mandates": reading.mandates(circle, at=request.at),
        "history": reading.history(circle, at=request.at),
        "concerns": reading.concerns(circle, at=request.at),
        "public": getattr(circle, "public_page", None),
        "find": find,
        "found": reading.somebody(find, at=request.at),
        "who": who,
        "may_edit": can_edit_register(request.actor),
        "may_invite": can_see_access(request.actor),
        "has_desk": circle.kind != Circle.Kind.REGION,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_change_part, find=reading.membership)
def circle_part(request: ActorRequest, membership: Membership) -> HttpResponse:
    """Somebody's part in a circle: what they do, since when, how letters reach them."""
    initial = {
        field: getattr(membership, field) for field in ("part", "since", "language", "channel")
    }
    form = PartForm(request.POST if request.method == "POST" else None, initial=initial, fixed=True)
    if form.is_valid():
        change_membership(
            membership=membership, **form.cleaned_data, by=request.actor, at=request.at
        )
        return redirect("web:circle", key=membership.circle.key)
    context = {"membership": membership, "circle": membership.circle, "form": form}
    return render(request, "web/circle_part.html", context, status=400 if form.errors else 200)


@require_POST
@guarded(can_change_part, find=reading.membership)
def circle_part_end(request: ActorRequest, membership: Membership) -> HttpResponse:
    """They are not that any more, from today on; it stays in the history."""
    engagement.end_contact(
        membership=membership, on=today_of(request), by=request.actor, at=request.at
    )
    return redirect(f"{reverse('web:circle', args=[membership.circle.key])}#contacts")
