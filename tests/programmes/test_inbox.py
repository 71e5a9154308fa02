"""The shared inbox: who reads what, mail that comes in, answers by letter, and who takes it."""

from datetime import timedelta

import pytest
from django.test import Client

from commonroot.accounts.actions import TooManyTries
from commonroot.accounts.roles import Actor, Held
from commonroot.circles.actions import give_mandate, open_circle
from commonroot.circles.queries import actor_for
from commonroot.consent.actions import answer as say
from commonroot.consent.queries import SCHOOL, link_alone, permit
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.messaging.emails import render
from commonroot.messaging.models import Correspondent, Letter
from commonroot.messaging.rules.arriving import Mail
from commonroot.people.actions import pause, way_mark
from commonroot.people.models import Link
from commonroot.programmes import permissions, queries
from commonroot.programmes.actions import inbox as actions
from commonroot.programmes.models import Enquiry
from commonroot.programmes.queries import enquiries as reading
from commonroot.stewardship.actions import forget
from commonroot.web.queries.happenings import timeline
from commonroot.web.queries.timeline import Reach
from tests.factories.accounts import AccountFactory
from tests.factories.messaging import LetterFactory
from tests.factories.people import ContactWayFactory
from tests.factories.programmes import ProgrammeFactory

pytestmark = pytest.mark.django_db
ASKS = "amina@example.org"
WHOLE = Reach(register=True, programmes=frozenset())


def held(role, circle, *, is_school=False):
    return Actor(kind="account", held=(Held(role, circle.pk, is_school=is_school),))


def mail(text="Is there a place?", *, sender=ASKS, subject="A place", answers=()):
    return Mail("<1@example.org>", sender, "Amina", subject, text, answers=answers)


def known(address=ASKS, *, at, agreed=True, **person):
    """Somebody of the register with that address."""
    way = ContactWayFactory(value=address, **{f"person__{key}": v for key, v in person.items()})
    if agreed:
        say(
            person=way.person, purpose=Purpose.REGISTER, audience=SCHOOL, yes=True, how="page",
            by=Actor.system(), at=at,
        )  # fmt: skip
    return way.person


def asked(**fields):
    at = fields.pop("at")
    given = {"name": "Amina", "address": ASKS, "mark": way_mark("mail", ASKS), "text": "Why?"}
    return Enquiry.objects.create(**given | {"asked_at": at} | fields)


@pytest.fixture
def team(school, at):
    return open_circle(kind="team", name=Translated({"en": "One"}), by=Actor.system(), at=at)


def test_each_reads_and_answers_what_is_theirs(school, team, at):
    other = open_circle(kind="team", name=Translated({"en": "Two"}), by=Actor.system(), at=at)
    theirs = asked(programme=ProgrammeFactory(run_by=team), at=at)
    others = asked(programme=ProgrammeFactory(run_by=other), at=at)
    given = asked(programme=ProgrammeFactory(run_by=other), team=team, at=at)
    about_none = asked(at=at)
    actors = {
        "school": held("organiser", school, is_school=True),
        "team": held("student liaison", team),
        "facilitator": held("facilitator", team),
    }

    seen = {name: set(queries.open_enquiries(actor)) for name, actor in actors.items()}
    may = {
        name: {
            row
            for row in (theirs, others, given, about_none)
            if permissions.can_answer_enquiries(actor, row)
        }
        for name, actor in actors.items()
    }
    due = {name: len(queries.due(actor, at=at)) for name, actor in actors.items()}

    assert seen == may
    assert seen == {
        "school": {theirs, others, given, about_none},
        "team": {theirs, given},
        "facilitator": set(),
    }  # fmt: skip
    assert due == {"school": 1, "team": 1, "facilitator": 0}
    assert [permissions.can_answer_enquiries(actor) for actor in actors.values()] == [
        True, True, False,
    ]  # fmt: skip
    assert [permissions.can_see_mailbox(actor) for actor in actors.values()] == [True, False, False]


