"""Ask all of them once: choose whom, look at the letters, start, follow, and decide."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from math import ceil
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.circles.queries import school
from commonroot.consent.queries import link_alone, permit
from commonroot.core.errors import Refused
from commonroot.core.places import country_name, language_name
from commonroot.intake import emails, permissions
from commonroot.intake.actions import asking as actions
from commonroot.intake.forms.asking import EVERYBODY, AskForm
from commonroot.intake.models import Asked, ListRound
from commonroot.intake.queries import asking as queries
from commonroot.intake.rules import asking as rules
from commonroot.messaging.actions import texts_for_hand
from commonroot.people.models import Person
from commonroot.programmes.queries.words import day_words

State = ListRound.State
SAMPLES = 3
NAMES_SHOWN = 50
COUNTRIES_SHOWN = 8
DEEDS: dict[str, Callable[..., object]] = {
    "start": actions.start,
    "recall": actions.recall,
    "hold": actions.hold,
    "go_on": actions.go_on,
    "stop": actions.stop,
    "ask_again": actions.ask_again,
    "let_go": actions.let_go_of_unreached,
}


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_ask_all)
def ask(request: ActorRequest) -> HttpResponse:
    """Whom to ask, and what the letter says about the source; below, earlier rounds."""
    plan = _plan(request)
    lists, everybody = queries.lists_to_ask(), queries.unasked().count()
    form = AskForm(
        request.POST or None, lists=lists, everybody=everybody, initial=_initial(request, plan)
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            list_round = actions.plan(
                list_round=plan,
                lists=[batch for batch, _n in lists if batch.key in form.chosen()],
                source=given["source"],
                years=given["years"],
                days=given["days"],
                by=request.actor,
                at=request.at,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("intake:list_round", key=list_round.key)
    context = {
        "form": form,
        "everybody": everybody,
        "pairs": queries.open_pairs(),
        "list_rounds": [_line(one, request) for one in queries.list_rounds()[:NAMES_SHOWN]],
    }
    return render(request, "intake/ask.html", context, status=400 if form.errors else 200)


def _plan(request: ActorRequest) -> ListRound | None:
    found = queries.list_round(request.GET.get("plan", ""))
    return found if found is not None and found.state == State.DRAFT else None


def _initial(request: ActorRequest, plan: ListRound | None) -> dict[str, Any]:
    """What stands in the form before anybody chose: the plan, or the list one comes from."""
    if plan is None:
        return {"whom": [request.GET.get("list", "") or EVERYBODY]}
    keys = [batch.key for batch in plan.lists.all()]
    whom = [EVERYBODY] if plan.everybody else keys
    return {"whom": whom, "source": plan.source, "years": plan.years, "days": plan.days}


def _line(list_round: ListRound, request: ActorRequest) -> dict[str, Any]:
    numbers = queries.counts(list_round)
    return {
        "list_round": list_round,
        "day": day_words(list_round.made_at.date(), today=request.at.date(), short=True),
        "yes": numbers["yes"] + numbers["corrected"],
        "people": numbers["people"],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_see_list_round, find=queries.list_round)
def list_round(request: ActorRequest, list_round: ListRound) -> HttpResponse:
    """Before it starts, the letters and whom they leave out; then how far it is; then its end."""
    refusal = ""
    if request.method == "POST":
        try:
            return _done(request, list_round)
        except Refused as refused:
            refusal = str(refused)
            list_round.refresh_from_db()
    context = {
        "list_round": list_round,
        "refusal": refusal,
        "by_mail_works": bool(settings.SMTP_HOST) or settings.DEMO,
    }
    is_plan = list_round.state == State.DRAFT
    context |= _before(request, list_round) if is_plan else _since(request, list_round)
    return render(request, "intake/list_round.html", context, status=409 if refusal else 200)


def _done(request: ActorRequest, list_round: ListRound) -> HttpResponse:
    """What a button asks for; unknown ones change nothing."""
    if "discard" in request.POST:
        actions.discard(list_round=list_round, by=request.actor, at=request.at)
        return redirect("intake:ask")
    for name, deed in DEEDS.items():
        if name in request.POST:
            deed(list_round=list_round, by=request.actor, at=request.at)
    return redirect("intake:list_round", key=list_round.key)


# Before it starts.


def _before(request: ActorRequest, list_round: ListRound) -> dict[str, Any]:
    ours, language = school(), get_language() or "en"
    firsts: dict[str, Person] = {}
    others: list[Person] = []

    def told() -> Iterator[tuple[queries.Prospect, str]]:
        for one in queries.prospects(queries.chosen(list_round).order_by("pk")):
            spoken = emails.language_of(one.person, ours)
            if one.way is not None and firsts.setdefault(spoken, one.person) is not one.person:
                others.extend([one.person] * (len(others) < SAMPLES))
            yield one, spoken

    preview = queries.counted(told())
    chosen = [*firsts.values(), *others][:SAMPLES]
    return {
        "preview": preview,
        "languages": [
            {"label": language_name(code, language), "value": n}
            for code, n in preview.languages.most_common()
        ],
        "countries": _countries(preview, language),
        "samples": _samples(list_round, chosen, request=request),
        "steps": _steps(list_round),
        "lists": [batch.name for batch in list_round.lists.all()],
        "pairs": queries.open_pairs(),
    }


def _countries(preview: queries.Preview, language: str) -> list[dict[str, Any]]:
    most = preview.countries.most_common()
    rows = [
        {"label": country_name(code, language) if code else _("no country"), "value": n}
        for code, n in most[:COUNTRIES_SHOWN]
    ]
    rest = sum(n for _code, n in most[COUNTRIES_SHOWN:])
    return rows + [{"label": _("other countries"), "value": rest, "kind": "same"}] * bool(rest)


def _samples(
    list_round: ListRound, people: list[Person], *, request: ActorRequest
) -> list[dict[str, Any]]:
    """Letters as these people would read them: nothing is posted, no link works."""
    ours = school()
    letters = [emails.sample(list_round, person, school=ours, at=request.at) for person in people]
    texts = texts_for_hand(letters, permit=permit, school=ours, at=request.at, bare=link_alone)
    return [
        {
            "language": letter.language,
            "direction": "rtl" if letter.language == "ar" else "ltr",
            "name": language_name(letter.language, get_language() or "en"),
            "by_hand": letter.way == "hand",
            "subject": texts[letter.pk].subject,
            "text": texts[letter.pk].text,
        }
        for letter in letters
        if letter.pk in texts
    ]


def _steps(list_round: ListRound) -> list[tuple[str, str]]:
    days = list_round.days
    reminder = days * 2 // 3
    return [
        (_("Ten minutes"), _("Nothing has left yet. You can take everything back.")),
        (_("Then"), _("One letter to each, in their language: stay, correct it, or go.")),
        (
            ngettext("After %(n)d day", "After %(n)d days", reminder) % {"n": reminder},
            _("One reminder to whom we have not heard from. There is no third letter."),
        ),
        (
            ngettext("After %(n)d day", "After %(n)d days", days) % {"n": days},
            _("Who stayed silent is deleted. A mark without name or address stays."),
        ),
    ]


# Once it runs.


def _since(request: ActorRequest, list_round: ListRound) -> dict[str, Any]:
    numbers, today = queries.counts(list_round), request.at.date()
    last, reminder = queries.last_day(list_round), queries.next_reminder(list_round)
    unreached = queries.rows_of(list_round, state=Asked.State.BACK)
    going = queries.going_soon(list_round, at=request.at)
    decide_by = (list_round.leaves_at or request.at) + rules.DECIDE
    answered = numbers["yes"] + numbers["corrected"] + numbers["no"]
    return {
        "numbers": numbers,
        "answered": answered,
        "stay": numbers["yes"] + numbers["corrected"],
        "parts": _parts(numbers),
        "lines": _lines(numbers, ended=list_round.state == State.ENDED),
        "may_recall": list_round.state == State.OPEN and not queries.has_begun(list_round),
        "by_hand": queries.held_by_hand(list_round),
        "last": day_words(last.date(), today=today) if last else "",
        "days_left": ceil((last - request.at) / timedelta(days=1)) if last else 0,
        "reminder": day_words(reminder.date(), today=today) if reminder else "",
        "soon": [
            {"day": _soon_words(one.day, request), "people": one.people}
            for one in queries.soon(list_round, at=request.at)
        ],
        "going": [row.person for row in going[:NAMES_SHOWN]],
        "going_more": max(0, going.count() - NAMES_SHOWN),
        "unreached": [row.person for row in unreached[:NAMES_SHOWN]],
        "unreached_more": max(0, numbers["back"] - NAMES_SHOWN),
        "reachable": len(queries.reachable_now(list_round)) if numbers["back"] else 0,
        "decide_by": day_words(decide_by.date(), today=today),
        "ended": day_words(list_round.ended_at.date(), today=today) if list_round.ended_at else "",
    }


def _soon_words(day: Any, request: ActorRequest) -> str:
    today = request.at.date()
    if day == today:
        return _("Today")
    if day == today + timedelta(days=1):
        return _("Tomorrow")
    return day_words(day, today=today)


def _lines(numbers: dict[str, int], *, ended: bool) -> list[dict[str, Any]]:
    """Each way somebody can stand, with how many; what nobody did is left out, but the usual."""
    usual = {"yes", "no", "silent"} if ended else {"yes", "no", "asked"}
    words = (
        ("yes", _("Said yes"), ""),
        ("corrected", _("Said yes, and corrected"), ""),
        ("no", _("Said no"), _("gone from the register")),
        ("asked", _("No answer yet"), ""),
        ("waiting", _("About to be asked"), ""),
        ("posted", _("The letter waits to leave"), ""),
        ("silent", _("Did not answer"), _("deleted")),
        ("kept", _("Stay for another reason"), _("a place, a circle, or a pause")),
        ("back", _("Could not be asked"), ""),
        ("let_go", _("Could not be asked, let go"), _("deleted")),
        ("gone", _("Left in another way"), ""),
    )
    return [
        {"label": label, "text": text if numbers[state] else "", "people": numbers[state]}
        for state, label, text in words
        if numbers[state] or state in usual
    ]


def _parts(numbers: dict[str, int]) -> list[dict[str, Any]]:
    """Parts of the bar: what is known of each, and hatched of whom we have not heard."""
    waiting = numbers["asked"] + numbers["posted"] + numbers["waiting"]
    return [
        {"label": _("said yes"), "value": numbers["yes"] + numbers["corrected"], "kind": "agreed"},
        {"label": _("said no"), "value": numbers["no"], "kind": "outline"},
        {"label": _("did not answer"), "value": numbers["silent"], "kind": "repeat"},
        {"label": _("no answer yet"), "value": waiting, "kind": "unknown"},
    ]
