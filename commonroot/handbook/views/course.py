"""The handbook of one course: how far each chapter is, a chapter, taking over, paper."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.handbook import permissions
from commonroot.handbook.actions import answers as actions
from commonroot.handbook.forms.answers import AnswerForm
from commonroot.handbook.forms.checks import ItemForm
from commonroot.handbook.models.chapters import CHAPTERS
from commonroot.handbook.models.shapes import Chapter
from commonroot.handbook.queries import answers, chapters, templates
from commonroot.handbook.queries.accounts import accounts, of_chapter
from commonroot.handbook.queries.answers import writers
from commonroot.handbook.views.shared import (
    accounts_context,
    chapter_at,
    found_chapter,
    read_together,
)
from commonroot.programmes.models import Programme
from commonroot.programmes.queries import programme as find_programme
from commonroot.programmes.queries import stages
from commonroot.programmes.queries.reading import host_day


@require_safe
@guarded(permissions.can_read_handbook, find=find_programme)
def course(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Every chapter by the stage in which it is needed first, and how far each is."""
    today = host_day(programme.time_zone, at=request.at)
    rows = chapters.how_far(programme, at=request.at, today=today)
    steps = [
        {**step, "rows": chapters.of_stage(rows, step["code"])}
        for step in stages(programme, at=request.at)
    ]
    may_write = permissions.can_write_handbook(request.actor, programme)
    is_open = any(not one.text for row in rows for one in row.answers)
    told = accounts(request.actor, at=request.at)
    context = {
        "programme": programme,
        "steps": [{**step, "url": f"#{step['code']}" if step["rows"] else ""} for step in steps],
        "stages_with": [step for step in steps if step["rows"]],
        "answered": sum(one.answered for one in rows),
        "questions": sum(len(one.answers) for one in rows),
        "unconfirmed": sum(one.unconfirmed for one in rows),
        "done": sum(one.done for one in rows),
        "needed": sum(one.needed for one in rows),
        "late": sum(one.late for one in rows),
        "deepen": _deepen(rows),
        "may_write": may_write,
        "source": _offered(request, programme) if may_write and is_open else None,
        "told": len(told),
        "brought": _number(request.GET.get("brought", "")),
        "today": today,
    }
    return render(request, "handbook/course.html", context)


def _deepen(rows: list[chapters.Far]) -> answers.Answered:
    every = [one for row in rows for one in row.answers]
    return next(one for one in every if one.code == answers.DEEPEN)


def _offered(request: ActorRequest, programme: Programme) -> Programme | None:
    """The course whose answers are offered first: the one this was copied from, else the newest."""
    found = list(answers.courses_with_answers(request.actor, besides=programme))
    earlier = [one for one in found if one.pk == programme.copied_from_id]
    return next(iter(earlier or found), None)


def _number(said: str) -> int | None:
    return int(said) if said.isdecimal() else None


@require_safe
@guarded(permissions.can_read_handbook, find=find_programme)
def chapter(request: ActorRequest, programme: Programme, *, chapter: str) -> HttpResponse:
    """One chapter: guidance, what this course answers, its list, texts, accounts."""
    return chapter_page(request, programme, chapter=found_chapter(chapter))


def chapter_page(
    request: ActorRequest,
    programme: Programme,
    *,
    chapter: Chapter,
    refusal: str = "",
    wrong: str = "",
    item: ItemForm | None = None,
) -> HttpResponse:
    """The page of a chapter; `refusal`, or a form that is wrong, says what was not kept."""
    today = host_day(programme.time_zone, at=request.at)
    far = chapters.far_of(programme, chapter=chapter, at=request.at, today=today)
    told = of_chapter(accounts(request.actor, at=request.at), chapter)
    names = writers(one.answer.by for one in far.answers if one.answer is not None)
    context = {
        "programme": programme,
        "chapter": chapter,
        "far": far,
        "asked": [
            {
                "answered": one,
                "form": AnswerForm(initial={"text": one.text, "seen": one.seen}, auto_id=False),
                "by": names.get(one.answer.by, "") if one.answer is not None else "",
                "url": reverse(
                    "handbook:answer", args=[programme.key, chapter.code, one.question.code]
                ),
            }
            for one in far.answers
        ],
        "wrong": wrong,
        "item_form": item or ItemForm(),
        "texts": templates.texts_of(chapter, list(templates.own_texts())),
        "together": read_together(chapter),
        "chapters": CHAPTERS,
        "may_write": permissions.can_write_handbook(request.actor, programme),
        "may_keep_texts": permissions.can_keep_templates(request.actor),
        "refusal": refusal,
        "said": request.GET.get("said", ""),
        "today": today,
        **chapter_at(list(CHAPTERS), chapter),
        **accounts_context(request, told),
    }
    status = 409 if refusal else 400 if wrong or item else 200
    return render(request, "handbook/chapter.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_write_handbook, find=find_programme)
def take_over(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Choose the course whose answers come along, each marked until it is confirmed here."""
    found = list(answers.courses_with_answers(request.actor, besides=programme))
    refusal = ""
    if request.method == "POST":
        source = next((one for one in found if one.key == request.POST.get("source")), None)
        try:
            if source is None:
                raise actions.NothingToTakeOver(_("Choose a course. Nothing was changed."))
            brought = actions.take_over(
                programme=programme, source=source, by=request.actor, at=request.at
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect(f"{reverse('handbook:course', args=[programme.key])}?brought={brought}")
    context = {
        "programme": programme,
        "sources": sorted(found, key=lambda one: one.pk != programme.copied_from_id),
        "refusal": refusal,
    }
    return render(request, "handbook/take_over.html", context, status=409 if refusal else 200)


@require_POST
@guarded(permissions.can_write_handbook, find=find_programme)
def confirm(request: ActorRequest, programme: Programme, *, chapter: str) -> HttpResponse:
    """Say that answers of another course, as they were read, hold here too."""
    asked = found_chapter(chapter)
    questions, stamps = request.POST.getlist("question"), request.POST.getlist("seen")
    own = {f"{asked.code}.{one.code}" for one in asked.questions}
    try:
        actions.confirm(
            programme=programme,
            seen={code: seen for code, seen in zip(questions, stamps, strict=False) if code in own},
            by=request.actor,
            at=request.at,
        )
    except Refused as refused:
        return chapter_page(request, programme, chapter=asked, refusal=str(refused))
    here = reverse("handbook:chapter", args=[programme.key, asked.code])
    return redirect(f"{here}?said=confirmed#answers")


@require_safe
@guarded(permissions.can_read_handbook, find=find_programme)
def paper(request: ActorRequest, programme: Programme) -> HttpResponse:
    """The handbook of a course for paper: all of it, or the chapter that the address names."""
    today = host_day(programme.time_zone, at=request.at)
    only = request.GET.get("chapter", "")
    told = accounts(request.actor, at=request.at)
    rows = [
        {"far": one, "chapter": one.chapter, "accounts": of_chapter(told, one.chapter)}
        for one in chapters.how_far(programme, at=request.at, today=today)
        if only in {"", one.chapter.code}
    ]
    context = {
        "programme": programme,
        "rows": rows,
        "today": today,
        "back_url": reverse("handbook:chapter", args=[programme.key, found_chapter(only).code])
        if only
        else reverse("handbook:course", args=[programme.key]),
    }
    return render(request, "handbook/paper.html", context)
