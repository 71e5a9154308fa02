"""Writing in the tools of a campaign: nobody's words are lost, whoever writes when."""

from datetime import date

import pytest

from commonroot.campaigns.actions import entries, removing
from commonroot.campaigns.models import Change, Clash, Entry, Task
from commonroot.campaigns.models.tools import KINDS, TOOLS
from commonroot.campaigns.queries import changes
from commonroot.campaigns.queries import entries as queries
from commonroot.campaigns.queries.reading import Reader
from tests.campaigns.writing import BY, NOON, added, chart, said, wrote
from tests.factories.campaigns import team

pytestmark = pytest.mark.django_db


def test_an_entry_stands_last_with_what_was_said_cleaned():
    [amina] = team(size=1)
    added(amina)

    entry = added(amina, text="  Publish the contract\r\n", to_whom="The\nminister", deadline="")

    assert entry.place == 1
    assert said(entry) == {"text": "Publish the contract", "to_whom": "The minister"}
    assert list(
        Change.objects.filter(entry_key=entry.key).values_list("did", "field", "member")
    ) == [("added", "", amina.pk)]
    amina.campaign.refresh_from_db()
    assert amina.campaign.touched_at == NOON


def test_two_fields_written_at_once_by_two_both_stand():
    amina, comfort = team()
    entry = added(amina)
    seen = changes.newest(entry.campaign)
    wrote(entry, seen=seen, member=amina, to_whom="The minister", text="Do not sign the lease")

    clashes = wrote(
        entry,
        seen=seen,
        member=comfort,
        yes="A signature",
        to_whom="",
        text="Do not sign the lease",
    )

    assert clashes == []
    assert said(entry) == {
        "text": "Do not sign the lease",
        "to_whom": "The minister",
        "yes": "A signature",
    }


def test_the_same_field_written_by_two_keeps_both():
    amina, comfort = team()
    entry = added(amina)
    seen = changes.newest(entry.campaign)
    wrote(entry, seen=seen, member=amina, text="Withdraw the lease")

    [clash] = wrote(entry, seen=seen, member=comfort, text="Tear up the lease", yes="A vote")

    assert said(entry) == {"text": "Withdraw the lease", "yes": "A vote"}
    assert (clash.words, clash.member, clash.field) == ("Tear up the lease", comfort, "text")


def test_who_goes_on_typing_where_words_met_keeps_one_place_open_with_the_newest():
    amina, comfort = team()
    entry = added(amina)
    seen = changes.newest(entry.campaign)
    wrote(entry, seen=seen, member=amina, text="Withdraw the lease")
    wrote(entry, seen={"text": seen}, member=comfort, text="Tear up")

    wrote(entry, seen={"text": seen}, member=comfort, text="Tear up the lease")

    assert [one.words for one in Clash.objects.all()] == ["Tear up the lease"]


def test_ones_own_later_words_replace_ones_own():
    [amina] = team(size=1)
    entry = added(amina)
    seen = changes.newest(entry.campaign)
    wrote(entry, seen=seen, member=amina, text="Withdraw the lease")

    clashes = wrote(entry, seen=seen, member=amina, text="Withdraw the lease at once")

    assert clashes == []
    assert said(entry) == {"text": "Withdraw the lease at once"}


def test_without_looking_at_what_changed_meanwhile_the_first_words_would_be_lost():
    """The control: who claims to have read everything overwrites."""
    amina, comfort = team()
    entry = added(amina)
    wrote(entry, seen=changes.newest(entry.campaign), member=amina, text="Withdraw the lease")

    wrote(entry, seen=changes.newest(entry.campaign), member=comfort, text="Tear up the lease")

    assert said(entry) == {"text": "Tear up the lease"}
    assert Change.objects.filter(before="Withdraw the lease").count() == 0  # sealed: not findable
    assert [one.before for one in Change.objects.order_by("pk")][-1] == "Withdraw the lease"


@pytest.mark.parametrize("parent", ["none", "of another campaign"])
def test_what_belongs_to_something_needs_it_there(parent):
    amina, other = team(size=1)[0], team(size=1)[0]
    above, under = chart(other)

    with pytest.raises(entries.WrongPlace):
        entries.add(
            campaign=amina.campaign,
            kind=under.kind,
            said=under.said,
            parent=None if parent == "none" else above,
            member=amina,
            by=BY,
            at=NOON,
        )


