"""Adding, changing and taking out conditions of a list of people, one at a time."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.filters.value import Filter, Part, Path, added, at_path, changed, without
from commonroot.mailings.queries import fields
from commonroot.people.permissions import can_see_register
from commonroot.web.forms import ConditionForm
from commonroot.web.queries.people import described
from commonroot.web.views.chosen import Chosen, address_of, chosen, narrowed, state_of

MODES = ("all", "any", "none")
MOST_DEEP = 6


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_see_register)
def people_filter(request: ActorRequest) -> HttpResponse:
    """Choose what to ask for, then how and for what; `without` takes a condition out.

    In the address: `at` which condition is meant, `add` how another one joins it, `field` what
    it asks for.
    """
    here = chosen(request)
    asked = here.wanted.asked
    if "without" in request.GET:
        return _back(request, here, asked=_taken_out(asked, _path(request.GET["without"])))
    path = _path(request.GET.get("at", ""))
    add = request.GET.get("add", "")
    add = add if add in MODES else ""
    there = at_path(asked, path) if path else None
    changing = there if isinstance(there, Part) and not add else None
    code = changing.field if changing else request.GET.get("field", "")
    words: dict[str, Any] = {
        "title": _title(add, changing),
        "described": described(here.wanted),
        "back_url": address_of(request, here),
    }
    if not code:
        return render(
            request, "web/people_filter.html", words | {"groups": _groups(request, here, add=add)}
        )
    field = fields().get(code)
    if field is None:
        raise Http404
    form = ConditionForm(request.POST or None, field=field, part=changing)
    if form.is_valid():
        part = form.part()
        if changing is not None:
            return _back(request, here, asked=changed(asked, path, to=part))
        return _back(request, here, asked=added(asked, part, path=path, mode=add or "all"))
    words |= {
        "form": form,
        "field": field,
        "other_url": address_of(
            request, here, name="web:people_filter", at=request.GET.get("at", ""), add=add
        )
        if changing is None
        else "",
        "or_url": address_of(
            request, here, name="web:people_filter", at=request.GET.get("at", ""), add="any"
        )
        if changing is not None
        else "",
        "off_url": address_of(
            request, here, name="web:people_filter", without=request.GET.get("at", "")
        )
        if changing is not None
        else "",
        "state": state_of(request, here).items(),
    }
    return render(request, "web/people_filter.html", words)


def _back(request: ActorRequest, here: Chosen, *, asked: Filter) -> HttpResponse:
    return redirect(address_of(request, narrowed(here, asked=asked)))


def _title(add: str, changing: Part | None) -> str:
    if changing is not None:
        return _("Change a condition")
    return {"any": _("Or those who…"), "none": _("But not those who…")}.get(
        add, _("Only those who…")
    )


def _groups(request: ActorRequest, here: Chosen, *, add: str) -> list[dict[str, Any]]:
    """Everything that can be asked, by group: each way to ask leads on."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for field in fields().values():
        url = address_of(
            request,
            here,
            name="web:people_filter",
            at=request.GET.get("at", ""),
            add=add,
            field=field.code,
        )
        first = next(iter(field.hows.values()))
        groups.setdefault(str(field.group), []).append((url, f"{field.name}: {first.label}"))
    return [{"name": name, "ways": ways} for name, ways in groups.items()]


def _path(text: str) -> Path:
    """The path written "0.1"; () for anything else."""
    numbers = text.split(".")
    if len(numbers) > MOST_DEEP or not all(one.isascii() and one.isdigit() for one in numbers):
        return ()
    return tuple(int(one[:3]) for one in numbers)


def _taken_out(asked: Filter, path: Path) -> Filter:
    return without(asked, path) if path and at_path(asked, path) is not None else asked
