"""The shared inbox on the desk, and the page on which whoever asked reads the answer."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.actions import note
from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.circles.queries import school
from commonroot.core.errors import Refused
from commonroot.messaging.queries import mailbox, refused_mail
from commonroot.people.permissions import can_see_register
from commonroot.programmes import actions, permissions, queries
from commonroot.programmes.actions import inbox as acts
from commonroot.programmes.forms.inbox import AnswerForm, NoteForm, WriteAgainForm
from commonroot.programmes.models import Enquiry
from commonroot.programmes.queries import enquiries as reading
from commonroot.programmes.queries.words import language_name

PER_PAGE = 50
REFUSED_SHOWN = 5


@require_safe
@guarded(permissions.can_answer_enquiries)
def questions(request: ActorRequest) -> HttpResponse:
    """What people asked or wrote: waiting, mine, done with; or what a search finds."""
    asked_for = request.GET.get("tab", "")
    name = asked_for if asked_for in {reading.MINE, reading.DONE} else reading.WAITING
    words = request.GET.get("q", "").strip()
    found = reading.search(request.actor, words) if words else reading.tab(request.actor, name)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page": page,
        "rows": reading.rows(list(page.object_list), at=request.at),
        "tab": name,
        "tabs": _tabs(request, "" if words else name),
        "words": words,
    }
    if permissions.can_see_mailbox(request.actor):
        refused = refused_mail(at=request.at)
        context |= {
            "mailbox": mailbox() if settings.IMAP_HOST else None,
            "refused": list(refused[:REFUSED_SHOWN]),
            "refused_count": refused.count(),
        }
    return render(request, "programmes/questions.html", context)


def _tabs(request: ActorRequest, current: str) -> list[dict[str, object]]:
    numbers = reading.tab_counts(request.actor)
    labels = (
        (reading.WAITING, _("Waiting")),
        (reading.MINE, _("Mine")),
        (reading.DONE, _("Done with")),
    )
    return [
        {"label": f"{label} ({numbers[name]})", "url": f"?tab={name}", "current": name == current}
        for name, label in labels
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_answer_enquiries, find=queries.enquiry)
def question(request: ActorRequest, enquiry: Enquiry) -> HttpResponse:
    """One question with all that followed: answer it, take it, give it away, note something."""
    do = request.POST.get("do", "")
    answer = AnswerForm(request.POST if do == "answer" else None)
    remark = NoteForm(request.POST if do == "note" else None)
    refused = ""
    try:
        if _done(request, enquiry, do=do, answer=answer, remark=remark):
            still_ours = permissions.can_answer_enquiries(request.actor, enquiry)
            if still_ours and do != "answer":
                return redirect("programmes:question", key=enquiry.key)
            return redirect("programmes:questions")
    except Refused as refusal:
        refused = str(refusal)
    else:
        if request.method != "POST":
            note("question read", enquiry, by=request.actor, at=request.at)
    bad = bool(refused or answer.errors or remark.errors)
    context = _words(request, enquiry) | {"answer": answer, "remark": remark, "refused": refused}
    return render(request, "programmes/question.html", context, status=400 if bad else 200)


def _done(
    request: ActorRequest, enquiry: Enquiry, *, do: str, answer: AnswerForm, remark: NoteForm
) -> bool:
    """Do what a button says; whether it was done. Raises Refused."""
    by: dict[str, Any] = {"enquiry": enquiry, "by": request.actor, "at": request.at}
    if do == "answer" and answer.is_valid():
        acts.answer_enquiry(text=answer.cleaned_data["text"], **by)
    elif do == "note" and remark.is_valid():
        acts.note_on(text=remark.cleaned_data["note"], **by)
    elif do == "take":
        acts.give_to(account_key=request.actor.key, **by)
    elif do == "give":
        acts.give_to(account_key=request.POST.get("who", ""), **by)
    elif do == "team":
        acts.give_to_team(circle_key=request.POST.get("team", ""), **by)
    elif do == "none":
        acts.needs_no_answer(**by)
    elif do == "again":
        acts.wait_again(**by)
    else:
        return False
    return True


def _words(request: ActorRequest, enquiry: Enquiry) -> dict[str, Any]:
    asker = reading.askers([enquiry], at=request.at)[enquiry.pk]
    return {
        "enquiry": enquiry,
        "asker": asker,
        "sees_register": can_see_register(request.actor),
        "lines": enquiry.lines.select_related("written_by").order_by("at", "pk"),
        "language": language_name(enquiry.language),
        "mine": enquiry.owner_id is not None and enquiry.owner_id == request.actor.account_id,
        "who": reading.may_take(enquiry, at=request.at),
        "teams": reading.teams(enquiry),
        "whose": enquiry.team or (enquiry.programme.run_by if enquiry.programme else school()),
        "earlier": reading.rows(list(reading.earlier(enquiry, request.actor)[:5]), at=request.at),
        "by_hand": "@" not in enquiry.address,
    }


@require_POST
@guarded(permissions.can_answer_enquiries, find=queries.enquiry)
def question_answered(request: ActorRequest, enquiry: Enquiry) -> HttpResponse:
    """A question was answered by another way."""
    actions.answered(enquiry=enquiry, by=request.actor, at=request.at)
    return redirect("programmes:questions")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_read_own_question, find=queries.enquiry)
def own_question(request: ActorRequest, enquiry: Enquiry) -> HttpResponse:
    """What somebody asked and what we answered, and a place to write back."""
    form = WriteAgainForm(request.POST or None)
    if form.is_valid():
        try:
            acts.write_again(
                enquiry=enquiry, text=form.cleaned_data["text"], by=request.actor, at=request.at
            )
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            return redirect("programmes:own_question", key=enquiry.key)
    lines = enquiry.lines.exclude(kind="note").select_related("written_by").order_by("at", "pk")
    context = {"enquiry": enquiry, "lines": lines, "form": form}
    return render(
        request, "programmes/own_question.html", context, status=400 if form.errors else 200
    )
