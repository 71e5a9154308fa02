"""Pages of forming groups: who may open them, what they say, and what they keep to themselves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.groups import actions
from commonroot.groups.models import Apart, Formation, Gathering, GroupMember
from commonroot.groups.queries.calendar import feed_lines
from commonroot.groups.queries.forming import groups_of, mark_of
from commonroot.groups.rules.asking import Asked
from commonroot.groups.tasks import make_formations
from commonroot.people.actions import open_link
from commonroot.people.models import Export
from commonroot.web.queries import grouped
from commonroot.web.queries.programme_lists import ListGone
from commonroot.web.queries.taken import still_open
from commonroot.web.queries.taken_file import written
from tests.groups.coming import comes, made, series

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture
def call(school):
    """A series of the school whose groups meet once."""
    return series(run_by=school)


@pytest.fixture
def six(call, at):
    """Six who come."""
    return [comes(call, f"Person {n}", at) for n in range(6)]


def feed_address(person, at):
    """Where somebody's own calendar is."""
    token = open_link(person=person, scope="feed", days=None, at=at)
    return reverse("plain:person_feed", args=[token])


def page(name, thing):
    """The address of a page of this area."""
    return reverse(f"groups:{name}", args=[thing.key])


def text(answer):
    """What a page says."""
    return answer.content.decode()


def test_from_nothing_to_groups_that_stand(desk, call, six, at):
    address = page("groups", call.programme)
    assert "6 people confirmed their place" in text(desk.get(address))
    asked = {"do": "propose", "smallest": 2, "largest": 3, "country_from": 5, "rules": ["hours"]}

    wrong = desk.post(address, asked | {"largest": 1})
    assert (wrong.status_code, Formation.objects.count()) == (400, 0)
    assert desk.post(address, asked).status_code == 302
    assert "data-goes-on" in text(desk.get(address))
    while make_formations(at=at):
        pass
    assert text(desk.get(address)).count('class="proposal"') == 3

    one = Formation.objects.first()
    proposal = page("proposal", one)
    assert "Proposal 1" in text(desk.get(proposal))
    assert desk.post(proposal, {"do": "choose", "seen": "older"}).status_code == 409
    assert desk.post(proposal, {"do": "choose", "seen": mark_of(one)}).status_code == 302
    assert desk.get(address).headers["Location"] == proposal
    assert "Undo the choice" in text(desk.get(proposal))
    assert "Person 3" in text(desk.get(f"{proposal}?print"))


def test_the_effect_of_a_move_is_shown_before_it_is_made(desk, call, six, at):
    (one,) = made(call, at)
    first, second = groups_of(one)
    member = first.present[0]
    address = page("move", member)

    shown = text(desk.get(address))
    narrowed = text(desk.get(f"{address}?to={second.key}"))

    assert "people then" in shown
    assert narrowed.count('name="to"') == 2
    there = second.present[0]
    sent = {"to": second.key, "instead": there.key, "seen": mark_of(one)}
    assert desk.post(address, sent).status_code == 302
    assert GroupMember.objects.get(pk=there.pk).group_id == first.pk
    assert desk.post(address, sent).status_code == 409


def test_locks_are_set_and_taken_away(desk, call, six, at):
    (one,) = made(call, at)
    address = page("proposal", one)
    group = groups_of(one)[0]
    member = group.present[0]

    for wish in (f"lock:{member.key}", f"close:{group.key}"):
        assert desk.post(address, {"do": wish}).status_code == 302

    assert "Nobody was moved" not in text(desk.get(address))
    assert "This place is locked." in text(desk.get(page("move", member)))
    for wish in (f"unlock:{member.key}", f"open:{group.key}"):
        desk.post(address, {"do": wish})
    member.refresh_from_db()
    group.refresh_from_db()
    assert (member.locked, group.locked) == (False, False)
    assert desk.post(address, {"do": "lock:nobody-of-these-at-all"}).status_code == 404


def test_mending_and_placing(desk, call, at):
    people = [comes(call, f"Person {n}", at) for n in range(7)]
    (one,) = made(call, at, asked=Asked(smallest=3, largest=4, groups=2))
    actions.choose(formation=one, by=SYSTEM, at=at)
    small = min(groups_of(one), key=lambda group: len(group.present))
    people[0].applications.model.objects.filter(person=small.present[0].person).update(
        state="withdrawn"
    )
    late = comes(call, "Lately", at)
    told = text(desk.get(page("proposal", one)))
    assert "1 person left." in told
    assert "1 person came later" in told

    mend = page("mend", one)
    desk.post(mend, {"do": "find"})
    while make_formations(at=at):
        pass
    assert "1 move mends the groups" in text(desk.get(mend))
    assert desk.post(mend, {"do": "accept"}).status_code == 302

    one.refresh_from_db()
    place = page("late", one)
    assert "Lately" in text(desk.get(place))
    sent = {"person": late.key, "to": small.key, "seen": mark_of(one)}
    assert desk.post(place, sent).status_code == 302
    assert "Everybody is in a group" in text(desk.get(place))


