"""What came of courses is counted with everybody in it, and told to everybody without anybody."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commonroot.consent.rules import Purpose
from commonroot.engagement import actions
from commonroot.engagement.models import (
    ChangeCard,
    ChangeDecision,
    FollowUp,
    Introduction,
    Liaison,
    Participation,
    ProjectStatus,
    PublicOutcome,
)
from commonroot.engagement.queries import outcome_words as words
from commonroot.engagement.queries.outcomes import (
    Asked,
    courses,
    outcomes,
    public_outcome,
)
from commonroot.engagement.rules import months_after
from commonroot.engagement.rules.outcomes import Days, Share, Trace, days, outcome
from commonroot.people.models import Affiliation, Organisation, OrganisationTie
from tests.factories.engagement import (
    CircleLetterFactory,
    CourseFactory,
    FollowUpFactory,
    IntroductionFactory,
    KenyaFactory,
    ParticipationFactory,
    ProjectFactory,
    PromiseFactory,
    RegionFactory,
    ThemeFactory,
    WaveFactory,
    agree,
)
from tests.factories.people import PersonFactory

END = date(2026, 5, 14)
LATER = datetime(2027, 6, 1, 12, tzinfo=UTC)
New, Elsewhere, Movement = (
    Participation.Background.NEW, Participation.Background.ELSEWHERE,
    Participation.Background.MOVEMENT,
)  # fmt: skip


# Rules


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 5, 14), 3, date(2026, 8, 14)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_months_end_on_the_same_day_or_the_last(day, months, later):
    assert months_after(day, months) == later


def test_what_is_not_over_is_not_known_and_what_came_late_is_no():
    traces = [
        Trace("new", END, introduced_on=END + timedelta(days=20)),
        Trace("new", END, introduced_on=END + timedelta(days=200)),
        Trace("new", END),
    ]

    soon = outcome("new", traces, today=END + timedelta(days=100))
    late = outcome("new", traces, today=END + timedelta(days=400))

    assert (soon.linked[3], soon.linked[6]) == (Share(1, 2, 0), Share(1, 0, 2))
    assert (late.linked[3], late.linked[6], late.linked[12]) == (
        Share(1, 2, 0), Share(1, 2, 0), Share(2, 1, 0),
    )  # fmt: skip
    assert soon.linked[12].of == 3


def test_days_are_told_with_their_number():
    assert (days([4, 30, 9]), days([])) == (Days(4, 9, 30, 3), None)


# From records


@pytest.fixture
def course(school):
    """A course of the school that ended in May 2026."""
    return CourseFactory(run_by=school)


def somebody(course, background=New, *, keeps=True, **person):
    """Who took part, and agreed to stay in the register."""
    row = ParticipationFactory(
        programme=course, background=background, person=PersonFactory(**{"country": "KE"} | person)
    )
    if keeps:
        agree(row.person, Purpose.REGISTER)
    return row.person


@pytest.fixture
def told(course):
    """Four who are counted and two who are not; what each is known to have done."""
    halima = somebody(course, New, country="KE", confirmed_at=LATER - timedelta(days=20))
    tomas = somebody(course, Elsewhere, country="CO")
    rosa = somebody(course, Elsewhere, country="CO", organisation="Nurses for Rio")
    musa = somebody(course, Movement, country="")
    somebody(course, Movement, keeps=False)
    somebody(course, Movement, frozen_at=LATER)
    half = WaveFactory(programme=course, months=6, due_on=date(2026, 11, 14), sent_at=LATER)
    year = WaveFactory(
        programme=course, months=12, due_on=date(2027, 5, 14),
        sent_at=datetime(2027, 5, 14, 8, tzinfo=UTC),
    )  # fmt: skip
    said = {"state": FollowUp.State.ANSWERED, "answered_at": LATER}
    FollowUpFactory(wave=half, person=halima, engagement="less", said={"opening": "none"}, **said)
    FollowUpFactory(wave=year, person=halima, engagement="more", said={"opening": "found"}, **said)
    FollowUpFactory(wave=year, person=tomas, engagement="same",
                    said={"helped": "no", "linked": "joint", "teaching": "no"}, **said)  # fmt: skip
    elsewhere = WaveFactory(programme=CourseFactory(closed_at=None), months=6, sent_at=LATER)
    FollowUpFactory(wave=elsewhere, person=rosa, state=FollowUp.State.SILENT)
    FollowUpFactory(wave=year, person=rosa, state=FollowUp.State.UNSAFE)
    FollowUpFactory(wave=year, person=musa, state=FollowUp.State.WITHDRAWN)
    IntroductionFactory(
        person=halima, state=Introduction.State.ACTIVE, letter__programme=course,
        introduced_at=datetime(2026, 7, 1, tzinfo=UTC), active_at=datetime(2026, 8, 1, tzinfo=UTC),
    )  # fmt: skip
    IntroductionFactory(
        person=musa, state=Introduction.State.LEFT, letter=None, circle=KenyaFactory(),
        introduced_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    PromiseFactory(
        person=tomas, programme=course, outcome="still",
        answered_at=datetime(2026, 9, 1, tzinfo=UTC),
    )  # fmt: skip
    PromiseFactory(person=musa, programme=course, outcome="not_now", answered_at=LATER)
    ParticipationFactory(
        person=musa, role=Participation.Role.PRESENTER, recorded_at=LATER,
        programme=CourseFactory(starts_on=date(2027, 2, 1), closed_at=None),
    )  # fmt: skip
    return halima, tomas, rosa, musa


def found(course, organiser, **asked):
    """What came of one course."""
    return outcomes(Asked(programme=course, **asked), actor=organiser, at=LATER)


def test_everybody_is_counted_or_said_to_be_left_out(course, told, organiser):
    came = found(course, organiser)

    assert (came.whole.people, came.left_out) == (4, 2)
    assert [(one.background, one.people) for one in came.groups] == [
        (Movement, 1), (Elsewhere, 2), (New, 1),
    ]  # fmt: skip
    assert (came.whole.more, came.whole.same, came.whole.less, came.whole.unknown) == (1, 1, 0, 2)
    assert (came.countries, came.elsewhere) == ({"KE": 1, "CO": 2}, 1)
    assert [(one.months, one.listed, one.ends) for one in came.rounds] == [
        (6, 1, {"answered": 1}),
        (12, 4, {"answered": 2, "unsafe": 1, "withdrawn": 1}),
    ]


def test_what_people_did_is_counted_by_where_they_started(course, told, organiser):
    came = found(course, organiser)
    movement, elsewhere, new = came.groups

    assert (new.strengthened, elsewhere.strengthened) == (Share(1, 0, 0), Share(0, 1, 1))
    assert (new.confirmed, movement.confirmed) == (Share(1, 0, 0), Share(0, 1, 0))
    assert (new.linked[3], movement.linked[12]) == (Share(1, 0, 0), Share(0, 1, 0))
    assert (new.active, new.first_step, elsewhere.first_step) == (
        Share(1, 0, 0), Share(1, 0, 0), Share(1, 1, 0),
    )  # fmt: skip
    assert (movement.teaching, elsewhere.teaching) == (Share(1, 0, 0), Share(0, 1, 1))
    assert (movement.kept, elsewhere.kept) == (Share(0, 1, 0), Share(1, 0, 1))
    assert elsewhere.network == Share(1, 1, 0)
    assert movement.network == Share(0, 0, 1)


def test_a_tie_of_their_organisation_links_their_network(course, told, organiser):
    _halima, tomas, _rosa, _musa = told
    page = Organisation.objects.create(
        name="Nurses for Rio", also=["nurses rio"], sort_key="nurses for rio", created_at=LATER
    )
    OrganisationTie.objects.create(
        organisation=page, kind="joint", since=date(2026, 6, 1), said_at=LATER
    )
    Affiliation.objects.create(
        person=tomas, organisation="Something else", source="said", said_on=date(2026, 5, 1)
    )

    assert found(course, organiser).groups[1].network == Share(2, 0, 0)


def test_the_work_itself_is_counted_too(course, organiser):
    Liaison.objects.create(
        programme=course, country="KE", made_at=LATER,
        asked_at=datetime(2026, 4, 1, tzinfo=UTC),
    )  # fmt: skip
    Liaison.objects.create(programme=course, country="CO", made_at=LATER, asked_at=LATER)
    Liaison.objects.create(programme=course, country="BR", made_at=LATER)
    CircleLetterFactory(
        programme=course, sent_at=datetime(2026, 6, 3, tzinfo=UTC), answered_at=LATER
    )
    CircleLetterFactory(programme=course, circle=ThemeFactory())
    ProjectFactory(programme=course)
    running = ProjectFactory(programme=course, country="CO")
    for months, state in ((0, "planned"), (6, "running")):
        ProjectStatus.objects.create(project=running, months=months, state=state, said_at=LATER)
    card = ChangeCard.objects.create(programme=course, text="More breaks", made_at=LATER)
    ChangeCard.objects.create(programme=course, text="Name tags", made_at=LATER)
    ChangeDecision.objects.create(
        card=card, programme=CourseFactory(), state="done", changed_at=LATER
    )

    came = found(course, organiser)

    work = came.work
    assert (work.countries, work.contacted, work.before_start) == (3, 2, 1)
    assert (work.letters, work.sent, work.answered) == (2, 1, 1)
    assert work.days_to_letter == Days(20, 20, 20, 1)
    assert came.projects == {"": 1, "running": 1}
    assert work.changes == [("More breaks", "done"), ("Name tags", "open")]
    assert [sign for sign, _text in words.gaps(came)] == ["late", "late", "done", "waiting"]
    assert words.work_facts(came)[3][1] == "20 days in the middle (20 to 20), 1 letters"
    assert sum(bar["value"] for bar in words.project_bars(came)) == came.works == 2


@pytest.mark.parametrize(
    ("circle", "people"),
    [
        (KenyaFactory, 1),
        (lambda: KenyaFactory(country="CO", region=RegionFactory()).region, 2),
        (ThemeFactory, 0),
    ],
)
def test_a_circle_counts_its_own(course, told, organiser, circle, people):
    assert found(course, organiser, circle=circle()).whole.people == people


def test_years_and_teams_bound_what_is_counted(course, told, organiser):
    other = CourseFactory()
    somebody(other)

    assert set(courses(organiser)) == {course, other}
    assert outcomes(Asked(last=2025), actor=organiser, at=LATER).courses == []
    assert outcomes(Asked(first=2026), actor=organiser, at=LATER).whole.people == 5


def test_the_number_of_queries_does_not_grow(
    course, told, organiser, django_assert_max_num_queries
):
    for _ in range(3):
        other = CourseFactory(run_by=course.run_by)
        for _ in range(3):
            somebody(other, Elsewhere, organisation="Nurses")
        WaveFactory(programme=other, sent_at=LATER)

    with django_assert_max_num_queries(26):
        outcomes(Asked(), actor=organiser, at=LATER)


# Words


def test_a_share_says_what_it_is_part_of():
    assert words.share_words(Share(1, 2, 3)) == "1 of 6, 3 not known"
    assert words.share_words(Share(1, 2, 0)) == "1 of 3"
    assert words.share_words(Share(0, 0, 0)) == "–"


def test_lines_have_a_cell_for_each_group_and_everybody(course, told, organiser):
    came = found(course, organiser)

    cells = {line.title: line.cells for line in words.lines(came)}

    assert {len(line) for line in cells.values()} == {4}
    assert cells["Say the course did them good"] == [
        "0 of 1, 1 not known", "0 of 2, 1 not known", "1 of 1", "1 of 4, 2 not known",
    ]  # fmt: skip
    assert cells["First step within six months (new to activism)"] == ["–", "–", "1 of 1", "1 of 1"]
    assert cells["Their network linked with ours (active elsewhere)"] == [
        "–", "1 of 2", "–", "1 of 2",
    ]  # fmt: skip
    assert words.round_lines(came.rounds)[1].cells == ["4", "2", "0", "1", "1", "0", "0", "0"]


def test_what_is_missing_is_said_with_its_number(course, told, organiser):
    sentences = [text for _sign, text in words.gaps(found(course, organiser))]

    assert sentences == [
        "1 of 2 active elsewhere: their network is not linked yet.",
        "1 of 1 letters to circles have not left.",
        "1 of 2 rounds of questions left more than a week late.",
    ]


def test_when_most_is_unknown_that_is_said(course, organiser):
    somebody(course, New)

    sentences = [text for _sign, text in words.gaps(found(course, organiser))]

    assert "Of more than half we do not know how it went on." in sentences


def test_nobody_is_nowhere(course, organiser):
    came = found(course, organiser)

    assert (came.whole.people, words.tiles(came, "en"), words.gaps(came)) == (0, [], [])
    assert words.lines(came)[0].cells == ["–"]


def test_tiles_lie_in_their_region_and_are_darker_for_more(course, told, organiser):
    tiles = words.tiles(found(course, organiser), "en")

    assert [(one["row"], one["column"], one["countries"][0]["name"]) for one in tiles] == [
        (4, 2, "Colombia"), (4, 5, "Kenya"),
    ]  # fmt: skip
    assert [one["countries"][0]["shade"] for one in tiles] == [2, 1]


# Everybody


def test_everybody_reads_rounded_numbers_that_stand_until_five_have_changed(course, organiser, at):
    half = WaveFactory(programme=course, sent_at=LATER)
    for _ in range(7):
        FollowUpFactory(
            wave=half, person=somebody(course), state=FollowUp.State.ANSWERED,
            engagement="more", answered_at=LATER,
        )  # fmt: skip
    course.published_at = LATER
    course.save()

    first = actions.show_outcome(programme=course, by=organiser, at=LATER)
    somebody(course)
    again = actions.show_outcome(programme=course, by=organiser, at=LATER)

    assert first.basis == again.basis == {"more": 7, "same": 0, "less": 0, "unknown": 0}
    assert public_outcome(course.key) == again
    actions.hide_outcome(programme=course, by=organiser, at=LATER)
    assert public_outcome(course.key) is None
    actions.hide_outcome(programme=course, by=organiser, at=LATER)
    assert PublicOutcome.objects.get().hidden_at == LATER


def test_pages_and_paper_show_it(course, told, desk, client):
    course.published_at = LATER - timedelta(days=400)
    course.save()
    where = f"/en/desk/programmes/{course.key}/outcomes/"

    page = desk.get(where).content.decode()
    paper = desk.get(f"{where}pdf/")
    shown = desk.post(f"{where}show/")
    public = client.get(f"/en/what-came/{course.key}/")
    listed = client.get("/en/what-came/")
    everything = desk.get("/en/desk/outcomes/?first=2026&last=2024")

    assert "1 of 4 do more than before" in page
    assert (paper.headers["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert shown.status_code == 302
    assert public.content.decode().count("fewer than five") == 4
    assert course.title["en"] in listed.content.decode()
    assert "This year is before the first one." in everything.content.decode()
    desk.post(f"{where}show/", {"show": "no"})
    assert client.get(f"/en/what-came/{course.key}/").status_code == 404


def test_a_course_that_goes_on_has_no_report_yet(school, desk):
    course = CourseFactory(run_by=school, closed_at=None)
    where = f"/en/desk/programmes/{course.key}/outcomes/"

    page = desk.get(where)
    sent = [desk.get(f"{where}pdf/").status_code, desk.post(f"{where}show/").status_code]

    assert "Nobody is counted yet." in page.content.decode()
    assert (sent, PublicOutcome.objects.count()) == ([302, 302], 0)
