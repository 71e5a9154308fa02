"""What people made: recording, makers, the comment."""

import pytest

from commonroot.accounts.roles import Actor
from commonroot.engagement import actions, queries
from commonroot.engagement.models import CircleLetter, Maker, Project
from tests.factories.engagement import (
    CourseFactory,
    KenyaFactory,
    MakerFactory,
    ParticipationFactory,
    ProjectFactory,
    ThemeFactory,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


def test_record_keeps_the_words_and_each_makers_choice(at):
    programme, theme = CourseFactory(), ThemeFactory()
    amina = ParticipationFactory(programme=programme).person
    otieno = ParticipationFactory(programme=programme).person

    project = actions.record_project(
        programme=programme,
        title="Water\nin Kisumu",
        kind="poster",
        country="KE",
        theme=theme,
        makers={amina.key: "name", otieno.key: "unnamed"},
        by=BY,
        at=at,
    )

    assert (project.title, project.country, project.theme) == ("Water in Kisumu", "KE", theme)
    assert [(maker.person, maker.naming) for maker in queries.makers(project)] == [
        (amina, "name"),
        (otieno, "unnamed"),
    ]
    assert list(queries.projects(programme)) == [project]
    assert queries.project(project.key) == project


def test_record_refuses_a_maker_who_did_not_take_part(at):
    programme = CourseFactory()

    with pytest.raises(actions.NotOfTheProgramme):
        actions.record_project(
            programme=programme,
            title="x",
            kind="plan",
            makers={PersonFactory().key: "name"},
            by=BY,
            at=at,
        )

    assert Project.objects.count() == 0


def test_edit_changes_words_and_makers_and_leaves_the_comment(at):
    project = ProjectFactory()
    leaving = MakerFactory(project=project).person
    staying = ParticipationFactory(programme=project.programme).person
    ParticipationFactory(programme=project.programme, person=leaving)

    actions.edit_project(
        project=project,
        title="Night shifts",
        kind="plan",
        makers={staying.key: "name"},
        by=BY,
        at=at,
    )

    project.refresh_from_db()
    assert (project.title, project.kind, project.comment) == (
        "Night shifts",
        "plan",
        "Clear and brave.",
    )
    assert list(Maker.objects.values_list("person", "naming")) == [(staying.pk, "name")]
    assert [maker.project for maker in queries.projects_of(staying)] == [project]


def test_comment_is_what_the_circle_reads(at):
    project = ProjectFactory(comment="")

    actions.comment_project(project=project, comment="Name who decides.", by=BY, at=at)

    project.refresh_from_db()
    assert (project.comment, project.updated_at) == ("Name who decides.", at)


def test_a_project_of_a_course_still_open_drafts_no_letter(at):
    programme, theme = CourseFactory(closed_at=None), ThemeFactory()

    actions.record_project(
        programme=programme, title="x", kind="plan", makers={}, theme=theme, by=BY, at=at
    )

    assert CircleLetter.objects.count() == 0


def test_a_project_of_a_closed_course_drafts_letters_to_whom_it_concerns(at):
    programme, theme, kenya = CourseFactory(), ThemeFactory(), KenyaFactory()
    KenyaFactory(country="UG", state="closed")
    given = {"programme": programme, "title": "x", "kind": "plan", "makers": {}, "by": BY, "at": at}

    actions.record_project(theme=theme, **given)
    actions.record_project(country="KE", **given)
    actions.record_project(country="UG", **given)

    assert list(CircleLetter.objects.order_by("pk").values_list("circle", flat=True)) == [
        theme.pk,
        kenya.pk,
    ]
