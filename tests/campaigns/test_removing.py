"""What was removed comes back, what met is settled, what was changed is taken back."""

import pytest

from commonroot.campaigns.actions import entries, removing, settling, taking_back
from commonroot.campaigns.models import Change, Clash, Entry, Task
from commonroot.campaigns.models.tools import KINDS
from commonroot.campaigns.queries import changes
from commonroot.campaigns.queries import entries as queries
from tests.campaigns.writing import BY, NOON, added, chart, eyes, met, said, wrote
from tests.factories.campaigns import team

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("end", "stands"),
    [
        ("theirs", "Withdraw the lease"),
        ("mine", "Tear up the lease"),
        ("both", "Withdraw the lease\n\nTear up the lease"),
    ],
)
def test_where_words_met_one_of_three_ends(end, stands):
    amina, comfort = team()
    entry, clash = met(amina, comfort)
    seen = changes.newest(entry.campaign)

    for _twice in range(2):
        settling.settle(clash=clash, end=Clash.End(end), seen=seen, member=comfort, by=BY, at=NOON)

    assert said(entry) == {"text": stands}
    clash.refresh_from_db()
    assert (clash.settled_at, clash.end) == (NOON, end)
    assert queries.open_clashes(entry.campaign, reader=eyes(amina)) == []


def test_a_third_writer_meanwhile_is_not_overwritten_by_settling():
    amina, comfort, juma = team(size=3)
    entry, clash = met(amina, comfort)
    seen = changes.newest(entry.campaign)
    wrote(entry, seen=seen, member=juma, text="Burn the lease")

    with pytest.raises(settling.ChangedAgain):
        settling.settle(clash=clash, end=Clash.End.MINE, seen=seen, member=comfort, by=BY, at=NOON)

    assert said(entry) == {"text": "Burn the lease"}
    clash.refresh_from_db()
    assert clash.settled_at is None


def test_two_that_do_not_fit_together_are_not_cut():
    amina, comfort = team()
    _entry, clash = met(amina, comfort, theirs="a" * 300, mine="b" * 300)

    with pytest.raises(settling.NoRoomForBoth):
        settling.settle(clash=clash, end=Clash.End.BOTH, seen=10**9, member=comfort, by=BY, at=NOON)


def test_words_for_what_was_removed_are_kept_and_bring_it_back():
    amina, comfort = team()
    entry = added(amina)
    seen = changes.newest(entry.campaign)
    removing.remove(entry=entry, member=amina, by=BY, at=NOON)

    [clash] = wrote(entry, seen=seen, member=comfort, text="Tear up the lease", to_whom="")
    assert not Entry.objects.exists()
    settling.settle(clash=clash, end=Clash.End.MINE, seen=seen, member=comfort, by=BY, at=NOON)

    assert said(entry) == {"text": "Tear up the lease"}


def test_what_was_removed_so_long_ago_that_nobody_knows_it_says_so():
    amina, comfort = team()
    entry = added(amina)
    removing.remove(entry=entry, member=amina, by=BY, at=NOON)
    [clash] = wrote(entry, seen=0, member=comfort, text="Tear up the lease")
    Change.objects.all().delete()

    with pytest.raises(entries.NotWritable):
        settling.settle(clash=clash, end=Clash.End.MINE, seen=0, member=comfort, by=BY, at=NOON)


def test_what_is_removed_comes_back_with_all_below_it_and_the_same_keys():
    [amina] = team(size=1)
    above, under = chart(amina)
    change = removing.remove(entry=above, member=amina, by=BY, at=NOON)
    assert not Entry.objects.exists()

    for _twice in range(2):
        removing.put_back(change=change, member=amina, by=BY, at=NOON)

    back = {one.key: one for one in Entry.objects.select_related("parent")}
    assert set(back) == {above.key, under.key}
    assert back[under.key].parent == back[above.key]
    assert back[under.key].said == under.said
    assert Change.objects.order_by("pk").last().did == "back"


def test_words_for_what_went_with_what_it_belonged_to_bring_both_back():
    amina, comfort = team()
    above, under = chart(amina)
    code = KINDS[under.kind].named_by
    seen = changes.newest(above.campaign)
    removing.remove(entry=above, member=amina, by=BY, at=NOON)

    [clash] = wrote(under, seen=seen, member=comfort, **{code: "Somebody else"})
    settling.settle(clash=clash, end=Clash.End.MINE, seen=seen, member=comfort, by=BY, at=NOON)

    assert said(under)[code] == "Somebody else"
    assert Entry.objects.count() == 2


def test_what_belonged_to_something_gone_waits_for_it():
    [amina] = team(size=1)
    above, under = chart(amina)
    change = removing.remove(entry=under, member=amina, by=BY, at=NOON)
    assert removing.put_back(change=change, member=amina, by=BY, at=NOON).parent == above
    change = removing.remove(entry=under, member=amina, by=BY, at=NOON)
    removing.remove(entry=above, member=amina, by=BY, at=NOON)

    with pytest.raises(entries.WrongPlace):
        removing.put_back(change=change, member=amina, by=BY, at=NOON)


def test_who_left_meanwhile_looks_after_nothing_that_is_put_back():
    amina, comfort = team()
    entry = added(amina, "ask", what="Speak", who=comfort.key)
    change = removing.remove(entry=entry, member=amina, by=BY, at=NOON)
    comfort.left_at = NOON
    comfort.save()

    removing.put_back(change=change, member=amina, by=BY, at=NOON)

    assert not Task.objects.exists()


def test_taking_back_puts_there_what_stood_before_as_a_change_of_its_own():
    amina, comfort = team()
    entry = added(amina)
    wrote(entry, seen=changes.newest(entry.campaign), member=comfort, text="Tear it up")
    change = Change.objects.order_by("pk").last()

    taking_back.take_back(change=change, member=amina, by=BY, at=NOON)

    assert said(entry) == {"text": "Do not sign the lease"}
    gone = removing.remove(entry=entry, member=comfort, by=BY, at=NOON)
    with pytest.raises(entries.Gone):
        taking_back.take_back(change=change, member=amina, by=BY, at=NOON)
    assert taking_back.take_back(change=gone, member=amina, by=BY, at=NOON).key == entry.key
