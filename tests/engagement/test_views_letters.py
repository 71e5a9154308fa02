"""Pages of letters on the desk: the gap, sending, languages, and nobody unnamed."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.consent.rules import Purpose
from commonroot.engagement import actions, queries
from commonroot.engagement.models import (
    CircleLetter,
    FollowUp,
    Introduction,
)
from commonroot.people.actions import open_link
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
    RegionFactory,
    ThemeFactory,
    agree,
    contact_of,
    named_person,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> datetime:
    """This moment: pages read the clock themselves."""
    return datetime.now(UTC)


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

    assert ("Begin the letter" in before, "Write to the region" in before) == (True, True)
    letter = CircleLetter.objects.get(circle=circle)
    assert begun["Location"] == reverse("engagement:letter", args=[letter.key])
    after = page(desk, "letters", programme.key)
    assert "goes to the region: Africa" in after
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
    CircleLetterFactory(
        programme=programme, circle=region, state=CircleLetter.State.SENT, countries=[]
    )
    sent_before = desk.post(ask, {"region": region.key, "country": "TD"})
    assert sent_before.status_code == 409
    assert "choose another region" in sent_before.content.decode()


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


def test_a_sent_letter_names_nobody_who_took_their_yes_back(desk):
    stays, leaves = named_person("Canary Stays"), named_person("Canary Leaves")
    letter = sent(CircleLetterFactory(), stays, leaves)
    agree(leaves, Purpose.COUNTRY_CIRCLE, yes=False)

    shown = page(desk, "letter", letter.key)

    assert ("Canary Stays" in shown, "Canary Leaves" in shown) == (True, False)


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


def asked(at, **fields) -> tuple[FollowUp, Client]:
    """Somebody asked about their promise, who came by the link in the letter."""
    follow_up = FollowUpFactory(**{"promise": PromiseFactory(), **fields})
    agree(follow_up.person, Purpose.FOLLOW_UP)
    return follow_up, by_link(follow_up.person, f"follow_up:{follow_up.key}", at)


def test_a_link_in_the_letter_carries_the_chosen_answer_through(at):
    follow_up, _client = asked(at)
    token = open_link(
        person=follow_up.person, scope="answer", thing=f"follow_up:{follow_up.key}", at=at
    )

    led = Client().get(f"/p/{token}?a=still")

    assert led["Location"] == f"{reverse('engagement:answer', args=[follow_up.key])}?a=still"


def wanted(at) -> tuple[Introduction, Client]:
    """Somebody a circle asked to be introduced to."""
    letter = sent(CircleLetterFactory(), named_person())
    contact = contact_of(letter.circle)
    person = letter.introductions.get().person
    introduction = actions.answer_letter(
        letter=letter, person=person, answer="wanted", contact=contact, by=Actor.public(), at=at
    )
    return introduction, by_link(person, f"introduction:{introduction.key}", at)


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
