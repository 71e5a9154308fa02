"""What the steps of signing in share: where to go, who is half in, the end of it."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from commonroot.accounts import actions, queries, rules
from commonroot.accounts.guards import ActorRequest
from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor

HALF = "half"
SAFE = "safe"  # where somebody goes on after the screen that asks for proofs
TOO_MANY = 429
BACKEND = "django.contrib.auth.backends.ModelBackend"


def host_of(request: HttpRequest) -> str:
    """The name for which passkeys hold."""
    return request.get_host().partition(":")[0]


def target(request: HttpRequest) -> str:
    """Where to go afterwards: a page of ours that was asked for, else Today."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return reverse("web:today")


def remember_half(request: ActorRequest, account: Account) -> None:
    """The password was right; something more must be shown within ten minutes."""
    request.session.cycle_key()
    request.session[HALF] = [account.pk, request.at.timestamp()]


def half_in(request: ActorRequest) -> Account | None:
    """Who gave the right password and still has to prove more."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    found = request.session.get(HALF)
    if not found or request.at.timestamp() - found[1] > rules.HALF.total_seconds():
        return None
    return Account.objects.filter(pk=found[0], is_active=True, locked_at=None).first()


def must_protect(account: Account) -> bool:
    """Whether a password alone is too little: on a public server, without any second proof."""
    return settings.PRODUCTION and not queries.factors(account)


def enter(request: ActorRequest, account: Account, *, by_what: str) -> None:
    """Sign somebody in on this device; their keys of the session change."""
    request.session.pop(HALF, None)
    request.session["device"] = rules.device(request.headers.get("User-Agent", ""))
    login(request, account, backend=BACKEND)
    prove(request, at=request.at)
    actor = Actor(kind="account", key=account.key, account_id=account.pk)
    actions.note("signed in", account, by=actor, at=request.at, facts={"by": by_what})


def prove(request: HttpRequest, *, at: datetime) -> None:
    """Remember that this person has just shown who they are."""
    request.session["proven"] = at.timestamp()
