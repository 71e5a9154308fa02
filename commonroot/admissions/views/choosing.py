"""The board on which it is chosen who comes, what is looked for, and the signatures."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.admissions.actions import choosing as actions
from commonroot.admissions.actions import criteria as aiming
from commonroot.admissions.actions import signing
from commonroot.admissions.forms.choosing import AimForm, QuestionForm, ReasonForm
from commonroot.admissions.models import (
    Application,
    Call,
    Decision,
    Eligibility,
    Priority,
    Target,
)
from commonroot.admissions.permissions.choosing import can_choose, can_decide, can_sign
from commonroot.admissions.queries import choosing as queries
from commonroot.admissions.queries import criteria
from commonroot.admissions.queries.reading import application as application_with
from commonroot.admissions.rules import balance
from commonroot.core.errors import Refused

Verdict = Decision.Verdict
State = Application.State
SAMPLE = 3
BUTTONS = (
    (Verdict.ACCEPT, _("Accept"), "A"),
    (Verdict.RESERVE, _("Reserve"), "R"),
    (Verdict.REGRET, _("Regret"), "G"),
)
SIGNS = {"accept": "done", "reserve": "waiting", "regret": "open", "ineligible": "open"}
WAYS = {"closer": "▲", "further": "▼"}
SHOWN = (
    ("", _("All")),
    ("open", _("still open")),
    ("accept", _("accepted")),
    ("reserve", _("reserve")),
    ("regret", _("regret")),
    ("ineligible", _("cannot be accepted")),
    ("told", _("told")),
    ("against", _("against the points")),
)
AIMS = ("eligibility", "priority", "target")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_choose, find=queries.call_of)
def choose(request: ActorRequest, call: Call) -> HttpResponse:
    """All applications by points, with the balance of those accepted; one press decides."""
    show = request.GET.get("show", "")
    refusal = ""
    if request.method == "POST":
        pressed, _space, key = request.POST.get("decide", "").partition(" ")
        application = application_with(key)
        if application is None or application.call_id != call.pk:
            raise Http404
        if not can_decide(request.actor, application):
            raise Http404
        try:
            if pressed == "undo":
                actions.undo(application=application, by=request.actor, at=request.at)
            elif pressed in Verdict.values:
                actions.decide(
                    application=application, verdict=pressed, by=request.actor, at=request.at
                )
            else:
                raise Http404
        except actions.ReasonNeeded:
            address = reverse("admissions:decide", args=[application.key])
            return redirect(f"{address}?{urlencode({'verdict': pressed})}")
        except Refused as error:
            refusal = str(error)
        else:
            did = {} if pressed == "undo" else {"did": application.key}
            query = urlencode({**({"show": show} if show else {}), **did})
            address = reverse("admissions:choose", args=[call.programme.key])
            return redirect(f"{address}{'?' if query else ''}{query}")
    board = queries.board(call, actor=request.actor, at=request.at)
    rows = [_row(row, board) for row in board.rows if _is_shown(row, show)]
    context = {
        "call": call,
        "programme": call.programme,
        "board": board,
        "rows": rows,
        "bars": bars_of(board),
        "chips": _chips(board, show, call=call),
        "show": show,
        "open": board.count(State.SUBMITTED),
        "hidden": sum(row.hidden for row in board.rows),
        "missing": sum(len(one.applications) for one in criteria.not_eligible(board)),
        "did": _did(board, request.GET.get("did", "")),
        "refusal": refusal,
        "may_sign": can_sign(request.actor, call),
        "is_decided": call.decided_at is not None,
    }
    return render(request, "admissions/choose.html", context, status=409 if refusal else 200)


def _did(board: queries.Board, key: str) -> queries.Row | None:
    """What was just decided, so that it can be undone."""
    return next(
        (row for row in board.shown if row.application.key == key and row.verdict != "open"), None
    )


def _is_shown(row: queries.Row, show: str) -> bool:
    if show == "against":
        return row.against and not row.hidden
    return not show or row.verdict == show


def _chips(board: queries.Board, show: str, *, call: Call) -> list[dict[str, Any]]:
    address = reverse("admissions:choose", args=[call.programme.key])
    numbers = {code: sum(_is_shown(row, code) for row in board.rows) for code, _words in SHOWN}
    return [
        {
            "url": f"{address}?show={code}" if code else address,
            "label": f"{words} {numbers[code]}",
            "current": code == show,
        }
        for code, words in SHOWN
        if numbers[code] or code in {"", show}
    ]


def _row(row: queries.Row, board: queries.Board) -> dict[str, Any]:
    """One line of the board; of what must not be judged nothing but that it is there."""
    application = row.application
    if row.hidden:
        return {"application": application, "hidden": True}
    titles = {one.key: str(one.title) for one in board.aims.targets}
    return {
        "application": application,
        "hidden": False,
        "row": row,
        "points": None if row.points is None else round(row.points),
        "average": None if row.average is None else round(row.average),
        "sign": SIGNS.get(row.verdict, ""),
        "state": "" if row.verdict == "open" else application.get_state_display(),
        "missing": [str(rule.words) for rule in row.misses],
        "changes": [
            {
                "way": change.way,
                "sign": WAYS[change.way],
                "title": titles[change.after.aim.key],
                "before": change.before.met,
                "met": change.after.met,
                "of": change.after.of,
            }
            for change in row.changes
            if change.way in WAYS
        ],
        "buttons": [
            {"value": f"{code} {application.key}", "label": label, "key": key,
             "chosen": code == row.verdict}
            for code, label, key in BUTTONS
        ] if row.verdict != "told" else [],
    }  # fmt: skip


def bars_of(board: queries.Board) -> list[dict[str, Any]]:
    """The balance as bars: share, where the ends of the aim are, and all of it in words."""
    titles = {one.key: str(one.title) for one in board.aims.targets}
    return [
        {
            "title": titles[one.aim.key],
            "percent": one.percent or 0,
            "least": one.aim.least,
            "most": one.aim.most,
            "kind": "known" if one.is_met else "down",
            "words": _standing_words(one),
        }
        for one in board.standings
    ]


def _standing_words(one: balance.Standing) -> str:
    counted = gettext("%(met)s of %(of)s") % {"met": one.met, "of": one.of}
    ends = []
    if one.aim.least is not None:
        ends.append(gettext("at least %(percent)s %%") % {"percent": one.aim.least})
    if one.aim.most is not None:
        ends.append(gettext("at most %(percent)s %%") % {"percent": one.aim.most})
    return ", ".join([counted, *ends])


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_decide, find=application_with)
def decide(request: ActorRequest, application: Application) -> HttpResponse:
    """One decision with its reason, and all that was decided before."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    verdict = request.POST.get("verdict") or request.GET.get("verdict", "")
    refusal = ""
    if form.is_valid():
        if verdict not in Verdict.values:
            raise Http404
        try:
            actions.decide(
                application=application,
                verdict=verdict,
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=request.at,
            )
        except Refused as error:
            refusal = str(error)
        else:
            address = reverse("admissions:choose", args=[application.call.programme.key])
            return redirect(f"{address}?did={application.key}")
    board = queries.board(application.call, actor=request.actor, at=request.at)
    row = next((one for one in board.shown if one.application.pk == application.pk), None)
    if row is None:
        raise Http404
    context = {
        "application": application,
        "programme": application.call.programme,
        "line": _row(row, board),
        "form": form,
        "asked": request.method != "POST" and bool(verdict),
        "buttons": [
            {"value": code, "label": label, "chosen": code == (verdict or row.verdict)}
            for code, label, _key in BUTTONS
        ],
        "verdict": verdict,
        "history": queries.history(application),
        "refusal": refusal,
    }
    return render(request, "admissions/decide.html", context, status=409 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_sign, find=queries.call_of)
