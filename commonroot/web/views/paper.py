"""A list of people on paper: black on white, with what it is, of which day, and who is left out.

It leaves as a file does: with a reason, told to everybody on it, and of more people than one page
of the list shows only with a second yes.
"""

from itertools import islice

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from commonroot.accounts.actions import note
from commonroot.accounts.guards import ActorRequest, guarded, proven_lately
from commonroot.accounts.queries import last_change
from commonroot.consent.actions import tell
from commonroot.consent.queries import SCHOOL
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.people.actions import ask_export
from commonroot.people.forms import PaperForm
from commonroot.people.models import Export, Person
from commonroot.people.permissions import can_export_register
from commonroot.people.queries import others_who_may_agree
from commonroot.web.queries import people as queries
from commonroot.web.queries import taken
from commonroot.web.queries.around import Around, around
from commonroot.web.queries.lines import COLUMNS, lines
from commonroot.web.queries.people import PAGE
from commonroot.web.queries.zones import today_of
from commonroot.web.views.chosen import address_of, chosen
from commonroot.web.views.people import left_out_words


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_export_register)
@proven_lately
def people_print(request: ActorRequest) -> HttpResponse:
    """First what will stand on paper and whom it leaves out; then, by one tap, the paper itself or
    the wish for it.
    """
    here = chosen(request)
    wanted, change = here.wanted, last_change()
    figures = queries.figures(at=request.at, change=change)
    seen = around(at=request.at, change=change, language=get_language() or "en")
    people = queries.wanted_people(wanted, at=request.at, around=seen)
    rows = list(islice(people[: taken.ON_PAPER + 1], taken.ON_PAPER + 1))
    shown = rows[: taken.ON_PAPER]
    alone = not others_who_may_agree(request.actor, at=request.at).exists()
    left_out = left_out_words(figures) if figures.left_out else ""
    form = PaperForm(request.POST or None)
    words = {
        "form": form,
        "count": len(shown),
        "is_cut": len(rows) > taken.ON_PAPER,
        "sentence": queries.described(wanted),
        "name": here.saved.name if here.saved and not here.is_changed else "",
        "left_out": left_out,
        "back_url": address_of(request, here),
        "asks": len(shown) > PAGE and not alone,
        "reasons": [{"value": code, "label": label} for code, label in PaperForm.REASONS],
    }
    if not form.is_valid():
        status = 400 if form.errors else 200
        return render(request, "web/people_print_ask.html", words, status=status)
    reason = form.cleaned_data["reason"]
    columns = [code for code in wanted.columns if code in COLUMNS]
    if words["asks"]:
        export = ask_export(
            wanted=taken.kept(wanted),
            sentence=queries.described(wanted),
            narrowed=queries.asked_fields(wanted),
            columns=columns,
            reason=reason,
            kind=taken.PAPER,
            language=get_language() or "en",
            people=len(shown),
            left_out=figures.left_out,
            by=request.actor,
            at=request.at,
        )
        return redirect("web:taken_one", key=export.key)
    facts = {
        "reason": reason,
        "columns": columns,
        "people": len(shown),
        "left_out": figures.left_out,
        "narrowed": queries.asked_fields(wanted),
    }
    note("people printed", by=request.actor, at=request.at, facts=facts)
    tell(
        people=shown,
        audience=SCHOOL,
        audience_name=Translated(taken.taker_words(reason, kind=taken.PAPER)),
        what=taken.paper_codes(columns),
        purpose=Purpose.REGISTER,
        at=request.at,
    )
    return _paper(request, shown, columns=columns, seen=seen, words=words)


def agreed_paper(request: ActorRequest, export: Export) -> HttpResponse:
    """The paper that somebody else said yes to, with exactly those who were in the list then."""
    seen = around(at=request.at, change=last_change(), language=get_language() or "en")
    people = queries.wanted_people(taken.wanted_of(export), at=request.at, around=seen)
    words = {
        "count": export.people,
        "is_cut": False,
        "sentence": export.sentence,
        "name": "",
        "left_out": taken.left_out_words(export) if export.left_out else "",
        "back_url": reverse("web:taken_one", args=[export.key]),
    }
    rows = list(people.filter(exported__export=export))
    return _paper(request, rows, columns=export.columns, seen=seen, words=words)


def _paper(
    request: ActorRequest,
    people: list[Person],
    *,
    columns: list[str],
    seen: Around,
    words: dict[str, object],
) -> HttpResponse:
    today = today_of(request)
    shown = {
        "lines": lines(people, tuple(columns), at=request.at, around=seen, today=today),
        "columns": [(code, COLUMNS[code]) for code in columns],
        "today": today,
        "person_url": reverse("web:people"),
    }
    return render(request, "web/people_print.html", words | shown)
