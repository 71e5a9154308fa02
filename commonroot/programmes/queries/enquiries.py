"""The shared inbox: what people asked or wrote, who takes it, and what was answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor, Permission, circles_where, holds
from commonroot.circles.models import Circle
from commonroot.circles.queries import holders
from commonroot.consent.queries import SCHOOL, allowed
from commonroot.consent.rules import AUDIENCE_OF, Audience, AudienceKind, Purpose
from commonroot.core.due import Due
from commonroot.core.text import folded
from commonroot.people.models import ContactWay, Person
from commonroot.programmes.models import Enquiry, EnquiryLine

MINUTES_EACH = 3
LATE_AFTER = timedelta(days=3)
SEARCHED = 2000  # the newest questions; their words are sealed and opened one by one
SAME_TALK = timedelta(days=30)
WAITING, MINE, DONE = "waiting", "mine", "done"


@dataclass(frozen=True)
class Asker:
    """Who wrote, as the inbox may show it: `key` leads to the register, "" when they are not there
    or the gate is closed; `address` is empty for whoever is there.
    """

    name: str
    address: str
    key: str = ""


@dataclass(frozen=True)
class Row:
    """One question in the list."""

    enquiry: Enquiry
    asker: Asker
    about: str
    since: datetime
    is_late: bool


def enquiries(actor: Actor) -> QuerySet[Enquiry]:
    """Every question that is for `actor`, with its programme, team and owner.

    Those about a programme are for the team that runs it, unless somebody gave them to another one;
    all others are for the school's own people.
    """
    found = Enquiry.objects.annotate(whose=Coalesce("team", "programme__run_by"))
    circles = circles_where(actor, Permission.ANSWER_QUESTIONS)
    if circles is not None:
        found = found.filter(whose__in=circles)
    return found.select_related("programme", "team", "owner")


def open_enquiries(actor: Actor) -> QuerySet[Enquiry]:
    """Those nobody answered yet, the one that waits longest first."""
    waiting = enquiries(actor).filter(answered_at=None)
    return waiting.annotate(since=Coalesce("newest_at", "asked_at")).order_by("since", "pk")


def enquiry(key: str) -> Enquiry | None:
    """The question with that key."""
    return Enquiry.objects.filter(key=key).select_related("programme", "team", "owner").first()


def tab(actor: Actor, name: str) -> QuerySet[Enquiry]:
    """The questions of one tab: waiting, mine among them, or done with (the last first)."""
    if name == DONE:
        return enquiries(actor).exclude(answered_at=None).order_by("-answered_at", "-pk")
    waiting = open_enquiries(actor)
    return waiting.filter(owner=actor.account_id) if name == MINE else waiting


def tab_counts(actor: Actor) -> dict[str, int]:
    """{"waiting", "mine", "done"}: how many questions stand in each tab. One query."""
    waits = Q(answered_at=None)
    counts: dict[str, int] = enquiries(actor).aggregate(
        waiting=Count("pk", filter=waits),
        mine=Count("pk", filter=waits & Q(owner=actor.account_id or 0)),
        done=Count("pk", filter=~waits),
    )
    return counts


def search(actor: Actor, words: str) -> list[Enquiry]:
    """The newest questions in which all of `words` stand: in who wrote, the subject or the text.

    Nobody of the register is found by the address they wrote from.
    """
    wanted = folded(words).split()
    newest = list(enquiries(actor).order_by("-asked_at", "-pk")[:SEARCHED])
    lines: dict[int, list[str]] = {}
    ours = EnquiryLine.objects.filter(enquiry__in=newest)
    for pk, text in ours.values_list("enquiry", "text"):
        lines.setdefault(pk, []).append(text)
    known = askers(newest, at=None)
    found = []
    for one in newest:
        who = known[one.pk]
        text = folded(
            " ".join([who.name, who.address, one.subject, one.text, *lines.get(one.pk, [])])
        )
        if all(word in text for word in wanted):
            found.append(one)
    return found


def rows(enquiries: Sequence[Enquiry], *, at: datetime) -> list[Row]:
    """The questions as a list shows them."""
    known = askers(enquiries, at=at)
    return [
        Row(
            enquiry=one,
            asker=known[one.pk],
            about=one.subject or " ".join(one.text.split()),
            since=one.newest_at or one.asked_at,
            is_late=one.answered_at is None and at - (one.newest_at or one.asked_at) > LATE_AFTER,
        )
        for one in enquiries
    ]


def askers(enquiries: Iterable[Enquiry], *, at: datetime | None) -> dict[int, Asker]:
    """Who wrote each question, by its primary key.

    An address of exactly one person in the register names that person, when the gate is open for
    the school or the programme asked about (at `at`; None: nobody is named). How people of the
    register are reached stands on their own page alone, so that nobody stands out here; somebody in
    high care is called by the name of lists.
    """
    enquiries = list(enquiries)
    ways = ContactWay.objects.filter(
        mark__in={one.mark for one in enquiries}, person__provisional=False
    )
    holders: dict[str, set[int]] = {}
    for mark, pk in ways.values_list("mark", "person"):
        holders.setdefault(mark, set()).add(pk)
    people = {one.pk: one for one in Person.objects.filter(pk__in=set().union(*holders.values()))}
    named = set() if at is None else _named(enquiries, people, at=at)
    found = {}
    for one in enquiries:
        known = [people[pk] for pk in sorted(holders.get(one.mark, ()))]
        careful = next((person for person in known if person.is_high), None)
        name = careful.shown_name if careful else one.name
        if len(known) == 1 and (one.pk, known[0].pk) in named:
            found[one.pk] = Asker(known[0].shown_name, "", known[0].key)
        else:
            found[one.pk] = Asker(name, "" if known else one.address)
    return found


def _named(
    enquiries: Iterable[Enquiry], people: Iterable[int], *, at: datetime
) -> set[tuple[int, int]]:
    """(question, person) where the gate is open for whoever reads the question."""
    rows = Person.objects.filter(pk__in=list(people))
    open_to: dict[str, set[int]] = {}
    found = set()
    for one in enquiries:
        audience = _programme(one.programme.key) if one.programme else SCHOOL
        for purpose, before in ((Purpose.REGISTER, SCHOOL), (Purpose.THIS_PROGRAMME, audience)):
            name = f"{purpose} {before}"
            if before.kind == AUDIENCE_OF[purpose] and name not in open_to:
                through = allowed(rows, "", purpose=purpose, audience=before, at=at)
                open_to[name] = set(through.values_list("pk", flat=True))
            found |= {(one.pk, pk) for pk in open_to.get(name, ())}
    return found


def _programme(key: str) -> Audience:
    return Audience(AudienceKind.PROGRAMME, key)


def reader_of(enquiry: Enquiry) -> Person | None:
    """In whose name of the register an answer goes out, so that their care is taken: whoever alone
    has that address, or shares it and is in high care. It is shown to nobody.
    """
    ways = ContactWay.objects.filter(mark=enquiry.mark, person__provisional=False)
    people = list(Person.objects.filter(pk__in=ways.values("person")).order_by("pk"))
    careful = [person for person in people if person.is_high]
    return careful[0] if careful else people[0] if len(people) == 1 else None


def enquiries_of(person: Person) -> QuerySet[Enquiry]:
    """What was asked from an address that `person` alone has: a shared one tells of nobody."""
    theirs = ContactWay.objects.filter(person=person)
    others = ContactWay.objects.filter(mark=OuterRef("mark")).exclude(person=person)
    return Enquiry.objects.filter(mark__in=theirs.exclude(Exists(others)).values("mark"))


def earlier(enquiry: Enquiry, actor: Actor) -> QuerySet[Enquiry]:
    """Other questions from the same address that are for `actor`, the last first."""
    same = enquiries(actor).filter(mark=enquiry.mark).exclude(pk=enquiry.pk)
    return same.order_by("-asked_at", "-pk")


def talk(*, mark: str, subject: str, letter_key: str, at: datetime) -> Enquiry | None:
    """The question that a mail goes on with: it answers a letter of it, or is about the same."""
    line = EnquiryLine.objects.filter(letter_key=letter_key).first() if letter_key else None
    if line is not None:
        return line.enquiry
    about = bare_subject(subject)
    lately = Enquiry.objects.filter(mark=mark, came_by=Enquiry.CameBy.MAIL).annotate(
        last=Coalesce("newest_at", "asked_at")
    )
    for one in lately.filter(last__gt=at - SAME_TALK).order_by("-last", "-pk"):
        if about and bare_subject(one.subject) == about:
            return one
    return None


def bare_subject(subject: str) -> str:
    """A subject without what programs put before it: "Re: AW: Fwd: Places" is about "places"."""
    bare = folded(subject).strip()
    while (colon := bare.find(":")) in range(1, 5):
        bare = bare[colon + 1 :].strip()
    return bare


def teams(enquiry: Enquiry) -> QuerySet[Circle]:
    """To whom a question may be given: the school and its teams."""
    kinds = (Circle.Kind.SCHOOL, Circle.Kind.TEAM)
    return (
        Circle.objects.filter(kind__in=kinds)
        .exclude(state=Circle.State.CLOSED)
        .order_by("kind", "sort_key", "pk")
    )


def may_take(enquiry: Enquiry, *, at: datetime) -> QuerySet[Account]:
    """Who may take a question: whoever answers questions in its team, or in the school."""
    own = enquiry.team or (enquiry.programme.run_by if enquiry.programme else None)
    return holders(Permission.ANSWER_QUESTIONS, within=own.pk if own else None, at=at)


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """The shared inbox as one thing to do, while somebody waits in it whom nobody else took, or
    waits so long that it is everybody's again.
    """
    if not holds(actor, Permission.ANSWER_QUESTIONS):
        return []
    late = at - LATE_AFTER
    mine = Q(owner=None) | Q(owner=actor.account_id) | Q(since__lte=late)
    asked = open_enquiries(actor).filter(mine).values_list("newest_at", "asked_at")
    waiting = [newest or first for newest, first in asked]
    if not waiting:
        return []
    count = len(waiting)
    return [
        Due(
            minutes=MINUTES_EACH * count,
            what=ngettext("Answer one question", "Answer %(n)s questions", count) % {"n": count},
            why=_("They asked on a public page or wrote by mail, and nobody else took it."),
            button=_("Read and answer"),
            address=reverse("programmes:questions"),
            since=waiting[0],
            late=waiting[0] < late,
        )
    ]
