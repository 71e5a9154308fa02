"""What is refused, what happens twice, who becomes one: the edges of letters to many and groups."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.mailings import actions, permissions, queries, rules, tasks
from commonroot.mailings.models import GroupChoice, Recipient
from commonroot.mailings.queries import pages
from commonroot.mailings.queries.due import due
from commonroot.messaging.actions import pause_sending
from commonroot.messaging.models import Letter
from commonroot.people.actions import merge
from commonroot.people.actions.lists import save_list
from tests.factories.engagement import take_part
from tests.factories.people import ContactWayFactory
from tests.factories.programmes import ProgrammeFactory
from tests.mailings.people import BY, OTHER, draft, reader, sent

pytestmark = pytest.mark.django_db
NOBODY = Actor.public()


def group_called(name, at, **fields):
    return actions.make_group(
        name=Translated({"en": name}), sentence=Translated(), by=BY, at=at, **fields
    )


def test_whom_and_what_for_have_to_go_together(at, school):
    mailing, group = draft(at), group_called("All", at)

    for wrong in (
        {"purpose": "naming"},
        {"purpose": "this_programme"},
        {"purpose": "news", "group": group},
    ):
        with pytest.raises(actions.NotForThat):
            actions.point(mailing=mailing, by=BY, at=at, **wrong)


def test_a_letter_to_the_people_of_a_course_has_no_unsubscribe_link(at, school):
    person, other = reader(shown_name="Amina"), reader()
    course = ProgrammeFactory()
    take_part(person, course)
    mailing = draft(at - rules.RECALL, purpose="this_programme", programme=course)
    sent(mailing, at - rules.RECALL)

    tasks.queue_due(at=at)
    tasks.write_due(at=at)

    letter = Letter.objects.get()
    assert letter.subject_key == person.key
    assert "unsubscribe" not in letter.values
    assert letter.audience == f"programme:{course.key}"
    assert pages.whom_words(mailing) == str(course.title)
    assert pages.purposes_for(mailing, at=at)[0]["count"] == 1
    assert other.mailings.count() == 0


def test_groups_change_close_twice_and_refuse_what_makes_none(at, school):
    person = reader()
    group = group_called("All", at, is_open=False)
    about = {"name": Translated({"en": "Everybody"}), "sentence": Translated({"en": "News."})}

    actions.change_group(
        group=group, is_open=True, filter={"all": [["country", "in", "KE"]]}, by=BY, at=at, **about
    )

    group.refresh_from_db()
    assert (str(group.name), group.is_open) == ("Everybody", True)
    assert queries.filter_words(group.filter) == "People who live in Kenya"
    actions.change_group(group=group, is_open=True, by=BY, at=at, **about)
    assert queries.filter_words(group.filter) == "People who live in Kenya"
    assert queries.filter_words({"all": [["gone", "in", "x"]]}) == "Everybody"
    with pytest.raises(actions.NotAgreed):
        actions.join(group=group, person=person, by=BY, at=at)
    with pytest.raises(actions.NameTaken):
        group_called("All", at)
    with pytest.raises(actions.NoName):
        group_called(" ", at)
    closed = [actions.close_group(group=group, by=BY, at=at) for _twice in range(2)]
    opened = [actions.reopen_group(group=group, by=BY, at=at) for _twice in range(2)]
    assert (closed, opened) == ([True, False], [True, False])


def test_saying_the_same_twice_is_one_word(at, school):
    person, group = reader(Purpose.ALUMNI_GROUP), group_called("All", at)

    for _twice in range(2):
        actions.leave(group=group, person=person, by=BY, at=at)

    assert GroupChoice.objects.get().said == "left"
    assert queries.left_count(group) == 1


def test_when_two_are_one_leaving_stands_and_nobody_is_written_to_twice(at, school):
    person, twin = (reader(Purpose.NEWS, Purpose.ALUMNI_GROUP) for _two in range(2))
    group = group_called("All", at)
    actions.join(group=group, person=person, by=BY, at=at)
    actions.leave(group=group, person=twin, by=BY, at=at)
    mailing = draft(at)
    waits, written = (
        Recipient.objects.create(mailing=mailing, person=one, due_at=at, made_at=at, state=state)
        for one, state in ((person, "waiting"), (twin, "written"))
    )

    merge(other=twin, into=person, cause="hand", by=BY, at=at)

    assert GroupChoice.objects.get().said == "left"
    assert Recipient.objects.get().key == written.key
    assert waits.key != written.key


def test_texts_of_our_own_are_made_named_anew_and_offered_no_more(at, school):
    words = {"subject": {"en": "Hi"}, "text": {"en": "Dear {name}"}}

    made = actions.reword_template(name="Greeting", purpose="news", by=BY, at=at, **words)
    template = made.template
    same = actions.reword_template(template=template, name="Hello", by=BY, at=at, **words)

    assert same is None
    assert queries.templates()[-1].mark == f"{template.key}:1"
    assert queries.templates()[-1].name == "Hello"
    actions.retire_template(template=template, by=BY, at=at)
    assert queries.template(template.key) is None
    with pytest.raises(actions.NothingWritten):
        actions.reword_template(code="regret", subject={"en": "x"}, text={}, by=BY, at=at)


def test_nothing_is_written_while_sending_stands_still_and_queueing_twice_queues_once(at, school):
    person = reader()
    mailing = sent(draft(at - rules.RECALL), at - rules.RECALL)

    queued = [actions.queue(mailing=mailing, school=None, at=at) for _twice in range(2)]
    pause_sending(why="restored", at=at)

    assert queued == [1, 0]
    assert not actions.finish(mailing=mailing, at=at)
    assert queries.mailing(mailing.key) == mailing
    assert tasks.write_due(at=at) == 0
    assert person.mailings.get().state == "waiting"


def test_a_test_letter_needs_an_address_of_ones_own(at, school):
    with pytest.raises(actions.NoAddressOfYours):
        actions.try_out(mailing=draft(at), account=None, school=school, by=BY, at=at)


def test_a_closed_group_gets_nothing_and_a_copy_is_pointed_anew(at, school):
    reader(Purpose.ALUMNI_GROUP)
    group = group_called("All", at)
    mailing = draft(at - rules.RECALL, purpose="alumni_group", group=group)
    sent(mailing, at - rules.RECALL)
    tasks.queue_due(at=at)

    actions.close_group(group=group, by=BY, at=at)
    tasks.write_due(at=at)

    mailing.refresh_from_db()
    assert queries.outcome(mailing).reasons == {"left": 1}
    assert actions.copy(mailing=mailing, by=BY, at=at).group is None


def test_a_phone_first_for_whom_it_is_that_which_is_safe(at, school):
    person = reader(channel="sms")
    phone = ContactWayFactory(person=person, kind="phone", value="+254700000001")

    assert queries.ways_of([person]) == {person.pk: phone}
    assert queries.reach(draft(at), at=at).by_hand == 1


def test_whom_a_letter_is_for_in_words(at, school):
    kenya = {"all": [["country", "in", "KE"]]}
    saved = save_list(name="Kenya", filter=kenya, by=BY, at=at)
    course = ProgrammeFactory(title=Translated({"en": "Power"}))

    said = [
        pages.whom_words(draft(at, **fields))
        for fields in (
            {"saved_list": saved},
            {"filter": kenya},
            {"filter": {"all": [["gone", "in", "x"]]}},
            {"purpose": "this_programme", "programme": course, "filter": kenya},
        )
    ]

    assert said == [
        "Kenya",
        "People who live in Kenya",
        "a list that can no longer be read",
        "Power: People who live in Kenya",
    ]


def test_what_was_sent_back_waits_for_its_writer_alone(at, school, organiser):
    mailing = draft(at)
    about = {"asked_by": f"account:{organiser.key}", "note": "Shorter", "asked_at": at}
    type(mailing).objects.update(**about)

    assert [one.why for one in due(organiser, at=at)] == ["Shorter"]
    assert due(NOBODY, at=at) == []
    assert not permissions.can_choose_groups(NOBODY)
    assert not permissions.can_let_leave(organiser, type(mailing).objects.get())
    assert pages.account_name("system:") == ""
    assert OTHER.key != organiser.key
    assert timedelta(minutes=10) == rules.RECALL


def test_three_are_shown_of_many_languages_and_the_preferred_address_is_taken(at, school):
    people = [reader(language=code) for code in ("ar", "en", "es", "fr")]
    first = people[0].ways.get()
    ContactWayFactory(person=people[0], preferred=False)

    assert [one.language for one in queries.sample(draft(at), at=at)] == ["ar", "en", "es"]
    assert queries.ways_of(people[:1]) == {people[0].pk: first}
    words = [pages.this_month_words(number) for number in (0, 1, 2)]
    assert words == [
        "no letter from us in 30 days",
        "1 letter from us in 30 days",
        "2 letters from us in 30 days",
    ]
