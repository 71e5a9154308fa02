"""The pages: what they show, to whom, how many queries they cost, and that nobody unnamed leaks."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.consent.models import Agreement
from commonroot.consent.queries import SCHOOL, may
from commonroot.consent.rules import Purpose
from commonroot.engagement import actions, queries
from commonroot.engagement.models import (
    CircleLetter,
    FollowUp,
    Introduction,
    Participation,
    Project,
    Promise,
)
from commonroot.messaging.models import Letter
from commonroot.people.actions import open_link
from commonroot.people.models import Person
from commonroot.programmes.models import Enquiry, Programme
from tests.factories.engagement import (
    CircleLetterFactory,
    CourseFactory,
    FollowUpFactory,
    IntroductionFactory,
    KenyaFactory,
    MakerFactory,
    ParticipationFactory,
    ProjectFactory,
    PromiseFactory,
    RegionFactory,
    ThemeFactory,
    WaveFactory,
    agree,
    contact_of,
    named_person,
)
from tests.factories.people import ContactWayFactory
from tests.factories.programmes import SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> datetime:
    """This moment: pages read the clock themselves."""
    return datetime.now(UTC)


def by_link(person: Person, thing: str, at, scope: str = "answer") -> Client:
    """A browser that came by the link in a letter."""
    client = Client()
    token = open_link(person=person, scope=scope, thing=thing, at=at)
    client.get(f"/p/{token}")
    return client


def page(client: Client, name: str, key: str, query: str = "") -> str:
    """The words of a page that opens."""
    response = client.get(reverse(f"engagement:{name}", args=[key]) + query)
    assert response.status_code == 200
    return response.content.decode()


def sent(letter: CircleLetter, *people: Person) -> CircleLetter:
    """The same letter, sent about those people."""
    letter.state = CircleLetter.State.SENT
    letter.facts = {
        "people": 31,
        "countries": 9,
        "counted": len(people),
        "left_out": 2,
        "not_named": 0,
        "works": [],
    }
    letter.save()
    for person in people:
        IntroductionFactory(letter=letter, person=person)
    return letter


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
    assert answer["Location"] == reverse("engagement:alumni", args=[programme.key])
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


def test_the_comment_leads_back_to_the_letter_somebody_came_from(desk):
    letter = CircleLetterFactory()
    project = ProjectFactory(programme=letter.programme, comment="")
    address = reverse("engagement:project", args=[project.key])

    back = desk.post(f"{address}?letter={letter.key}", {"comment": "Good."})
    elsewhere = desk.post(
        f"{address}?letter={CircleLetterFactory(programme=CourseFactory()).key}",
        {"comment": "Good."},
    )

    assert back["Location"] == reverse("engagement:letter", args=[letter.key])
    assert elsewhere["Location"] == reverse("engagement:projects", args=[project.programme.key])


def test_letters_begin_for_circles_and_ask_regions_for_countries_without(desk):
    programme, circle, region = CourseFactory(), KenyaFactory(), RegionFactory()
    contact_of(region)
    for country in ("KE", "TD"):
        ParticipationFactory(programme=programme, person__country=country)

    before = page(desk, "letters", programme.key)
    begun = desk.post(reverse("engagement:draft", args=[programme.key]), {"circle": circle.key})
    desk.post(
        reverse("engagement:ask_region", args=[programme.key]),
        {"region": region.key, "country": "TD"},
    )

    assert ("Begin the letter" in before, "Ask the region" in before) == (True, True)
    assert begun["Location"] == reverse("engagement:letter", args=[CircleLetter.objects.get().key])
    after = page(desk, "letters", programme.key)
    assert "region asked on" in after
    assert "draft, ready to send" in after


def test_letters_refuse_what_they_did_not_offer(desk):
    programme, region = CourseFactory(), RegionFactory()
    ParticipationFactory(programme=programme, person__country="TD")
    ask = reverse("engagement:ask_region", args=[programme.key])

    assert (
        desk.post(
            reverse("engagement:draft", args=[programme.key]), {"circle": region.key}
        ).status_code
        == 404
    )
    assert desk.post(ask, {"region": region.key, "country": "FR"}).status_code == 404
    without_contact = desk.post(ask, {"region": region.key, "country": "TD"})
    assert without_contact.status_code == 409
    assert "Name a contact first" in without_contact.content.decode()


def test_the_letter_shows_the_gap_in_the_sheet_and_in_the_margin_and_names_nobody_unasked(desk):
    letter = CircleLetterFactory()
    contact_of(letter.circle)
    ParticipationFactory(programme=letter.programme, person=named_person("Amina Wekesa"))
    ParticipationFactory(programme=letter.programme, person__shown_name="Canary Unasked")
    project = ProjectFactory(programme=letter.programme, comment="")

    shown = page(desk, "letter", letter.key)

    assert "No comment by the organisers yet." in shown
    assert "1 thing is missing" in shown
    assert (
        f"{reverse('engagement:project', args=[project.key])}?letter={letter.key}#comment" in shown
    )
    assert "1 left out" in shown
    assert "left out" not in shown.partition('class="sheet"')[2].partition("</article>")[0]
    assert "Send to Kenya circle (1 contact)" in shown
    assert "Amina Wekesa" in shown
    assert "Canary" not in shown


def test_sending_asks_again_about_gaps_and_quiet_circles_then_leaves_in_ten_minutes(desk, at):
    letter = CircleLetterFactory(circle__state=Circle.State.DORMANT)
    contact_of(letter.circle)
    ProjectFactory(programme=letter.programme, comment="")
    address = reverse("engagement:letter", args=[letter.key])

    quiet = desk.post(address, {"send": "1"})
    gap = desk.post(address, {"send": "1", "quiet_too": "1"})
    gone = desk.post(address, {"send": "1", "quiet_too": "1", "without_comments": "1"})

    assert (quiet.status_code, "Somebody reads there. Send it" in quiet.content.decode()) == (
        409,
        True,
    )
    assert (gap.status_code, "Send it without the comment" in gap.content.decode()) == (409, True)
    assert gone.status_code == 302
    shown = page(desk, "letter", letter.key)
    letter.refresh_from_db()
    assert f"It leaves for 1 contact at {letter.leaves_at:%H:%M} UTC" in shown
    desk.post(address, {"take_back": "1"})
    letter.refresh_from_db()
    assert letter.state == "draft"


def test_the_desk_says_when_somebody_took_their_yes_back(desk, at):
    letter = CircleLetterFactory()
    contact_of(letter.circle)
    person = named_person()
    ParticipationFactory(programme=letter.programme, person=person)
    desk.post(reverse("engagement:letter", args=[letter.key]), {"send": "1"})
    agree(person, Purpose.COUNTRY_CIRCLE, yes=False)

    shown = page(desk, "letter", letter.key)

    assert "Somebody took their yes back. Look at the letter again." in shown
    assert person.shown_name not in shown


def test_a_sent_letter_shows_what_the_circle_answered(desk):
    person = named_person("Amina")
    letter = sent(CircleLetterFactory(), person)
    Introduction.objects.update(state="known")
    CircleLetter.objects.update(state="answered")

    shown = page(desk, "letter", letter.key)

    assert "in touch already" in shown
    assert "answered" in page(desk, "letters", letter.programme.key)


def test_the_language_and_the_own_words_of_a_letter_can_be_changed(desk):
    letter = CircleLetterFactory()
    text = reverse("engagement:letter_text", args=[letter.key])

    desk.post(text, {"opening": "Hello.", "suggestion": "", "ending": "Yours."})
    desk.post(reverse("engagement:letter", args=[letter.key]), {"language": "xx"})

    letter.refresh_from_db()
    assert (letter.opening, letter.ending, letter.language) == ("Hello.", "Yours.", "en")
    assert "Hello." in page(desk, "letter_text", letter.key)
    CircleLetter.objects.update(state="sent", facts={})
    refused = desk.post(text, {"opening": "Late."})
    assert "on its way" in refused.content.decode()


def test_opening_a_page_changes_nothing(desk, at):
    programme = CourseFactory(closed_at=None)
    letter = CircleLetterFactory(programme=programme)
    ParticipationFactory(programme=programme)
    before = [model.objects.count() for model in (Letter, Agreement, Introduction, Participation)]

    for name in DESK_PAGES:
        page(desk, name, programme.key)
    page(desk, "letter", letter.key)

    assert [m.objects.count() for m in (Letter, Agreement, Introduction, Participation)] == before


def test_the_circle_answers_in_one_step_and_can_take_it_back(at):
    person = named_person("Amina Wekesa", wants="would like to meet whoever works on water")
    letter = sent(CircleLetterFactory(), person, named_person("Otieno"))
    contact = contact_of(letter.circle)
    client = by_link(contact, f"circle_letter:{letter.key}", at)
    address = reverse("engagement:circle_letter", args=[letter.key])
    introduction = letter.introductions.get(person=person)

    first = page(client, "circle_letter", letter.key)
    answered = client.post(address, {"introduction": introduction.key, "answer": "wanted"})
    thanks = client.get(answered["Location"]).content.decode()
    after = page(client, "circle_letter", letter.key)
    client.post(address, {"introduction": introduction.key, "answer": "suggested"})

    assert first.count("Please introduce us") == 2
    assert "Would like to meet whoever works on water." in first
    assert "Not everyone is named." in first
    assert "Thank you. Three things can follow." in thanks
    assert "You asked to be introduced, " in after
    introduction.refresh_from_db()
    assert (introduction.state, introduction.asked_by) == ("suggested", contact)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("known", "You are in touch already"),
        ("not_now", "Not now, "),
        ("introduced", "The address is in a message to you."),
        ("declined", "An introduction does not suit at present."),
    ],
)
def test_the_circles_page_says_where_each_stands(at, state, words):
    person = named_person()
    letter = sent(CircleLetterFactory(), person)
    Introduction.objects.update(state=state, changed_at=at)
    client = by_link(contact_of(letter.circle), f"circle_letter:{letter.key}", at)

    assert words in page(client, "circle_letter", letter.key)
    assert "Thank you." in page(
        client, "circle_letter", letter.key, f"?kept={Introduction.objects.get().key}"
    )


def test_the_circles_page_forgets_who_took_it_back_and_names_nobody_unasked(at):
    person = named_person("Canary Withdrawn")
    letter = sent(CircleLetterFactory(), person)
    ParticipationFactory(programme=letter.programme, person=named_person("Canary Late"))
    ParticipationFactory(programme=letter.programme, person__shown_name="Canary Unasked")
    agree(person, Purpose.COUNTRY_CIRCLE, yes=False)
    client = by_link(contact_of(letter.circle), f"circle_letter:{letter.key}", at)

    shown = page(client, "circle_letter", letter.key)
    refused = client.post(
        reverse("engagement:circle_letter", args=[letter.key]),
        {"introduction": Introduction.objects.get().key, "answer": "wanted"},
    )

    assert "Canary" not in shown
    assert "left out" not in shown
    assert "Nobody is named at present." in shown
    assert refused.status_code == 409
    assert "Canary" not in refused.content.decode()


@pytest.mark.parametrize(
    "given", [{}, {"introduction": "nothing", "answer": "wanted"}, {"answer": "introduced"}]
)
def test_the_circles_page_takes_only_what_it_offers(at, given):
    letter = sent(CircleLetterFactory(), named_person())
    client = by_link(contact_of(letter.circle), f"circle_letter:{letter.key}", at)

    refused = client.post(reverse("engagement:circle_letter", args=[letter.key]), given)

    assert (refused.status_code, Introduction.objects.get().state) == (409, "suggested")


def test_another_link_does_not_open_the_circles_page(at, desk):
    letter = sent(CircleLetterFactory(), named_person())
    contact = contact_of(letter.circle)
    address = reverse("engagement:circle_letter", args=[letter.key])

    for client in (
        Client(),
        desk,
        by_link(contact, "circle_letter:other-letter-other", at),
        by_link(contact, "", at, "page"),
    ):
        assert client.get(address).status_code == 404


def test_the_circle_says_who_is_the_contact_now(at):
    letter = sent(CircleLetterFactory())
    client = by_link(contact_of(letter.circle, "Wanjiku"), f"circle_letter:{letter.key}", at)
    address = reverse("engagement:circle_contact", args=[letter.key])

    answered = client.post(address, {"text": "Njeri, she agreed."})

    note = Enquiry.objects.get()
    assert (note.name, "Njeri, she agreed." in note.text, note.programme) == (
        "Wanjiku",
        True,
        letter.programme,
    )
    assert "The organisers have your note" in client.get(answered["Location"]).content.decode()
    for _ in range(5):
        last = client.post(address, {"text": "Again."})
    assert last.status_code == 200
    assert "tried too often" in last.content.decode()


def asked(at, **fields) -> tuple[FollowUp, Client]:
    """Somebody asked about their promise, who came by the link in the letter."""
    follow_up = FollowUpFactory(**{"promise": PromiseFactory(), **fields})
    agree(follow_up.person, Purpose.FOLLOW_UP)
    return follow_up, by_link(follow_up.person, f"follow_up:{follow_up.key}", at)


def test_two_taps_answer_a_follow_up_and_the_first_saves_nothing(at):
    follow_up, client = asked(at)
    address = reverse("engagement:answer", args=[follow_up.key])

    opened = page(client, "answer", follow_up.key, "?a=happened")
    follow_up.refresh_from_db()
    untouched = follow_up.state
    saved = client.post(address, {"outcome": "happened"})
    after = client.get(saved["Location"]).content.decode()
    client.post(address, {"more": "1", "engagement": "more", "word": "It worked."})

    assert 'value="happened" checked' in opened
    assert ("How did it go?" in opened, "Save my answer" in opened, untouched) == (
        True,
        True,
        "sent",
    )
    assert "Thank you. Add a word?" in after
    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.outcome, follow_up.engagement, follow_up.word) == (
        "answered",
        "happened",
        "more",
        "It worked.",
    )
    assert "Thank you. That is all." in page(client, "answer", follow_up.key, "?said=all")
    assert "Save my answer" in page(client, "answer", follow_up.key, "?again=1")


def test_a_link_in_the_letter_carries_the_chosen_answer_through(at):
    follow_up, _client = asked(at)
    token = open_link(
        person=follow_up.person, scope="answer", thing=f"follow_up:{follow_up.key}", at=at
    )

    led = Client().get(f"/p/{token}?a=still")

    assert led["Location"] == f"{reverse('engagement:answer', args=[follow_up.key])}?a=still"


def test_without_a_promise_the_question_is_what_they_do_now(at):
    follow_up, client = asked(at, promise=None)

    opened = page(client, "answer", follow_up.key, "?a=less")
    client.post(reverse("engagement:answer", args=[follow_up.key]), {"engagement": "less"})

    assert "Compared with before, what do you do now?" in opened
    assert "How did it go?" not in opened
    follow_up.refresh_from_db()
    assert follow_up.engagement == "less"
    assert "Less than before" in page(client, "answer", follow_up.key)


@pytest.mark.parametrize(
    "given", [{}, {"outcome": "perfect"}, {"more": "1", "engagement": "perfect"}]
)
def test_nothing_chosen_saves_nothing_and_says_so(at, given):
    follow_up, client = asked(at)

    shown = client.post(reverse("engagement:answer", args=[follow_up.key]), given)

    follow_up.refresh_from_db()
    assert (shown.status_code, follow_up.state) == (200, "sent")


def test_stop_asking_works_at_once(at):
    follow_up, client = asked(at)

    stopped = client.post(reverse("engagement:answer", args=[follow_up.key]), {"stop": "1"})

    assert may(follow_up.person, Purpose.FOLLOW_UP, SCHOOL, at=at) is False
    assert "We do not ask you any more." in client.get(stopped["Location"]).content.decode()


def test_my_page_opens_the_same_question(at):
    follow_up, _client = asked(at)

    client = by_link(follow_up.person, "", at, scope="page")

    assert "How did it go?" in page(client, "answer", follow_up.key)


def test_a_promise_is_written_by_link_with_where_they_started(at):
    participation = ParticipationFactory()
    client = by_link(participation.person, f"promise:{participation.key}", at)
    address = reverse("engagement:promise", args=[participation.key])

    opened = page(client, "promise", participation.key)
    empty = client.post(address, {"text": "", "due_on": ""})
    client.post(
        address, {"text": "Meet the union.", "due_on": "2027-02-01", "background": "elsewhere"}
    )

    assert "Where were you starting from" in opened
    assert empty.status_code == 200
    promise = Promise.objects.get()
    assert (promise.text, str(promise.due_on)) == ("Meet the union.", "2027-02-01")
    participation.refresh_from_db()
    assert participation.background == "elsewhere"
    assert "“Meet the union.”" in page(client, "promise", participation.key)
    assert "Where were you starting from" not in page(
        client, "promise", participation.key, "?again=1"
    )
    client.post(address, {"text": "Meet them twice.", "due_on": "2027-02-01"})
    assert Promise.objects.get().text == "Meet them twice."


def test_the_question_about_the_register_takes_two_taps(at):
    participation = ParticipationFactory()
    client = by_link(participation.person, f"questions:{participation.key}", at)
    address = reverse("engagement:questions", args=[participation.key])

    opened = page(client, "questions", participation.key, "?a=yes")
    nothing = client.post(address, {})
    untouched = Agreement.objects.count()
    saved = client.post(address, {"register": "yes", "circle": "no"})

    assert 'name="register" id="id_register-yes" value="yes" checked' in opened
    assert "You chose nothing" in nothing.content.decode()
    assert untouched == 0
    assert dict(Agreement.objects.values_list("purpose", "state")) == {
        "register": "given",
        "follow_up": "given",
        "country_circle": "refused",
    }
    assert "You are in our register." in client.get(saved["Location"]).content.decode()


def test_only_the_circle_may_be_answered(at):
    participation = ParticipationFactory()
    client = by_link(participation.person, f"questions:{participation.key}", at)

    client.post(reverse("engagement:questions", args=[participation.key]), {"circle": "yes"})

    assert dict(Agreement.objects.values_list("purpose", "state")) == {"country_circle": "given"}
    assert "We ask no more" in page(client, "questions", participation.key, "?saved=no")


def wanted(at) -> tuple[Introduction, Client]:
    """Somebody a circle asked to be introduced to."""
    letter = sent(CircleLetterFactory(), named_person())
    contact = contact_of(letter.circle)
    person = letter.introductions.get().person
    introduction = actions.answer_letter(
        letter=letter, person=person, answer="wanted", contact=contact, by=Actor.public(), at=at
    )
    return introduction, by_link(person, f"introduction:{introduction.key}", at)


def test_an_introduction_is_answered_by_choosing_an_address(at):
    introduction, client = wanted(at)
    address = reverse("engagement:introduction", args=[introduction.key])
    way = introduction.person.ways.get()

    opened = page(client, "introduction", introduction.key, "?a=yes")
    empty = client.post(address, {})
    client.post(address, {"way": way.key})

    assert f'value="{way.key}" checked' in opened
    assert way.value not in opened
    assert empty.status_code == 200
    introduction.refresh_from_db()
    assert introduction.state == "introduced"
    assert "You are introduced." in page(client, "introduction", introduction.key)
    again = client.post(address, {"way": "no"})
    assert "Nobody asks for this any more" in again.content.decode()


def test_an_introduction_may_be_declined(at):
    introduction, client = wanted(at)

    client.post(reverse("engagement:introduction", args=[introduction.key]), {"way": "no"})

    assert "Not now, then." in page(client, "introduction", introduction.key)
    Introduction.objects.update(state="suggested")
    assert "Nobody asks any more." in page(client, "introduction", introduction.key)


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


def test_a_letter_in_another_direction_does_not_turn_the_page(desk):
    letter = CircleLetterFactory(language="en")
    address = reverse("engagement:letter", args=[letter.key]).replace("/en/", "/ar/")

    shown = desk.get(address).content.decode()

    head, _, sheet = shown.partition('<article class="sheet"')
    assert 'dir="rtl"' in head.partition("<body")[0]
    assert sheet.startswith(' lang="en" dir="ltr"')


@pytest.mark.parametrize("language", ["es", "fr", "pt", "ar"])
def test_a_letter_is_written_in_one_language_through_and_through(desk, language):
    letter = CircleLetterFactory()
    ParticipationFactory(programme=letter.programme, person=named_person("Amina"))
    MakerFactory(project=ProjectFactory(programme=letter.programme), person__country="KE")
    letter.language = language

    sheet = queries.sheet(
        letter, queries.content(letter, at=letter.drafted_at), at=letter.drafted_at
    )
    english = CircleLetterFactory(circle=ThemeFactory()).programme.title["en"]

    said = " ".join(
        [
            sheet.to,
            sheet.title,
            sheet.greeting,
            *sheet.sentences,
            sheet.works[0].byline,
            sheet.unnamed,
        ]
    )
    for word in ("people", "friends", "agreed", "poster by", "named", " from "):
        assert word not in said.replace(english, "")
