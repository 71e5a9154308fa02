"""What I sign in with: passkeys, the app, recovery codes, devices, my lock code."""

from typing import Any
from urllib.parse import quote

import pyotp
import segno
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts import actions, permissions, queries, rules
from commonroot.accounts.forms import CodeForm, PasskeyForm
from commonroot.accounts.guards import ActorRequest, guarded, public
from commonroot.accounts.models import Account, Factor, Session
from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.accounts.views import steps
from commonroot.core.errors import Refused
from commonroot.core.keys import token_hash

CHALLENGE, SEED = "new passkey", "new app"
LASTS = {
    "account": _("A session nobody uses ends after 30 minutes, every session after 12 hours."),
    "few": _(
        "Your role sees few people at a time: a session nobody uses ends after 2 hours, every "
        "session after 24 hours."
    ),
}


def _whose(request: ActorRequest) -> Account | None:
    """Whoever is signed in, or half in because a password alone is too little here.

    Somebody half in who has a proof already must show that one, and gets nothing here.
    """
    if permissions.can_keep_sign_in(request.actor):
        return queries.account_of(request.actor)
    half = steps.half_in(request)
    return half if half is not None and not queries.factors(half) else None


def _actor(account: Account) -> Actor:
    return Actor(kind="account", key=account.key, account_id=account.pk)


def _finished(request: ActorRequest, account: Account) -> None:
    """Whoever was half in is in now that there is a second proof; other devices are signed out."""
    if request.actor.kind != "account":
        steps.enter(request, account, by_what="new proof")
    steps.prove(request, at=request.at)
    keep = token_hash(request.session.session_key or "")
    actions.end_others(account=account, keep=keep, by=_actor(account), at=request.at)


@require_http_methods(["GET", "HEAD"])
@public
def mine(request: ActorRequest) -> HttpResponse:
    """Everything I sign in with, on one page."""
    account = _whose(request)
    if account is None:
        return redirect(f"{reverse('accounts:sign_in')}?next={request.path}")
    request.session.pop(steps.SAFE, None)
    return _page(request, account)


def _page(
    request: ActorRequest,
    account: Account,
    *,
    shown: dict[str, Any] | None = None,
    refusal: str = "",
) -> HttpResponse:
    """The page; `shown`: codes that are on it this once."""
    half = request.actor.kind != "account"
    key = "" if half else token_hash(request.session.session_key or "")
    visit = queries.visit_of(request.actor)
    words = {
        "account": None if half else account,
        "factors": queries.factors(account),
        "codes_left": queries.codes_left(account),
        "has_lock": bool(account.lock_mark),
        "sessions": [
            {"session": one, "current": one.session_key == key}
            for one in ([] if half else queries.sessions(account, at=request.at, kind=visit))
        ],
        "lasts": LASTS[visit],
        "half": half,
        "may_invite": holds(request.actor, Permission.INVITE),
        "passkey_form": PasskeyForm(),
        "refusal": refusal,
        **(shown or {}),
    }
    template = "accounts/protect.html" if half else "accounts/mine.html"
    return render(request, template, words)


@require_POST
@public
def passkey_begin(request: ActorRequest) -> JsonResponse:
    """What the browser needs to make a passkey."""
    account = _whose(request)
    if account is None:
        return JsonResponse({}, status=403)
    options, state = actions.begin_adding(account=account, host=steps.host_of(request))
    request.session[CHALLENGE] = state
    return JsonResponse(options)


@require_POST
@public
def passkey_add(request: ActorRequest) -> HttpResponse:
    """Take the passkey that the browser made."""
    account = _whose(request)
    state = request.session.pop(CHALLENGE, None)
    form = PasskeyForm(request.POST)
    if account is None or state is None or not form.is_valid():
        return redirect("accounts:mine")
    try:
        actions.add_passkey(
            account=account,
            state=state,
            answer=form.cleaned_data["answer"],
            label=form.cleaned_data["label"] or rules.device(request.headers.get("User-Agent", "")),
            host=steps.host_of(request),
            by=_actor(account),
            at=request.at,
        )
    except Refused as refusal:
        return _page(request, account, refusal=str(refusal))
    _finished(request, account)
    return _back(request)


def _back(request: ActorRequest) -> HttpResponse:
    """To the one screen, for whoever came from there; else to everything I sign in with."""
    wanted = request.session.get(steps.SAFE)
    if wanted is None:
        return redirect("accounts:mine")
    return redirect(f"{reverse('accounts:safe')}?next={quote(wanted)}")


