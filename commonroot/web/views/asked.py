"""May we keep you? The page behind a letter to somebody of an old list: yes, correct it, or no."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.consent.queries import current_wordings
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.core.places import country_name
from commonroot.core.text import masked
from commonroot.intake.actions import asking as actions
from commonroot.intake.forms.asking import CorrectForm, KeepForm
from commonroot.intake.models import Asked
from commonroot.intake.permissions import can_answer_asked
from commonroot.intake.queries.asking import asked as find_asked
from commonroot.people.models import ContactWay, Person
from commonroot.stewardship.actions.leaving import leave
from commonroot.stewardship.queries.leaving import is_here_for_more
from commonroot.web.views.me import emptied, own_link

State = Asked.State
SAID_YES = (State.YES, State.CORRECTED)
# Asked one by one beside the register, each only if the school has words for it.
ALSO = (Purpose.FOLLOW_UP, Purpose.COUNTRY_CIRCLE, Purpose.NEWS)
ANSWERS = ("yes", "correct", "no")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_answer_asked, find=find_asked)
def asked(request: ActorRequest, asked: Asked) -> HttpResponse:
    """The link chose, one button saves. Opening it changes nothing."""
    if request.method == "POST":
        return _answered(request, asked)
    if asked.state in SAID_YES and "again" not in request.GET:
        return _page(request, asked, template="web/asked_done.html")
    chosen = request.GET.get("a", "")
    form = KeepForm(initial={"answer": chosen if chosen in ANSWERS else ""})
    return _question(request, asked, form=form)


def _answered(request: ActorRequest, asked: Asked) -> HttpResponse:
    if "not_me" in request.POST:
        actions.not_them(asked=asked, link=own_link(request), by=request.actor, at=request.at)
        return emptied(redirect("web:left"))
    form = KeepForm(request.POST)
    if not form.is_valid():
        return _question(request, asked, form=form, status=400)
    answer = form.cleaned_data["answer"]
    if answer == "no":
        return _no(request, asked)
    changes = None
    if answer == "correct":
        correct = _correct_form(request, asked)
        if not correct.is_valid():
            return _correct(request, asked, form=form, correct=correct)
        changes = correct.cleaned_data
    try:
        actions.keep(
            asked=asked,
            also={
                purpose: form.cleaned_data[purpose] == "yes"
                for purpose in ALSO
                if form.cleaned_data[purpose]
            },
            changes=changes,
            language=get_language() or "en",
            way=own_link(request).way,
            by=request.actor,
            at=request.at,
        )
    except Refused as refused:
        form.add_error("answer", str(refused))
        return _question(request, asked, form=form, status=409)
    with override(_ours(changes["language"] if changes else "")):
        return redirect("web:asked", key=asked.key)


def _ours(language: str) -> str:
    """A language somebody chose just now, or the one of the page."""
    return language if language in dict(settings.LANGUAGES) else get_language() or "en"


def _question(
    request: ActorRequest, asked: Asked, *, form: KeepForm, status: int = 200
) -> HttpResponse:
    return _page(
        request,
        asked,
        template="web/asked.html",
        status=status,
        form=form,
        also=_also(form),
        wording=current_wordings().get(Purpose.REGISTER),
    )


def _also(form: KeepForm) -> list[dict[str, Any]]:
    """The further questions as they stand in force; none is answered in advance."""
    wordings = current_wordings()
    return [
        {
            "name": purpose.value,
            "question": wordings[purpose].question,
            "help": wordings[purpose].explanation,
            "value": form[purpose.value].value() or "",
        }
        for purpose in ALSO
        if purpose in wordings
    ]


def _correct_form(request: ActorRequest, asked: Asked) -> CorrectForm:
    """What was corrected, once the details have been shown; before, what we hold."""
    fields = CorrectForm.base_fields
    initial = {name: getattr(asked.person, name) for name in fields}
    if initial["language"] not in dict(settings.LANGUAGES):
        initial["language"] = get_language() or "en"
    return CorrectForm(request.POST if "shown_name" in request.POST else None, initial=initial)


def _correct(
    request: ActorRequest, asked: Asked, *, form: KeepForm, correct: CorrectForm
) -> HttpResponse:
    carried = [(purpose.value, form.cleaned_data[purpose]) for purpose in ALSO]
    return _page(
        request,
        asked,
        template="web/asked_correct.html",
        status=400 if correct.errors else 200,
        form=correct,
        carried=[(name, value) for name, value in carried if value],
    )


def _no(request: ActorRequest, asked: Asked) -> HttpResponse:
    """Deleted at once; whoever is here for more is asked first what they mean."""
    person, said = asked.person, request.POST.get("goes", "")
    language = get_language() or "en"
    if person is not None and is_here_for_more(person, at=request.at):
        if said == "register":
            actions.refuse(asked=asked, language=language, by=request.actor, at=request.at)
            return emptied(redirect("web:left"))
        if said != "everything":
            return _page(request, asked, template="web/asked_no.html")
    leave(asked=asked, language=language, by=request.actor, at=request.at)
    return emptied(redirect(f"{reverse('web:left')}?forgotten"))


def _page(
    request: ActorRequest, asked: Asked, *, template: str, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"asked": asked, "held": _held(asked.person) if asked.person else [], **more}
    return render(request, template, context, status=status)


def _held(person: Person) -> list[tuple[str, str]]:
    """What we hold, as words and value; addresses half hidden: somebody may look on."""
    language = get_language() or "en"
    words = {ContactWay.Kind.MAIL: _("E-mail"), ContactWay.Kind.PHONE: _("Phone")}
    country = country_name(person.country, language) if person.country else ""
    found = [(_("Name"), person.shown_name)]
    found += [
        (words[ContactWay.Kind(way.kind)], masked(way.value))
        for way in person.ways.order_by("kind", "pk")
    ]
    found += [(_("Country"), country), (_("Town"), person.city)]
    found += [(_("Organisation"), person.organisation)]
    return [(word, value) for word, value in found if value]
