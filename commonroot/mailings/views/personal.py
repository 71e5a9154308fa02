"""What a letter's link opens: the letter itself, my groups, and what was sent to them."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.consent.actions import answer
from commonroot.consent.queries import current_wordings, may
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.mailings import actions, emails, permissions, queries, rules
from commonroot.mailings.models import Group, Mailing, Recipient
from commonroot.people.models import Person

SENT = 50


@require_safe
@guarded(permissions.can_read, find=queries.recipient)
def read(request: ActorRequest, recipient: Recipient) -> HttpResponse:
    """The letter as it was written to them. Opening it changes nothing."""
    if request.GET.get("a") == "groups":
        return redirect("mailings:my_groups")
    mailing = recipient.mailing
    code = emails.language(mailing, recipient.person, school=request.school)
    context = {
        "subject": _filled(mailing.subject.get(code, ""), recipient.person, request=request),
        "paragraphs": [
            _filled(part, recipient.person, request=request)
            for part in rules.paragraphs(mailing.text.get(code, ""))
        ],
        "language": code,
        "rtl": code == "ar",
        "day": mailing.queued_at,
        "group": mailing.group,
    }
    return render(request, "mailings/read.html", context)


def _filled(text: str, person: Person, *, request: ActorRequest) -> str:
    school = str(request.school.name) if request.school else ""
    page = request.build_absolute_uri(reverse("mailings:my_groups"))
    return rules.filled(text, words={"name": person.shown_name, "school": school, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_choose_groups)
def my_groups(request: ActorRequest) -> HttpResponse:
    """In which groups I am: joining and leaving each by one button, or the whole alumni group."""
    person = _person(request)
    refused = ""
    if request.method == "POST":
        try:
            _say(request, person)
        except Refused as refusal:
            refused = str(refusal)
        else:
            return redirect(f"{reverse('mailings:my_groups')}?saved=yes")
    places = queries.places_of(person, at=request.at)
    audience = queries.audience_of(Purpose.ALUMNI_GROUP)
    wording = current_wordings("mine").get(Purpose.ALUMNI_GROUP)
    context = {
        "mine": [one for one in places if one.is_in],
        "others": [one for one in places if not one.is_in],
        "agreed": may(person, Purpose.ALUMNI_GROUP, audience, at=request.at),
        "question": str(wording.question) if wording is not None else "",
        "explanation": str(wording.explanation) if wording is not None else "",
        "saved": "saved" in request.GET,
        "refused": refused,
        "asked_apart": person.is_high,
        "by_page": request.actor.scope == "page",
    }
    return render(request, "mailings/my_groups.html", context, status=409 if refused else 200)


def _say(request: ActorRequest, person: Person) -> None:
    """Join or leave one group; or say yes or no to all of it."""
    if request.POST.get("answer") in {"yes", "no"}:
        answer(
            person=person,
            purpose=Purpose.ALUMNI_GROUP,
            yes=request.POST["answer"] == "yes",
            how="page",
            confirmed=not person.provisional,
            form="mine",
            wording=current_wordings("mine").get(Purpose.ALUMNI_GROUP),
            language=get_language() or "en",
            by=request.actor,
            at=request.at,
        )
        return
    key = request.POST.get("group", "")
    found = queries.group(key) if "\x00" not in key else None
    if found is None:
        raise Http404
    act = {"join": actions.join, "leave": actions.leave}.get(request.POST.get("said", ""))
    if act is None:
        raise Http404
    act(group=found, person=person, by=request.actor, at=request.at)


@require_safe
@guarded(permissions.can_choose_groups)
def my_archive(request: ActorRequest, key: str) -> HttpResponse:
    """What was sent to a group, for those who are in it."""
    person = _person(request)
    group = queries.group(key)
    if group is None or not queries.members_of(group, at=request.at).filter(pk=person.pk).exists():
        raise Http404
    context = {"group": group, "letters": _letters(group, person, request=request)}
    return render(request, "mailings/my_archive.html", context)


def _letters(group: Group, person: Person, *, request: ActorRequest) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    mailings: list[Mailing] = list(queries.archive(group, at=request.at)[:SENT])
    for one in mailings:
        code = emails.language(one, person, school=request.school)
        found.append(
            {
                "subject": _filled(one.subject.get(code, ""), person, request=request),
                "paragraphs": [
                    _filled(part, person, request=request)
                    for part in rules.paragraphs(one.text.get(code, ""))
                ],
                "language": code,
                "rtl": code == "ar",
                "day": one.queued_at,
            }
        )
    return found


def _person(request: ActorRequest) -> Person:
    return Person.objects.get(pk=request.actor.person_id or 0)
