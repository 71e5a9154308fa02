"""The closing gathering: asked, written by each team, handed in, shown to a whole course."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions import closing as actions
from commonroot.campaigns.models import ClosingGathering
from commonroot.campaigns.queries import closing
from commonroot.campaigns.rules.words_met import mark
from commonroot.campaigns.tasks.closing import remind_of_closing
from commonroot.messaging.models import Letter
from commonroot.people.actions import open_link
from tests.factories.campaigns import CampaignFactory, team
from tests.factories.engagement import take_part
from tests.factories.groups import SmallGroupFactory
from tests.factories.people import PersonFactory
from tests.factories.programmes import ProgrammeFactory, SessionFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SAID = {"by": Actor.system(), "at": NOW}


def held(programme=None, **more) -> ClosingGathering:
    """The gathering of a course on 29 November, asked for."""
    found = actions.set_gathering(
        programme=programme or ProgrammeFactory(),
        language="en",
        words=" Come all. ",
        starts_at=None,
        due_on=date(2026, 11, 25),
        **SAID,
    )
    actions.ask_campaigns(gathering=found, **SAID)
    found.refresh_from_db()
    return found


def brings(campaign, gathering, **said: str) -> dict[str, str]:
    """A team writes what it brings, having read what stands."""
    stood = closing.words_in(closing.word_of(campaign, gathering))
    return actions.write_closing(
        campaign=campaign,
        gathering=gathering,
        said=said,
        read={code: mark(words) for code, words in stood.items()},
        **SAID,
    )


def test_every_team_is_asked_once_and_the_silent_once_more():
    programme = ProgrammeFactory()
    silent, given = (CampaignFactory(programme=programme) for _ in range(2))
    for campaign in (silent, given, CampaignFactory(programme=programme, thrown_at=NOW)):
        for member in team(campaign=campaign, size=2):
            take_part(member.person, programme)
    gathering = held(programme)
    asked = Letter.objects.count()
    actions.ask_campaigns(gathering=gathering, **SAID)
    brings(given, gathering, insights="Begin with the night shift.")
    actions.hand_in(campaign=given, gathering=gathering, **SAID)
    early = datetime(2026, 11, 21, 12, tzinfo=UTC)

    again = [remind_of_closing(at=early), remind_of_closing(at=NOW), remind_of_closing(at=NOW)]

    assert (asked, again) == (4, [0, 2, 0])
    assert actions.ask_silent(gathering=gathering, at=NOW) == 0
    letters = Letter.objects.order_by("pk")
    assert {one.template for one in letters} == {"campaigns/emails/closing"}
    assert [one.values["again"] for one in letters] == [False] * 4 + [True] * 2
    assert not any(silent.name in str(one.values) for one in letters)


def test_a_team_writes_hands_in_and_takes_back_until_the_page_is_open():
    campaign = CampaignFactory(programme=ProgrammeFactory(), name="Ward 7")
    gathering = held(campaign.programme)
    with pytest.raises(actions.NothingWritten):
        actions.hand_in(campaign=campaign, gathering=gathering, **SAID)
    actions.take_in_back(campaign=campaign, gathering=gathering, **SAID)
    brings(campaign, gathering, name="The ward", challenges="Money.", insights="", successes="")
    unseen = closing.brought(gathering)

    actions.hand_in(campaign=campaign, gathering=gathering, **SAID)
    with pytest.raises(actions.GivenAlready):
        brings(campaign, gathering, challenges="Time.")
    actions.take_in_back(campaign=campaign, gathering=gathering, **SAID)
    brings(campaign, gathering, challenges="Time.")
    actions.hand_in(campaign=campaign, gathering=gathering, **SAID)
    actions.show_gathering(gathering=gathering, show=True, **SAID)
    with pytest.raises(actions.ShownAlready):
        actions.take_in_back(campaign=campaign, gathering=gathering, **SAID)

    assert unseen == []
    assert closing.brought(gathering) == [closing.Brought("The ward", "Time.", "", "")]
    gathering.refresh_from_db()
    assert gathering.words == {"en": "Come all."}
    assert actions.ask_silent(gathering=gathering, at=NOW) == 0


def test_organisers_know_of_no_campaign_that_is_not_shared_with_them(django_assert_num_queries):
    programme = ProgrammeFactory()
    group = SmallGroupFactory(formation__programme=programme, number=3)
    more = {"programme": programme}
    CampaignFactory(name="Secret", group=group, **more)
    CampaignFactory(name="Hidden", **more)
    CampaignFactory(name="Shared", shared_to="cohort", **more)
    given = CampaignFactory(name="Given", **more)
    team(campaign=given, size=2)
    gathering = held(programme)
    brings(given, gathering, name="Given", successes="We won.")
    begun = [(one.name, one.state) for one in closing.lines(gathering)]
    actions.hand_in(campaign=given, gathering=gathering, **SAID)

    with django_assert_num_queries(3):
        lines = closing.lines(gathering)

    assert [(one.name, one.state, one.people) for one in lines] == [
        ("Shared", "open", 0),
        ("Given", "given", 2),
    ]
    assert begun == [("Shared", "open")]


def test_a_team_hears_on_its_own_page_what_is_still_asked():
    campaign, other = CampaignFactory(programme=ProgrammeFactory()), CampaignFactory()
    actions.set_gathering(
        programme=campaign.programme, language="en", words="", starts_at=None, due_on=None, **SAID
    )
    before = closing.open_word(campaign)
    gathering = held(campaign.programme)
    asked = closing.open_word(campaign)
    brings(campaign, gathering, successes="We won.")
    actions.hand_in(campaign=campaign, gathering=gathering, **SAID)
    given = closing.open_word(campaign)
    actions.show_gathering(gathering=gathering, show=True, **SAID)

    assert (before, given, closing.open_word(other)) == (None, None, None)
    assert asked is not None
    assert closing.open_word(campaign) is None


def by_link(person, *, scope: str = "page", thing: str = "") -> Client:
    """Somebody's browser."""
    client = Client()
    client.get(f"/p/{open_link(person=person, scope=scope, thing=thing, at=NOW)}")
    return client


