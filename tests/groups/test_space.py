"""The space of a group: who sees what of whom, notes, leaving, a word to everybody."""

from datetime import UTC, datetime, timedelta

import pytest

from commonroot.accounts.roles import Actor, Held
from commonroot.circles.actions import give_mandate
from commonroot.groups.actions import reports as reporting
from commonroot.groups.actions import space as actions
from commonroot.groups.models import GroupNote
from commonroot.groups.permissions import space as permissions
from commonroot.groups.queries import space
from commonroot.messaging.models import Letter
from commonroot.people.actions import open_link
from commonroot.people.models import Link
from tests.factories.accounts import AccountFactory
from tests.factories.programmes import TeamFactory
from tests.groups.meeting import MEETS, TRIED, a_group, by_link, join

pytestmark = pytest.mark.django_db
THREE = (permissions.can_open_group, permissions.can_write_in_group, permissions.can_write_to_group)


def signed_in(role, circle, person=None):
    """An actor with one role in one circle."""
    held = (Held(role=role, circle_id=circle.pk, is_school=False),)
    return Actor(kind="account", key="a", account_id=1, person_id=person, held=held)


def may(actor, group):
    """What an actor may do with a group: open it, write in it, write to everybody."""
    return tuple(can(actor, group) for can in THREE)


def test_who_may_do_what_with_a_group(at):
    group, other = a_group(), a_group(number=2)
    team = group.formation.programme.run_by
    lead, member, _third = group.members.order_by("pk")
    stranger = other.members.get(leads=True)
    said = {
        "member": by_link(member),
        "by its letter": by_link(member, scope="answer", thing=f"group:{group.key}"),
        "by the asking": by_link(member, scope="answer", thing=f"group_report:{group.key}"),
        "by another letter": by_link(member, scope="answer", thing=f"group:{other.key}"),
        "lead by link": by_link(lead),
        "lead signed in": signed_in("group lead", team, lead.person_id),
        "lead elsewhere": signed_in("group lead", TeamFactory(), lead.person_id),
        "role without the group": signed_in("group lead", team, member.person_id),
        "other group": by_link(stranger),
        "lead of another": signed_in("group lead", team, stranger.person_id),
        "facilitator": signed_in("facilitator", team),
        "organiser": signed_in("organiser", team),
        "organiser elsewhere": signed_in("organiser", TeamFactory()),
        "panel": signed_in("panel", team),
        "circle contact": signed_in("circle contact", team),
        "public": Actor.public(),
    }

    everything, in_it = (True, True, True), (True, True, False)
    assert {who: may(actor, group) for who, actor in said.items() if any(may(actor, group))} == {
        "member": in_it,
        "by its letter": in_it,
        "by the asking": in_it,
        "lead by link": everything,
        "lead signed in": everything,
        "organiser": (True, False, True),
    }
    assert [
        who for who, actor in said.items()
        if permissions.can_see_groups(actor, group.formation.programme)
    ] == ["facilitator", "organiser"]  # fmt: skip
    assert [who for who, actor in said.items() if permissions.can_open_own_groups(actor)] == [
        "lead signed in", "lead elsewhere", "role without the group", "lead of another",
    ]  # fmt: skip


@pytest.mark.parametrize("state", ["proposed", "discarded"])
def test_nobody_opens_a_group_that_was_only_proposed(state):
    group = a_group()
    group.formation.state = state
    member = group.members.get(leads=True)
    organiser = signed_in("organiser", group.formation.programme.run_by, member.person_id)

    assert (may(by_link(member), group), may(organiser, group)) == ((False,) * 3, (False,) * 3)


def test_a_group_that_is_over_is_read_alone():
    group = a_group(ended_at=MEETS)

    assert may(by_link(group.members.get(leads=True)), group) == (True, False, False)


