"""Nobody outside the step to which a campaign is shared finds a word of it, by any address.

Every address of the area is opened from the addresses themselves, as somebody at every step, while
a mark stands in every field of everything. What the whole house shows elsewhere, the matrix asks.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, reverse

from commonroot.campaigns import urls
from commonroot.campaigns.models import (
    Campaign,
    CaseStudy,
    Change,
    Clash,
    ClosingGathering,
    ClosingWord,
    Entry,
    Member,
    Part,
    Snapshot,
    StudyPerson,
    Task,
)
from commonroot.campaigns.models.tools import KINDS, TOOLS, Field
from commonroot.campaigns.models.tools.shapes import Type
from commonroot.campaigns.queries import entries, reading
from commonroot.campaigns.urls import feeds
from commonroot.circles.actions import give_mandate
from commonroot.core.fields import Translated
from commonroot.people.actions import open_link
from commonroot.people.models import Person
from commonroot.work.clock import now
from tests.campaigns.around import Around, around
from tests.factories.accounts import AccountFactory
from tests.factories.campaigns import MADE

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="guards ask the same on both"),
]
MARK = "Mwalimukilo"  # a word that stands nowhere else
KEPT = "Ndanikabisa"  # in what stays with the team however far its tool is shared
POST_ONLY, FAILED = 405, 500
# What protects forms, and when a file was made.
ONE_TIME = re.compile(
    r'(?<=name="csrfmiddlewaretoken" value=")\w+|DTSTAMP:\w+|<updated>[^<]+'
    r"|'(ETag|Last-Modified)': '[^']+'"
)
MANY = 8  # pages on which whoever may read it finds it at least
# How far it is shared: who reads it then, and who is nearest of those who do not.
TRIED = {
    "team": (set(), {"fellow", "gone", "visitor"}),
    "group": ({"fellow"}, {"classmate"}),
    "cohort": ({"organiser"}, {"circle member"}),
    "circle": (set(), {"stranger"}),
}


def value_of(field: Field, word: str) -> Any:
    """Something that may stand in a field, with the mark where words do."""
    match field.type:
        case Type.LINE | Type.TEXT:
            return word
        case Type.NUMBER:
            return field.least or 1
        case Type.CHOICE:
            return field.choices[0][0]
        case Type.SEVERAL:
            return [field.choices[0][0]]
        case Type.YES_NO:
            return True
        case Type.DATE:
            return "2026-12-01"
        case Type.MOMENT:
            return "2026-12-01T18:00"
    return None


def said(kind: str, word: str) -> dict[str, Any]:
    """Every field of a kind, marked: what never leaves the team with a mark of its own."""
    told = {
        field.code: value_of(field, KEPT if field.inside else word) for field in KINDS[kind].fields
    }
    return {code: value for code, value in told.items() if value is not None}


def fill(here: Around) -> None:
    """Put marks into everything that a campaign can hold."""
    campaign = here.campaign
    for field in ("name", "summary", "place"):
        setattr(campaign, field, f"{MARK} {field}")
    campaign.feed_mark = "f" * 20
    campaign.save()
    member = Member.objects.get(person=here.people["lead"])
    for word, team_only in ((MARK, False), (KEPT, True)):
        parents: dict[str, Entry] = {}
        for code in sorted(KINDS, key=lambda one: bool(KINDS[one].parent)):
            kind = KINDS[code]
            if kind.single and team_only:
                continue
            entry = Entry.objects.create(
                campaign=campaign, kind=code, said=said(code, word), team_only=team_only,
                parent=parents.get(kind.parent), made_at=MADE, changed_at=MADE,
            )  # fmt: skip
            parents[code] = entry
            Change.objects.create(campaign=campaign, entry_key=entry.key, kind=code, did="added",
                                  after=entry.said, member=member, at=MADE)  # fmt: skip
    Task.objects.create(entry=entry, member=member, due_on=MADE.date())
    Clash.objects.create(campaign=campaign, entry_key=entry.key, kind=code, member=member, at=MADE,
                         field=kind.fields[0].code, words=KEPT)  # fmt: skip
    for tool in ("power", "spectrum"):
        rows = [
            {"key": one.key, "kind": one.kind, "parent": "", "place": 0, "team_only": one.team_only,
             "said": one.said}
            for one in Entry.objects.filter(campaign=campaign)
        ]  # fmt: skip
        Snapshot.objects.create(campaign=campaign, tool=tool, name=KEPT, rows=rows, taken_at=MADE)
    study = CaseStudy.objects.create(
        campaign=campaign, title=Translated({"en": KEPT}), summary=Translated({"en": KEPT}),
        texts={"problem": {"en": KEPT}}, words=KEPT.casefold(), made_at=MADE, changed_at=MADE,
    )  # fmt: skip
    StudyPerson.objects.create(study=study, person=here.people["lead"], role=KEPT, name=KEPT,
                               shown="name", asked_at=MADE)  # fmt: skip
    gathering = ClosingGathering.objects.create(programme=campaign.programme, asked_at=MADE)
    ClosingWord.objects.create(gathering=gathering, campaign=campaign, changed_at=MADE,
                               said={"name": KEPT, "challenges": KEPT})  # fmt: skip


def addresses(campaign: Campaign) -> Iterator[tuple[str, str]]:
    """(name, address) of every page of the area for this campaign, tools and entries in turn."""
    study = campaign.studies.get()
    for space, patterns in (("campaigns", urls.urlpatterns), ("campaign_feeds", feeds.urlpatterns)):
        for pattern in patterns:
            for kwargs in named_in(pattern, campaign, study):
                yield f"{space}:{pattern.name}", reverse(f"{space}:{pattern.name}", kwargs=kwargs)


def named_in(pattern: URLPattern, campaign: Campaign, study: CaseStudy) -> Iterator[dict[str, str]]:
    """What an address names, in every way in which it can."""
    route = str(pattern.pattern)
    wanted = set(re.findall(r"<\w+:(\w+)>", route))
    key = next(
        thing.key
        for start, thing in (
            ("campaigns/places/", campaign.members.order_by("pk").first()),
            ("studies/", study), ("desk/studies/", study), ("standing/", study.people.get()),
            ("desk/programmes/", campaign.programme), ("closing/", campaign.programme),
            ("", campaign),
        )
        if route.startswith(start)
    )  # fmt: skip
    entries = list(Entry.objects.filter(campaign=campaign))
    # A tool that names no campaign holds nothing of one: one of them stands for all.
    tools = (sorted(TOOLS) if "key" in wanted else ["power"]) if "tool" in wanted else [""]
    for tool in tools:
        kinds = [kind.code for kind in TOOLS[tool].kinds] if tool else list(KINDS)
        own = [one.key for one in entries if one.kind in kinds] or [entries[0].key]
        yield from (
            {name: found[name] for name in wanted}
            for entry in own[:1]
            for kind in kinds[:1]
            for found in [
                {"key": key, "tool": tool, "entry": entry, "group": entry, "kind": kind,
                 "secret": "s" * 20}
            ]
        )  # fmt: skip


def words_of(answer: HttpResponse) -> str:
    """What can be read of an answer, also within a packed file, and in its headers."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        pack = zipfile.ZipFile(io.BytesIO(content))
        content = b"\n".join(pack.read(name) for name in pack.namelist())
    return content.decode(errors="replace") + str(dict(answer.headers))


