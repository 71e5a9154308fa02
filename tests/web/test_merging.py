"""Making two people one by hand, field by field, and making them two again."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.people import actions as people
from commonroot.people.models import Merge, Pair, Person
from commonroot.web.queries.merging import former_name, other_name, told_apart
from tests.factories.accounts import AccountFactory
from tests.factories.engagement import CourseFactory, KenyaFactory, ParticipationFactory

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def known(name, *, yes=True, **details):
    """Somebody in the register."""
    at = timezone.now()
    person = people.add_person(shown_name=name, origin="hand", by=SYSTEM, at=at, details=details)
    consent.answer(person=person, purpose=Purpose.REGISTER, yes=yes, how="page", by=SYSTEM, at=at)
    return person


def text(response):
    """What a page says, in one line."""
    page = response.content.decode().split("<main", 1)[1]
    page = re.sub(r"</?(?:mark|bdi)[^>]*>", "", page)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def merging(into, other):
    return reverse("web:merge", args=[into.key, other.key])


def chosen(response):
    """{field: what is chosen already}."""
    tags = re.findall(r'<input class="answer__input"[^>]*>', response.content.decode())
    return {
        re.search(r'name="(\w+)"', tag)[1]: re.search(r'value="(\w+)"', tag)[1]
        for tag in tags
        if re.search(r"\bchecked\b", tag)
    }


def test_each_field_stands_with_both_values_and_the_better_one_chosen(desk):
    into = known("Amina Otieno", country="KE", organisation="Maji", channel="signal")
    other = known("Amina O. Otieno", country="UG", city="Kisumu", origin_country="KE")
    for person, said in ((into, "2014-05-03"), (other, "2026-05-03")):
        fields = ("shown_name", "country", "city", "organisation")
        person.provenance = {field: ["import", said] for field in fields}
        person.save()

    page = desk.get(merging(into, other))

    assert chosen(page) == {
        "shown_name": "other", "country": "other", "city": "other", "origin_country": "other",
        "organisation": "into", "channel": "into",
    }  # fmt: skip
    assert "Uganda" in text(page)
    assert "Kenya" in text(page)
    assert "The other stays as a further name." in text(page)
    assert "The other stays in the history for 30 days." in text(page)
    assert "Signal" in text(page)


def test_what_was_chosen_stands_and_everything_else_stays(desk):
    into, other = known("Amina Otieno", city="Kisumu"), known("Amina Wekesa", city="Nairobi")
    people.add_way(person=into, kind="mail", value="a@example.org", at=timezone.now())
    people.add_way(person=other, kind="phone", value="+254711222333", at=timezone.now())
    ParticipationFactory(person=other, programme=CourseFactory())

    page = text(desk.get(merging(into, other)))
    done = desk.post(
        merging(into, other), {"shown_name": "other", "city": "into", "unknown": "x"}, follow=True
    )

    assert "1 course" in page
    assert "a@example.org Amina Otieno" in page
    assert "+254711222333 Amina Wekesa" in page
    assert "They are one person now" in text(done)
    [person] = Person.objects.all()
    assert (person.shown_name, person.city) == ("Amina Wekesa", "Kisumu")
    assert person.ways.count() == 2
    assert [name.text for name in person.further_names.all()] == ["Amina Otieno"]


def test_agreements_are_shown_and_the_stricter_answer_named(desk):
    into, other = known("Amina"), known("Amina W")
    kenya = KenyaFactory()
    for person, yes in ((into, True), (other, False)):
        consent.answer(
            person=person, purpose=Purpose.COUNTRY_CIRCLE, yes=yes, how="page", by=SYSTEM,
            at=timezone.now(), audience=Audience(AudienceKind.CIRCLE, kenya.key),
        )  # fmt: skip

    page = text(desk.get(merging(into, other)))

    assert "They agreed to different things. The stricter answer stands" in page
    assert "Telling the circle in their country: Kenya circle yes no no the stricter answer" in page


def test_languages_are_named_and_what_has_no_words_is_counted(desk):
    into, other = known("Amina", language="en"), known("Amina W", language="sw")
    people.add_detail(
        person=other, kind="offer", values={"kind": "teach"}, by=SYSTEM, at=timezone.now()
    )

    page = text(desk.get(merging(into, other)))

    assert "Swahili" in page
    assert re.search(r"\d further entr", page)


def test_a_pause_is_told_and_greater_care_is_not(desk):
    into, other = known("Amina"), known("Amina W")
    people.set_risk(person=other, risk="high", by=SYSTEM, at=timezone.now())

    page = text(desk.get(merging(into, other)))

    assert "care" not in page


def test_two_who_say_the_same_have_nothing_to_choose(desk):
    into, other = known("Amina"), known("Amina")

    page = text(desk.get(merging(into, other)))

    assert "Their details say the same." in page
    assert "No way is known." in page


@pytest.mark.parametrize("both_sign_in", [True, False])
def test_what_stands_against_it_is_said_and_nothing_happens(*, desk, both_sign_in):
    into, other = known("Amina"), known("Amina W")
    if both_sign_in:
        for person in (into, other):
            people.connect_account(person=person, account=AccountFactory())
    else:
        people.keep_apart(one=into, other=other, by=SYSTEM, at=timezone.now())

    page = desk.get(merging(into, other))
    refused = desk.post(merging(into, other))

    sentence = "Both of them sign in" if both_sign_in else "these are two different people"
    assert sentence in text(page)
    assert "Make them one person</button>" not in page.content.decode()
    assert refused.status_code == 409
    assert Person.objects.count() == 2


def test_who_is_not_shown_in_the_register_cannot_be_made_one(desk):
    into, other = known("Amina"), known("Amina W", yes=False)

    assert desk.get(merging(into, other)).status_code == 404
    assert desk.post(merging(other, into)).status_code == 404
    assert desk.get(reverse("web:same_as", args=[other.key])).status_code == 404
    assert desk.get(reverse("web:merge", args=[into.key, "k" * 22])).status_code == 404


def made_one(desk):
    into, other = known("Amina"), known("Amina W")
    desk.post(merging(into, other))
    return Merge.objects.get()


def test_two_of_one_again_and_what_came_since_stays(desk):
    made = made_one(desk)
    ParticipationFactory(person=made.person, programme=CourseFactory())
    address = reverse("web:merged", args=[made.key])

    before = text(desk.get(address))
    after = text(desk.post(address))
    again = desk.post(address)

    assert "Since then came to Amina, and would stay with them: 1 course." in before
    assert "They are two people again" in after
    assert sorted(Person.objects.values_list("shown_name", flat=True)) == ["Amina", "Amina W"]
    assert again.status_code == 409
    assert "This was taken back already." in text(again)


def test_after_thirty_days_it_says_that_it_is_too_late(desk):
    made = made_one(desk)
    Merge.objects.update(at=timezone.now() - timedelta(days=31))

    page = desk.get(reverse("web:merged", args=[made.key]))

    assert "The 30 days in which this could be taken back are over." in text(page)
    assert "Make them two again</button>" not in page.content.decode()


def test_a_later_merge_is_taken_back_first(desk):
    made = made_one(desk)
    desk.post(merging(made.person, known("Third")))
    later = Merge.objects.order_by("pk").last()

    page = desk.get(reverse("web:merged", args=[made.key]))

    assert "This person was made one with somebody else since." in text(page)
    assert reverse("web:merged", args=[later.key]) in page.content.decode()


def test_who_was_made_one_lately_is_listed_with_names_and_hand(desk, organiser_account):
    made = made_one(desk)

    page = desk.get(reverse("web:merges"))

    assert "Made one in the last 30 days" in text(desk.get(reverse("web:doubles")))
    assert f"Amina and Amina W by {organiser_account.shown_name} Undo" in text(page)
    assert reverse("web:merged", args=[made.key]) in page.content.decode()


def test_who_took_the_others_name_is_listed_by_their_own(desk):
    desk.post(merging(known("Amina"), known("Amina W")), {"shown_name": "other"})

    page = text(desk.get(reverse("web:merges")))

    assert Merge.objects.get().person.shown_name == "Amina W"
    assert "Amina and Amina W by" in page


def test_in_high_care_a_merge_tells_no_name_but_that_in_lists(desk):
    made_one(desk)
    merge = Merge.objects.select_related("person").get()
    merge.person.risk, merge.person.shown_name = "high", "Lina Osei"

    assert (former_name(merge), other_name(merge)) == ("Lina Osei", "Lina Osei")


@pytest.mark.parametrize(
    ("cities", "apart", "said"),
    [
        (("Kumasi", "Accra"), ("Kumasi", "Accra"), "the page of Yaw Owosu (Accra)."),
        (("Accra", "Accra"), ("", ""), "the other page of this name."),
        (("Accra", ""), ("", ""), "the other page of this name."),
    ],
)
def test_two_of_one_name_are_told_apart(desk, cities, apart, said):
    into, other = (known("Yaw Owosu", city=city) for city in cities)
    desk.post(merging(into, other), {"city": "into"})
    made = Merge.objects.get()

    page = text(desk.get(reverse("web:merged", args=[made.key])))

    assert told_apart(made) == apart
    assert f"holds now what stood on {said}" in page


def test_nobody_made_one_says_so_and_hidden_people_are_not_listed(desk):
    made = made_one(desk)
    people.pause(person=made.person, by=SYSTEM, at=timezone.now())

    assert "Nobody was made one with anybody." in text(desk.get(reverse("web:merges")))
    assert desk.get(reverse("web:merged", args=[made.key])).status_code == 404


def test_the_same_person_is_searched_for_without_telling_the_address(desk):
    amina, other = known("Amina Otieno", city="Kisumu", country="KE"), known("Amina Wekesa")
    known("Baraka")
    address = reverse("web:same_as", args=[other.key])

    found = desk.post(address, {"q": "amina"})
    nobody = desk.post(address, {"q": "zzz"})

    assert merging(other, amina) in found.content.decode()
    assert "Amina Otieno Kisumu, Kenya" in text(found)
    assert "Baraka" not in text(found)
    assert "Nobody is found." in text(nobody)


def test_who_may_be_the_same_is_offered_at_once(desk):
    amina, other, third = known("Amina"), known("Amina W"), known("Aminah")
    for left, right in ((amina, other), (other, third)):
        Pair.objects.create(
            left=left, right=right, band="probable", probability=0.9, found_at=timezone.now()
        )

    page = desk.get(reverse("web:same_as", args=[other.key])).content.decode()
    nobody = desk.get(reverse("web:same_as", args=[known("Zoe").key]))

    assert merging(other, amina) in page
    assert merging(other, third) in page
    assert "You may know better: search." in text(nobody)


def test_the_old_address_leads_to_who_is_left(desk):
    into, other = known("Amina"), known("Amina W")
    desk.post(merging(into, other))

    answer = desk.get(reverse("web:person", args=[other.key]))

    assert answer.status_code == 301
    assert answer.url == reverse("web:person", args=[into.key])


def test_strangers_change_nothing(client, school):
    into, other = known("Amina"), known("Amina W")

    statuses = [
        client.get(merging(into, other)).status_code,
        client.post(merging(into, other)).status_code,
        client.get(reverse("web:merges")).status_code,
        client.get(reverse("web:same_as", args=[into.key])).status_code,
    ]

    assert statuses == [302] * 4
    assert Person.objects.count() == 2
