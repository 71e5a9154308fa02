"""Discussion lists and a real Mailman 3: who is on a list there, who left there, what is forgotten.

Mailman starts once in a run, so that all its uses are stages of one test; it is skipped where
Mailman is not installed (never on a build server).
"""

from datetime import timedelta

import pytest
from mailmanclient import Client

from commonroot.accounts.roles import Actor
from commonroot.consent.actions import answer
from commonroot.consent.models import Unsafe
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.fields import Translated
from commonroot.mailings import actions, queries, tasks
from commonroot.mailings.actions.mailman import Lists
from commonroot.mailings.models import Discussion, Group, GroupChoice, Seat
from commonroot.mailings.queries import discussions as reading
from commonroot.mailings.rules.discussions import Difference, difference
from commonroot.messaging.actions import end_pause, pause_sending
from commonroot.people.actions import pause
from commonroot.people.models import Person
from commonroot.stewardship.actions import forget
from tests.factories.people import ContactWayFactory, PersonFactory
from tests.mailings.mailman import PASSWORD, USER, is_there, open_mailman

BY = Actor.system()
ALUMNI = Audience(AudienceKind.ALUMNI)
SOON = timedelta(minutes=3)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wanted", "handed", "there", "expected"),
    [
        ("", "", "", ("", "", "", "")),
        ("ab", "", "", ("ab", "", "", "")),
        ("ab", "ab", "ab", ("", "", "", "")),
        ("b", "ab", "ab", ("", "a", "", "")),
        ("ab", "ab", "b", ("", "", "a", "")),
        ("a", "", "ax", ("", "x", "", "")),
        ("abcdef", "abcdef", "f", ("", "", "abcde", "")),
        ("abcdefgx", "abcdefg", "", ("x", "", "", "abcdefg")),
    ],
)
def test_what_differs(wanted, handed, there, expected):
    found = difference(wanted=set(wanted), handed=set(handed), there=set(there))

    assert found == Difference(*(frozenset(one) for one in expected))


@pytest.fixture
def mailman(settings):
    """What a Mailman holds that our settings name."""
    if not is_there():
        pytest.skip("Mailman is not installed.")
    with open_mailman() as running:
        settings.MAILMAN_URL, settings.MAILMAN_DOMAIN = running.address, "lists.example.org"
        settings.MAILMAN_USER, settings.MAILMAN_PASSWORD = USER, PASSWORD
        client = Client(running.address, USER, PASSWORD)
        client.running = running
        yield client


def test_lists_and_a_real_mailman_stay_in_step(mailman, school, settings, at):
    stages = (
        follows_agreements,
        lets_leave_there,
        believes_no_empty_server,
        hides_and_ends,
        shares_addresses,
        drops_what_waits,
        goes_on_the_next_time,
        adds_nobody_while_locked,
        says_what_failed,
    )

    for stage in stages:
        Person.objects.all().delete()
        Group.objects.all().delete()
        for one in [*mailman.lists, *mailman.users]:
            one.delete()
        stage(mailman, at, settings)


def group(at, *, name="Kenya", **fields):
    made = actions.make_group(
        name=Translated({"en": name}), sentence=Translated({"en": "Talk"}), kind="discussion",
        by=BY, at=at, **fields,
    )  # fmt: skip
    return made


def alumna(name, *, at, risk="careful", way="mail", **fields):
    """Somebody who agreed to the alumni group."""
    person = PersonFactory(shown_name=name, risk=risk, **fields)
    agree(person, at=at)
    if way:
        value = f"{name}@Example.org" if way == "mail" else "+254700000001"
        ContactWayFactory(person=person, kind=way, value=value)
    return person


def agree(person, *, at, yes=True):
    answer(
        person=person, purpose=Purpose.ALUMNI_GROUP, audience=ALUMNI, yes=yes, how="page",
        by=BY, at=at,
    )  # fmt: skip


def members(client, local="kenya"):
    found = client.get_list(f"{local}@lists.example.org")
    return {member.email for member in found.members}


def everybody(client):
    """Every address that Mailman knows at all."""
    users = {str(one) for user in client.users for one in user.addresses}
    return users | {one["email"] for one in rows(client, "addresses")}


def rows(client, path):
    return client._connection.call(path)[1].get("entries", [])