def arrived(person: Person) -> Client:
    """The browser of somebody who opened their own page."""
    client = Client()
    client.get(f"/p/{open_link(person=person, scope='page', at=now())}")
    return client


def browsers(here: Around) -> dict[str, Client]:
    """Somebody at every step, and some who stand at none."""
    found = {name: arrived(here.people[name]) for name in (
        "fellow", "classmate", "circle member", "stranger", "gone", "asked",
    )}  # fmt: skip
    organiser = AccountFactory()
    give_mandate(account=organiser, circle=here.campaign.programme.run_by, role="organiser",
                 until=None, by=here.actors["system"], at=now() - timedelta(days=1))  # fmt: skip
    found["organiser"], found["visitor"] = Client(), Client()
    found["organiser"].force_login(organiser)
    return found


def found_by(client: Client, campaign: Campaign, words: tuple[str, ...]) -> dict[str, list[str]]:
    """{word: the pages on which somebody finds it}; whatever they press there is taken back."""
    there: dict[str, list[str]] = {word: [] for word in words}
    for name, address in addresses(campaign):
        with transaction.atomic():
            answer = client.get(address)
            if answer.status_code == POST_ONLY:
                answer = client.post(address)
            read = words_of(answer).casefold()
            transaction.set_rollback(True)
        assert answer.status_code < FAILED, address
        for word in words:
            if word.casefold() in read:
                there[word].append(f"{name} {address}")
    return there