def test_from_the_letter_to_the_page_for_everybody(school, desk):
    programme = ProgrammeFactory(run_by=school)
    campaign = CampaignFactory(programme=programme, name="Ward 7")
    one, two = (member.person for member in team(campaign=campaign, size=2))
    guest = RegistrationFactory(session=SessionFactory(programme=programme)).person
    desk_page = reverse("campaigns:closing_desk", args=[programme.key])
    do = reverse("campaigns:closing_do", args=[programme.key])
    page = reverse("campaigns:gathering", args=[programme.key])
    words = reverse("campaigns:closing_words", args=[campaign.key])
    writer, other = by_link(one, scope="answer", thing=f"closing:{campaign.key}"), by_link(two)

    early = writer.get(words).status_code
    own = reverse("campaigns:workspace", args=[campaign.key])
    waits = ["waits for your words" in other.get(own).content.decode()]
    amiss = desk.post(desk_page, {"clock": "19:00"}).content.decode()
    desk.post(desk_page, {"words": "Hi"})
    undated = desk.get(desk_page).context["form"]["day"].value()
    desk.post(desk_page, {"words": "Hi", "day": "2026-11-29", "clock": "19:00"})
    desk.post(do, {"do": "ask"})
    nonsense = desk.post(do, {"do": "sing"}).status_code
    waits.append("waits for your words" in other.get(own).content.decode())
    marks = {field.html_name: field.value() for field in other.get(words).context["form"]}
    empty = writer.post(words, marks | {"do": "give"})
    writer.post(words, marks | {"challenges": "Money.", "do": "keep"})
    met = other.post(words, marks | {"challenges": "Time.", "insights": "Sing.", "do": "keep"})
    clash = met.context["met"][0]
    other.post(
        words,
        {"mine_challenges": clash.mine, "read_challenges": clash.read,
         "settle": "challenges:both"},
    )  # fmt: skip
    kept = writer.get(words).context["form"]
    sent = {field.html_name: field.value() for field in kept}
    given = writer.post(words, sent | {"do": "give"}, follow=True).content.decode()
    closed = by_link(guest).get(page).status_code
    before = desk.get(page).content.decode()
    back = writer.post(words, {"do": "back"})
    writer.post(words, sent | {"do": "give"})
    desk.post(do, {"do": "show"})
    late = writer.post(words, {"do": "back"})
    shown = by_link(guest).get(page).content.decode()
    desk.post(do, {"do": "hide"})

    gathering = ClosingGathering.objects.get()
    assert (early, nonsense, closed, waits) == (404, 404, 404, [False, True])
    assert "Say also on which day." in amiss
    assert undated is None
    assert gathering.starts_at is not None
    assert empty.status_code == 409
    assert met.status_code == 409
    assert "Handed in." in given
    assert "Only organisers see this page now." in before
    assert (back.status_code, late.status_code) == (302, 409)
    for line in ("Ward 7", "Money.", "Time.", "Sing.", "Hi"):
        assert line in shown
    assert by_link(guest).get(page).status_code == 404
    assert by_link(PersonFactory()).get(page).status_code == 404
    assert "Ward 7" in desk.get(desk_page).content.decode()


def test_everybody_of_the_course_reads_the_page_and_nobody_else(school):
    programme = ProgrammeFactory(run_by=school)
    guest = RegistrationFactory(session=SessionFactory(programme=programme)).person
    campaign = CampaignFactory(programme=programme)
    member = team(campaign=campaign, size=1)[0].person
    gathering = held(programme)
    brings(campaign, gathering, successes="We won.")
    word = closing.word_of(campaign, gathering)
    actions.show_gathering(gathering=gathering, show=True, **SAID)
    page = reverse("campaigns:gathering", args=[programme.key])

    may = {
        "guest": by_link(guest).get(page).status_code,
        "team": by_link(member, scope="answer", thing=f"closing:{campaign.key}")
        .get(page)
        .status_code,
        "other letter": by_link(guest, scope="answer", thing="news:x").get(page).status_code,
        "stranger": by_link(PersonFactory()).get(page).status_code,
        "visitor": Client().get(page).status_code,
    }

    assert may == {"guest": 200, "team": 200, "other letter": 404, "stranger": 404, "visitor": 302}
    assert [str(gathering), str(word)] == [gathering.key, word.key]
