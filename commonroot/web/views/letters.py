"""Letters on the desk: sent by hand, settled, looked up."""

from collections.abc import Callable

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonroot.accounts.actions import note
from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.accounts.roles import Actor
from commonroot.circles.queries import school
from commonroot.consent.queries import link_alone, permit
from commonroot.core.errors import Refused
from commonroot.messaging.actions import (
    mark_sent_by_hand,
    not_sent_after_all,
    release_held,
    resend_unknown,
    skip_unknown,
    texts_for_hand,
)
from commonroot.messaging.models import Letter
from commonroot.messaging.queries import counts
from commonroot.messaging.queries import letter as find_letter
from commonroot.programmes.queries import open_enquiries
from commonroot.web.permissions import can_see_letters
from commonroot.web.queries import letters as queries
from commonroot.web.queries.zones import today_of

SETTLING: dict[str, tuple[str, Callable[..., None]]] = {
    "sent": ("letter sent by hand", mark_sent_by_hand),
    "unsent": ("letter not sent after all", not_sent_after_all),
    "again": ("letter sent again", resend_unknown),
    "skip": ("letter left unknown", skip_unknown),
}


@require_safe
@guarded(can_see_letters)
def letters(request: ActorRequest) -> HttpResponse:
    """One tab of letters, fifty at a time."""
    return _page(request)


def _page(request: ActorRequest, *, refused: str = "") -> HttpResponse:
    tab = request.GET.get("tab", "hand")
    tab = tab if tab in queries.TABS else "hand"
    page = Paginator(queries.letters(tab), queries.PAGE).get_page(request.GET.get("page"))
    rows, today = list(page.object_list), today_of(request)
    in_hand, numbers = tab == "hand", counts()
    words = {
        "tab": tab,
        "tabs": _tabs(tab, request.actor, numbers=numbers),
        "can_go": numbers["waits_for_sending"] if in_hand and _can_send() else 0,
        "refused": refused,
        "taken_back_url": _undo_url(request),
        "page": page,
        "in_hand": _in_hand(request, rows) if in_hand else [],
        "lines": [] if in_hand else queries.lines(rows, today=today),
        "shown": _("%(shown)s of %(total)s shown.")
        % {"shown": len(rows), "total": page.paginator.count},
        "next_url": f"?tab={tab}&page={page.next_page_number()}" if page.has_next() else "",
        "first_url": f"?tab={tab}" if page.has_previous() else "",
    }
    return render(request, "web/letters.html", words)


def _undo_url(request: ActorRequest) -> str:
    """Where the letter just called sent can be taken back; "" where none was."""
    just = find_letter(request.GET.get("sent", ""))
    if just is None or just.state != Letter.State.SENT:
        return ""
    return reverse("web:letter_settle", args=[just.key])


def _in_hand(request: ActorRequest, rows: list[Letter]) -> list[queries.InHand]:
    """What waits to be sent from somebody's own phone, in words where the gate lets it out."""
    texts = texts_for_hand(rows, permit=permit, school=school(), at=request.at, bare=link_alone)
    return queries.in_hand(rows, texts=texts, today=today_of(request))


def _can_send() -> bool:
    return bool(settings.SMTP_HOST) or settings.DEMO


def _tabs(tab: str, actor: Actor, *, numbers: dict[str, int]) -> list[dict[str, object]]:
    here = reverse("web:letters")
    tabs = (
        ("hand", _("By hand"), numbers["by_hand"]),
        ("unknown", _("May have arrived"), numbers["unknown"]),
        ("back", _("Came back"), numbers["came_back"]),
        ("sent", _("Sent"), queries.letters("sent").count()),
    )
    found: list[dict[str, object]] = [
        {"label": f"{label} ({number})", "url": f"{here}?tab={value}", "current": value == tab}
        for value, label, number in tabs
    ]
    questions = open_enquiries(actor).count()
    label = _("Questions (%(n)s)") % {"n": questions}
    many: list[dict[str, object]] = [
        {"label": _("To many"), "url": reverse("mailings:many"), "current": False},
        {"label": _("Groups"), "url": reverse("mailings:groups"), "current": False},
    ]
    return [
        *many,
        *found,
        {"label": label, "url": reverse("programmes:questions"), "current": False},
    ]


@require_POST
@guarded(can_see_letters)
def letters_release(request: ActorRequest) -> HttpResponse:
    """Send by mail what was held while there was no mail server; each passes the gate again."""
    try:
        number = release_held(at=request.at)
    except Refused as refusal:
        return _page(request, refused=str(refusal))
    note("letters let go", by=request.actor, at=request.at, facts={"letters": number})
    return redirect("web:letters")


@require_safe
@guarded(can_see_letters, find=queries.letter)
def letter(request: ActorRequest, letter: Letter) -> HttpResponse:
    """One letter with its words, as long as they are kept. That it was read is written down."""
    note("letter read", letter, by=request.actor, at=request.at, person_key=letter.subject_key)
    [line] = queries.lines([letter], today=today_of(request))
    return render(
        request,
        "web/letter.html",
        {"letter": letter, "line": line, "text": queries.words_of(letter)},
    )


@require_POST
@guarded(can_see_letters, find=find_letter)
def letter_settle(request: ActorRequest, letter: Letter) -> HttpResponse:
    """Say what becomes of a letter: it was sent by hand, goes out again, or is left as it is."""
    said = request.POST.get("said", "")
    if said in SETTLING:
        verb, settle = SETTLING[said]
        try:
            settle(letter=letter, by=request.actor, at=request.at)
        except Refused as refusal:
            return _page(request, refused=str(refusal))
        note(verb, letter, by=request.actor, at=request.at, person_key=letter.subject_key)
    tab = "hand" if said in {"sent", "unsent"} else "unknown"
    undo = f"&sent={letter.key}" if said == "sent" else ""
    return redirect(f"{reverse('web:letters')}?tab={tab}{undo}")
