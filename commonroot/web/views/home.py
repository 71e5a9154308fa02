"""The first page: what the school is for, what comes, and how to hear of it."""

import re

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, cached_page, from_our_pages, network, public
from commonroot.accounts.roles import Actor
from commonroot.campaigns.queries.studies import published
from commonroot.circles.models import Circle
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.engagement.queries.gallery import public_projects
from commonroot.programmes.actions import join_network
from commonroot.programmes.forms import JoinForm
from commonroot.programmes.models import Programme, Session
from commonroot.programmes.queries import latest_story, lists, shown
from commonroot.registration.queries import places_taken

POSTER_SENTENCES = 2
_SENTENCE_END = re.compile(r"(?<=[.!?؟。।])\s+")


def poster(sentence: str) -> tuple[list[str], str]:
    """What a school is for, as the first page sets it: two sentences large, what follows below."""
    sentences = [part for part in _SENTENCE_END.split(sentence.strip()) if part]
    return sentences[:POSTER_SENTENCES], " ".join(sentences[POSTER_SENTENCES:])


@require_safe
@cached_page
@public
def home(request: ActorRequest) -> HttpResponse:
    """The first page."""
    ours = request.school
    if ours is None:
        return redirect("web:start")
    return _home(request, ours, form=JoinForm())


@require_POST
@from_our_pages
@public
def join(request: ActorRequest) -> HttpResponse:
    """Ask whether an address may get news; the page says the same whoever it belongs to."""
    ours = request.school
    if ours is None:
        return redirect("web:start")
    form = JoinForm(request.POST)
    if not form.is_valid():
        return _home(request, ours, form=form, status=400)
    if form.cleaned_data["website"]:
        return render(request, "web/joined.html", {"address": "…"})
    try:
        address = join_network(
            way_text=form.cleaned_data["address"],
            language=get_language() or "en",
            network=network(request),
            by=Actor.public(),
            at=request.at,
        )
    except Refused as refusal:
        form.add_error("address", str(refusal))
        return _home(request, ours, form=form, status=400)
    return render(request, "web/joined.html", {"address": address})


def _home(
    request: ActorRequest, ours: Circle, *, form: JoinForm, status: int = 200
) -> HttpResponse:
    things = lists.featured(at=request.at)
    taken = places_taken(thing for thing in things if isinstance(thing, Session))
    story = latest_story(at=request.at)
    sentences, lead = poster(
        Translated(ours.sentence).chosen((get_language() or "en", *ours.languages))[0]
    )
    context = {
        "sentences": sentences,
        "lead": lead,
        "strips": [_strip(request, thing, taken=taken.get(thing.pk, 0)) for thing in things],
        "keys": [
            thing.programme.key if isinstance(thing, Session) else thing.key for thing in things
        ],
        "story": shown(story.story, story) if story else "",
        "story_from": shown(story.story_from, story) if story else "",
        "form": form,
        "works": public_projects().exists(),
        "studies": published().exists(),
    }
    return render(request, "web/home.html", context, status=status)


def _strip(request: ActorRequest, thing: Programme | Session, *, taken: int) -> lists.Strip:
    if isinstance(thing, Session):
        return lists.session_strip(thing, at=request.at, zone=request.zone, taken=taken)
    return lists.programme_strip(thing, at=request.at)
