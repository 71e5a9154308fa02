"""An organiser acts for somebody who asks for it: by phone, face to face, without an address.

Each time it is written down how it was made sure that it is them.
"""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonroot.accounts.actions import note
from commonroot.accounts.guards import ActorRequest, guarded, proven_lately
from commonroot.consent import actions
from commonroot.consent.forms import AskerForm, IdentityForm, ObjectForm, SpokenForm
from commonroot.consent.permissions import can_act_for
from commonroot.consent.queries import current_wordings
from commonroot.consent.queries.conditions import PURPOSES
from commonroot.core.errors import Refused
from commonroot.people.actions import resume, typed_way, way_mark
from commonroot.people.models import Person
from commonroot.people.queries import called
from commonroot.people.queries import person as find_person
from commonroot.programmes.queries import shown
from commonroot.registration.actions.links import draw_words
from commonroot.stewardship.actions import forget
from commonroot.stewardship.queries import archive
from commonroot.web.queries import said
from commonroot.web.queries.held import counted, size_words
from commonroot.web.queries.labels import value_words
from commonroot.web.queries.zones import today_of
from commonroot.web.views.me_held import as_download, everything

IDENTITY = list(said.IDENTITY.items())
MOST = 20  # people of one name: more are told apart by an address


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_act_for)
def asking_person(request: ActorRequest) -> HttpResponse:
    """Find who asks by the whole of an address or name we hold: also who is on no list."""
    form = AskerForm(request.POST or None)
    found: list[Person] | None = None
    if form.is_valid():
        try:
            found = _found(**form.cleaned_data)
        except Refused as refusal:
            form.add_error("way", str(refusal))
        how = "looked up by address" if form.cleaned_data.get("way") else "looked up by name"
        for one in found or ():
            note(how, one, by=request.actor, at=request.at, person_key=one.key)
    rows = [
        (one, f"{_(',')} ".join(filter(None, (one.city, value_words("country", one.country)))))
        for one in found or ()
    ]
    context = {"form": form, "found": found, "rows": rows, "said": request.GET.get("said", "")}
    return render(request, "web/asking_person.html", context, status=400 if form.errors else 200)


def _found(*, way: str, name: str) -> list[Person]:
    """Everybody known by that way, or by exactly that name. Raises NoSuchWay."""
    if not way:
        return list(called(name)[:MOST])
    kind, value = typed_way(way)
    rows = Person.objects.filter(ways__mark=way_mark(kind, value))
    return list(rows.order_by("sort_key", "pk"))


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_act_for, find=find_person)
def acting(request: ActorRequest, person: Person) -> HttpResponse:
    """What somebody asks for: write down what they said, pause, six words, an objection."""
    if request.method == "POST" and request.POST.get("act") not in {None, "said"}:
        return _act(request, person)
    initial = {
        "said_on": request.at.date(),
        "language": get_language(),
        "witness": getattr(getattr(request, "account", None), "shown_name", ""),
    }
    form = SpokenForm(request.POST or None, ways=IDENTITY, initial=initial)
    if form.is_valid():
        try:
            actions.write_down(
                person=person,
                answers=form.answers(),
                how=form.cleaned_data["how"],
                witness=form.cleaned_data["witness"],
                said_on=form.cleaned_data["said_on"],
                identity=form.cleaned_data["identity"],
                language=form.cleaned_data["language"] or get_language() or "en",
                by=request.actor,
                at=request.at,
            )
        except actions.NoWitness as refusal:
            form.add_error("witness", str(refusal))
        except actions.SaidInTheFuture as refusal:
            form.add_error("said_on", str(refusal))
        else:
            return _back(person, "said")
    return _page(request, person, form=form)


def _back(person: Person, what: str) -> HttpResponse:
    return redirect(f"{reverse('web:acting', args=[person.key])}?said={what}")


