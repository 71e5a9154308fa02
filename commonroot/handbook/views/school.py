"""The handbook without a course: chapters, what organisers tell, texts, words found anywhere."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.accounts.roles import Actor, Permission, circles_where
from commonroot.handbook import permissions
from commonroot.handbook.actions import templates as actions
from commonroot.handbook.forms.answers import TemplateForm
from commonroot.handbook.models import ChapterTemplate
from commonroot.handbook.models.chapters import CHAPTERS
from commonroot.handbook.models.shapes import Chapter
from commonroot.handbook.queries import chapters, templates
from commonroot.handbook.queries.accounts import accounts, of_chapter
from commonroot.handbook.views.shared import (
    accounts_context,
    chapter_at,
    found_chapter,
    read_together,
)
from commonroot.programmes.models import Programme

COURSES_SHOWN = 6


@require_safe
@guarded(permissions.can_open_handbook)
def handbook(request: ActorRequest) -> HttpResponse:
    """Every chapter; the words somebody looks for, wherever they stand."""
    told = accounts(request.actor, at=request.at)
    own = list(templates.own_texts())
    words = request.GET.get("q", "").strip()[:120]
    where = {
        "guidance": _("guidance"),
        "question": _("guiding question"),
        "text": _("text to take"),
        "account": _("account"),
    }
    context = {
        "rows": [
            {
                "chapter": one,
                "told": len(of_chapter(told, one)),
                "texts": len(templates.texts_of(one, own)),
            }
            for one in CHAPTERS
        ],
        "q": words,
        "found": [
            {"found": one, "where": where[one.where]}
            for one in chapters.search(words, told=told, own=own)
        ],
        "courses": _courses(request.actor),
    }
    return render(request, "handbook/handbook.html", context)


def _courses(actor: Actor) -> list[Programme]:
    """Courses that are not closed and whose handbook `actor` reads, those that begin next first."""
    rows = Programme.objects.filter(closed_at=None).exclude(format=Programme.Format.OPEN)
    circles = circles_where(actor, Permission.SEE_DESK)
    if circles is not None:
        rows = rows.filter(run_by__in=circles)
    return list(rows.order_by("starts_on", "pk")[:COURSES_SHOWN])


@require_safe
@guarded(permissions.can_open_handbook)
def school_chapter(request: ActorRequest, chapter: str) -> HttpResponse:
    """One chapter without a course."""
    about = found_chapter(chapter)
    told = of_chapter(accounts(request.actor, at=request.at), about)
    context = {
        "chapter": about,
        "texts": templates.texts_of(about, list(templates.own_texts())),
        "together": read_together(about),
        "may_keep_texts": permissions.can_keep_templates(request.actor),
        "said": request.GET.get("said", ""),
        **chapter_at(list(CHAPTERS), about),
        **accounts_context(request, told),
    }
    return render(request, "handbook/school_chapter.html", context)


@require_safe
@guarded(permissions.can_open_handbook)
def school_paper(request: ActorRequest) -> HttpResponse:
    """The handbook for paper, without a course: all of it, or the chapter the address names."""
    only = request.GET.get("chapter", "")
    told = accounts(request.actor, at=request.at)
    context = {
        "programme": None,
        "rows": [
            {"far": None, "chapter": one, "accounts": of_chapter(told, one)}
            for one in CHAPTERS
            if only in {"", one.code}
        ],
        "back_url": reverse("handbook:school_chapter", args=[found_chapter(only).code])
        if only
        else reverse("handbook:handbook"),
    }
    return render(request, "handbook/paper.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_keep_templates)
def template_new(request: ActorRequest, chapter: str) -> HttpResponse:
    """A text for everybody who plans, from nothing or from one that comes along."""
    about = found_chapter(chapter)
    ready = about.template(request.GET.get("from", ""))
    first = {"title": str(ready.title), "text": str(ready.text)} if ready is not None else {}
    return _template(request, about, first=first)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_keep_templates, find=templates.template)
def template(request: ActorRequest, template: ChapterTemplate) -> HttpResponse:
    """A text of the school: other words, another language, or gone."""
    about = found_chapter(template.chapter)
    if request.method == "POST" and request.POST.get("do") == "drop":
        actions.drop_template(template=template, by=request.actor, at=request.at)
        return redirect(f"{reverse('handbook:school_chapter', args=[about.code])}?said=dropped")
    language = get_language() or "en"
    first = {"title": template.title.get(language, ""), "text": template.text.get(language, "")}
    return _template(request, about, first=first, template=template)


def _template(
    request: ActorRequest,
    about: Chapter,
    *,
    first: dict[str, Any],
    template: ChapterTemplate | None = None,
) -> HttpResponse:
    language = get_language() or "en"
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        actions.keep_template(
            chapter=about.code,
            template=template,
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            language=language,
            by=request.actor,
            at=request.at,
        )
        return redirect(f"{reverse('handbook:school_chapter', args=[about.code])}?said=kept#texts")
    others = [code for code in template.text if code != language] if template is not None else []
    context = {
        "chapter": about,
        "template": template,
        "form": form,
        "others": [
            {"language": code, "title": template.title.get(code, ""), "text": template.text[code]}
            for code in others
            if template is not None
        ],
    }
    return render(request, "handbook/template.html", context, status=400 if form.errors else 200)
