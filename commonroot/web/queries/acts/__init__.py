"""Every act that the trail holds, as a sentence: an act without one fails the build."""

from commonroot.web.queries.acts import applying, circles, closing, courses, groups, house, letters

ACTS = {
    **house.ACTS,
    **applying.ACTS,
    **circles.ACTS,
    **closing.ACTS,
    **courses.ACTS,
    **groups.ACTS,
    **letters.ACTS,
}
