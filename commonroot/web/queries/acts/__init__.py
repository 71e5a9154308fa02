"""Every act that the trail holds, as a sentence: an act without one fails the build."""

from commonroot.web.queries.acts import (
    applying,
    calls,
    campaigns,
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
    studies,
)

ACTS = {
    **house.ACTS,
    **applying.ACTS,
    **calls.ACTS,
    **campaigns.ACTS,
    **choosing.ACTS,
    **circles.ACTS,
    **closing.ACTS,
    **cohorts.ACTS,
    **courses.ACTS,
    **groups.ACTS,
    **handbook.ACTS,
    **letters.ACTS,
    **reading.ACTS,
    **studies.ACTS,
}