def follows_agreements(lists, at, _settings):
    """Whoever agreed is there; whoever went from us is not known there at all."""
    kenya, other = group(at), group(at, name="Nurses")
    names = ("ann", "ben", "cyd", "dan", "eva", "fay")
    ann, ben, cyd, dan, eva, _fay = (alumna(name, at=at) for name in names)
    ivy = alumna("ivy", at=at, risk="high")
    alumna("jon", at=at, way="phone")
    alumna("kim", at=at, channel="whatsapp")
    Unsafe.objects.create(person=alumna("lee", at=at), since=at)

    tasks.keep_lists_in_step(at=at)
    first = members(lists)
    again = tasks.keep_lists_in_step(at=at)
    agree(ann, at=at, yes=False)
    pause(person=ben, by=BY, at=at)
    forget(person=cyd, by=BY, at=at)
    Person.objects.filter(pk=dan.pk).update(risk="high")
    actions.leave(group=kenya, person=eva, how="page", by=BY, at=at)
    actions.say_of_list(group=kenya, person=ivy, yes=True, by=BY, at=at)
    tasks.keep_lists_in_step(at=at + SOON)

    assert first == {f"{name}@example.org" for name in names}
    assert again == 0
    assert members(lists) == {"ivy@example.org", "fay@example.org"}
    assert members(lists, "nurses") == {"eva@example.org", "fay@example.org"}
    assert everybody(lists) == {"eva@example.org", "ivy@example.org", "fay@example.org"}
    found = reading.discussion_of(kenya)
    assert (found.good_at, found.fault, found.wanted, found.there) == (at + SOON, "", 2, 2)
    assert other.discussion.there == 2


def lets_leave_there(lists, at, _settings):
    """Whoever leaves by the list's own address has left here."""
    kenya = group(at)
    ann, ben = alumna("ann", at=at), alumna("ben", at=at)
    tasks.keep_lists_in_step(at=at)

    lists.get_list("kenya@lists.example.org").unsubscribe("ann@example.org")
    tasks.keep_lists_in_step(at=at + SOON)
    tasks.keep_lists_in_step(at=at + 2 * SOON)

    choice = GroupChoice.objects.get()
    assert (choice.person, choice.said, choice.how) == (ann, "left", "list")
    assert list(queries.members_of(kenya, at=at)) == [ben]
    assert members(lists) == {"ben@example.org"}
    actions.join(group=kenya, person=ann, by=BY, at=at)
    tasks.keep_lists_in_step(at=at + 3 * SOON)
    assert members(lists) == {"ann@example.org", "ben@example.org"}


def believes_no_empty_server(lists, at, _settings):
    """A server that lost its people makes nobody leave."""
    kenya = group(at)
    for number in range(6):
        alumna(f"p{number}", at=at)
    tasks.keep_lists_in_step(at=at)
    lists.get_list("kenya@lists.example.org").delete()

    tasks.keep_lists_in_step(at=at + SOON)
    lost = reading.discussion_of(kenya)
    nobody = members(lists)
    actions.hand_over_anew(group=kenya, by=BY, at=at)
    tasks.keep_lists_in_step(at=at + SOON)

    assert (lost.fault, lost.missing, lost.good_at, nobody) == ("lost", 6, at, set())
    assert GroupChoice.objects.count() == 0
    assert (len(members(lists)), reading.discussion_of(kenya).fault) == (6, "")


def hides_and_ends(lists, at, _settings):
    """Lists hide who writes, keep nothing, and end with their group."""
    kenya = group(at)
    alumna("ann", at=at)
    tasks.keep_lists_in_step(at=at)
    first = dict(lists.get_list("kenya@lists.example.org").settings)

    actions.set_up_list(group=kenya, hides=False, posting="held", by=BY, at=at)
    tasks.keep_lists_in_step(at=at)
    second = dict(lists.get_list("kenya@lists.example.org").settings)
    actions.close_group(group=kenya, by=BY, at=at)
    tasks.keep_lists_in_step(at=at + SOON)

    names = ("anonymous_list", "default_member_action", "default_nonmember_action")
    kept = ("archive_policy", "advertised", "send_welcome_message", "unsubscription_policy")
    assert [first[name] for name in names] == [True, "defer", "reject"]
    assert [first[name] for name in kept] == ["never", False, False, "confirm"]
    assert [second[name] for name in names] == [False, "hold", "reject"]
    assert (list(lists.lists), everybody(lists)) == ([], set())
    assert reading.discussion_of(kenya).ended_at == at + SOON
    assert tasks.keep_lists_in_step(at=at + 2 * SOON) == 0


def shares_addresses(lists, at, _settings):
    """Two who share an address are one member until both went."""
    group(at)
    one, two = alumna("ann", at=at), alumna("ann", at=at)
    tasks.keep_lists_in_step(at=at)

    agree(one, at=at, yes=False)
    tasks.keep_lists_in_step(at=at + SOON)
    shared = members(lists)
    agree(two, at=at, yes=False)
    tasks.keep_lists_in_step(at=at + 2 * SOON)

    assert (shared, members(lists), everybody(lists)) == ({"ann@example.org"}, set(), set())