def test_there_is_room_for_so_many_and_for_one_of_what_is_single():
    [amina] = team(size=1)
    most = KINDS["demand"].most
    Entry.objects.bulk_create(
        Entry(campaign=amina.campaign, kind="demand", made_at=NOON, changed_at=NOON)
        for _number in range(most)
    )
    added(amina, "problem", what="Whoever cannot pay is sent home")

    with pytest.raises(entries.NoMoreRoom):
        added(amina)
    with pytest.raises(entries.NoMoreRoom):
        added(amina, "problem", what="Something else")


@pytest.mark.parametrize(
    ("kind", "words", "field"),
    [
        ("demand", {"text": ""}, "text"),
        ("demand", {"text": "x" * 501}, "text"),
        ("demand", {"text": "Yes", "deadline": "31/12/2027"}, "deadline"),
        ("ask", {"what": "Speak", "who": "nobody-of-us"}, "who"),
        ("ask", {"what": "Speak", "until": "2027-01-01"}, "until"),
        ("objective", {"sentence": "Win", "relevant": "no-such-goal"}, "relevant"),
    ],
)
def test_what_cannot_stand_there_is_said_at_its_field_and_nothing_is_written(kind, words, field):
    [amina] = team(size=1)

    with pytest.raises(entries.NotWritable) as refused:
        added(amina, kind, **words)

    assert refused.value.field == field
    assert not Entry.objects.exists()


def test_order_changes_by_one_press_and_says_so():
    [amina] = team(size=1)
    one, two, three = (added(amina) for _number in range(3))

    entries.move(entry=three, before=one, member=amina, by=BY, at=NOON)
    entries.move(entry=one, before=None, member=amina, by=BY, at=NOON)
    for nothing in (three, two):
        entries.move(entry=three, before=nothing, member=amina, by=BY, at=NOON)

    order = Entry.objects.order_by("place", "pk").values_list("key", flat=True)
    assert list(order) == [three.key, two.key, one.key]
    moves = Change.objects.filter(did="moved").order_by("pk")
    assert [(move.before, move.after) for move in moves] == [(2, 0), (1, 2)]
    removing.remove(entry=two, member=amina, by=BY, at=NOON)
    with pytest.raises(entries.WrongPlace):
        entries.move(entry=one, before=two, member=amina, by=BY, at=NOON)
    with pytest.raises(entries.Gone):
        entries.move(entry=two, before=None, member=amina, by=BY, at=NOON)


def test_who_looks_after_it_and_until_when_stands_in_its_task():
    amina, comfort = team()
    entry = added(amina, "ask", what="Speak", who=comfort.key, until="2027-05-12")

    task = Task.objects.get()
    assert (task.member, task.due_on) == (comfort, date(2027, 5, 12))
    entries.done(entry=entry, member=amina, by=BY, at=NOON)
    entries.done(entry=entry, member=amina, by=BY, at=NOON)
    Task.objects.update(reminded_at=NOON)
    entries.assign(entry=entry, to=amina, due_on=date(2027, 6, 1), member=amina, by=BY, at=NOON)
    task.refresh_from_db()
    assert (task.member, task.due_on) == (amina, date(2027, 6, 1))
    assert (task.reminded_at, task.done_at) == (None, None)
    change = removing.remove(entry=entry, member=amina, by=BY, at=NOON)
    back = removing.put_back(change=change, member=amina, by=BY, at=NOON)
    assert Task.objects.get().due_on == date(2027, 6, 1)
    entries.assign(entry=back, to=None, member=amina, by=BY, at=NOON)
    assert not Task.objects.exists()


def test_it_stays_with_the_team_when_somebody_says_so():
    [amina] = team(size=1)
    entry = added(amina)

    for _twice in range(2):
        entries.keep_to_team(entry=entry, team_only=True, member=amina, by=BY, at=NOON)

    outside = Reader(step="cohort", shared_to="cohort", parts={"objectives": "cohort"})
    assert queries.entries_of(entry.campaign, TOOLS["objectives"], reader=outside) == []
    assert queries.entry(entry.campaign, entry.key, reader=outside) is None
    assert Change.objects.filter(field="team_only").count() == 1


def test_a_field_is_emptied_and_each_is_read_at_its_own_time():
    amina, comfort = team()
    entry = added(amina, text="Do not sign", yes="A vote")
    seen = changes.newest(entry.campaign)
    wrote(entry, seen=seen, member=comfort, text="Withdraw it")
    newest = changes.newest(entry.campaign)

    clashes = wrote(
        entry, seen={"text": newest, "yes": seen}, member=amina, text="Withdraw it all", yes=""
    )

    assert clashes == []
    assert said(entry) == {"text": "Withdraw it all"}
