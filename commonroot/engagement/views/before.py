"""A circle answers before a course: by the link of its letter, or signed in. Phone first."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.engagement import actions
from commonroot.engagement.forms.liaison import LiaisonAnswerForm
from commonroot.engagement.models import Liaison
from commonroot.engagement.permissions.liaison import can_answer_liaison
from commonroot.engagement.queries import before
from commonroot.engagement.queries import liaison as reading
from commonroot.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_answer_liaison, find=reading.liaison)
def before_course(request: ActorRequest, liaison: Liaison) -> HttpResponse:
    """The letter, whom it named and who may still be named, and three equal answers."""
    language = get_language() or "en"
    form = LiaisonAnswerForm(
        request.POST if request.method == "POST" else None,
        initial={"answer": request.GET.get("a", liaison.answer)},
    )
    if form.is_valid():
        actions.answer_liaison(
            liaison=liaison,
            **form.cleaned_data,
            contact=speaker(request),
            by=request.actor,
            at=request.at,
        )
        return redirect(f"{reverse('engagement:before_course', args=[liaison.key])}?said=1")
    circle = liaison.circle
    context = {
        "liaison": liaison,
        "programme": liaison.programme,
        "sheet": before.before_course(
            liaison,
            circle=circle,
            people=reading.named_to(liaison, at=request.at),
            of_country=False,
            language=language,
        )
        if circle is not None
        else None,
        "form": form,
        "said": "said" in request.GET and bool(liaison.answer),
    }
    status = 400 if form.errors else 200
    return render(request, "engagement/before_course.html", context, status=status)


def speaker(request: ActorRequest) -> Person | None:
    """Who answers for a circle: whom the letter went to, or whose account it is, if we know."""
    if request.actor.person_id is None:
        return None
    return Person.objects.filter(pk=request.actor.person_id).first()
