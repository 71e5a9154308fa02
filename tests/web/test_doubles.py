"""Two of the register at a time: the queue, its answers and undo, and many at a stroke."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.consent.rules import Purpose
from commonroot.people import actions as people
from commonroot.people.models import BulkMerge, FullLook, Merge, Pair, Person
from commonroot.web.queries import doubles as queries
from tests.factories.engagement import CourseFactory, ParticipationFactory

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def known(name, *, yes=True, **details):
    """Somebody in the register."""
    at = timezone.now()
    person = people.add_person(shown_name=name, origin="hand", by=SYSTEM, at=at, details=details)
    consent.answer(person=person, purpose=Purpose.REGISTER, yes=yes, how="page", by=SYSTEM, at=at)
    return person


def pair_of(one, other, *, probability=0.95, **more):
    """Two of the register that may be one."""
    band = "certain" if probability > 0.98 else "probable"
    left, right = sorted((one, other), key=lambda person: person.pk)
    return Pair.objects.create(
        left=left,
        right=right,
        probability=probability,
        found_at=timezone.now(),
        **{"band": band, "reasons": [["same_phone", 5.0]], **more},
    )


def text(response):
    """What a page says, in one line."""
    page = response.content.decode().split("<main", 1)[1]
    page = re.sub(r"</?(?:mark|bdi)[^>]*>", "", page)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


DOUBLES = "web:doubles"


def test_the_likeliest_pair_comes_first_with_others_of_the_same_people(desk, at):
    ana, anna, anne, bea, beah = (known(name) for name in ("Ana", "Anna", "Anne", "Bea", "Beah"))
    first = pair_of(ana, anna, probability=0.99)
    second = pair_of(bea, beah, probability=0.97)
    third = pair_of(anna, anne, probability=0.95)

    found = queries.ahead("open", at=timezone.now())
    page = text(desk.get(reverse(DOUBLES)))

    assert (found.pairs, found.total) == ((first.pk, third.pk, second.pk), 3)
    assert [found.after(pk) for pk in (None, first.pk, second.pk)] == [
        first.pk, third.pk, first.pk,
    ]  # fmt: skip
    assert "1 of 3, about 1 minute" in page
    assert "Almost surely. Same phone." in page


def test_groups_that_meet_become_one(at):
    people_ = [known(f"Person {n}") for n in range(4)]
    one = pair_of(people_[0], people_[1], probability=0.99)
    other = pair_of(people_[2], people_[3], probability=0.98)
    between = pair_of(people_[1], people_[2], probability=0.97)
    apart = pair_of(known("A"), known("B"), probability=0.975)

    assert queries.ahead("open", at=timezone.now()).pairs == (
        one.pk, other.pk, between.pk, apart.pk,
    )  # fmt: skip


def test_answers_lead_on_and_the_end_says_what_was_done(desk):
    first = pair_of(known("Ana", city="Cali"), known("Anna"), probability=0.99)
    second = pair_of(known("Bea"), known("Beah"))

    on = desk.post(reverse("web:double", args=[first.key]), {"answer": "same"}, follow=True)
    end = desk.post(reverse("web:double", args=[second.key]), {"answer": "unsure"}, follow=True)

    assert "2 of 2" in text(on)
    assert "That was the last pair" in text(end)
    assert "You settled 2 pairs." in text(end)
    assert "1 pair of which nobody was sure" in text(end)
    assert sorted(Person.objects.values_list("shown_name", flat=True)) == ["Ana", "Bea", "Beah"]


def test_a_same_that_settles_the_next_pair_too_goes_past_it(desk):
    ana, anna, anne = known("Ana"), known("Anna"), known("Anne")
    first = pair_of(ana, anna, probability=0.99)
    pair_of(ana, anne, probability=0.97)
    pair_of(anna, anne, probability=0.96)

    desk.post(reverse("web:double", args=[first.key]), {"answer": "same"}, follow=True)

    assert Pair.objects.count() == 1


def test_the_last_answer_is_undone_and_shown_again(desk):
    first = pair_of(known("Ana"), known("Anna"), probability=0.99)
    second = pair_of(known("Bea"), known("Beah"))
    desk.post(reverse("web:double", args=[first.key]), {"answer": "same"})
    desk.post(reverse("web:double", args=[second.key]), {"answer": "different"})

    undone = desk.post(reverse("web:double_undo"))
    again = desk.post(reverse("web:double_undo"), follow=True)
    nothing = desk.post(reverse("web:double_undo"))

    assert undone.url == reverse("web:double", args=[second.key])
    assert "Is this the same person?" in text(again)
    assert Person.objects.count() == 4
    assert set(Pair.objects.values_list("state", flat=True)) == {"open"}
    assert nothing.status_code == 409
    assert "2 pairs may be one person" in text(nothing)


def test_pairs_that_nobody_was_sure_of_wait_aside(desk):
    pair = pair_of(known("Ana"), known("Anna"), state="unsure")
    other = pair_of(known("Bea"), known("Beah"), state="unsure", probability=0.9)

    queue = text(desk.get(reverse(DOUBLES)))
    aside = desk.get(reverse(DOUBLES) + "?unsure")
    on = desk.post(reverse("web:double", args=[pair.key]), {"answer": "different"})
    end = desk.post(reverse("web:double", args=[other.key]), {"answer": "different"})

    assert "2 pairs of which nobody was sure" in queue
    assert f"?unsure&amp;after={pair.key}" in aside.content.decode()
    assert 'aria-pressed="true"' in aside.content.decode()
    assert on.url == reverse("web:double", args=[other.key])
    assert end.url == reverse(DOUBLES) + "?unsure"
    assert "2 pairs were said to be two people" in text(desk.get(reverse(DOUBLES)))


def test_two_who_both_sign_in_are_not_made_one(desk, organiser_account):
    from tests.factories.accounts import AccountFactory

    one, other = known("Ana"), known("Anna")
    people.connect_account(person=one, account=organiser_account)
    people.connect_account(person=other, account=AccountFactory())
    pair = pair_of(one, other)

    refused = desk.post(reverse("web:double", args=[pair.key]), {"answer": "same"})

    assert refused.status_code == 409
    assert "Both of them sign in to the desk." in text(refused)
    assert Person.objects.count() == 2


def test_an_unknown_answer_changes_nothing(desk):
    pair = pair_of(known("Ana"), known("Anna"))

    assert desk.post(reverse("web:double", args=[pair.key]), {"answer": "x"}).status_code == 200
    assert Pair.objects.get().state == "open"


def test_who_is_not_shown_in_the_register_is_not_shown_here(desk):
    pair = pair_of(known("Ana"), known("Anna", yes=False))

    page = text(desk.get(reverse(DOUBLES)))

    assert "No pair needs your eye" in page
    assert "Made one in the last 30 days" not in page
    assert desk.get(reverse("web:double", args=[pair.key])).status_code == 404


def test_of_who_asked_for_great_care_only_the_name_in_lists_is_shown(desk):
    careful = known("Ana Care", city="Kisumu")
    people.set_risk(person=careful, risk="high", by=SYSTEM, at=timezone.now())
    pair_of(careful, known("Anna"))

    page = text(desk.get(reverse(DOUBLES)))

    assert careful.shown_name in page
    assert "Ana Care" not in page
    assert "Kisumu" not in page


def test_courses_and_agreements_stand_beside_one_another(desk):
    ana = known("Ana")
    ParticipationFactory(person=ana, programme=CourseFactory())
    other = people.add_person(
        shown_name="Anna", origin="import", by=SYSTEM, at=timezone.now(), details={}
    )
    consent.keep_until_asked(person=other, by=SYSTEM, at=timezone.now())
    pair_of(ana, other)

    page = text(desk.get(reverse(DOUBLES)))

    assert "The Struggle for Health" in page
    assert "be kept:" in page
    assert "not asked yet" in page


@pytest.mark.parametrize("number", [1, 30])
def test_a_pair_costs_the_same_in_any_queue(desk, number, django_assert_num_queries):
    for n in range(number):
        pair_of(known(f"Ana {n}"), known(f"Anna {n}"), probability=0.9)
    desk.get(reverse(DOUBLES))

    with django_assert_num_queries(DOUBLE_PAGE_QUERIES):
        desk.get(reverse(DOUBLES))


DOUBLE_PAGE_QUERIES = 22


def test_today_tells_of_pairs_that_wait(organiser, desk):
    assert queries.due(organiser, at=timezone.now()) == []
    pair_of(known("Ana"), known("Anna"))

    [due] = queries.due(organiser, at=timezone.now())

    assert (due.what, due.minutes) == ("1 pair may be one person", 1)
    assert queries.due(Actor.public(), at=timezone.now()) == []


def test_a_look_through_the_register_is_asked_for_and_shown(desk):
    known("Ana")

    page = desk.post(reverse("web:look_for_doubles"), follow=True)

    assert FullLook.objects.count() == 1
    assert "0 of 1 people. You can leave this page; it goes on." in text(page)
    assert "data-goes-on" in page.content.decode()


def surely(number):
    for n in range(number):
        pair_of(known(f"Ana {n}"), known(f"Ana {n}"), probability=0.995)


def test_many_that_are_surely_one_are_taken_after_count_and_sample_and_undone(desk):
    surely(6)

    page = desk.get(reverse("web:at_once"))
    shown = re.search(r'name="shown" value="([^"]+)"', page.content.decode())[1]
    started = desk.post(reverse("web:at_once"), {"shown": shown}, follow=True)
    bulk = BulkMerge.objects.get()
    while bulk.state == "merging":
        people.go_on_merging(bulk=bulk, by=SYSTEM, at=timezone.now())
        bulk.refresh_from_db()
    done = desk.get(reverse("web:stroke", args=[bulk.key]))

    assert "Make 6 pairs one that are surely the same?" in text(page)
    assert len(re.findall(r"\d of 5 shown", text(page))) == 5
    assert "0 of 6 pairs. You can leave this page; it goes on." in text(started)
    assert "6 pairs are one person each now" in text(done)
    assert (Person.objects.count(), Merge.objects.count()) == (6, 6)

    undoing = desk.post(reverse("web:stroke_undo", args=[bulk.key]), follow=True)
    bulk.refresh_from_db()
    while bulk.state == "undoing":
        people.go_on_undoing(bulk=bulk, by=SYSTEM, at=timezone.now())
        bulk.refresh_from_db()

    assert "They are being made two again" in text(undoing)
    assert "They are two again" in text(desk.get(reverse("web:stroke", args=[bulk.key])))
    assert Person.objects.count() == 12


def test_what_was_not_shown_is_not_made_one(desk):
    surely(1)
    page = desk.get(reverse("web:at_once")).content.decode()
    shown = re.search(r'name="shown" value="([^"]+)"', page)[1]
    surely(1)

    refused = desk.post(reverse("web:at_once"), {"shown": shown})

    assert refused.status_code == 409
    assert not BulkMerge.objects.exists()


def test_which_are_left_out_is_said_with_the_reason(desk):
    surely(2)
    careful = Person.objects.first()
    people.set_risk(person=careful, risk="high", by=SYSTEM, at=timezone.now())

    page = text(desk.get(reverse("web:at_once")))

    assert "Make 1 pair one that is surely the same?" in page
    assert "1 more is not taken: look at it yourself." in page
    assert "1 needs somebody's look." in page


def test_nothing_to_take_at_a_stroke_says_so(desk):
    pair_of(known("Ana"), known("Anna"), probability=0.5)

    assert "No pair is left to be made one at a stroke" in text(desk.get(reverse("web:at_once")))


def test_strangers_see_nothing(client, school):
    pair = pair_of(known("Ana"), known("Anna"))

    statuses = [
        client.get(reverse(DOUBLES)).status_code,
        client.get(reverse("web:double", args=[pair.key])).status_code,
        client.post(reverse("web:double", args=[pair.key]), {"answer": "same"}).status_code,
        client.post(reverse("web:double_undo")).status_code,
        client.get(reverse("web:at_once")).status_code,
        client.post(reverse("web:look_for_doubles")).status_code,
    ]

    assert statuses == [302] * 6
    assert Person.objects.count() == 2
