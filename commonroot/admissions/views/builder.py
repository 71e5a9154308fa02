"""On the desk: the form of a call, question by question, and as the applicant sees it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.admissions.actions import questions as actions
from commonroot.admissions.actions.questions import Wording
from commonroot.admissions.forms.answers import AnswersForm
from commonroot.admissions.forms.questions import KIND_WORDS, FormQuestionForm
from commonroot.admissions.models import Application, Call, FormQuestion
from commonroot.admissions.permissions.calls import can_edit_call, can_edit_form_question
from commonroot.admissions.queries import calls as queries
from commonroot.admissions.queries.call_checks import missing
from commonroot.admissions.queries.ready_made import prompt
from commonroot.admissions.rules import questions as rules
from commonroot.admissions.rules.ready_made import FORMS, SINGLE, form_for, ready
from commonroot.core.errors import Refused
from commonroot.programmes.models import Programme
from commonroot.programmes.queries import programme as find_programme
from commonroot.programmes.queries import shown
from commonroot.programmes.queries.words import language_name, language_names

Kind = FormQuestion.Kind


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_edit_call, find=find_programme)
def builder(request: ActorRequest, programme: Programme) -> HttpResponse:
    """What the form asks, in order; moved, copied, ended by one button each; what to add."""
    call = _call(programme)
    refused = ""
    if request.method == "POST":
        try:
            moved = _changed(request, call)
        except Refused as refusal:
            refused = str(refusal)
        else:
            return redirect(f"{request.path}#{moved}")
    there = list(queries.questions(call))
    meanings = {one.meaning for one in there}
    prompts = {text for one in there for text in one.prompt.values()}
    singles = [
        (one, str(prompt(one, [get_language() or "en"]))) for one in map(ready, SINGLE) if one
    ]
    context = {
        "programme": programme,
        "call": call,
        "rows": [
            {
                "question": one,
                "missing": language_names(missing(one, languages=call.languages)),
                "after": one.shown_if,
            }
            for one in there
        ],
        "retired": list(queries.retired(call)),
        "kinds": [(kind, label, KIND_WORDS[kind]) for kind, label in Kind.choices],
        "singles": [
            (one.code, words)
            for one, words in singles
            if one.meaning not in meanings - {""} and not prompts & {words}
        ],
        "ready": form_for(programme.format),
        "is_started": bool(meanings - {""}),
        "refused": refused,
    }
    return render(request, "admissions/builder.html", context, status=400 if refused else 200)


def _changed(request: ActorRequest, call: Call) -> str:
    """Do what one button asks; where on the page to look then."""
    by: dict[str, Any] = {"by": request.actor, "at": request.at}
    sent = request.POST
    if sent.get("start") in FORMS:
        actions.start_with(call=call, form=sent["start"], **by)
        return "asked"
    single = ready(sent.get("ready", ""))
    if single is not None:
        made = actions.add_ready(call=call, ready=single, **by)
        return f"q-{made.key}" if made else "asked"
    for name in ("up", "down", "copy", "stop", "again", "to"):
        if name not in sent:
            continue
        key, _colon, place = sent[name].partition(":")
        found = queries.question(key)
        if found is None or found.call_id != call.pk:
            raise Http404
        return _done(name, found, place=place, by=by)
    return "asked"


def _done(name: str, found: FormQuestion, *, place: str, by: dict[str, Any]) -> str:
    if name == "copy":
        return f"q-{actions.copy_question(question=found, **by).key}"
    if name == "stop":
        actions.stop_asking(question=found, **by)
        return "retired"
    if name == "again":
        actions.ask_again(question=found, **by)
    else:
        order = [one.pk for one in queries.questions(found.call)]
        here = order.index(found.pk) if found.pk in order else 0
        wanted = {"up": here - 1, "down": here + 1}.get(name)
        if wanted is None:
            wanted = int(place) if place.isdecimal() else here
        actions.move_question(question=found, to=wanted, **by)
    return f"q-{found.key}"


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_edit_call, find=find_programme)
def question_new(request: ActorRequest, programme: Programme) -> HttpResponse:
    """One more question of a kind."""
    call = _call(programme)
    kind = request.GET.get("kind", Kind.LINE)
    if kind not in Kind.values:
        raise Http404
    leading = [one for one in queries.questions(call) if one.kind in rules.LEADING]
    initial = {"care": FormQuestion.Care.PERSONAL, "panel": "", "keep_days": 90, "meaning": ""}
    form = FormQuestionForm(
        request.POST or None, kind=kind, languages=call.languages, leading=leading, initial=initial
    )
    if form.is_valid():
        try:
            made = actions.ask_question(
                call=call, wording=_wording(form), by=request.actor, at=request.at
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{_there(programme)}#q-{made.key}")
    context = {
        "programme": programme,
        "call": call,
        "form": form,
        "kind_label": Kind(kind).label,
        "kind_words": KIND_WORDS[kind],
    }
    status = 400 if form.errors else 200
    return render(request, "admissions/builder_question.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_edit_form_question, find=queries.question)
def form_question(request: ActorRequest, question: FormQuestion) -> HttpResponse:
    """One question to change, also the way it is answered; beside it as the applicant sees it."""
    call = question.call
    kinds = _kinds_for(question)
    kind = request.GET.get("kind", question.kind)
    if kind not in {question.kind, *(one.value for one in kinds)}:
        raise Http404
    order = list(queries.questions(call))
    may_lead = rules.may_lead([(one.key, one.kind) for one in order], question.key)
    form = FormQuestionForm(
        request.POST or None,
        kind=kind,
        languages=call.languages,
        leading=[one for one in order if one.key in may_lead],
        initial=_initial(question),
    )
    if form.is_valid():
        try:
            kept = actions.change_question(
                question=question, wording=_wording(form), by=request.actor, at=request.at
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{_there(call.programme)}#q-{kept.key}")
    context = {
        "programme": call.programme,
        "call": call,
        "question": question,
        "answered": queries.answered(question),
        "form": form,
        "kind_label": Kind(kind).label,
        "kind_words": KIND_WORDS[kind],
        "kinds": kinds,
        "otherwise": kind != question.kind,
        "preview": AnswersForm(questions=[question], languages=call.languages),
    }
    status = 400 if form.errors else 200
    return render(request, "admissions/builder_question.html", context, status=status)


@require_safe
@guarded(can_edit_call, find=find_programme)
def preview(request: ActorRequest, programme: Programme) -> HttpResponse:
    """The form exactly as somebody sees it who applies: in a language, alone or with others."""
    call = _call(programme)
    language = request.GET.get("language", "")
    if language not in call.languages:
        reader = get_language() or "en"
        language = reader if reader in call.languages else (call.languages or ["en"])[0]
    kind = request.GET.get("as", Application.Kind.ALONE)
    kind = kind if kind in {*Application.Kind.values, "member"} else Application.Kind.ALONE
    asked = queries.questions_of(
        call, together=kind != Application.Kind.ALONE, each=kind == "member"
    )
    # What the organiser chooses by is in their own language, the form in the one looked at.
    bar = {
        "title": _("Preview"),
        "explained": _("Nothing you type here is kept."),
        "back": _("Back to the questions"),
        "url": _there(programme),
        "phone": _("As wide as a phone"),
        "languages": [(code, language_name(code), code == language) for code in call.languages],
        "ways": [(value, label, value == kind) for value, label in _ways(call)],
        "own": get_language(),
    }
    if len(bar["ways"]) < 2:  # noqa: PLR2004 - nothing to choose among one
        bar["ways"] = []
    narrow = "narrow" in request.GET
    with override(language):
        context = {
            "programme": programme,
            "call": call,
            "form": AnswersForm(questions=asked, languages=call.languages, zone=call.time_zone),
            "title": shown(programme.title, programme),
            "words": shown(call.words, programme),
            "bar": bar,
            "language": language,
            "kind": kind,
            "narrow": narrow,
        }
        return render(request, "admissions/builder_preview.html", context)


def _ways(call: Call) -> list[tuple[str, str]]:
    """As whom the form can be looked at."""
    found: list[tuple[str, str]] = []
    if call.alone:
        found.append((Application.Kind.ALONE, _("One person")))
    if call.pairs or call.groups:
        found.append((Application.Kind.GROUP, _("Several: who writes")))
        found.append(("member", _("Several: what each answers")))
    return found


def _there(programme: Programme) -> str:
    return reverse("admissions:builder", kwargs={"key": programme.key})


def _call(programme: Programme) -> Call:
    found = queries.call_of(programme.key)
    if found is None:
        raise Http404
    return found


def _kinds_for(question: FormQuestion) -> list[Kind]:
    """In what other ways it could be answered; a heading stays one."""
    if question.kind == Kind.HEADING:
        return []
    return [one for one in Kind if one not in {Kind.HEADING, question.kind}]


def _initial(question: FormQuestion) -> dict[str, Any]:
    initial: dict[str, Any] = {
        name: getattr(question, name)
        for name in (
            "required", "each_member", "most", "care", "panel", "keep_days", "meaning",
        )
    }  # fmt: skip
    if question.shown_if is not None:
        initial["shown_if"] = [f"{question.shown_if.key}:{one}" for one in question.shown_if_values]
    for name in ("prompt", "explanation"):
        for language, text in getattr(question, name).items():
            initial[f"{name}-{language}"] = text
    for language in question.call.languages:
        lines = [row["words"].get(language, "") for row in question.choices]
        initial[f"choices-{language}"] = "\n".join(lines).rstrip()
    return initial


def _wording(form: FormQuestionForm) -> Wording:
    said = form.cleaned_data
    leading, values = form.condition()
    return Wording(
        prompt=form.texts("prompt"),
        explanation=form.texts("explanation"),
        kind=form.kind,
        meaning=said.get("meaning", ""),
        choices=form.lines("choices"),
        most=said.get("most"),
        required=said.get("required", False),
        each_member=said.get("each_member", False),
        shown_if=leading,
        shown_if_values=values,
        panel=said.get("panel", ""),
        care=said.get("care", FormQuestion.Care.PLAIN),
        keep_days=said.get("keep_days", 90),
    )