def test_others_see_what_each_agreed_to_and_nothing_of_who_paused(at):
    group = a_group(people=1)
    shows, hides = join(group, shown_name="Amina"), join(group, shown_name="Bo")
    high = join(group, shown_name="Careful", risk="high", time_zone="Asia/Manila")
    join(group, shown_name="Paused", frozen_at=at)
    for one in (shows, high):
        actions.show_way(member=one, shows=True, by=by_link(one), at=at)

    found = space.fellows(group, at=at)

    way = shows.person.ways.get().value
    assert [(one.name, one.way) for one in found[1:]] == [
        ("Amina", way), ("Bo", ""), ("Careful", ""),
    ]  # fmt: skip
    assert space.zones(found, mine="UTC") == []
    assert permissions.can_say_of_themselves(by_link(hides), hides)
    assert not permissions.can_say_of_themselves(by_link(hides), shows)


def test_dates_are_told_on_everybodys_clock_and_the_link_in_time():
    group = a_group(dates=[None, MEETS])
    ask = {"zone": "Africa/Nairobi", "others": ["America/Bogota", "Asia/Manila"]}

    early = space.dates(group, at=MEETS - timedelta(minutes=20), **ask)
    open_ = space.dates(group, at=MEETS, **ask)
    over = space.dates(group, at=MEETS + timedelta(hours=2), **ask)

    first, second = early
    assert (first.when.day, second.when.day, second.when.clock) == (
        "", "Tue 24 November", "19:00–20:30",
    )  # fmt: skip
    assert [(one.place, one.day, one.clock) for one in second.elsewhere] == [
        ("Bogotá", "", "11:00"), ("Manila", "Wed 25 Nov", "00:00"),
    ]  # fmt: skip
    assert [one[1].join for one in (early, open_, over)] == ["", group.join_address, ""]
    assert (space.next_date(open_), space.next_date(over)) == (open_[1], None)


def test_a_note_is_kept_once_changed_and_taken_away_by_its_writer(at):
    group = a_group()
    lead, member, _third = group.members.order_by("pk")
    by = by_link(lead)

    for _twice in range(2):
        note = actions.write_note(group=group, person=lead.person, text=" A room ", by=by, at=at)
    actions.change_note(kept=note, text="A hall", by=by, at=at)
    said = [(one.text, one.changed_at) for one in space.notes(group)]
    may_change = [permissions.can_change_note(by_link(one), note) for one in (lead, member)]
    actions.change_note(kept=note, text="", by=by, at=at)

    assert (said, may_change, GroupNote.objects.count()) == ([("A hall", at)], [True, False], 0)


def test_whoever_leaves_comes_back_for_two_weeks(at):
    group = a_group()
    other = a_group(number=2, programme=group.formation.programme)
    member = group.members.get(leads=True)
    by = by_link(member)

    for _twice in range(2):
        actions.leave_group(member=member, by=by, at=at)
    gone = permissions.can_open_group(by, group)
    for _twice in range(2):
        actions.come_back(member=member, by=by, at=at + timedelta(days=14))
    back = permissions.can_open_group(by, group)
    actions.leave_group(member=member, by=by, at=at)

    assert (gone, back) == (False, True)
    with pytest.raises(actions.TooLateToComeBack):
        actions.come_back(member=member, by=by, at=at + timedelta(days=15))
    other.members.filter(leads=True).update(person=member.person)
    with pytest.raises(actions.TooLateToComeBack):
        actions.come_back(member=member, by=by, at=at)


def test_a_word_to_everybody_reaches_each_once_and_not_who_wrote_it(at):
    group = a_group()
    lead = group.members.get(leads=True)
    high = join(group, risk="high")
    join(group, frozen_at=at)
    told = {"group": group, "text": "See you", "writer": "Lee", "by": by_link(lead), "at": at}

    sent = [actions.write_to_group(**told) for _twice in range(2)]

    letters = {letter.subject_key: letter.values["plain"] for letter in Letter.objects.all()}
    assert (sent, letters.pop(high.person.key), set(letters.values())) == ([3, 0], True, {False})
    assert len(letters) == 2
    alone = a_group(number=3, people=0)
    with pytest.raises(actions.NobodyReached):
        actions.write_to_group(**told | {"group": alone})


