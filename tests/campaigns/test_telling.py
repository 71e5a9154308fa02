"""A finished campaign becomes a case study: taken over, read through, agreed to, taken back."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions import naming, studies
from commonroot.campaigns.models import Campaign, CaseStudy, StudyPerson
from commonroot.campaigns.queries import telling
from commonroot.campaigns.queries.study_due import due
from commonroot.campaigns.rules.words_met import mark, merged, settled
from commonroot.messaging.models import Letter
from commonroot.people.actions import open_link
from tests.factories.campaigns import CampaignFactory, CaseStudyFactory, EntryFactory, team
from tests.factories.people import ContactWayFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 12, tzinfo=UTC)
SAID = {"by": Actor.system(), "at": NOW}
ABOUT = studies.About(service="hospital", outcome="won")


def won(**more) -> Campaign:
    """A campaign that is over."""
    return CampaignFactory(stage=Campaign.Stage.WON, **more)


def test_what_is_for_others_is_taken_over_and_nothing_else():
    campaign = won()
    for kind, said in (
        ("problem", {"what": "The hospital is to be leased.", "who": "All of Kilimo "}),
        ("demand", {"text": "No lease before a hearing", "to_whom": "The chair"}),
        ("goal", {"text": "A public hospital"}),
        ("chart", {"target": "Real Name", "office": "Chair of the county health board"}),
        ("constituent", {"name": "Night shift", "how_organised": "a union"}),
        ("opponent", {"name": "A chain of clinics", "will_do": "adverts"}),
        ("tactic", {"tactic": "A vigil", "power_shown": "we are many"}),
        ("ally_group", {"name": "Market women", "wedge": "1", "link": "Our secret link"}),
        ("ally_group", {"name": "Chamber of trade", "wedge": "5"}),
        ("ally_group", {"name": "Commuters", "wedge": "3"}),
        ("action", {"title": "The vigil", "result": "300 came", "danger": "Police", "lesson": ""}),
        ("outcome", {"outcome": "The chair listens", "status": "reached"}),
        ("outcome", {"outcome": "Never came", "status": "ahead"}),
        ("decision", {"what": "We meet at night"}),
        ("danger", {"what": "Informer", "text": "Informer"}),
        ("no such kind", {"text": "left over"}),
    ):
        EntryFactory(campaign=campaign, kind=kind, said=said)
    EntryFactory(campaign=campaign, kind="goal", said={"text": "For us alone"}, team_only=True)

    told = telling.texts_from(campaign)

    assert told["problem"] == "The hospital is to be leased.\nAll of Kilimo"
    assert told["period"] == "The chair listens"
    assert told["organisations"] == "Night shift: a union"
    assert told["allies"] == "Market women"
    assert told["opponents"] == (
        "Chair of the county health board\nA chain of clinics: adverts\nChamber of trade"
    )
    assert told["tactics"] == "A vigil: we are many\nThe vigil: 300 came"
    assert "A public hospital" in told["goals"]
    every_word = " ".join(told.values())
    for kept in (
        "Real Name", "Our secret link", "Police", "Informer", "For us alone", "left over",
        "Never came", "at night",
    ):  # fmt: skip
        assert kept not in every_word


def test_one_step_makes_the_study_and_only_once_it_is_over():
    with pytest.raises(studies.NotOver):
        studies.tell(campaign=CampaignFactory(), language="en", **SAID)
    campaign = won(name="Ward 7", summary="", place="Kilimo")

    study = studies.tell(campaign=campaign, language="en", **SAID)
    again = studies.tell(campaign=campaign, language="fr", **SAID)

    assert study == again
    assert (study.title, study.summary, study.state) == ({"en": "Ward 7"}, {}, "draft")
    assert (study.outcome, study.place, study.to_year) == ("won", "Kilimo", 2026)
    with pytest.raises(studies.NotEnough):
        studies.hand_over(study=study, **SAID)


def handed_over(**more) -> CaseStudy:
    """A study that its team handed over."""
    campaign = won(**more)
    for member in team(campaign=campaign, size=2):
        ContactWayFactory(person=member.person)
    study = studies.tell(campaign=campaign, language="en", **SAID)
    studies.hand_over(study=study, **SAID)
    study.refresh_from_db()
    return study


def write(study: CaseStudy, *, by_team: bool = False, language: str = "en", **texts: str):
    """What somebody writes who read it just now."""
    study.refresh_from_db()
    stood = studies.texts_in(study, language)
    return studies.write_study(
        study=study,
        language=language,
        texts=texts,
        read={code: mark(words) for code, words in stood.items()},
        about=ABOUT,
        by_team=by_team,
        **SAID,
    )


def letters() -> list[str]:
    """The templates of all letters, in their order."""
    rows = Letter.objects.order_by("pk").values_list("template", flat=True)
    return [name.rpartition("/")[2] for name in rows]


def test_no_changed_word_becomes_public_without_the_teams_yes():
    study = handed_over()
    write(study, title="Otherwise")

    with pytest.raises(studies.NotAgreed):
        studies.publish_study(study=study, **SAID)
    asked = studies.ask_team(study=study, **SAID)
    studies.agree(study=study, **SAID)
    studies.publish_study(study=study, **SAID)

    study.refresh_from_db()
    study.campaign.refresh_from_db()
    assert (asked, study.state, study.campaign.stage) == (2, "published", "told")
    assert study.campaign.ended_at == NOW
    assert letters() == ["study_changed"] * 2 + ["study_published"] * 2
    with pytest.raises(studies.NotNow):
        write(study, title="Later")
    write(study, language="fr", title="Autrement")  # a further language, not their words
    study.refresh_from_db()
    assert study.title == {"en": "Otherwise", "fr": "Autrement"}


def test_an_organiser_sends_it_back_and_the_team_takes_it_back_whenever_it_likes():
    study = handed_over()
    with pytest.raises(studies.NotNow):
        write(study, by_team=True, title="Not with us now")

    studies.send_back(study=study, words=" What would you do otherwise? ", **SAID)

    study.refresh_from_db()
    assert (study.state, study.back_words) == ("draft", "What would you do otherwise?")
    assert letters() == ["study_back"] * 2
    with pytest.raises(studies.NotNow):
        write(study, title="An organiser, too late")
    write(study, by_team=True, differently="Begin earlier.", title="Ward 7")
    studies.take_study_back(study=study, **SAID)  # it is with them: nothing to do
    studies.hand_over(study=study, **SAID)
    studies.publish_study(study=study, **SAID)
    studies.take_study_back(study=study, **SAID)
    study.refresh_from_db()
    assert (study.state, study.agreed_at, study.texts["differently"]) == (
        "draft", None, {"en": "Begin earlier."},
    )  # fmt: skip


def test_words_that_met_others_are_given_back_and_nothing_is_overwritten():
    study = handed_over()
    studies.take_study_back(study=study, **SAID)
    stood = studies.texts_in(study, "en")
    read = {code: mark(words) for code, words in stood.items()}

    def writes(**texts: str) -> dict[str, str]:
        return studies.write_study(
            study=study, language="en", texts={**stood, **texts}, read=read, about=ABOUT,
            by_team=True, **SAID,
        )  # fmt: skip

    first = writes(problem="Mine.", goals="Both of us?")
    second = writes(problem="Hers.", allies="The market.")

    study.refresh_from_db()
    assert (first, second) == ({}, {"problem": "Hers."})
    assert study.texts == {
        "problem": {"en": "Mine."},
        "goals": {"en": "Both of us?"},
        "allies": {"en": "The market."},
    }
    write(study, by_team=True, problem="")
    study.refresh_from_db()
    assert "problem" not in study.texts


@pytest.mark.parametrize(
    ("stood", "read", "said", "stands", "clash"),
    [
        ("a", "a", "b", "b", {}),
        ("b", "a", "a", "b", {}),
        ("b", "a", "b", "b", {}),
        ("b", "a", "c", "b", {"x": "c"}),
        ("a\nb", "a\r\nb", "c", "c", {}),
        ("", "", " c ", "c", {}),
    ],
)
def test_a_field_takes_new_words_unless_somebody_else_changed_it(stood, read, said, stands, clash):
    met = merged(stood={"x": stood}, read={"x": mark(read)}, said={"x": said})

    assert (met.stands, met.clashes) == ({"x": stands}, clash)


@pytest.mark.parametrize(("end", "stands"), [("theirs", "a"), ("mine", "b"), ("both", "a\n\nb")])
def test_whoever_chooses_chooses_whose_words_stand(end, stands):
    assert settled(stood="a", mine="b", end=end) == stands


@pytest.fixture
def told(school):
    """A team of two by their links, and the page on which they tell their campaign."""
    campaign = won(name="Ward 7")
    browsers = []
    for member in team(campaign=campaign, size=2):
        client = Client()
        client.get(f"/p/{open_link(person=member.person, scope='page', at=NOW)}")
        browsers.append(client)
    return campaign, browsers


def sent(client: Client, address: str, **changed: str) -> dict[str, str]:
    """The form as it stands, with what somebody changed."""
    form = client.get(address).context["form"]
    stands = {field.html_name: field.value() for field in form}
    return {name: said for name, said in stands.items() if said is not None} | changed


def test_two_of_a_team_tell_it_together_by_their_links(told, desk):
    campaign, (one, two) = told
    page = reverse("campaigns:tell", args=[campaign.key])
    form = reverse("campaigns:tell_write", args=[campaign.key])

    begun = one.post(page, {"do": "begin"}, follow=True).content.decode()
    study = CaseStudy.objects.get()
    hers = sent(two, form, problem="Hers.", summary="It was to be leased.")
    one.post(form, sent(one, form, problem="Mine.", lessons="Stay together."))
    met = two.post(form, hers)
    choice = _hidden(met) | {"settle": "problem:both"}
    chosen = two.post(form, choice)
    handed = two.post(page, {"do": "hand_over"}, follow=True).content.decode()

    study.refresh_from_db()
    assert "Read it through" in begun
    assert (met.status_code, chosen.status_code) == (409, 302)
    assert study.texts["problem"] == {"en": "Mine.\n\nHers."}
    assert study.texts["lessons"] == {"en": "Stay together."}
    assert study.summary == {"en": "It was to be leased."}
    assert "Handed over." in handed
    assert one.get(form).status_code == 302  # it is not with them now
    assert "Ward 7" in desk.get(reverse("campaigns:desk_studies")).content.decode()

    desk_page = reverse("campaigns:desk_study", args=[study.key])
    assert desk.post(desk_page, {"do": "back", "words": ""}).status_code == 400
    desk.post(desk_page, {"do": "back", "words": "Say when."})
    asked = one.get(page).content.decode()
    here = one.get(reverse("campaigns:workspace", args=[campaign.key])).content.decode()
    assert "Say when." in asked
    assert "asks for something" in here
    assert desk.get(desk_page).status_code == 404  # with the team again: nobody else reads it


def _hidden(response) -> dict[str, str]:
    return {
        name: value
        for one in response.context["met"]
        for name, value in ((f"mine_{one.code}", one.mine), (f"read_{one.code}", one.read))
    }


def test_whoever_shall_stand_there_by_name_is_asked_by_the_team(told):
    campaign, (one, _two) = told
    page = reverse("campaigns:tell", args=[campaign.key])
    people = reverse("campaigns:tell_people", args=[campaign.key])
    nothing = one.post(people, {"person": "x", "role": "a nurse"})
    one.post(page, {"do": "begin"})
    study = CaseStudy.objects.get()
    member = telling.to_be_asked(study)[1]

    one.post(people, {"person": member.key, "role": "a nurse"})
    one.post(people, {"person": member.key, "role": "asked already"})
    place = StudyPerson.objects.get()
    shown = one.get(page).content.decode()
    out = [one.post(people, {"out": key}).status_code for key in ("none", place.key)]

    assert nothing.status_code == 404
    assert (place.person, place.role) == (member.person, "a nurse")
    assert "not answered yet" in shown
    assert out == [404, 302]
    assert not StudyPerson.objects.exists()
    assert telling.to_be_asked(CaseStudyFactory()) == []


def test_an_organiser_does_not_change_what_a_team_told_once_it_is_public(desk, school):
    study = handed_over()
    studies.publish_study(study=study, **SAID)
    form = reverse("campaigns:desk_study_write", args=[study.key])

    refused = desk.post(form, sent(desk, form, title="Otherwise"))

    study.refresh_from_db()
    assert refused.status_code == 409
    assert "Nothing was kept." in refused.content.decode()
    assert "Otherwise" not in study.title.values()


def test_refusals_are_said_on_the_page_and_strangers_find_nothing(told, client):
    campaign, (one, _two) = told
    page = reverse("campaigns:tell", args=[campaign.key])
    going_on = CampaignFactory()
    member = team(campaign=going_on, size=1)[0]
    other = Client()
    other.get(f"/p/{open_link(person=member.person, scope='page', at=NOW)}")
    early = reverse("campaigns:tell", args=[going_on.key])

    assert "still goes on" in other.get(early).content.decode()
    assert other.post(early, {"do": "begin"}).status_code == 409
    assert one.post(page, {"do": "agree"}).status_code == 404
    assert one.get(reverse("campaigns:tell_write", args=[campaign.key])).status_code == 404
    assert other.get(page).status_code == 404
    assert client.get(page).status_code == 302  # a visitor is asked to sign in

    one.post(page, {"do": "begin"})
    assert one.post(page, {"do": "agree"}).status_code == 409


def test_who_waits_to_be_read_waits_in_order():
    first, second = handed_over(), handed_over()
    naming.ask_name(
        study=first, person=telling.to_be_asked(first)[0].person, role="a nurse", **SAID
    )

    assert list(telling.waiting_to_be_read()) == [first, second]
    assert due(Actor.public(), at=NOW) == []
    assert [(one.what, one.minutes) for one in due(Actor.system(), at=NOW)] == [
        ("Read 2 case studies that teams told", 20)
    ]
    for study in (first, second):
        studies.take_study_back(study=study, **SAID)
    assert due(Actor.system(), at=NOW) == []
