"""Circles on the desk, their own page, what is public; circles before a course in the browser."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from commonroot.accounts.roles import Actor
from commonroot.circles import actions as circles
from commonroot.circles.models import Circle, PublicPage
from commonroot.consent.models import Told
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.engagement import actions, tasks
from commonroot.engagement.models import Introduction, Liaison
from commonroot.engagement.queries.suggestions import circles_for
from commonroot.messaging.models import Letter
from commonroot.people.actions import connect_account, index, open_link
from commonroot.people.models import Interest, Membership
from commonroot.programmes.models import Programme
from tests.engagement.test_liaison import agreeing, comes, of
from tests.factories.accounts import AccountFactory
from tests.factories.engagement import (
    CircleLetterFactory,
    IntroductionFactory,
    KenyaFactory,
    MakerFactory,
    ParticipationFactory,
    ProjectFactory,
    RegionFactory,
    ThemeFactory,
    agree,
    contact_of,
    named_person,
)
from tests.factories.people import PersonFactory
from tests.factories.programmes import ProgrammeFactory, SessionFactory

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


def text_of(client: Client, page: str, /, *args, **asked) -> str:
    answer = client.get(reverse(page, args=args), asked)
    assert answer.status_code == 200, answer
    return " ".join(answer.content.decode().split())


def press(client: Client, page: str, /, *args, **sent):
    return client.post(reverse(page, args=args), sent)


def by_link(person, thing: str, at) -> Client:
    client = Client()
    client.get(f"/p/{open_link(person=person, scope='answer', thing=thing, at=at)}")
    return client


def signed_in_for(circle: Circle, at, person=None) -> Client:
    account = AccountFactory()
    circles.give_mandate(
        account=account, circle=circle, role="circle contact", until=None, by=BY, at=at
    )
    if person is not None:
        connect_account(person=person, account=account)
    client = Client()
    client.force_login(account)
    return client


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


def test_somebody_is_found_named_as_contact_changed_and_ended(desk, at):
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
    press(desk, "web:circle_part_end", part.key)
    part.refresh_from_db()
    assert (part.part, part.until) == ("keeps the list", at.date())
    assert "Leila Odhiambo is the contact no more" in text_of(desk, "web:circle", kenya.key)
    press(
        desk, "web:circle", kenya.key, do="join", person="nobody", role="member", since="2026-01-05"
    )
    press(desk, "web:circle", kenya.key, **sent, role="member")
    assert Membership.objects.get(role="member").until is None
    assert press(desk, "web:circle_part", part.key, since="soon").status_code == 400


def test_the_page_of_a_circle_shows_who_agreed_and_tells_them_so(desk, school, at):
    kenya = KenyaFactory()
    amina = named_person("Amina Wekesa", wants="a study circle", offers="teach")
    MakerFactory(project=ProjectFactory(title="Water in Kisumu"), person=amina)
    refused = PersonFactory(shown_name="Grace Refused", country="KE")
    agree(refused, Purpose.COUNTRY_CIRCLE, yes=False)
    hidden = PersonFactory(shown_name="Hidden Name", country="KE", risk="high")
    agree(hidden, Purpose.COUNTRY_CIRCLE)
    leila = contact_of(kenya, "Leila")
    letter = CircleLetterFactory(
        circle=kenya,
        state="sent",
        sent_at=at,
        facts={
            "people": 9,
            "countries": 3,
            "counted": 1,
            "left_out": 0,
            "not_named": 0,
            "works": [],
        },
    )
    IntroductionFactory(letter=letter, person=amina)

    soon, now_on = {"starts_on": date(2027, 3, 1)}, {"starts_on": at.date(), "ends_on": at.date()}
    for number, dates in enumerate((soon, now_on, {"ends_on": date(2027, 3, 1)})):
        ProgrammeFactory(run_by=school, title=Translated({"en": f"Ahead {number}"}), **dates)
    seen_by_organiser = text_of(desk, "web:circle_desk", kenya.key)
    assert not Told.objects.exists()
    for client in (
        by_link(leila, f"circle_desk:{kenya.key}", at),
        signed_in_for(kenya, at, person=leila),
    ):
        page = text_of(client, "web:circle_desk", kenya.key)
        for words in ("Amina Wekesa", "a study circle", "teach", "Water in Kisumu", "Not everyone"):
            assert words in page
        for words in ("Ahead 0", "Mon 1 Mar 2027", "Ahead 1", "now", "Ahead 2"):
            assert words in page
        for words in ("Grace", "Hidden", "@example.org"):
            assert words not in page
        assert reverse("engagement:circle_letter", args=[letter.key]) in page
        assert "Amina" in text_of(client, "engagement:circle_letter", letter.key)

    assert "Amina Wekesa" in seen_by_organiser
    assert [(told.person, told.what) for told in Told.objects.all()] == [
        (amina, ["name", "offers", "wants"])
    ]


def test_a_circle_asks_to_meet_somebody_on_its_page_and_they_are_asked(desk, school, at):
    kenya = KenyaFactory()
    leila = contact_of(kenya, "Leila")
    amina, hidden = named_person("Amina Wekesa"), named_person("Otieno")
    for person in (amina, hidden):
        ParticipationFactory(person=person)
    agree(hidden, Purpose.COUNTRY_CIRCLE, yes=False)
    circle = by_link(leila, f"circle_desk:{kenya.key}", at)
    assert "Please introduce us" in text_of(circle, "web:circle_desk", kenya.key)

    press(circle, "web:circle_desk", kenya.key, person=amina.key)
    press(circle, "web:circle_desk", kenya.key, person=amina.key)
    press(circle, "web:circle_desk", kenya.key, person=hidden.key)
    press(circle, "web:circle_desk", kenya.key, person=leila.key)

    [wish] = Introduction.objects.all()
    assert (wish.person, wish.circle, wish.asked_by, wish.state) == (amina, kenya, leila, "wanted")
    assert Letter.objects.get(template="engagement/emails/introduction").subject_key == amina.key
    assert "Please introduce us" not in text_of(circle, "web:circle_desk", kenya.key)
    assert press(desk, "web:circle_desk", kenya.key, person=amina.key).status_code == 404


def test_only_the_circle_itself_opens_its_page_and_only_while_it_is_the_contact(school, at):
    kenya, theme = KenyaFactory(), ThemeFactory()
    leila = contact_of(kenya, "Leila")
    theirs = by_link(leila, f"circle_desk:{kenya.key}", at)
    other = by_link(contact_of(theme, "Other"), f"circle_desk:{theme.key}", at)
    stranger = signed_in_for(theme, at)
    page = reverse("web:circle_desk", args=[kenya.key])
    assert [client.get(page).status_code for client in (theirs, other, stranger)] == [200, 404, 404]
    assert stranger.get(reverse("web:today")).url == reverse("web:circle_desk", args=[theme.key])

    both = signed_in_for(kenya, at)
    account = kenya.mandates.get().account
    circles.give_mandate(
        account=account, circle=theme, role="circle contact", until=None, by=BY, at=at
    )
    assert "You also speak for" in text_of(both, "web:circle_desk", kenya.key)
    assert "You also speak for" not in text_of(theirs, "web:circle_desk", kenya.key)

    Membership.objects.filter(person=leila).update(until=at.date())

    assert theirs.get(page).status_code == 404


def test_the_page_goes_by_letter_once_a_month_to_who_does_not_sign_in(desk, school, course, at):
    kenya = KenyaFactory()
    agreeing(course, "Amina Wekesa")
    contact_of(kenya, "Leila")
    signing = contact_of(kenya, "Kofi")
    signed_in_for(kenya, at, person=signing)
    actions.make_liaisons(programme=course, by=BY, at=at)
    actions.send_liaison(liaison=of(course, "KE"), by=BY, at=at)

    tasks.send_desks_of_circles(at=at)
    tasks.send_desks_of_circles(at=at)
    [letter] = Letter.objects.filter(template="engagement/emails/circle_desk")
    assert letter.values["lines"] == ["Before The Struggle for Health: your answer."]
    assert "Amina" not in str(letter.values)
    letter = CircleLetterFactory(circle=kenya, state="sent", sent_at=at)
    IntroductionFactory(letter=letter, person=named_person("Otieno"))
    tasks.send_desks_of_circles(at=at + timedelta(days=31))
    press(desk, "web:circle", kenya.key, do="send")

    letters = Letter.objects.filter(template="engagement/emails/circle_desk").order_by("pk")
    assert len(letters) == 3
    assert letters[1].values["lines"][1] == (
        "After The Struggle for Health: 1 person would like to hear from you."
    )
    CircleLetterFactory(circle=kenya)
    letter.answered_at = at
    letter.save()
    kenya.mandates.update(until=at + timedelta(days=30))
    page = text_of(desk, "web:circle", kenya.key)
    for words in (
        "asked before The Struggle",
        "letter after The Struggle for Health sent",
        "letter after The Struggle for Health answered",
        "as circle contact until Tue 22 December",
    ):
        assert words in page
    quiet = signed_in_for(kenya, at)
    liaison = of(course, "KE")
    press(quiet, "engagement:before_course", liaison.key, answer="later")
    assert of(course, "KE").answer == "later"
    assert "answered before The Struggle" in text_of(desk, "web:circle", kenya.key)
    liaison = of(course, "KE")
    Liaison.objects.update(asked_at=None)
    unasked = reverse("engagement:before_course", args=[liaison.key])
    assert quiet.get(unasked).status_code == 404
    assert press(desk, "web:circle", ThemeFactory().key, do="send").status_code == 409
    assert press(desk, "web:circle", kenya.key, do="send").status_code == 409


def test_nothing_is_public_before_the_circle_says_so(desk, school, at):
    kenya = KenyaFactory()
    leila = contact_of(kenya, "Leila")
    public = reverse("web:circle_public", args=[kenya.key])
    press(desk, "web:circle", kenya.key, do="public")
    assert Letter.objects.filter(template="engagement/emails/circle_public").count() == 1
    assert press(desk, "web:circle", ThemeFactory().key, do="public").status_code == 409
    assert press(desk, "web:circle", kenya.key, do="public").status_code == 409
    assert "asked, no answer yet" in text_of(desk, "web:circle", kenya.key)
    assert Client().get(public).status_code == 404

    circle = by_link(leila, f"circle_public:{kenya.key}", at)
    words = {
        "words": "We meet monthly.",
        "reach": "kenya@example.org",
        "web": "https://example.org",
    }
    assert "checked" in text_of(circle, "web:circle_says", kenya.key, a="yes")
    press(circle, "web:circle_says", kenya.key, is_open="yes", shows_languages="on", **words)
    page = text_of(Client(), "web:circle_public", kenya.key)
    for told in ("We meet monthly.", "kenya@example.org", "English"):
        assert told in page
    assert "active" not in page
    assert "Leila" not in page
    assert "Kenya circle" in text_of(Client(), "web:circles_public")
    assert "Everybody can read it now" in text_of(circle, "web:circle_says", kenya.key, said=1)

    press(circle, "web:circle_says", kenya.key, is_open="no", **words)

    assert Client().get(public).status_code == 404
    assert PublicPage.objects.get().words == ""
    assert circle.post(reverse("web:circle_says", args=[kenya.key]), {}).status_code == 400


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
