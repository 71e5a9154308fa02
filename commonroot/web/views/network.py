"""The network: how one becomes a member, who is one, and leaving."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts.guards import ActorRequest, from_our_pages, guarded, network, public
from commonroot.accounts.roles import Actor
from commonroot.circles.actions import open_network
from commonroot.circles.models import Circle
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.people.actions import NoSuchWay
from commonroot.people.actions import network as belonging
from commonroot.people.models import NetworkMembership
from commonroot.people.permissions import can_edit_register, can_see_register
from commonroot.people.queries.network import membership, membership_by_key
from commonroot.programmes.actions import joining
from commonroot.programmes.forms.network import MemberForm
from commonroot.registration.permissions import can_open_my_page
from commonroot.web.forms import NetworkForm
from commonroot.web.queries import network as queries
from commonroot.web.queries.zones import today_of
from commonroot.web.views.me import comes_by_link, own_link


@require_http_methods(["GET", "HEAD", "POST"])
@from_our_pages
@public
def join_network(request: ActorRequest) -> HttpResponse:
    """What members share, and the form that asks to be one."""
    ours = request.school
    if ours is None or not ours.members_by:
        raise Http404
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["website"]:
            return render(request, "web/joined.html", {"address": "…"})
        try:
            address = joining.join_as_member(
                school=ours,
                name=form.cleaned_data["name"],
                way_text=form.cleaned_data["way"],
                supports=form.cleaned_data["supports"],
                language=get_language() or "en",
                network=network(request),
                by=Actor.public(),
                at=request.at,
            )
        except joining.NotSupported as refusal:
            form.add_error("supports", str(refusal))
        except NoSuchWay as refusal:
            form.add_error("way", str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "web/joined.html", {"address": address})
    context = {
        "form": form,
        "basis": ours.members_by,
        "words": queries.words_in(ours, "members_words"),
        "decides": ours.members_by in {Circle.Basis.APPLIED, Circle.Basis.AFFILIATED},
        "supports": ours.members_by == Circle.Basis.ENDORSED,
    }
    return render(request, "web/join_network.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_see_register)
def members(request: ActorRequest) -> HttpResponse:
    """Who belongs, who would like to, and on what one becomes a member."""
    ours = request.school
    language = ours.languages[0]
    initial = {
        "members_by": ours.members_by,
        "words": ours.members_words.get(language, ""),
        "welcome": ours.welcome_words.get(language, ""),
    }
    form = NetworkForm(request.POST or None, initial=initial)
    if request.method == "POST":
        if not can_edit_register(request.actor):
            raise Http404
        if form.is_valid():
            open_network(
                school=ours,
                members_by=form.cleaned_data["members_by"],
                words=Translated(ours.members_words | {language: form.cleaned_data["words"]}),
                welcome=Translated(ours.welcome_words | {language: form.cleaned_data["welcome"]}),
                by=request.actor,
                at=request.at,
            )
            return redirect("web:members")
    context = {
        "form": form,
        "found": queries.members(
            at=request.at, today=today_of(request), page=request.GET.get("page", "")
        ),
        "basis": ours.members_by,
        "may_edit": can_edit_register(request.actor),
    }
    return render(request, "web/members.html", context, status=400 if form.errors else 200)


@require_POST
@guarded(can_edit_register)
def member_answer(request: ActorRequest, key: str) -> HttpResponse:
    """Take somebody in who asked, or not."""
    asked = membership_by_key(key)
    if asked is None:
        raise Http404
    try:
        _answer(request, asked)
    except Refused as refusal:
        context = {"title": _("Nothing was changed"), "text": str(refusal)}
        return render(request, "web/member_answered.html", context, status=409)
    return redirect("web:members")


def _answer(request: ActorRequest, asked: NetworkMembership) -> None:
    if request.POST.get("answer") == "yes":
        belonging.take_in(membership=asked, by=request.actor, at=request.at)
    elif request.POST.get("answer") == "no":
        joining.not_taken_in(membership=asked, by=request.actor, at=request.at)


@require_http_methods(["GET", "HEAD", "POST"])
@comes_by_link
@guarded(can_open_my_page)
def me_network(request: ActorRequest) -> HttpResponse:
    """My membership: since when, and leaving as easily as joining."""
    person = own_link(request).person
    if request.method == "POST":
        belonging.leave(person=person, by=request.actor, at=request.at)
        return redirect("web:me_network")
    standing = membership(person)
    context = {
        "person": person,
        "standing": standing,
        "is_member": standing is not None and standing.state == NetworkMembership.State.MEMBER,
    }
    return render(request, "web/me_network.html", context)
