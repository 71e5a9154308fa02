"""The circle's page: the letter, and each person named with three equal answers. By link, phone
first.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.engagement import actions, permissions, queries
from commonroot.engagement.actions.letter_steps import answer_whole
from commonroot.engagement.forms import ContactForm
from commonroot.engagement.forms.closing import WholeAnswerForm
from commonroot.engagement.models import CircleLetter, Introduction
from commonroot.engagement.queries import Sheet
from commonroot.engagement.queries.versions import language_for
from commonroot.engagement.views.before import speaker
from commonroot.people.queries import contacts as contacts_of
from commonroot.people.queries import working_way
from commonroot.programmes.actions import ask_organisers
from commonroot.programmes.queries.words import day_words

State = Introduction.State


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_open_circle_letter, find=queries.letter)
def circle_letter(request: ActorRequest, letter: CircleLetter) -> HttpResponse:
    """The letter in five lines, the whole letter, and the people who may be named now."""
    refusal = ""
    whole = WholeAnswerForm(
        request.POST if "whole" in request.POST or "say" in request.POST else None,
        initial={"whole": letter.answer},
    )
    if whole.is_bound:
        if whole.is_valid():
            _say(request, letter, form=whole)
            return redirect(f"{reverse('engagement:circle_letter', args=[letter.key])}?said")
    elif request.method == "POST":
        try:
            kept = _answer(request, letter)
        except Refused as refused:
            refusal = str(refused)
        else:
            here = reverse("engagement:circle_letter", args=[letter.key])
            return redirect(
                f"{here}?kept={kept.key}" if kept.state != State.SUGGESTED else f"{here}#{kept.key}"
            )
    told = queries.content(letter, at=request.at)
    reads = _reads(request, letter)
    sheet = queries.sheet(letter, told, at=request.at, language=reads)
    rows = _rows(request, letter, sheet=sheet, named={person.key for person in told.content.named})
    kept_key = request.GET.get("kept", "")
    kept_row = next((row for row in rows if row["introduction"].key == kept_key), None)
    context = {
        "letter": letter,
        "programme": letter.programme,
        "sheet": sheet,
        "rows": rows,
        "called": queries.circle_words(letter.circle, get_language() or "en"),
        "direction_of_letter": "rtl" if reads in {"ar", "fa", "he", "ur"} else "ltr",
        "refusal": refusal,
        "whole": whole,
        "reads": reads,
        "said": "said" in request.GET and not whole.is_bound,
    }
    if kept_row is not None and not refusal:
        return render(request, "engagement/circle_thanks.html", {**context, "row": kept_row})
    return render(request, "engagement/circle_letter.html", context, status=409 if refusal else 200)


def _reads(request: ActorRequest, letter: CircleLetter) -> str:
    """In which language whoever came got the letter."""
    person = speaker(request)
    if person is None:
        return letter.language
    seat = contacts_of(letter.circle, at=request.at).filter(person=person).first()
    said = seat.language if seat is not None else ""
    return language_for(letter, reads=said or person.language)


def _say(request: ActorRequest, letter: CircleLetter, *, form: WholeAnswerForm) -> None:
    answer_whole(
        letter=letter,
        contact=speaker(request),
        answer=form.cleaned_data["whole"],
        words=form.cleaned_data["words"],
        by=request.actor,
        at=request.at,
    )


def _answer(request: ActorRequest, letter: CircleLetter) -> Introduction:
    introduction = queries.introduction(request.POST.get("introduction", ""))
    answer = request.POST.get("answer", "")
    offered = {State.WANTED, State.KNOWN, State.NOT_NOW, State.SUGGESTED}
    if introduction is None or introduction.letter_id != letter.pk or answer not in offered:
        raise actions.NotNamed(_("This person is no longer in the letter. Nothing was saved."))
    return actions.answer_letter(
        letter=letter,
        person=introduction.person,
        answer=answer,
        contact=speaker(request),
        by=request.actor,
        at=request.at,
    )


def _rows(
    request: ActorRequest, letter: CircleLetter, *, sheet: Sheet, named: set[str]
) -> list[dict[str, Any]]:
    wishes = {wish.key: wish for wish in sheet.wishes}
    introductions = (
        letter.introductions.filter(person__key__in=named)
        .select_related("person")
        .order_by("person__sort_key", "pk")
    )
    return [
        {
            "introduction": one,
            "name": one.person.shown_name,
            "wish": wishes[one.person.key],
            "on": day_words(one.changed_at.date(), today=request.at.date(), short=True),
            "options": [
                {"value": State.WANTED.value, "label": _("Please introduce us")},
                {"value": State.KNOWN.value, "label": _("We are in touch already")},
                {"value": State.NOT_NOW.value, "label": _("Not now")},
            ],
        }
        for one in introductions
    ]


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_open_circle_letter, find=queries.letter)
def circle_contact(request: ActorRequest, letter: CircleLetter) -> HttpResponse:
    """Is somebody else the contact now? A note to the organisers' shared inbox."""
    person = speaker(request)
    form = ContactForm(request.POST or None)
    refusal = ""
    if form.is_valid():
        way = working_way(person) if person is not None else None
        with override(
            letter.programme.run_by.languages[0] if letter.programme.run_by.languages else "en"
        ):
            about = _("From the contact of %(circle)s:") % {"circle": str(letter.circle)}
        try:
            ask_organisers(
                programme=letter.programme,
                name=person.shown_name if person is not None else "",
                way_text=way.value if way is not None else "",
                text=f"{about}\n{form.cleaned_data['text']}",
                language=get_language() or "en",
                network=request.actor.key,
                by=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect(f"{reverse('engagement:circle_contact', args=[letter.key])}?said=1")
    context = {
        "letter": letter,
        "form": form,
        "refusal": refusal,
        "said": "said" in request.GET,
        "called": queries.circle_words(letter.circle, get_language() or "en"),
    }
    return render(request, "engagement/circle_contact.html", context)