def test_dates_are_changed_after_their_effect_was_seen(desk, call, six, at):
    (one,) = made(call, at)
    actions.choose(formation=one, by=SYSTEM, at=at)
    gathering = Gathering.objects.order_by("pk").first()
    group = gathering.group
    address = page("gathering", gathering)

    effect = text(desk.get(address, {"day": "2040-12-12", "hour": "03:00"}))

    assert "3 of 3 cannot come" in effect
    assert desk.post(address, {"day": "2040-12-12", "hour": "18:30"}).status_code == 302
    assert desk.post(address, {"day": "2020-12-16", "hour": "18:30"}).status_code == 409
    told = {"do": "save", "name": "Harbour", "join_address": "https://meet.example.org/harbour"}
    assert desk.post(page("dates", group), told).status_code == 302
    assert "Harbour" in text(desk.get(page("dates", group)))
    person = group.members.first().person
    feed = desk.get(
        reverse(
            "plain:person_feed", args=[open_link(person=person, scope="feed", days=None, at=at)]
        )
    )
    assert feed.content.count(b"BEGIN:VEVENT") == 1
    assert b"meet.example.org/harbour" in feed.content.replace(b"\r\n ", b"")
    person.risk = "high"
    person.save()
    feed = desk.get(
        reverse(
            "plain:person_feed", args=[open_link(person=person, scope="feed", days=None, at=at)]
        )
    )
    assert b"BEGIN:VEVENT" not in feed.content


def test_who_must_not_meet_is_known_to_its_writer_alone(desk, organiser, call, six, at):
    (one,) = made(call, at)
    first, second = groups_of(one)
    me, foe = first.present[0], second.present[0]
    private = page("apart", call.programme)
    sent = {"left": me.person.key, "right": foe.person.key, "reason": "He follows her home"}
    assert desk.post(private, sent).status_code == 302
    mine = text(desk.get(private))
    assert "He follows her home" in mine
    Apart.objects.update(by="account:another")
    pages = [page(name, call.programme) for name in ("groups", "apart")]
    pages += [page("proposal", one), page("move", me), f"{page('proposal', one)}?print"]

    told = [text(desk.get(address)) for address in pages]

    assert all("follows her" not in words for words in told)
    assert all("keep apart" not in words and "Two whom you" not in words for words in told)
    # Only in exchange for the other can they go to that group; that does not say why.
    assert told[3].count('name="to"') == told[3].count(f'value="{foe.key}"') == 1
    pair = Apart.objects.get()
    assert desk.post(page("apart_end", pair)).status_code == 404
    assert all("follows" not in line for line in feed_lines(me.person))
    pair.by = f"account:{organiser.key}"
    pair.save()
    assert "Whom you keep apart is apart." in text(desk.get(page("proposal", one)))
    assert desk.post(page("apart_end", pair)).status_code == 302


@pytest.mark.parametrize("name", ["groups", "proposal", "move"])
def test_one_person_more_or_fifty_ask_the_same(desk, call, at, name):
    for n in range(3):
        comes(call, f"P{n}", at)
    few = queries_of(desk, name, call, at)
    for n in range(17):
        comes(call, f"Q{n}", at)

    many = queries_of(desk, name, call, at)

    assert many == few


def queries_of(desk, name, call, at):
    """How many queries a page takes for a new proposal of everybody."""
    Formation.objects.all().delete()
    (one,) = made(call, at, asked=Asked(smallest=2, largest=6, groups=3 if name != "move" else 2))
    thing = {
        "groups": call.programme,
        "proposal": one,
        "move": GroupMember.objects.order_by("pk").first(),
    }[name]
    address = page(name, thing)
    desk.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert desk.get(address).status_code == 200
    return len(found)


def test_groups_are_taken_along_by_the_way_of_all_lists(desk, call, six, at):
    (one,) = made(call, at)
    address = reverse("web:groups_export", args=[one.key])
    assert desk.get(address).status_code == 302
    actions.choose(formation=one, by=SYSTEM, at=at)
    six[0].frozen_at = at
    six[0].save()
    session = desk.session
    session["proven"] = 10**12
    session.save()
    assert "5 people" in text(desk.get(address))

    taken = desk.post(
        address, {"columns": ["display_name", "meets_at"], "kind": "csv", "reason": "report"}
    )

    export = Export.objects.get()
    assert taken.status_code == 302, text(taken)
    assert (export.state, export.people, export.left_out) == ("ready", 5, 1)
    with written(export, at=at) as file:
        rows = b"".join(file.pieces).decode("utf-8-sig").splitlines()
    assert rows[0] == '"group","person_id","display_name","meets_at"'
    assert len(rows) == 6
    assert all("Person 0" not in row and "T" in row for row in rows[1:])
    assert "Small groups" in text(desk.get(taken.headers["Location"]))
    Formation.objects.update(state="discarded", chosen_at=None)
    with pytest.raises(ListGone):
        grouped.grouped_of(export)
    assert still_open(export, at=at) == 0
