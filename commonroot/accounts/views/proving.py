"""Showing once more who I am, before something that cannot be taken back."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts import actions, permissions, queries, rules
from commonroot.accounts.forms import PasskeyForm, ProveForm
from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.accounts.models import Account, Factor
from commonroot.accounts.views import steps
from commonroot.core.errors import Refused

CHALLENGE = "passkey"


@sensitive_post_parameters("proof")
@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_keep_sign_in)
def prove(request: ActorRequest) -> HttpResponse:
    """The password, or a code, or a passkey; then on to what was asked for."""
    account = queries.account_of(request.actor)
    form = ProveForm(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            actions.count_try(
                "prove",
                account.key,
                limit=rules.SIGN_IN_TRIES,
                per=rules.SIGN_IN_PERIOD,
                at=request.at,
            )
            _check(account, form.cleaned_data["proof"], at=request.at)
        except Refused as refusal:
            form.add_error("proof", str(refusal))
            status = steps.TOO_MANY if isinstance(refusal, actions.TooManyTries) else 200
        else:
            actions.forgive_try("prove", account.key, at=request.at)
            steps.prove(request, at=request.at)
            return redirect(steps.target(request))
    return _page(request, form, status=status)


def _page(request: ActorRequest, form: ProveForm, *, status: int = 200) -> HttpResponse:
    account = queries.account_of(request.actor)
    kinds = {factor.kind for factor in queries.factors(account)}
    words = {
        "form": form,
        "next": steps.target(request),
        "has_passkey": Factor.Kind.PASSKEY in kinds,
    }
    return render(request, "accounts/prove.html", words, status=status)


def _check(account: Account, proof: str, *, at: datetime) -> None:
    """Raises WrongCode unless `proof` is the password, or a code that fits."""
    if not account.check_password(proof):
        actions.prove_by_code(account=account, code=proof, at=at)


@require_POST
@guarded(permissions.can_keep_sign_in)
def prove_passkey(request: ActorRequest) -> HttpResponse:
    """The same by a passkey."""
    form = PasskeyForm(request.POST)
    state = request.session.pop(CHALLENGE, None)
    if form.is_valid() and state:
        try:
            account = actions.prove_by_passkey(
                state=state,
                answer=form.cleaned_data["answer"],
                host=steps.host_of(request),
                at=request.at,
            )
        except Refused:
            account = None
        if account is not None and account.pk == request.actor.account_id:
            steps.prove(request, at=request.at)
            return redirect(steps.target(request))
    blank = ProveForm({"proof": ""})
    blank.add_error(None, _("That passkey did not work here. Nothing was changed."))
    return _page(request, blank)
