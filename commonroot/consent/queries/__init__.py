"""The one gate. Nobody is shown, listed, counted, mailed or exported except through it."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from commonroot.consent.models import Agreement, LedgerEvent, Told, Unsafe, Wording
from commonroot.consent.queries.bare import link_alone as link_alone
from commonroot.consent.queries.merging import (
    most_restrictive_differing as most_restrictive_differing,
)
from commonroot.consent.queries.merging import (
    most_restrictive_preview as most_restrictive_preview,
)
from commonroot.consent.queries.receipts import to_receipt as to_receipt
from commonroot.consent.queries.receipts import without_receipt as without_receipt
from commonroot.consent.queries.renewing import over as over
from commonroot.consent.queries.renewing import to_end as to_end
from commonroot.consent.queries.renewing import to_remind as to_remind
from commonroot.consent.queries.renewing import to_renew as to_renew
from commonroot.consent.queries.returns import to_heed as to_heed
from commonroot.consent.rules import (
    BASES,
    OWN_CIRCLE,
    Audience,
    AudienceKind,
    Basis,
    Purpose,
    parse_audience,
)
from commonroot.messaging.models import Correspondent, Letter
from commonroot.people.models import FormerKey, Person

M = TypeVar("M", bound=Model)
STANDING = (Agreement.State.GIVEN, Agreement.State.SERVED)
SCHOOL = Audience(AudienceKind.SCHOOL)


def _standing(*, purpose: Purpose, audience: Audience, at: datetime) -> Q:
    """Agreements that cover `purpose` before `audience` at that moment."""
    keys = Q(audience_key=audience.key)
    states: tuple[str, ...] = STANDING
    if purpose == Purpose.REGISTER:
        # Who came with an old list is kept before the school's own eyes until asked, and for
        # nothing else.
        states = (*STANDING, Agreement.State.UNKNOWN)
    if audience.kind == AudienceKind.CIRCLE and audience.country:
        keys |= Q(audience_key=OWN_CIRCLE, person__country=audience.country)
    return (
        keys
        & Q(purpose=purpose, audience_kind=audience.kind, state__in=states)
        & (Q(valid_until=None) | Q(valid_until__gt=at))
    )


def allowed(
    queryset: QuerySet[M], path: str, *, purpose: Purpose, audience: Audience, at: datetime
) -> QuerySet[M]:
    """The rows of `queryset` whose person (at `path`, "" for a queryset of people) the gate lets
    through.

    One EXISTS over what stands now. Duty needs no agreement; a pause stops everything but duty.
    """
    prefix = f"{path}__" if path else ""
    if BASES[purpose] == Basis.DUTY:
        return queryset
    standing = Agreement.objects.filter(
        _standing(purpose=purpose, audience=audience, at=at), person=OuterRef(path or "pk")
    )
    return queryset.filter(Exists(standing), **{f"{prefix}frozen_at": None})


def may(  # noqa: PLR0917 - the three things that the question is about
    person: Person, purpose: Purpose, audience: Audience, *, at: datetime
) -> bool:
    """Whether `person` may be shown, told about or written to: for what, before whom, now."""
    people = Person.objects.filter(pk=person.pk)
    return allowed(people, "", purpose=purpose, audience=audience, at=at).exists()


def permit(letters: Iterable[Letter], *, at: datetime) -> set[int]:
    """Primary keys of those letters that may go out now. The number of queries is fixed.

    Checks the person written to and everybody named inside (`Letter.tells`). To whom it is not
    safe to write nothing goes out, whatever it is about.
    """
    letters = list(letters)
    asked: dict[int, list[tuple[str, Purpose, Audience]]] = {}
    for letter in letters:
        own = (
            letter.subject_key,
            Purpose(letter.purpose),
            parse_audience(letter.audience or "school"),
        )
        named = [(key, Purpose(purpose), parse_audience(to)) for key, purpose, to in letter.tells]
        asked[letter.pk] = [own, *named]
    keys = {key for checks in asked.values() for key, _, _ in checks}
    people = {
        key: (pk, country, frozen)
        for key, pk, country, frozen in Person.objects.filter(key__in=keys).values_list(
            "key", "pk", "country", "frozen_at"
        )
    }
    people |= {
        key: (pk, country, frozen)
        for key, pk, country, frozen in FormerKey.objects.filter(key__in=keys).values_list(
            "key", "person", "person__country", "person__frozen_at"
        )
    }
    unsafe = set(
        Unsafe.objects.filter(person__in=[pk for pk, _, _ in people.values()]).values_list(
            "person", flat=True
        )
    )
    purposes = {purpose for checks in asked.values() for _, purpose, _ in checks}
    standing = set(
        Agreement.objects.filter(
            Q(valid_until=None) | Q(valid_until__gt=at),
            person_id__in=[pk for pk, _, _ in people.values()],
            purpose__in=purposes,
            state__in=STANDING,
        ).values_list("person_id", "purpose", "audience_kind", "audience_key")
    )
    circles = _countries_of(audience for checks in asked.values() for _, _, audience in checks)

    # Somebody outside the register who wrote to us gets the answer, and nothing else.
    missing = keys - people.keys()
    outside = (
        set(Correspondent.objects.filter(key__in=missing).values_list("key", flat=True))
        if missing
        else set()
    )

    def passes(key: str, *, purpose: Purpose, audience: Audience) -> bool:
        if key not in people:
            return key in outside and BASES[purpose] == Basis.DUTY
        pk, country, frozen = people[key]
        if BASES[purpose] == Basis.DUTY:
            return True
        if frozen:
            return False
        own = country and circles.get(audience.key) == country
        wanted = [audience.key, OWN_CIRCLE] if own else [audience.key]
        return any((pk, purpose.value, audience.kind.value, k) in standing for k in wanted)

    return {
        pk
        for pk, checks in asked.items()
        if people.get(checks[0][0], (None,))[0] not in unsafe
        and all(passes(key, purpose=purpose, audience=to) for key, purpose, to in checks)
    }


def _countries_of(audiences: Iterable[Audience]) -> dict[str, str]:
    from commonroot.circles.models import Circle

    keys = {audience.key for audience in audiences if audience.kind == AudienceKind.CIRCLE}
    if not keys:
        return {}
    return dict(
        Circle.objects.filter(key__in=keys).exclude(country="").values_list("key", "country")
    )


def agreements_of(person: Person) -> QuerySet[Agreement]:
    """What stands for `person`, one row per purpose and audience."""
    return Agreement.objects.filter(person=person).order_by(
        "purpose", "audience_kind", "audience_key"
    )


def ledger_of(person: Person) -> QuerySet[LedgerEvent]:
    """Everything that happened to the agreements of `person`, newest first."""
    return (
        LedgerEvent.objects.filter(person=person).select_related("wording").order_by("-at", "-pk")
    )


def told_about(person: Person) -> QuerySet[Told]:
    """Who was told what about `person`, newest first."""
    return Told.objects.filter(person=person).order_by("-at", "-pk")


def current_wordings(form: str = "") -> dict[str, Wording]:
    """The wording in force per purpose: the one for `form`, where there is one, else for all."""
    found = Wording.objects.filter(variant__in={"", form})
    return {w.purpose: w for w in found.order_by("variant", "version")}


def register(*, at: datetime) -> QuerySet[Person]:
    """Everybody in the school's register, in their sorting order."""
    people = Person.objects.filter(provisional=False)
    return allowed(people, "", purpose=Purpose.REGISTER, audience=SCHOOL, at=at).order_by(
        "sort_key", "pk"
    )


