"""What is known of each person after each course: read once for all of them, in eight queries."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from commonroot.core.text import folded
from commonroot.engagement.models import FollowUp, Introduction, Participation, Promise
from commonroot.engagement.queries.networks import LINKED
from commonroot.engagement.rules.outcomes import Trace
from commonroot.people.models import Affiliation, Organisation, OrganisationTie, Person

ELSEWHERE = Participation.Background.ELSEWHERE
TAUGHT = (Participation.Role.PRESENTER, Participation.Role.ORGANISER)
# What of the longer page says whether the course did them good, by starting background.
DID_GOOD = ("strengthened", "helped", "opening")


def traces_of(rows: list[Participation], *, ended: dict[int, date]) -> list[Trace]:
    """One for each row, in their order; `ended` is when each course ended."""
    people = {row.person_id for row in rows}
    latest = _latest_answers(rows)
    promises = {
        (one.person_id, one.programme_id): one
        for one in Promise.objects.filter(person__in=people, programme__in=ended)
    }
    introduced = _introduced(people)
    taught = _taught(people)
    linked = _networks({r.person_id for r in rows if r.background == ELSEWHERE})
    found = []
    for row in rows:
        said = latest.get((row.person_id, row.programme_id), {})
        promise = promises.get((row.person_id, row.programme_id))
        end = ended[row.programme_id]
        first, active, step = _since(introduced.get(row.person_id, ()), end)
        if promise is not None and promise.outcome in {"happened", "still"} and promise.answered_at:
            answered = promise.answered_at.date()
            step = min(step, answered) if step else answered
        later = any(day > end for day in taught.get(row.person_id, ()))
        teaching: bool | None = True if later else None
        if teaching is None and said.get("teaching"):
            teaching = said["teaching"] == "yes"
        found.append(
            Trace(
                background=row.background,
                ended_on=end,
                country=row.person.country,
                confirmed_on=row.person.confirmed_at.date() if row.person.confirmed_at else None,
                engagement=str(said.get("engagement", "")),
                strengthened=next((str(said[c]) for c in DID_GOOD if said.get(c)), ""),
                introduced_on=first,
                active=active or said.get("in_touch") == "active",
                step_on=step,
                promise=str((promise.outcome if promise else "") or said.get("outcome", "")),
                teaching=teaching,
                network=(
                    _either(linked.get(row.person_id), said.get("linked"))
                    if row.background == ELSEWHERE
                    else None
                ),
            )
        )
    return found


def _either(tie: bool | None, word: object) -> bool | None:
    """Whether a network is linked: as we wrote down, or as they say; None if neither is known."""
    known = [tie] if tie is not None else []
    if word:
        known.append(word in {"affiliated", "joint"})
    return any(known) if known else None


def _latest_answers(rows: list[Participation]) -> dict[tuple[int, int], dict[str, object]]:
    """What each person said of each course, question by question, the latest word of each."""
    found: dict[tuple[int, int], dict[str, object]] = {}
    answers = FollowUp.objects.filter(
        person__in={row.person_id for row in rows},
        wave__programme__in={row.programme_id for row in rows},
        state=FollowUp.State.ANSWERED,
    ).select_related("wave")
    for one in answers.order_by("wave__due_on", "answered_at", "pk"):
        said = found.setdefault((one.person_id, one.wave.programme_id), {})
        said.update({code: value for code, value in one.said.items() if value})
        said.update(
            {
                code: value
                for code, value in (("engagement", one.engagement), ("outcome", one.outcome))
                if value
            }
        )
    return found


Met = tuple[date | None, date | None, bool]


def _introduced(people: set[int]) -> dict[int, list[Met]]:
    """(Introduced on, active since, active now) of every introduction of these people."""
    found: dict[int, list[Met]] = {}
    rows = Introduction.objects.filter(
        Q(introduced_at__isnull=False)
        | Q(active_at__isnull=False)
        | Q(state=Introduction.State.KNOWN),
        person__in=people,
    )
    for one in rows:
        day = one.introduced_at or one.active_at or one.changed_at
        active = one.state in {Introduction.State.ACTIVE, Introduction.State.KNOWN}
        found.setdefault(one.person_id, []).append(
            (day.date(), one.active_at.date() if one.active_at else None, active)
        )
    return found


def _since(met: Iterable[Met], end: date) -> tuple[date | None, bool, date | None]:
    """(First introduction, active now, first activity) of those after the end of a course."""
    after = [one for one in met if one[0] is None or one[0] >= end]
    introduced = [day for day, _, _ in after if day]
    began = [day for _, day, _ in after if day]
    return min(introduced, default=None), any(now for _, _, now in after), min(began, default=None)


def _taught(people: set[int]) -> dict[int, list[date]]:
    """When courses began in which these people taught or organised."""
    found: dict[int, list[date]] = {}
    rows = Participation.objects.filter(person__in=people, role__in=TAUGHT)
    for person, day, recorded in rows.values_list("person", "programme__starts_on", "recorded_at"):
        found.setdefault(person, []).append(day or recorded.date())
    return found


def _networks(people: set[int]) -> dict[int, bool | None]:
    """Whether an organisation of theirs is linked with us; None: they named none."""
    named: dict[int, set[str]] = {}
    for person, name in Affiliation.objects.filter(person__in=people, until=None).values_list(
        "person", "organisation"
    ):
        named.setdefault(person, set()).add(folded(name))
    for person, name in (
        Person.objects.filter(pk__in=people)
        .exclude(organisation="")
        .values_list("pk", "organisation")
    ):
        named.setdefault(person, set()).add(folded(name))
    ties = dict(OrganisationTie.objects.order_by("since", "pk").values_list("organisation", "kind"))
    linked = {
        spelled
        for one in Organisation.objects.filter(pk__in=[pk for pk, k in ties.items() if k in LINKED])
        for spelled in (folded(one.name), *one.also)
    }
    return {person: bool(names & linked) for person, names in named.items()}
