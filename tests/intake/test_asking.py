"""Asking all of them once: who is asked, in which words, how it ends, and what a pause changes."""

from datetime import timedelta

import pytest

from commonroot.consent.models import Agreement
from commonroot.core.keys import token_hash
from commonroot.intake.actions import asking
from commonroot.intake.models import Asked, Import, ImportRow, ListRound
from commonroot.intake.queries import asking as queries
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Link, Pair, Person
from tests.factories.asking import SYSTEM, deliver, from_a_list, reminded, sent, started, written

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TEN_MINUTES = timedelta(minutes=10)


def states(list_round):
    return list(
        Asked.objects.filter(list_round=list_round).order_by("pk").values_list("state", flat=True)
    )


def register_of(person):
    return Agreement.objects.get(person=person, purpose="register").state


def batch_with(*people, at):
    batch = Import.objects.create(
        name="old.xlsx", fingerprint="f", state="applied", by="system:", read_at=at
    )
    for number, person in enumerate(people, 1):
        ImportRow.objects.create(
            batch=batch, sheet="old", number=number, cells=["x"], verdict="new", person=person
        )
    return batch


# Planning.


def test_a_plan_sends_nothing(at):
    from_a_list()

    list_round = asking.plan(source="courses", years="2014–2017", days=40, by=SYSTEM, at=at)

    assert (list_round.state, list_round.everybody, list_round.source) == ("draft", True, "courses")
    assert (list_round.years, list_round.days) == ("2014–2017", 40)
    assert (Asked.objects.count(), Letter.objects.count()) == (0, 0)


def test_a_plan_can_be_made_anew_until_it_is_started(at):
    batch = batch_with(from_a_list(), at=at)
    first = asking.plan(source="courses", by=SYSTEM, at=at)

    again = asking.plan(list_round=first, lists=[batch], source="letters", by=SYSTEM, at=at)
    asking.start(list_round=again, by=SYSTEM, at=at)

    assert (again.pk, again.everybody, list(again.lists.all())) == (first.pk, False, [batch])
    with pytest.raises(asking.UnderWay):
        asking.plan(list_round=first, source="courses", by=SYSTEM, at=at)


def test_nobody_unasked_is_no_plan(at):
    with pytest.raises(asking.NobodyToAsk):
        asking.plan(source="courses", by=SYSTEM, at=at)
    assert ListRound.objects.count() == 0


def test_a_plan_can_be_thrown_away(at):
    from_a_list()
    list_round = asking.plan(source="courses", by=SYSTEM, at=at)

    asking.discard(list_round=list_round, by=SYSTEM, at=at)

    assert ListRound.objects.count() == 0


def test_only_the_people_of_the_chosen_lists_are_asked(at):
    in_it, _other = from_a_list(), from_a_list()
    batch = batch_with(in_it, at=at)

    list_round = asking.plan(lists=[batch], source="courses", by=SYSTEM, at=at)

    assert list(queries.chosen(list_round)) == [in_it]
    assert queries.lists_to_ask() == [(batch, 1)]


@pytest.mark.parametrize("state", ["read", "undone"])
def test_a_list_that_is_not_in_the_register_is_not_offered(state, at):
    batch = batch_with(from_a_list(), at=at)
    Import.objects.filter(pk=batch.pk).update(state=state)

    assert queries.lists_to_ask() == []


def test_the_preview_counts_ways_languages_and_who_is_left_out(at, school):
    from_a_list(country="CO")
    from_a_list(country="KE", phone="+254700000001")
    from_a_list(way=False)
    from_a_list(frozen_at=at)
    from_a_list(risk="high")
    list_round = asking.plan(source="courses", by=SYSTEM, at=at)

    found = queries.prospects(queries.chosen(list_round).order_by("pk"))
    preview = queries.counted((one, "es" if one.person.country == "CO" else "en") for one in found)

    assert (preview.people, preview.asked, preview.by_mail, preview.by_hand) == (5, 2, 1, 1)
    assert (preview.no_way, preview.paused) == (2, 1)
    assert (preview.languages, preview.countries) == ({"es": 1, "en": 1}, {"CO": 1, "KE": 1})


def test_pairs_nobody_looked_at_are_counted_before_asking(at):
    one, other = sorted([from_a_list(), from_a_list()], key=lambda person: person.pk)

    before = queries.open_pairs()
    Pair.objects.create(left=one, right=other, band="probable", probability=0.9, found_at=at)

    assert (before, queries.open_pairs()) == (0, 1)


# Starting, and taking it back.


def test_for_ten_minutes_nothing_is_in_the_outbox(at):
    from_a_list()

    list_round = started(at=at)
    gathered = asking.gather(list_round=list_round, at=at)
    early = list(queries.to_write(at=at + TEN_MINUTES - timedelta(seconds=1)))

    assert (gathered, early, Letter.objects.count(), states(list_round)) == (1, [], 0, ["waiting"])
    assert list(queries.to_write(at=at + TEN_MINUTES)) == [list_round]


