"""What came of courses: for the team, on paper, and for everybody."""

from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonroot.accounts.guards import ActorRequest, guarded, public
from commonroot.circles.queries import circle as find_circle
from commonroot.circles.queries import directory, school
from commonroot.core.small_numbers import Told
from commonroot.engagement import actions, permissions, queries
from commonroot.engagement.forms.outcomes import OutcomesForm
from commonroot.engagement.models import PublicOutcome
from commonroot.engagement.permissions.years import can_follow_people
from commonroot.engagement.queries import outcome_words as words
from commonroot.engagement.queries.outcomes import (
    Asked,
    Outcomes,
    courses,
    ended_on,
    outcomes,
    public_outcome,
    public_outcomes,
)
from commonroot.programmes.models import Programme
from commonroot.programmes.queries.words import day_words
from commonroot.ui.printing import pdf
from commonroot.ui.scripts import unwritable

TEMPLATES = Path(__file__).parent.parent / "templates"
REPORT = "engagement/outcome.typ"
ENDS = (
    _("Listed"), _("Answered"), _("No reply"), _("Asked not to be asked"),
    _("Not safe to write to"), _("Not reached"), _("Paused"), _("Not asked"),
)  # fmt: skip


@require_GET
@guarded(can_follow_people)
def all_outcomes(request: ActorRequest) -> HttpResponse:
    """What came of the courses of one's teams: by course, circle and years."""
    theirs = list(courses(request.actor))
    form = OutcomesForm(
        request.GET or None,
        courses=[(one.key, f"{one.title}, {ended_on(one).year}") for one in theirs],
        circles=[(one.key, str(one.name)) for one in directory()],
    )
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    asked = Asked(
        programme=next((one for one in theirs if one.key == given.get("course")), None),
        circle=find_circle(given["circle"]) if given.get("circle") else None,
        first=given.get("first"),
        last=given.get("last"),
    )
    found = outcomes(asked, actor=request.actor, at=request.at)
    context = _context(found) | {"form": form, "programme": None}
    return render(request, "engagement/outcomes.html", context)


@require_GET
@guarded(permissions.can_follow_programme, find=queries.programme)
def outcome(request: ActorRequest, programme: Programme) -> HttpResponse:
    """What came of one course."""
    found = outcomes(Asked(programme=programme), actor=request.actor, at=request.at)
    shown = PublicOutcome.objects.filter(programme=programme).first()
    context = _context(found) | {
        "programme": programme,
        "shown": shown if shown and shown.hidden_at is None else None,
        "told": day_words(shown.told_at.date(), today=request.at.date()) if shown else "",
    }
    return render(request, "engagement/outcomes.html", context)


def _context(found: Outcomes) -> dict[str, Any]:
    whole = found.whole
    groups = [words.group_name(one) for one in (*found.groups, whole)]
    ends = [str(end) for end in ENDS]
    return {
        "found": found,
        "whole": whole,
        "moved": [
            (words.group_name(one), one.people, words.moved(one)) for one in (*found.groups, whole)
        ],
        "groups": groups,
        "lines": _labelled(words.lines(found), groups),
        "ends": ends,
        "rounds": _labelled(words.round_lines(found.rounds), ends),
        "works": words.project_bars(found) if found.works else [],
        "gaps": words.gaps(found),
        "facts": words.work_facts(found),
        "tiles": words.tiles(found, get_language() or "en"),
    }


