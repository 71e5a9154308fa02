"""All or some sessions of a programme, asked for on one page."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, from_our_pages, public
from commonroot.programmes.models import Session
from commonroot.programmes.queries import public_programme, session_words, shown
from commonroot.registration import queries
from commonroot.registration.forms import SeriesForm
from commonroot.registration.views.asking import agreements, taken


@require_http_methods(["GET", "HEAD", "POST"])
@from_our_pages
@public
def series(request: ActorRequest, key: str) -> HttpResponse:
    """Every session of a programme that is open, each with a box that is ticked at first."""
    programme = public_programme(key, at=request.at)
    if programme is None:
        raise Http404
    sessions = queries.open_sessions(programme, at=request.at)
    form = SeriesForm(
        request.POST or None,
        choices=[(one.key, _label(one, request)) for one in sessions],
        questions=queries.questions_of(sessions),
        needs_country=queries.keeps_places_by_country(sessions),
    )
    if request.method == "POST" and sessions:
        form.is_valid()
        chosen = [one for one in sessions if one.key in form.cleaned_data.get("sessions", ())]
        answered = taken(request, form, sessions=chosen)
        if answered is not None:
            return answered
    context = {
        "programme": programme,
        "title": shown(programme.title, programme),
        "sessions": sessions,
        "form": form,
        "questions": agreements(form),
    }
    failed = request.method == "POST"
    return render(request, "registration/series.html", context, status=400 if failed else 200)


def _label(session: Session, request: ActorRequest) -> str:
    when = session_words(session, at=request.at, zone=request.zone, short=True)
    title = shown(session.title, session.programme)
    if not when.clock:
        return format_html("<span>{} · {}</span>", when.day, title)
    clock = format_html('<bdi dir="ltr">{}</bdi>', when.clock)
    return format_html("<span>{}{} {} · {}</span>", when.day, _(","), clock, title)