def aims(request: ActorRequest, call: Call) -> HttpResponse:
    """Who can be accepted at all, who first, in what mix: three things, each apart."""
    language = get_language() or "en"
    questions = list(queries.coded_questions(call))
    chosen = criteria.question_of(call, request.GET.get("question", ""))
    kind = request.GET.get("kind", "")
    form, refusal = None, ""
    if chosen is not None and kind in AIMS:
        form = AimForm(
            request.POST if "add" in request.POST else None,
            kind=kind,
            question=chosen,
            languages=call.programme.languages,
            language=language,
        )
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                of, _space, key = request.POST["remove"].partition(" ")
                if of not in aiming.KINDS:
                    raise Http404
                aiming.remove(call=call, kind=of, key=key, by=request.actor, at=request.at)
                return redirect("admissions:aims", key=call.programme.key)
            if form is not None and form.is_valid():
                _add(form, call=call, question=chosen, request=request)
                return redirect("admissions:aims", key=call.programme.key)
        except Refused as error:
            refusal = str(error)
    found = queries.aims_of(call)
    parts: list[tuple[str, Sequence[Eligibility | Priority | Target]]] = [
        ("eligibility", found.eligibility),
        ("priority", found.priorities),
        ("target", found.targets),
    ]
    context = {
        "call": call,
        "programme": call.programme,
        "kinds": [
            {"code": code, "lines": [_aim_line(one, language=language) for one in those]}
            for code, those in parts
        ],
        "choosing": QuestionForm(None, questions=questions) if questions else None,
        "chosen": chosen,
        "kind": kind,
        "form": form,
        "refusal": refusal,
    }
    failed = bool(refusal or (form is not None and form.errors))
    return render(request, "admissions/aims.html", context, status=400 if failed else 200)


