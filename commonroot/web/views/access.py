"""Who may sign in: see, invite, end, open again what was locked."""

from datetime import datetime, time, timedelta
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts.actions import invite as send_invitation
from commonroot.accounts.actions import unlock_account
from commonroot.accounts.guards import ActorRequest, guarded, proven_lately
from commonroot.accounts.roles import ROLES
from commonroot.circles import actions
from commonroot.circles.forms import InviteForm
from commonroot.circles.models import Circle, Mandate
from commonroot.circles.permissions import can_end_mandate, can_invite, can_see_access
from commonroot.circles.queries import mandate, standing_mandates
from commonroot.core.errors import Refused
from commonroot.people.actions import add_person, add_way, connect_account
from commonroot.people.models import Person

YEAR = timedelta(days=365)


@require_http_methods(["GET", "HEAD"])
@guarded(can_see_access)
def access(request: ActorRequest) -> HttpResponse:
    """Everybody who may sign in for what, until when."""
    return _page(request)


def _page(request: ActorRequest, *, refusal: str = "") -> HttpResponse:
    standing = standing_mandates(at=request.at)
    seen = [one for one in standing if can_invite(request.actor, one.circle)]
    rows = [
        {
            "account": mandates[0].account,
            "circle": mandates[0].circle,
            "mine": mandates[0].account_id == request.actor.account_id,
            "roles": [
                {
                    "mandate": one,
                    "name": ROLES[one.role].name if one.role in ROLES else one.role,
                    "ends": can_end_mandate(request.actor, one),
                }
                for one in mandates
            ],
        }
        for _whose, same in groupby(seen, key=lambda one: (one.circle_id, one.account_id))
        for mandates in [list(same)]
    ]
    return render(request, "web/access.html", {"rows": rows, "refusal": refusal})


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_see_access)
@proven_lately
def invite(request: ActorRequest) -> HttpResponse:
    """Invite one person into one circle, in one role, until a day."""
    open_to_me = [
        one
        for one in Circle.objects.exclude(state="closed").order_by("kind", "sort_key")
        if can_invite(request.actor, one)
    ]
    initial = {"until": (request.at + YEAR).date(), "role": "organiser"}
    form = InviteForm(request.POST or None, circles=open_to_me, initial=initial)
    if form.is_valid():
        chosen = form.cleaned_data
        circle = next(one for one in open_to_me if one.key == chosen["circle"])
        end = datetime.combine(chosen["until"], time.max, tzinfo=timezone.get_current_timezone())
        try:
            account = actions.invite(
                address=chosen["address"],
                shown_name=chosen["shown_name"],
                language=get_language() or "en",
                circle=circle,
                role=chosen["role"],
                until=end,
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if not hasattr(account, "person"):
                person = add_person(
                    shown_name=account.shown_name,
                    origin=Person.Origin.INVITATION,
                    by=request.actor,
                    at=request.at,
                )
                add_way(person=person, kind="mail", value=account.address.casefold(), at=request.at)
                connect_account(person=person, account=account)
            send_invitation(account=account, by=request.actor, at=request.at)
            return redirect("web:access")
    return render(request, "web/access_invite.html", {"form": form})


@require_POST
@guarded(can_end_mandate, find=mandate)
@proven_lately
def access_end(request: ActorRequest, mandate: Mandate) -> HttpResponse:
    """End what somebody may do; it is closed at their next request."""
    try:
        actions.end_mandate(mandate=mandate, by=request.actor, at=request.at)
    except Refused as refusal:
        return _page(request, refusal=str(refusal))
    return redirect("web:access")


@require_POST
@guarded(can_end_mandate, find=mandate)
@proven_lately
def access_unlock(request: ActorRequest, mandate: Mandate) -> HttpResponse:
    """Open an account again that was locked by its code; not one's own."""
    if mandate.account_id == request.actor.account_id:
        return _page(
            request, refusal=_("Nobody opens their own account again. Ask another steward.")
        )
    unlock_account(account=mandate.account, by=request.actor, at=request.at)
    return redirect("web:access")
