"""Materials: added, changed, taken away, given out to whoever may see the programme."""

from io import BytesIO

import pytest

from commonroot.accounts.roles import Actor
from commonroot.core.fields import Translated
from commonroot.files.actions import NotTaken
from commonroot.files.models import Litter, Upload
from commonroot.programmes.actions import materials as actions
from commonroot.programmes.actions.materials import Given, NothingToShow, Said
from commonroot.programmes.models import Material
from commonroot.programmes.queries import materials as reading
from tests.factories.programmes import ProgrammeFactory, SessionFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
TALK = Said(
    kind="slides",
    title="Who has the power?",
    language="en",
    licence="cc-by",
    made_by="Amina O.",
)


def paper(name="power.pdf", words=b"slides"):
    return Given(name=name, content=BytesIO(b"%PDF-1.7\n" + words))


def elsewhere(**more):
    fields = {"kind": "recording", "address": "https://video.example.org/1"} | more
    return Said(title="Recording", language="", licence="ask", **fields)


@pytest.fixture
def session(school):
    return SessionFactory(programme=ProgrammeFactory(run_by=school))


def added(session, said=TALK, *, at, **files):
    return actions.add_material(
        programme=session.programme, session=session, said=said, by=BY, at=at, **files
    )


def test_session_page_says_what_there_is_with_its_size_and_gives_it_out(client, session, at):
    added(session, file=paper(), small=paper("power.txt".replace("txt", "pdf"), b"x"), at=at)
    added(session, elsewhere(small_address="https://sound.example.org/1"), at=at)

    (slides, recording) = reading.shown_materials(reading.materials(session.programme))
    page = client.get(f"/en/sessions/{session.key}/").content.decode()
    given = client.get(slides.url)

    assert (slides.size, slides.second, slides.licence) == (
        "PDF, 15\xa0bytes",
        "slides · English · by Amina O.",
        "Free, with the name of who made it (CC BY)",
    )
    assert (recording.url, recording.size, recording.small_size) == (
        "https://video.example.org/1", "at video.example.org", "at sound.example.org",
    )  # fmt: skip
    assert [slides.url in page, slides.small_url in page, "PDF, 15\xa0bytes" in page] == [True] * 3
    assert (b"".join(given.streaming_content), given["Content-Type"]) == (
        b"%PDF-1.7\nslides", "application/pdf",
    )  # fmt: skip
    assert (given["Content-Disposition"], given["Content-Length"]) == (
        "attachment; filename*=UTF-8''power.pdf", "15",
    )  # fmt: skip
    assert b"".join(client.get(slides.small_url).streaming_content) == b"%PDF-1.7\nx"


def test_what_is_not_public_is_not_given_out(client, session, at):
    material = added(session, file=paper(), at=at)
    session.programme.published_at = None
    session.programme.save()

    answers = [
        client.get(address).status_code
        for address in (
            f"/materials/{material.key}/",
            f"/materials/{material.key}/small/",
            "/materials/nothing/",
        )
    ]

    assert answers == [404] * 3


@pytest.mark.parametrize(
    ("said", "files"), [(TALK, {}), (elsewhere(), {"file": paper()})], ids=["neither", "both"]
)
def test_a_file_or_an_address_one_of_the_two(session, at, said, files):
    with pytest.raises(NothingToShow):
        added(session, said, at=at, **files)


def test_a_file_that_is_not_taken_leaves_nothing(session, at):
    with pytest.raises(NotTaken):
        added(session, file=Given("power.exe", BytesIO(b"MZ")), at=at)

    assert (Material.objects.count(), Upload.objects.count()) == (0, 0)


def test_changing_keeps_the_file_unless_another_is_given(session, at):
    material = added(session, file=paper(), small=paper("small.pdf"), at=at)
    first, small = material.upload, material.small_upload

    def change(said, **files):
        found = reading.material(material.key)
        actions.change_material(material=found, session=None, said=said, by=BY, at=at, **files)
        return reading.material(material.key)

    named = change(Said(kind="reading", title="Power", language="", licence="ask"))
    assert (named.upload, named.small_upload, named.session, str(named.title)) == (
        first, small, None, "Power",
    )  # fmt: skip
    other = change(TALK, file=paper("b.pdf"), small=paper("c.pdf"))
    assert other.upload not in {None, first}
    moved = change(elsewhere(small_address="https://sound.example.org/1"))
    assert (moved.upload, moved.small_upload) == (None, None)
    with pytest.raises(NothingToShow):
        change(TALK)
    with pytest.raises(NothingToShow):
        change(elsewhere(), file=paper())
    assert (Upload.objects.count(), Litter.objects.count()) == (0, 4)


def test_taken_away_its_files_go_with_it(session, at):
    one, other = added(session, file=paper(), at=at), added(session, elsewhere(), at=at)

    for material in (one, other):
        actions.remove_material(material=material, by=BY, at=at)

    assert (Material.objects.count(), Upload.objects.count(), Litter.objects.count()) == (0, 0, 1)


def test_lists_of_what_was_say_what_there_is(session, at):
    added(session, elsewhere(), at=at)
    added(session, file=paper(), at=at)
    added(session, file=paper(), at=at)

    assert reading.kinds_by_session([session.pk]) == {session.pk: ["recording", "slides"]}


def test_organiser_adds_changes_and_takes_away(desk, client, session):
    session.programme.languages = ["en", "ar", "sw", "xx"]
    session.programme.recording_words = Translated({"en": "We record the talk, never questions."})
    session.programme.save()
    address = f"/en/desk/programmes/{session.programme.key}/materials/"
    typed = {
        "title": "One page", "kind": "reading", "session": session.key, "language": "sw",
        "open_to": "everybody", "licence": "cc0",
    }  # fmt: skip

    failed = desk.post(address, typed)
    desk.post(address, typed | {"file": BytesIO(b"x")})
    pdf = BytesIO(b"%PDF-1.7\nx")
    pdf.name = "page.pdf"
    desk.post(address, typed | {"file": pdf})
    material = Material.objects.get()
    listed = desk.get(f"{address}?session={session.key}").content.decode()
    edit = f"/en/desk/materials/{material.key}/"
    desk.post(edit, typed | {"title": "Two pages", "address": "https://a.example.org"})
    refused = desk.post(edit, typed | {"title": ""})
    shown = desk.get(edit).content.decode()
    public = desk.get(f"/en/programmes/{session.programme.key}/").content.decode()
    desk.post(edit, {"remove": "1"})

    assert (failed.status_code, refused.status_code) == (400, 400)
    assert "One page" in listed
    assert "Two pages" in shown
    assert "We record the talk, never questions." in public
    assert Material.objects.count() == 0


def test_materials_of_another_team_are_not_found(client, session, at):
    material = added(session, elsewhere(), at=at)

    answers = [
        client.get(address).status_code
        for address in (
            f"/en/desk/programmes/{session.programme.key}/materials/",
            f"/en/desk/materials/{material.key}/",
        )
    ]

    assert answers == [302, 302]
