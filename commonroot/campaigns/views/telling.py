"""A team tells its campaign: the text, who stands there by name, handing it over."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.campaigns.actions import naming, studies
from commonroot.campaigns.forms.studies import AskNameForm, StudyForm
from commonroot.campaigns.models import Campaign, CaseStudy, StudyPerson
from commonroot.campaigns.models.study_words import TEXTS
from commonroot.campaigns.permissions.campaigns import can_work_in
from commonroot.campaigns.queries import reading, study_pages, telling
from commonroot.campaigns.views import shared, words_met
from commonroot.core.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_work_in, find=reading.campaign)
def tell(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """Where the telling of a campaign stands: begin it, go on with it, what comes next."""
    study = telling.study_of(campaign)
    refusal = ""
    if request.method == "POST":
        try:
            _do(request, campaign, study=study)
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect(f"{request.path}?said={request.POST.get('do', '')}")
    context = _frame(request, campaign) | {
        "study": study,
        "is_over": campaign.stage in telling.OVER,
        "refusal": refusal,
        "tell_steps": _steps(),
        "asked": study.people.select_related("person").order_by("pk") if study else [],
        "left": telling.to_be_asked(study) if study else [],
        "page": study_pages.study_page(study, school=request.school, at=request.at)
        if study
        else None,
    }
    return render(request, "campaigns/tell.html", context, status=409 if refusal else 200)


def _steps() -> list[tuple[str, str]]:
    return [
        (
            _("We put a first text together"),
            _(
                "From your problem, demands, chart, path and reports. Never notes on dangers, what "
                "stays with the team, or somebody’s name."
            ),
        ),
        (
            _("You read it through"),
            _("Everybody of the team can change it. Half an hour is enough."),
        ),
        (_("An organiser reads it"), _("They may ask for something. Your words stay yours.")),
        (_("Everybody can learn from it"), _("You can take it back whenever you like.")),
    ]


def _do(request: ActorRequest, campaign: Campaign, *, study: CaseStudy | None) -> None:
    said: dict[str, Any] = {"by": request.actor, "at": request.at}
    wish = request.POST.get("do", "")
    if wish == "begin":
        studies.tell(campaign=campaign, language=get_language() or "en", **said)
        return
    steps = {
        "hand_over": studies.hand_over,
        "take_back": studies.take_study_back,
        "agree": studies.agree,
    }
    if study is None or wish not in steps:
        raise Http404
    steps[wish](study=study, **said)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_work_in, find=reading.campaign)
def tell_write(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """The text of the study, while it is with the team."""
    study = _study(campaign)
    language = study_language(study, request)
    if not studies.may_be_written(study, language=language, by_team=True):
        return redirect("campaigns:tell", key=campaign.key)
    return write_page(
        request,
        study,
        language=language,
        by_team=True,
        template="campaigns/tell_write.html",
        done=reverse("campaigns:tell", args=[campaign.key]),
        frame=_frame(request, campaign),
    )


def study_language(study: CaseStudy, request: ActorRequest) -> str:
    """The language that is written: chosen, else the one in which it was told first."""
    asked = request.GET.get("in", "")
    school = request.school
    if asked and school is not None and asked in school.languages:
        return asked
    return study.told_in


def write_page(
    request: ActorRequest,
    study: CaseStudy,
    *,
    language: str,
    by_team: bool,
    template: str,
    done: str,
    frame: dict[str, Any],
) -> HttpResponse:
    """The form of a study in one language; words that met others stand beside them."""
    stood = studies.texts_in(study, language)
    keep: dict[str, Any] = {
        "study": study, "language": language, "by_team": by_team,
        "by": request.actor, "at": request.at,
    }  # fmt: skip
    context = frame | {"study": study, "language": language}
    picked = words_met.chosen(request.POST, stood=stood) if request.method == "POST" else None
    form = StudyForm(
        request.POST if request.method == "POST" and picked is None else None,
        study=study,
        stood=stood,
    )
    refusal, clashes = "", dict[str, str]()
    try:
        if picked is not None:
            said, read, clashes = picked
            about = studies.About(**StudyForm(study=study, stood=stood).told)
            clashes |= studies.write_study(texts=said, read=read, about=about, **keep)
        elif form.is_valid():
            about = studies.About(**form.about)
            clashes = studies.write_study(texts=form.texts, read=form.read, about=about, **keep)
    except Refused as refused:
        refusal = str(refused)
    else:
        if clashes:
            study.refresh_from_db()
            now = studies.texts_in(study, language)
            labels = _labels()
            met = words_met.beside(clashes, stood=now, labels=labels)
            return render(request, "campaigns/words_met.html", context | {"met": met}, status=409)
        if picked is not None or form.is_valid():
            return redirect(done)
    context |= {"form": form, "refusal": refusal}
    status = 409 if refusal else 400 if form.is_bound and form.errors else 200
    return render(request, template, context, status=status)


def _labels() -> dict[str, Any]:
    fields = StudyForm.base_fields
    short = {code: fields[code].label for code in studies.SHORT}
    return short | {one.code: one.label for one in TEXTS}


@require_POST
@guarded(can_work_in, find=reading.campaign)
def tell_people(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """Ask somebody of the team how they want to stand in it, or take them out."""
    study = _study(campaign)
    said: dict[str, Any] = {"by": request.actor, "at": request.at}
    if "out" in request.POST:
        place = StudyPerson.objects.filter(study=study, key=request.POST["out"]).first()
        if place is None:
            raise Http404
        naming.drop_name(place=place, **said)
        return redirect(f"{reverse('campaigns:tell', args=[campaign.key])}#people")
    left = {one.key: one for one in telling.to_be_asked(study)}
    form = AskNameForm(request.POST, people=[(key, "") for key in left])
    if form.is_valid():
        person = left[form.cleaned_data["person"]].person
        naming.ask_name(study=study, person=person, role=form.cleaned_data["role"], **said)
    return redirect(f"{reverse('campaigns:tell', args=[campaign.key])}#people")


def _study(campaign: Campaign) -> CaseStudy:
    found = telling.study_of(campaign)
    if found is None:
        raise Http404
    return found


def _frame(request: ActorRequest, campaign: Campaign) -> dict[str, Any]:
    found = shared.page_context(campaign, shared.reader(request, campaign))
    return found | {"said": request.GET.get("said", "")}
