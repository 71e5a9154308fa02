"""Locking by a printed code, from any phone, without signing in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from commonroot.accounts import actions, rules
from commonroot.accounts.forms import LockForm
from commonroot.accounts.guards import ActorRequest, network, public
from commonroot.accounts.views.steps import TOO_MANY
from commonroot.core.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@public
def lock(request: ActorRequest) -> HttpResponse:
    """Type the code: the account, or the whole school, is closed at once."""
    form = LockForm(request.POST or None)
    locked, status = "", 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.count_try(
                "lock from",
                network(request),
                limit=rules.SIGN_IN_TRIES,
                per=rules.SIGN_IN_PERIOD,
                at=request.at,
            )
            locked = actions.lock(code=form.cleaned_data["code"], at=request.at)
        except Refused as refusal:
            form.add_error("code", str(refusal))
            status = TOO_MANY if isinstance(refusal, actions.TooManyTries) else 200
    return render(request, "accounts/lock.html", {"form": form, "locked": locked}, status=status)
