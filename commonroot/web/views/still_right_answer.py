"""The page behind the letter: what we keep in short, one button that says it is right, a form."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.text import masked
from commonroot.people.models import ContactWay
from commonroot.stewardship import actions, permissions, queries
from commonroot.stewardship.models import DetailsQuestion
from commonroot.web.forms import StillRightForm
from commonroot.web.queries.person import held_in_short


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_answer_details, find=queries.details_question)
def still_right_answer(request: ActorRequest, question: DetailsQuestion) -> HttpResponse:
    """All is right, or this has changed, or do not ask me. Opening it saves nothing."""
    person = question.person
    here = reverse("web:still_right_answer", args=[question.key])
    about: dict[str, Any] = {"question": question, "by": request.actor, "at": request.at}
    link = getattr(request, "link", None)
    about_answer = about | {"way": link.way if link is not None else None}
    changes = request.GET.get("a") == "change" or "change" in request.POST
    initial = {name: getattr(person, name) for name in StillRightForm.base_fields}
    form = StillRightForm(request.POST if "change" in request.POST else None, initial=initial)
    if request.method == "POST" and "stop" in request.POST:
        actions.stop_asking_details(**about)
        return redirect(f"{here}?said=stop")
    if request.method == "POST" and "right" in request.POST:
        actions.say_all_right(**about_answer)
        return redirect(f"{here}?said=right")
    if form.is_valid():
        actions.say_changed(changes=form.cleaned_data, **about_answer)
        language = form.cleaned_data["language"]
        with override(language if language in dict(settings.LANGUAGES) else get_language()):
            address = reverse("web:still_right_answer", args=[question.key])
        return redirect(f"{address}?said=changed")
    context = {
        "question": question,
        "name": person.shown_name,
        "held": held_in_short(person, language=get_language() or "en"),
        "ways": [
            masked(way.value)
            for way in person.ways.filter(state=ContactWay.State.WORKING).order_by("kind", "pk")
        ],
        "form": form,
        "changes": changes,
        "said": request.GET.get("said", ""),
    }
    status = 400 if form.errors else 200
    return render(request, "web/still_right_answer.html", context, status=status)
