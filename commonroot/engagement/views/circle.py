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
from commonroot.engagement.forms import ContactForm
from commonroot.engagement.models import CircleLetter, Introduction
from commonroot.engagement.queries import Sheet
from commonroot.people.models import Link
from commonroot.people.queries import working_way
from commonroot.programmes.actions import ask_organisers
from commonroot.programmes.queries.words import day_words

State = Introduction.State


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_open_circle_letter, find=queries.letter)
def circle_letter(request: ActorRequest, letter: CircleLetter) -> HttpResponse:
    """The letter in five lines, the whole letter, and the people who may be named now."""
    refusal = ""
    if request.method == "POST":
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
    sheet = queries.sheet(letter, told, at=request.at)
    rows = _rows(request, letter, sheet=sheet, named={person.key for person in told.content.named})
    kept_key = request.GET.get("kept", "")
    kept_row = next((row for row in rows if row["introduction"].key == kept_key), None)
    context = {
        "letter": letter,
        "programme": letter.programme,
        "sheet": sheet,
        "rows": rows,
        "called": queries.circle_words(letter.circle, get_language() or "en"),
        "direction_of_letter": "rtl" if letter.language in {"ar", "fa", "he", "ur"} else "ltr",
        "refusal": refusal,
    }
    if kept_row is not None and not refusal:
        return render(request, "engagement/circle_thanks.html", {**context, "row": kept_row})
    return render(request, "engagement/circle_letter.html", context, status=409 if refusal else 200)


def _answer(request: ActorRequest, letter: CircleLetter) -> Introduction:
    link: Link = request.link  # type: ignore[attr-defined]  # set for whoever came by a link
    introduction = queries.introduction(request.POST.get("introduction", ""))
    answer = request.POST.get("answer", "")
    offered = {State.WANTED, State.KNOWN, State.NOT_NOW, State.SUGGESTED}
    if introduction is None or introduction.letter_id != letter.pk or answer not in offered:
        raise actions.NotNamed(_("This person is no longer in the letter. Nothing was saved."))
    return actions.answer_letter(
        letter=letter,
        person=introduction.person,
        answer=answer,
        contact=link.person,
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
    link: Link = request.link  # type: ignore[attr-defined]  # set for whoever came by a link
    form = ContactForm(request.POST or None)
    refusal = ""
    if form.is_valid():
        way = working_way(link.person)
        with override(
            letter.programme.run_by.languages[0] if letter.programme.run_by.languages else "en"
        ):
            about = _("From the contact of %(circle)s:") % {"circle": str(letter.circle)}
        try:
            ask_organisers(
                programme=letter.programme,
                name=link.person.shown_name,
                way_text=way.value if way is not None else "",
                text=f"{about}\n{form.cleaned_data['text']}",
                language=get_language() or "en",
                network=link.key,
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
