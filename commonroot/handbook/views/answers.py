"""One answer of a course: kept as it is left, two of two people side by side, earlier words."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.handbook import permissions
from commonroot.handbook.actions.answers import Written, write
from commonroot.handbook.forms.answers import AnswerForm
from commonroot.handbook.models import ChapterAnswer
from commonroot.handbook.models.shapes import Chapter, Question
from commonroot.handbook.queries import answers as queries
from commonroot.handbook.rules import answers as rules
from commonroot.handbook.views.shared import found_chapter
from commonroot.programmes.models import Programme
from commonroot.programmes.queries import programme as find_programme
from commonroot.ui.parts.comparing import compared

MET = 409


@dataclass(frozen=True)
class Asked:
    """One guiding question of one course."""

    programme: Programme
    chapter: Chapter
    question: Question

    @property
    def code(self) -> str:
        """ "chapter.question"."""
        return f"{self.chapter.code}.{self.question.code}"

    def stands(self) -> ChapterAnswer | None:
        """What stands there now."""
        return queries.answer_to(self.programme, self.code)

    def context(self) -> dict[str, Any]:
        """What its pages name."""
        return {
            "programme": self.programme,
            "chapter": self.chapter,
            "question": self.question,
        }


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_write_handbook, find=find_programme)
def answer(
    request: ActorRequest, programme: Programme, *, chapter: str, question: str
) -> HttpResponse:
    """Change one answer, or take back what stood there before."""
    about = found_chapter(chapter)
    found = about.question(question)
    if found is None:
        raise Http404
    asked = Asked(programme, about, found)
    if request.method != "POST":
        return _waiting(request, asked) if "met" in request.GET else _page(request, asked)
    by_script = request.headers.get("Accept") == "application/json"
    form = AnswerForm(_former(request, asked) if "former" in request.POST else request.POST)
    if not form.is_valid():
        if by_script:
            return JsonResponse(
                {"error": " ".join(str(one) for one in form.errors["text"])}, status=400
            )
        return _page(request, asked, form=form)
    written = _write(request, asked, form=form)
    if by_script:
        stamp = rules.stamp(written.answer.changed_at if written.answer is not None else None)
        return JsonResponse({"met": True}, status=MET) if written.met else _seen(stamp)
    if written.met:
        return _met(request, asked, mine=form.cleaned_data["text"])
    here = reverse("handbook:chapter", args=[programme.key, about.code])
    return redirect(f"{here}?said=kept#{found.code}")


def _seen(stamp: str) -> HttpResponse:
    return JsonResponse({"seen": stamp})


def _write(request: ActorRequest, asked: Asked, *, form: AnswerForm) -> Written:
    """Keep the words, or what was chosen where two met: theirs, mine or both."""
    words, end, stands = form.cleaned_data["text"], request.POST.get("end", ""), asked.stands()
    if stands is not None and end == "theirs":
        words = stands.text
    if stands is not None and end == "both":
        words = rules.both(stands.text, words)
    return write(
        programme=asked.programme,
        question=asked.code,
        text=words,
        seen=form.cleaned_data["seen"],
        beside=form.cleaned_data["text"] if end else "",
        language=get_language() or "en",
        by=request.actor,
        at=request.at,
    )


def _former(request: ActorRequest, asked: Asked) -> dict[str, str]:
    """Words that stood before as if somebody typed them again. Raises Http404."""
    wanted = request.POST["former"]
    for one in queries.former_of(asked.stands()):
        if str(one.number) == wanted:
            return {"text": one.row.text, "seen": request.POST.get("seen", "")}
    raise Http404


def _page(request: ActorRequest, asked: Asked, *, form: AnswerForm | None = None) -> HttpResponse:
    stands = asked.stands()
    answered = queries.Answered(asked.code, asked.question, stands)
    context = {
        **asked.context(),
        "answered": answered,
        "form": form or AnswerForm(initial={"text": answered.text, "seen": answered.seen}),
        "former": queries.former_of(stands),
    }
    return render(request, "handbook/answer.html", context, status=400 if form else 200)


def _waiting(request: ActorRequest, asked: Asked) -> HttpResponse:
    """Words that met what stands, for whoever comes later to choose; nothing to choose: the
    answer.
    """
    waits = next((one for one in queries.former_of(asked.stands()) if one.row.waits), None)
    if waits is None:
        return redirect(request.path)
    own = waits.row.by == f"{request.actor.kind}:{request.actor.key}"
    name = "" if own else waits.by or _("somebody who left")
    return _met(request, asked, mine=waits.row.text, other=name, status=200)


def _met(
    request: ActorRequest, asked: Asked, *, mine: str, other: str = "", status: int = MET
) -> HttpResponse:
    """Both answers side by side, and three equal ways on. Nothing was overwritten.

    `other`: who wrote what met the answer, where it was not whoever looks.
    """
    theirs = asked.stands()
    assert theirs is not None  # words can meet only words
    name = queries.writers([theirs.by]).get(theirs.by, "")
    context = {
        **asked.context(),
        "mine": mine,
        "name": name or (_("somebody who left") if other else ""),
        "other": other,
        "seen": rules.stamp(theirs.changed_at),
        "rows": [compared(_("Answer"), [theirs.text], [mine])],
    }
    return render(request, "handbook/answer_met.html", context, status=status)
