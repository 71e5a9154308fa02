"""What the panel found: averages of reviews that were given, a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from commonroot.admissions.models import Application, Call, Criterion, Review, Score
from commonroot.admissions.rules import scoring


@dataclass
class Found:
    """What was found about one application so far: `values` of reviews with points, 0 to 100."""

    given: int = 0
    values: list[float] = field(default_factory=list)
    evened: float | None = None

    @property
    def mean(self) -> float | None:
        """The mean of the reviews; None: no points yet."""
        return scoring.mean(self.values)

    @property
    def spread(self) -> float | None:
        """How far lowest and highest are apart; None for fewer than two."""
        return scoring.spread(self.values)

    @property
    def wide(self) -> bool:
        """Whether readers differ widely."""
        return scoring.is_wide(self.values)


def averages(applications: QuerySet[Application] | Iterable[Application]) -> dict[int, float]:
    """{application: mean of its given reviews, 0 to 100}; who has no points is missing."""
    return {pk: told.mean for pk, told in found(applications).items() if told.mean is not None}


def found(applications: QuerySet[Application] | Iterable[Application]) -> dict[int, Found]:
    """{application: what was found}, for applications with at least one given review.

    Give it only rows that whoever looks may judge; the evened means are of these rows alone.
    """
    reviews = of_reviews(applications)
    told: dict[int, Found] = defaultdict(Found)
    valued = []
    for review, value in reviews:
        one = told[review.application_id]
        one.given += 1
        if value is not None:
            one.values.append(value)
            valued.append((review.application_id, review.reviewer_id, value))
    for pk, evened in scoring.evened(valued).items():
        told[pk].evened = evened
    return dict(told)


def of_reviews(
    applications: QuerySet[Application] | Iterable[Application],
) -> list[tuple[Review, float | None]]:
    """Every given review of these applications with its weighted average: three queries more."""
    reviews = list(
        Review.objects.filter(
            application__in=[one.pk for one in applications], given_at__isnull=False
        )
        .defer("words", "feedback")
        .order_by("given_at", "pk")
    )
    points: dict[int, dict[int, int]] = defaultdict(dict)
    scores = Score.objects.filter(review__in=[one.pk for one in reviews])
    for review, criterion, given in scores.values_list("review", "criterion", "points"):
        points[review][criterion] = given
    lines = lines_of({key for given in points.values() for key in given})
    return [(one, scoring.average(points[one.pk], lines)) for one in reviews]


def lines_of(criteria: Iterable[int]) -> dict[int, scoring.Line]:
    """Those lines of a rubric as the rules read them."""
    rows = Criterion.objects.filter(pk__in=list(criteria))
    return {
        pk: scoring.Line(most=most, weight=weight)
        for pk, most, weight in rows.values_list("pk", "most", "weight")
    }


def readers_wanted(call: Call) -> int:
    """How many readers each application is to have; 0: everybody on the panel."""
    wanted = call.phases.order_by("-each").values_list("each", flat=True).first()
    return wanted or 0