def _aim_line(one: Eligibility | Priority | Target, *, language: str) -> dict[str, Any]:
    return {
        "key": one.key,
        "question": str(one.question.prompt),
        "values": criteria.values_words(one.question, one.values, language=language),
        "one": one,
    }


def _add(form: AimForm, *, call: Call, question: Any, request: ActorRequest) -> None:
    said = form.cleaned_data
    same = {
        "call": call, "question": question, "values": said["values"], "by": request.actor,
        "at": request.at,
    }  # fmt: skip
    if form.kind == "eligibility":
        aiming.add_eligibility(words=form.words(), **same)
    elif form.kind == "priority":
        aiming.add_priority(points=said["points"], **same)
    else:
        title = {get_language() or "en": said["title"]}
        aiming.add_target(title=title, least=said["least"], most=said["most"], **same)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_choose, find=queries.call_of)
def ineligible(request: ActorRequest, call: Call) -> HttpResponse:
    """Who does not meet a rule: how many, some of them, in its words; one press marks them."""
    board = queries.board(call, actor=request.actor, at=request.at)
    found = criteria.not_eligible(board)
    everybody = {one.pk: one for group in found for one in group.applications}
    if request.method == "POST":
        actions.mark_ineligible(
            call=call, applications=everybody.values(), by=request.actor, at=request.at
        )
        return redirect("admissions:choose", key=call.programme.key)
    context = {
        "call": call,
        "programme": call.programme,
        "groups": [
            {
                "words": str(group.rule.words),
                "question": str(group.rule.question.prompt),
                "count": len(group.applications),
                "sample": group.applications[:SAMPLE],
            }
            for group in found
        ],
        "count": len(everybody),
        "rules": len(board.aims.eligibility),
    }
    return render(request, "admissions/ineligible.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_sign, find=queries.call_of)
def sign(request: ActorRequest, call: Call) -> HttpResponse:
    """All decisions on one page, and the signatures of those who stand by them."""
    refusal = ""
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            signing.sign(call=call, seen=seen, by=request.actor, at=request.at)
        except Refused as error:
            refusal = str(error)
        else:
            return redirect("admissions:sign", key=call.programme.key)
    board = queries.board(call, actor=request.actor, at=request.at)
    there = queries.signatures(call)
    needed = signing.needed(call, by=request.actor, at=request.at)
    still = [row for row in board.shown if row.verdict not in {"told", ""}]
    context = {
        "call": call,
        "programme": call.programme,
        "board": board,
        "bars": bars_of(board),
        "groups": [
            {
                "label": Verdict(code).label,
                "sign": SIGNS[code],
                "rows": [_row(row, board) for row in still if row.verdict == code],
            }
            for code in ("accept", "reserve", "regret", "ineligible")
        ],
        "open": board.count(State.SUBMITTED),
        "to_tell": len(still),
        "against": sum(row.against for row in still),
        "hidden": sum(row.hidden for row in board.rows),
        "signatures": there,
        "needed": needed,
        "is_signed": len(there) >= needed,
        "mine": any(one.by_id == request.actor.account_id for one in there),
        "alone": call.two_yes and needed == 1 and not there,
        "mark": queries.mark(call),
        "refusal": refusal,
    }
    return render(request, "admissions/sign.html", context, status=409 if refusal else 200)
