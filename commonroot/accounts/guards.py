"""Who may open a page. Every view wears one of these; a view without one fails the build."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from commonroot.accounts.roles import Actor

View = Callable[..., HttpResponse]


class ActorRequest(HttpRequest):
    """A request as the views see it: with who is asking and what time it is."""

    actor: Actor
    at: datetime
    zone: str | None  # the visitor's zone, when they chose one


def public(view: View) -> View:
    """Open to everybody; the view itself shows only what is public."""
    view.guard = "public"  # type: ignore[attr-defined]  # read by the house test and the page cache
    return view


def guarded(
    can: Callable[..., bool], *, find: Callable[..., Any] | None = None
) -> Callable[[View], View]:
    """Open to those for whom `can(actor[, thing])` holds.

    With `find`, the view's `key` is looked up first (`find(key)`, None → not found) and the view gets
    the thing itself, so that no page holds an object unguarded. Somebody who may not gets the same
    "not found" as for a key that does not exist; a visitor who might sign in is asked to.
    """

    def wear(view: View) -> View:
        @wraps(view)
        def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = cast(ActorRequest, request).actor
            if find is None:
                if can(actor):
                    return view(request, *args, **kwargs)
            else:
                thing = find(kwargs.pop("key"))
                if thing is not None and can(actor, thing):
                    return view(request, thing, *args, **kwargs)
            if actor.kind == "public" and getattr(can, "sign_in", False):
                return redirect(f"{reverse('accounts:sign_in')}?next={request.path}")
            raise Http404

        guard.guard = can.__name__  # type: ignore[attr-defined]  # read by the house test
        return guard

    return wear


def by_sign_in(can: Callable[..., bool]) -> Callable[..., bool]:
    """Mark a permission as one that signing in may give, so that visitors are asked to."""
    can.sign_in = True  # type: ignore[attr-defined]  # read by `guarded`
    return can


def demo_only(view: View) -> View:
    """Open only while looking around the demo school."""

    @wraps(view)
    def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    guard.guard = "demo only"  # type: ignore[attr-defined]  # read by the house test
    return guard
