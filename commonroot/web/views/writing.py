"""From a list of people to a letter to them."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.mailings.actions import begin
from commonroot.mailings.permissions import can_write_to_many
from commonroot.web.queries.people import described
from commonroot.web.views.chosen import address_of, chosen, state_of


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_write_to_many)
def people_write(request: ActorRequest) -> HttpResponse:
    """Begin a letter to the people of a list; who they are is looked up again when it leaves."""
    here = chosen(request)
    sentence = described(here.wanted)
    if request.method == "POST" and not here.is_lost:
        saved = here.saved if not here.is_changed else None
        mailing = begin(
            name=saved.name if saved else "",
            saved_list=saved,
            filter=here.as_filter,
            by=request.actor,
            at=request.at,
        )
        address = reverse("mailings:whom", args=[mailing.key])
        return redirect(f"{address}?whom={f'list:{saved.key}' if saved else 'kept'}")
    context = {
        "sentence": sentence,
        "state": state_of(request, here).items(),
        "list_url": address_of(request, here),
        "lost": here.is_lost,
    }
    return render(request, "web/people_write.html", context)
