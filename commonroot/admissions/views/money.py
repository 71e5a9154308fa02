"""Help with money and journeys: for organisers and student liaison alone."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, get_language_info, gettext, override
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.admissions.actions import money as actions
from commonroot.admissions.forms.choosing import HelpForm
from commonroot.admissions.models import Application, Call, Scholarship
from commonroot.admissions.permissions.choosing import can_print_invitation, can_see_money
from commonroot.admissions.permissions.reading import may_judge
from commonroot.admissions.queries import choosing as choice
from commonroot.admissions.queries import money as queries
from commonroot.admissions.queries.reading import application as application_with
from commonroot.admissions.queries.replies import school_name
from commonroot.core.errors import Refused
from commonroot.core.places import country_name
from commonroot.programmes.queries.words import day_words
from commonroot.ui.printing import pdf

TEMPLATE = Path(__file__).parents[1] / "templates" / "admissions/invitation.typ"
SIGNS = {
    "asked": "open",
    "offered": "waiting",
    "accepted": "done",
    "paid": "done",
    "closed": "done",
}


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_see_money, find=choice.call_of)
def help_with_money(request: ActorRequest, call: Call) -> HttpResponse:
    """Who asked for help with travel or the stay, why, and how far it is; apart from points."""
    refusal = ""
    if request.method == "POST":
        application = application_with(request.POST.get("application", ""))
        if application is None or application.call_id != call.pk:
            raise Http404
        if not may_judge(request.actor, application):
            raise Http404
        form = HelpForm(request.POST, states=[(one, str(one.label)) for one in Scholarship.State])
        if not form.is_valid():
            raise Http404
        try:
            actions.settle(
                application=application, **form.cleaned_data, by=request.actor, at=request.at
            )
        except Refused as error:
            refusal = str(error)
        else:
            return redirect("admissions:help_with_money", key=call.programme.key)
    rows = queries.asking(call, actor=request.actor, at=request.at)
    states = Counter(row.state for row in rows)
    context = {
        "call": call,
        "programme": call.programme,
        "rows": [
            {
                "asking": row,
                "sign": SIGNS.get(row.state, "open"),
                "state": Scholarship.State(row.state).label,
                "form": HelpForm(None, states=row.next_states) if row.next_states else None,
            }
            for row in rows
        ],
        "states": [
            {"label": state.label, "count": states[state]}
            for state in Scholarship.State
            if states[state]
        ],
        "clears_at": call.decided_at,
        "refusal": refusal,
    }
    template = "admissions/help_with_money.html"
    return render(request, template, context, status=409 if refusal else 200)


@require_http_methods(["GET", "HEAD"])
@guarded(can_see_money, find=choice.call_of)
def journeys(request: ActorRequest, call: Call) -> HttpResponse:
    """Who comes from another country, how many days there are for a visa, and their letters."""
    language = get_language() or "en"
    found, unknown = queries.journeys(call, actor=request.actor, language=language, at=request.at)
    words = {
        "deadline": gettext("from the deadline to the first day"),
        "result": gettext("from the decision to the first day"),
        "offers": gettext("from the end of the offers to the first day"),
    }
    context = {
        "call": call,
        "programme": call.programme,
        "held_in": country_name(call.held_in, language) if call.held_in else "",
        "begins": call.programme.starts_on,
        "found": found,
        "unknown": unknown,
        "tight": any(one.tight for one in found),
        "spans": queries.spans(call, words=words, at=request.at),
    }
    return render(request, "admissions/journeys.html", context)


@require_POST
@guarded(can_print_invitation, find=application_with)
def invitation(request: ActorRequest, application: Application) -> HttpResponse:
    """A formal letter of invitation on paper, for an embassy; it is kept nowhere."""
    name = request.POST.get("name", "").strip()[:200] or application.person.shown_name
    actions.note_invitation(application=application, by=request.actor, at=request.at)
    values = invitation_values(application, name=name, at=request.at)
    response = HttpResponse(
        pdf(TEMPLATE.read_text("utf-8"), values=values), content_type="application/pdf"
    )
    response["Content-Disposition"] = 'inline; filename="invitation.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def invitation_values(application: Application, *, name: str, at: Any) -> dict[str, Any]:
    """Everything on the paper, in the first language of the course."""
    call, programme = application.call, application.call.programme
    language = programme.languages[0] if programme.languages else "en"
    today = at.date()
    far = today.replace(year=1)  # so that every day is written with its year
    with override(language):
        title = programme.title.chosen([language])[0]
        kept = Scholarship.objects.filter(
            application=application, state__in=("accepted", "paid", "closed")
        ).first()
        first = day_words(programme.starts_on, today=far) if programme.starts_on else ""
        last = day_words(programme.ends_on, today=far) if programme.ends_on else ""
        where = country_name(call.held_in, language) if call.held_in else ""
        return {
            "language": language,
            "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
            "school": school_name(language),
            "day": day_words(today, today=far),
            "heading": gettext("Letter of invitation"),
            "to": gettext("To whom it may concern"),
            "paragraphs": [
                one
                for one in (
                    gettext("We invite %(name)s to take part in “%(title)s”.")
                    % {"name": name, "title": title},
                    gettext("It is held in %(country)s from %(first)s to %(last)s.")
                    % {"country": where, "first": first, "last": last}
                    if where and first and last
                    else "",
                    gettext("%(name)s applied, was chosen, and holds a place.") % {"name": name},
                    gettext("The school supports the journey: %(help)s") % {"help": kept.offered}
                    if kept is not None and kept.offered
                    else "",
                    gettext("We ask you to give %(name)s every help with the journey.")
                    % {"name": name},
                )
                if one
            ],
            "name_label": gettext("Name as in the passport"),
            "name": name,
            "signed": gettext("Name, office and signature"),
            "stamp": gettext("Stamp"),
        }
