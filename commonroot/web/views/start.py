"""The first run: look around a demo school, or start our own."""

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts.actions import open_account
from commonroot.accounts.guards import ActorRequest, guarded, public
from commonroot.accounts.permissions import can_open_desk
from commonroot.accounts.roles import Actor
from commonroot.circles.actions import found_school, give_mandate
from commonroot.circles.queries import school
from commonroot.consent import actions as consent
from commonroot.core.errors import Refused
from commonroot.people.actions import add_person, add_way, connect_account
from commonroot.people.models import Person
from commonroot.web.forms import FoundSchoolForm


@require_http_methods(["GET", "HEAD"])
@public
def start(request: ActorRequest) -> HttpResponse:
    """Two doors. Once there is a school, this is just its first page."""
    if school() is not None:
        return redirect("web:home")
    return render(request, "web/start.html")


@require_POST
@public
def start_demo(request: ActorRequest) -> HttpResponse:
    """Ask the supervisor for the demo school; it is filled while this page waits."""
    if school() is not None and not settings.DEMO and not can_open_desk(request.actor):
        return redirect("web:home")
    settings.MODE_FILE.parent.mkdir(parents=True, exist_ok=True)
    settings.MODE_FILE.write_text("demo\n")
    return redirect("web:start_wait")


@require_POST
@public
def leave_demo(request: ActorRequest) -> HttpResponse:
    """Back from the demo to the own school."""
    if settings.DEMO:
        settings.MODE_FILE.write_text("school\n")
    return redirect("web:start_wait")


@require_http_methods(["GET", "HEAD"])
@public
def start_wait(request: ActorRequest) -> HttpResponse:
    """Loads itself anew until the other school answers."""
    wanted = settings.MODE_FILE.read_text().strip() if settings.MODE_FILE.exists() else "school"
    if (wanted == "demo") == settings.DEMO:
        return redirect("web:home" if school() is not None else "web:start")
    return render(request, "web/start_wait.html", {"wanted": wanted})


@require_http_methods(["GET", "POST"])
@public
def start_school(request: ActorRequest) -> HttpResponse:
    """One screen: the school and its founder. On a public server only the command line founds."""
    if school() is not None or settings.PRODUCTION:
        return redirect("web:home")
    form = FoundSchoolForm(request.POST or None, language=get_language() or "en")
    if form.is_valid():
        try:
            _found(request, form.cleaned_data)
        except Refused as refusal:
            form.add_error("password", str(refusal))
        else:
            return redirect(f"{reverse('accounts:safe')}?next={reverse('web:start_hands')}")
    return render(request, "web/start_school.html", {"form": form})


@transaction.atomic
def _found(request: ActorRequest, chosen: dict[str, object]) -> None:
    languages = [str(code) for code in chosen["languages"]]  # type: ignore[attr-defined]  # a list
    by, at = Actor.system(), request.at
    founded = found_school(
        name=str(chosen["name"]),
        sentence=str(chosen["sentence"]),
        languages=languages,
        country=str(chosen["country"]),
        time_zone=str(chosen["time_zone"]),
        by=by,
        at=at,
    )
    consent.install_wordings(at=at)
    account = open_account(
        address=str(chosen["address"]),
        shown_name=str(chosen["your_name"]),
        password=str(chosen["password"]),
        language=languages[0],
        time_zone=founded.time_zone,
        by=by,
        at=at,
    )
    give_mandate(account=account, circle=founded, role="steward", until=None, by=by, at=at)
    person = add_person(
        shown_name=str(chosen["your_name"]), origin=Person.Origin.INVITATION, by=by, at=at,
        details={"language": languages[0], "country": str(chosen["country"])},
    )  # fmt: skip
    add_way(
        person=person, kind="mail", value=str(chosen["address"]).casefold(), at=at, confirmed=True
    )
    connect_account(person=person, account=account)
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")


@require_http_methods(["GET", "HEAD"])
@guarded(can_open_desk)
def start_hands(request: ActorRequest) -> HttpResponse:
    """What do you have in your hands? Three ways in, each with a result within minutes."""
    return render(request, "web/start_hands.html")
