"""Case studies on the desk: written, translated, read, published, chosen for sessions."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.campaigns.actions import naming
from commonroot.campaigns.actions import studies as actions
from commonroot.campaigns.forms.studies import (
    AskNameForm,
    BackForm,
    BeginStudyForm,
    ChooseStudiesForm,
)
from commonroot.campaigns.models import CaseStudy
from commonroot.campaigns.permissions import studies as permissions
from commonroot.campaigns.queries import studies, study_pages
from commonroot.campaigns.queries.study_desk import could_stand, desk_rows, languages_of
from commonroot.campaigns.views.telling import study_language, write_page
from commonroot.core.errors import Refused
from commonroot.people.permissions import can_see_register
from commonroot.programmes.models import Session
from commonroot.registration.queries import session as find_session

MOST = 30


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_write_studies)
def desk_studies(request: ActorRequest) -> HttpResponse:
    """All case studies that organisers may see, what waits first; a new one begins here."""
    form = BeginStudyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        study = actions.begin_study(
            title=form.cleaned_data["title"],
            language=get_language() or "en",
            by=request.actor,
            at=request.at,
        )
        return redirect("campaigns:desk_study_write", key=study.key)
    rows = [one for one in desk_rows() if permissions.can_edit_study(request.actor, one.study)]
    context = {
        "form": form,
        "asked": [one for one in rows if one.study.state == CaseStudy.State.ASKED],
        "rows": [one for one in rows if one.study.state != CaseStudy.State.ASKED],
        "published": sum(one.study.state == CaseStudy.State.PUBLISHED for one in rows),
    }
    return render(request, "campaigns/desk_studies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_edit_study, find=studies.study)
def desk_study(request: ActorRequest, study: CaseStudy) -> HttpResponse:
    """One study as it would be read, and what can be done with it now."""
    refusal = ""
    back = BackForm(request.POST if request.POST.get("do") == "back" else None)
    if request.method == "POST":
        try:
            gone = _do(request, study, back=back)
        except Refused as refused:
            refusal = str(refused)
        else:
            if gone is not None:
                return gone
    context = {
        "study": study,
        "page": study_pages.study_page(study, school=request.school, at=request.at),
        "back": back,
        "refusal": refusal,
        "said": request.GET.get("said", ""),
        "is_ours": study.campaign_id is None,
        "may_write": actions.may_be_written(study, language=study.told_in, by_team=False),
        "languages": languages_of(study, request.school),
        "sessions": studies.sessions_with(study, at=request.at),
        **_people(request, study),
    }
    status = 409 if refusal else 400 if back.is_bound and back.errors else 200
    return render(request, "campaigns/desk_study.html", context, status=status)


def _asks_names(request: ActorRequest, study: CaseStudy) -> bool:
    """Of a study of the school's own, whoever sees the register asks; else the team does."""
    return study.campaign_id is None and can_see_register(request.actor)


def _people(request: ActorRequest, study: CaseStudy) -> dict[str, Any]:
    """Who was asked to stand in it by name, and whom a search offers to be asked."""
    if not _asks_names(request, study):
        return {"asks_names": False}
    who = request.GET.get("who", "")
    return {
        "asks_names": True,
        "asked": study.people.select_related("person").order_by("pk"),
        "who": who,
        "could": could_stand(study, who),
    }


def _names(request: ActorRequest, study: CaseStudy) -> HttpResponse:
    """Ask somebody who was found how they want to stand in it, or take somebody out."""
    if not _asks_names(request, study):
        raise Http404
    said: dict[str, Any] = {"by": request.actor, "at": request.at}
    if "out" in request.POST:
        place = study.people.filter(key=request.POST["out"]).first()
        if place is None:
            raise Http404
        naming.drop_name(place=place, **said)
        return redirect(f"{request.path}#people")
    could = {one.key: one for one in could_stand(study, request.POST.get("who", ""))}
    form = AskNameForm(request.POST, people=[(key, "") for key in could])
    if form.is_valid():
        person, role = could[form.cleaned_data["person"]], form.cleaned_data["role"]
        naming.ask_name(study=study, person=person, role=role, **said)
    return redirect(f"{request.path}#people")


def _do(request: ActorRequest, study: CaseStudy, *, back: BackForm) -> HttpResponse | None:
    """One step of a study; None: what was written is to be put right first."""
    said: dict[str, Any] = {"study": study, "by": request.actor, "at": request.at}
    wish = request.POST.get("do", "")
    if wish == "names":
        return _names(request, study)
    if wish == "back":
        if not back.is_valid():
            return None
        actions.send_back(words=back.cleaned_data["words"], **said)
        return redirect("campaigns:desk_studies")
    if wish == "drop" and study.campaign_id is None:
        actions.drop_study(**said)
        return redirect("campaigns:desk_studies")
    steps = {
        "publish": actions.publish_study,
        "withdraw": actions.withdraw_study,
        "ask": actions.ask_team,
    }
    if wish not in steps:
        raise Http404
    steps[wish](**said)
    return redirect(f"{request.path}?said={wish}")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_edit_study, find=studies.study)
def desk_study_write(request: ActorRequest, study: CaseStudy) -> HttpResponse:
    """The text of a study in one language."""
    return write_page(
        request,
        study,
        language=study_language(study, request),
        by_team=False,
        template="campaigns/desk_study_write.html",
        done=reverse("campaigns:desk_study", args=[study.key]),
        frame={"base": "ui/desk.html"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_choose_studies, find=find_session)
def session_studies(request: ActorRequest, session: Session) -> HttpResponse:
    """With which case studies a session works: found by words, ticked, saved."""
    asked = studies.asked_for(request.GET)
    chosen = studies.picked(session)
    there = list(studies.published().filter(key__in=chosen).defer("words", "texts"))
    found = list(studies.found(asked).rows.exclude(key__in=chosen).defer("words", "texts")[:MOST])
    rows = [*there, *found]
    form = ChooseStudiesForm(
        request.POST if request.method == "POST" else None,
        studies=[(one.key, str(one.title)) for one in rows],
    )
    if form.is_valid():
        actions.choose_studies(
            session=session,
            keys=form.cleaned_data["studies"],
            by=request.actor,
            at=request.at,
        )
        return redirect(f"{request.path}?said=saved")
    context = {
        "session": session,
        "programme": session.programme,
        "chosen": studies.listed(there),
        "rows": studies.listed(found),
        "asked": asked,
        "said": request.GET.get("said", ""),
    }
    return render(request, "campaigns/session_studies.html", context)