def to_be_asked(people: QuerySet[Person]) -> QuerySet[Person]:
    """Those of `people` who came with an old list and were never asked whether they may be kept."""
    unasked = Agreement.objects.filter(purpose=Purpose.REGISTER, state=Agreement.State.UNKNOWN)
    # From those few of the ledger to the people, not from everybody to the ledger.
    return people.filter(pk__in=unasked.values("person"))


def known_by_circle(
    circles: Iterable[Audience], *, at: datetime, people: QuerySet[Person] | None = None
) -> dict[str, set[int]]:
    """Whom each of these circles may know of, by its key, as primary keys: the gate's answer for
    all in one query. `people`: only these.

    A circle that there is not yet is asked for by `OWN_CIRCLE` as its key and a country; its answer
    stands under "own CC".
    """
    rows = Agreement.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=at),
        audience_kind=AudienceKind.CIRCLE,
        purpose__in=(Purpose.COUNTRY_CIRCLE, Purpose.THEME_CIRCLE),
        state__in=STANDING,
        person__frozen_at=None,
    )
    if people is not None:
        rows = rows.filter(person__in=people.order_by().values("pk"))
    known: dict[str, set[int]] = {}
    for key, country, person in rows.values_list("audience_key", "person__country", "person"):
        known.setdefault(f"own {country}" if key == OWN_CIRCLE else key, set()).add(person)
    found = {}
    for circle in circles:
        own = known.get(f"own {circle.country}", set()) if circle.country else set()
        if circle.key == OWN_CIRCLE:
            found[f"own {circle.country}"] = own
        else:
            found[circle.key] = known.get(circle.key, set()) | own
    return found


def agreed_by_circle(circles: Iterable[Audience], *, at: datetime) -> dict[str, int]:
    """How many people each of these circles may know of, by its key."""
    return {key: len(people) for key, people in known_by_circle(circles, at=at).items()}


def is_unsafe(person: Person) -> bool:
    """Whether an organiser said that it is not safe to write to `person` now."""
    return Unsafe.objects.filter(person=person).exists()
