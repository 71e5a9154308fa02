"""What I said: in order, as a receipt for machines, what still holds, and what I do not want."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.consent import actions
from commonroot.consent.forms import ObjectForm
from commonroot.consent.models import Objection, Renewal
from commonroot.consent.permissions import can_answer_renewal, can_take_objection_back
from commonroot.consent.queries.objections import objection as find_objection
from commonroot.consent.queries.objections import objections_of
from commonroot.consent.queries.receipts import as_json, receipt
from commonroot.consent.queries.renewing import of_renewal
from commonroot.consent.queries.renewing import renewal as find_renewal
from commonroot.core.errors import Refused
from commonroot.registration.permissions import can_open_my_page
from commonroot.web.queries import said
from commonroot.web.queries.held import size_words
from commonroot.web.queries.zones import today_of
from commonroot.web.views.me import comes_by_link, own_link


@require_safe
@comes_by_link
@guarded(can_open_my_page)
def me_said(request: ActorRequest) -> HttpResponse:
    """Everything I said, newest first, with the words I was shown."""
    person = own_link(request).person
    context = {
        "person": person,
        "lines": said.lines(person, today=today_of(request)),
        "size": size_words(len(as_json(receipt(person, at=request.at)))),
    }
    return render(request, "web/me_said.html", context)


@require_safe
@comes_by_link
@guarded(can_open_my_page)
def me_receipt(request: ActorRequest) -> HttpResponse:
    """The same as a receipt for machines (ISO/IEC TS 27560)."""
    told = as_json(receipt(own_link(request).person, at=request.at))
    response = HttpResponse(told, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="what-i-said.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@comes_by_link
@guarded(can_open_my_page)
def me_object(request: ActorRequest) -> HttpResponse:
    """I do not want something that you do without asking; and what came of what I said before."""
    person = own_link(request).person
    form = ObjectForm(request.POST or None)
    if form.is_valid():
        try:
            actions.object_to(person=person, **form.cleaned_data, by=request.actor, at=request.at)
        except Refused as refusal:
            form.add_error("words", str(refusal))
        else:
            return redirect(f"{reverse('web:me_object')}?said=written")
    context = {
        "person": person,
        "form": form,
        "lines": said.objection_lines(objections_of(person), today=today_of(request)),
        "said": request.GET.get("said", ""),
    }
    return render(request, "web/me_object.html", context, status=400 if form.errors else 200)


@require_POST
@guarded(can_take_objection_back, find=find_objection)
def me_object_back(request: ActorRequest, objection: Objection) -> HttpResponse:
    """I do not mind any more."""
    try:
        actions.take_objection_back(objection=objection, by=request.actor, at=request.at)
    except Refused:
        return redirect("web:me_object")
    return redirect(f"{reverse('web:me_object')}?said=back")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_answer_renewal, find=find_renewal)
def renew(request: ActorRequest, renewal: Renewal) -> HttpResponse:
    """Does what I said still hold? One button for all of it, or each by itself."""
    found = of_renewal(renewal, at=request.at)
    questions: list[dict[str, Any]] = said.asked_again(found)
    if request.method == "POST":
        everything = request.POST.get("all", "")
        answers = {
            question: (everything or request.POST.get(asked["name"], "")) == "yes"
            for asked, (question, _row) in zip(questions, found, strict=True)
            if (everything or request.POST.get(asked["name"], "")) in {"yes", "no"}
        }
        number = actions.renew(
            renewal=renewal,
            answers=answers,
            language=get_language() or "en",
            by=request.actor,
            at=request.at,
        )
        here = reverse("web:renew", args=[renewal.key])
        return redirect(f"{here}?said={'saved' if number else 'nothing'}")
    context = {
        "renewal": renewal,
        "name": renewal.person.shown_name,
        "questions": questions,
        "said": request.GET.get("said", ""),
    }
    return render(request, "web/renew.html", context)