def drops_what_waits(lists, at, _settings):
    """A message that waits to be let through goes with its writer."""
    kenya = group(at)
    ann, ben = alumna("ann", at=at), alumna("ben", at=at)
    actions.set_up_list(group=kenya, hides=True, posting="held", by=BY, at=at)
    tasks.keep_lists_in_step(at=at)
    lines = ("From: ben@example.org", "To: kenya@lists.example.org", "Subject: x", "", "Hello", "")
    mail = "\n".join(lines)
    asked = {"list_id": "kenya.lists.example.org", "text": mail}
    lists._connection.call("queues/in", asked, "POST")
    lists.running.take_incoming()
    held = []
    for person in (ann, ben):
        agree(person, at=at, yes=False)
        actions.hand_over(group=kenya, at=at)
        held.append(len(lists.get_list("kenya@lists.example.org").held))
    Lists().forget("nobody@example.org")

    assert held == [1, 0]


def goes_on_the_next_time(lists, at, _settings):
    """A hand-over that takes too long leaves the rest to the next one."""
    kenya = group(at)
    ann = alumna("ann", at=at)
    ContactWayFactory(person=ann, value="second@example.org", preferred=False)
    alumna("ben", at=at)
    with pytest.MonkeyPatch.context() as patch:
        seconds = iter([0, 1, 16])
        patch.setattr("commonroot.mailings.actions.discussions.monotonic", lambda: next(seconds))
        first = actions.hand_over(group=kenya, at=at)
        begun = members(lists)

    second = actions.hand_over(group=kenya, at=at + SOON)

    assert ((first.there, first.to_add, first.good_at), begun) == (
        (1, 1, None), {"ann@example.org"},
    )  # fmt: skip
    assert (second.there, second.to_add, second.good_at) == (2, 0, at + SOON)


def adds_nobody_while_locked(lists, at, _settings):
    """While letters wait after a restore people go, and nobody comes."""
    group(at)
    ann = alumna("ann", at=at)
    tasks.keep_lists_in_step(at=at)
    pause_sending(why="restored", at=at)
    alumna("ben", at=at)
    agree(ann, at=at, yes=False)

    tasks.keep_lists_in_step(at=at + SOON)
    meanwhile = members(lists)
    end_pause(by="system:", at=at)
    tasks.keep_lists_in_step(at=at + 2 * SOON)

    assert (meanwhile, members(lists)) == (set(), {"ben@example.org"})


def says_what_failed(_lists, at, settings):
    """A server that fails says why, and is tried again after a while."""
    for name, value, fault in (
        ("MAILMAN_DOMAIN", "no such domain", "fault"),
        ("MAILMAN_PASSWORD", "wrong", "not let in"),
        ("MAILMAN_URL", "http://127.0.0.1:1/3.1", "away"),
    ):
        kenya = group(at, name=name)
        setattr(settings, name, value)

        found = actions.hand_over(group=kenya, at=at)

        assert (found.fault, found.good_at) == (fault, None)
    assert not reading.lists_to_hand_over(at=at + SOON).exists()
    assert reading.lists_to_hand_over(at=at + 2 * SOON).count() == 3


def test_without_a_server_and_in_the_demo_nothing_is_handed_over(school, settings, at):
    kenya = group(at)
    without = tasks.keep_lists_in_step(at=at), reading.list_address(kenya)
    settings.MAILMAN_URL, settings.DEMO = "http://127.0.0.1:1", True

    assert (without, tasks.keep_lists_in_step(at=at)) == ((0, ""), 0)
    assert Discussion.objects.count() == 0


def test_two_who_become_one_keep_one_seat_and_a_yes_of_both(school, at):
    kenya, other, both = group(at), group(at, name="Nurses"), group(at, name="Both")
    one, two = alumna("ann", at=at, risk="high"), alumna("bea", at=at, risk="high")
    for person in (one, two):
        actions.say_of_list(group=both, person=person, yes=True, by=BY, at=at)
        actions.say_of_list(group=kenya, person=person, yes=person == two, by=BY, at=at)
    actions.say_of_list(group=other, person=one, yes=True, by=BY, at=at)

    actions.one_seat(other=one, into=two, by=BY, at=at)

    seats = Seat.objects.order_by("pk").values_list("person", "yes_at")
    assert list(seats) == [(two.pk, at), (two.pk, None), (one.pk, at)]
    assert [reading.needs_own_yes(person, kenya) for person in (one, two)] == [True, True]
    assert [reading.needs_own_yes(person, other) for person in (one, alumna("cyd", at=at))] == [
        False, False,
    ]  # fmt: skip
