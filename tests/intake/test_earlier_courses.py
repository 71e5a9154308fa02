"""What an old list says of courses stays: on the person's page and in lists."""

import pytest
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.consent.actions import keep_until_asked
from commonroot.intake import actions
from commonroot.intake.rules import Work, golden
from commonroot.intake.rules.golden import Course
from commonroot.people.actions import add_detail, add_way
from commonroot.people.forms import EarlierCourseForm
from commonroot.people.models import Affiliation, EarlierCourse, Person
from tests.factories.people import PersonFactory
from tests.intake.test_actions import bring, take

pytestmark = pytest.mark.django_db
BY = Actor.system()
LIST = (
    b"Name,E-mail,Training attended,Year,Role\n"
    b"Amina Otieno,amina@example.org,Campaign Strategy,2011,trainer\n"
    b"Amina Otieno,amina@example.org,Campaign strategy,2011,Trainer\n"
    b"Amina Otieno,amina@example.org,Digital Security,,\n"
)


def bring_list(at):
    batch = take(at, LIST)
    bring(batch, at)
    return batch


def courses(person):
    rows = EarlierCourse.objects.filter(person=person).order_by("title")
    return list(rows.values_list("title", "year", "role", "source"))


def test_each_course_is_told_once_with_its_year_and_part():
    found = golden([
        {"course": "Strategy", "year": 2011, "role": "trainer"},
        {"course": "strategy", "date": "2011-05-04", "role": "Trainer"},
        {"course": "Strategy", "year": 2012},
        {"course": "Safety"},
    ])  # fmt: skip

    assert [(one.title, one.year, one.role) for one in found.courses] == [
        ("strategy", 2011, "Trainer"), ("Strategy", 2012, ""), ("Safety", 0, ""),
    ]  # fmt: skip
    assert found.courses[2] == Course("Safety", 0, "", None)


def test_a_part_beside_a_course_is_no_part_in_the_organisation():
    union = {"organisation": "Union", "role": "chair"}

    assert golden([union | {"course": "Strategy"}]).works == []
    assert golden([union]).works == [Work("Union", "chair", None)]


def test_a_newcomer_brings_their_courses(school, at):
    bring_list(at)

    person = Person.objects.get(shown_name="Amina Otieno")
    assert courses(person) == [
        ("Campaign strategy", 2011, "Trainer", "import"), ("Digital Security", 0, "", "import"),
    ]  # fmt: skip
    assert Affiliation.objects.count() == 0


def test_somebody_known_gains_them_once_and_loses_them_with_the_list(school, at):
    person = PersonFactory(shown_name="Amina Otieno")
    keep_until_asked(person=person, by=BY, at=at)
    add_way(person=person, kind="mail", value="amina@example.org", at=at)
    values = {"title": "Digital security", "year": 0, "role": ""}
    own = add_detail(person=person, kind="course", values=values, by=BY, at=at)

    batch = bring_list(at)
    with_list = courses(person)
    actions.undo(batch=batch, by=BY, at=at)

    assert with_list == [
        ("Campaign strategy", 2011, "Trainer", "import"), ("Digital security", 0, "", "system"),
    ]  # fmt: skip
    assert list(EarlierCourse.objects.all()) == [own]


def test_the_page_and_the_list_show_them(desk, at):
    bring_list(at)
    person = Person.objects.get(shown_name="Amina Otieno")

    page = desk.get(reverse("web:person", args=[person.key])).content.decode()
    people = desk.get(reverse("web:people")).content.decode()

    assert "Took part in Campaign strategy" in page
    assert "Took part in Digital Security" in page
    assert "Campaign strategy, 2011" in people


@pytest.mark.parametrize(("typed", "kept"), [("2011", 2011), ("", 0)])
def test_a_year_may_be_left_out(typed, kept):
    form = EarlierCourseForm({"title": "Strategy", "year": typed})

    assert form.is_valid()
    assert form.cleaned_data["year"] == kept


def test_a_year_that_is_not_known_is_shown_as_nothing():
    assert EarlierCourseForm(initial={"title": "Strategy", "year": 0})["year"].value() is None
