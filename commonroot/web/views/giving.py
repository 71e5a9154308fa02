"""Giving everybody of a list to one organiser: count and sample first, then one button."""

from itertools import islice

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.accounts.models import Account
from commonroot.accounts.queries import last_change
from commonroot.engagement.actions import give_to
from commonroot.engagement.queries.owners import who_may_follow
from commonroot.people.permissions import can_edit_register
from commonroot.web.forms.giving import GiveForm
from commonroot.web.queries import people as queries
from commonroot.web.queries.around import around
from commonroot.web.views.chosen import address_of, chosen

AT_ONCE = 500
SAMPLE = 5


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_edit_register)
def people_give(request: ActorRequest) -> HttpResponse:
    """Who they are, in numbers and five names; who looks after them from now on."""
    here = chosen(request)
    seen = around(at=request.at, change=last_change(), language=get_language() or "en")
    found = queries.wanted_people(here.wanted, at=request.at, around=seen)
    people = list(islice(found[: AT_ONCE + 1], AT_ONCE + 1))
    accounts = who_may_follow(at=request.at)
    form = GiveForm(request.POST or None, accounts=accounts, initial={"account": request.actor.key})
    too_many = len(people) > AT_ONCE
    if form.is_valid() and people and not too_many:
        account = Account.objects.filter(key=form.cleaned_data["account"]).first()
        number = give_to(people=people, account=account, by=request.actor, at=request.at)
        return redirect(address_of(request, here, given=str(number)))
    words = {
        "form": form,
        "total": len(people),
        "too_many": too_many,
        "most": AT_ONCE,
        "sample": [] if too_many else people[:SAMPLE],
        "sentence": queries.described(here.wanted),
        "back_url": address_of(request, here),
    }
    return render(request, "web/people_give.html", words)
