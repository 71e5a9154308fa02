"""Circles on the desk, and circles before a course in the browser."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.engagement import actions, tasks
from commonroot.engagement.models import Liaison
from commonroot.engagement.queries.suggestions import circles_for
from commonroot.messaging.models import Letter
from commonroot.people.actions import index
from commonroot.people.models import Interest, Membership
from commonroot.programmes.models import Programme
from tests.engagement.before_course import agreeing, comes, of
from tests.factories.engagement import (
    CircleLetterFactory,
    KenyaFactory,
    RegionFactory,
    ThemeFactory,
    agree,
    contact_of,
)
from tests.factories.people import PersonFactory
from tests.factories.programmes import ProgrammeFactory, SessionFactory
from tests.web.circle_pages import by_link, press, text_of

pytestmark = pytest.mark.django_db
BY = Actor.system()


@pytest.fixture
def course(school) -> Programme:
    programme = ProgrammeFactory(
        run_by=school,
        format="residential",
        title=Translated({"en": "The Struggle for Health"}),
        starts_on=date(2027, 3, 1),
        ends_on=date(2027, 3, 10),
    )
    SessionFactory(programme=programme)
    return programme


@pytest.fixture
def proven(desk) -> Client:
    """The organiser's browser, where they showed just now who they are."""
    session = desk.session
    session["proven"] = now().timestamp()
    session.save()
    return desk


def test_the_list_is_found_filtered_and_says_which_are_closed(desk, at):
    region = RegionFactory()
    CircleLetterFactory(circle=KenyaFactory(region=region), state="sent", sent_at=at)
    quiet = KenyaFactory(country="GH", name=Translated({"en": "Accra group"}), state="dormant")
    CircleLetterFactory(circle=quiet)
    KenyaFactory(country="PE", name=Translated({"en": "Peru circle"}), state="closed")
    KenyaFactory(country="BR", name=Translated({"en": "Brazil circle"}), state="reviving")

    def names(**asked) -> list[str]:
        found = text_of(desk, "web:circles", **asked)
        all_names = ("Kenya circle", "Accra group", "Peru circle", "Brazil circle", "Africa")
        return [name for name in all_names if f"<bdi>{name}</bdi></a>" in found]

    for words in ("sent, Sun 22 Nov", "being written"):
        assert words in text_of(desk, "web:circles")
    assert names() == ["Kenya circle", "Accra group", "Brazil circle", "Africa"]
    assert names(state="closed") == ["Peru circle"]
    assert names(state="starting") == ["Brazil circle"]
    assert names(kind="region") == ["Africa"]
    assert names(q="ghana") == ["Accra group"]
    assert names(region=region.key) == ["Kenya circle", "Africa"]
    assert "No circle is like that" in text_of(desk, "web:circles", q="nowhere")


def test_a_circle_is_written_down_once_per_country_and_changed(desk, at):
    sent = {"kind": "country", "name": "Chad circle", "country": "TD", "tie": "unknown"}
    made = press(desk, "web:circle_new", **sent, languages=["fr"])
    chad = Circle.objects.get(country="TD")
    assert made.url == reverse("web:circle", args=[chad.key])
    assert press(desk, "web:circle_new", **sent, languages=["fr"]).status_code == 400
    without = {**sent, "country": "", "languages": ["fr"]}
    assert press(desk, "web:circle_new", **without).status_code == 400

    changed = {"name": "Cercle du Tchad", "sentence": "Water.", "tie": "separate"}
    press(desk, "web:circle", chad.key, do="change", country="TD", languages=["fr"], **changed)
    press(desk, "web:circle", chad.key, do="state", state="active", since="2026-11-01", words="Met")

    chad.refresh_from_db()
    assert (chad.name["en"], chad.tie, chad.state) == ("Cercle du Tchad", "separate", "active")
    assert [(one.state, one.words) for one in chad.changes.order_by("said_at", "pk")] == [
        ("emerging", ""),
        ("active", "Met"),
    ]
    assert press(desk, "web:circle", chad.key, do="state", state="sleepy").status_code == 400
    assert press(desk, "web:circle", chad.key, do="nonsense").status_code == 200


def test_somebody_is_found_named_as_contact_changed_and_ended(desk):
    kenya = KenyaFactory()
    leila = PersonFactory(shown_name="Leila Odhiambo")
    agree(leila, Purpose.REGISTER)
    index(leila)
    found = press(desk, "web:circle", kenya.key, do="find", find="leila").content.decode()
    assert f"?person={leila.key}#join" in found
    assert "Odhiambo" in text_of(desk, "web:circle", kenya.key, person=leila.key)

    sent = {"do": "join", "person": leila.key, "since": "2026-01-05", "part": "coordinates"}
    press(desk, "web:circle", kenya.key, **sent, role="contact", language="fr", channel="signal")
    part = Membership.objects.get(person=leila)
    assert (part.role, part.part, part.language, part.channel) == (
        "contact",
        "coordinates",
        "fr",
        "signal",
    )
    page = text_of(desk, "web:circle", kenya.key)
    assert "by letter only" in page
    assert "Leila Odhiambo became the contact" in page

    press(desk, "web:circle_part", part.key, part="keeps the list", since="2026-02-01")
    before = now().date()
    press(desk, "web:circle_part_end", part.key)
    part.refresh_from_db()
    assert part.part == "keeps the list"
    assert before <= part.until <= now().date()
    assert "Leila Odhiambo is the contact no more" in text_of(desk, "web:circle", kenya.key)
    press(
        desk, "web:circle", kenya.key, do="join", person="nobody", role="member", since="2026-01-05"
    )
    press(desk, "web:circle", kenya.key, **sent, role="member")
    assert Membership.objects.get(role="member").until is None
    assert press(desk, "web:circle_part", part.key, since="soon").status_code == 400


