"""Letters to circles on the desk: which there are, each with its sheet and margin."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.circles.models import Circle
from commonroot.circles.queries import circle, school
from commonroot.core.errors import Refused
from commonroot.core.places import language_name
from commonroot.engagement import actions, permissions, queries
from commonroot.engagement.actions import letter_steps as steps
from commonroot.engagement.forms import LetterForm
from commonroot.engagement.forms.closing import VersionForm
from commonroot.engagement.models import CircleLetter, Introduction
from commonroot.engagement.queries.versions import OWN_PARTS, language_for, missing_parts
from commonroot.engagement.rules.closing import NUDGE_AFTER
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Membership, Person
from commonroot.people.queries import working_way
from commonroot.programmes.models import Programme
from commonroot.programmes.queries.words import day_words

State = CircleLetter.State


@require_GET
@guarded(permissions.can_write_letters, find=queries.programme)
def letters(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Every country and theme of a course with its circle and letter."""
    return _letters(request, programme)


def _letters(
    request: ActorRequest, programme: Programme, *, refusal: str = "", sent_now: int = 0
) -> HttpResponse:
    rows = queries.places(programme, language=get_language() or "en", at=request.at)
    sent = sum(
        row.letter is not None and row.letter.state in {State.SENT, State.ANSWERED} for row in rows
    )
    context = {
        "programme": programme,
        "rows": rows,
        "total": len(rows),
        "sent": sent,
        "with_circle": sum(row.circle is not None for row in rows),
        "approved": sum(
            row.letter is not None
            and row.letter.state == State.DRAFT
            and row.letter.approved_at is not None
            for row in rows
        ),
        "sent_now": sent_now,
        "regions": queries.regions(at=request.at),
        "refusal": refusal,
    }
    return render(request, "engagement/letters.html", context, status=409 if refusal else 200)