def test_nothing_is_started_when_nobody_can_be_written_to(at):
    from_a_list(way=False)
    list_round = asking.plan(source="courses", by=SYSTEM, at=at)

    with pytest.raises(asking.NobodyToAsk):
        asking.start(list_round=list_round, by=SYSTEM, at=at)


def test_taken_back_it_is_a_plan_again(at):
    from_a_list()
    list_round = started(at=at)
    asking.gather(list_round=list_round, at=at)

    asking.recall(list_round=list_round, by=SYSTEM, at=at)

    list_round.refresh_from_db()
    assert (list_round.state, list_round.leaves_at, Asked.objects.count()) == ("draft", None, 0)
    asking.start(list_round=list_round, by=SYSTEM, at=at)


def test_once_a_letter_was_posted_it_cannot_be_taken_back(at):
    from_a_list()
    list_round = written(at=at)

    with pytest.raises(asking.TooLate):
        asking.recall(list_round=list_round, by=SYSTEM, at=at)
    assert states(list_round) == ["posted"]


def test_who_paused_gets_no_row_and_is_counted(at):
    from_a_list()
    from_a_list(frozen_at=at)

    list_round = started(at=at)
    asking.gather(list_round=list_round, at=at)

    assert (list_round.paused_people, states(list_round)) == (1, ["waiting"])


def test_gathering_goes_on_where_it_was_and_ends(at):
    for _ in range(3):
        from_a_list()
    list_round = started(at=at)

    steps = [asking.gather(list_round=list_round, at=at, limit=2) for _ in range(3)]

    list_round.refresh_from_db()
    assert (steps, Asked.objects.count(), list_round.gathered_at) == ([2, 1, 0], 3, at)
    assert list(queries.to_gather(at=at)) == []


def test_who_comes_later_is_not_asked_along(at):
    from_a_list()
    list_round = started(at=at)
    from_a_list(created_at=at + DAY)

    asking.gather(list_round=list_round, at=at + DAY)

    assert states(list_round) == ["waiting"]


# Writing.


def test_each_person_gets_one_letter_with_a_link_of_their_own(at, school):
    shared = "family@example.org"
    people = [from_a_list(mail=shared), from_a_list(mail=shared)]

    list_round = written(at=at)
    again = asking.write_next(list_round=list_round, at=at)

    letters = Letter.objects.order_by("pk")
    assert again == 0
    assert [(one.subject_key, one.address, one.purpose) for one in letters] == [
        (person.key, shared, "notice") for person in people
    ]
    tokens = [one.values["link"].rpartition("/")[2].partition("?")[0] for one in letters]
    links = Link.objects.filter(token_hash__in=[token_hash(token) for token in tokens])
    assert {link.thing for link in links} == {f"asked:{row.key}" for row in Asked.objects.all()}


def test_a_letter_is_in_the_language_of_the_person_or_their_country(at, school):
    from_a_list(language="pt", provenance={"language": ["import", "2014-01-01"]}, country="KE")
    from_a_list(country="CO")
    from_a_list(country="KE")

    written(at=at)

    languages = Letter.objects.order_by("pk").values_list("language", flat=True)
    assert list(languages) == ["pt", "es", "en"]


def test_a_number_is_written_to_by_hand(at):
    from_a_list(phone="+254700000001")

    list_round = written(at=at)

    letter = Letter.objects.get()
    assert (letter.way, letter.state, letter.address) == ("hand", "held", "+254700000001")
    assert queries.held_by_hand(list_round) == 1


HELD = ("name", "e-mail", "country", "town", "organisation", "line of the list")


def test_the_letter_says_what_we_hold_and_until_when(at, school):
    from_a_list(country="CO", city="Cali", organisation="Clinic")

    written(at=at, years="2014")

    values = Letter.objects.get().values
    assert len(values["held"].split(",")) == len(HELD)
    assert values["plain"] is False
    assert [one["url"].partition("?")[2] for one in values["answers"]] == [
        "l=es&a=yes", "l=es&a=correct", "l=es&a=no",
    ]  # fmt: skip


def test_who_has_no_way_any_more_or_paused_or_left_is_not_written_to(at):
    broken, paused, gone = from_a_list(), from_a_list(), from_a_list()
    list_round = started(at=at)
    asking.gather(list_round=list_round, at=at)
    ContactWay.objects.filter(person=broken).update(state="broken")
    Person.objects.filter(pk=paused.pk).update(frozen_at=at)
    gone.delete()

    asking.write_next(list_round=list_round, at=at + TEN_MINUTES)

    assert (states(list_round), Letter.objects.count()) == (["back", "kept", "gone"], 0)


def test_nothing_is_written_while_it_is_paused(at):
    from_a_list()
    list_round = started(at=at)
    asking.gather(list_round=list_round, at=at)
    asking.hold(list_round=list_round, by=SYSTEM, at=at)

    assert asking.write_next(list_round=list_round, at=at + DAY) == 0
    assert asking.gather(list_round=list_round, at=at + DAY) == 0


