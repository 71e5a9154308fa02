"""Pages by link at the close of a course: what they say of it, how they appear beside their work,
their account for the handbook.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.engagement import queries
from commonroot.engagement.actions import course_words as course
from commonroot.engagement.actions import experiences, making
from commonroot.engagement.forms import closing as forms
from commonroot.engagement.models import Experience, Maker, Participation
from commonroot.engagement.permissions import closing as may
from commonroot.engagement.queries import closing as reading
from commonroot.engagement.queries import gallery
from commonroot.engagement.queries.parts import part_words
from commonroot.engagement.rules.closing import initials, shows_picture


@require_http_methods(["GET", "POST"])
@guarded(may.can_say_of_course, find=queries.participation)
def course_words(request: ActorRequest, participation: Participation) -> HttpResponse:
    """What the course gave them and what to change; without their name unless they say so."""
    programme = participation.programme
    aims = reading.aims(programme)
    asked = reading.asked(participation)
    form = forms.CourseWordsForm(request.POST or None, codes=reading.codes(programme), aims=aims)
    refusal = ""
    if form.is_valid():
        try:
            course.say_of_course(
                participation=participation,
                scales=form.said,
                change=form.cleaned_data["change"],
                named=form.cleaned_data["named"],
                language=get_language() or "en",
                by=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("engagement:course_words", key=participation.key)
    context = {
        "programme": programme,
        "name": participation.person.shown_name,
        "form": form,
        "answered": asked is None or asked.answered,
        "refusal": refusal,
    }
    return render(request, "engagement/course_words.html", context, status=409 if refusal else 200)


@require_http_methods(["GET", "POST"])
@guarded(may.can_decide_naming, find=gallery.maker)
def made(request: ActorRequest, maker: Maker) -> HttpResponse:
    """How they stand beside what they made, and whether everybody may see it."""
    project, person = maker.project, maker.person
    form = forms.AppearForm(
        request.POST or None,
        initial={
            "naming": maker.naming if maker.said_at else "",
            "gallery": maker.gallery,
        },
    )
    if form.is_valid():
        making.appear_as(
            maker=maker,
            **form.cleaned_data,
            language=get_language() or "en",
            by=request.actor,
            at=request.at,
        )
        return redirect(f"{request.path}?saved")
    context = {
        "maker": maker,
        "project": project,
        "name": person.shown_name,
        "initials": initials(person.shown_name),
        "form": form,
        "saved": "saved" in request.GET and maker.said_at is not None and not form.is_bound,
        "stands": gallery.appearance(person, maker.naming),
        "picture": project.picture is not None,
        "picture_shown": shows_picture(project.faces),
    }
    return render(request, "engagement/made.html", context)


@require_http_methods(["GET", "POST"])
@guarded(may.can_write_account, find=reading.experience)
def own_account(request: ActorRequest, experience: Experience) -> HttpResponse:
    """How somebody managed their part of a course: written, agreed to, taken back."""
    if request.method == "POST" and "decline" in request.POST:
        experiences.decline_account(experience=experience, by=request.actor, at=request.at)
        return redirect(request.path)
    form = forms.AccountForm(
        request.POST or None,
        initial={
            "text": experience.text,
            "show_to": experience.show_to,
            "named": experience.named,
        },
    )
    if form.is_valid():
        experiences.write_account(
            experience=experience,
            **form.cleaned_data,
            language=get_language() or "en",
            by=request.actor,
            at=request.at,
        )
        return redirect(f"{request.path}?saved")
    states = Experience.State
    context = {
        "experience": experience,
        "programme": experience.programme,
        "name": experience.person.shown_name,
        "part": part_words(experience.part),
        "form": form,
        "saved": "saved" in request.GET and not form.is_bound,
        "edited": experience.state == states.BACK,
        "approved": experience.state == states.APPROVED,
        "declined": experience.state == states.DECLINED,
    }
    return render(request, "engagement/own_account.html", context)
