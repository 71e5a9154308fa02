"""The years after: offers and introductions as one machine, promises that come back, a relay."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.circles.actions import give_mandate
from commonroot.consent import actions as consent
from commonroot.consent.models import Agreement, Told
from commonroot.consent.queries import may, permit
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.fields import Translated
from commonroot.engagement import actions, queries, tasks
from commonroot.engagement.models import (
    FollowUp,
    Introduction,
    Meeting,
    Pathway,
    Promise,
    Wave,
)
from commonroot.engagement.queries.meetings import audience_of, other
from commonroot.engagement.queries.pathways import open_pathways, overdue
from commonroot.engagement.queries.promises import since_words
from commonroot.engagement.rules import introductions as rules
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay
from tests.factories.accounts import AccountFactory
from tests.factories.engagement import (
    CourseFactory,
    FollowUpFactory,
    IntroductionFactory,
    KenyaFactory,
    ParticipationFactory,
    PromiseFactory,
    WaveFactory,
    agree,
    contact_of,
    named_person,
)
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
PUBLIC = Actor.public()


def asked_later(**fields):
    """Somebody with an address who agreed to be asked later."""
    person = PersonFactory(**fields)
    ContactWayFactory(person=person)
    agree(person, Purpose.FOLLOW_UP)
    return person


def offer(run_by, at, **fields):
    """An offer of the school."""
    words = Translated({"en": "Once a month we meet."})
    given = {"kind": "circle", "title": Translated({"en": "Join us"}), "words": words}
    return actions.offer(**{**given, "run_by": run_by, "by": BY, "at": at, **fields})


@pytest.fixture
def school(db):
    return KenyaFactory(kind="school", country="", sort_key="school")


def test_every_state_is_in_the_machine_and_every_move_leads_to_a_state():
    states = set(Introduction.State.values)

    assert set(rules.MOVES) == states
    assert {to for moves in rules.MOVES.values() for to in moves} <= states
    assert set(rules.WAITS) <= states


@pytest.mark.parametrize(
    ("state", "days", "late"),
    [("wanted", 7, True), ("wanted", 6, False), ("introduced", 21, True), ("active", 900, False)],
)
def test_what_waits_for_too_long_is_listed(at, state, days, late):
    step = IntroductionFactory(state=state, changed_at=at - timedelta(days=days))

    found = overdue(Introduction.objects.all(), at=at)

    assert [one.introduction for one in found] == ([step] if late else [])


def test_an_offer_is_put_to_somebody_who_says_yes_and_both_are_introduced(at, school):
    circle = KenyaFactory()
    contact, person = contact_of(circle, "Wanjiru"), asked_later(country="KE")
    pathway = offer(school, at, circle=circle, contact=contact)

    step = actions.suggest(pathway=pathway, person=person, by=BY, at=at)
    question = Letter.objects.get(template="engagement/emails/pathway")
    actions.answer_pathway(introduction=step, answer="yes", way=person.ways.get(), by=PUBLIC, at=at)
    again = actions.suggest(pathway=pathway, person=person, by=BY, at=at)

    step.refresh_from_db()
    assert (question.subject_key, question.purpose) == (person.key, "follow_up")
    assert (step.state, step.asked_by, step.introduced_at, again.state) == (
        "introduced", contact, at, "introduced",
    )  # fmt: skip
    audience = Audience(AudienceKind.CIRCLE, circle.key, "KE")
    assert may(person, Purpose.COUNTRY_CIRCLE, audience, at=at)
    letters = {one.subject_key: one for one in Letter.objects.exclude(pk=question.pk)}
    assert set(letters) == {person.key, contact.key}
    assert letters[contact.key].values["address"] == person.ways.get().value
    assert permit(letters.values(), at=at) == {one.pk for one in letters.values()}


def test_who_takes_it_back_before_the_letter_leaves_is_told_to_nobody(at, school):
    circle = KenyaFactory()
    contact, person = contact_of(circle), asked_later(country="KE")
    step = actions.suggest(
        pathway=offer(school, at, circle=circle, contact=contact), person=person, by=BY, at=at
    )
    actions.answer_pathway(introduction=step, answer="yes", way=person.ways.get(), by=PUBLIC, at=at)

    consent.answer(
        person=person,
        purpose=Purpose.COUNTRY_CIRCLE,
        audience=Audience(AudienceKind.CIRCLE, circle.key),
        yes=False,
        how="page",
        by=PUBLIC,
        at=at,
    )

    to_contact = Letter.objects.get(subject_key=contact.key)
    assert permit([to_contact], at=at) == set()


def test_a_full_offer_waits_and_the_next_free_place_introduces(at, school):
    account = AccountFactory()
    contact = asked_later(account=account)
    give_mandate(account=account, circle=school, role="organiser", until=None, by=BY, at=at)
    pathway = offer(school, at, kind="watch", contact=contact, places=1)
    first, second = asked_later(), asked_later()
    steps = [actions.suggest(pathway=pathway, person=one, by=BY, at=at) for one in (first, second)]
    for step in steps:
        actions.answer_pathway(
            introduction=step, answer="yes", way=step.person.ways.get(), by=PUBLIC, at=at
        )
    for step in steps:
        step.refresh_from_db()
    states = [step.state for step in steps]

    actions.say_how_it_went(introduction=steps[0], state="left", by=BY, at=at)
    done = [tasks.introduce_those_who_agreed(at=at), tasks.introduce_those_who_agreed(at=at)]

    steps[1].refresh_from_db()
    assert (states, done, steps[1].state) == (["introduced", "permission"], [1, 0], "introduced")


def test_offers_fit_background_country_day_and_room(at, school):
    actor = Actor.system()
    fits = offer(school, at)
    offer(school, at, backgrounds=["movement"])
    offer(school, at, country="CO")
    offer(school, at, until=at.date() - timedelta(days=1))
    ended = offer(school, at)
    actions.end_offer(pathway=ended, by=BY, at=at)
    person = asked_later(country="KE")

    assert open_pathways(actor, person=person, background="new", at=at) == [fits]


def test_whoever_may_not_be_asked_is_offered_nothing(at, school):
    pathway = offer(school, at)
    silent, unsafe = PersonFactory(), asked_later()
    consent.call_unsafe(person=unsafe, by=BY, at=at)

    for person in (silent, unsafe):
        with pytest.raises(actions.MayNotBeAsked):
            actions.suggest(pathway=pathway, person=person, by=BY, at=at)

    assert Letter.objects.count() == 0


@pytest.mark.parametrize("answer", ["not_now", "no_fit"])
def test_a_no_is_kept_and_tells_nobody(at, school, answer):
    step = actions.suggest(pathway=offer(school, at), person=asked_later(), by=BY, at=at)

    actions.answer_pathway(introduction=step, answer=answer, way=None, by=PUBLIC, at=at)
    actions.answer_pathway(introduction=step, answer=answer, way=None, by=PUBLIC, at=at)

    step.refresh_from_db()
    assert (step.state, step.ended_at, step.way) == (answer, at, None)
    assert Letter.objects.count() == 1


def test_what_does_not_follow_is_refused(at):
    step = IntroductionFactory(state="active")

    with pytest.raises(actions.CannotFollow):
        actions.say_how_it_went(introduction=step, state="answered", by=BY, at=at)
    with pytest.raises(actions.CannotFollow):
        actions.answer_pathway(introduction=step, answer="yes", way=None, by=BY, at=at)

    actions.say_how_it_went(introduction=step, state="left", by=BY, at=at)
    actions.say_how_it_went(introduction=step, state="left", by=BY, at=at)

    step.refresh_from_db()
    assert (step.state, step.ended_at) == ("left", at)


def test_contacts_are_asked_once_how_it_went(at):
    circle = KenyaFactory()
    ago = at - timedelta(days=15)
    IntroductionFactory(
        state="introduced", introduced_at=ago, circle=circle, asked_by=contact_of(circle)
    )
    IntroductionFactory(state="introduced", introduced_at=ago, asked_by=None)

    done = [tasks.ask_how_it_went(at=at), tasks.ask_how_it_went(at=at)]

    assert done == [2, 0]
    assert [one.template for one in Letter.objects.all()] == ["engagement/emails/how_it_went"]


def test_only_organisers_and_contacts_of_circles_can_be_met(at, school):
    with pytest.raises(actions.NobodyToMeet):
        offer(school, at, contact=PersonFactory())


def test_an_offer_is_said_anew_and_another_takes_over(at, school):
    circle = KenyaFactory()
    first, second = contact_of(circle, "First"), contact_of(circle, "Second")
    pathway = offer(school, at, contact=first)

    actions.change_offer(
        pathway=pathway,
        title=Translated({"en": "Come"}),
        words=pathway.words,
        circle=circle,
        country="",
        backgrounds=[],
        places=3,
        until=None,
        contact=second,
        by=BY,
        at=at + timedelta(days=1),
    )

    later = at + timedelta(days=1)
    assert queries.pathways.contact_of(pathway, at=later) == second
    assert list(pathway.contacts.order_by("pk").values_list("until", flat=True)) == [
        later.date(), None,
    ]  # fmt: skip
    actions.end_offer(pathway=pathway, by=BY, at=later)
    actions.end_offer(pathway=pathway, by=BY, at=later)
    assert pathway.closed_at is None


def test_a_country_without_a_circle_gets_one_offer_to_start_it(at, school):
    one = actions.offer_start(country="TD", run_by=school, by=BY, at=at)
    again = actions.offer_start(country="TD", run_by=school, by=BY, at=at)

    assert (one, Pathway.objects.count(), str(one)) == (again, 1, "Start a circle in Chad")


def test_a_circle_wishes_to_meet_only_whom_it_may_hear_of(at):
    circle, programme = KenyaFactory(), CourseFactory()
    person = named_person()

    first = actions.wish_to_meet(circle=circle, person=person, programme=programme, by=BY, at=at)
    second = actions.wish_to_meet(circle=circle, person=person, programme=programme, by=BY, at=at)
    with pytest.raises(actions.NotNamed):
        actions.wish_to_meet(
            circle=circle, person=PersonFactory(country="KE"), programme=programme, by=BY, at=at
        )

    assert (first, first.state) == (second, "wanted")
    assert Letter.objects.count() == 1


# Promises.


def test_a_promise_comes_back_on_its_day_in_their_morning_and_only_once(at):
    person = asked_later(time_zone="America/Bogota")
    promise = PromiseFactory(person=person, due_on=at.date(), made_at=at - timedelta(days=92))
    PromiseFactory(due_on=at.date())  # never agreed to be asked
    PromiseFactory(person=asked_later(), due_on=at.date() + timedelta(days=1))

    done = [tasks.bring_promises_back(at=at), tasks.bring_promises_back(at=at)]

    letter = Letter.objects.get()
    assert (done, letter.subject_key, letter.values["ago"]) == (
        [1, 0],
        person.key,
        "Three months ago",
    )
    assert (letter.due_at.astimezone(UTC).hour, letter.due_at >= at) == (13, True)
    promise.refresh_from_db()
    assert (promise.asked_at, promise.post) == (at, letter)


def test_an_answer_is_kept_and_still_at_it_comes_again(at):
    person = asked_later()
    promise = PromiseFactory(person=person, due_on=at.date())
    actions.bring_promise_back(promise=promise, at=at)

    actions.answer_promise(promise=promise, outcome="still", by=PUBLIC, at=at)
    actions.answer_promise(
        promise=promise, word="The union answered.", again=True, by=PUBLIC, at=at
    )
    later = datetime.combine(promise.due_on, at.time(), tzinfo=UTC)

    promise.refresh_from_db()
    assert (promise.outcome, promise.word, promise.answered_at) == (
        "still", "The union answered.", at,
    )  # fmt: skip
    assert [tasks.bring_promises_back(at=at), tasks.bring_promises_back(at=later)] == [0, 1]


@pytest.mark.parametrize("why", ["unsafe", "no way", "withdrew"])
def test_who_may_not_be_asked_gets_no_promise_back(at, why):
    promise = PromiseFactory(person=asked_later(), due_on=at.date())
    if why == "unsafe":
        consent.call_unsafe(person=promise.person, by=BY, at=at)
    elif why == "no way":
        ContactWay.objects.all().delete()
    else:
        agree(promise.person, Purpose.FOLLOW_UP, yes=False)

    assert actions.bring_promise_back(promise=promise, at=at) is False
    assert Letter.objects.count() == 0


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (3, "A few days ago"), (15, "2 weeks ago"), (61, "2 months ago"), (92, "Three months ago"),
        (183, "Six months ago"), (370, "A year ago"), (1100, "3 years ago"),
    ],
)  # fmt: skip
def test_how_long_ago_a_promise_was_made(at, days, words):
    promise = PromiseFactory.build(made_at=at - timedelta(days=days))

    assert since_words(promise, on=at.date(), language="en") == words


# Two who meet through us.


def meeting_of(at, school):
    one, two = asked_later(shown_name="Amina"), asked_later(shown_name="Beatriz")
    meeting = actions.ask_two(
        one=one,
        other=two,
        about="You both work on water.",
        language="en",
        run_by=school,
        by=BY,
        at=at,
    )
    sides = {side.person: side for side in meeting.sides.select_related("person", "meeting")}
    return meeting, sides[one], sides[two]


def test_nobody_learns_of_the_other_before_both_said_yes(at, school):
    meeting, one, two = meeting_of(at, school)
    questions = list(Letter.objects.all())

    actions.say_to_meeting(side=one, yes=True, way=one.person.ways.get(), by=PUBLIC, at=at)

    assert [
        str(letter.values).count("Beatriz")
        for letter in questions
        if letter.subject_key == one.person.key
    ] == [0]
    assert (Letter.objects.count(), other(one, at=at), Told.objects.count()) == (2, None, 0)

    actions.say_to_meeting(side=two, yes=True, by=PUBLIC, at=at)

    meeting.refresh_from_db()
    one.refresh_from_db()
    opened = {
        letter.subject_key: letter.values
        for letter in Letter.objects.filter(template__endswith="meeting_open")
    }
    assert meeting.state == "open"
    assert opened[two.person.key]["address"] == one.person.ways.get().value
    assert opened[one.person.key]["address"] == ""
    assert sorted(tuple(told.what) for told in Told.objects.all()) == [
        ("name",),
        ("name", "address"),
    ]


def test_they_write_through_us_until_one_takes_it_back(at, school):
    meeting, one, two = meeting_of(at, school)
    for side in (one, two):
        actions.say_to_meeting(side=side, yes=True, by=PUBLIC, at=at)

    message = actions.write_through_us(
        side=one, text="Shall we talk?", language="en", by=PUBLIC, at=at
    )
    carried = message.post
    consent.answer(
        person=two.person,
        purpose=Purpose.DIRECTORY,
        audience=audience_of(meeting),
        yes=False,
        how="page",
        by=PUBLIC,
        at=at,
    )

    assert (carried.subject_key, carried.values["text"]) == (two.person.key, "Shall we talk?")
    assert two.person.ways.get().value not in str(carried.values)
    assert permit([carried], at=at) == set()
    with pytest.raises(actions.NotOpen):
        actions.write_through_us(side=one, text="Hello?", language="en", by=PUBLIC, at=at)


def test_a_day_has_only_so_many_messages(at, school, monkeypatch):
    monkeypatch.setattr("commonroot.engagement.actions.meetings.A_DAY", 1)
    _meeting, one, two = meeting_of(at, school)
    for side in (one, two):
        actions.say_to_meeting(side=side, yes=True, by=PUBLIC, at=at)
    actions.write_through_us(side=one, text="One", language="en", by=PUBLIC, at=at)

    with pytest.raises(actions.NotOpen):
        actions.write_through_us(side=one, text="Two", language="en", by=PUBLIC, at=at)

    actions.end_meeting(side=two, by=PUBLIC, at=at)
    assert Meeting.objects.get().state == "ended"
    with pytest.raises(actions.NotOpen):
        actions.say_to_meeting(side=one, yes=True, by=PUBLIC, at=at)


def test_a_no_and_a_month_of_silence_end_it(at, school):
    meeting, one, _two = meeting_of(at, school)
    again = actions.ask_two(
        one=one.person, other=_two.person, about="x", language="en", run_by=school, by=BY, at=at
    )
    later = at + timedelta(days=31)
    done = [tasks.end_unanswered_meetings(at=later), tasks.end_unanswered_meetings(at=later)]
    second, three, _four = meeting_of(at, school)

    actions.say_to_meeting(side=three, yes=False, by=PUBLIC, at=at)

    meeting.refresh_from_db()
    second.refresh_from_db()
    assert (again, done, meeting.state, second.state) == (meeting, [1, 0], "lapsed", "declined")
    assert set(Letter.objects.values_list("state", flat=True)) == {"cancelled"}


def test_both_must_have_agreed_to_be_asked(at, school):
    with pytest.raises(actions.NotBoth):
        actions.ask_two(
            one=asked_later(),
            other=PersonFactory(),
            about="x",
            language="en",
            run_by=school,
            by=BY,
            at=at,
        )


# Rounds.


def test_a_five_year_round_of_2018_keeps_every_end_apart():
    then, sent = datetime(2018, 6, 1, 12, tzinfo=UTC), datetime(2023, 5, 20, 12, tzinfo=UTC)
    course = CourseFactory(starts_on=date(2018, 5, 4), ends_on=date(2018, 5, 14), closed_at=then)
    wave = WaveFactory(programme=course, months=60, due_on=date(2023, 5, 14))
    people = {}
    for name in (
        "answers",
        "silent",
        "withdrawn",
        "unsafe",
        "bounced",
        "paused",
        "no_way",
        "forgotten",
    ):
        people[name] = PersonFactory(shown_name=name)
        ContactWayFactory(person=people[name])
        consent.answer(
            person=people[name],
            purpose=Purpose.FOLLOW_UP,
            yes=True,
            how="form",
            by=PUBLIC,
            at=sent - timedelta(days=900),
        )
        ParticipationFactory(
            programme=course, person=people[name], background="new", recorded_at=then
        )
    people["unasked"] = ParticipationFactory(programme=course, recorded_at=then).person
    consent.answer(
        person=people["withdrawn"],
        purpose=Purpose.FOLLOW_UP,
        yes=False,
        how="letter",
        by=PUBLIC,
        at=sent,
    )
    consent.call_unsafe(person=people["unsafe"], by=BY, at=sent)
    people["unsafe"].refresh_from_db()
    ContactWay.objects.filter(person=people["bounced"]).update(state="broken")
    ContactWay.objects.filter(person=people["no_way"]).delete()
    people["paused"].frozen_at = sent
    people["paused"].save()

    tasks.send_due_waves(at=sent)
    actions.answer_follow_up(
        follow_up=FollowUp.objects.get(person=people["answers"]),
        engagement="more",
        said={"opening": "growing", "teaching": "yes", "linked": "joint", "nonsense": "yes"},
        by=PUBLIC,
        at=sent,
    )
    FollowUp.objects.filter(person=people["forgotten"]).delete()  # as forgetting does
    tasks.end_silence(at=sent + timedelta(days=31))

    states = {row.person.shown_name: row.state for row in FollowUp.objects.select_related("person")}
    assert {name: states.get(name) for name in people if name != "unasked"} == {
        "answers": "answered",
        "silent": "silent",
        "withdrawn": "withdrawn",
        "unsafe": "unsafe",
        "bounced": "bounced",
        "paused": "paused",
        "no_way": "unreachable",
        "forgotten": None,
    }
    wave.refresh_from_db()
    whole = queries.wave_parts(wave)
    assert (wave.listed, queries.forgotten(wave), sum(part.total for part in whole)) == (9, 1, 8)
    new = next(part for part in whole if part.background == "new")
    assert (new.asked, new.answered, new.no_reply, new.withdrawn, new.unreached, new.paused) == (
        2, 1, 1, 1, 3, 1,
    )  # fmt: skip
    assert FollowUp.objects.get(person=people["answers"]).said == {
        "opening": "growing", "teaching": "yes",
    }  # fmt: skip


def test_nothing_leaves_to_whom_it_is_unsafe_to_write_not_even_duty(at):
    person = asked_later()
    wave = WaveFactory()
    ParticipationFactory(programme=wave.programme, person=person)
    actions.send_wave(wave=wave, by=BY, at=at)
    duty = Letter.objects.get()
    Letter.objects.update(purpose="notice")
    assert permit([Letter.objects.get()], at=at) == {duty.pk}

    consent.call_unsafe(person=person, by=BY, at=at)
    consent.call_unsafe(person=person, by=BY, at=at)

    assert permit(Letter.objects.all(), at=at) == set()
    assert Letter.objects.get().state == "cancelled"
    consent.call_safe(person=person, by=BY, at=at)
    consent.call_safe(person=person, by=BY, at=at)
    assert permit(Letter.objects.all(), at=at) == {duty.pk}


def test_who_asks_for_help_is_heard_at_once_by_their_owner(at, school):
    owner = AccountFactory(shown_name="Leila")
    asked_later(account=owner)
    give_mandate(account=owner, circle=school, role="organiser", until=None, by=BY, at=at)
    follow_up = FollowUpFactory(background="new")
    actions.give_to(people=[follow_up.person], account=owner, by=BY, at=at)

    actions.answer_follow_up(
        follow_up=follow_up,
        said={"needs": ["safety", "money"], "blocks": "They watch us."},
        by=PUBLIC,
        at=at,
    )

    letter = Letter.objects.get()
    assert (letter.subject_key, letter.address) == (owner.person.key, owner.address)
    assert follow_up.person.shown_name not in str(letter.values)
    assert (follow_up.asked_help_at, follow_up.said["needs"]) == (at, ["money", "safety"])
    assert actions.see_to_help(person=follow_up.person, by=BY, at=at) == 1
    assert actions.see_to_help(person=follow_up.person, by=BY, at=at) == 0


def test_a_promise_answered_once_is_not_asked_in_the_next_round(at):
    wave = WaveFactory()
    person = asked_later()
    ParticipationFactory(programme=wave.programme, person=person)
    promise = PromiseFactory(programme=wave.programme, person=person)
    actions.send_wave(wave=wave, by=BY, at=at)
    actions.answer_follow_up(follow_up=FollowUp.objects.get(), outcome="happened", by=PUBLIC, at=at)
    later = WaveFactory(programme=wave.programme, months=12)

    actions.send_wave(wave=later, by=BY, at=at)

    assert Promise.objects.get(pk=promise.pk).outcome == "happened"
    assert FollowUp.objects.get(wave=later).promise is None


def test_rounds_are_planned_changed_and_left_out_until_they_are_sent(at):
    programme = CourseFactory(closed_at=None)
    waves = actions.begin_plan(programme=programme, ended_on=programme.ends_on, by=BY, at=at)

    extra = actions.add_wave(
        programme=programme, months=36, only_new=True, ended_on=programme.ends_on, by=BY, at=at
    )
    with pytest.raises(actions.SentAlready):
        actions.add_wave(
            programme=programme, months=36, only_new=False, ended_on=programme.ends_on, by=BY, at=at
        )
    actions.change_wave(wave=extra, due_on=date(2029, 6, 1), only_new=False, by=BY, at=at)
    actions.drop_wave(wave=waves[-1], by=BY, at=at)
    again = actions.begin_plan(programme=programme, ended_on=programme.ends_on, by=BY, at=at)

    assert len(again) == len(waves)
    assert Wave.objects.get(months=36).due_on == date(2029, 6, 1)
    Wave.objects.update(sent_at=at)
    extra.refresh_from_db()
    for act in (actions.drop_wave, actions.change_wave):
        given = {} if act is actions.drop_wave else {"due_on": date(2030, 1, 1), "only_new": True}
        with pytest.raises(actions.SentAlready):
            act(wave=extra, **given, by=BY, at=at)


def test_agreement_of_a_meeting_is_in_the_ledger(at, school):
    meeting, one, _two = meeting_of(at, school)

    actions.say_to_meeting(side=one, yes=True, by=PUBLIC, at=at)

    row = Agreement.objects.get(person=one.person, purpose=Purpose.DIRECTORY)
    assert (row.audience_kind, row.audience_key, row.state) == (
        "alumni",
        f"meet:{meeting.key}",
        "given",
    )


def test_the_person_sees_who_has_their_address(at, school):
    account = AccountFactory()
    contact = asked_later(account=account)
    give_mandate(account=account, circle=school, role="organiser", until=None, by=BY, at=at)
    step = actions.suggest(
        pathway=offer(school, at, kind="watch", contact=contact), person=asked_later(), by=BY, at=at
    )
    actions.answer_pathway(
        introduction=step, answer="yes", way=step.person.ways.get(), by=PUBLIC, at=at
    )
    Letter.objects.update(state="sent")

    done = [tasks.tell_introductions(at=at), tasks.tell_introductions(at=at)]

    told = Told.objects.get()
    assert (done, told.person, str(told.audience_name), told.what) == (
        [1, 0], step.person, "Join us", ["name", "address"],
    )  # fmt: skip
