"""The list of people, adding somebody, and taking the list along."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.accounts.queries import last_change
from commonroot.consent.actions import add_by_hand
from commonroot.core.errors import Refused
from commonroot.core.places import country_name
from commonroot.people.forms import AddPersonForm, PeopleForm
from commonroot.people.permissions import can_edit_register, can_export_register, can_see_register
from commonroot.web.queries import people as queries
from commonroot.web.queries.around import Around, around
from commonroot.web.queries.people import Figures, Wanted
from commonroot.web.queries.zones import today_of


@require_safe
@guarded(can_see_register)
def people(request: ActorRequest) -> HttpResponse:
    """The register, fifty at a time, with one search box and a filter that reads as a sentence."""
    asked = PeopleForm(request.GET).wanted()
    after = asked.pop("after")
    wanted = Wanted(**asked)
    change = last_change()
    figures = queries.figures(at=request.at, change=change)
    seen = around(at=request.at, change=change, language=get_language() or "en")
    today = today_of(request)
    page = queries.page(
        wanted, after=after, at=request.at, around=seen, today=today, figures=figures
    )
    words = {
        "figures": figures,
        "page": page,
        "wanted": wanted,
        "lists": _lists(wanted),
        "courses": _courses(wanted, seen),
        "countries": _countries(wanted, figures, language=seen.language),
        "freshnesses": _freshnesses(wanted),
        "person_url": reverse("web:people"),
        "shown": _shown(page, figures),
        "next_url": _address(wanted, **_next(page)) if page.more else "",
        "first_url": _address(wanted) if after else "",
        "export_url": f"{reverse('web:people_export')}"
        f"{_query(wanted, nearly='yes' if page.alike else '')}"
        if can_export_register(request.actor)
        else "",
        "may_add": can_edit_register(request.actor),
    }
    return render(request, "web/people.html", words)


def _query(wanted: Wanted, **more: str) -> str:
    pairs = {name: value for name, value in (vars(wanted) | more).items() if value}
    return f"?{urlencode(pairs)}" if pairs else ""


def _next(page: queries.Page) -> dict[str, str]:
    """What leads to the next fifty: the last one shown, and whether names were only alike."""
    return {"after": page.last, "nearly": "yes" if page.alike else ""}


def _address(wanted: Wanted, **more: str) -> str:
    return reverse("web:people") + _query(wanted, **more)


def _lists(wanted: Wanted) -> list[dict[str, Any]]:
    """Lists that every school has, as words."""
    lists = (
        (_("All"), Wanted()),
        (_("To be asked"), Wanted(basis="unknown")),
        (_("Not confirmed"), Wanted(fresh="old")),
        (_("Finished a course"), Wanted(course="any")),
    )
    return [{"label": label, "url": _address(of), "current": wanted == of} for label, of in lists]


def _courses(wanted: Wanted, around: Around) -> list[tuple[str, str, bool]]:
    options = [("", _("any course or none")), ("any", _("a course that ended"))]
    options += [(course.key, course.name) for course in around.courses.values()]
    return [(key, words, key == wanted.course) for key, words in options]


def _countries(wanted: Wanted, figures: Figures, *, language: str) -> list[tuple[str, str, bool]]:
    codes = {*figures.countries, *filter(None, (wanted.country,))}
    named = sorted(
        ((code, country_name(code, language)) for code in codes), key=lambda pair: pair[1]
    )
    return [(code, name, code == wanted.country) for code, name in [("", _("any country")), *named]]


def _freshnesses(wanted: Wanted) -> list[tuple[str, str, bool]]:
    options = (
        ("", _("of any age")),
        ("fresh", _("under a year old")),
        ("ageing", _("one to three years old")),
        ("old", _("older, or never confirmed")),
    )
    return [(state, words, state == wanted.fresh) for state, words in options]


def _shown(page: queries.Page, figures: Figures) -> str:
    """What stands below the list: how many are shown, and how many are left out and why."""
    words = _("%(shown)s of %(total)s shown.") % {
        "shown": len(page.lines),
        "total": f"{page.total:,}",
    }
    if figures.left_out:
        words += " " + _("%(count)s left out: no agreement to be in the register.") % {
            "count": f"{figures.left_out:,}"
        }
    return words


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_edit_register)
def person_new(request: ActorRequest) -> HttpResponse:
    """Add somebody by hand, with a way to reach them and what they were told."""
    form = AddPersonForm(request.POST or None, initial={"language": get_language()})
    if form.is_valid():
        details = dict(form.cleaned_data)
        name, way, told = details.pop("shown_name"), details.pop("way"), details.pop("told")
        try:
            person = add_by_hand(
                shown_name=name,
                way=way,
                agreed=told == "yes",
                details=details,
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error("way", str(refusal))
        else:
            return redirect("web:person", key=person.key)
    return render(request, "web/person_new.html", {"form": form})
