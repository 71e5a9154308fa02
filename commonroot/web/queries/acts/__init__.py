"""Every act that the trail holds, as a sentence: an act without one fails the build."""

from commonroot.web.queries.acts import circles, closing, courses, house, letters

ACTS = {**house.ACTS, **circles.ACTS, **closing.ACTS, **courses.ACTS, **letters.ACTS}
