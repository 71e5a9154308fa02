"""Two who write the same field at the very same moment: nobody's words are lost."""

import threading

import pytest
from django.db import connection

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions import entries
from commonroot.campaigns.models import Clash, Entry
from commonroot.campaigns.queries import changes
from tests.factories.campaigns import MADE, team

WORDS = ("Withdraw the lease", "Tear up the lease")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("holds", "kept"), [(True, 2), (False, 1)])
def test_both_words_are_there_afterwards(monkeypatch, holds, kept):
    """With the negative control: without holding the campaign's row one of them is gone."""
    members = team()
    entry = entries.add(
        campaign=members[0].campaign, kind="demand", said={"text": "Do not sign"},
        member=members[0], by=Actor.system(), at=MADE,
    )  # fmt: skip
    seen = changes.newest(entry.campaign)
    both = threading.Barrier(2, timeout=5)
    looked = changes.since

    def since(*about, **more):
        found = looked(*about, **more)
        if not holds:
            both.wait()
        return found

    if not holds:
        monkeypatch.setattr(changes, "since", since)
        monkeypatch.setattr(entries, "held", lambda campaign: campaign)
        monkeypatch.setattr(entries, "touch", lambda campaign, at: None)

    def write(number):
        # SQLite writes one transaction after the other: there the control goes without one.
        bare = not holds and connection.vendor == "sqlite"
        work = entries.write.__wrapped__ if bare else entries.write
        try:
            work(
                entry=entry, said={"text": WORDS[number]}, seen=seen, member=members[number],
                by=Actor.system(), at=MADE,
            )  # fmt: skip
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    stands = {Entry.objects.get().said["text"], *(one.words for one in Clash.objects.all())}
    assert len(stands & set(WORDS)) == kept