def _page(
    request: ActorRequest,
    person: Person,
    *,
    form: SpokenForm,
    refused: str = "",
    words: str = "",
) -> HttpResponse:
    worded = current_wordings("desk")
    context: dict[str, Any] = {
        "person": person,
        "form": form,
        "identity": IdentityForm(ways=IDENTITY)["identity"],
        "questions": [
            {
                "name": purpose.value,
                "question": shown(worded[purpose].question),
                "help": shown(worded[purpose].explanation),
                "value": form.data.get(purpose.value, ""),
            }
            for purpose in PURPOSES
            if purpose in worded
        ],
        "object": ObjectForm(),
        "lines": said.lines(person, today=today_of(request)),
        "refused": refused,
        "words": words,
        "said": request.GET.get("said", ""),
    }
    failed = bool(form.errors) or bool(refused)
    return render(request, "web/acting.html", context, status=400 if failed else 200)


def _sure(request: ActorRequest) -> str:
    """The code of how it was made sure who asks; empty: nobody said."""
    form = IdentityForm(request.POST, ways=IDENTITY)
    return str(form.cleaned_data["identity"]) if form.is_valid() else ""


def _unsure(request: ActorRequest, person: Person) -> HttpResponse:
    refused = _("Nothing is done yet. Say first how you know that it is them.")
    return _page(request, person, form=SpokenForm(ways=IDENTITY), refused=refused)


def _act(request: ActorRequest, person: Person) -> HttpResponse:
    act, identity = request.POST["act"], _sure(request)
    if act not in {"pause", "resume", "words", "object"}:
        raise Http404
    if not identity:
        return _unsure(request, person)
    _noted(request, person, act=act, identity=identity)
    about: dict[str, Any] = {"person": person, "by": request.actor, "at": request.at}
    if act == "words":
        words = draw_words(**about)
        return _page(request, person, form=SpokenForm(ways=IDENTITY), words=words)
    if act == "object":
        refused = _objected(request, about)
        if refused:
            return _page(request, person, form=SpokenForm(ways=IDENTITY), refused=refused)
    elif act == "pause":
        actions.pause(**about)
    else:
        resume(**about)
    return _back(person, act)


def _objected(request: ActorRequest, about: dict[str, Any]) -> str:
    """Write down what they do not want; why that could not be done, or nothing."""
    form = ObjectForm(request.POST)
    if not form.is_valid():
        return _("Choose what it is that they do not want.")
    try:
        actions.object_to(**form.cleaned_data, **about)
    except Refused as refusal:
        return str(refusal)
    return ""


def _noted(request: ActorRequest, person: Person, *, act: str, identity: str) -> None:
    note(
        "acted for somebody",
        person,
        by=request.actor,
        at=request.at,
        person_key=person.key,
        facts={"act": act, "identity": identity},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_act_for, find=find_person)
@proven_lately
def acting_file(request: ActorRequest, person: Person) -> HttpResponse:
    """Everything we hold of them, as a file to hand over to nobody else."""
    identity = _sure(request)
    if request.method == "POST" and identity:
        _noted(request, person, act="download", identity=identity)
        return as_download(person, at=request.at)
    context = {
        "person": person,
        "size": size_words(len(everything(person, at=request.at))),
        "identity": IdentityForm(ways=IDENTITY)["identity"],
        "refused": request.method == "POST",
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "web/acting_file.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_act_for, find=find_person)
@proven_lately
def acting_forget(request: ActorRequest, person: Person) -> HttpResponse:
    """Forget them, as they ask: what goes, counted first; then everything at once."""
    identity = _sure(request)
    if request.method == "POST" and identity:
        _noted(request, person, act="forget", identity=identity)
        forget(person=person, by=request.actor, at=request.at)
        return redirect(f"{reverse('web:asking_person')}?said=forgotten")
    held = counted(archive(person, at=request.at)["held"])
    context = {
        "person": person,
        "held": held,
        "count": sum(number for _heading, number in held),
        "identity": IdentityForm(ways=IDENTITY)["identity"],
        "refused": request.method == "POST",
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "web/acting_forget.html", context, status=status)