# Pausing and stopping.


def test_a_pause_takes_letters_back_and_makes_the_days_longer(at):
    from_a_list(mail="a@example.org")
    list_round = sent(at=at)
    late = from_a_list(mail="b@example.org")
    Asked.objects.create(list_round=list_round, person=late)
    asking.write_next(list_round=list_round, at=at)

    asking.hold(list_round=list_round, by=SYSTEM, at=at + 5 * DAY)
    held = states(list_round)
    asking.go_on(list_round=list_round, by=SYSTEM, at=at + 9 * DAY)
    asking.write_next(list_round=list_round, at=at + 9 * DAY)

    first = Asked.objects.order_by("pk").first()
    assert (held, states(list_round)) == (["asked", "waiting"], ["asked", "posted"])
    assert (first.remind_at, first.ends_at) == (at + 24 * DAY, at + 34 * DAY)
    assert sorted(Letter.objects.values_list("state", flat=True)) == ["cancelled", "queued", "sent"]


def test_a_reminder_taken_back_by_a_pause_is_posted_again(at):
    from_a_list()
    list_round = sent(at=at)
    row = Asked.objects.get()
    asking.remind(asked=row, at=at + 20 * DAY)

    asking.hold(list_round=list_round, by=SYSTEM, at=at + 20 * DAY)
    none_while_paused = list(queries.to_remind(at=at + 21 * DAY))
    asking.go_on(list_round=list_round, by=SYSTEM, at=at + 21 * DAY)
    again = [
        asking.remind(asked=row, at=at + 21 * DAY) for row in queries.to_remind(at=at + 21 * DAY)
    ]

    assert (none_while_paused, again) == ([], [True])


def test_stopped_it_deletes_nobody_and_they_may_be_asked_anew(at):
    person = from_a_list()
    list_round = reminded(at=at)

    asking.stop(list_round=list_round, by=SYSTEM, at=at + 25 * DAY)

    assert list(queries.silent(at=at + 60 * DAY)) == []
    assert asking.fall_silent(asked=Asked.objects.get(), at=at + 60 * DAY) == "asked"
    assert (register_of(person), list(queries.unasked())) == ("unknown", [person])
    with pytest.raises(asking.TooLate):
        asking.go_on(list_round=list_round, by=SYSTEM, at=at)


def test_nobody_is_asked_twice(at):
    from_a_list()
    sent(at=at)

    with pytest.raises(asking.NobodyToAsk):
        asking.plan(source="courses", by=SYSTEM, at=at + DAY)


# Who could not be asked.


def test_who_could_not_be_asked_waits_for_an_organiser(at):
    unreachable, person = from_a_list(way=False), from_a_list()
    list_round = written(at=at)

    early = list(queries.undecided(at=at + 179 * DAY))
    gone = asking.let_go_of_unreached(list_round=list_round, by=SYSTEM, at=at + DAY)

    assert (early, gone, states(list_round)) == ([], 1, ["let_go", "posted"])
    assert (register_of(unreachable), register_of(person)) == ("lapsed", "unknown")
    assert asking.let_go_of_unreached(list_round=list_round, by=SYSTEM, at=at + DAY) == 0


def test_after_the_set_date_nobody_waits_any_longer(at):
    from_a_list(way=False)
    from_a_list()
    list_round = written(at=at)

    [row] = queries.undecided(at=at + 180 * DAY)

    assert row.state == "back"
    assert asking.give_up(asked=row, by=SYSTEM, at=at + 180 * DAY) == "let_go"
    assert asking.give_up(asked=row, by=SYSTEM, at=at + 180 * DAY) == "let_go"
    assert states(list_round) == ["let_go", "posted"]


def test_with_an_address_found_they_are_asked_after_all(at):
    person = from_a_list(way=False)
    from_a_list()
    list_round = written(at=at)
    none_yet = asking.ask_again(list_round=list_round, by=SYSTEM, at=at)
    ContactWay.objects.create(
        person=person, kind="mail", value="new@example.org", mark="m", created_at=at
    )

    asked = asking.ask_again(list_round=list_round, by=SYSTEM, at=at)
    asking.write_next(list_round=list_round, at=at)

    assert (none_yet, asked, states(list_round)) == (0, 1, ["posted", "posted"])


def test_it_ends_when_nobody_is_left_to_wait_for(at):
    from_a_list()
    list_round = written(at=at)
    early = list(queries.to_finish(at=at))
    deliver(list_round, at=at, state="bounced")

    [found] = queries.to_finish(at=at)
    asking.finish(list_round=found, at=at)
    asking.finish(list_round=found, at=at + DAY)

    list_round.refresh_from_db()
    assert (early, list_round.state, list_round.ended_at) == ([], "ended", at)
