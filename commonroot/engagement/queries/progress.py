"""How far the close of a course has come, step by step."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.engagement.models import (
    ChangeCard,
    CircleLetter,
    Closing,
    ClosingAnswer,
    ClosingAsked,
    Experience,
    Maker,
    Participation,
    Project,
    Promise,
)
from commonroot.engagement.queries.parts import held
from commonroot.engagement.queries.people import standings
from commonroot.engagement.rules import Standing
from commonroot.engagement.rules.closing import is_enough
from commonroot.programmes.models import Programme


@dataclass(frozen=True)
class Step:
    """A step of closing a course: its state as a sign (done, waiting, open), what it is, how far it
    has come in numbers with their denominator, and where it goes on.
    """

    state: str
    title: str
    text: str
    button: str
    address: str


def steps(programme: Programme, *, at: datetime) -> list[Step]:
    """Everything the close of a course asks for, in the order in which it is best done."""
    key = [programme.key]
    rolled = Participation.objects.filter(
        programme=programme, role=Participation.Role.PARTICIPANT
    ).count()
    asked = ClosingAsked.objects.filter(participation__programme=programme).count()
    return [
        _promises(programme, rolled, key=key),
        _words(programme, asked, key=key),
        _meeting(programme, key=key),
        _changes(programme, key=key),
        _accounts(programme, key=key),
        _register(programme, at=at, key=key),
        _works(programme, key=key),
        _letters(programme, key=key),
    ]


def done_of(found: list[Step]) -> int:
    """How many steps are done."""
    return sum(step.state == "done" for step in found)


def _promises(programme: Programme, rolled: int, *, key: list[str]) -> Step:
    made = Promise.objects.filter(programme=programme).count()
    return Step(
        state="done" if rolled and made >= rolled else "waiting" if made else "open",
        title=_("Promises"),
        text=_("%(made)s of %(all)s wrote one") % {"made": made, "all": rolled},
        button=_("Read, or key in from paper"),
        address=reverse("engagement:close_promises", args=key),
    )


def _words(programme: Programme, asked: int, *, key: list[str]) -> Step:
    said = ClosingAnswer.objects.filter(programme=programme).count()
    all_asked = max(asked, said)
    text = _("%(said)s of %(all)s answered") % {"said": said, "all": all_asked}
    return Step(
        state="done" if is_enough(said) else "waiting" if asked else "open",
        title=_("What they say of the course"),
        text=text if is_enough(said) else _("%(text)s; shown from five on") % {"text": text},
        button=_("Read"),
        address=reverse("engagement:course_answers", args=key),
    )


def _meeting(programme: Programme, *, key: list[str]) -> Step:
    closing = Closing.objects.filter(programme=programme).first()
    written = closing is not None and bool(closing.notes)
    return Step(
        state="done" if written else "open",
        title=_("Evaluation meeting"),
        text=_("The notes are written.") if written else _("Meet once, while it is fresh."),
        button=_("Read or change") if written else _("Write the notes"),
        address=reverse("engagement:evaluation", args=key),
    )


def _changes(programme: Programme, *, key: list[str]) -> Step:
    cards = ChangeCard.objects.filter(programme=programme).count()
    words = ngettext(
        "%(n)s card goes into the plan of the next course",
        "%(n)s cards go into the plan of the next course",
        cards,
    )
    return Step(
        state="done" if cards else "open",
        title=_("Changes"),
        text=words % {"n": cards} if cards else _("What shall the next course do otherwise?"),
        button=_("Write cards"),
        address=f"{reverse('engagement:evaluation', args=key)}#changes",
    )


def _accounts(programme: Programme, *, key: list[str]) -> Step:
    counts = Experience.objects.filter(programme=programme).aggregate(
        asked=Count("pk"),
        approved=Count("pk", filter=Q(state=Experience.State.APPROVED)),
        over=Count("pk", filter=Q(state=Experience.State.DECLINED)),
        written=Count("pk", filter=Q(state=Experience.State.WRITTEN)),
    )
    could = len(held(programme))
    text = _("%(approved)s of %(asked)s approved, %(written)s to read") % counts
    if not counts["asked"]:
        words = ngettext(
            "%(n)s part was covered by somebody. Ask how they managed it.",
            "%(n)s parts were covered by somebody. Ask how they managed it.",
            could,
        )
        text = words % {"n": could} if could else _("Say first who covered what.")
    settled = counts["asked"] and counts["approved"] + counts["over"] == counts["asked"]
    return Step(
        state="done" if settled else "waiting" if counts["asked"] else "open",
        title=_("Accounts for the handbook"),
        text=text,
        button=_("Ask and read"),
        address=reverse("engagement:accounts", args=key),
    )


def _register(programme: Programme, *, at: datetime, key: list[str]) -> Step:
    found = standings(programme, at=at)
    missing = found[Standing.NOT_ASKED]
    return Step(
        state="open" if missing else "done",
        title=_("May we keep you?"),
        text=_("%(there)s of %(all)s are in the register, %(missing)s were never asked")
        % {"there": found[Standing.IN], "all": found.total(), "missing": missing},
        button=_("Look and ask"),
        address=reverse("engagement:alumni", args=key),
    )


def _works(programme: Programme, *, key: list[str]) -> Step:
    works = Project.objects.filter(programme=programme)
    missing = works.filter(comment="").count()
    unsaid = Maker.objects.filter(project__programme=programme, said_at=None).count()
    total = works.count()
    if not total:
        text = _("Nothing is written down yet.")
    else:
        text = _(
            "%(total)s works; %(missing)s without a comment, %(unsaid)s makers have not said how "
            "they appear"
        ) % {"total": total, "missing": missing, "unsaid": unsaid}
    return Step(
        state="open" if not total else "waiting" if missing or unsaid else "done",
        title=_("What they made"),
        text=text,
        button=_("Look"),
        address=reverse("engagement:projects", args=key),
    )


def _letters(programme: Programme, *, key: list[str]) -> Step:
    letters = CircleLetter.objects.filter(programme=programme)
    total = letters.count()
    waiting = letters.filter(state=CircleLetter.State.DRAFT).count()
    return Step(
        state="open" if not total or waiting == total else "waiting" if waiting else "done",
        title=_("Letters to circles"),
        text=_("%(sent)s of %(all)s sent") % {"sent": total - waiting, "all": total},
        button=_("Look and send"),
        address=reverse("engagement:letters", args=key),
    )
