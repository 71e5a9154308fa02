"""What everybody may read: what we keep, and what we can and cannot protect."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonroot.accounts.guards import ActorRequest, public
from commonroot.stewardship.queries import kinds
from commonroot.stewardship.queries import processing as queries


@require_safe
@public
def privacy(request: ActorRequest) -> HttpResponse:
    """The privacy notice, made of what the code declares and of what the school says itself."""
    purposes = queries.processing()
    who, contact = queries.controller()
    words, language = queries.own_words()
    context = {
        "who": who,
        "contact": contact,
        "unasked": [one for one in purposes if not one.asked],
        "asked": [one for one in purposes if one.asked],
        "held": kinds.held(),
        "words": words,
        "words_language": language,
        "changed_at": said.changed_at if (said := queries.notice()) else None,
    }
    return render(request, "stewardship/privacy.html", context)


@require_safe
@public
def protect(request: ActorRequest) -> HttpResponse:
    """What we can and cannot protect, in plain words."""
    return render(request, "stewardship/protect.html")
