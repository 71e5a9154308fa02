"""The questions of a call's form: made at the desk, with versions once somebody answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.admissions.models import Application, ApplicationAnswer, Call, FormQuestion
from commonroot.admissions.queries import calls as queries
from commonroot.admissions.queries import ready_made as words
from commonroot.admissions.rules import questions as rules
from commonroot.admissions.rules.ready_made import BACKGROUNDS, FORMS, Ready
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated, new_key

CODE_LENGTH = 6


class NotAQuestion(Refused):
    """What would be asked cannot be answered, or not like this."""


@dataclass(frozen=True)
class Wording:
    """What a question says and how: everything that organisers set about it.

    `choices` are the lines as typed; a line keeps the code it had. An empty `panel` is the usual.
    """

    prompt: Translated
    explanation: Translated = field(default_factory=Translated)
    kind: str = FormQuestion.Kind.LINE
    meaning: str = ""
    choices: tuple[Translated, ...] = ()
    most: int | None = None
    required: bool = False
    each_member: bool = False
    shown_if: FormQuestion | None = None
    shown_if_values: tuple[str, ...] = ()
    panel: str = ""
    care: str = FormQuestion.Care.PERSONAL
    keep_days: int = 90


def wording_of(question: FormQuestion) -> Wording:
    """What a question says now."""
    return Wording(
        prompt=question.prompt,
        explanation=question.explanation,
        kind=question.kind,
        meaning=question.meaning,
        choices=tuple(Translated(one["words"]) for one in question.choices),
        most=question.most,
        required=question.required,
        each_member=question.each_member,
        shown_if=question.shown_if,
        shown_if_values=tuple(question.shown_if_values),
        panel=question.panel,
        care=question.care,
        keep_days=question.keep_days,
    )


@transaction.atomic
def ask_question(*, call: Call, wording: Wording, by: Actor, at: datetime) -> FormQuestion:
    """Ask this after everything that the form asks already. Raises NotAQuestion."""
    _lock(call)
    made = _append(call, wording, choices=_choices([], wording))
    note("question asked", made, by=by, at=at)
    return made


@transaction.atomic
def copy_question(*, question: FormQuestion, by: Actor, at: datetime) -> FormQuestion:
    """Ask the same once more, right below. What the house makes of the answer stays with the first.

    Raises NotAQuestion.
    """
    _lock(question.call)
    wording = replace(wording_of(question), meaning="")
    made = _append(question.call, wording, choices=list(question.choices))
    order = [one for one in queries.questions(question.call) if one.pk != made.pk]
    order.insert(_place(order, question) + 1, made)
    _put_in_order(order)
    note("question asked", made, by=by, at=at)
    return made


@transaction.atomic
def change_question(
    *, question: FormQuestion, wording: Wording, by: Actor, at: datetime
) -> FormQuestion:
    """Change a question. Where somebody handed in an answer and it would ask for something else,
    the old one is retired with its answers, and a new version is asked from now on.

    Drafts take what was typed along, if it is answered in the same way. Raises NotAQuestion.
    """
    _lock(question.call)
    there = list(queries.questions(question.call))
    choices = _choices(question.choices, wording)
    _check(wording, there, choices=choices, itself=question)
    fields = _fields(wording, choices)
    was = {name: getattr(question, name) for name in ("prompt", "kind", "choices")}
    if rules.says_else(was, fields) and _is_handed_in(question):
        question = _new_version(question, kind=wording.kind, at=at)
    for name, value in fields.items():
        setattr(question, name, value)
    question.save()
    _mend_conditions(question)
    note("question changed", question, by=by, at=at)
    return question


def _new_version(old: FormQuestion, *, kind: str, at: datetime) -> FormQuestion:
    """The old one is asked no more; whatever hung on it or was drafted for it goes over."""
    position = old.position
    FormQuestion.objects.filter(pk=old.pk).update(retired_at=at)
    new = FormQuestion.objects.create(
        call=old.call, position=position, version=old.version + 1, kind=kind
    )
    FormQuestion.objects.filter(shown_if=old, retired_at=None).update(shown_if=new)
    if kind == old.kind:
        drafts = {"application__state": Application.State.DRAFT}
        ApplicationAnswer.objects.filter(question=old, **drafts).update(question=new)
        old.referees.filter(**drafts).update(question=new)
    return new


def _mend_conditions(question: FormQuestion) -> None:
    """What hung on a choice that there is no longer hangs on those that are left, or on nothing."""
    if question.kind == FormQuestion.Kind.YES_NO:
        codes = {"yes", "no"}
    elif question.kind in rules.WITH_CHOICES:
        codes = {one["value"] for one in question.choices}
    else:
        codes = set()
    for other in question.leads_to.filter(retired_at=None):
        left = [code for code in other.shown_if_values if code in codes]
        if left != other.shown_if_values:
            other.shown_if_values = left
            other.shown_if = question if left else None
            other.save(update_fields=["shown_if", "shown_if_values"])


@transaction.atomic
def stop_asking(*, question: FormQuestion, by: Actor, at: datetime) -> None:
    """Ask this no longer. With answers it stays until their time is over; else it can be brought
    back as well. What hung on it is asked of everybody.
    """
    _lock(question.call)
    FormQuestion.objects.filter(pk=question.pk).update(retired_at=at)
    question.leads_to.filter(retired_at=None).update(shown_if=None, shown_if_values=[])
    note("question ended", question, by=by, at=at)


@transaction.atomic
def ask_again(*, question: FormQuestion, by: Actor, at: datetime) -> None:
    """Ask what was retired, at the end. Raises NotAQuestion where another took its place."""
    _lock(question.call)
    there = list(queries.questions(question.call))
    if question.shown_if is not None and question.shown_if.retired_at is not None:
        question.shown_if, question.shown_if_values = None, []
    _check(wording_of(question), there, choices=question.choices)
    question.retired_at = None
    question.position = _end(there)
    question.save(update_fields=["retired_at", "position", "shown_if", "shown_if_values"])
    note("question asked", question, by=by, at=at)


@transaction.atomic
def move_question(*, question: FormQuestion, to: int, by: Actor, at: datetime) -> None:
    """Put a question into the place `to`, counted from 0. Nothing may come before what it hangs on.

    Raises NotAQuestion.
    """
    _lock(question.call)
    rows = list(queries.questions(question.call))
    here = _place(rows, question)
    to = max(0, min(to, len(rows) - 1))
    if to == here:
        return
    rows.insert(to, rows.pop(here))
    places = {one.pk: number for number, one in enumerate(rows)}
    for one in rows:
        if one.shown_if_id is not None and places.get(one.shown_if_id, -1) > places[one.pk]:
            raise NotAQuestion(
                _("“%(question)s” hangs on an answer to another one: it cannot come before that.")
                % {"question": one.prompt}
            )
    _put_in_order(rows)
    note("question moved", question, by=by, at=at)


@transaction.atomic
def start_with(*, call: Call, form: str, by: Actor, at: datetime) -> int:
    """Add the questions of a ready-made form that are not asked yet; how many."""
    there = list(queries.questions(call))
    told = bool(call.programme.apply_asks) and any(not one.meaning for one in there)
    added = _add_ready(call, [one for one in FORMS[form] if not (told and one.unless_told)])
    if there and added and added[0].kind == FormQuestion.Kind.HEADING:
        # What was there already comes under the first heading of the form.
        _put_in_order([added[0], *there, *added[1:]])
    if added:
        note("form started", call, by=by, at=at, facts={"questions": len(added)})
    return len(added)


@transaction.atomic
def add_ready(*, call: Call, ready: Ready, by: Actor, at: datetime) -> FormQuestion | None:
    """Add one ready-made question; None when the form asks it already."""
    made = _add_ready(call, [ready])
    for one in made:
        note("question asked", one, by=by, at=at)
    return made[0] if made else None


def _add_ready(call: Call, wanted: Iterable[Ready]) -> list[FormQuestion]:
    _lock(call)
    there = list(queries.questions(call))
    meanings = {one.meaning for one in there if one.meaning}
    prompts = {text for one in there for text in one.prompt.values()}
    by_code: dict[str, FormQuestion] = {}
    made: list[FormQuestion] = []
    for one in wanted:
        prompt = words.prompt(one, call.languages)
        if one.meaning in meanings or prompts & set(prompt.values()):
            continue
        leading = by_code.get(one.after[0]) if one.after else None
        row = FormQuestion(
            call=call,
            position=_end([*there, *made]),
            kind=one.kind,
            meaning=one.meaning,
            prompt=prompt,
            explanation=words.explanation(one, call.languages),
            choices=words.choices(one, call.languages),
            most=one.most,
            required=one.required,
            each_member=one.each,
            shown_if=leading,
            shown_if_values=list(one.after[1]) if one.after and leading else [],
            panel=one.panel,
            care=one.care,
            keep_days=one.days,
        )
        row.save()
        by_code[one.code] = row
        made.append(row)
    return made


def _append(call: Call, wording: Wording, *, choices: list[dict[str, Any]]) -> FormQuestion:
    there = list(queries.questions(call))
    if len(there) >= rules.MOST_QUESTIONS:
        raise NotAQuestion(_("A form of more than sixty questions is not filled in by anybody."))
    _check(wording, there, choices=choices)
    return FormQuestion.objects.create(call=call, position=_end(there), **_fields(wording, choices))


def _fields(wording: Wording, choices: list[dict[str, Any]]) -> dict[str, Any]:
    leading = wording.shown_if if wording.shown_if_values else None
    usual = rules.usual_panel(care=wording.care, meaning=wording.meaning, kind=wording.kind)
    never = wording.meaning in rules.NEVER_THE_PANELS
    return {
        "prompt": wording.prompt,
        "explanation": wording.explanation,
        "kind": wording.kind,
        "meaning": wording.meaning,
        "choices": choices,
        "most": wording.most if wording.kind in rules.WITH_LENGTH else None,
        "required": wording.required and wording.kind != FormQuestion.Kind.HEADING,
        "each_member": wording.each_member,
        "shown_if": leading,
        "shown_if_values": list(wording.shown_if_values) if leading else [],
        "panel": rules.NEVER if never else wording.panel or usual,
        "care": wording.care,
        "keep_days": wording.keep_days,
    }


def _choices(was: Sequence[dict[str, Any]], wording: Wording) -> list[dict[str, Any]]:
    """The lines as choices with their codes; those that had one keep it."""
    if wording.kind not in rules.WITH_CHOICES:
        return []
    fresh = [new_key()[:CODE_LENGTH] for _one in wording.choices]
    return rules.matched_choices(was, wording.choices, fresh=fresh)


def _check(
    wording: Wording,
    there: Sequence[FormQuestion],
    *,
    choices: Sequence[dict[str, Any]],
    itself: FormQuestion | None = None,
) -> None:
    """Refuse what cannot be answered, or what our rules do not ask."""
    if not any(wording.prompt.values()):
        raise NotAQuestion(_("Write what you want to ask."))
    if wording.kind in rules.WITH_CHOICES:
        _check_choices(wording, choices)
    if wording.care == FormQuestion.Care.SENSITIVE and wording.required:
        raise NotAQuestion(
            _("Nobody is made to answer a sensitive question: let it stay optional.")
        )
    longest = rules.longest_kept(wording.care)
    if wording.keep_days > longest:
        raise NotAQuestion(
            _("Answers of that kind are kept at most %(days)s days after the decision.")
            % {"days": longest}
        )
    _check_meaning(wording, [one for one in there if itself is None or one.pk != itself.pk])
    _check_condition(wording, there, itself=itself)


def _check_choices(wording: Wording, choices: Sequence[dict[str, Any]]) -> None:
    if len(choices) < 2:  # noqa: PLR2004 - one is no choice
        raise NotAQuestion(_("Write at least two answers to choose from, one a line."))
    if len(choices) > rules.MOST_CHOICES:
        raise NotAQuestion(_("Nobody reads more than forty answers: leave some out."))
    if wording.meaning == FormQuestion.Meaning.BACKGROUND and (
        {one["value"] for one in choices} != set(BACKGROUNDS)
    ):
        raise NotAQuestion(
            _(
                "“Where are you starting from?” keeps its three sentences and “not sure”: later "
                "pages count on them. Their words may change, a line each."
            )
        )


def _check_meaning(wording: Wording, others: Sequence[FormQuestion]) -> None:
    if not wording.meaning:
        return
    if wording.kind not in rules.MEANT_AS[wording.meaning]:
        raise NotAQuestion(_("What we make of the answer does not fit how it is answered."))
    other = next((one for one in others if one.meaning == wording.meaning), None)
    if other is not None:
        raise NotAQuestion(
            _("“%(question)s” asks for that already: the form can ask it once.")
            % {"question": other.prompt}
        )


def _check_condition(
    wording: Wording, there: Sequence[FormQuestion], *, itself: FormQuestion | None
) -> None:
    if wording.shown_if is None:
        return
    order = [(one.key, one.kind) for one in there]
    if wording.shown_if.key not in rules.may_lead(order, itself.key if itself else ""):
        raise NotAQuestion(
            _("A question can only hang on one before it that is answered by choosing.")
        )


def _place(rows: Sequence[FormQuestion], question: FormQuestion) -> int:
    return next(number for number, one in enumerate(rows) if one.pk == question.pk)


def _end(rows: Sequence[FormQuestion]) -> int:
    return max((one.position for one in rows), default=-1) + 1


def _put_in_order(rows: Sequence[FormQuestion]) -> None:
    """First all out of the way, then into order: two never share a position."""
    far = _end(rows)
    for start in (far, 0):
        for number, one in enumerate(rows):
            one.position = start + number
        FormQuestion.objects.bulk_update(rows, ["position"])


def _lock(call: Call) -> None:
    """Two who change the same form come one after the other."""
    Call.objects.select_for_update(of=("self",)).get(pk=call.pk)


def _is_handed_in(question: FormQuestion) -> bool:
    """Whether an application with an answer to it was handed in."""
    drafts = {"application__submitted_at": None}
    return (
        question.answers.exclude(**drafts).exists() or question.referees.exclude(**drafts).exists()
    )
