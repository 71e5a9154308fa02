"""What a letter to a circle says, of whom, in which language."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.engagement import actions, queries
from commonroot.engagement.models import Maker, Project
from commonroot.messaging.models import Letter
from tests.engagement.circle_letters import deliver, letter_about, words
from tests.factories.engagement import (
    CircleLetterFactory,
    CourseFactory,
    KenyaFactory,
    MakerFactory,
    ParticipationFactory,
    ProjectFactory,
    ThemeFactory,
    agree,
    named_person,
)

pytestmark = pytest.mark.django_db
BY = Actor.system()
TEN = timedelta(minutes=10)


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


def test_two_who_are_called_alike_are_not_given_one_anothers_work(at):
    letter = CircleLetterFactory()
    maker, namesake = named_person("Amina"), named_person("Amina")
    for person in (maker, namesake):
        ParticipationFactory(programme=letter.programme, person=person)
    MakerFactory(
        project=ProjectFactory(programme=letter.programme, title="Water"),
        person=maker,
        naming="name",
    )

    sheet = queries.sheet(letter, queries.content(letter, at=at), at=at)

    made = {wish.key: wish.made for wish in sheet.wishes}
    assert made == {maker.key: "Water", namesake.key: ""}


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
    # Who is in high care is not even counted among those left out.
    assert (content.counted, content.left_out, content.not_named) == (2, 3, 1)
    assert content.works[0].others == 6


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
    for part in (
        *sheet.sentences,
        "Hello all.",
        "Meet in June.",
        "Amina <b>Wekesa</b>",
        "Not everyone is named.",
    ):
        assert part in post.text
    assert "Canary" not in post.text + post.html
    assert "<b>Wekesa" not in post.html


def test_a_circle_is_called_by_its_own_name_in_other_languages():
    kenya = KenyaFactory(name=Translated({"en": "Kenya circle", "fr": "Cercle du Kenya"}))

    called = [queries.circle_words(kenya, language) for language in ("en", "fr", "es")]

    assert called == ["the Kenya circle", "Cercle du Kenya", "the Kenia circle"]