def share(campaign: Campaign, step: str) -> None:
    """Share everything that can be shared so far."""
    Campaign.objects.filter(pk=campaign.pk).update(shared_to=step)
    for tool in TOOLS:
        Part.objects.create(campaign=campaign, tool=tool, shared_to=step, changed_at=MADE)


def pages_of(client: Client, campaign: Campaign) -> dict[str, str]:
    """{address: all that somebody gets there}, but for what differs each time a page is made."""
    there = {}
    for _name, address in addresses(campaign):
        with transaction.atomic():
            answer = client.get(address)
            there[address] = f"{answer.status_code} {ONE_TIME.sub('', words_of(answer))}"
            transaction.set_rollback(True)
    return there


def without_what_is_kept(client: Client, campaign: Campaign) -> dict[str, str]:
    """The same pages as if the team kept nothing to itself."""
    with transaction.atomic():
        kept = Entry.objects.filter(campaign=campaign, team_only=True)
        for model in (Change, Clash):
            model.objects.filter(entry_key__in=kept.values("key")).delete()
        kept.delete()
        there = pages_of(client, campaign)
        transaction.set_rollback(True)
    return there


@pytest.mark.parametrize("shared_to", TRIED)
def test_nobody_finds_a_word_before_it_is_shared_with_them(school, shared_to):
    here = around(school)
    fill(here)
    share(here.campaign, shared_to)
    inside, outside = TRIED[shared_to]
    clients = browsers(here)

    found = {
        name: found_by(clients[name], here.campaign, (MARK, KEPT)) for name in inside | outside
    }

    assert {name: found[name][KEPT] for name in found} == {name: [] for name in found}
    assert {name: found[name][MARK] for name in outside} == {name: [] for name in outside}
    # They would be found: whoever it is shared with reads it on page after page.
    assert all(len(found[name][MARK]) > MANY for name in inside)


def test_what_stays_with_the_team_cannot_even_be_counted(school, monkeypatch):
    here = around(school)
    fill(here)
    share(here.campaign, "cohort")
    organiser = browsers(here)["organiser"]

    said = pages_of(organiser, here.campaign)
    without = without_what_is_kept(organiser, here.campaign)

    assert [address for address in said if said[address] != without[address]] == []
    # It would be seen: once the entries themselves are open, page after page says something else.
    monkeypatch.setattr(entries, "_open_to", lambda _reader: Q())
    opened = pages_of(organiser, here.campaign)
    assert sum(said[address] != opened[address] for address in said) > MANY


def test_whoever_is_asked_to_join_reads_what_for_and_nothing_else(school):
    here = around(school)
    fill(here)

    found = found_by(browsers(here)["asked"], here.campaign, (MARK, KEPT))

    names = {one.split()[0] for one in found[MARK]}
    assert (found[KEPT], names) == ([], {"campaigns:campaigns", "campaigns:join"})


def test_a_guard_left_open_is_found(school, monkeypatch):
    here = around(school)
    fill(here)
    stranger = browsers(here)["stranger"]
    monkeypatch.setattr(reading, "reaches", lambda *_args, **_more: True)

    found = found_by(stranger, here.campaign, (MARK,))

    assert len(found[MARK]) > MANY
