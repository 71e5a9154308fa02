"""What belongs to a work: its makers decide, its picture hides nothing, who sees it."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image

from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.consent.rules import Purpose
from commonroot.engagement import actions as engagement
from commonroot.engagement import queries
from commonroot.engagement.actions import making as actions
from commonroot.engagement.models import Maker
from commonroot.engagement.permissions import closing as permissions
from commonroot.engagement.queries import gallery
from commonroot.files.actions import NotTaken
from commonroot.files.models import Litter
from commonroot.files.queries import content
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from tests.engagement.visiting import sent
from tests.factories.engagement import (
    CircleLetterFactory,
    CourseFactory,
    KenyaFactory,
    MakerFactory,
    ParticipationFactory,
    ProjectFactory,
    agree,
    named_person,
    take_part,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
BY = Actor.system()
SAID = {"by": BY, "at": NOW}


def a_picture(size=(900, 600)) -> BytesIO:
    """A photograph with a place hidden in it."""
    hidden = Image.Exif()
    hidden[0x010E] = "Canary place"
    out = BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(out, "JPEG", exif=hidden)
    out.seek(0)
    return out


def appears(maker, naming="name", show="yes") -> None:
    """A maker says how they appear."""
    actions.appear_as(maker=maker, naming=naming, gallery=show, language="en", **SAID)


def test_each_maker_is_asked_once_if_the_gate_lets_them_be_written_to():
    maker, unasked = MakerFactory(), MakerFactory()
    take_part(maker.person, maker.project.programme)

    asked = [
        actions.ask_makers(programme=one.project.programme, **SAID)
        for one in (maker, maker, unasked)
    ]

    assert asked == [1, 0, 0]
    assert Letter.objects.get().template == "engagement/emails/ask_maker"


@pytest.mark.parametrize(
    ("naming", "show", "names", "public"),
    [
        ("name", "yes", ("Amina Wekesa",), True),
        ("initials", "yes", ("A. W.",), True),
        ("unnamed", "yes", (), True),
        ("name", "no", (), False),
    ],
)
def test_a_maker_decides_alone_how_they_stand_before_everybody(naming, show, names, public):
    maker = MakerFactory(person=named_person("Amina Wekesa"))

    appears(maker, naming, show)

    assert gallery.is_public(maker.project) == public
    assert gallery.with_public_names([maker.project], at=NOW)[0].names == names
    assert maker.said_at == NOW


def test_less_than_before_takes_the_work_and_the_name_away_at_once():
    maker = MakerFactory()
    appears(maker)
    actions.put_in_gallery(project=maker.project, yes=True, **SAID)
    shown = list(gallery.public_projects())

    appears(maker, show="no")

    maker.project.refresh_from_db()
    assert (shown, maker.project.gallery_at) == ([maker.project], None)
    assert not gallery.is_named_publicly(maker, at=NOW)


def test_a_work_is_public_only_if_all_its_makers_say_so_and_none_has_paused():
    maker = MakerFactory()
    other = MakerFactory(project=maker.project)
    appears(maker)
    with pytest.raises(actions.NotForEverybody):
        actions.put_in_gallery(project=maker.project, yes=True, **SAID)
    appears(other)
    actions.put_in_gallery(project=maker.project, yes=True, **SAID)
    shown = gallery.public_projects().exists()

    consent.pause(person=other.person, by=BY, at=NOW)

    assert shown
    assert not gallery.public_projects().exists()
    assert not gallery.is_public(maker.project)
    actions.put_in_gallery(project=maker.project, yes=False, **SAID)
    assert maker.project.gallery_at is None


def test_a_yes_taken_back_or_high_care_names_nobody():
    maker = MakerFactory()
    careful = MakerFactory(project=maker.project, person__risk="high")
    for one in (maker, careful):
        appears(one)
    consent.answer(
        person=maker.person,
        purpose=Purpose.NAMING,
        audience=gallery.seen_with(maker.project.key),
        yes=False,
        how="page",
        **SAID,
    )

    assert gallery.with_public_names([maker.project], at=NOW)[0].names == ()


def test_nobody_decides_for_a_maker_who_decided():
    course = CourseFactory()
    person = ParticipationFactory(programme=course).person
    project = engagement.record_project(
        programme=course, title="Wells", kind="poster", makers={person.key: "name"}, **SAID
    )
    appears(project.makers.get(), "unnamed", "no")

    engagement.edit_project(
        project=project, title="Wells", kind="poster", makers={person.key: "name"}, **SAID
    )

    assert project.makers.get().naming == "unnamed"


def test_a_picture_is_drawn_anew_with_words_and_a_small_one():
    project = ProjectFactory()
    given = {"project": project, "name": "wells.jpg", "faces": "none", **SAID}
    with pytest.raises(actions.WordsMissing):
        actions.set_picture(picture=a_picture(), words=" ", **given)

    actions.set_picture(picture=a_picture(), words="A well", **given)

    kept = b"".join(content(project.picture))
    assert b"Canary" not in kept
    assert Image.open(BytesIO(kept)).size == (900, 600)
    assert (project.preview.bytes <= 7 * 1024, project.preview.width <= 320) == (True, True)
    actions.set_picture(picture=None, words="A deep well", **given)
    assert project.picture_words == "A deep well"
    actions.set_picture(picture=a_picture((40, 40)), words="Another", **given)
    actions.drop_picture(project=project, **SAID)
    assert (project.picture, project.picture_words, Litter.objects.count()) == (None, "", 4)


def test_what_is_no_picture_is_not_taken():
    given = {"project": ProjectFactory(), "words": "x", "faces": "none", **SAID}

    with pytest.raises(actions.NotAPicture):
        actions.set_picture(picture=BytesIO(b"Only words."), name="a.txt", **given)
    with pytest.raises(NotTaken):
        actions.set_picture(picture=BytesIO(b"\xff\xd8\xff broken"), name="a.jpg", **given)


@pytest.mark.parametrize(
    ("faces", "seen"), [("none", True), ("agreed", True), ("not_all", False), ("", False)]
)
def test_a_picture_leaves_the_team_only_without_faces_against_their_will(faces, seen, organiser):
    maker = MakerFactory(project__faces=faces)
    project = maker.project
    appears(maker)
    actions.put_in_gallery(project=project, yes=True, **SAID)
    letter = sent(CircleLetterFactory(programme=project.programme))
    letter.facts["works"] = [{"key": project.key}]
    letter.save()
    circle = Actor(kind="link", scope="answer", thing=f"circle_letter:{letter.key}")
    own = Actor(kind="link", scope="answer", thing="made:x", person_id=maker.person_id)
    other = Actor(kind="link", scope="answer", thing="circle_letter:none", person_id=-1)
    asked = (organiser, own, circle, Actor.public())

    assert [permissions.can_see_picture(one, project) for one in asked] == [True, True, seen, seen]
    actions.put_in_gallery(project=project, yes=False, **SAID)
    assert not permissions.can_see_picture(other, project)


def test_a_status_is_said_for_each_agreed_moment_and_said_again():
    maker = MakerFactory()
    project = maker.project

    first = engagement.say_project_status(project=project, state="started", **SAID)
    engagement.say_project_status(project=project, state="running", months=6, **SAID)
    engagement.say_project_status(project=project, state="achieved", months=6, **SAID)

    assert first.months == 0
    assert [(row.months, row.state) for row in gallery.statuses(project)] == [
        (0, "started"),
        (6, "achieved"),
    ]
    assert list(gallery.works_to_ask(maker.person, project.programme)) == [project]
    with pytest.raises(ValueError, match="7"):
        engagement.say_project_status(project=project, state="running", months=7, **SAID)


def test_a_status_of_a_course_without_dates_is_said_for_its_end():
    project = ProjectFactory(programme__starts_on=None, programme__ends_on=None)

    assert engagement.say_project_status(project=project, state="planned", **SAID).months == 0


def test_an_organiser_sees_the_works_of_their_teams_alone(organiser):
    project = ProjectFactory()

    assert list(gallery.works_seen_by(organiser)) == [project]
    assert list(gallery.works_seen_by(Actor.public())) == []


def test_the_letter_tells_of_a_work_elsewhere_only_if_a_maker_here_agreed():
    course = CourseFactory()
    letter = CircleLetterFactory(programme=course, circle=KenyaFactory())
    told, silent = named_person("Amina Wekesa"), MakerFactory(person__country="KE").person
    for person, title in ((told, "Seen"), (silent, "Unseen")):
        ParticipationFactory(programme=course, person=person)
        project = ProjectFactory(programme=course, title=title, country="UG")
        MakerFactory(project=project, person=person, naming=Maker.Naming.INITIALS)

    content_now = queries.content(letter, at=NOW).content

    assert [(one.work.title, one.names) for one in content_now.works] == [("Seen", ("A. W.",))]
    assert (content_now.named, content_now.told) == ((), (told.key,))
    sheet = queries.sheet(letter, queries.content(letter, at=NOW), at=NOW)
    assert sheet.works[0].byline == "A poster by A. W."
    agree(told, Purpose.COUNTRY_CIRCLE, yes=False)
    assert queries.content(letter, at=NOW).content.works == ()
    assert Person.objects.filter(pk=silent.pk).exists()


def test_whoever_opens_their_own_page_decides_for_themself_alone():
    maker = MakerFactory()
    own = Actor(kind="link", scope="page", person_id=maker.person_id)
    other = Actor(kind="link", scope="page", person_id=-1)

    may = [permissions.can_decide_naming(one, maker) for one in (own, other, Actor.public())]

    assert may == [True, False, False]
