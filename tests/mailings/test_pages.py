"""Letters to many in the browser: begun, worded, looked at, sent; what people choose by link."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.circles.actions import give_mandate
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.mailings import actions, queries, rules, tasks
from commonroot.mailings.models import GroupChoice, Mailing, Recipient
from commonroot.messaging.models import Letter
from commonroot.people.actions import open_link
from tests.factories.accounts import AccountFactory
from tests.factories.people import PersonFactory
from tests.mailings.people import BY, draft, reader, sent

pytestmark = pytest.mark.django_db


def page(name, *, key=None, **kwargs):
    return reverse(f"mailings:{name}", kwargs={"key": key, **kwargs} if key else kwargs)


def make_group(at, name="All alumni", **fields):
    return actions.make_group(
        name=Translated({"en": name}), sentence=Translated(), by=BY, at=at, **fields
    )


def by_link(person, at, thing=""):
    client = Client()
    scope = "answer" if thing else "page"
    client.get(f"/p/{open_link(person=person, scope=scope, thing=thing, at=at)}")
    return client


def test_from_a_text_that_comes_along_to_the_button_that_sends(desk, at, school, settings):
    settings.DEMO = True
    amina = reader(shown_name="Amina")
    reader(Purpose.FOLLOW_UP)

    begun = desk.post(page("begin"), {"from": "announcement", "whom": "everybody"})
    mailing = Mailing.objects.get()
    asked_what_for = desk.get(begun.url)
    desk.post(page("whom", key=mailing.key), {"whom": "everybody", "purpose": "news"})
    worded = desk.post(
        page("words", key=mailing.key),
        {"name": "Autumn", "subject_en": "Come", "text_en": "Dear {name}\n\ncome.", "look": "yes"},
    )
    looked = desk.get(worded.url)
    answer = desk.post(
        page("look", key=mailing.key), {"send": "yes", "when": "now", "per_hour": 100, "seen": 1}
    )

    assert "1 of 2 agreed and can be reached" in asked_what_for.content.decode()
    text = looked.content.decode()
    assert "Dear Amina" in text
    assert "1 of 2 get it" in text
    assert "1 left out: no agreement to such letters" in text
    assert answer.url == page("letter", key=mailing.key)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.begun_from) == ("leaving", "announcement:0")
    taken_back = desk.post(page("say", key=mailing.key), {"said": "recall"}, follow=True)
    assert taken_back.redirect_chain[-1][0] == page("words", key=mailing.key)
    assert amina.mailings.count() == 0


def test_a_second_reader_lets_it_leave_or_sends_it_back(desk, at, school, organiser_account):
    for _one in range(3):
        reader()
    actions.set_rule(approve_above=1, per_hour=100, many_a_month=3, by=BY, at=at)
    other = AccountFactory(last_login=at)
    give_mandate(
        account=other, circle=school, role="organiser", until=None, by=Actor.system(), at=at
    )
    mailing = draft(at)
    own = Actor(kind="account", key=organiser_account.key)
    actions.send(mailing=mailing, seen_people=3, per_hour=9, in_the_morning=True, by=own, at=at)
    second = Client()
    second.force_login(other)

    mine = desk.get(page("look", key=mailing.key)).content.decode()
    theirs = second.get(page("look", key=mailing.key)).content.decode()
    today = second.get(reverse("web:today")).content.decode()
    second.post(page("decide", key=mailing.key), {"said": "back", "words": "Shorter, please"})

    assert "Let it leave" not in mine
    assert "Let it leave" in theirs
    assert "Read a letter before it leaves" in today
    mailing.refresh_from_db()
    assert (mailing.state, mailing.note) == ("draft", "Shorter, please")
    assert "Shorter, please" in desk.get(page("words", key=mailing.key)).content.decode()


def test_what_came_of_it_on_the_page_on_paper_and_as_a_table(desk, at, school):
    reader()
    mailing = sent(draft(at, name="=Autumn"), at - rules.RECALL, seen=1)
    tasks.queue_due(at=at)
    tasks.write_due(at=at)
    Letter.objects.update(state="sent", ended_at=at)

    shown = desk.get(page("letter", key=mailing.key)).content.decode()
    table = desk.get(page("fact_csv", key=mailing.key)).content.decode("utf-8-sig")
    paper = desk.get(page("fact_pdf", key=mailing.key))

    assert "1 of 1" in shown
    assert '"Name","\'=Autumn"' in table
    assert '"Sent","1 of 1"' in table
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")


def test_a_test_letter_goes_to_oneself_in_every_language(desk, at, school, organiser_account):
    PersonFactory(account=organiser_account)
    mailing = draft(at)

    desk.post(page("test", key=mailing.key))

    letters = Letter.objects.order_by("language")
    assert [one.language for one in letters] == ["en", "fr"]
    assert {one.address for one in letters} == {organiser_account.address}
    assert letters[0].values["subject"] == "News"


def test_texts_to_begin_from_become_versions_and_earlier_ones_stand_again(desk, at, school):
    address = reverse("mailings:template", kwargs={"code": "regret"})
    words = {"subject_en": "Sorry", "text_en": "No place.", "subject_ar": "", "text_ar": ""}

    listed = desk.get(reverse("mailings:templates")).content.decode()
    desk.post(address, words)
    desk.post(address, words | {"text_en": "Still no place."})
    again = desk.post(address, words | {"text_en": "Still no place."})
    desk.post(address, {"version": "1"})
    lacking = desk.get(reverse("mailings:templates")).content.decode()

    assert "All are there in every language of your school." in listed
    stands = queries.words_of("regret")
    assert (stands.version, stands.text) == (3, {"en": "No place."})
    assert again.status_code == 302
    assert "Missing in: Arabic" in lacking


def test_own_groups_by_link_joined_left_and_read_again(at, school, desk):
    person = reader(Purpose.ALUMNI_GROUP, shown_name="Amina")
    everybody = make_group(at)
    kenya = make_group(at, "Kenya", filter={"all": [["country", "in", "KE"]]})
    closed = make_group(
        at, "Facilitators", is_open=False, filter={"all": [["country", "in", "UG"]]}
    )
    mine = by_link(person, at)

    before = mine.get(page("my_groups")).content.decode()
    mine.post(page("my_groups"), {"group": kenya.key, "said": "join"})
    mine.post(page("my_groups"), {"group": everybody.key, "said": "leave"})
    refused = mine.post(page("my_groups"), {"group": closed.key, "said": "join"})
    archive = mine.get(page("my_archive", key=kenya.key))
    left = mine.get(page("my_archive", key=everybody.key))

    assert "All alumni" in before
    assert "Facilitators" not in before
    assert refused.status_code == 409
    assert [list(queries.members_of(one, at=at)) for one in (everybody, kenya)] == [[], [person]]
    assert (archive.status_code, left.status_code) == (200, 404)


def test_leaving_the_alumni_group_and_coming_back_by_ones_own_page(at, school):
    person, group = reader(Purpose.NEWS), make_group(at)
    mine = by_link(person, at)

    asked = mine.get(page("my_groups")).content.decode()
    mine.post(page("my_groups"), {"answer": "yes"})
    joined = list(queries.members_of(group, at=at))
    mine.post(page("my_groups"), {"answer": "no"})

    assert "You are in none" in asked
    assert joined == [person]
    assert list(queries.members_of(group, at=at)) == []


def test_the_unsubscribe_link_of_a_group_leaves_that_group_alone(at, school, settings):
    settings.DEMO = True
    person = reader(Purpose.ALUMNI_GROUP)
    group, other = make_group(at), make_group(at, "Kenya")
    mailing = draft(at - rules.RECALL, purpose="alumni_group", group=group)
    sent(mailing, at - rules.RECALL)
    tasks.queue_due(at=at)
    tasks.write_due(at=at)
    letter = Letter.objects.get()
    path = letter.values["unsubscribe"].partition("/u/")[2]

    Client().get(f"/u/{path}")
    still = list(queries.members_of(group, at=at))
    Client().post(f"/u/{path}")

    assert still == [person]
    assert list(queries.members_of(group, at=at)) == []
    assert list(queries.members_of(other, at=at)) == [person]
    assert GroupChoice.objects.get().how == "letter"
    outcome = queries.outcome(Mailing.objects.get())
    assert (outcome.unsubscribed, outcome.reasons) == (1, {"left": 1})
    assert letter.values["list_id"] == "All alumni <all-alumni.localhost>"


def test_the_letter_on_a_page_opens_by_its_own_link_and_nobody_elses(at, school):
    person, other = reader(shown_name="Amina"), reader()
    mailing = draft(at)
    Mailing.objects.update(queued_at=at)
    row = Recipient.objects.create(mailing=mailing, person=person, due_at=at, made_at=at)

    mine = by_link(person, at, f"mailing:{row.key}").get(page("read", key=row.key))
    theirs = by_link(other, at, f"mailing:{row.key}").get(page("read", key=row.key))

    assert "Dear Amina," in mine.content.decode()
    assert theirs.status_code == 404


def test_groups_at_the_desk(desk, at, school):
    reader(Purpose.ALUMNI_GROUP)
    made = desk.post(
        page("group_new"),
        {"name_en": "Everybody", "kind": "announcement", "whom": "all", "is_open": "yes"},
    )
    group = queries.groups().get()

    shown = desk.get(made.url).content.decode()
    listed = desk.get(page("groups")).content.decode()
    desk.post(page("group", key=group.key), {"close": "yes"})

    assert "1 of 1 who agreed to the alumni group are in it" in shown
    assert "1 of 1" in listed
    assert queries.members_of(queries.group(group.key), at=at).count() == 0
    desk.post(page("group", key=group.key), {"reopen": "yes"})
    assert queries.members_of(queries.group(group.key), at=at).count() == 1


def test_three_are_shown_but_nobody_in_high_care_and_the_load_is_said(at, school):
    person = reader(shown_name="Amina")
    reader(risk="high")
    for number in range(2):
        Letter.objects.create(
            once=f"x{number}", subject_key=person.key, purpose="news", template="x",
            due_at=at, created_at=at - timedelta(days=number), state="sent",
        )  # fmt: skip
    mailing = draft(at)
    reached = queries.reach(mailing, at=at)

    load = queries.load(mailing, reached, many=2, at=at)

    assert queries.sample(mailing, at=at) == [person]
    assert reached.count == 2
    assert (load.none, load.some, load.many) == (1, 0, 1)


def test_the_list_of_letters_the_rules_of_sending_and_a_list_of_people_lead_on(desk, at, school):
    reader(Purpose.ALUMNI_GROUP, Purpose.NEWS)
    gone = sent(draft(at, name="Autumn"), at - rules.RECALL, seen=1)
    group = make_group(at)
    written = draft(at, name="To the group", purpose="alumni_group", group=group)
    tasks.queue_due(at=at)

    many = desk.get(page("many")).content.decode()
    unproven = desk.post(page("rule"), {"approve_above": 7, "per_hour": 60, "many_a_month": 2})
    session = desk.session
    session["proven"] = (at + timedelta(days=36500)).timestamp()
    session.save()
    desk.post(page("rule"), {"approve_above": 7, "per_hour": 60, "many_a_month": 2})
    begun = desk.post(reverse("web:people_write"), {"f": '{"all":[["country","in","KE"]]}'})
    asked = desk.get(begun.url).content.decode()
    chosen = desk.get(page("whom", key=written.key)).content.decode()
    only = desk.get(page("whom", key=written.key), {"whom": f"group:{group.key}"}).content.decode()

    assert unproven.url.startswith(reverse("accounts:prove"))
    assert gone.name in many
    assert "Everybody who agreed · draft" not in many
    assert "All alumni · draft" in many
    rule = queries.sending_rule()
    assert (rule.approve_above, rule.per_hour, rule.many_a_month) == (7, 60, 2)
    assert "People who live in Kenya" in asked
    assert "Keep it so" in chosen
    assert "Something for the alumni group" in only
    assert "News of the network" not in only


def test_the_link_of_other_letters_takes_the_agreement_back_and_is_counted(at, school):
    person = reader()
    mailing = sent(draft(at - rules.RECALL), at - rules.RECALL)
    tasks.queue_due(at=at)
    tasks.write_due(at=at)
    letter = Letter.objects.get()
    Letter.objects.update(state="sent", ended_at=at)

    Client().post(f"/u/{letter.values['unsubscribe'].partition('/u/')[2]}")

    assert list(queries.agreed(Purpose.NEWS, at=at)) == []
    assert queries.outcome(mailing).unsubscribed == 1
    assert list(queries.agreed(Purpose.REGISTER, at=at)) == [person]
