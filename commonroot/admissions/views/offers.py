"""Letters with decisions, offers and the reserve at the desk; the page on which one is answered."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded, proven_lately
from commonroot.admissions.actions import money, offers, replies, signing
from commonroot.admissions.emails.choosing import next_steps, reply_values, until_words
from commonroot.admissions.forms.choosing import LetterForm, ReplyForm
from commonroot.admissions.models import Application, Call, Decision, Offer, Reply, Review
from commonroot.admissions.permissions.choosing import (
    can_answer_offer,
    can_choose,
    can_sign,
    can_write_reply,
)
from commonroot.admissions.permissions.reading import may_judge
from commonroot.admissions.queries import choosing as choice
from commonroot.admissions.queries import replies as queries
from commonroot.admissions.queries.money import asked_by
from commonroot.admissions.queries.preparing import tasks_of
from commonroot.admissions.queries.reading import application as application_with
from commonroot.admissions.queries.reading import conflicted
from commonroot.admissions.rules import balance
from commonroot.admissions.rules import choosing as rules
from commonroot.admissions.rules.letters import held_until
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated

State = Application.State
PREVIEWS = 3
ENDED = {"sent": "done", "bounced": "late", "unknown": "waiting", "cancelled": "late"}


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_sign, find=choice.call_of)
@proven_lately
def decision_letters(request: ActorRequest, call: Call) -> HttpResponse:
    """What everybody is told: the words, whom they reach, three of them as they will be read."""
    refusal = ""
    if request.method == "POST":
        try:
            if "recall" in request.POST:
                replies.recall(call=call, by=request.actor, at=request.at)
            else:
                replies.send(call=call, by=request.actor, at=request.at)
        except Refused as error:
            refusal = str(error)
        else:
            return redirect("admissions:decision_letters", key=call.programme.key)
    groups = queries.waiting(call)
    hidden = conflicted(choice.untold(call), actor=request.actor)
    needed = signing.needed(call, by=request.actor, at=request.at)
    recallable = list(queries.recallable(call, at=request.at))
    sent = queries.sent(call).exclude(
        application__in=conflicted(Application.objects.filter(call=call), actor=request.actor)
    )
    shown = [_group(one, hidden=hidden, request=request) for one in groups]
    context = {
        "call": call,
        "programme": call.programme,
        "groups": shown,
        "count": sum(one["count"] for one in shown),
        "by_hand": [one for group in shown for one in group["by_hand"]],
        "is_signed": choice.is_signed(call, needed=needed),
        "recallable": len(recallable),
        "leaves_at": min((one.leaves_at for one in recallable if one.leaves_at), default=None),
        "sent": [
            {
                "reply": one,
                "sign": ENDED.get(one.post.state, "waiting") if one.post else "open",
                "state": one.post.get_state_display() if one.post else "",
            }
            for one in sent
        ],
        "refusal": refusal,
    }
    template = "admissions/decision_letters.html"
    return render(request, template, context, status=409 if refusal else 200)


def _group(
    one: queries.Waiting, *, hidden: frozenset[int], request: ActorRequest
) -> dict[str, Any]:
    seen = [each for each in one.applications if each.pk not in hidden]
    return {
        "verdict": one.verdict,
        "label": Decision.Verdict(one.verdict).label,
        "count": len(seen),
        "missing": one.missing,
        "by_hand": [each for each in one.by_hand if each.pk not in hidden],
        "previews": [
            _preview(each, verdict=one.verdict, request=request) for each in seen[:PREVIEWS]
        ],
        "applications": seen,
    }


def _preview(one: Application, *, verdict: str, request: ActorRequest) -> dict[str, Any]:
    """One letter as it will be read, with the offer it would bring."""
    kept = Reply.objects.filter(application=one, verdict=verdict).first()
    reply = kept or Reply(application=one, verdict=verdict)
    reply.application = one
    offer = None
    if verdict == rules.ACCEPT:
        leaves = request.at + rules.RECALL
        until = held_until(leaves, days=one.call.offer_days, zone=one.call.time_zone)
        offer = Offer(application=one, until=until)
    language = one.person.language
    with override(language):
        values = reply_values(reply, offer=offer, at=request.at)
    return {
        "application": one,
        "values": values,
        "language": language,
        "direction": "rtl" if language in settings.LANGUAGES_BIDI else "ltr",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_sign, find=choice.call_of)
def decision_words(request: ActorRequest, call: Call, *, verdict: str) -> HttpResponse:
    """The words for everybody with one verdict, in every language of the course."""
    if verdict not in queries.VERDICTS:
        raise Http404
    texts = queries.texts_of(call)[verdict]
    languages = list(dict.fromkeys([*call.programme.languages, *texts]))
    form = LetterForm(
        request.POST if request.method == "POST" else None,
        texts=texts,
        languages=languages,
        language=get_language() or "en",
    )
    refusal = ""
    if form.is_valid():
        try:
            replies.write(
                call=call, verdict=verdict, texts=form.texts(), by=request.actor, at=request.at
            )
        except Refused as error:
            refusal = str(error)
        else:
            return redirect("admissions:decision_letters", key=call.programme.key)
    context = {
        "call": call,
        "programme": call.programme,
        "label": Decision.Verdict(verdict).label,
        "verdict": verdict,
        "form": form,
        "refusal": refusal,
    }
    failed = bool(refusal or form.errors)
    return render(request, "admissions/decision_words.html", context, status=400 if failed else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_write_reply, find=application_with)
def reply(request: ActorRequest, application: Application) -> HttpResponse:
    """What one alone reads below the letter; what readers would let them know stands beside."""
    kept = Reply.objects.filter(
        application=application, verdict=rules.VERDICTS.get(application.state, "")
    ).first()
    form = ReplyForm(
        request.POST if request.method == "POST" else None,
        initial={"added": kept.added if kept else ""},
    )
    refusal = ""
    if form.is_valid():
        words = form.cleaned_data["added"]
        try:
            replies.add(application=application, words=words, by=request.actor, at=request.at)
        except Refused as error:
            refusal = str(error)
        else:
            return redirect("admissions:decision_letters", key=application.call.programme.key)
    context = {
        "application": application,
        "programme": application.call.programme,
        "form": form,
        "feedback": [
            one.feedback
            for one in Review.objects.filter(application=application, given_at__isnull=False)
            if one.feedback
        ],
        "refusal": refusal,
    }
    return render(request, "admissions/reply.html", context, status=409 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_choose, find=choice.call_of)
def places(request: ActorRequest, call: Call) -> HttpResponse:
    """Who answered an offer and who did not; whom to move up from the reserve."""
    refusal = ""
    if request.method == "POST":
        try:
            _press(request, call)
        except Refused as error:
            refusal = str(error)
        else:
            return redirect("admissions:places", key=call.programme.key)
    board = choice.board(call, actor=request.actor, at=request.at)
    judged = {row.application.pk for row in board.shown}
    made = [one for one in queries.offers(call) if one.application_id in judged]
    titles = {one.key: str(one.title) for one in board.aims.targets}
    reserve = [
        row
        for row in board.shown
        if row.application.state == State.RESERVE and row.candidate is not None
    ]
    order = balance.next_up(
        board.standings, [(row.candidate, row.points or 0.0) for row in reserve if row.candidate]
    )
    by_key = {row.application.key: row for row in reserve}
    held = choice.held(call)
    context = {
        "call": call,
        "programme": call.programme,
        "board": board,
        "offers": [
            {
                "offer": one,
                "until": until_words(one, at=request.at),
                "sign": {"yes": "done", "waiting": "waiting"}.get(one.answer, "open"),
            }
            for one in made
        ],
        "numbers": {code: sum(one.answer == code for one in made) for code in Offer.Answer.values},
        "held": held,
        "free": None if call.places is None else max(0, call.places - held),
        "reserve": [
            {
                "application": by_key[candidate.key].application,
                "points": round(points),
                "people": candidate.people,
                "changes": [
                    {
                        "way": change.way,
                        "title": titles[change.after.aim.key],
                        "met": change.after.met,
                        "of": change.after.of,
                    }
                    for change in by_key[candidate.key].changes
                    if change.way != "same"
                ],
            }
            for candidate, points in order
        ],
        "waiting": any(one.answer == Offer.Answer.WAITING for one in made),
        "refusal": refusal,
    }
    return render(request, "admissions/places.html", context, status=409 if refusal else 200)


def _press(request: ActorRequest, call: Call) -> None:
    """Move one up, or tell all of the reserve that no place became free."""
    if "release" in request.POST:
        those = Application.objects.filter(call=call, state=State.RESERVE).select_related("call")
        mine = those.exclude(pk__in=conflicted(those, actor=request.actor))
        offers.release(applications=list(mine), by=request.actor, at=request.at)
        return
    application = application_with(request.POST.get("up", ""))
    if application is None or application.call_id != call.pk:
        raise Http404
    if not may_judge(request.actor, application):
        raise Http404
    offers.move_up(application=application, by=request.actor, at=request.at)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_answer_offer, find=queries.offer)
def offer(request: ActorRequest, offer: Offer) -> HttpResponse:
    """What is offered, until when, what belongs to it; yes or no, and back for a short while."""
    application, call = offer.application, offer.application.call
    refusal = ""
    if request.method == "POST":
        try:
            _answer(request, offer)
        except Refused as error:
            refusal = str(error)
        else:
            return redirect("admissions:offer", key=offer.key)
    language = get_language() or "en"
    languages = [language, application.person.language, *call.programme.languages]
    ticked = set(request.POST.getlist("agreed"))
    asking = asked_by(application)
    kept = asking.scholarship
    over = offer.answer == Offer.Answer.WAITING and rules.is_over(offer.until, at=request.at)
    context = {
        "offer": offer,
        "programme": call.programme,
        "person_name": application.person.shown_name,
        "until": until_words(offer, at=request.at),
        "over": over,
        "commitments": [
            {"number": number, "words": Translated(one).chosen(languages)[0],
             "ticked": str(number) in ticked}
            for number, one in enumerate(call.commitments)
        ],
        "help": kept.offered if kept is not None and kept.state == "offered" else "",
        "undoable": offer.answer == Offer.Answer.NO
        and offer.answered_at is not None
        and request.at - offer.answered_at <= rules.UNDO
        and not rules.is_over(offer.until, at=request.at),
        "next": next_steps(application, at=request.at),
        "prepares": bool(tasks_of(call)),
        "me": reverse("web:me"),
        "refusal": refusal,
    }  # fmt: skip
    return render(request, "admissions/offer.html", context, status=409 if refusal else 200)


def _answer(request: ActorRequest, offer: Offer) -> None:
    said = request.POST.get("answer", "")
    by, at = request.actor, request.at
    if said == "yes":
        agreed = {int(one) for one in request.POST.getlist("agreed") if one.isdecimal()}
        offers.say_yes(offer=offer, agreed=agreed, by=by, at=at)
        if "help" in request.POST:
            takes = request.POST["help"] == "yes"
            money.answer(application=offer.application, takes=takes, by=by, at=at)
    elif said == "no":
        offers.say_no(offer=offer, by=by, at=at)
    elif said == "back":
        offers.change_mind(offer=offer, by=by, at=at)
    else:
        raise Http404
