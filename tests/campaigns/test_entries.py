"""Writing in the tools of a campaign: nobody's words are lost, whoever writes when."""

from datetime import UTC, date, datetime

import pytest

from commonroot.accounts.roles import Actor
from commonroot.campaigns.actions import entries, removing, settling, taking_back
from commonroot.campaigns.models import Change, Clash, Entry, Member, Task
from commonroot.campaigns.models.tools import KINDS, TOOLS
from commonroot.campaigns.queries import changes, history
from commonroot.campaigns.queries import entries as queries
from commonroot.campaigns.queries.reading import Reader
from tests.factories.campaigns import CampaignFactory, MemberFactory, team

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
BY = Actor.system()


def eyes(member: Member) -> Reader:
    return Reader(step="team", shared_to="team", member=member)


def added(member: Member, kind: str = "demand", **said: object) -> Entry:
    return entries.add(
        campaign=member.campaign,
        kind=kind,
        said=said or {"text": "Do not sign the lease"},
        member=member,
        by=BY,
        at=NOON,
    )


def wrote(entry: Entry, *, seen: int, member: Member, **said: object) -> list[Clash]:
    return entries.write(entry=entry, said=said, seen=seen, member=member, by=BY, at=NOON)


def said(entry: Entry) -> dict[str, object]:
    return Entry.objects.get(key=entry.key).said


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


def met(amina: Member, comfort: Member, **words: str) -> tuple[Entry, Clash]:
    entry = added(amina)
    seen = changes.newest(entry.campaign)
    wrote(entry, seen=seen, member=amina, text=words.get("theirs", "Withdraw the lease"))
    [clash] = wrote(entry, seen=seen, member=comfort, text=words.get("mine", "Tear up the lease"))
    return entry, clash


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


def chart(member: Member) -> tuple[Entry, Entry]:
    """A strategy chart with one thing below it."""
    below = next(kind for kind in TOOLS["strategy"].kinds if kind.parent == "chart")
    above = entries.add(
        campaign=member.campaign,
        kind="chart",
        said={KINDS["chart"].named_by: "The minister"},
        member=member,
        by=BY,
        at=NOON,
    )
    under = entries.add(
        campaign=member.campaign,
        kind=below.code,
        said={field.code: _any(field) for field in below.fields if field.needed},
        parent=above,
        member=member,
        by=BY,
        at=NOON,
    )
    return above, under


def _any(field):
    return field.choices[0][0] if field.choices else "Something"


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
    removing.remove(entry=above, member=amina, by=BY, at=NOON)

    with pytest.raises(entries.WrongPlace):
        removing.put_back(change=change, member=amina, by=BY, at=NOON)


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


def test_who_left_meanwhile_looks_after_nothing_that_is_put_back():
    amina, comfort = team()
    entry = added(amina, "ask", what="Speak", who=comfort.key)
    change = removing.remove(entry=entry, member=amina, by=BY, at=NOON)
    comfort.left_at = NOON
    comfort.save()

    removing.put_back(change=change, member=amina, by=BY, at=NOON)

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


def test_a_tool_is_read_in_the_same_few_questions_however_much_stands_in_it(
    django_assert_num_queries,
):
    [amina] = team(size=1)
    sizes = []
    for _number in range(3):
        added(amina, "ask", what="Speak", who=amina.key)
        with django_assert_num_queries(4):
            sizes.append(len(queries.entries_of(amina.campaign, TOOLS["asks"], reader=eyes(amina))))

    assert sizes == [1, 2, 3]


def test_beyond_the_team_nobody_of_it_is_named_and_what_stays_inside_does():
    [amina] = team(size=1)
    added(amina, "ask", what="Speak", who=amina.key, until="2027-05-12")
    added(amina, text="Withdraw it", fallback="A year more")
    outside = Reader(
        step="public", shared_to="public", parts={"asks": "public", "objectives": "public"}
    )

    cells = {
        code: cell.words
        for tool in ("asks", "objectives")
        for one in queries.entries_of(amina.campaign, TOOLS[tool], reader=outside)
        for code, cell in one.cells.items()
        if cell.words
    }

    assert cells == {"what": "Speak", "text": "Withdraw it"}


def test_what_cannot_be_without_something_hidden_is_hidden_with_it():
    [amina] = team(size=1)
    one, other = (
        added(amina, "actor", label=name, what=KINDS["actor"].field("what").choices[0][0])
        for name in ("The minister", "Her brother")
    )
    tie_fields = {"from": one.key, "to": other.key}
    relation = KINDS["tie"].field("relation").choices[0][0]
    tie = added(amina, "tie", relation=relation, **tie_fields)
    outside = Reader(step="cohort", shared_to="cohort", parts={"power": "cohort"})
    assert queries.entry(amina.campaign, tie.key, reader=outside) is not None

    entries.keep_to_team(entry=other, team_only=True, member=amina, by=BY, at=NOON)

    names = [
        shown.name for shown in queries.entries_of(amina.campaign, TOOLS["power"], reader=outside)
    ]
    assert names == ["The minister"]
    assert queries.entry(amina.campaign, tie.key, reader=outside) is None
    assert len(queries.entries_of(amina.campaign, TOOLS["power"], reader=eyes(amina))) == 3


