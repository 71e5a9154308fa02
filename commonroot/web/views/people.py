"""The list of people, what narrows it, and adding somebody."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.accounts.queries import last_change
from commonroot.consent.actions import NoWitness, add_by_hand
from commonroot.core.errors import Refused
from commonroot.core.filters.sentence import pieces
from commonroot.core.filters.value import Filter, Part
from commonroot.mailings.permissions import can_write_to_many
from commonroot.mailings.queries import fields
from commonroot.people.forms import AddPersonForm
from commonroot.people.permissions import (
    can_change_list,
    can_edit_register,
    can_export_register,
    can_see_register,
)
from commonroot.people.queries.lists import saved_lists
from commonroot.stewardship.permissions import can_ask_details
from commonroot.web.queries import people as queries
from commonroot.web.queries.around import around
from commonroot.web.queries.counted import last_remembered
from commonroot.web.queries.lines import COLUMNS
from commonroot.web.queries.ordering import ORDERS
from commonroot.web.queries.people import Figures, Wanted
from commonroot.web.queries.zones import today_of
from commonroot.web.views.chosen import (
    SEARCH_LENGTH,
    Chosen,
    address_of,
    chosen,
    filter_of,
    known_columns,
    narrowed,
    remember_columns,
    state_of,
)

# Which orders a heading leads to: from the one to the other.
SORTED_BY = {"confirmed": ("confirmed", "fresh"), "source": ("source",), "added": ("added",)}
BESIDE = 12  # saved lists that stand above the list itself


@require_safe
@guarded(can_see_register)
def people(request: ActorRequest) -> HttpResponse:
    """The register, fifty at a time, with one search box and a filter that reads as a sentence."""
    here = chosen(request)
    wanted, after = here.wanted, request.GET.get("after", "")[:32].replace("\x00", "")
    change = last_change()
    figures = queries.figures(at=request.at, change=change)
    page = queries.page(
        wanted,
        after=after,
        at=request.at,
        around=around(at=request.at, change=change, language=get_language() or "en"),
        today=today_of(request),
        figures=figures,
        change=change,
        count=request.GET.get("count") == "yes",
    )
    nearly = "yes" if page.alike else ""
    words = {
        "figures": figures,
        "page": page,
        "wanted": wanted,
        "here": here,
        "state": state_of(request, here).items(),
        "lists": _lists(request, here),
        "sentence": _sentence(request, here),
        "columns": [(code, COLUMNS[code]) for code in wanted.columns],
        "headings": _headings(request, here),
        "offered": [(code, label, code in wanted.columns) for code, label in COLUMNS.items()],
        "orders": _orders(request, here),
        "person_url": reverse("web:people"),
        "shown": _shown(page, figures),
        "count_url": address_of(request, here, name="web:people_count"),
        "counted_url": address_of(request, here, count="yes"),
        "next_url": address_of(request, here, after=page.last, nearly=nearly) if page.more else "",
        "first_url": address_of(request, here) if after else "",
        "may_export": can_export_register(request.actor),
        "export_url": address_of(request, here, name="web:people_export", nearly=nearly),
        "print_url": address_of(request, here, name="web:people_print", nearly=nearly),
        "give_url": address_of(request, here, name="web:people_give")
        if can_edit_register(request.actor)
        else "",
        "given": request.GET.get("given", ""),
        "save_url": address_of(request, here, name="web:list_new"),
        "write_url": address_of(request, here, name="web:people_write")
        if can_write_to_many(request.actor)
        else "",
        "ask_url": address_of(request, here, name="web:still_right_ask")
        if can_ask_details(request.actor)
        else "",
        "may_add": can_edit_register(request.actor),
        "may_change": here.saved is not None and can_change_list(request.actor, here.saved),
        "deleted": request.session.get("deleted list") if "deleted" in request.GET else None,
    }
    return render(request, "web/people.html", words)


@require_POST
@guarded(can_see_register)
def people_search(request: ActorRequest) -> HttpResponse:
    """Keep what was typed in the session and lead to what it finds: no address holds a name."""
    here = chosen(request)
    q = " ".join(request.POST.get("q", "").replace("\x00", " ").split())[:SEARCH_LENGTH]
    return redirect(address_of(request, narrowed(here, q=q)))


@require_safe
@guarded(can_see_register)
def people_count(request: ActorRequest) -> HttpResponse:
    """How many a list holds, for a page that did not wait for it."""
    here = chosen(request)
    change = last_change()
    seen = around(at=request.at, change=change, language=get_language() or "en")
    number = queries.how_many(
        here.wanted,
        queries.who_is(here.wanted, at=request.at, around=seen),
        at=request.at,
        figures=queries.figures(at=request.at, change=change),
        change=change,
        count=True,
    )
    return JsonResponse({"count": number, "words": f"{number:,}"})


@require_POST
@guarded(can_see_register)
def people_columns(request: ActorRequest) -> HttpResponse:
    """Choose what stands beside the names of lists that are not saved."""
    columns = [code for code in request.POST.getlist("columns") if code in COLUMNS]
    remember_columns(request, list(known_columns(columns)))
    return redirect(address_of(request, chosen(request)))


def _lists(request: ActorRequest, here: Chosen) -> list[dict[str, Any]]:
    """Lists that every school has, then the saved ones, with their numbers where they are known."""
    built_in = (
        (_("All"), Filter()),
        (_("To be asked"), _only("agreement", "unknown")),
        (_("Not confirmed"), _only("confirmed", "in", "old", "never")),
        (_("Took part in a course"), _only("course", "some")),
    )
    lists = [
        {
            "label": label,
            "url": address_of(request, Chosen(Wanted(asked=asked))),
            "current": here.saved is None and not here.wanted.q and here.wanted.asked == asked,
            "count": None,
            "count_url": "",
        }
        for label, asked in built_in
    ]
    for saved in saved_lists(request.actor)[:BESIDE]:
        address = f"{reverse('web:people')}?list={saved.key}"
        number = last_remembered(queries.count_name(filter_of(saved)))
        lists.append(
            {
                "label": saved.name,
                "url": address,
                "current": here.saved == saved,
                "count": number,
                "count_url": ""
                if number is not None
                else f"{reverse('web:people_count')}?list={saved.key}",
            }
        )
    return lists


def _only(field: str, how: str, *values: str) -> Filter:
    return Filter("all", (Part(field, how, values),))


def _sentence(request: ActorRequest, here: Chosen) -> dict[str, Any]:
    """The filter in pieces, each with where it is changed and taken out, and what can be added."""
    said = pieces(here.wanted.asked, fields=fields())

    def to(**more: str) -> str:
        return address_of(request, here, name="web:people_filter", **more)

    found = []
    for piece in said:
        path = ".".join(str(number) for number in piece.path)
        found.append(
            {
                "before": piece.before,
                "words": piece.words,
                "plain": piece.plain,
                "url": to(at=path),
                "off_url": to(without=path),
            }
        )
    last = ".".join(str(number) for number in said[-1].path) if said else ""
    return {
        "pieces": found,
        "said": queries.described(here.wanted),
        "and_url": to(),
        "or_url": to(at=last, add="any") if said else "",
        "not_url": to(add="none") if said else "",
        "first": [
            (_("live in…"), to(field="country")),
            (_("took part in…"), to(field="course")),
            (_("are in a circle…"), to(field="circle")),
            (_("have details…"), to(field="confirmed")),
        ],
        "off_url": address_of(request, Chosen(Wanted(q=here.wanted.q))),
    }


def _headings(request: ActorRequest, here: Chosen) -> list[dict[str, str]]:
    """The headings of the columns; some lead to another order."""
    named: list[tuple[str, tuple[str, ...]]] = [(_("Name and place"), ("name", "country"))]
    named += [(str(COLUMNS[code]), SORTED_BY.get(code, ())) for code in here.wanted.columns]
    found = []
    for label, orders in named:
        heading = {"label": label, "url": "", "words": "", "sorted": ""}
        if following := _following(orders, here.wanted.order.code):
            heading["url"] = address_of(request, narrowed(here, order=ORDERS[following]))
            heading["words"] = str(ORDERS[following].words)
        if here.wanted.order.code in orders:
            heading["sorted"] = "descending" if here.wanted.order.newest_first else "ascending"
        found.append(heading)
    return found


def _following(orders: tuple[str, ...], current: str) -> str:
    """The order that a heading leads to: its first, or the one after the current."""
    if current not in orders:
        return orders[0] if orders else ""
    following = orders[(orders.index(current) + 1) % len(orders)]
    return "" if following == current else following


def _orders(request: ActorRequest, here: Chosen) -> list[dict[str, Any]]:
    return [
        {
            "label": order.words,
            "url": address_of(request, narrowed(here, order=order)),
            "current": order == here.wanted.order,
        }
        for order in ORDERS.values()
    ]


def _shown(page: queries.Page, figures: Figures) -> str:
    """What stands below the list: how many are shown, and how many are left out and why.

    Those left out are of the whole register, whatever the filter: a number for a filter could
    tell of whom it is.
    """
    if page.total is None:
        words = _("%(shown)s shown, and there are more.") % {"shown": len(page.lines)}
    else:
        words = _("%(shown)s of %(total)s shown.") % {
            "shown": len(page.lines),
            "total": f"{page.total:,}",
        }
    if figures.left_out:
        words += " " + left_out_words(figures)
    return words


def left_out_words(figures: Figures) -> str:
    """How many of everybody are left out of the register, and why."""
    return ngettext(
        "Of all %(total)s people known here, %(count)s is left out: "
        "no agreement to be in the register.",
        "Of all %(total)s people known here, %(count)s are left out: "
        "no agreement to be in the register.",
        figures.left_out,
    ) % {"total": f"{figures.people + figures.left_out:,}", "count": f"{figures.left_out:,}"}


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_edit_register)
def person_new(request: ActorRequest) -> HttpResponse:
    """Add somebody by hand, with a way to reach them and what they were told."""
    form = AddPersonForm(request.POST or None, initial={"language": get_language()})
    if form.is_valid():
        details = dict(form.cleaned_data)
        name, way, told = details.pop("shown_name"), details.pop("way"), details.pop("told")
        witness = details.pop("witness")
        try:
            person = add_by_hand(
                shown_name=name,
                way=way,
                agreed=told == "yes",
                witness=witness,
                details=details,
                by=request.actor,
                at=request.at,
            )
        except NoWitness as refusal:
            form.add_error("witness", str(refusal))
        except Refused as refusal:
            form.add_error("way", str(refusal))
        else:
            return redirect("web:person", key=person.key)
    return render(request, "web/person_new.html", {"form": form})
