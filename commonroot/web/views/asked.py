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
from commonroot.consent.models import Agreement
from commonroot.consent.queries import agreements_of, current_wordings
from commonroot.consent.rules import Purpose
from commonroot.core.places import country_name
from commonroot.core.text import masked
from commonroot.intake.actions import asking as actions
from commonroot.intake.forms.asking import AlsoForm, CorrectForm, KeepForm
from commonroot.intake.models import Asked
from commonroot.intake.permissions import can_answer_asked
from commonroot.intake.queries.asking import SAID_YES
from commonroot.intake.queries.asking import asked as find_asked
from commonroot.people.models import ContactWay, Person
from commonroot.stewardship.actions.leaving import leave
from commonroot.stewardship.queries.leaving import is_here_for_more
from commonroot.web.views.me import emptied, own_link

# Asked one by one of those who stay, each only if the school has words for it.
ALSO = (Purpose.FOLLOW_UP, Purpose.COUNTRY_CIRCLE, Purpose.NEWS)
ANSWERS = ("yes", "correct", "no")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_answer_asked, find=find_asked)
def asked(request: ActorRequest, asked: Asked) -> HttpResponse:
    """The link chose, one button saves. Opening it changes nothing."""
    if request.method == "POST":
        return _answered(request, asked)
    if asked.state in SAID_YES and "again" not in request.GET:
        return _done(request, asked)
    chosen = request.GET.get("a", "")
    form = KeepForm(initial={"answer": chosen if chosen in ANSWERS else ""})
    return _question(request, asked, form=form)


def _answered(request: ActorRequest, asked: Asked) -> HttpResponse:
    if "not_me" in request.POST:
        actions.not_them(asked=asked, link=own_link(request), by=request.actor, at=request.at)
        return emptied(redirect("web:left"))
    if "also" in request.POST:
        return _also_answered(request, asked)
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
            status = 400 if correct.errors else 200
            template = "web/asked_correct.html"
            return _page(request, asked, template=template, status=status, form=correct)
        changes = correct.cleaned_data
    actions.keep(
        asked=asked,
        changes=changes,
        language=get_language() or "en",
        way=own_link(request).way,
        by=request.actor,
        at=request.at,
    )
    with override(_ours(changes["language"] if changes else "")):
        return redirect("web:asked", key=asked.key)


def _also_answered(request: ActorRequest, asked: Asked) -> HttpResponse:
    """The further questions, each by itself; what was left open stays open."""
    form = AlsoForm(request.POST)
    if form.is_valid() and asked.state in SAID_YES:
        given = form.cleaned_data
        actions.say_also(
            asked=asked,
            also={purpose: given[purpose] == "yes" for purpose in ALSO if given[purpose]},
            language=get_language() or "en",
            by=request.actor,
            at=request.at,
        )
    return redirect("web:asked", key=asked.key)


def _ours(language: str) -> str:
    """A language somebody chose just now, or the one of the page."""
    return language if language in dict(settings.LANGUAGES) else get_language() or "en"


def _question(
    request: ActorRequest, asked: Asked, *, form: KeepForm, status: int = 200
) -> HttpResponse:
    wording = current_wordings("keep").get(Purpose.REGISTER)
    template = "web/asked.html"
    return _page(request, asked, template=template, status=status, form=form, wording=wording)


def _done(request: ActorRequest, asked: Asked) -> HttpResponse:
    return _page(request, asked, template="web/asked_done.html", also=_also(asked))


def _also(asked: Asked) -> list[dict[str, Any]]:
    """The further questions in the words in force; what they said before stands, nothing else."""
    wordings = current_wordings("keep")
    states = Agreement.State
    words = {states.GIVEN: "yes", states.REFUSED: "no", states.WITHDRAWN: "no"}
    rows = agreements_of(asked.person) if asked.person else []
    said = {row.purpose: words.get(states(row.state), "") for row in rows}
    return [
        {
            "name": purpose.value,
            "question": wordings[purpose].question,
            "help": wordings[purpose].explanation,
            "value": said.get(purpose.value, ""),
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