@pytest.fixture
def visit(client, at):
    """A member's browser, which came by a link to their page."""

    def come(member, thing=""):
        scope = Link.Scope.ANSWER if thing else Link.Scope.PAGE
        token = open_link(person=member.person, scope=scope, thing=thing, at=datetime.now(UTC))
        client.get(f"/p/{token}")
        return client

    return come


def test_a_member_does_it_all_by_the_link_of_a_letter(visit):
    group = a_group()
    member = group.members.get(leads=True)
    here = f"/en/groups/{group.key}/"
    browser = visit(member, f"group_report:{group.key}")

    page = browser.get(here)
    browser.post(here, {"text": "Bring chairs", "do": "write"})
    empty = browser.post(here, {"text": "", "do": "write"})
    note = group.notes.get()
    own_note = browser.get(f"/en/groups/notes/{note.key}/")
    browser.post(f"/en/groups/notes/{note.key}/", {"text": "Bring six chairs", "do": "change"})
    browser.post(f"/en/groups/places/{member.key}/shown/", {"shows": "yes"})
    browser.post(f"{here}report/?month=2026-10", {**TRIED, "do": "keep", "seen": ""})
    clash = browser.post(f"{here}report/?month=2026-10", {"tried": "More", "do": "give"})
    browser.post(f"{here}help/", {"words": "A room"})
    sent = browser.post(f"{here}write/", {"text": "Hello"})
    left = browser.post(f"/en/groups/places/{member.key}/leave/", follow=True)

    assert (page.status_code, empty.status_code, clash.status_code) == (200, 200, 409)
    assert clash.context["form"]["tried"].value() == "A stall\n\nMore"
    assert sent.headers["Location"].endswith("?sent=2")
    member.refresh_from_db()
    assert (member.left_at is not None, group.notes.get().text) == (True, "Bring six chairs")
    assert own_note.context["form"]["text"].value() == "Bring chairs"
    assert group.reports.count() == 2
    assert "take me back" in left.content.decode()
    assert browser.get(here).status_code == 404
    browser.post(f"/en/groups/places/{member.key}/leave/", {"back": "1"})
    assert browser.get(here).status_code == 200


def test_whoever_signs_in_as_lead_lands_in_their_group(client, at):
    group = a_group()
    other = a_group(number=2, programme=group.formation.programme)
    lead = group.members.get(leads=True)
    account = AccountFactory()
    lead.person.account = account
    lead.person.save(update_fields=["account"])
    give_mandate(
        account=account, circle=group.formation.programme.run_by, role="group lead", until=None,
        by=Actor.system(), at=at,
    )  # fmt: skip
    client.force_login(account)

    page = client.get("/en/desk/", follow=True)
    written = client.post(f"/en/groups/{group.key}/write/", {"text": "Hello"})
    other.members.filter(leads=True).update(person=lead.person)
    both = client.get("/en/groups/mine/")
    alone = a_group(number=3, people=0, programme=group.formation.programme)

    assert page.redirect_chain[-1][0] == f"/en/groups/{group.key}/"
    assert written.headers["Location"].endswith("?sent=2")
    assert [place.group for place in both.context["places"]] == [group, other]
    assert client.get(f"/en/groups/{alone.key}/").status_code == 404


def test_the_organiser_reads_helps_and_writes_but_leaves_no_notes(desk, at):
    group = a_group()
    call = reporting.call_for_help(
        group=group, words="Chairs", person=None, by=Actor.system(), at=at
    )
    programme = group.formation.programme

    shown = desk.get(f"/en/desk/programmes/{programme.key}/groups/overview/").content.decode()
    space_page = desk.get(f"/en/groups/{group.key}/")
    refused = desk.post(f"/en/groups/{group.key}/", {"text": "x", "do": "write"})
    desk.post(f"/en/desk/groups/reports/{call.key}/helped/")

    assert ("Chairs" in shown, space_page.status_code, refused.status_code) == (True, 200, 404)
    call.refresh_from_db()
    assert call.settled_at is not None
