"""What letters with a decision say, to whom, and how far they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from commonroot.admissions.models import Application, Call, DecisionLetter, Offer, Reply
from commonroot.admissions.queries import choosing
from commonroot.admissions.rules import choosing as rules
from commonroot.admissions.rules import letters
from commonroot.circles.models import Circle
from commonroot.circles.queries import school
from commonroot.core.fields import Translated
from commonroot.people.models import Person
from commonroot.people.queries import working_way
from commonroot.programmes.models import Programme, Session

State = Application.State
DECLINED = (rules.REGRET, rules.INELIGIBLE)
VERDICTS = (rules.ACCEPT, rules.RESERVE, rules.REGRET, rules.INELIGIBLE)
NAMED_SERIES = 2


def texts_of(call: Call) -> dict[str, dict[str, str]]:
    """{verdict: {language: text}}: as ready-made, unless the organisers wrote their own."""
    found = {verdict: dict(texts) for verdict, texts in letters.ready_made().items()}
    for one in DecisionLetter.objects.filter(call=call):
        found.setdefault(one.verdict, {}).update(
            {language: text for language, text in one.words.items() if text}
        )
    return found


def words_for(application: Application, *, verdict: str) -> tuple[str, str]:
    """The text that somebody reads, and its language: their own if it is written in it."""
    texts = texts_of(application.call)[verdict]
    wanted = [application.person.language, *application.call.programme.languages, "en"]
    return Translated(texts).chosen(wanted)


def school_name(language: str) -> str:
    """The school's name, as it is read in `language`."""
    found = school()
    return found.name.chosen([language, *found.languages])[0] if found is not None else ""


def why_not(application: Application, *, language: str) -> str:
    """The words of every rule that excludes somebody."""
    aims = choosing.aims_of(application.call)
    said = choosing.said_of([application], aims)[application.pk]
    texts = [
        rule.words.chosen([language, "en"])[0] for rule in aims.eligibility if said.misses(rule)
    ]
    return "\n".join(text for text in texts if text)


def open_series(person: Person, *, at: datetime) -> list[tuple[str, str]]:
    """[(key, title)] of public series that anybody may come to, with a session ahead."""
    found = (
        Programme.objects.filter(
            format=Programme.Format.OPEN,
            published_at__isnull=False,
            sessions__starts_at__gt=at,
            sessions__state=Session.State.PLANNED,
        )
        .distinct()
        .order_by("starts_on", "pk")[:NAMED_SERIES]
    )
    return [(one.key, one.title.chosen([person.language, *one.languages])[0]) for one in found]


def circle_for(person: Person) -> Circle | None:
    """The circle of the country somebody lives in, where it is at work."""
    if not person.country:
        return None
    working = (Circle.State.ACTIVE, Circle.State.EMERGING, Circle.State.REVIVING)
    return Circle.objects.filter(
        kind=Circle.Kind.COUNTRY, country=person.country, state__in=working
    ).first()


@dataclass(frozen=True)
class Waiting:
    """Applications with one verdict that are to be told: how many, in which languages."""

    verdict: str
    applications: Sequence[Application]
    missing: Sequence[str]  # languages in which the text is not written
    by_hand: Sequence[Application]  # who has no working address: they are called


def waiting(call: Call) -> list[Waiting]:
    """Who is told what next, per verdict, in the order of handing in."""
    texts = texts_of(call)
    found = choosing.untold(call).exclude(state=State.SUBMITTED).select_related("person", "call")
    those = list(found.prefetch_related("person__ways").order_by("number", "pk"))
    groups = []
    for verdict in VERDICTS:
        mine = [one for one in those if rules.VERDICTS[one.state] == verdict]
        languages = {one.person.language for one in mine}
        groups.append(
            Waiting(
                verdict,
                mine,
                sorted(languages - {code for code, text in texts[verdict].items() if text}),
                [one for one in mine if _needs_hand(one.person)],
            )
        )
    return groups


def _needs_hand(person: Person) -> bool:
    way = working_way(person)
    return way is None or way.kind != "mail"


def recallable(call: Call, *, at: datetime) -> QuerySet[Reply]:
    """Letters that have not left yet."""
    return Reply.objects.filter(application__call=call, leaves_at__gt=at).select_related(
        "application__person", "post"
    )


def sent(call: Call) -> QuerySet[Reply]:
    """Letters that were sent, the newest first, with how they ended."""
    return (
        Reply.objects.filter(application__call=call, sent_at__isnull=False)
        .select_related("application__person", "post")
        .order_by("-sent_at", "application__number")
    )


def offer(key: str) -> Offer | None:
    """The offer with that key, with its application, call and person."""
    return (
        Offer.objects.filter(key=key)
        .select_related("application__call__programme__run_by", "application__person")
        .first()
    )


def offers(call: Call) -> QuerySet[Offer]:
    """Places that were offered, those that wait first."""
    return (
        Offer.objects.filter(application__call=call)
        .exclude(answer=Offer.Answer.RECALLED)
        .select_related("application__person")
        .order_by("until", "pk")
    )


def to_remind(*, at: datetime) -> list[Offer]:
    """Offers that run out soon and were not called to mind."""
    waiting_ones = _still_waiting().filter(reminded_at=None, until__gte=at)
    return [
        one
        for one in waiting_ones
        if rules.is_due_to_remind(sent_at=one.sent_at, until=one.until, at=at)
    ]


def to_lapse(*, at: datetime) -> QuerySet[Offer]:
    """Offers that ran out without an answer."""
    return _still_waiting().filter(until__lt=at)


def _still_waiting() -> QuerySet[Offer]:
    return Offer.objects.filter(answer=Offer.Answer.WAITING).select_related(
        "application__call__programme__run_by", "application__person"
    )


def newest_offer(application: Application) -> Offer | None:
    """The newest place that an application was offered."""
    return Offer.objects.filter(application=application).order_by("-sent_at", "-pk").first()
