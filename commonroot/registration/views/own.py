"""A person's own place, by their link: answers to change, a colleague to bring, letters."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.core.time import zone_or
from commonroot.programmes.queries import session_words, shown
from commonroot.programmes.queries.materials import shown_materials
from commonroot.programmes.queries.words import moment_words
from commonroot.registration import actions, permissions, queries, rules
from commonroot.registration.forms import OwnPlaceForm
from commonroot.registration.models import Registration


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.is_theirs, find=queries.registration)
def own_place(request: ActorRequest, registration: Registration) -> HttpResponse:
    """What the person said for this session, to be changed; whom they bring; letters about it."""
    session = registration.session
    answered = {row.question.key: row.text for row in queries.answers_of(registration)}
    form = OwnPlaceForm(
        request.POST or None,
        questions=queries.questions(session),
        answers=answered,
        initial={"needs": registration.needs},
    )
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_answers(
                registration=registration,
                needs=form.cleaned_data["needs"],
                answers=form.answers(),
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            refused = str(refusal)
        else:
            own = reverse("registration:own_place", kwargs={"key": registration.key})
            return redirect(f"{own}?said=saved#main")
    door = queries.door(session)
    joining = queries.joining(registration, at=request.at)
    zone = zone_or(request.zone or registration.person.time_zone, session.time_zone)
    context = {
        "registration": registration,
        "title": shown(session.title, session.programme),
        "when": session_words(session, at=request.at, zone=request.zone),
        "joining": joining,
        "opens": moment_words(joining.opens_at, zone=zone, at=request.at)
        if joining and joining.opens_at
        else "",
        "form": form,
        "changeable": registration.state in rules.COMING,
        "guests": queries.guests(registration).count(),
        "most_guests": door.guests,
        "invite": _address(registration),
        "waits": registration.state == Registration.State.WAITING,
        "materials": shown_materials(
            queries.materials_for(registration),
            to_participants=True,
        ),
        "messages": [
            (shown(Translated(one.subject)), shown(Translated(one.text)), one)
            for one in queries.messages_to(registration, at=request.at)
        ],
        "refused": refused,
        "said": request.GET.get("said", ""),
    }
    failed = bool(form.errors or refused)
    return render(request, "registration/own_place.html", context, status=400 if failed else 200)


def _address(registration: Registration) -> str:
    if registration.invite is None:
        return ""
    kwargs = {"key": registration.session.key, "invite": registration.invite}
    return f"{settings.ADDRESS}{reverse('registration:session_with', kwargs=kwargs)}"


@require_POST
@guarded(permissions.is_theirs, find=queries.registration)
def own_invite(request: ActorRequest, registration: Registration) -> HttpResponse:
    """Make the personal link by which a colleague asks for their own place."""
    own = reverse("registration:own_place", kwargs={"key": registration.key})
    try:
        actions.open_invite(
            registration=registration,
            together=request.POST.get("together") == "yes",
            by=request.actor,
            at=request.at,
        )
    except Refused:
        return redirect(own)
    return redirect(f"{own}#bring")
