"""Fields saved as they are left: what the script of a form sends, and what it is told."""

from collections.abc import Iterable, Mapping

from django.http import JsonResponse
from django.urls import reverse

from commonroot.accounts.guards import ActorRequest
from commonroot.campaigns.models import Campaign, Clash

JSON = "application/json"


def wants_json(request: ActorRequest) -> bool:
    """Whether the script of a form asks, not somebody who pressed its button."""
    return request.headers.get("Accept", "") == JSON


def sent_names(request: ActorRequest) -> list[str]:
    """The names of the fields that were changed; what else the form holds was left alone."""
    return request.POST.getlist("only")


def seen_of(request: ActorRequest, names: Iterable[str]) -> dict[str, int]:
    """{name: the newest change that was read} for each field; 0 where the page does not say."""
    return {name: _number(request, f"seen-{name}") or _number(request, "seen") for name in names}


def _number(request: ActorRequest, name: str) -> int:
    told = request.POST.get(name, "")
    return int(told) if told.isdecimal() else 0


def met_address(campaign: Campaign, clash: Clash) -> str:
    """Where both sides stand beside each other."""
    return f"{reverse('campaigns:met', args=[campaign.key])}#{clash.key}"


def kept_answer(
    *,
    names: Iterable[str],
    newest: int,
    errors: Mapping[str, str],
    met: Mapping[str, str],
    refused: str = "",
) -> JsonResponse:
    """What the script is told: {seen: {name: number}, errors: {name: sentence}, met: {name: URL}}.

    A field whose words met others keeps the number it had: what is typed on still meets them.
    """
    kept = [name for name in names if name not in errors and name not in met]
    return JsonResponse(
        {
            "seen": {} if refused else dict.fromkeys(kept, newest),
            "errors": dict(errors),
            "met": dict(met),
            "refused": refused,
        }
    )
