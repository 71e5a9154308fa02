"""Every act that the trail holds, as a sentence: an act without one fails the build."""

from commonroot.web.queries.acts import (
    applying,
    calls,
    choosing,
    circles,
    closing,
    cohorts,
    courses,
    groups,
    handbook,
    house,
    letters,
    reading,
)

ACTS = {
    **house.ACTS,
    **applying.ACTS,
    **calls.ACTS,
    **choosing.ACTS,
    **circles.ACTS,
    **closing.ACTS,
    **cohorts.ACTS,
    **courses.ACTS,
    **groups.ACTS,
    **handbook.ACTS,
    **letters.ACTS,
    **reading.ACTS,
}
