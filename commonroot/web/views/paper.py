"""A list of people on paper: black on white, with what it is, of which day, and who is left out."""

from itertools import islice

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from commonroot.accounts.actions import note
from commonroot.accounts.guards import ActorRequest, guarded, proven_lately
from commonroot.accounts.queries import last_change
from commonroot.people.permissions import can_export_register
from commonroot.web.queries import people as queries
from commonroot.web.queries.around import around
from commonroot.web.queries.lines import COLUMNS, lines
from commonroot.web.queries.zones import today_of
from commonroot.web.views.chosen import address_of, chosen
from commonroot.web.views.people import left_out_words

MOST = 2_000  # rows: more paper than that is a file


@require_safe
@guarded(can_export_register)
@proven_lately
def people_print(request: ActorRequest) -> HttpResponse:
    """The whole list with its columns, up to 2,000 rows; written down like a file that leaves."""
    here = chosen(request)
    wanted, today = here.wanted, today_of(request)
    change = last_change()
    figures = queries.figures(at=request.at, change=change)
    seen = around(at=request.at, change=change, language=get_language() or "en")
    people = queries.wanted_people(wanted, at=request.at, around=seen)
    rows = list(islice(people[: MOST + 1], MOST + 1))
    shown = rows[:MOST]
    note(
        "people printed",
        by=request.actor,
        at=request.at,
        facts={
            "columns": list(wanted.columns),
            "people": len(shown),
            "left_out": figures.left_out,
            "narrowed": queries.asked_fields(wanted),
        },
    )
    words = {
        "lines": lines(shown, wanted.columns, at=request.at, around=seen, today=today),
        "columns": [(code, COLUMNS[code]) for code in wanted.columns],
        "name": here.saved.name if here.saved and not here.is_changed else "",
        "sentence": queries.described(wanted),
        "count": len(shown),
        "is_cut": len(rows) > MOST,
        "left_out": left_out_words(figures) if figures.left_out else "",
        "today": today,
        "back_url": address_of(request, here),
        "person_url": reverse("web:people"),
    }
    return render(request, "web/people_print.html", words)
