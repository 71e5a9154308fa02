"""The list of a chapter: done by hand, not needed, things of one's own."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.handbook import permissions
from commonroot.handbook.actions import checks as actions
from commonroot.handbook.forms.checks import ItemForm, NotNeededForm
from commonroot.handbook.models import CheckItem
from commonroot.handbook.views.course import chapter_page
from commonroot.handbook.views.shared import found_chapter
from commonroot.programmes.models import Programme
from commonroot.programmes.queries import programme as find_programme


@require_POST
@guarded(permissions.can_write_handbook, find=find_programme)
def listed(request: ActorRequest, programme: Programme, *, chapter: str) -> HttpResponse:
    """Say that something is done, open again, not needed; add something of one's own, drop it."""
    about = found_chapter(chapter)
    wish, code = request.POST.get("do", ""), request.POST.get("code", "")
    if wish == "add":
        form = ItemForm(request.POST)
        if not form.is_valid():
            return chapter_page(request, programme, chapter=about, item=form)
        actions.add_item(
            programme=programme,
            chapter=about.code,
            by=request.actor,
            at=request.at,
            **form.cleaned_data,
        )
    else:
        reason = NotNeededForm(request.POST)
        if wish == "not_needed" and not reason.is_valid():
            return chapter_page(request, programme, chapter=about, wrong=code)
        try:
            _say(request, programme, wish=wish, why=reason)
        except Refused as refused:
            return chapter_page(request, programme, chapter=about, refusal=str(refused))
    return redirect(f"{reverse('handbook:chapter', args=[programme.key, about.code])}#list")


def _say(request: ActorRequest, programme: Programme, *, wish: str, why: NotNeededForm) -> None:
    """What somebody says of one thing on the list. Raises Refused, and Http404 for what is none."""
    own = CheckItem.objects.filter(programme=programme, code="")
    item = own.filter(key=request.POST.get("item", "")).first()
    about: dict[str, Any] = {"by": request.actor, "at": request.at}
    if wish == "drop" and item is not None:
        actions.drop_item(item=item, **about)
        return
    about |= {"programme": programme, "code": request.POST.get("code", "")}
    if wish == "done":
        actions.say_done(item=item, **about)
    elif wish == "open":
        actions.open_again(item=item, **about)
    elif wish == "not_needed":
        actions.say_not_needed(why=why.cleaned_data["why"], **about)
    else:
        raise Http404
