"""Letters to circles: what they say, sending, taking back, withdrawal on the way, who was told."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.consent import tasks as consent_tasks
from commonroot.consent.models import Told
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.engagement import actions, queries, tasks
from commonroot.engagement.models import CircleLetter, Introduction, Maker, Participation, Project
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Link
from tests.factories.engagement import (
    CircleLetterFactory,
    CourseFactory,
    IntroductionFactory,
    KenyaFactory,
    MakerFactory,
    ParticipationFactory,
    ProjectFactory,
    RegionFactory,
    SendingFactory,
    ThemeFactory,
    agree,
    contact_of,
    named_person,
)
from tests.factories.messaging import LetterFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
TEN = timedelta(minutes=10)


def letter_about(*names: str) -> CircleLetter:
    """A draft to the Kenya circle about people who agreed to it, with one contact."""
    letter = CircleLetterFactory()
    for name in names:
        ParticipationFactory(programme=letter.programme, person=named_person(name))
    contact_of(letter.circle)
    return letter


def words(letter: CircleLetter, at) -> str:
    return str(queries.sheet(letter, queries.content(letter, at=at), at=at).values())


def deliver(at) -> None:
    consent_tasks.deliver_due(at=at)
    tasks.settle_letters(at=at)


def test_the_sheet_says_what_happened_in_the_letters_language(at):
    letter = letter_about("Amina Wekesa", "Otieno J.")
    for country in ("UG", "TZ", "TD"):
        ParticipationFactory(programme=letter.programme, person__country=country)
    project = ProjectFactory(programme=letter.programme, comment="")
    MakerFactory(project=project, person=letter.programme.participations.first().person)
    MakerFactory(project=project)
    letter.opening, letter.suggestion, letter.ending = (
        "We thought of you.",
        "Meet in June.",
        "Yours, Leila",
    )

    sheet = queries.sheet(letter, queries.content(letter, at=at), at=at)

    assert (sheet.line, sheet.to) == ("Nairobi, 22 November 2026", "to the Kenya circle")
    assert sheet.title == "Two people from Kenya, and what they made"
    assert sheet.sentences == [
        "From 4 to 14 May 2026, 5 people from 4 countries met for The Struggle for Health.",
        "Two who live in Kenya agreed that we tell you.",
    ]
    assert (sheet.works[0].byline, sheet.works[0].comment) == (
        "A poster by Amina Wekesa and a colleague.",
        "",
    )
    assert [wish.name for wish in sheet.wishes] == ["Amina Wekesa", "Otieno J."]
    assert (sheet.opening, sheet.suggestion, sheet.ending) == (
        "We thought of you.",
        "Meet in June.",
        "Yours, Leila",
    )
    assert (sheet.unnamed, sheet.minutes) == ("Not everyone is named.", 1)


def test_the_sheet_says_what_people_offer_and_want(at):
    letter = CircleLetterFactory()
    person = named_person(offers="teach power mapping.", wants="meet whoever works on water")
    ParticipationFactory(programme=letter.programme, person=person)

    sheet = queries.sheet(letter, queries.content(letter, at=at), at=at)

    assert sheet.wishes[0].text == "Meet whoever works on water. Teach power mapping."


def test_the_sheet_of_one_person_without_a_project(at):
    letter = CircleLetterFactory(
        programme__starts_on=None, programme__time_zone="UTC", circle__languages=["en"]
    )
    ParticipationFactory(programme=letter.programme, person=named_person())

    sheet = queries.sheet(letter, queries.content(letter, at=at), at=at)

    assert (sheet.line, sheet.title) == ("22 November 2026", "One person from Kenya")
    assert sheet.sentences == [
        "People met for The Struggle for Health.",
        "One who lives in Kenya agreed that we tell you.",
    ]


@pytest.mark.parametrize(
    ("starts", "ends", "countries", "sentence"),
    [
        ("2026-05-04", "2026-05-04", 1, "On 4 May 2026, 6 people met for The Struggle for Health."),
        (
            "2026-04-30",
            "2026-05-14",
            1,
            "From 30 April to 14 May 2026, 6 people met for The Struggle for Health.",
        ),
        (
            "2025-12-30",
            "2026-01-02",
            1,
            "From 30 December 2025 to 2 January 2026, 6 people met for The Struggle for Health.",
        ),
        (None, None, 1, "6 people met for The Struggle for Health."),
        (None, None, 2, "6 people from 2 countries met for The Struggle for Health."),
    ],
)
def test_the_sheet_says_when_it_was(at, starts, ends, countries, sentence):
    programme = CourseFactory(starts_on=starts, ends_on=ends)
    programme.refresh_from_db()
    for number in range(6):
        country = "UG" if number < countries - 1 else "KE"
        ParticipationFactory(programme=programme, person__country=country)

    letter = CircleLetterFactory(programme=programme)
    sheet = queries.sheet(letter, queries.content(letter, at=at), at=at)

    assert sheet.sentences == [sentence]


def test_a_small_course_is_not_counted_for_somebody_outside(at):
    letter = letter_about("Amina Wekesa")

    sheet = queries.sheet(letter, queries.content(letter, at=at), at=at)

    assert sheet.sentences[0] == "From 4 to 14 May 2026, people met for The Struggle for Health."


def test_a_letter_about_nobody_tells_of_the_work(at):
    letter = CircleLetterFactory()
    title_without = queries.sheet(letter, queries.content(letter, at=at), at=at).title
    ProjectFactory(programme=letter.programme, kind=Project.Kind.OTHER)

    sheet = queries.sheet(letter, queries.content(letter, at=at), at=at)

    assert (title_without, sheet.title) == (
        "News of The Struggle for Health",
        "What was made in The Struggle for Health",
    )
    assert sheet.works[0].byline == "A piece of work."


def test_a_letter_to_a_theme_names_those_who_agreed_to_that_circle(at):
    theme = ThemeFactory()
    letter = CircleLetterFactory(circle=theme)
    project = ProjectFactory(
        programme=letter.programme, theme=theme, country="", kind=Project.Kind.PLAN
    )
    told = [MakerFactory(project=project, person__shown_name=name).person for name in ("Ana", "Bo")]
    for person in told:
        agree(person, Purpose.THEME_CIRCLE, circle=theme)
    MakerFactory(project=project, person__shown_name="Canary Unasked")

    sheet = queries.sheet(letter, queries.content(letter, at=at), at=at)

    assert sheet.to == "to Water and Health"
    assert sheet.title == "Two people who worked on Water and Health, and what came of it"
    assert sheet.sentences[1] == "Two who worked on Water and Health agreed that we tell you."
    assert sheet.works[0].byline == "An action plan by Ana, Bo and a colleague."
    assert "Canary" not in str(sheet.values())


def test_twelve_people_are_written_in_digits(at):
    letter = letter_about(*(f"Person {number}" for number in range(12)))

    assert (
        queries.sheet(letter, queries.content(letter, at=at), at=at).title == "12 people from Kenya"
    )


def test_the_sheet_says_arabic_in_arabic_dates_and_keeps_names(at):
    letter = letter_about("أمينة")
    letter.language = "ar"

    sheet = queries.sheet(letter, queries.content(letter, at=at), at=at)

    assert (sheet.language, sheet.wishes[0].name) == ("ar", "أمينة")
    assert "كينيا" in sheet.title


def test_nobody_without_agreement_leaks_into_the_sheet(at):
    letter = letter_about("Amina Wekesa")
    programme = letter.programme
    project = ProjectFactory(programme=programme)
    unasked = ParticipationFactory(programme=programme, person__shown_name="Canary Unasked").person
    refused = ParticipationFactory(programme=programme, person__shown_name="Canary Refused").person
    agree(refused, Purpose.COUNTRY_CIRCLE, yes=False)
    high = named_person("Canary High", risk="high")
    paused = named_person("Canary Paused", frozen_at=at)
    elsewhere = named_person("Canary Elsewhere")
    elsewhere.country = "UG"
    elsewhere.save()
    unnamed = named_person("Canary Unnamed")
    for person in (high, paused, elsewhere, unnamed):
        ParticipationFactory(programme=programme, person=person)
    for person in (unasked, refused, high, paused, elsewhere):
        MakerFactory(project=project, person=person)
    MakerFactory(project=project, person=unnamed, naming=Maker.Naming.UNNAMED)

    content = queries.content(letter, at=at).content

    assert "Canary" not in words(letter, at)
    assert (content.counted, content.left_out, content.not_named) == (2, 4, 1)
    assert content.works[0].others == 6


def test_drafting_twice_finds_the_same_letter(at):
    programme = CourseFactory()
    circle = KenyaFactory(languages=["sw", "ar"])

    first = actions.draft_letter(programme=programme, circle=circle, by=BY, at=at)
    again = actions.draft_letter(programme=programme, circle=circle, by=BY, at=at)

    assert (first, first.language) == (again, "ar")
    assert (
        actions.draft_letter(
            programme=programme, circle=ThemeFactory(languages=["sw"]), by=BY, at=at
        ).language
        == "en"
    )


def test_change_letter_keeps_what_is_not_given(at):
    letter = CircleLetterFactory(opening="Old.")

    actions.change_letter(letter=letter, ending="Yours.", by=BY, at=at)

    letter.refresh_from_db()
    assert (letter.opening, letter.ending) == ("Old.", "Yours.")


def test_send_posts_one_message_to_each_contact_and_names_who_is_told_of(at):
    letter = letter_about("Amina Wekesa")
    contact_of(letter.circle)
    amina = letter.programme.participations.get().person

    total = actions.send_letter(letter=letter, by=BY, at=at)

    assert total == 2
    posts = list(Letter.objects.order_by("pk"))
    assert [(post.purpose, post.due_at, post.language) for post in posts] == [
        ("circle_contact", at + TEN, "en"),
    ] * 2
    assert posts[0].tells == [[amina.key, "country_circle", f"circle:{letter.circle.key}"]]
    letter.refresh_from_db()
    assert (letter.state, letter.leaves_at) == ("leaving", at + TEN)
    assert "Amina" not in str(letter.facts)
    assert amina.key not in str(letter.facts)
    assert list(letter.introductions.values_list("person", "state")) == [(amina.pk, "suggested")]
    link = Link.objects.filter(person=posts and letter.sendings.first().person).get()
    assert (link.scope, link.thing) == ("answer", f"circle_letter:{letter.key}")


def test_send_twice_is_refused(at):
    letter = letter_about("Amina Wekesa")
    actions.send_letter(letter=letter, by=BY, at=at)

    with pytest.raises(actions.OnItsWay):
        actions.send_letter(letter=letter, by=BY, at=at)
    with pytest.raises(actions.OnItsWay):
        actions.change_letter(letter=letter, opening="Late words.", by=BY, at=at)

    assert Letter.objects.count() == 1


def test_send_refuses_a_quiet_circle_until_somebody_says_that_it_reads(at):
    letter = letter_about("Amina Wekesa")
    letter.circle.state = Circle.State.DORMANT
    letter.circle.save()

    with pytest.raises(actions.QuietCircle):
        actions.send_letter(letter=letter, by=BY, at=at)

    assert actions.send_letter(letter=letter, quiet_too=True, by=BY, at=at) == 1


def test_send_refuses_while_a_comment_is_missing_until_somebody_says_go(at):
    letter = letter_about("Amina Wekesa")
    ProjectFactory(programme=letter.programme, comment="")

    with pytest.raises(actions.NothingToTell):
        actions.send_letter(letter=letter, by=BY, at=at)

    assert actions.send_letter(letter=letter, without_comments=True, by=BY, at=at) == 1


def test_send_refuses_a_circle_without_a_contact_who_may_be_written_to(at):
    letter = CircleLetterFactory()
    paused = contact_of(letter.circle)
    paused.frozen_at = at
    paused.save()

    with pytest.raises(actions.NoContact):
        actions.send_letter(letter=letter, by=BY, at=at)


def test_a_contact_with_a_phone_only_waits_for_somebodys_hand(at):
    letter = letter_about("Amina Wekesa")
    ContactWay.objects.filter(person__memberships__circle=letter.circle).update(kind="phone")

    actions.send_letter(letter=letter, by=BY, at=at)

    assert list(Letter.objects.values_list("way", "state")) == [("hand", "held")]


def test_taken_back_within_ten_minutes_nothing_leaves_and_it_can_be_sent_again(at, settings):
    settings.DEMO = True
    letter = letter_about("Amina Wekesa")
    actions.send_letter(letter=letter, by=BY, at=at)

    actions.take_back(letter=letter, by=BY, at=at + timedelta(minutes=9))
    deliver(at + TEN)

    letter.refresh_from_db()
    assert (letter.state, letter.facts, letter.introductions.count()) == ("draft", None, 0)
    assert list(Letter.objects.values_list("state", "why")) == [("cancelled", "taken back")]

    actions.send_letter(letter=letter, by=BY, at=at + TEN)
    deliver(at + TEN + TEN)

    letter.refresh_from_db()
    assert letter.state == "sent"
    assert sorted(Letter.objects.values_list("state", flat=True)) == ["cancelled", "sent"]


def test_what_has_left_cannot_be_taken_back(at, settings):
    settings.DEMO = True
    letter = letter_about("Amina Wekesa")
    actions.send_letter(letter=letter, by=BY, at=at)
    consent_tasks.deliver_due(at=at + TEN)

    with pytest.raises(actions.GoneAlready):
        actions.take_back(letter=letter, by=BY, at=at + TEN)
    tasks.settle_letters(at=at + TEN)
    with pytest.raises(actions.GoneAlready):
        actions.take_back(letter=letter, by=BY, at=at + TEN)


def test_told_is_written_when_the_letter_has_left_and_not_before(at, settings):
    settings.DEMO = True
    letter = letter_about("Amina Wekesa")
    contact_of(letter.circle)
    project = ProjectFactory(programme=letter.programme)
    amina = letter.programme.participations.get().person
    MakerFactory(project=project, person=amina)
    otieno = named_person("Otieno", offers="teach", wants="meet nurses")
    unnamed = named_person("Unnamed")
    for person in (otieno, unnamed):
        ParticipationFactory(programme=letter.programme, person=person)
    MakerFactory(project=project, person=unnamed, naming=Maker.Naming.UNNAMED)
    actions.send_letter(letter=letter, by=BY, at=at)
    before = Told.objects.count()

    deliver(at + TEN)
    deliver(at + TEN)

    assert before == 0
    assert sorted((told.person_id, *told.what) for told in Told.objects.all()) == [
        (amina.pk, "name", "project"),
        (otieno.pk, "name", "offers", "wants"),
        (unnamed.pk, "attendance"),
    ]
    told = Told.objects.first()
    assert (told.audience_kind, told.audience_key, told.purpose, told.at) == (
        "circle",
        letter.circle.key,
        "country_circle",
        at + TEN,
    )
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at) == ("sent", at + TEN)


def test_a_yes_taken_back_on_the_way_stops_the_letter_and_says_so(at, settings):
    settings.DEMO = True
    letter = letter_about("Amina Wekesa", "Otieno J.")
    actions.send_letter(letter=letter, by=BY, at=at)
    amina = letter.programme.participations.get(person__shown_name="Amina Wekesa").person

    agree(amina, Purpose.COUNTRY_CIRCLE, yes=False)
    letter.refresh_from_db()
    noticed = queries.somebody_left(letter, at=at)
    deliver(at + TEN)

    letter.refresh_from_db()
    assert noticed is True
    assert (letter.state, letter.stopped, letter.introductions.count()) == ("draft", "withdrawn", 0)
    assert list(Letter.objects.values_list("state", "text")) == [("cancelled", "")]
    assert Told.objects.count() == 0
    assert "Amina" not in words(letter, at)


def test_a_letter_that_came_back_from_every_contact_is_a_draft_again(at):
    letter = letter_about("Amina Wekesa")
    actions.send_letter(letter=letter, by=BY, at=at)
    Letter.objects.update(state=Letter.State.BOUNCED, ended_at=at + TEN)

    settled = tasks.settle_letters(at=at + TEN)

    letter.refresh_from_db()
    assert (settled, letter.state, letter.stopped) == (1, "draft", "returned")


def test_a_letter_that_is_still_being_sent_is_left_alone(at):
    letter = letter_about("Amina Wekesa")
    actions.send_letter(letter=letter, by=BY, at=at)

    assert tasks.settle_letters(at=at) == 0
    assert tasks.settle_letters(at=at + TEN) == 0
    assert actions.settle_letter(letter=letter, at=at + TEN) is False


def test_a_copy_whose_contact_was_forgotten_counts_as_ended(at):
    letter = CircleLetterFactory(state="leaving", leaves_at=at)
    SendingFactory(letter=letter, post=None)

    assert tasks.settle_letters(at=at) == 1
    letter.refresh_from_db()
    assert letter.state == "draft"


def test_an_answer_before_a_letter_sent_by_hand_is_marked_stays_an_answer(at):
    letter = CircleLetterFactory(state="answered", leaves_at=at)
    SendingFactory(letter=letter, post=LetterFactory(state="sent", ended_at=at, tells=[]))

    tasks.settle_letters(at=at)

    letter.refresh_from_db()
    assert (letter.state, letter.sent_at) == ("answered", at)


def test_a_second_copy_by_hand_later_tells_nobody_twice(at, settings):
    settings.DEMO = True
    letter = letter_about("Amina Wekesa")
    second = contact_of(letter.circle)
    ContactWay.objects.filter(person=second).update(kind="phone")
    actions.send_letter(letter=letter, by=BY, at=at)
    deliver(at + TEN)
    Letter.objects.filter(state="held").update(state="sent", ended_at=at + TEN + TEN)
    letter.sendings.filter(person=second).update(told_at=None)

    tasks.settle_letters(at=at + TEN + TEN)

    letter.refresh_from_db()
    assert letter.sent_at == at + TEN


def test_the_sent_letter_keeps_its_numbers_and_forgets_who_took_it_back(at, settings):
    settings.DEMO = True
    letter = letter_about("Amina Wekesa", "Otieno J.")
    project = ProjectFactory(programme=letter.programme)
    amina = letter.programme.participations.get(person__shown_name="Amina Wekesa").person
    MakerFactory(project=project, person=amina)
    actions.send_letter(letter=letter, by=BY, at=at)
    deliver(at + TEN)
    letter.refresh_from_db()
    as_sent = queries.sheet(letter, queries.content(letter, at=at), at=at)

    agree(amina, Purpose.COUNTRY_CIRCLE, yes=False)
    project.summary = "Changed afterwards."
    project.save()
    late = named_person("Canary Late")
    ParticipationFactory(programme=letter.programme, person=late)
    now = queries.sheet(letter, queries.content(letter, at=at), at=at)

    assert (as_sent.title, now.title) == ("Two people from Kenya, and what they made",) * 2
    assert (as_sent.works[0].byline, now.works[0].byline) == (
        "A poster by Amina Wekesa.",
        "A poster.",
    )
    assert now.works[0].summary == "Who decides when a clinic’s water is cut off."
    assert [wish.name for wish in now.wishes] == ["Otieno J."]
    assert "Canary" not in str(now.values())


def test_whom_the_circle_knows_from_an_earlier_letter_stays_known(at):
    letter = letter_about("Amina Wekesa")
    amina = letter.programme.participations.get().person
    IntroductionFactory(
        letter=CircleLetterFactory(programme=CourseFactory()),
        person=amina,
        state=Introduction.State.KNOWN,
    )

    actions.send_letter(letter=letter, by=BY, at=at)

    assert letter.introductions.get().state == "known"


def test_the_letter_in_the_mail_holds_exactly_the_sheet(at, settings):
    settings.DEMO = True
    letter = letter_about("Amina <b>Wekesa</b>")
    ProjectFactory(programme=letter.programme)
    ParticipationFactory(programme=letter.programme, person__shown_name="Canary Unasked")
    actions.change_letter(
        letter=letter, opening="Hello all.", suggestion="Meet in June.", by=BY, at=at
    )
    actions.send_letter(letter=letter, by=BY, at=at)

    deliver(at + TEN)

    post = Letter.objects.get()
    sheet = queries.sheet(letter, queries.content(letter, at=at), at=at)
    assert post.subject == sheet.title
    for words in (
        *sheet.sentences,
        "Hello all.",
        "Meet in June.",
        "Amina <b>Wekesa</b>",
        "Not everyone is named.",
    ):
        assert words in post.text
    assert "Canary" not in post.text + post.html
    assert "<b>Wekesa" not in post.html


def test_places_lists_every_country_and_theme_with_its_circle(at):
    programme = CourseFactory()
    kenya, theme = KenyaFactory(), ThemeFactory()
    contact_of(kenya)
    letter = CircleLetterFactory(programme=programme, circle=kenya)
    for country in ("KE", "KE", "TD", ""):
        ParticipationFactory(programme=programme, person__country=country)
    ProjectFactory(programme=programme, theme=theme, comment="")
    ProjectFactory(programme=programme, country="")
    LetterFactory(once=f"ask_region:{programme.key}:TD:x:y", created_at=at)

    rows = queries.places(programme, language="en", at=at)

    assert [
        (row.name, row.people, row.works, row.without_comment, row.circle, row.contacts, row.letter)
        for row in rows
    ] == [
        ("Chad", 1, 0, 0, None, 0, None),
        ("Kenya", 2, 1, 1, kenya, 1, letter),
        ("Water and Health", 0, 1, 1, theme, 0, None),
    ]
    assert [row.asked_at for row in rows] == [at, None, None]
    assert [row.quiet for row in rows] == [False, False, False]


def test_places_takes_a_closed_circle_for_none_and_a_quiet_one_for_quiet(at):
    programme = CourseFactory()
    KenyaFactory(state=Circle.State.CLOSED)
    KenyaFactory(country="UG", state=Circle.State.DORMANT)
    for country in ("KE", "UG"):
        ParticipationFactory(programme=programme, person__country=country)

    rows = queries.places(programme, language="en", at=at)

    assert [(row.circle is None, row.quiet) for row in rows] == [(True, False), (False, True)]


def test_places_costs_the_same_for_one_and_for_fifty(at, django_assert_num_queries):
    programme = CourseFactory()
    countries = [f"{a}{b}" for a in "ABCDEFG" for b in "ABCDEFGH"][:50]

    for some in (countries[:1], countries[1:]):
        for country in some:
            ParticipationFactory(programme=programme, person__country=country)
            KenyaFactory(country=country)
        with django_assert_num_queries(5):
            queries.places(programme, language="en", at=at)


def test_ask_region_writes_to_its_contacts_once_and_names_nobody(at, settings):
    settings.DEMO = True
    programme, region = CourseFactory(), RegionFactory()
    ParticipationFactory(
        programme=programme, person__shown_name="Canary Chad", person__country="TD"
    )
    contact_of(region)
    given = {"programme": programme, "country": "TD", "region": region, "by": BY}

    first = actions.ask_region(at=at, **given)
    again = actions.ask_region(at=at, **given)
    consent_tasks.deliver_due(at=at)

    assert (first, again) == (1, 0)
    post = Letter.objects.get()
    assert post.subject == "Who works in Chad?"
    assert "Canary" not in post.text
    assert queries.regions(at=at) == [region]


def test_ask_region_refuses_a_region_without_a_contact(at):
    with pytest.raises(actions.NoContact):
        actions.ask_region(
            programme=CourseFactory(), country="TD", region=RegionFactory(), by=BY, at=at
        )

    assert queries.regions(at=at) == []


def test_a_contact_is_served_for_letters_about_their_circle_only(at):
    kenya, uganda = (
        KenyaFactory(),
        KenyaFactory(country="UG", name=Translated({"en": "Uganda circle"})),
    )
    person = contact_of(kenya)

    assert [contact.person for contact in queries.contacts(kenya, at=at)] == [person]
    assert queries.contacts(uganda, at=at) == []


def test_the_person_page_finds_the_circles_that_heard_of_somebody(at):
    introduction = IntroductionFactory()
    PersonFactory()

    assert list(queries.introductions_of(introduction.person)) == [introduction]
    assert queries.introduction(introduction.key) == introduction
    assert Participation.objects.count() == 0


def test_a_circle_is_called_by_its_own_name_in_other_languages():
    kenya = KenyaFactory(name=Translated({"en": "Kenya circle", "fr": "Cercle du Kenya"}))

    called = [queries.circle_words(kenya, language) for language in ("en", "fr", "es")]

    assert called == ["the Kenya circle", "Cercle du Kenya", "the Kenia circle"]
