"""Taking a list back: the register is what it was, and what happened since stays."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonroot.accounts.roles import Actor
from commonroot.consent.actions import answer, keep_until_asked
from commonroot.consent.models import Agreement, LedgerEvent
from commonroot.consent.rules import Purpose
from commonroot.intake import actions, tasks
from commonroot.intake.actions import reviewing, settling, undoing
from commonroot.intake.models import Identifier, Import, RowPair
from commonroot.people.actions import add_way, confirm, edit, merge
from commonroot.people.models import (
    Affiliation,
    Change,
    ContactWay,
    Decision,
    FurtherName,
    Link,
    Pair,
    Person,
)
from tests.factories.people import PersonFactory
from tests.intake.register import everything
from tests.intake.test_actions import bring, take

pytestmark = pytest.mark.django_db
BY = Actor.system()
DAY = timedelta(days=1)
HEADINGS = "Name,E-mail,Phone,Country,City,Organisation,Role,Year,Agreed to be contacted"
NAMES = ["Amina Otieno", "Amina W. Otieno", "Otieno Amina", "Hassan Ali", "حسن علي", "Juma"]
MAILS = ["", "amina@example.org", "hassan@example.org", "office@example.org"]
PHONES = ["", "+254712345678"]
rows = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(MAILS),
        st.sampled_from(PHONES),
        st.sampled_from(["", "Kenya", "Sudan"]),
        st.sampled_from(["", "Kisumu", "Khartoum"]),
        st.sampled_from(["", "Nurses' Union", "Water Committee"]),
        st.sampled_from(["", "chair"]),
        st.sampled_from(["", "2014", "2025"]),
        st.sampled_from(["", "yes", "no"]),
    ),
    min_size=1,
    max_size=6,
)


def a_list(lines):
    return "\n".join([HEADINGS, *(",".join(line) for line in lines)]).encode()


def somebody(name, *, at, mail="", country="", agreed=None):
    """Somebody known, kept until asked or with an answer of their own."""
    person = PersonFactory(shown_name=name, country=country, created_at=at - 400 * DAY)
    keep_until_asked(person=person, by=BY, at=at - 400 * DAY)
    if mail:
        add_way(person=person, kind="mail", value=mail, at=at - 400 * DAY)
    if agreed is not None:
        answer(
            person=person, purpose=Purpose.NEWS, yes=agreed, how="page", by=BY, at=at - 300 * DAY
        )
    return person


def take_back(batch, at):
    actions.undo(batch=batch, by=BY, at=at)
    while batch.state == Import.State.UNDOING:
        actions.undo_rows(batch=batch, by=BY, at=at, limit=2)


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines=rows, said=st.lists(st.sampled_from(["same", "different", "unsure", ""]), max_size=9))
def test_bringing_in_and_taking_back_is_as_if_nothing_had_been(at, lines, said):
    Person.objects.all().delete()
    Import.objects.all().delete()
    somebody("Amina Otieno", at=at, mail="amina@example.org", agreed=True)
    somebody("Hassan Ali", at=at, mail="hassan@example.org", country="SD", agreed=False)
    before = everything()

    batch = take(at, raw=a_list(lines))
    for pair, word in zip(RowPair.objects.filter(batch=batch), said, strict=False):
        pair.said = word
        pair.save()
    bring(batch, at)
    take_back(batch, at + DAY)

    assert everything() == before
    assert (batch.state, batch.outcome["kept"]) == (Import.State.UNDONE, 0)


def amina_gains(at):
    """Amina, known by name and address, and what a list added to her."""
    amina = somebody("Amina Otieno", at=at, mail="amina@example.org")
    line = (
        "Amina Atieno Otieno", "amina@example.org", "+254712345678", "Kenya", "Kisumu",
        "Nurses' Union", "chair", "2024", "no",
    )  # fmt: skip
    batch = take(at, raw=a_list([line]))
    bring(batch, at)
    amina.refresh_from_db()
    assert batch.truth["known"] == 1
    return amina, batch


def test_what_a_list_added_to_somebody_known_is_there_with_its_day(at):
    amina, _batch = amina_gains(at)

    assert (amina.shown_name, amina.country, amina.city) == ("Amina Otieno", "KE", "Kisumu")
    assert amina.provenance["city"] == ["import", "2024-01-01"]
    assert set(ContactWay.objects.values_list("kind", flat=True)) == {"mail", "phone"}
    assert list(FurtherName.objects.values_list("text", flat=True)) == ["Amina Atieno Otieno"]
    assert list(Affiliation.objects.values_list("organisation", "role")) == [
        ("Nurses' Union", "chair")
    ]
    states = dict(Agreement.objects.values_list("purpose", "state"))
    assert states == {"register": "unknown", "news": "refused"}


def test_what_a_list_added_is_taken_out_and_the_ledger_says_so(at):
    amina, batch = amina_gains(at)

    take_back(batch, at + DAY)

    amina.refresh_from_db()
    assert (amina.country, amina.city, amina.organisation) == ("", "", "")
    assert {"country", "city", "organisation"} & amina.provenance.keys() == set()
    assert list(ContactWay.objects.values_list("kind", flat=True)) == ["mail"]
    assert not FurtherName.objects.exists()
    assert not Affiliation.objects.exists()
    assert dict(Agreement.objects.values_list("purpose", "state")) == {"register": "unknown"}
    news = LedgerEvent.objects.filter(purpose="news").order_by("pk")
    assert list(news.values_list("state", flat=True)) == ["refused", "invalidated"]


def test_what_somebody_changed_or_confirmed_since_stays(at):
    amina, batch = amina_gains(at)
    edit(person=amina, changes={"city": "Mombasa"}, cause="edit", by=BY, at=at)
    phone = ContactWay.objects.get(kind="phone")
    confirm(person=amina, way=phone, by=BY, at=at)
    FurtherName.objects.update(confirmed_on=at.date())

    take_back(batch, at + DAY)

    amina.refresh_from_db()
    assert (amina.city, amina.country) == ("Mombasa", "")
    assert ContactWay.objects.filter(kind="phone").exists()
    assert FurtherName.objects.count() == 1


def test_a_way_to_which_a_link_was_sent_stays(at):
    amina, batch = amina_gains(at)
    way = ContactWay.objects.get(kind="phone")
    Link.objects.create(person=amina, scope="page", way=way, token_hash="t", created_at=at)

    take_back(batch, at + DAY)

    assert ContactWay.objects.filter(pk=way.pk).exists()


def test_an_answer_given_since_stands(at):
    amina, batch = amina_gains(at)
    answer(person=amina, purpose=Purpose.NEWS, yes=True, how="page", by=BY, at=at + DAY)

    take_back(batch, at + 2 * DAY)

    assert Agreement.objects.get(purpose="news").state == "given"


ONE = ("Zawadi Njeri", "zawadi@example.org", "", "Kenya", "", "", "", "", "")


@pytest.mark.parametrize(
    "happened",
    [
        lambda person, at: confirm(person=person, way=None, by=BY, at=at),
        lambda person, at: edit(
            person=person, changes={"city": "Thika"}, cause="edit", by=BY, at=at
        ),
        lambda person, at: answer(
            person=person, purpose=Purpose.REGISTER, yes=True, how="page", by=BY, at=at
        ),
        lambda person, at: add_way(person=person, kind="phone", value="+254700000001", at=at + DAY),
        lambda person, _at: Person.objects.filter(pk=person.pk).update(risk="high"),
    ],
)
def test_somebody_with_whom_something_happened_stays_and_is_counted(at, happened):
    batch = take(at, raw=a_list([ONE]))
    bring(batch, at)
    happened(Person.objects.get(), at)

    take_back(batch, at + 2 * DAY)

    assert batch.outcome == {"gone": 0, "kept": 1}
    assert Person.objects.get().shown_name == "Zawadi Njeri"


def test_somebody_who_was_merged_since_stays_and_is_counted(at):
    other = somebody("Zawadi Wanjiru", at=at)
    batch = take(at, raw=a_list([ONE]))
    bring(batch, at)
    made = Person.objects.get(shown_name="Zawadi Njeri")
    merge(other=made, into=other, chosen={}, cause="hand", by=BY, at=at)

    take_back(batch, at + DAY)

    assert (batch.outcome["gone"], batch.outcome["kept"]) == (0, 1)
    assert ContactWay.objects.get().person == other


def test_a_state_of_a_way_that_a_list_changed_stands_again(at):
    somebody("Amina Otieno", at=at, mail="amina@example.org")
    raw = (
        b"Email Address,First Name,Last Name,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,LEID,EUID\n"
        b"amina@example.org,Amina,Otieno,2020-01-02 10:00:00,,1,e1\n"
    )
    batch = take(at, raw=raw, name="cleaned.csv")
    bring(batch, at)
    assert ContactWay.objects.get().state == "broken"

    take_back(batch, at + DAY)

    assert ContactWay.objects.get().state == "working"
    assert not Identifier.objects.exists()


def test_a_long_list_is_taken_back_by_the_work_process_in_steps(at, monkeypatch):
    monkeypatch.setattr(undoing, "AT_ONCE_UP_TO", 0)
    batch = take(at, raw=a_list([ONE, ("Juma", "juma@example.org", *[""] * 7)]))
    bring(batch, at)
    told = actions.undo(batch=batch, by=BY, at=at + DAY)

    tasks.go_on(at=at + DAY)

    batch.refresh_from_db()
    assert told == (0, 0)
    assert (batch.state, batch.outcome) == (Import.State.UNDONE, {"gone": 2, "kept": 0})
    assert (batch.done, batch.total) == (2, 2)
    assert actions.undo_rows(batch=batch, by=BY, at=at + DAY) == 0


def test_a_pair_of_known_people_that_came_with_a_list_goes_with_it(at):
    one = somebody("Amina Otieno", at=at, mail="amina@example.org")
    two = somebody("Amina Otieno Were", at=at, mail="were@example.org")
    line = ("Amina Otieno", "amina@example.org", "", "", "", "", "", "", "")
    batch = take(at, raw=a_list([line]))
    row = batch.rows.get()
    RowPair.objects.update_or_create(
        batch=batch, row=row, person=two, defaults={"band": "possible", "probability": 0.5}
    )
    bring(batch, at)
    pair = Pair.objects.get()
    assert {pair.left, pair.right, pair.state} == {one, two, "open"}

    take_back(batch, at + DAY)

    assert not Pair.objects.exists()
    assert not Change.objects.exists()


def test_pairs_handed_on_twice_are_there_once(at, monkeypatch):
    people = [somebody("Amina Otieno", at=at, mail=f"{n}@example.org") for n in range(3)]
    batch = take(at, raw=a_list([("Amina Otieno", "0@example.org", *[""] * 7)]))
    row = batch.rows.get()
    RowPair.objects.filter(batch=batch).delete()
    for person in people[1:]:
        RowPair.objects.create(
            batch=batch, row=row, person=person, band="possible", probability=0.5
        )
    row.person = people[0]
    row.save()
    monkeypatch.setattr(settling, "PAIRS_AT_A_TIME", 1)
    settling.keep_pairs(batch=batch, at=at)
    Pair.objects.get(right=people[2]).delete()  # as if it had been cut off before the second part
    Change.objects.exclude(row_key__in=Pair.objects.values("key")).delete()

    settling.keep_pairs(batch=batch, at=at)

    assert list(Pair.objects.order_by("right").values_list("left", "right")) == [
        (people[0].pk, people[1].pk),
        (people[0].pk, people[2].pk),
    ]
    assert set(Change.objects.values_list("row_key", flat=True)) == set(
        Pair.objects.values_list("key", flat=True)
    )


def test_answers_to_pairs_are_kept_when_a_list_taken_back_comes_again(at):
    lines = [
        ("Amina Otieno", "amina@example.org", "", "Kenya", "", "", "", "", ""),
        ("Juma Otieno", "amina@example.org", "", "Kenya", "", "", "", "", ""),
        ("Hassan Ali", "hassan@example.org", "", "Sudan", "", "", "", "", ""),
        ("Leila Ali", "hassan@example.org", "", "Sudan", "", "", "", "", ""),
    ]
    first = take(at, raw=a_list(lines))
    asked = {pair.other.cells[0]: pair for pair in RowPair.objects.filter(batch=first)}
    said = {"Juma Otieno": "same", "Leila Ali": "different"}
    for place, (name, word) in enumerate(said.items()):  # one after the other, as people do
        reviewing.answer(pair=asked[name], said=word, by=BY, at=at + place * DAY / 100)
    bring(first, at)
    learnt = Decision.objects.count()
    take_back(first, at + DAY)

    again = take(at + 2 * DAY, raw=a_list([lines[2], *lines]))
    other = take(at + 2 * DAY, raw=a_list([("Zuri", *lines[0][1:]), lines[1]]))
    bring(again, at + 2 * DAY)

    kept = RowPair.objects.filter(batch=again).exclude(said="")
    assert len(asked) == len(said)
    assert {pair.other.cells[0]: pair.said for pair in kept} == said
    assert not RowPair.objects.filter(batch=other).exclude(said="").exists()
    assert (learnt, Decision.objects.count()) == (2, 2)