@require_POST
@guarded(permissions.can_write_letters, find=queries.programme)
def draft(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Begin the letter to a circle that has none yet."""
    to = circle(request.POST.get("circle", ""))
    if to is None or to.kind not in {Circle.Kind.COUNTRY, Circle.Kind.THEME}:
        raise Http404
    letter = actions.draft_letter(programme=programme, circle=to, by=request.actor, at=request.at)
    return redirect("engagement:letter", key=letter.key)


@require_POST
@guarded(permissions.can_write_letters, find=queries.programme)
def ask_region(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Begin the letter to a region about a country without a circle, or tell of one more in it."""
    region = circle(request.POST.get("region", ""))
    country = request.POST.get("country", "")
    known = {
        row.country
        for row in queries.places(programme, language="en", at=request.at)
        if row.country
    }
    if region is None or region.kind != Circle.Kind.REGION or country not in known:
        raise Http404
    try:
        letter = steps.draft_for_region(
            programme=programme, country=country, region=region, by=request.actor, at=request.at
        )
    except Refused as refused:
        return _letters(request, programme, refusal=str(refused))
    return redirect("engagement:letter", key=letter.key)


@require_POST
@guarded(permissions.can_write_letters, find=queries.programme)
def send_approved(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Put every approved letter on its way; what stays is said with why."""
    sent, stayed = steps.send_approved(programme=programme, by=request.actor, at=request.at)
    if stayed:
        return _letters(request, programme, refusal=" ".join(stayed), sent_now=sent)
    return redirect("engagement:letters", key=programme.key)


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_write_letter, find=queries.letter)
def letter(request: ActorRequest, letter: CircleLetter) -> HttpResponse:
    """The sheet exactly as it will be read, and what only the margin says. Sending and taking
    back.
    """
    refused: Refused | None = None
    if request.method == "POST":
        try:
            _act(request, letter)
        except Refused as error:
            refused = error
        else:
            return redirect("engagement:letter", key=letter.key)
    context = _context(request, letter)
    context["refusal"] = str(refused) if refused else ""
    context["without_comments"] = isinstance(refused, actions.NothingToTell)
    context["quiet_too"] = isinstance(refused, actions.QuietCircle)
    context["said_quiet"] = request.POST.get("quiet_too", "")
    return render(request, "engagement/letter.html", context, status=409 if refused else 200)


def _act(request: ActorRequest, letter: CircleLetter) -> None:
    said: dict[str, Any] = {"letter": letter, "by": request.actor, "at": request.at}
    if "approve" in request.POST:
        steps.approve_letter(yes=request.POST["approve"] == "yes", **said)
    elif "nudge" in request.POST:
        steps.nudge_circle(**said)
    elif "take_back" in request.POST:
        actions.take_back(letter=letter, by=request.actor, at=request.at)
    elif request.POST.get("language") in dict(settings.LANGUAGES):
        actions.change_letter(
            letter=letter, language=request.POST["language"], by=request.actor, at=request.at
        )
    elif "send" in request.POST:
        actions.send_letter(
            letter=letter,
            quiet_too=bool(request.POST.get("quiet_too")),
            without_comments=bool(request.POST.get("without_comments")),
            by=request.actor,
            at=request.at,
        )


def _context(request: ActorRequest, letter: CircleLetter) -> dict[str, Any]:
    language = get_language() or "en"
    preview = request.GET.get("preview", "")
    read_in = preview if preview in dict(settings.LANGUAGES) else letter.language
    told = queries.content(letter, at=request.at)
    contacts = queries.contacts(letter.circle, at=request.at)
    ways = [working_way(contact.person) for contact in contacts]
    by_mail = sum(1 for way in ways if way is not None and way.kind == ContactWay.Kind.MAIL)
    order = [
        row.letter.pk
        for row in queries.places(letter.programme, language=language, at=request.at)
        if row.letter is not None
    ]
    ours = school()
    offered = [*letter.circle.languages, *(ours.languages if ours else []), letter.language]
    # As on the circle's own page: whoever took their yes back is named no more.
    still = queries.listening(Person.objects.all(), letter.circle, at=request.at)
    introductions = (
        letter.introductions.filter(person__in=still)
        .select_related("person")
        .order_by("person__sort_key", "pk")
    )
    today = request.at.date()
    return {
        "programme": letter.programme,
        "letter": letter,
        "sheet": queries.sheet(letter, told, at=request.at, language=read_in),
        "read_in": read_in,
        "read_in_name": language_name(read_in, language),
        "missing": missing_parts(letter, read_in),
        "receivers": _receivers(letter, contacts, language=language),
        "may_nudge": letter.state == State.SENT
        and letter.nudged_at is None
        and letter.sent_at is not None
        and request.at >= letter.sent_at + NUDGE_AFTER,
        "content": told.content,
        "called": queries.circle_words(letter.circle, language),
        "place": order.index(letter.pk) + 1 if letter.pk in order else None,
        "places": len(order),
        "contacts": len(contacts),
        "by_mail": by_mail,
        "by_hand": len(contacts) - by_mail,
        "own_body": letter.circle.tie != Circle.Tie.SAME,
        "quiet": letter.circle.state == Circle.State.DORMANT,
        "somebody_left": letter.state == State.LEAVING
        and queries.somebody_left(letter, at=request.at),
        "may_take_back": letter.state == State.LEAVING,
        "languages": [
            {
                "code": code,
                "name": language_name(code, language),
                "current": code == read_in,
                "own": code == letter.language,
                "missing": bool(missing_parts(letter, code)),
            }
            for code in dict.fromkeys(offered)
            if code in dict(settings.LANGUAGES)
        ],
        "answers": [
            {"introduction": one, "said": one.state != Introduction.State.SUGGESTED}
            for one in introductions
        ]
        if letter.state in {State.SENT, State.ANSWERED}
        else [],
        "sent_on": day_words(letter.sent_at.date(), today=today) if letter.sent_at else "",
        "direction_of_letter": "rtl" if read_in in {"ar", "fa", "he", "ur"} else "ltr",
    }


def _receivers(
    letter: CircleLetter, contacts: list[Membership], *, language: str
) -> list[dict[str, Any]]:
    """Each contact: in which language they read it, and how the latest copy to them ended."""
    copies = {
        sending.person_id: sending.post
        for sending in letter.sendings.select_related("post").order_by("number", "pk")
    }
    rows = []
    for contact in contacts:
        reads = language_for(letter, reads=contact.language or contact.person.language)
        post = copies.get(contact.person_id)
        rows.append(
            {
                "name": contact.person.shown_name,
                "reads": language_name(reads, language),
                "state": post.get_state_display() if post is not None else "",
                "bounced": post is not None and post.state == Letter.State.BOUNCED,
            }
        )
    return rows


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_write_letter, find=queries.letter)
def letter_words(request: ActorRequest, letter: CircleLetter, *, code: str) -> HttpResponse:
    """The organisers' own words once more, in a further language."""
    if code not in dict(settings.LANGUAGES) or code == letter.language:
        raise Http404
    there = letter.versions.get(code, {})
    form = VersionForm(request.POST or None, initial=there)
    refusal = ""
    if form.is_valid():
        try:
            actions.translate_letter(
                letter=letter,
                language=code,
                own=form.cleaned_data,
                by=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            here = reverse("engagement:letter", args=[letter.key])
            return redirect(f"{here}?preview={code}")
    context = {
        "letter": letter,
        "form": form,
        "refusal": refusal,
        "code": code,
        "called": queries.circle_words(letter.circle, get_language() or "en"),
        "in_language": language_name(code, get_language() or "en"),
        "own": [
            {"label": form.fields[part].label, "text": getattr(letter, part)}
            for part in OWN_PARTS
            if getattr(letter, part)
        ],
    }
    return render(request, "engagement/letter_words.html", context)


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_write_letter, find=queries.letter)
def letter_text(request: ActorRequest, letter: CircleLetter) -> HttpResponse:
    """Change the words that are the organisers' own."""
    initial = {
        "opening": letter.opening,
        "suggestion": letter.suggestion,
        "ending": letter.ending,
        "next_by": letter.next_by.isoformat() if letter.next_by else "",
    }
    form = LetterForm(request.POST or None, initial=initial)
    refusal = ""
    if form.is_valid():
        try:
            given = dict(form.cleaned_data)
            steps.plan_contact(
                letter=letter, next_by=given.pop("next_by"), by=request.actor, at=request.at
            )
            actions.change_letter(letter=letter, **given, by=request.actor, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("engagement:letter", key=letter.key)
    context = {
        "letter": letter,
        "form": form,
        "refusal": refusal,
        "called": queries.circle_words(letter.circle, get_language() or "en"),
        "in_language": language_name(letter.language, get_language() or "en"),
    }
    return render(request, "engagement/letter_text.html", context)
