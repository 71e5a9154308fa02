"""The library: found by words and filters, read in one's language, named only as agreed."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions import naming
from commonroot.campaigns.models import CaseStudy, StudyFacet, StudyPerson, StudySession
from commonroot.campaigns.queries import studies as queries
from commonroot.campaigns.queries import study_pages
from commonroot.campaigns.rules.studies import index, study_key, wanted, years
from commonroot.consent import actions as consent
from commonroot.consent.models import Agreement
from commonroot.core.fields import Translated
from commonroot.messaging.models import Letter
from commonroot.people.actions import open_link
from tests.factories.campaigns import (
    CampaignFactory,
    CaseStudyFactory,
    EntryFactory,
    PartFactory,
)
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.factories.programmes import SessionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SAID = {"by": Actor.system(), "at": NOW}


def told(title: str, *, facets: dict[str, list[str]] | None = None, **more) -> CaseStudy:
    """A published study with its words as the actions keep them."""
    study = CaseStudyFactory(title=Translated({"en": title}), words=index([title]), **more)
    for kind, codes in (facets or {}).items():
        StudyFacet.objects.bulk_create(
            StudyFacet(study=study, kind=kind, code=code) for code in codes
        )
    return study


def titles(**asked: str) -> list[str]:
    """What is found, by title, in the order of the alphabet."""
    found = queries.found(queries.asked_for(asked))
    return sorted(str(one.title) for one in found.rows)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("kisumu", ["Water in Kisumu"]),
        ("WATER kis", ["Water in Kisumu"]),
        ("hopital", ["L’hôpital de Lumé"]),
        ("مستشفى", ["مستشفي الوادي"]),
        ("mstshfy", ["مستشفي الوادي"]),
        ("kasomu", ["Water in Kisumu"]),  # no word begins so: it sounds so
        ("zzz", []),
        ("a", []),  # too short to sound like anything
        ("", ["L’hôpital de Lumé", "Water in Kisumu", "مستشفي الوادي"]),
    ],
)
def test_a_study_is_found_by_its_words_in_any_script_and_by_their_sound(typed, expected):
    for title in ("Water in Kisumu", "L’hôpital de Lumé", "مستشفي الوادي"):
        told(title)
    told("Water nobody may read yet", state=CaseStudy.State.ASKED)

    assert titles(words=typed) == expected


def test_filters_narrow_together_and_say_how_many_are_left():
    told("One", service="water", country="KE", outcome="lost", facets={"failed": ["late", "few"]})
    told("Two", service="water", country="BR", outcome="won", facets={"failed": ["late"]})
    told("Three", service="care", country="", outcome="won", facets={"tactic": ["strike"]})

    found = queries.found(queries.asked_for({"service": "water", "failed": "late"}))

    left = {one.name: one.options for one in found.choices}
    assert found.count == 2
    assert [words for words, _address in found.said] == [
        "water and sanitation",
        "we began too late",
    ]
    assert left["country"] == (("BR", "Brazil", 1), ("KE", "Kenya", 1))
    assert left["failed"] == (("late", "we began too late", 2), ("few", "too few took part", 1))
    assert left["tactic"] == ()
    assert titles(failed="few") == titles(outcome="lost") == titles(country="ke") == ["One"]
    assert titles(tactic="no such thing", service="none") == ["One", "Three", "Two"]


def test_the_library_asks_the_same_number_of_questions_for_one_and_for_many(
    django_assert_num_queries,
):
    for number in range(12):
        told(f"Case {number}", facets={"failed": ["late"]})

    with django_assert_num_queries(4):
        found = queries.found(queries.asked_for({"words": "case"}))
        rows = queries.listed(found.rows.defer("words", "texts")[:12])

    assert [row.failed for row in rows] == [("we began too late",)] * 12


@pytest.mark.parametrize(
    ("span", "words"),
    [((2019, 2021), "2019–2021"), ((2019, 2019), "2019"), ((2019, None), "since 2019"),
     ((None, 2021), "2021"), ((None, None), "")],
)  # fmt: skip
def test_years_are_told_as_people_say_them(span, words):
    assert years(*span, goes_on="since {year}") == words


def test_a_study_is_known_by_its_address_in_any_language():
    key = "a" * 22

    assert study_key(f"https://school.example/en/studies/{key}/") == key
    assert study_key(f"/studies/{key}") == key
    assert study_key("a book on my shelf") == ""
    assert wanted(" – ") == []


def standing(study: CaseStudy) -> list[tuple[str, str]]:
    """Who stands in it, as the page says: (part, name)."""
    return [(one.role, one.name) for one in study_pages.standing(study, at=NOW)]


def stands(study: CaseStudy, name: str, *, shown: str = "name", **person) -> StudyPerson:
    """Somebody who was asked and answered."""
    asked = PersonFactory(shown_name=name, **person)
    ContactWayFactory(person=asked)
    place = naming.ask_name(study=study, person=asked, role="a nurse", **SAID)
    naming.stand_as(place=place, shown=shown, name="", language="en", **SAID)
    return place


def test_nobody_stands_there_by_name_but_whom_the_gate_lets(monkeypatch):
    study = CaseStudyFactory()
    stands(study, "Amina Wekesa")
    stands(study, "Ben Otieno", shown="role")
    stands(study, "Chao Li", shown="none")
    stands(study, "Dalia Nur", risk="high")
    taken_back = stands(study, "Esi Mensah")
    asked = PersonFactory(shown_name="Farid Amin")
    naming.ask_name(study=study, person=asked, role="a driver", **SAID)
    consent.answer(
        person=taken_back.person,
        purpose="naming",
        audience=study_pages.seen_with(study.key),
        yes=False,
        how="page",
        **SAID,
    )

    assert standing(study) == [
        ("a nurse", "Amina Wekesa"),
        ("a nurse", ""),
        ("a nurse", ""),
        ("a nurse", ""),
        ("a driver", ""),
    ]

    # The control: without the gate the name that was taken back stands there.
    monkeypatch.setattr(study_pages, "allowed", lambda rows, _path, **_asked: rows)
    assert ("a nurse", "Esi Mensah") in standing(study)


def test_whoever_answers_is_asked_once_and_may_change_it_at_once():
    study = CaseStudyFactory()
    place = stands(study, "Amina Wekesa")
    again = naming.ask_name(study=study, person=place.person, role="other", **SAID)
    before = standing(study)

    naming.stand_as(place=place, shown="role", name="Amina", language="en", **SAID)

    letter = Letter.objects.get()
    assert (again, letter.template) == (place, "campaigns/emails/study_name")
    assert before == [("a nurse", "Amina Wekesa")]
    assert standing(study) == [("a nurse", "")]
    assert Agreement.objects.get(purpose="naming").state == "withdrawn"

    naming.stand_as(place=place, shown="name", name=" A. Wekesa ", language="en", **SAID)
    assert standing(study) == [("a nurse", "A. Wekesa")]

    naming.drop_name(place=place, **SAID)
    assert standing(study) == []
    assert Agreement.objects.get(purpose="naming").state == "withdrawn"


def test_somebody_answers_by_their_link_and_nobody_else_does(school, client):
    study = CaseStudyFactory()
    person = PersonFactory(shown_name="Amina Wekesa")
    place = naming.ask_name(study=study, person=person, role="a nurse", **SAID)
    mine, other = (
        open_link(person=one, scope="answer", thing=f"study_person:{key}", at=NOW)
        for one, key in ((person, place.key), (PersonFactory(), "x" * 22))
    )
    address = reverse("campaigns:named", args=[place.key])
    stranger = Client()
    stranger.get(f"/p/{other}")

    refused = stranger.post(address, {"shown": "name"})
    opened = client.get(f"/p/{mine}")
    unsure = client.post(address, {"name": "Amina"})
    saved = client.post(address, {"shown": "name", "name": "Amina"}, follow=True)

    assert refused.status_code == 404
    assert opened["Location"] == address
    assert "Choose one of the three" in unsure.content.decode()
    assert "It stands as you said" in saved.content.decode()
    consent.install_wordings(at=NOW)
    own = Client()
    own.get(f"/p/{open_link(person=person, scope='page', at=NOW)}")
    mine_now = own.get(reverse("web:me")).content.decode()
    assert "You stand in it: by name. Change it" in mine_now
    assert "May your name stand in a case study before everybody?" in mine_now
    page = Client().get(reverse("campaigns:study", args=[study.key])).content.decode()
    assert "<bdi>Amina</bdi>" in page


def test_a_study_is_read_by_everybody_light_and_told_to_machines(school, client):
    study = told(
        "Ward 7 stays open",
        facets={"failed": ["late"], "tactic": ["vote"]},
        texts={
            "differently": {"en": "Begin with the night shift."},
            "problem": {"en": "Ward 7 was to be leased </script>."},
            "references": {"en": "https://example.org/report\nA film"},
        },
        from_year=2019,
        to_year=2021,
        told_by="the night shift",
    )
    session = SessionFactory(programme__published_at=NOW)
    StudySession.objects.create(study=study, session=session)
    shared = CampaignFactory(name="Ward 9", shared_to="public")
    PartFactory(campaign=shared, tool="lessons", shared_to="public")
    hidden = CampaignFactory(name="Ward 11", shared_to="public")
    for campaign in (shared, hidden):
        EntryFactory(
            campaign=campaign, kind="lesson", said={"study": study_pages.lasting_address(study)}
        )

    response = client.get(reverse("campaigns:study", args=[study.key]))

    page = response.content.decode()
    for words in ("Begin with the night shift.", "we began too late", "a vote or election",
                  "2019–2021", "the night shift", "Ward 9", "Free, with the name"):  # fmt: skip
        assert words in page
    assert '"temporalCoverage": "2019/2021"' in page
    assert "leased \\u003c/script" not in page  # only what stands in the data block is told there
    assert "Ward 11" not in page
    assert str(session.title) in page
    assert len(response.content) < 15_000


@pytest.mark.parametrize("state", ["draft", "asked", "withdrawn"])
def test_what_is_not_public_is_not_there_by_any_way(school, client, state):
    study = CaseStudyFactory(state=state, title=Translated({"en": "Secret ward"}))
    session = SessionFactory(programme__published_at=NOW)
    StudySession.objects.create(study=study, session=session)
    feed = reverse("campaign_feeds:studies_atom")

    pages = [
        client.get(address).content.decode()
        for address in (
            reverse("campaigns:study", args=[study.key]),
            reverse("campaigns:studies"),
            reverse("campaigns:studies") + "?words=secret",
            reverse("registration:session", args=[session.key]),
            feed,
        )
    ]

    assert not any("Secret ward" in page for page in pages)
    assert client.get(reverse("campaigns:study", args=[study.key])).status_code == 404


def test_news_readers_hear_of_new_ones_each_in_its_language():
    CaseStudyFactory(
        told_in="fr", title=Translated({"fr": "L’eau"}), summary=Translated({"fr": "Un puits."})
    )

    feed = ET.fromstring(study_pages.atom(school=None))

    atom = "{http://www.w3.org/2005/Atom}"
    entry = feed.find(f"{atom}entry")
    assert entry.findtext(f"{atom}title") == "L’eau"
    assert "/fr/studies/" in entry.find(f"{atom}link").get("href")


def test_the_reader_gets_their_language_or_hears_which_it_is():
    both = CaseStudyFactory(title=Translated({"en": "Water", "ar": "ماء"}))
    one = CaseStudyFactory(
        told_in="fr", title=Translated({"fr": "Eau"}), from_year=2020, country="", place=""
    )

    with override("ar"):
        pages = [study_pages.study_page(study, school=None, at=NOW) for study in (both, one)]

    assert [(page.title, page.foreign) for page in pages] == [("ماء", ""), ("Eau", "français")]
    assert '"temporalCoverage": "2020/.."' in pages[1].json_ld


def test_the_library_page_helps_where_nothing_is(school, client):
    empty = client.get(reverse("campaigns:studies")).content.decode()
    for number in range(13):
        told(f"Case {number}")

    full = client.get(reverse("campaigns:studies")).content.decode()
    second = client.get(reverse("campaigns:studies") + "?words=case&page=2").content.decode()
    none = client.get(reverse("campaigns:studies") + "?words=qqqq").content.decode()
    sounds = client.get(reverse("campaigns:studies") + "?words=cose").content.decode()

    assert "Nobody has told a case here yet." in empty
    assert full.count("study__title") == 12
    assert second.count("study__title") == 1
    assert "No case study fits." in none
    assert "These sound like it." in sounds


def test_rows_are_called_by_what_tells_them_apart():
    study = CaseStudyFactory()
    session = StudySession.objects.create(study=study, session=SessionFactory())
    facet = StudyFacet.objects.create(study=study, kind="failed", code="late")

    assert [str(row) for row in (study, facet, stands(study, "Amina"), session)] == [
        "How Kilimo kept its hospital", "late", "name", str(session.pk),
    ]  # fmt: skip
