"""Pages of a course on the desk: what they show, to whom, and how many queries they cost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.consent.models import Agreement
from commonroot.consent.rules import Purpose
from commonroot.engagement import actions
from commonroot.engagement.models import (
    FollowUp,
    Introduction,
    Participation,
    Project,
)
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from commonroot.programmes.models import Programme
from tests.engagement.visiting import by_link, page, sent
from tests.factories.engagement import (
    CircleLetterFactory,
    CourseFactory,
    FollowUpFactory,
    KenyaFactory,
    MakerFactory,
    ParticipationFactory,
    ProjectFactory,
    PromiseFactory,
    ThemeFactory,
    WaveFactory,
    agree,
    contact_of,
    named_person,
    take_part,
)
from tests.factories.people import ContactWayFactory
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> datetime:
    """This moment: pages read the clock themselves."""
    return datetime.now(UTC)


DESK_PAGES = ("close", "alumni", "ask", "projects", "add_project", "letters")


@pytest.mark.parametrize("name", DESK_PAGES)
def test_desk_pages_of_a_course_open_for_its_team_and_for_nobody_else(desk, name):
    programme = CourseFactory()
    address = reverse(f"engagement:{name}", args=[programme.key])

    assert desk.get(address).status_code == 200
    assert Client().get(address).status_code == 302
    assert Client().get(address)["Location"].startswith("/en/sign-in/")


def test_close_counts_first_then_closes(desk):
    programme = CourseFactory(closed_at=None)
    RegistrationFactory(session=SessionFactory(programme=programme), person__shown_name="Amina")

    before = page(desk, "close", programme.key)
    answer = desk.post(reverse("engagement:close", args=[programme.key]))

    assert "Close the course for 1 person" in before
    assert Programme.objects.get(pk=programme.pk).closed_at is not None
    assert answer["Location"] == reverse("engagement:close", args=[programme.key])
    again = desk.post(reverse("engagement:close", args=[programme.key]))
    assert (again.status_code, "closed already" in again.content.decode()) == (409, True)


def test_close_shows_no_button_while_the_course_runs(desk, at):
    programme = CourseFactory(closed_at=None, ends_on=at.date())

    shown = page(desk, "close", programme.key)

    assert "It is not over yet" in shown
    assert 'type="submit"' not in shown.partition("<main")[2]
    assert "no session with a date" in page(
        desk, "close", CourseFactory(closed_at=None, ends_on=None).key
    )


def test_alumni_says_how_many_are_in_the_register_and_names_nobody_else(desk, at):
    programme = CourseFactory()
    for number in range(31):
        person = ParticipationFactory(
            programme=programme, person__shown_name=f"Canary {number}"
        ).person
        if number < 22:
            person.shown_name = f"Amina {number}"
            person.save()
            agree(person, Purpose.REGISTER)
        elif number < 25:
            agree(person, Purpose.REGISTER, yes=False)

    shown = page(desk, "alumni", programme.key)

    assert "22 of 31 are in the register" in shown
    assert "9 of 31 not asked or said no." in shown
    assert "Ask the 6 not asked" in shown
    assert "Canary" not in shown
    assert shown.count("Amina ") == 22


def test_ask_shows_count_and_sample_then_writes_once(desk):
    programme = CourseFactory()
    ContactWayFactory(
        person=ParticipationFactory(programme=programme, person__shown_name="Otieno").person
    )
    ParticipationFactory(programme=programme)
    take_part(Person.objects.get(shown_name="Otieno"), programme)

    shown = page(desk, "ask", programme.key)
    desk.post(reverse("engagement:ask", args=[programme.key]))

    assert "Write to 2 people" in shown
    assert "Otieno" in shown
    assert sorted(Letter.objects.values_list("way", flat=True)) == ["hand", "mail"]
    assert "Everybody was asked" in page(desk, "ask", programme.key)
    assert "2, no answer yet" in page(desk, "alumni", programme.key)


def test_alumni_pages_by_fifty_and_costs_the_same(desk, django_assert_max_num_queries):
    programme = CourseFactory()
    address = reverse("engagement:alumni", args=[programme.key])
    costs = []
    desk.get(address)  # what a process learns once

    for some in (1, 59):
        for _ in range(some):
            agree(ParticipationFactory(programme=programme).person, Purpose.REGISTER)
        with django_assert_max_num_queries(40) as counted:
            shown = desk.get(address).content.decode()
        costs.append(len(counted))

    assert costs[0] == costs[1]
    assert "?from=50" in shown
    later = desk.get(f"{address}?from=50").content.decode()
    assert "51 to 60" in later


@pytest.mark.parametrize("place", ["²", "9" * 30, "-1", "one"])
def test_alumni_begins_at_the_first_when_the_place_is_nonsense(desk, place):
    programme = CourseFactory()
    agree(ParticipationFactory(programme=programme).person, Purpose.REGISTER)

    shown = desk.get(reverse("engagement:alumni", args=[programme.key]), {"from": place})

    assert shown.status_code == 200


@pytest.mark.parametrize("name", ["projects", "letters"])
def test_lists_cost_the_same_for_one_and_for_fifty(desk, name, django_assert_max_num_queries):
    programme = CourseFactory()
    address = reverse(f"engagement:{name}", args=[programme.key])
    countries = [f"{a}{b}" for a in "ABCDEFG" for b in "ABCDEFGH"][:50]
    costs = []
    desk.get(address)  # what a process learns once

    for some in (countries[:1], countries[1:]):
        for country in some:
            circle = KenyaFactory(country=country)
            CircleLetterFactory(programme=programme, circle=circle)
            MakerFactory(
                project=ProjectFactory(programme=programme, country=country, theme=ThemeFactory())
            )
            ParticipationFactory(programme=programme, person__country=country)
        with django_assert_max_num_queries(40) as counted:
            assert desk.get(address).status_code == 200
        costs.append(len(counted))

    assert costs[0] == costs[1]


def test_a_project_is_added_changed_and_commented(desk):
    programme, theme = CourseFactory(), ThemeFactory()
    amina = ParticipationFactory(programme=programme, person__shown_name="Amina").person
    take_part(amina, programme)
    given = {
        "title": "Water in Kisumu",
        "kind": "poster",
        "country": "KE",
        "theme": theme.key,
        "language": "en",
        "summary": "Who decides.",
        "maker_1": amina.key,
        "naming_1": "name",
        "maker_2": "",
        "naming_2": "unnamed",
    }

    added = desk.post(reverse("engagement:add_project", args=[programme.key]), given)
    project = Project.objects.get()
    address = reverse("engagement:project", args=[project.key])
    desk.post(address, {"comment": "Clear and brave."})
    changed = desk.post(
        address, {**given, "title": "Water in Kisumu town", "maker_1": "", "theme": ""}
    )

    assert (
        added["Location"]
        == changed["Location"]
        == reverse("engagement:projects", args=[programme.key])
    )
    project.refresh_from_db()
    assert (project.title, project.comment, project.theme, project.makers.count()) == (
        "Water in Kisumu town",
        "Clear and brave.",
        None,
        0,
    )
    assert "Water in Kisumu town" in page(desk, "project", project.key)


def test_a_project_without_a_title_is_shown_again(desk):
    programme = CourseFactory()

    shown = desk.post(reverse("engagement:add_project", args=[programme.key]), {"title": ""})

    assert (shown.status_code, Project.objects.count()) == (200, 0)


def test_opening_a_page_changes_nothing(desk, at):
    programme = CourseFactory(closed_at=None)
    letter = CircleLetterFactory(programme=programme)
    ParticipationFactory(programme=programme)
    before = [model.objects.count() for model in (Letter, Agreement, Introduction, Participation)]

    for name in DESK_PAGES:
        page(desk, name, programme.key)
    page(desk, "letter", letter.key)

    assert [m.objects.count() for m in (Letter, Agreement, Introduction, Participation)] == before


def asked(at, **fields) -> tuple[FollowUp, Client]:
    """Somebody asked about their promise, who came by the link in the letter."""
    follow_up = FollowUpFactory(**{"promise": PromiseFactory(), **fields})
    agree(follow_up.person, Purpose.FOLLOW_UP)
    return follow_up, by_link(follow_up.person, f"follow_up:{follow_up.key}", at)


def wanted(at) -> tuple[Introduction, Client]:
    """Somebody a circle asked to be introduced to."""
    letter = sent(CircleLetterFactory(), named_person())
    contact = contact_of(letter.circle)
    person = letter.introductions.get().person
    introduction = actions.answer_letter(
        letter=letter, person=person, answer="wanted", contact=contact, by=Actor.public(), at=at
    )
    return introduction, by_link(person, f"introduction:{introduction.key}", at)


def test_the_round_shows_who_answered_with_denominators(desk, at):
    wave = WaveFactory(sent_at=at)
    for state, background in (("answered", "new"), ("sent", "new"), ("withdrawn", "movement")):
        FollowUpFactory(
            wave=wave,
            state=state,
            background=background,
            person__shown_name=f"Person {state}",
            answered_at=at if state == "answered" else None,
            asked_at=at if state != "withdrawn" else None,
            word="It worked." if state == "answered" else "",
        )
    take_part(Person.objects.get(shown_name="Person answered"), wave.programme)

    shown = page(desk, "wave", wave.key)
    desk.post(reverse("engagement:wave", args=[wave.key]))

    assert "1 of 2 answered" in shown
    assert "Of 3 who took part: 1 have not replied, 1 asked not to be asked" in shown
    assert ("Person answered" in shown, "It worked." in shown, "I have read them" in shown) == (
        True,
    ) * 3
    assert "Person withdrawn" not in shown
    wave.refresh_from_db()
    assert wave.read_at >= at
    assert "I have read them" not in page(desk, "wave", wave.key)


def test_a_round_to_come_says_when(desk, at):
    wave = WaveFactory(due_on=at.date() + timedelta(days=40))

    assert "Not sent yet" in page(desk, "wave", wave.key)


def test_the_round_costs_the_same_for_one_and_for_fifty(desk, at, django_assert_max_num_queries):
    wave = WaveFactory(sent_at=at)
    costs = []
    page(desk, "wave", wave.key)  # what a process learns once

    for some in (1, 49):
        for _ in range(some):
            FollowUpFactory(
                wave=wave,
                state="answered",
                answered_at=at,
                promise=PromiseFactory(),
                engagement="more",
            )
        with django_assert_max_num_queries(40) as counted:
            page(desk, "wave", wave.key)
        costs.append(len(counted))

    assert costs[0] == costs[1]


def test_names_are_shown_as_words_never_as_markup(desk, at):
    hostile = "<script>alert(1)</script>"
    person = named_person(hostile, wants=hostile)
    agree(person, Purpose.REGISTER)
    letter = CircleLetterFactory()
    ParticipationFactory(programme=letter.programme, person=person)
    MakerFactory(project=ProjectFactory(programme=letter.programme, title=hostile), person=person)

    for shown in (
        page(desk, "letter", letter.key),
        page(desk, "alumni", letter.programme.key),
        page(desk, "projects", letter.programme.key),
        page(
            by_link(contact_of(letter.circle), f"circle_letter:{sent(letter, person).key}", at),
            "circle_letter",
            letter.key,
        ),
    ):
        assert "<script>alert" not in shown
