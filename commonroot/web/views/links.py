"""Secret addresses from letters: opening them changes nothing but which page this browser shows."""

import hashlib
from urllib.parse import urlencode

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, even_time, public
from commonroot.groups.queries.calendar import feed_lines
from commonroot.people.models import Link, Person
from commonroot.people.queries import link as link_of
from commonroot.programmes.queries.calendar import own_sessions, personal_feed
from commonroot.registration.actions.own_ways import PREFIX
from commonroot.registration.queries import coming
from commonroot.stewardship.actions.mail import stop_letters
from commonroot.web.views.me import remember_link

MARK_LENGTH = 24

# What an answer link opens, by the kind of its thing.
ANSWERS = {
    "follow_up": "engagement:answer",
    "promise_back": "engagement:promise_back",
    "pathway": "engagement:answer_pathway",
    "introduced": "engagement:how_it_went",
    "meeting": "engagement:meeting",
    "promise": "engagement:promise",
    "made": "engagement:made",
    "experience": "engagement:own_account",
    "questions": "engagement:questions",
    "introduction": "engagement:introduction",
    "circle_letter": "engagement:circle_letter",
    "liaison": "engagement:before_course",
    "circle_desk": "web:circle_desk",
    "circle_public": "web:circle_says",
    "certificate": "registration:certificate",
    "feedback": "registration:feedback",
    "preparing": "admissions:prepare",
    "campaign": "campaigns:workspace",
    "group": "groups:space",
    "group_report": "groups:report",
    "asked": "web:asked",
    "renewal": "web:renew",
    "details_question": "web:still_right_answer",
    "themes": "web:choose_themes",
    "date_wish": "programmes:date_wish",
    "mailing": "mailings:read",
    "offer": "admissions:offer",
    "presenting": "programmes:present",
    "enquiry": "programmes:own_question",
    "application": "admissions:own",
    "applicant": "admissions:join",
    "study_person": "campaigns:named",
    "telling": "campaigns:tell",
    "closing": "campaigns:closing_words",
}


@require_safe
@public
def enter(request: ActorRequest, token: str) -> HttpResponse:
    """Swap a link from a letter for a cookie, and go where it leads. Nothing else changes."""
    if token.startswith(PREFIX):
        return redirect("web:own_way", token=token)
    found = link_of(token, at=request.at)
    if found is None or found.scope not in {Link.Scope.PAGE, Link.Scope.ANSWER}:
        with override(_language(request)):
            return redirect(f"{reverse('web:fresh')}?gone")
    # A letter may be in another language than we knew: the page opens in that of the letter.
    with override(_known(request.GET.get("l") or found.person.language)):
        address = _address(found)
    chosen = request.GET.get("a", "")
    if chosen:
        address += "?" + urlencode({"a": chosen})
    response = remember_link(redirect(address), token)
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response


def _address(found: Link) -> str:
    kind, _colon, key = found.thing.partition(":")
    if found.scope == Link.Scope.ANSWER and kind in ANSWERS:
        return reverse(ANSWERS[kind], kwargs={"key": key})
    return reverse("web:me")


def _known(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _language(request: ActorRequest) -> str:
    return _known(getattr(request, "LANGUAGE_CODE", ""))


@csrf_exempt  # a mail program presses the button for the reader, without our page (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
@even_time
@public
def unsubscribe(request: ActorRequest, token: str) -> HttpResponse:
    """Stop letters of one kind: a page with one button, which mail programs may press too.

    The answer is the same for links that work, ended or never were; a fault of ours says 503, so
    that mail programs try again. What they press is answered in no reader's own language.
    """
    found = link_of(token, at=request.at)
    if found is not None and found.scope != Link.Scope.UNSUBSCRIBE:
        found = None
    language = _known(found.person.language) if found else _language(request)
    if request.method == "POST":
        try:
            stop_letters(token=token, language=language, at=request.at)
        except DatabaseError:
            return HttpResponse(status=503)
        if "List-Unsubscribe" in request.POST:
            language = _language(request)
    with override(language):
        context = {
            "stopped": request.method == "POST",
            "page_language": language,
            "direction": "rtl" if language == "ar" else "ltr",
        }
        return render(request, "web/unsubscribe.html", context)


@require_safe
@public
def person_feed(request: ActorRequest, token: str) -> HttpResponse:
    """The person's own calendar, with the links to join; its address is the only key."""
    found = link_of(token, at=request.at)
    if found is None or found.scope != Link.Scope.FEED:
        raise Http404
    content = _feed(found.person, request)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    # Calendars keep their own copy, and ask every few hours whether it still holds.
    response["ETag"] = mark = f'"{hashlib.sha256(content).hexdigest()[:MARK_LENGTH]}"'
    answer = get_conditional_response(request, etag=mark, response=response)
    return answer if isinstance(answer, HttpResponse) else response


def _feed(person: Person, request: ActorRequest) -> bytes:
    placed = coming(person, at=request.at).filter(state="placed").values_list("session", flat=True)
    # Of whoever is in high care nothing: a calendar is read by whoever holds the phone.
    sessions = [] if person.is_high else own_sessions(placed)
    with override(_known(person.language)):
        more = [] if person.is_high else list(feed_lines(person))
        return personal_feed(sessions, at=request.at, more=more)
