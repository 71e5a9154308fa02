"""What came back from a round of questions."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.engagement import actions, permissions, queries
from commonroot.engagement.forms.rounds import WORDS
from commonroot.engagement.models import Wave
from commonroot.engagement.queries import FollowUpPart
from commonroot.engagement.queries.answers import tally
from commonroot.programmes.queries.words import day_words

WORDS_SHOWN = 50


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_follow_wave, find=queries.wave)
def wave(request: ActorRequest, wave: Wave) -> HttpResponse:
    """Answered, silent, withdrawn, not reached: by starting background, each with its
    denominator.
    """
    if request.method == "POST":
        actions.read_answers(wave=wave, by=request.actor, at=request.at)
        return redirect("engagement:wave", key=wave.key)
    parts = queries.wave_parts(wave)
    said = queries.words(wave)
    open_words = queries.seen(
        said, "person", programme=wave.programme, seen_by=request.actor, at=request.at
    )
    words = list(open_words[:WORDS_SHOWN])
    today = request.at.date()
    whole = _whole(parts)
    context = {
        "unreached": whole.unreached,
        "forgotten": queries.forgotten(wave),
        "ends": [
            (label, number)
            for label, number in (
                (_("No way to reach them is known"), whole.unreachable),
                (_("The letter came back"), whole.bounced),
                (_("Not safe to write to"), whole.unsafe),
                (_("Paused everything"), whole.paused),
            )
            if number
        ],
        "tallies": [
            (
                WORDS[code][0],
                [(words, counts[value]) for value, words in WORDS[code][1].items()],
            )
            for code, counts in tally(wave).items()
            if code in WORDS
        ],
        "wave": wave,
        "programme": wave.programme,
        "ago": queries.ago_words(wave.months),
        "due": day_words(wave.due_on, today=today),
        "sent": day_words(wave.sent_at.date(), today=today) if wave.sent_at else "",
        "parts": parts,
        "whole": whole,
        "replies": [
            {
                "label": part.label,
                "value": round(100 * part.answered / part.asked) if part.asked else 0,
                "text": _("%(part)s of %(all)s") % {"part": part.answered, "all": part.asked},
            }
            for part in parts
        ],
        "change": [{"part": part, "stack": _stack(part)} for part in parts if part.total],
        "words": words,
        "unshown": said.count() - open_words.count(),
        "unread": any(
            wave.read_at is None or (word.answered_at and word.answered_at > wave.read_at)
            for word in words
        ),
        "waves": [
            {
                "label": queries.after_words(other.months),
                "wave": other,
                "current": other.pk == wave.pk,
            }
            for other in queries.waves(wave.programme)
        ],
    }
    return render(request, "engagement/wave.html", context)


def _whole(parts: list[FollowUpPart]) -> FollowUpPart:
    """All backgrounds together."""
    numbers = (
        "total",
        "asked",
        "answered",
        "no_reply",
        "withdrawn",
        "unreachable",
        "bounced",
        "unsafe",
        "paused",
        "not_asked",
        "more",
        "same",
        "less",
    )
    return FollowUpPart(
        background="",
        label=_("All together"),
        **{name: sum(getattr(part, name) for part in parts) for name in numbers},
    )


def _stack(part: FollowUpPart) -> list[dict[str, object]]:
    return [
        {"label": _("more"), "value": part.more, "kind": "known"},
        {"label": _("the same"), "value": part.same, "kind": "same"},
        {"label": _("less"), "value": part.less, "kind": "down"},
        {"label": _("not known"), "value": part.unknown, "kind": "unknown"},
    ]
