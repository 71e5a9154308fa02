"""The report of a month: asked for, kept, given; what reaches the organisers."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.circles.actions import give_mandate
from commonroot.groups import tasks
from commonroot.groups.actions import reports as actions
from commonroot.groups.models import Asked, MonthReport
from commonroot.groups.queries import reports
from commonroot.groups.queries.overview import overview
from commonroot.groups.rules import reports as rules
from commonroot.messaging.models import Letter
from tests.factories.accounts import AccountFactory
from tests.factories.admissions import CohortFactory
from tests.factories.people import PersonFactory
from tests.factories.programmes import TeamFactory
from tests.groups.meeting import MEETS, MET, TRIED, a_group

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def keep(group, at, *, words=TRIED, seen="", give=True, month=OCTOBER):
    """A report kept by nobody in particular."""
    return actions.keep_report(
        group=group,
        month=month,
        words=words,
        seen=seen,
        give=give,
        person=None,
        by=Actor.system(),
        at=at,
    )


@pytest.mark.parametrize(
    ("ended", "given", "hours", "said"),
    [
        ([], set(), 0, rules.Standing()),
        ([(OCTOBER, MET)], set(), -1, rules.Standing()),
        ([(OCTOBER, MET)], set(), 0, rules.Standing((OCTOBER,), (OCTOBER,))),
        ([(OCTOBER, MET)], {OCTOBER}, 24 * 20, rules.Standing((OCTOBER,))),
        ([(OCTOBER, MET)], set(), 24 * 14, rules.Standing((OCTOBER,), (OCTOBER,), lapsed=True)),
        (
            [(OCTOBER, MET), (NOVEMBER, MEETS), (NOVEMBER, MET)], {OCTOBER}, 24 * 35,
            rules.Standing((OCTOBER, NOVEMBER), (NOVEMBER,)),
        ),
    ],
)  # fmt: skip
def test_standing(ended, given, hours, said):
    found = rules.standing(ended, given=given, at=MET + timedelta(hours=hours))

    assert (found, found.due) == (said, said.missing[-1] if said.missing else None)


@pytest.mark.parametrize(("minutes", "open_"), [(-16, False), (-15, True), (89, True), (90, False)])
def test_the_link_opens_a_quarter_of_an_hour_before_and_shuts_at_the_end(minutes, open_):
    at = MEETS + timedelta(minutes=minutes)

    assert rules.is_open(MEETS, minutes=90, at=at) is open_
    assert rules.is_open(None, minutes=90, at=at) is False


def test_the_lead_is_asked_the_day_after_once_more_in_a_week_and_then_the_group_counts_as_silent(
    organiser,
):
    group = a_group()
    ended = MET + timedelta(minutes=90)
    asked = []

    for hours in (23, 24, 25, 24 * 7, 24 * 8, 24 * 9):
        asked.append(tasks.ask_for_reports(at=ended + timedelta(hours=hours)))
    quiet = [reports.due(organiser, at=ended + timedelta(days=days)) for days in (13, 14)]

    lead = group.members.get(leads=True).person
    assert asked == [0, 1, 0, 0, 1, 0]
    assert (
        list(Letter.objects.values_list("template", "subject_key").order_by("pk"))
        == [("groups/emails/ask_report", lead.key)] * 2
    )
    assert [[one.what for one in found] for found in quiet] == [
        [],
        ["1 small group without a report: Campaigns against Privatization"],
    ]


def test_without_a_lead_everybody_is_asked_and_nobody_after_a_report(at):
    group, other = a_group(), a_group(number=2)
    group.members.update(leads=False)
    keep(other, at)

    asked = tasks.ask_for_reports(at=MET + timedelta(days=2))

    assert (asked, Asked.objects.get().group) == (3, group)
    assert actions.ask_for_report(group=group, month=OCTOBER, again=False, at=at) == 0


def test_what_is_kept_is_read_by_the_group_until_it_is_given(at):
    group = a_group()

    draft = keep(group, at, give=False)
    before = overview(group.formation.programme, at=at)[0]
    given = keep(group, at, seen=actions.mark_of(draft))
    changed = keep(
        group, at + timedelta(hours=1), seen=actions.mark_of(given), give=False,
        words={"tried": "Two stalls"},
    )  # fmt: skip

    assert (before.reports, before.standing.missing) == ((), (OCTOBER,))
    assert (given.given_at, changed.given_at, changed.words["tried"]) == (at, at, "Two stalls")
    assert [one.key for one in reports.given_reports(group)] == [draft.key]


def test_two_who_write_at_once_lose_nothing(at):
    group = a_group()
    keep(group, at)

    with pytest.raises(actions.WroteMeanwhile):
        keep(group, at, words={"tried": "Something else"})

    assert MonthReport.objects.get().words == TRIED


def test_an_empty_report_is_not_given(at):
    with pytest.raises(actions.NothingWritten):
        keep(a_group(), at, words={"tried": " "})

    assert MonthReport.objects.count() == 0


def test_a_call_for_help_reaches_the_organisers_at_once_and_is_settled_once(at, organiser_account):
    group = a_group()
    programme = group.formation.programme
    account = AccountFactory()
    PersonFactory(account=account)
    for one in (account, AccountFactory()):  # the second is nobody of the register
        give_mandate(
            account=one, circle=programme.run_by, role="organiser", until=None,
            by=Actor.system(), at=at,
        )  # fmt: skip
    actor = Actor.system()

    for words in ("A room", "A room", "And chairs"):
        report = actions.call_for_help(group=group, words=words, person=None, by=actor, at=at)
    urgent = reports.due(actor, at=at)
    for _twice in range(2):
        actions.settle_help(report=report, by=actor, at=at)

    assert (report.month, report.words["need"]) == (NOVEMBER, "A room\n\nAnd chairs")
    assert [letter.template for letter in Letter.objects.all()] == ["groups/emails/group_help"]
    assert (urgent[0].urgent, urgent[0].plainly) == (True, "A small group needs help")
    assert reports.open_help(group) is None
    assert AuditEntry.objects.filter(verb="group helped").count() == 1


def test_the_school_hears_of_help_where_a_team_has_nobody(at, organiser_account):
    PersonFactory(account=organiser_account)
    group = a_group(programme=CohortFactory(run_by=TeamFactory()))

    actions.call_for_help(group=group, words="", person=None, by=Actor.system(), at=at)

    assert Letter.objects.get().address == organiser_account.address


def test_a_report_of_an_evening_belongs_to_the_month_at_home():
    group = a_group(dates=[datetime(2026, 10, 31, 22, tzinfo=UTC)])  # 1 November in Nairobi

    standing = reports.standings([group], at=MEETS)[group.pk]

    assert standing.months == (NOVEMBER,)


def test_silent_groups_of_one_course(at):
    group = a_group(dates=[MET])
    other = a_group(number=2, dates=[MET], programme=group.formation.programme)
    keep(other, at)

    assert reports.lapsed(group.formation.programme, at=at) == [group]


def test_the_overview_asks_as_much_of_one_group_as_of_many(at, django_assert_num_queries):
    first = a_group()
    programme = first.formation.programme

    with django_assert_num_queries(6):
        overview(programme, at=at)
    for number in range(2, 8):
        keep(a_group(number=number, programme=programme), at)
    needy = a_group(number=9, programme=programme)
    actions.call_for_help(group=needy, words="", person=None, by=Actor.system(), at=at)

    with django_assert_num_queries(6):
        lines = overview(programme, at=at)

    assert [line.group.number for line in lines] == [9, 1, 2, 3, 4, 5, 6, 7]
    assert [line.next.starts_at for line in lines[:1]] == [MEETS]