def test_organisers_write_to_circles_before_a_course(proven, course, at):
    desk = proven
    agreeing(course, "Amina Wekesa", wants="a study circle")
    comes(course, "Grace Refused", country="KE")
    comes(course, country="TD")
    kenya, africa = KenyaFactory(), RegionFactory()
    leila = contact_of(kenya, "Leila")
    contact_of(africa, "Regional")
    programme = text_of(desk, "engagement:circles", course.key)
    assert "No country stands here yet" in programme
    press(desk, "engagement:circles", course.key, do="find")
    press(desk, "engagement:circles", course.key, do="words", en="We study mines.")
    assert (
        press(desk, "engagement:circles", course.key, do="words", en="m" * 2001).status_code == 400
    )
    page = text_of(desk, "engagement:circles", course.key)
    for words in ("0 of 2 countries contacted", "2 people, 1 may be named", "no circle yet"):
        assert words in page
    today = text_of(desk, "web:today")
    for words in ("Write to 1 circle before the course", "Decide whom to ask about 1 country"):
        assert words in today

    looked = text_of(desk, "engagement:circles_write", course.key)
    for words in ("Amina Wekesa", "We study mines.", "1 not named", "Send 1 letter"):
        assert words in looked
    assert "Grace" not in looked
    press(desk, "engagement:circles_write", course.key)
    liaison = of(course, "KE")
    assert "Take it back" in text_of(desk, "engagement:liaison", liaison.key)
    circle = by_link(leila, f"liaison:{liaison.key}", at)
    assert "Amina" not in text_of(circle, "engagement:before_course", liaison.key)
    Letter.objects.filter(template="engagement/emails/before_course").update(
        state="sent", ended_at=at
    )
    tasks.settle_liaisons(at=at)
    assert "Amina" in text_of(circle, "engagement:before_course", liaison.key)
    said = press(circle, "engagement:before_course", liaison.key, answer="meet", words="Water")
    assert "Thank you" in circle.get(said.url).content.decode()
    assert press(circle, "engagement:before_course", liaison.key).status_code == 400
    assert "We would like to meet them" in text_of(desk, "web:today")
    assert "Water" in text_of(desk, "engagement:liaison", liaison.key)
    press(desk, "engagement:liaison", liaison.key, do="settle")

    chad = of(course, "TD")
    assert "There is no circle" in text_of(desk, "engagement:liaison", chad.key)
    assert press(desk, "engagement:liaison", chad.key, do="write").status_code == 409
    assert press(desk, "engagement:liaison", chad.key, do="leave").status_code == 400
    assert press(desk, "engagement:liaison", chad.key, do="answer").status_code == 400
    assert press(desk, "engagement:liaison", chad.key, do="region", region="x").status_code == 404
    assert press(desk, "engagement:liaison", chad.key, do="sing").status_code == 404
    press(desk, "engagement:liaison", chad.key, do="leave", why="War")
    assert "War" in text_of(desk, "engagement:liaison", chad.key)
    press(desk, "engagement:liaison", chad.key, do="open")
    press(desk, "engagement:liaison", chad.key, do="region", region=africa.key)
    assert "2 of 2 countries contacted" in text_of(desk, "engagement:circles", course.key)
    assert "2 of 2 countries contacted" in text_of(desk, "web:programme", course.key)
    press(desk, "engagement:liaison", chad.key, do="answer", answer="later")
    assert of(course, "TD").state == Liaison.State.ANSWERED


def test_the_letter_to_all_alike_is_looked_at_before_it_leaves(proven, course, at):
    desk = proven
    comes(course, country="KE")
    assert "No circle has a contact yet" in text_of(desk, "engagement:circles_alike", course.key)
    contact_of(KenyaFactory(), "Leila")
    actions.make_liaisons(programme=course, by=BY, at=at)
    assert "point at somebody" in text_of(desk, "engagement:liaison", of(course, "KE").key)
    assert "Nothing can leave by itself" in text_of(desk, "engagement:circles_write", course.key)
    assert "Send 1 letter" in text_of(desk, "engagement:circles_alike", course.key)

    press(desk, "engagement:circles_alike", course.key)

    assert of(course, "KE").state == "asked"


def test_circles_are_suggested_by_country_and_theme_with_the_way_to_each(desk, school, at):
    theme = ThemeFactory()
    quiet = KenyaFactory(country="GH", name=Translated({"en": "Ghana circle"}), state="dormant")
    contact_of(theme)
    kofi = PersonFactory(shown_name="Kofi", country="GH")
    agree(kofi, Purpose.REGISTER)
    Interest.objects.create(person=kofi, theme=theme, source="form", said_on=at.date())
    Membership.objects.create(person=kofi, circle=theme, role="member", since=at.date())
    elsewhere, nowhere = PersonFactory(country="TD"), PersonFactory(country="")

    def told(people) -> list[list[tuple[str, str, bool]]]:
        found = circles_for(people, language="en", at=at)
        return [
            [(one.name, one.route.value, one.belongs) for one in found[person.pk]]
            for person in people
        ]

    assert told([kofi, elsewhere, nowhere]) == [
        [("Ghana circle", "quiet", False), ("Water and Health", "direct", True)],
        [("Chad", "start", False)],
        [],
    ]
    contact_of(RegionFactory())
    assert told([elsewhere]) == [[("Chad", "region", False)]]
    assert "quiet for long" in text_of(desk, "web:person", kofi.key)
    assert quiet.state == "dormant"
