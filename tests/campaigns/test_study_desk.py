"""Case studies on the desk and in a campaign: written, published, chosen, learnt from."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions import studies
from commonroot.campaigns.models import CaseStudy, Entry
from commonroot.campaigns.queries import studies as queries
from commonroot.messaging.models import Letter
from commonroot.people.actions import open_link
from commonroot.people.actions.indexing import index
from commonroot.people.models import Person
from tests.campaigns.test_studies import titles, told
from tests.factories.campaigns import CampaignFactory, CaseStudyFactory, team
from tests.factories.people import ContactWayFactory
from tests.factories.programmes import ProgrammeFactory, SessionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SAID = {"by": Actor.system(), "at": NOW}


def test_organisers_choose_studies_for_a_session_and_its_page_shows_them(desk, school):
    session = SessionFactory(programme__published_at=NOW, programme__run_by=school)
    study, other = told("Ward 7 stays open"), told("Water in Kisumu")
    address = reverse("campaigns:session_studies", args=[session.key])

    desk.get(f"{address}?words=ward")
    desk.post(address, {"studies": [study.key]})
    chosen = desk.get(address).content.decode()
    public = Client().get(reverse("registration:session", args=[session.key])).content.decode()
    desk.post(address, {"studies": [other.key]})

    assert "checked" in chosen
    assert "Ward 7 stays open" in public
    assert queries.picked(session) == {other.key}
    assert [one.key for one in queries.studies_in(session)] == [other.key]


def test_an_organiser_writes_translates_publishes_and_withdraws(desk, school):
    desk.post(reverse("campaigns:desk_studies"), {"title": "Ward 7"})
    study = CaseStudy.objects.get()
    page = reverse("campaigns:desk_study", args=[study.key])
    write = reverse("campaigns:desk_study_write", args=[study.key])
    marks, arabic = (
        {field.name: field.value() for field in desk.get(address).context["form"].marks}
        for address in (write, f"{write}?in=ar")
    )
    sent = {
        **marks,
        "title": "Ward 7",
        "service": "hospital",
        "outcome": "won",
        "licence": "cc-by",
        "failed": ["late"],
        "from_year": "2021",
        "to_year": "2019",
    }

    too_early = desk.post(page, {"do": "publish"})
    amiss = desk.post(write, sent | {"summary": "It was to close."})
    sent |= {"to_year": "2022", "summary": "It was to close."}
    kept = desk.post(write, sent)
    desk.post(f"{write}?in=ar", {**sent, **arabic, "title": "الجناح ٧"})
    desk.post(page, {"do": "publish"})

    study.refresh_from_db()
    assert too_early.status_code == 409
    assert "That is before it began." in amiss.content.decode()
    assert kept.status_code == 302
    assert study.state == "published"
    assert study.title == {"en": "Ward 7", "ar": "الجناح ٧"}
    assert study.summary == {"en": "It was to close.", "ar": "It was to close."}
    assert titles(words="الجناح") == titles(words="ward") == ["Ward 7"]
    assert desk.get(page).status_code == 200
    assert desk.post(page, {"do": "no such step"}).status_code == 404

    desk.post(page, {"do": "withdraw"})
    assert titles() == []
    desk.post(page, {"do": "drop"})
    assert not CaseStudy.objects.exists()


def test_nothing_is_done_that_its_state_does_not_allow():
    study = CaseStudyFactory()

    for step in (studies.hand_over, studies.agree, studies.ask_team, studies.drop_study):
        with pytest.raises(studies.NotNow):
            step(study=study, **SAID)
    studies.withdraw_study(study=study, **SAID)
    study.refresh_from_db()
    with pytest.raises(studies.NotNow):
        studies.withdraw_study(study=study, **SAID)
    studies.publish_study(study=study, **SAID)


def test_a_team_takes_a_lesson_from_a_study_or_from_elsewhere(school):
    study = told("Ward 7 stays open", service="hospital")
    campaign = CampaignFactory(service="hospital")
    member = team(campaign=campaign, size=1)[0]
    client = Client()
    client.get(f"/p/{open_link(person=member.person, scope='page', at=NOW)}")
    page = reverse("campaigns:lessons", args=[campaign.key])

    offered = client.get(page).content.decode()
    chosen = client.get(f"{page}?from={study.key}").context["form"]
    taken = {"taken": "Ask who signs.", "study": chosen["study"].value(), "applied": ""}
    noted = client.post(f"{page}?from={study.key}", taken)
    nothing = client.post(page, {"taken": "", "study": "", "applied": ""})
    client.post(page, {"taken": "Sing.", "study": "A book on my shelf", "applied": "Each week"})
    shown = client.get(page).content.decode()

    assert "Ward 7 stays open" in offered
    assert (noted.status_code, nothing.status_code) == (302, 200)
    assert f'/studies/{study.key}/">' in shown
    for words in ("Ask who signs.", "Sing.", "A book on my shelf", "Each week"):
        assert words in shown
    assert Client().get(page).status_code in {302, 404}

    Entry.objects.bulk_create(
        Entry(campaign=campaign, kind="lesson", said={}, made_at=NOW, changed_at=NOW)
        for _number in range(100)
    )
    full = client.post(page, {"taken": "One more", "study": "", "applied": ""})
    assert "notice--clay" in full.content.decode()
    assert Entry.objects.filter(campaign=campaign).count() == 102


def test_of_the_schools_own_studies_organisers_ask_for_names(desk, school):
    study = CaseStudyFactory(state="draft")
    page = reverse("campaigns:desk_study", args=[study.key])
    amina, careful = (ContactWayFactory(person__shown_name=f"Amina {one}").person for one in "AB")
    for one in (amina, careful):
        index(one)
    Person.objects.filter(pk=careful.pk).update(risk="high")
    asked = {"do": "names", "who": "amina", "person": amina.key, "role": "A nurse"}

    found = desk.get(f"{page}?who=amina").context["could"]
    desk.post(page, asked | {"person": careful.key})
    desk.post(page, asked)
    again = desk.get(f"{page}?who=amina")
    place = study.people.get()

    assert ([one.pk for one in found], again.context["could"]) == ([amina.pk], [])
    assert "not answered yet" in again.content.decode()
    assert (place.person, place.role, place.shown) == (amina, "A nurse", "asked")
    assert Letter.objects.get().template == "campaigns/emails/study_name"
    assert desk.post(page, {"do": "names", "out": "gone"}).status_code == 404
    desk.post(page, {"do": "names", "out": place.key})
    assert not study.people.exists()
    campaign = CampaignFactory(programme=ProgrammeFactory(run_by=school))
    CaseStudy.objects.update(campaign=campaign, state="asked")
    assert desk.post(page, asked).status_code == 404
    assert not desk.get(page).context["asks_names"]