def test_notes_on_dangers_are_there_for_those_alone_who_are_let_read_them():
    amina, comfort = team()
    danger = added(amina, "danger", what="The nurses lose their posts", who=amina.key)
    seen = changes.newest(amina.campaign)
    wrote(danger, seen=seen, member=amina, what="The nurses are sent away")
    wrote(danger, seen=seen, member=comfort, what="The nurses are arrested")
    risks = TOOLS["risks"]

    def found(member: Member) -> tuple[int, ...]:
        reader = eyes(member)
        rows = history.changes_of(amina.campaign, reader=reader)
        return (
            len(queries.entries_of(amina.campaign, risks, reader=reader)),
            int(queries.entry(amina.campaign, danger.key, reader=reader) is not None),
            rows.count(),
            len(queries.open_clashes(amina.campaign, reader=reader)),
            len(queries.names_of(amina.campaign, [danger.key], reader=reader)),
            history.news(amina.campaign, reader=reader, tool=None, seen=0).count,
        )

    assert found(amina) == (1, 1, 2, 1, 1, 0)
    assert found(comfort) == (0, 0, 0, 0, 0, 0)


def test_history_says_who_changed_what_from_what_to_what():
    amina, comfort = team()
    entry = added(amina, "ask", what="Speak at the meeting", who=comfort.key)
    wrote(entry, seen=0, member=comfort, what="Speak at the march", answer="yes", who="")
    entries.done(entry=entry, member=comfort, by=BY, at=NOON)
    entries.assign(entry=entry, to=amina, member=amina, by=BY, at=NOON)
    entries.done(entry=entry, member=amina, by=BY, at=NOON)
    entries.done(entry=entry, is_done=False, member=amina, by=BY, at=NOON)
    entries.keep_to_team(entry=entry, team_only=True, member=amina, by=BY, at=NOON)
    removing.remove(entry=entry, member=comfort, by=BY, at=NOON)
    reader = eyes(amina)

    rows = list(history.changes_of(entry.campaign, reader=reader, tool=TOOLS["asks"]))
    told = history.told(rows, entry.campaign, reader=reader)

    lines = [(one.who, one.what, str(one.before), str(one.after), one.back) for one in told]
    a, c = amina.person.shown_name, comfort.person.shown_name
    assert lines == [
        (c, "removed", "", "", "Put it back"),
        (a, "kept it with the team", "", "", ""),
        (a, "said: not done yet", "", "", ""),
        (a, "said: done", "", "", ""),
        (a, "Who asks?", "", a, ""),
        (c, "The answer", "", "yes", ""),
        (c, "Who asks?", c, "", ""),
        (c, "What is asked for?", "Speak at the <mark>meeting</mark>",
         "Speak at the <mark>march</mark>", ""),
        (a, "added", "", "", ""),
    ]  # fmt: skip
    assert {one.name for one in told} == {"Speak at the march"}
    assert history.change(entry.campaign, str(rows[0].pk), reader=reader) == rows[0]
    assert history.change(entry.campaign, "not a number", reader=reader) is None


def test_somebody_who_left_is_not_named():
    amina, comfort = team()
    entry = added(comfort)
    comfort.left_at = NOON
    comfort.save()
    rows = history.changes_of(entry.campaign, reader=eyes(amina), entry_key=entry.key)

    [told] = history.told(list(rows), entry.campaign, reader=eyes(amina))

    assert told.who == "somebody who left"
    field = KINDS["ask"].field("who")
    assert queries.choices_of(entry.campaign, field, reader=eyes(amina)) == [
        (amina.key, amina.person.shown_name)
    ]


def test_both_sides_of_a_place_where_words_met_stand_beside_each_other():
    amina, comfort = team()
    entry, clash = met(amina, comfort)
    reader = eyes(amina)

    [meeting] = history.meetings(entry.campaign, [clash], reader=reader)

    assert (meeting.theirs, meeting.mine) == ("Withdraw the lease", "Tear up the lease")
    a, c = amina.person.shown_name, comfort.person.shown_name
    assert (meeting.who_theirs, meeting.who_mine) == (a, c)
    assert (meeting.is_there, meeting.can_be_both) == (True, True)
    removing.remove(entry=entry, member=amina, by=BY, at=NOON)
    [gone] = history.meetings(entry.campaign, [clash], reader=reader)
    assert (gone.is_there, gone.theirs, gone.can_be_both) == (False, "", False)


def test_what_others_changed_since_a_page_was_read_is_said_in_one_line():
    amina, comfort = team()
    entry = added(amina)
    seen = changes.newest(entry.campaign)
    wrote(entry, seen=seen, member=comfort, yes="A signature", to_whom="The minister")
    wrote(entry, seen=seen, member=amina, deadline="2027-01-01")

    news = history.news(entry.campaign, reader=eyes(amina), tool=TOOLS["objectives"], seen=seen)

    assert news.words == f"{comfort.person.shown_name} changed 2 things here."
    assert news.newest == changes.newest(entry.campaign)


def test_what_people_look_after_is_there_until_it_is_done():
    amina, comfort = team()
    mine = added(amina, "ask", what="Speak", who=amina.key, until="2027-05-12")
    added(amina, "ask", what="Sing", who=comfort.key)

    assert [task.entry for task in queries.looked_after_by([amina])] == [mine]
    entries.done(entry=mine, member=amina, by=BY, at=NOON)
    assert queries.looked_after_by([amina]) == []


def test_nothing_is_looked_up_where_nothing_is_named():
    assert queries.names_of(CampaignFactory(), [], reader=eyes(MemberFactory())) == {}