def _labelled(lines: list[words.Line], heads: list[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each line with the heading of every cell, which a phone shows beside it."""
    return [(line.title, list(zip(heads, line.cells, strict=True))) for line in lines]


@require_GET
@guarded(permissions.can_follow_programme, find=queries.programme)
def outcome_paper(request: ActorRequest, programme: Programme) -> HttpResponse:
    """The report of a course as PDF; its first page answers the two questions."""
    if programme.closed_at is None:
        return redirect("engagement:outcome", key=programme.key)
    found = outcomes(Asked(programme=programme), actor=request.actor, at=request.at)
    told = _context(found)
    values = {
        "title": str(programme.title),
        "second": day_words(ended_on(programme), today=request.at.date()),
        "school": str(school() or ""),
        "language": get_language() or "en",
        "rtl": get_language() == "ar",
        "words": {
            "strengthened": gettext("Did it strengthen their activism?"),
            "better": gettext("What must we do better?"),
            "moved": gettext("What they do now, compared with before"),
            "counted": gettext("Counted, by where they started"),
            "rounds": gettext("What came back from the rounds of questions"),
            "works": gettext("What became of what they made"),
            "work": gettext("How the work itself went"),
            "left": _left_words(found),
            "nothing": gettext("Nothing is known to be missing."),
        },
        "answer": answer_words(found),
        "stacks": [
            {"name": name, "people": people, "parts": [[p["label"], p["value"]] for p in parts]}
            for name, people, parts in told["moved"]
        ],
        "gaps": [[sign == "done", text] for sign, text in told["gaps"]],
        "groups": told["groups"],
        "lines": [[title, *(cell for _head, cell in cells)] for title, cells in told["lines"]],
        "ends": told["ends"],
        "rounds": [[title, *(cell for _head, cell in cells)] for title, cells in told["rounds"]],
        "works": [[bar["label"], bar["text"]] for bar in told["works"]],
        "facts": [list(pair) for pair in told["facts"]],
    }
    if unwritable("".join(str(part) for part in (values["title"], values["gaps"]))):
        return render(request, "engagement/outcome_refused.html", {"programme": programme})
    response = HttpResponse(
        pdf((TEMPLATES / REPORT).read_text("utf-8"), values=values), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'attachment; filename="outcomes-{programme.key}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def answer_words(found: Outcomes) -> str:
    """The answer in one sentence, with everybody in it."""
    whole = found.whole
    return gettext(
        "Of %(people)s people, %(more)s do more than before, %(same)s about the same, %(less)s"
        " less; of %(unknown)s it is not known."
    ) % {
        "people": whole.people,
        "more": whole.more,
        "same": whole.same,
        "less": whole.less,
        "unknown": whole.unknown,
    }


def _left_words(found: Outcomes) -> str:
    if not found.left_out:
        return ""
    return gettext("%(n)s took part and are not counted: not in the register, or paused.") % {
        "n": found.left_out
    }


@require_POST
@guarded(permissions.can_follow_programme, find=queries.programme)
def outcome_show(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Tell everybody, or take it off again."""
    if programme.closed_at is None:
        return redirect("engagement:outcome", key=programme.key)
    if request.POST.get("show") == "no":
        actions.hide_outcome(programme=programme, by=request.actor, at=request.at)
    else:
        actions.show_outcome(programme=programme, by=request.actor, at=request.at)
    return redirect("engagement:outcome", key=programme.key)


@require_http_methods(["GET", "HEAD"])
@public
def what_came_of_it(request: HttpRequest) -> HttpResponse:
    """Courses of which everybody may read what came of them."""
    return render(request, "engagement/what_came.html", {"rows": list(public_outcomes())})


@require_http_methods(["GET", "HEAD"])
@public
def what_came(request: HttpRequest, key: str) -> HttpResponse:
    """One course: what its people do now, in numbers that point at nobody."""
    row = public_outcome(key)
    if row is None:
        raise Http404
    told = Told(row.counts, row.basis)
    names = {
        "more": gettext("more than before"),
        "same": gettext("about the same"),
        "less": gettext("less than before"),
        "unknown": gettext("not known"),
    }
    bars = [
        {
            "label": names[code],
            "value": told.shown.get(code) or 0,
            "text": gettext("%(n)s or more") % {"n": number}
            if number
            else gettext("fewer than five"),
            "kind": "unknown" if code == "unknown" else "known",
        }
        for code in names
        for number in (told.shown.get(code),)
    ]
    context = {"row": row, "programme": row.programme, "bars": bars, "facts": row.facts}
    return render(request, "engagement/what_came.html", context)
