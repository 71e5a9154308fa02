"""Signing in: address and password, then a second proof; or a passkey alone."""

from datetime import datetime
from typing import Any

from django.contrib.auth import authenticate, logout
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts import actions, queries, rules
from commonroot.accounts.forms import AddressForm, CodeForm, PasskeyForm, PasswordForm, SignInForm
from commonroot.accounts.guards import ActorRequest, even_time, network, public
from commonroot.accounts.models import Account, Errand, Factor
from commonroot.accounts.roles import Actor
from commonroot.accounts.views import steps
from commonroot.core.errors import Refused

CHALLENGE = "passkey"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@public
def sign_in(request: ActorRequest) -> HttpResponse:
    """The form; a wrong password, an unknown address and a locked account get the same answer
    after the same work.
    """
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            account = _by_password(request, form)
        except actions.TooManyTries as refusal:
            form.add_error(None, str(refusal))
            status = steps.TOO_MANY
        else:
            if account is not None:
                return _after_password(request, account)
            form.add_error(
                None, _("Address and password do not belong together. Nothing was changed.")
            )
    words = {"form": form, "next": steps.target(request)}
    return render(request, "accounts/sign_in.html", words, status=status)


def _by_password(request: ActorRequest, form: SignInForm) -> Account | None:
    """Whoever address and password belong to; only tries that failed stay counted."""
    username = actions.username_for(form.cleaned_data["address"])
    tries = (("sign in", username), ("sign in from", network(request)))
    for what, who in tries:
        actions.count_try(
            what, who, limit=rules.SIGN_IN_TRIES, per=rules.SIGN_IN_PERIOD, at=request.at
        )
    account = authenticate(request, username=username, password=form.cleaned_data["password"])
    if not isinstance(account, Account) or account.locked_at is not None:
        actions.note("sign-in refused", by=Actor.public(), at=request.at)
        return None
    for what, who in tries:
        actions.forgive_try(what, who, at=request.at)
    return account


def _after_password(request: ActorRequest, account: Account) -> HttpResponse:
    """In, or on to the second proof, or on to making one where a password alone is too little."""
    following = steps.target(request)
    if queries.factors(account):
        steps.remember_half(request, account)
        return redirect(f"{reverse('accounts:second')}?next={following}")
    if steps.must_protect(account):
        steps.remember_half(request, account)
        return redirect("accounts:mine")
    steps.enter(request, account, by_what="password")
    return redirect(following)


@require_http_methods(["GET", "HEAD", "POST"])
@public
def second(request: ActorRequest) -> HttpResponse:
    """The second proof: a code, or a passkey."""
    account = steps.half_in(request)
    if account is None:
        return redirect("accounts:sign_in")
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            kind = _by_code(account, form.cleaned_data["code"], at=request.at)
        except Refused as refusal:
            form.add_error("code", str(refusal))
            status = steps.TOO_MANY if isinstance(refusal, actions.TooManyTries) else 200
        else:
            steps.enter(request, account, by_what=kind)
            return redirect(steps.target(request))
    kinds = {factor.kind for factor in queries.factors(account)}
    words = {
        "form": form,
        "next": steps.target(request),
        "has_passkey": Factor.Kind.PASSKEY in kinds,
        "has_app": Factor.Kind.APP in kinds,
    }
    return render(request, "accounts/second.html", words, status=status)


def _by_code(account: Account, code: str, *, at: datetime) -> str:
    limit, per = rules.SIGN_IN_TRIES, rules.SIGN_IN_PERIOD
    actions.count_try("second proof", account.key, limit=limit, per=per, at=at)
    kind = actions.prove_by_code(account=account, code=code, at=at)
    actions.forgive_try("second proof", account.key, at=at)
    return kind


@require_POST
@public
def passkey_begin(request: ActorRequest) -> JsonResponse:
    """What the browser needs to ask for a passkey."""
    account = steps.half_in(request)
    options, state = actions.begin_proving(host=steps.host_of(request), account=account)
    request.session[CHALLENGE] = state
    return JsonResponse(options)


@require_POST
@public
def passkey(request: ActorRequest) -> HttpResponse:
    """In by a passkey alone: it proves the device and, by finger, face or pin, its owner."""
    form = PasskeyForm(request.POST)
    state: Any = request.session.pop(CHALLENGE, None)
    refusal = _("That took too long. Please try again.")
    if form.is_valid() and state:
        try:
            account = actions.prove_by_passkey(
                state=state,
                answer=form.cleaned_data["answer"],
                host=steps.host_of(request),
                at=request.at,
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            if account.is_active and account.locked_at is None:
                steps.enter(request, account, by_what="passkey")
                return redirect(steps.target(request))
    actions.note("sign-in refused", by=Actor.public(), at=request.at)
    blank = SignInForm()
    words = {"form": blank, "next": steps.target(request), "refusal": refusal}
    return render(request, "accounts/sign_in.html", words)


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


@require_http_methods(["GET", "HEAD", "POST"])
@even_time
@public
def forgotten(request: ActorRequest) -> HttpResponse:
    """A link to choose a new password; the page says the same whoever's address it is."""
    form = AddressForm(request.POST or None)
    sent = False
    status = 200
    if request.method == "POST" and form.is_valid():
        username = actions.username_for(form.cleaned_data["address"])
        try:
            for what, who in (("forgotten", username), ("forgotten from", network(request))):
                actions.count_try(
                    what, who, limit=rules.SIGN_IN_TRIES, per=rules.SIGN_IN_PERIOD, at=request.at
                )
        except actions.TooManyTries as refusal:
            form.add_error(None, str(refusal))
            status = steps.TOO_MANY
        else:
            sent = True
            account = queries.account_named(username)
            if account is not None:
                actions.send_forgotten(account=account, by=Actor.public(), at=request.at)
    return render(request, "accounts/forgotten.html", {"form": form, "sent": sent}, status=status)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@public
def choose(request: ActorRequest, token: str) -> HttpResponse:
    """Choose a password by the link of a letter; then sign in with it."""
    errand = queries.errand(token, at=request.at)
    form = PasswordForm(request.POST or None)
    if errand is not None and form.is_valid():
        try:
            actions.choose_password(
                errand=errand, password=form.cleaned_data["password"], at=request.at
            )
        except Refused as refusal:
            form.add_error("password", str(refusal))
        else:
            return _after_password(request, errand.account)
    words = {
        "form": form,
        "errand": errand,
        "invited": errand and errand.kind == Errand.Kind.INVITED,
    }
    return render(request, "accounts/choose.html", words, status=200 if errand else 410)
