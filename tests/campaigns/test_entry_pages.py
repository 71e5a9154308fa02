"""Tools and entries as two of a team have them before them, with and without the script."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions import entries
from commonroot.campaigns.models import Change, Clash, Entry, Member, Task
from commonroot.campaigns.queries import changes
from commonroot.people.actions import open_link
from tests.factories.campaigns import PartFactory, team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("school")]
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DEMAND = {"text": "Do not sign the lease", "to_whom": "The ministry of health"}


def by_page(member: Member) -> Client:
    client = Client()
    client.get(f"/p/{open_link(person=member.person, scope='page', at=timezone.now())}")
    return client


def added(member: Member, kind: str = "demand", **said: object) -> Entry:
    return entries.add(
        campaign=member.campaign, kind=kind, said=said or DEMAND, member=member, by=Actor.system(),
        at=NOON,
    )  # fmt: skip


def text(answer) -> str:
    assert answer.status_code == 200, answer
    return " ".join(answer.content.decode().split())


def address(name: str, member: Member, *more: str) -> str:
    return reverse(f"campaigns:{name}", args=[member.campaign.key, *more])


def test_a_demand_is_written_read_changed_put_in_order_removed_and_put_back():
    [amina] = team(size=1)
    browser = by_page(amina)
    there = address("tool", amina, "objectives")
    empty = text(browser.get(there))
    new = address("add", amina, "objectives", "demand")
    form = text(browser.get(new))
    amiss = browser.post(new, {"text": "", "deadline": "soon"})
    browser.post(new, {"text": "Publish the contract"})
    browser.post(new, DEMAND)
    second = Entry.objects.get(place=1)
    do = address("entry_do", amina, "objectives", second.key)

    browser.post(do, {"do": "up"})
    browser.post(do, {"do": "down", "next": "//elsewhere.example.org/"})
    browser.post(do, {"do": "up", "next": f"{there}?said=kept"})
    first = Entry.objects.get(place=1)
    placed = []
    for before in ("", first.key, "gone", amina.key, second.key):
        browser.post(do, {"do": "place", "before": before})
        placed.append(Entry.objects.get(pk=second.pk).place)
    browser.post(do, {"do": "inside"})
    page = text(browser.get(there))
    own = address("entry", amina, "objectives", second.key)
    written = text(browser.get(own))
    seen = changes.newest(amina.campaign)
    kept = browser.post(own, {**DEMAND, "deadline": "2027-06-30", "seen": seen})
    removed = browser.post(do, {"do": "remove"}, follow=True)
    again = browser.get(own)
    history = text(browser.get(address("history", amina) + "?tool=objectives"))
    back = browser.post(address("history", amina), {"entry": second.key}, follow=True)

    assert placed == [1, 0, 0, 0, 0]
    assert "Nothing written yet" in empty
    assert "What would prove a yes?" in form
    assert "Write something here first." in text(amiss)
    assert page.index("Do not sign") < page.index("Publish the contract")
    assert "with the team only" in page
    assert "That is an institution" in page
    assert "Do not sign the lease" in written
    assert kept.headers["Location"] == f"{there}?said=kept#e-{second.key}"
    assert "Put it back" in text(removed)
    assert again.headers["Location"] == f"{there}?gone={second.key}"
    assert "By when?" in history
    assert "It stands there again." in text(back)
    assert Entry.objects.get(key=second.key).said == {**DEMAND, "deadline": "2027-06-30"}


def test_two_who_write_the_same_field_see_both_and_choose():
    amina, comfort = team()
    entry = added(amina)
    first, second = by_page(amina), by_page(comfort)
    own = address("entry", amina, "objectives", entry.key)
    seen = changes.newest(amina.campaign)
    first.post(own, DEMAND | {"text": "Withdraw the lease", "seen": seen})

    met = second.post(own, DEMAND | {"text": "Tear up the lease", "yes": "A vote", "seen": seen})
    clash = Clash.objects.get()
    tool = text(second.get(address("tool", amina, "objectives")))
    both = text(second.get(address("met", amina)))
    stale = second.post(address("met", amina), {"clash": clash.key, "end": "mine", "seen": seen})
    settled = second.post(
        address("met", amina),
        {"clash": clash.key, "end": "both", "seen": changes.newest(amina.campaign)},
        follow=True,
    )

    assert met.headers["Location"] == f"{address('met', amina)}#{clash.key}"
    assert "1 place where your words met" in tool
    assert "<mark>Withdraw</mark> the lease" in both
    assert "<mark>Tear up</mark> the lease" in both
    assert (stale.status_code, "changed again just now" in stale.content.decode()) == (409, True)
    assert "There is no such place now" in text(settled)
    assert Entry.objects.get().said == DEMAND | {
        "text": "Withdraw the lease\n\nTear up the lease",
        "yes": "A vote",
    }


def test_fields_are_kept_as_they_are_left_each_on_its_own():
    amina, comfort = team()
    entry = added(amina)
    first, second = by_page(amina), by_page(comfort)
    own = address("entry", amina, "objectives", entry.key)
    seen = str(changes.newest(amina.campaign))

    def keep(browser, **sent):
        told = {"only": list(sent), **{f"seen-{name}": seen for name in sent}, **sent}
        answer = browser.post(own, told, headers={"Accept": "application/json"})
        return answer.json()

    one = keep(first, text="Withdraw the lease")
    two = keep(second, text="Tear up the lease", yes="A vote", deadline="soon")
    three = keep(second, text="Tear up the lease now")

    newest = changes.newest(amina.campaign)
    assert one == {"seen": {"text": newest - 1}, "errors": {}, "met": {}, "refused": ""}
    clash = Clash.objects.get()
    met = {"text": f"{address('met', amina)}#{clash.key}"}
    wrong = "We could not read this date. Write it as year-month-day: 2027-03-31."
    assert two == {"seen": {"yes": newest}, "errors": {"deadline": wrong}, "met": met,
                   "refused": ""}  # fmt: skip
    assert (three["met"], clash.words) == (met, "Tear up the lease now")
    assert Entry.objects.get().said == DEMAND | {"text": "Withdraw the lease", "yes": "A vote"}
    pressed = {**DEMAND, "yes": "", "seen": seen, "seen-text": newest, "seen-yes": newest}
    second.post(own, pressed)
    assert Entry.objects.get().said == DEMAND
    nothing = first.post(own, {"text": "x"}, headers={"Accept": "application/json"})
    assert nothing.status_code == 404


def test_words_for_what_is_removed_meanwhile_are_kept_either_way():
    amina, comfort = team()
    entry = added(amina)
    first, second = by_page(amina), by_page(comfort)
    own = address("entry", amina, "objectives", entry.key)
    seen = changes.newest(amina.campaign)
    first.post(address("entry_do", amina, "objectives", entry.key), {"do": "remove"})

    met = second.post(own, DEMAND | {"text": "Tear up the lease", "seen": seen})
    kept = second.post(
        own,
        {"only": ["yes"], "seen-yes": seen, "yes": "A vote"},
        headers={"Accept": "application/json"},
    )
    unread = second.post(own, {"text": ""})
    both = text(second.get(address("met", amina)))
    clash = Clash.objects.get(field="text")
    newest = changes.newest(amina.campaign)
    second.post(address("met", amina), {"clash": clash.key, "end": "mine", "seen": newest})

    assert met.headers["Location"].endswith(f"#{clash.key}")
    assert list(kept.json()["met"]) == ["yes"]
    assert unread.headers["Location"].endswith(f"?gone={entry.key}")
    assert "Put it back with these words" in both
    assert Entry.objects.get().said == DEMAND | {"text": "Tear up the lease"}


def test_what_somebody_looks_after_is_done_by_one_press():
    [amina] = team(size=1)
    browser = by_page(amina)
    browser.post(
        address("add", amina, "asks", "ask"),
        {"what": "Speak at the march", "who": amina.key, "until": "2027-05-12"},
    )
    entry = Entry.objects.get()
    page = text(browser.get(address("tool", amina, "asks")))
    do = address("entry_do", amina, "asks", entry.key)

    browser.post(do, {"do": "done"})

    assert "until Wed 12 May 2027" in page
    assert Task.objects.get().done_at is not None
    browser.post(do, {"do": "open"})
    assert Task.objects.get().done_at is None
    there = address("entry", amina, "asks", entry.key)
    nobody = {"what": "Speak", "who": "", "until": "2027-06-01", "seen": "0"}
    alone = browser.post(there, nobody)
    kept = browser.post(
        there, {**nobody, "only": ["who", "until"]}, headers={"Accept": "application/json"}
    )
    assert "Say also who looks after it." in text(alone)
    assert kept.json()["errors"] == {"until": "Say also who looks after it."}
    assert not Task.objects.exists()
    Task.objects.create(entry=entry, member=amina)
    own = text(browser.get(there))
    assert f'<option value="{amina.key}" selected>' in own


def test_a_page_left_open_hears_what_others_changed():
    amina, comfort = team()
    entry = added(amina)
    seen = changes.newest(amina.campaign)
    entries.write(entry=entry, said={"yes": "A vote"}, seen=seen, member=comfort,
                  by=Actor.system(), at=NOON)  # fmt: skip
    since = address("since", amina)
    browser = by_page(amina)

    news = browser.get(since, {"seen": seen, "tool": "objectives"}).json()

    assert news == {"count": 1, "words": f"{comfort.person.shown_name} changed 1 thing here."}
    assert browser.get(since, {"seen": "", "tool": "objectives"}).status_code == 404


def test_who_reads_only_sees_the_words_and_no_way_to_write():
    [amina] = team(size=1)
    campaign = amina.campaign
    campaign.shared_to = "public"
    campaign.save()
    PartFactory(campaign=campaign, tool="objectives", shared_to="public")
    entry = added(amina, **DEMAND, fallback="A year more", status="open")
    browser = Client()

    tool = text(browser.get(address("tool", amina, "objectives")))
    own = text(browser.get(address("entry", amina, "objectives", entry.key)))

    for page in (tool, own):
        assert "Do not sign the lease" in page
        assert "A year more" not in page
        assert '<form method="post"' not in page
        assert "institution" not in page
    for closed in (
        address("tool", amina, "problem"),
        address("tool", amina, "risks"),
        address("tool", amina, "nothing"),
        address("entry", amina, "problem", entry.key),
        address("entry", amina, "objectives", "no-such-key-anywhere"),
    ):
        assert browser.get(closed).status_code == 404


def test_notes_on_dangers_open_for_those_alone_who_are_let_read_them():
    amina, comfort = team()
    danger = added(amina, "danger", what="The nurses lose their posts")
    entries.write(entry=danger, said={"what": "The nurses are sent away"}, seen=10**9,
                  member=amina, by=Actor.system(), at=NOON)  # fmt: skip
    change = Change.objects.order_by("pk").last()
    lead, other = by_page(amina), by_page(comfort)
    pages = [
        address("tool", amina, "risks"),
        address("entry", amina, "risks", danger.key),
        address("add", amina, "risks", "danger"),
        address("history", amina) + "?tool=risks",
        address("history", amina) + f"?entry={danger.key}",
    ]

    for page in pages:
        assert lead.get(page).status_code == 200
        told = other.get(page)
        assert told.status_code == 404 or "nurses" not in told.content.decode()
    for sent in (
        {"change": change.pk},
        {"entry": danger.key},
    ):
        assert other.post(address("history", amina), sent).status_code == 404
    assert other.post(pages[1], {"what": "x", "seen": "0"}).status_code == 404
    lead.post(address("entry_do", amina, "risks", danger.key), {"do": "remove"})
    assert other.get(pages[1]).status_code == 404
    assert other.post(address("history", amina), {"entry": danger.key}).status_code == 404
    assert lead.post(address("history", amina), {"entry": danger.key}).status_code == 302


def test_what_cannot_be_done_is_not_there_or_says_why():
    amina = team()[0]
    browser = by_page(amina)
    added(amina, "problem", what="Whoever cannot pay is sent home")
    entry = added(amina)
    do = address("entry_do", amina, "objectives", entry.key)

    twice = browser.post(address("add", amina, "problem", "problem"), {"what": "Again"})

    assert "This is there already" in text(twice)
    for page, sent in (
        (do, {"do": "dance"}),
        (address("entry_do", amina, "problem", entry.key), {"do": "up"}),
        (address("met", amina), {"clash": "x", "end": "neither"}),
        (address("history", amina), {"change": "0"}),
        (address("add", amina, "problem", "ask"), {"what": "x"}),
        (address("entry", amina, "problem", "never-was-anywhere"), {"what": "x"}),
    ):
        assert browser.post(page, sent).status_code == 404
    stranger = by_page(team(size=1)[0])
    assert stranger.get(address("history", amina)).status_code == 404
    assert stranger.post(do, {"do": "remove"}).status_code == 404


def test_an_earlier_change_is_put_back_from_a_long_history():
    amina, comfort = team()
    entry = added(amina)
    for number in range(42):
        entries.write(entry=entry, said={"yes": f"{number} votes"}, seen=10**9, member=amina,
                      by=Actor.system(), at=NOON)  # fmt: skip
    browser = by_page(comfort)
    first = text(browser.get(address("history", amina)))
    before = Change.objects.order_by("-pk")[39].pk

    later = text(browser.get(address("history", amina) + f"?before={before}"))
    change = Change.objects.order_by("pk")[2]
    browser.post(address("history", amina), {"change": change.pk})
    removed = browser.post(address("entry_do", amina, "objectives", entry.key), {"do": "remove"})
    refused = browser.post(address("history", amina), {"change": change.pk})

    assert ("Earlier" in first, "Earlier" in later) == (True, False)
    assert removed.status_code == 302
    assert refused.status_code == 409
    assert "Put it back first" in refused.content.decode()
    gone = Change.objects.filter(did="removed").get()
    assert gone.before["rows"][0]["said"]["yes"] == "0 votes"


def test_an_answer_of_a_few_is_taken_back_again():
    [amina] = team(size=1)
    browser = by_page(amina)
    page = address("entry", amina, "path", added(amina, "action", title="Watch").key)
    before = text(browser.get(page))
    browser.post(page, {"title": "Watch", "tactic": "organising"})
    given = Entry.objects.get().said["tactic"]
    open_again = text(browser.get(page))

    browser.post(page, {"title": "Watch", "tactic": "-", "seen": changes.newest(amina.campaign)})

    assert ("not said" in before, given, "not said" in open_again) == (False, "organising", True)
    assert "tactic" not in Entry.objects.get().said
