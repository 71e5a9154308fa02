"""Who could be harmed is counted in nothing smaller than a region."""

import pytest

from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.engagement.actions.letters import draft_letter
from commonroot.engagement.queries import due
from commonroot.engagement.queries.letters import content
from commonroot.engagement.queries.places import places
from tests.factories.engagement import CourseFactory, ParticipationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


@pytest.mark.parametrize("how", ["risk", "floor"])
def test_neither_as_one_of_a_country_nor_as_a_country_of_the_course(at, school, how):
    kenya = Circle.objects.create(
        kind="country", name={"en": "Kenya"}, country="KE", sort_key="kenya", created_at=at
    )
    course = CourseFactory()
    people = [
        PersonFactory(country="KE"),
        PersonFactory(country="KE", **{how: "high"}),
        PersonFactory(country="GH", **{how: "high"}),
    ]
    for person in people:
        ParticipationFactory(person=person, programme=course)
    letter = draft_letter(programme=course, circle=kenya, by=BY, at=at)

    told = content(letter, at=at)

    listed = {one.country: one.people for one in places(course, language="en", at=at)}
    assert listed == {"KE": 1}
    assert (told.content.left_out, told.people, told.countries) == (1, 3, 1)
    assert [one.what for one in due(BY, at=at) if "Ghana" in one.what] == []