@require_http_methods(["GET", "HEAD", "POST"])
@public
def app(request: ActorRequest) -> HttpResponse:
    """Show the seed as a picture and as text; the first code proves that the app has it."""
    account = _whose(request)
    if account is None:
        return redirect("accounts:sign_in")
    seed = request.session.get(SEED) or pyotp.random_base32()
    request.session[SEED] = seed
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            actions.count_try(
                "new app",
                account.key,
                limit=rules.SIGN_IN_TRIES,
                per=rules.SIGN_IN_PERIOD,
                at=request.at,
            )
            actions.add_app(
                account=account,
                seed=seed,
                code=form.cleaned_data["code"],
                by=_actor(account),
                at=request.at,
            )
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            del request.session[SEED]
            _finished(request, account)
            return _back(request)
    school = str(request.school.name) if request.school else "Commonroot"
    address = pyotp.TOTP(seed, interval=rules.STEP).provisioning_uri(
        name=account.shown_name, issuer_name=school
    )
    picture = segno.make(address, error="m")
    words = {
        "form": form,
        "seed": " ".join(seed[at : at + 4] for at in range(0, len(seed), 4)),
        "path": _path(picture.matrix),
        "size": len(picture.matrix) + 8,
    }
    return render(request, "accounts/app.html", words)


def _path(matrix: Any) -> str:
    """The dark squares of a QR code as one SVG path, with its quiet border of four."""
    return "".join(
        f"M{column + 4} {row + 4}h1v1h-1z"
        for row, line in enumerate(matrix)
        for column, dark in enumerate(line)
        if dark
    )


@require_POST
@guarded(permissions.can_keep_sign_in)
def codes(request: ActorRequest) -> HttpResponse:
    """New recovery codes, shown this once, to print."""
    account = queries.account_of(request.actor)
    drawn = actions.draw_codes(account=account, by=request.actor, at=request.at)
    return _page(request, account, shown={"new_codes": drawn})


@require_POST
@guarded(permissions.can_keep_sign_in)
def lock_code(request: ActorRequest) -> HttpResponse:
    """A new lock code, shown this once, to print."""
    account = queries.account_of(request.actor)
    code = actions.draw_account_lock(account=account, by=request.actor, at=request.at)
    return _page(request, account, shown={"new_lock": code})


@require_http_methods(["GET", "HEAD"])
@guarded(permissions.can_keep_sign_in)
def safe(request: ActorRequest) -> HttpResponse:
    """Before the first person is kept here: a second proof and a sheet of paper, on one screen."""
    return _safe(request)


@require_POST
@guarded(permissions.can_keep_sign_in)
def sheet(request: ActorRequest) -> HttpResponse:
    """The sheet to print: recovery codes and lock codes, shown this once; earlier ones end."""
    account = queries.account_of(request.actor)
    by, at = request.actor, request.at
    drawn = {
        "new_codes": actions.draw_codes(account=account, by=by, at=at),
        "new_lock": actions.draw_account_lock(account=account, by=by, at=at),
    }
    if holds(request.actor, Permission.INVITE):
        drawn["school_lock"] = actions.draw_school_lock(by=by, at=at)
    return _safe(request, shown=drawn)


def _safe(request: ActorRequest, *, shown: dict[str, Any] | None = None) -> HttpResponse:
    account = queries.account_of(request.actor)
    request.session[steps.SAFE] = steps.target(request)
    words = {
        "factors": queries.factors(account),
        "has_sheet": queries.codes_left(account) is not None and bool(account.lock_mark),
        "passkey_form": PasskeyForm(),
        "lock_url": request.build_absolute_uri(reverse("accounts:lock")),
        "next": request.session[steps.SAFE],
        **(shown or {}),
    }
    return render(request, "accounts/safe.html", words)


@require_POST
@guarded(permissions.can_remove_factor, find=queries.factor)
def factor_remove(request: ActorRequest, factor: Factor) -> HttpResponse:
    """Take a passkey or the app away; not the last one."""
    try:
        actions.remove_factor(factor=factor, by=request.actor, at=request.at)
    except Refused as refusal:
        return _page(request, factor.account, refusal=str(refusal))
    _finished(request, factor.account)
    return redirect("accounts:mine")


@require_POST
@guarded(permissions.can_end_session, find=queries.session)
def session_end(request: ActorRequest, session: Session) -> HttpResponse:
    """Sign one device out."""
    actions.end_session(session=session, by=request.actor, at=request.at)
    return redirect("accounts:mine")


@require_POST
@guarded(permissions.can_keep_sign_in)
def others_end(request: ActorRequest) -> HttpResponse:
    """Sign every other device out."""
    account = queries.account_of(request.actor)
    keep = token_hash(request.session.session_key or "")
    actions.end_others(account=account, keep=keep, by=request.actor, at=request.at)
    return redirect("accounts:mine")


@require_POST
@guarded(permissions.can_keep_sign_in)
def weekly(request: ActorRequest) -> HttpResponse:
    """Whether a letter on Mondays says what waits for me."""
    actions.want_weekly(
        account=queries.account_of(request.actor),
        yes=request.POST.get("weekly") == "yes",
        by=request.actor,
        at=request.at,
    )
    return redirect(f"{reverse('accounts:mine')}#week")
