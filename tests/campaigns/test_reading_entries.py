"""What stands in a tool for whoever reads it, and its history."""

import pytest

from commonroot.campaigns.actions import entries, removing
from commonroot.campaigns.models import Member
from commonroot.campaigns.models.tools import KINDS, TOOLS
from commonroot.campaigns.queries import changes, history
from commonroot.campaigns.queries import entries as queries
from commonroot.campaigns.queries.reading import Reader
from commonroot.campaigns.queries.sections import sections
from tests.campaigns.writing import BY, NOON, added, chart, eyes, met, wrote
from tests.factories.campaigns import CampaignFactory, MemberFactory, team

pytestmark = pytest.mark.django_db


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


def test_an_objective_names_a_goal_of_the_chart_also_in_its_history():
    [amina] = team(size=1)
    above, _under = chart(amina)
    goal = entries.add(
        campaign=amina.campaign,
        kind="goal",
        said={"text": "A hospital for all", "term": KINDS["goal"].field("term").choices[0][0]},
        parent=above,
        member=amina,
        by=BY,
        at=NOON,
    )
    objective = added(amina, "objective", sentence="Win the vote")
    wrote(objective, seen=0, member=amina, relevant=goal.key)
    reader = eyes(amina)

    field = KINDS["objective"].field("relevant")
    offered = queries.choices_of(amina.campaign, field, reader=reader)
    shown = queries.entry(amina.campaign, objective.key, reader=reader)
    rows = list(history.changes_of(amina.campaign, reader=reader, entry_key=objective.key))
    told = history.told(rows, amina.campaign, reader=reader)

    assert (goal.key, "A hospital for all") in offered
    assert shown.words("relevant") == "A hospital for all"
    assert [one.after for one in told] == ["A hospital for all", ""]
    outside = Reader(step="cohort", shared_to="cohort", parts={"objectives": "cohort"})
    assert queries.entry(amina.campaign, objective.key, reader=outside).words("relevant") == ""


def test_what_is_paper_lies_newest_first_and_asks_by_what_is_to_be_done():
    [amina] = team(size=1)
    for title, on in (("First", "2027-05-01"), ("Last", "2027-05-09"), ("Undated", "")):
        added(amina, "note", title=title, on=on)
    for what, answer, until in (("a", "yes", ""), ("b", "", ""), ("c", "", "2027-05-01")):
        added(amina, "ask", what=what, answer=answer, who=amina.key, until=until)

    names = {
        tool: [
            card.shown.name
            for section in sections(
                TOOLS[tool],
                queries.entries_of(amina.campaign, TOOLS[tool], reader=eyes(amina)),
            )
            for card in section.cards
        ]
        for tool in ("notes", "asks")
    }

    assert names == {"notes": ["Last", "First", "Undated"], "asks": ["c", "b", "a"]}
    assert [one.kind.code for one in sections(TOOLS["strategy"], [])] == ["chart"]


def test_what_belongs_to_something_stands_below_it_and_is_named_as_far_as_it_is_open():
    [amina] = team(size=1)
    above, _under = chart(amina)
    inner = entries.add(
        campaign=amina.campaign, kind="inner_problem", said={"problem": "Two shifts never meet"},
        parent=above, member=amina, by=BY, at=NOON,
    )  # fmt: skip
    reader = eyes(amina)
    outside = Reader(step="cohort", shared_to="cohort", parts={"strategy": "cohort"})

    [top] = queries.entries_of(amina.campaign, TOOLS["strategy"], reader=reader)

    assert top.key == above.key
    assert [one.name for one in top.of("inner_problem")] == ["Two shifts never meet"]
    named = {inner.key: "Two shifts never meet"}
    assert queries.names_of(amina.campaign, [inner.key], reader=reader) == named
    assert queries.names_of(amina.campaign, [inner.key], reader=outside) == {}
    entries.keep_to_team(entry=above, team_only=True, member=amina, by=BY, at=NOON)
    assert queries.entries_of(amina.campaign, TOOLS["strategy"], reader=outside) == []