def test_a_mail_is_a_question_for_the_team_whose_letter_it_answers(school, team, at):
    programme = ProgrammeFactory(run_by=team)
    letter = LetterFactory(audience=f"programme:{programme.key}", language="ar", state="sent")

    new = actions.take_in(mail=mail(answers=("nothing-of-the-kind-xx", letter.key)), at=at)
    files = actions.take_in(
        mail=Mail("<2@x>", "b@example.org", "B", "Pictures", "", attachments=2), at=at
    )

    assert (new.programme, new.language, new.came_by) == (programme, "ar", "mail")
    assert (files.programme, files.language, files.text) == (None, "en", "Pictures")
    assert files.lines.get().attachments == 2


def test_mails_about_the_same_and_answers_to_our_answer_go_on_with_one_question(
    organiser, organiser_account, at
):
    day = timedelta(days=1)
    first = actions.take_in(mail=mail(), at=at)
    letter = actions.answer_enquiry(enquiry=first, text="Yes.", by=organiser, at=at)

    same = actions.take_in(mail=mail("And a visa?", subject="Re: AW: a PLACE "), at=at + day)
    elsewhere = actions.take_in(
        mail=mail("From work", sender="w@example.org", subject="Other", answers=(letter.key,)),
        at=at + 2 * day,
    )
    others = [
        actions.take_in(mail=mail(subject="Other"), at=at + 3 * day),
        actions.take_in(mail=mail(sender="b@example.org"), at=at),
        actions.take_in(mail=mail(subject="A place"), at=at + 40 * day),
        actions.take_in(mail=mail(subject=""), at=at),
        actions.take_in(mail=mail(subject=""), at=at),
    ]

    assert (same, elsewhere) == (first, first)
    assert len({first.pk, *(one.pk for one in others)}) == 6
    first.refresh_from_db()
    assert (first.answered_at, first.newest_at) == (None, at + 2 * day)
    kinds = list(first.lines.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["ours", "theirs", "theirs"]
    assert len(set(first.lines.values_list("mark", flat=True))) == 2


def test_an_answer_goes_to_somebody_outside_the_register_once_and_nothing_else(
    organiser, organiser_account, at
):
    question = actions.take_in(mail=mail(), at=at)

    letter = actions.answer_enquiry(enquiry=question, text=" Yes. ", by=organiser, at=at)

    outside = Correspondent.objects.get()
    other = LetterFactory(subject_key=outside.key, purpose="news")
    assert permit([letter, other], at=at) == {letter.pk}
    text = render(letter, school=None).text
    assert [line for line in text.splitlines() if line] == [
        "Hello Amina,", "Yes.", organiser_account.shown_name, "Your school",
        "To write back, answer this letter.",
    ]  # fmt: skip
    assert (letter.address, letter.way, letter.once) == (
        ASKS, "mail", f"answer:{question.lines.get().pk}",
    )  # fmt: skip
    question.refresh_from_db()
    assert (question.owner, question.answered_at) == (organiser_account, at)
    outside.delete()  # forgotten, or long ago
    assert permit([letter], at=at) == set()


def test_somebody_of_the_register_gets_a_page_and_in_high_care_nothing_but_it(organiser, at):
    person = known(at=at)
    question = asked(at=at)

    letter = actions.answer_enquiry(enquiry=question, text="Yes.", by=organiser, at=at)
    person.risk = "high"
    person.save()

    assert (letter.subject_key, link_alone([letter])) == (person.key, {letter.pk})
    assert Link.objects.get().thing == f"enquiry:{question.key}"
    forget(person=person, by=organiser, at=at)
    assert (Letter.objects.count(), Enquiry.objects.count()) == (0, 0)


def test_who_left_a_number_is_answered_by_hand(organiser, at):
    number = "+254700000001"
    question = asked(address=number, mark=way_mark("phone", number), at=at)

    letter = actions.answer_enquiry(enquiry=question, text="Yes.", by=organiser, at=at)

    assert (letter.way, letter.state, letter.address) == ("hand", "held", number)


@pytest.mark.parametrize(
    ("person", "shown"),
    [
        (None, ("Amina", ASKS, False)),
        ({}, ("Amina Wanjiru", "", True)),
        ({"agreed": False}, ("Amina", "", False)),
        ({"paused": True}, ("Amina", "", False)),
        ({"risk": "high", "agreed": False}, ("Amina Wanjiru", "", False)),
    ],
)
def test_who_wrote_is_shown_as_the_gate_says_and_nobody_of_the_register_by_address(
    school, at, person, shown
):
    programme = ProgrammeFactory(run_by=school)
    question = asked(programme=programme, at=at)
    if person is not None:
        paused = person.pop("paused", False)
        someone = known(at=at, shown_name="Amina Wanjiru", **person)
        if paused:
            pause(person=someone, by=Actor.system(), at=at)

    asker = reading.askers([question], at=at)[question.pk]

    assert (asker.name, asker.address, bool(asker.key)) == shown


def test_a_shared_address_names_nobody_and_care_is_taken_of_whoever_needs_it(school, at):
    question = asked(at=at)
    known(at=at, shown_name="One")
    high = known(at=at, shown_name="Two", risk="high")
    alike = asked(mark=way_mark("mail", "b@example.org"), address="b@example.org", at=at)
    for name in ("Three", "Four"):
        known("b@example.org", at=at, shown_name=name)

    found = reading.askers([question, alike], at=at)

    assert [(one.name, one.key) for one in found.values()] == [("Two", ""), ("Amina", "")]
    assert (reading.reader_of(question), reading.reader_of(alike)) == (high, None)


def test_a_person_of_the_register_leads_to_what_they_asked_and_no_shared_address_does(school, at):
    one, two = known(at=at), known("b@example.org", at=at)
    known("b@example.org", at=at)
    mine = asked(at=at)
    asked(address="b@example.org", mark=way_mark("mail", "b@example.org"), at=at)

    found = [list(queries.enquiries_of(person)) for person in (one, two)]
    [told] = [
        line for line in timeline(one, reach=WHOLE, at=at).entries if line.title.startswith("Wrote")
    ]

    assert found == [[mine], []]
    assert (told.title, told.text) == ("Wrote to us: Why?", "waits for an answer")
    assert told.url.endswith(f"/desk/questions/{mine.key}/")


def test_search_finds_words_in_who_wrote_what_and_what_was_answered(organiser, at):
    known(at=at, shown_name="Amina")
    one = asked(subject="Visa", text="For Nairobi", at=at)
    two = asked(address="b@example.org", mark="b", name="Bo", text="Visa too", at=at)
    actions.answer_enquiry(enquiry=one, text="Ask the embassy", by=organiser, at=at)

    found = [
        {row.pk for row in reading.search(organiser, words)}
        for words in ("VISA", "visa embassy", "b@example.org", ASKS, "nairobi bo")
    ]

    assert found == [{one.pk, two.pk}, {one.pk}, {two.pk}, set(), set()]


def test_one_takes_it_another_team_gets_it_and_notes_stay_inside(
    school, team, organiser, organiser_account, at
):
    helper, stranger = AccountFactory(), AccountFactory()
    give_mandate(
        account=helper, circle=team, role="student liaison", until=None, by=Actor.system(), at=at
    )
    for_team = actor_for(helper, person_id=None, at=at)
    question = asked(at=at)
    by = {"by": organiser, "at": at}

    actions.give_to(enquiry=question, account_key=organiser_account.key, **by)
    mine = list(reading.tab(organiser, "mine"))
    with pytest.raises(actions.CannotTakeIt):
        actions.give_to(enquiry=question, account_key=stranger.key, **by)
    with pytest.raises(actions.NoSuchTeam):
        actions.give_to_team(enquiry=question, circle_key="nothing", **by)
    actions.give_to_team(enquiry=question, circle_key=team.key, **by)
    kept = question.owner
    actions.give_to(enquiry=question, account_key=helper.key, **by)
    late = at + timedelta(days=4)
    helpers = [
        question.owner,
        [len(queries.due(actor, at=at)) for actor in (organiser, for_team)],
        len(queries.due(organiser, at=late)),
    ]
    actions.give_to_team(enquiry=question, circle_key=school.key, **by)
    dropped = question.owner
    actions.give_to(enquiry=question, account_key="", **by)
    actions.note_on(enquiry=question, text=" He called. ", **by)
    for empty in (actions.note_on, actions.answer_enquiry, actions.write_again):
        with pytest.raises(actions.NothingWritten):
            empty(enquiry=question, text=" ", **by)

    assert (mine, kept, helpers, dropped) == (
        [question],
        organiser_account,
        [helper, [0, 1], 1],
        None,
    )
    assert (question.lines.get().text, question.owner) == ("He called.", None)


def test_what_needs_no_answer_is_put_away_and_may_wait_again(organiser, at):
    question = asked(at=at - timedelta(days=4))
    late = [row.is_late for row in reading.rows([question], at=at)]

    actions.needs_no_answer(enquiry=question, by=organiser, at=at)
    away = reading.tab_counts(organiser), list(reading.tab(organiser, "done"))
    actions.wait_again(enquiry=question, by=organiser, at=at)

    assert late == [True]
    assert away == ({"waiting": 0, "mine": 0, "done": 1}, [question])
    assert reading.tab_counts(organiser) == {"waiting": 1, "mine": 0, "done": 0}


def test_pages_from_the_first_mail_to_the_answer_read_and_written_back_to(
    desk, organiser_account, organiser, at, monkeypatch
):
    monkeypatch.setattr("commonroot.web.middleware.now", lambda: at)
    known(at=at, shown_name="Amina W.")
    question = actions.take_in(mail=mail("<b>Is</b> there a place?"), at=at)
    page = f"/en/desk/questions/{question.key}/"

    listed = desk.get("/en/desk/questions/").content.decode()
    found = desk.get("/en/desk/questions/?q=place").content.decode()
    nothing = desk.get("/en/desk/questions/?q=zebra").content.decode()
    one = desk.get(page).content.decode()
    posts = [
        desk.post(page, {"do": do, **more}).status_code
        for do, more in [
            ("take", {}), ("give", {"who": "x"}), ("note", {"note": "N"}), ("note", {"note": ""}),
            ("none", {}), ("again", {}), ("x", {}), ("answer", {"text": ""}),
            ("answer", {"text": "Yes."}),
        ]
    ]  # fmt: skip
    done = desk.get(page).content.decode()
    token = Letter.objects.get().values["link"].rpartition("/")[2]
    client = Client()
    entered = client.get(f"/p/{token}", follow=True)
    own = f"/en/questions/{question.key}/"
    back = client.post(own, {"text": "Thank you"})
    empty = client.post(own, {"text": ""}).status_code

    assert ("A place" in listed, "A place" in found, "zebra" in nothing) == (True, True, True)
    assert "&lt;b&gt;Is&lt;/b&gt; there a place?" in one
    assert ("Amina W." in one, ASKS in one) == (True, False)
    assert posts == [302, 400, 302, 400, 302, 302, 200, 400, 302]
    assert "Answered. If they write back" in done
    assert entered.redirect_chain[-1][0] == own
    assert ("Yes." in entered.content.decode(), ">N<" in entered.content.decode()) == (True, False)
    assert (back.status_code, empty) == (302, 400)
    assert question.lines.order_by("-pk").first().text == "Thank you"


def test_whoever_writes_too_often_on_their_page_waits(organiser, at):
    question = asked(at=at)
    for _number in range(20):
        actions.write_again(enquiry=question, text="Again", by=organiser, at=at)

    with pytest.raises(TooManyTries):
        actions.write_again(enquiry=question, text="Again", by=organiser, at=at)
