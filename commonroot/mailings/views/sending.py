"""Letters to many leave: looked at, sent, read by a second organiser; what came of each."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded, to_prove
from commonroot.consent.queries import link_alone
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.mailings import actions, emails, permissions, queries, rules
from commonroot.mailings.forms import RuleForm, SendBackForm, SendForm
from commonroot.mailings.models import Mailing
from commonroot.mailings.queries import pages
from commonroot.mailings.views import shown
from commonroot.messaging.actions.delivery import write
from commonroot.sheets.write import csv_chunks
from commonroot.ui.printing import pdf

State = Mailing.State


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_write_to_many, find=queries.mailing)
def look(request: ActorRequest, mailing: Mailing) -> HttpResponse:
    """Whom it reaches, three letters as they will be read, their load; then one button sends it."""
    if mailing.state not in {*queries.OPEN, State.ASKED}:
        return redirect("mailings:letter", key=mailing.key)
    rule = queries.sending_rule()
    form = SendForm(
        request.POST if "send" in request.POST else None,
        initial={
            "when": "morning" if mailing.in_the_morning else "now",
            "per_hour": mailing.per_hour,
        },
    )
    refused = ""
    others = queries.second_readers(request.actor, at=request.at).exists()
    if request.method == "POST" and mailing.state in queries.OPEN and form.is_valid():
        seen = form.cleaned_data["seen"]
        large = max(seen, queries.reach(mailing, at=request.at).count) > rule.approve_above
        if large and not others and (proof := to_prove(request)):
            return proof
        try:
            actions.send(
                mailing=mailing,
                seen_people=seen,
                per_hour=form.cleaned_data["per_hour"],
                in_the_morning=form.cleaned_data["when"] == "morning",
                not_before=_in_their_zone(form.cleaned_data["not_before"], request),
                languages=tuple(shown.languages_of(request)),
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            refused = str(refusal)
        else:
            return redirect("mailings:letter", key=mailing.key)
    return _look(request, mailing, form=form, refused=refused, others=others)


def _look(
    request: ActorRequest, mailing: Mailing, *, form: SendForm, refused: str, others: bool
) -> HttpResponse:
    reader = get_language() or "en"
    languages = shown.languages_of(request)
    rule = queries.sending_rule()
    reached = queries.reach(mailing, at=request.at)
    sample = queries.sample(mailing, at=request.at)
    load = queries.letters_this_month([one.key for one in sample], at=request.at)
    written = [code for code in mailing.subject if mailing.text.get(code)]
    fallback = rules.language_for("", written=written, school=languages)
    context = {
        "mailing": mailing,
        "steps": shown.steps(),
        "form": form,
        "refused": refused,
        "whom": pages.whom_words(mailing),
        "purpose": queries.PURPOSES[Purpose(mailing.purpose)],
        "reach": reached,
        "load": queries.load(mailing, reached, many=rule.many_a_month, at=request.at),
        "letters": [
            {
                "person": person,
                "load": pages.this_month_words(load.get(person.key, 0)),
                "subject": words.subject,
                "text": words.text,
                "language": letter_language,
                "rtl": letter_language == "ar",
            }
            for person, words, letter_language in _samples(mailing, sample, request=request)
        ],
        "languages": pages.languages_lines(
            reached.languages, written=written, fallback=fallback, reader=reader
        ),
        "asked": mailing.state == State.ASKED,
        "own": not permissions.can_let_leave(request.actor, mailing),
        "asked_by": pages.account_name(mailing.asked_by),
        "second": others and reached.count > rule.approve_above,
        "by_itself": actions.sends_by_itself(),
        "back_form": SendBackForm(),
        "tried": request.GET.get("tried", ""),
    }
    return render(request, "mailings/look.html", context, status=409 if refused else 200)


def _samples(mailing: Mailing, people: list[Any], *, request: ActorRequest) -> list[Any]:
    """(person, what they read, in which language) for each of these people."""
    found = []
    for person in people:
        letter = emails.sample(mailing, person, school=request.school)
        letter.subject_key = person.key
        [rendered] = write([letter], school=request.school, bare=link_alone).values()
        if rendered is not None:
            found.append((person, rendered, letter.language))
    return found


def _in_their_zone(moment: Any, request: ActorRequest) -> Any:
    """What was typed as the clock of whoever is signed in."""
    if moment is None:
        return None
    return moment.replace(tzinfo=ZoneInfo(shown.zone_of(request)))


@require_POST
@guarded(permissions.can_write_to_many, find=queries.mailing)
def test(request: ActorRequest, mailing: Mailing) -> HttpResponse:
    """Send it to whoever is signed in, in every language there is."""
    try:
        languages = actions.try_out(
            mailing=mailing,
            account=getattr(request, "account", None),
            school=request.school,
            by=request.actor,
            at=request.at,
        )
    except Refused as refusal:
        form = SendForm(initial={"when": "morning", "per_hour": mailing.per_hour})
        return _look(request, mailing, form=form, refused=str(refusal), others=False)
    address = reverse("mailings:look", args=[mailing.key])
    return redirect(f"{address}?tried={len(languages)}")


@require_safe
@guarded(permissions.can_write_to_many, find=queries.mailing)
def letter(request: ActorRequest, mailing: Mailing) -> HttpResponse:
    """What became of it so far: how far it is, and what came of each letter in numbers."""
    if mailing.state in queries.OPEN:
        return redirect("mailings:words", key=mailing.key)
    if mailing.state == State.ASKED:
        return redirect("mailings:look", key=mailing.key)
    return _letter(request, mailing)


def _letter(request: ActorRequest, mailing: Mailing, *, refused: str = "") -> HttpResponse:
    found = queries.outcome(mailing)
    zone = ZoneInfo(shown.zone_of(request))
    last = queries.last_due(mailing)
    context = {
        "mailing": mailing,
        "refused": refused,
        "whom": pages.whom_words(mailing),
        "outcome": found,
        "bars": pages.outcome_bars(found) if mailing.queued_at else [],
        "left_before": pages.reasons_words(mailing.left_out),
        "left_count": sum(mailing.left_out.values()),
        "meant_for": found.people + sum(mailing.left_out.values()),
        "left_since": pages.reasons_words(found.reasons),
        "minutes": max(1, int((mailing.leaves_at - request.at).total_seconds() // 60))
        if mailing.leaves_at
        else 0,
        "leaves": mailing.leaves_at.astimezone(zone) if mailing.leaves_at else None,
        "recallable": mailing.state == State.LEAVING,
        "last": last.astimezone(zone) if last and mailing.state == State.SENDING else None,
        "texts": [
            {"code": code, "subject": mailing.subject.get(code, ""), "text": text}
            for code, text in mailing.text.items()
        ],
        "by_itself": actions.sends_by_itself(),
        "sent_by": pages.account_name(mailing.asked_by),
        "read_by": pages.account_name(mailing.decided_by),
    }
    return render(request, "mailings/letter.html", context, status=409 if refused else 200)


@require_POST
@guarded(permissions.can_write_to_many, find=queries.mailing)
def say(request: ActorRequest, mailing: Mailing) -> HttpResponse:
    """Take it back, pause it, go on, stop it, copy it, throw it away."""
    said = request.POST.get("said", "")
    about: dict[str, Any] = {"mailing": mailing, "by": request.actor, "at": request.at}
    simple: dict[str, Any] = {
        "recall": actions.recall,
        "pause": actions.pause,
        "resume": actions.resume,
        "stop": actions.stop,
        "throw": actions.throw_away,
    }
    try:
        if said == "copy":
            return redirect("mailings:words", key=actions.copy(**about).key)
        if said in simple:
            simple[said](**about)
    except Refused as refusal:
        return _letter(request, mailing, refused=str(refusal))
    if said == "throw":
        return redirect("mailings:many")
    return redirect("mailings:letter", key=mailing.key)


@require_POST
@guarded(permissions.can_write_to_many, find=queries.mailing)
def decide(request: ActorRequest, mailing: Mailing) -> HttpResponse:
    """The second reader lets it leave, or it goes back with what is to be changed."""
    back = SendBackForm(request.POST)
    try:
        if request.POST.get("said") == "back" and back.is_valid():
            actions.send_back(
                mailing=mailing, words=back.cleaned_data["words"], by=request.actor, at=request.at
            )
            return redirect("mailings:many")
        if proof := to_prove(request):
            return proof
        actions.approve(mailing=mailing, by=request.actor, at=request.at)
    except Refused as refusal:
        form = SendForm(initial={"when": "morning", "per_hour": mailing.per_hour})
        return _look(request, mailing, form=form, refused=str(refusal), others=True)
    return redirect("mailings:letter", key=mailing.key)


@require_safe
@guarded(permissions.can_write_to_many, find=queries.mailing)
def fact(request: ActorRequest, mailing: Mailing, *, kind: str) -> HttpResponse:
    """The fact that it was sent, in numbers and without the people: to print, or as a table."""
    facts = pages.facts_of(mailing, at=request.at)
    if kind == "csv":
        table = b"".join(csv_chunks((_("What"), _("How many, or who")), facts))
        response = HttpResponse(table, content_type="text/csv; charset=utf-8")
    else:
        values = {
            "title": mailing.name,
            "school": str(request.school.name) if request.school else "",
            "facts": facts,
            "texts": [
                {"subject": mailing.subject.get(code, ""), "text": rules.paragraphs(text)}
                for code, text in mailing.text.items()
            ],
            "language": get_language() or "en",
            "rtl": get_language() == "ar",
            "texts_title": _("What was sent"),
        }
        response = HttpResponse(
            pdf(pages.FACT.read_text(encoding="utf-8"), values=values),
            content_type="application/pdf",
        )
    response["Content-Disposition"] = f'attachment; filename="letter-{mailing.key[:8]}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_write_to_many)
def rule(request: ActorRequest) -> HttpResponse:
    """Above which size somebody else reads it first, how many an hour, what is much a month."""
    stands = queries.sending_rule()
    form = RuleForm(
        request.POST or None,
        initial={
            "approve_above": stands.approve_above,
            "per_hour": stands.per_hour,
            "many_a_month": stands.many_a_month,
        },
    )
    if request.method == "POST" and form.is_valid():
        if proof := to_prove(request):
            return proof
        actions.set_rule(**form.cleaned_data, by=request.actor, at=request.at)
        return redirect("mailings:many")
    return render(request, "mailings/rule.html", {"form": form})
