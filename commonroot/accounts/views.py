"""Signing in and out."""

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts import actions, rules
from commonroot.accounts.forms import SignInForm
from commonroot.accounts.guards import ActorRequest, network, public
from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor

TOO_MANY = 429


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@public
def sign_in(request: ActorRequest) -> HttpResponse:
    """The form; a wrong password and an unknown address get the same answer after the same work."""
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            account = _account(request, form)
        except actions.TooManyTries as refusal:
            form.add_error(None, str(refusal))
            status = TOO_MANY
        else:
            if account is not None:
                return redirect(_target(request))
            form.add_error(
                None, _("Address and password do not belong together. Nothing was changed.")
            )
    return render(
        request, "accounts/sign_in.html", {"form": form, "next": _target(request)}, status=status
    )


def _account(request: ActorRequest, form: SignInForm) -> Account | None:
    """Whoever address and password belong to, signed in; only tries that failed stay counted."""
    username = actions.username_for(form.cleaned_data["address"])
    tries = (("sign in", username), ("sign in from", network(request)))
    for what, who in tries:
        actions.count_try(
            what, who, limit=rules.SIGN_IN_TRIES, per=rules.SIGN_IN_PERIOD, at=request.at
        )
    account = authenticate(request, username=username, password=form.cleaned_data["password"])
    if not isinstance(account, Account):
        actions.note("sign-in refused", by=Actor.public(), at=request.at)
        return None
    for what, who in tries:
        actions.forgive_try(what, who, at=request.at)
    login(request, account)
    actions.note("signed in", account, by=Actor(kind="account", key=account.key), at=request.at)
    return account


def _target(request: HttpRequest) -> str:
    """Where to go afterwards: a page of ours that was asked for, else Today."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return reverse("web:today")


@require_POST
@public
def sign_out(request: ActorRequest) -> HttpResponse:
    """End the session and let the browser forget what it kept of this place."""
    if request.actor.kind == "account":
        actions.note("signed out", by=request.actor, at=request.at)
    logout(request)
    response = redirect("/")
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
