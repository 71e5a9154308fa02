"""Saved lists; lists on paper; who sees them."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.circles import actions as circles
from commonroot.consent.models import Told
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.people.actions.lists import save_list
from commonroot.people.models import (
    SavedList,
)
from tests.factories.accounts import AccountFactory
from tests.factories.engagement import KenyaFactory
from tests.web.test_people import SYSTEM, add, say_yes

pytestmark = pytest.mark.django_db
PEOPLE = reverse("web:people")
FILTER = reverse("web:people_filter")
KENYA = {"all": [["country", "in", "KE"]]}
F_KENYA = "?f=" + json.dumps(KENYA)


@pytest.fixture
def now(school):
    """The real moment, which pages go by."""
    return timezone.now()


@pytest.fixture
def desk(desk, now):
    """An organiser who has just shown once more who they are."""
    session = desk.session
    session["proven"] = now.timestamp()
    session.save()
    return desk


def text(response):
    page = response.content.decode()
    page = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def save(at, name="Kenya", *, account=None, **more):
    by = Actor(kind="account", account_id=account.pk) if account else SYSTEM
    return save_list(name=name, filter=KENYA, by=by, at=at, **more)


# Saved lists


def test_a_list_is_saved_under_a_name_and_found_beside_the_others(desk, now, organiser_account):
    add("Amina Wekesa", now, country="KE")
    add("Cali Rueda", now, country="CO")

    form = desk.get(reverse("web:list_new") + F_KENYA)
    answer = desk.post(
        reverse("web:list_new") + F_KENYA, {"name": "In Kenya", "shared": "no"}, follow=True
    )

    [saved] = SavedList.objects.all()
    assert "People who live in Kenya" in text(form)
    assert (saved.name, saved.filter, saved.shared) == ("In Kenya", KENYA, False)
    assert saved.account == organiser_account
    words = text(answer)
    assert ("Amina Wekesa" in words, "Cali Rueda" in words) == (True, False)
    assert "Rename, share or delete this list" in words
    assert answer.redirect_chain == [(f"{PEOPLE}?list={saved.key}", 302)]


def test_a_search_is_saved_as_a_condition(desk, now):
    add("Amina Wekesa", now, country="KE")
    found = desk.post(reverse("web:people_search"), {"q": "amina", "f": json.dumps(KENYA)})
    state = "?" + found["Location"].split("?")[1]

    desk.post(reverse("web:list_new") + state, {"name": "Amina", "shared": "yes"})

    [saved] = SavedList.objects.all()
    assert saved.filter == {"all": [["country", "in", "KE"], ["name", "begins", "amina"]]}
    assert "Amina Wekesa" in text(desk.get(f"{PEOPLE}?list={saved.key}"))


def test_a_list_without_a_name_is_not_saved(desk, now):
    page = desk.post(reverse("web:list_new") + F_KENYA, {"name": " ", "shared": "yes"})

    assert "Give the list a name" in text(page)
    assert SavedList.objects.count() == 0


def test_a_list_is_renamed_deleted_and_put_back(desk, now):
    saved = save(now)
    address = reverse("web:list_edit", args=[saved.key])

    desk.post(address, {"name": "Kenya circle", "shared": "yes"})
    renamed = SavedList.objects.get().name
    unnamed = desk.post(address, {"name": "", "shared": "yes"})
    deleted = desk.post(address, {"delete": "yes"}, follow=True)
    gone = SavedList.objects.count()
    desk.post(reverse("web:list_put_back"))
    nothing = desk.post(reverse("web:list_put_back"))

    assert renamed == "Kenya circle"
    assert "Give the list a name" in text(unnamed)
    assert "The list “Kenya circle” is deleted" in text(deleted)
    assert gone == 0
    assert SavedList.objects.get().key == saved.key
    assert nothing["Location"] == PEOPLE


def test_a_saved_list_that_is_narrowed_can_be_kept_like_that(desk, now):
    saved = save(now)
    chad = f'?list={saved.key}&f={{"all":[["country","in","TD"]]}}&order=added'

    page = text(desk.get(PEOPLE + chad))
    desk.post(reverse("web:list_take", args=[saved.key]) + chad)

    saved.refresh_from_db()
    assert "Not quite the list “Kenya” any more." in page
    assert (saved.filter, saved.order) == ({"all": [["country", "in", "TD"]]}, "added")
    assert "Not quite" not in text(desk.get(f"{PEOPLE}?list={saved.key}"))


def test_lists_of_others_are_not_seen_or_changed(desk, now):
    other = save(now, "Not yours", account=AccountFactory(), shared=False)

    listed_there = text(desk.get(reverse("web:people_lists")))
    opened = text(desk.get(f"{PEOPLE}?list={other.key}"))

    assert "Not yours" not in listed_there + opened
    assert "No list is saved yet." in listed_there
    for name in ("list_edit", "list_take"):
        assert desk.post(reverse(f"web:{name}", args=[other.key])).status_code == 404


def test_all_lists_stand_on_one_page_with_their_sentences(desk, now):
    save(now)

    words = text(desk.get(reverse("web:people_lists")))

    assert "Kenya People who live in Kenya" in words
    assert "everybody here" in words


# Paper


def test_a_list_is_printed_with_what_it_is_and_who_is_left_out(desk, now):
    add("Amina Wekesa", now, country="KE")
    say_yes(add("Dina No", now), Purpose.REGISTER, now, yes=False)

    address = reverse("web:people_print") + F_KENYA

    asked = text(desk.get(address))
    page = desk.post(address, {"reason": "invite"})
    unsaid = desk.post(address, {"reason": "nothing"})

    words = text(page)
    assert "ready to print" in asked
    assert (unsaid.status_code, "Say what you need it for" in text(unsaid)) == (400, True)
    for said in ("Long Table School", "People who live in Kenya", "1 person.", "1 is left out"):
        assert said in words
    assert "Dina" not in words
    entry = AuditEntry.objects.get(verb="people printed")
    assert entry.facts == {
        "reason": "invite",
        "columns": ["course", "confirmed", "next"],
        "people": 1,
        "left_out": 1,
        "narrowed": ["country"],
    }
    [told] = Told.objects.all()
    assert (told.person.shown_name, told.what, told.audience_name["en"]) == (
        "Amina Wekesa", ["name", "city", "country", "details"],
        "an organiser of ours, on paper: To invite people myself",
    )  # fmt: skip


def test_paper_ends(desk, now, monkeypatch):
    monkeypatch.setattr("commonroot.web.queries.taken.ON_PAPER", 1)
    saved = save(now)
    for name in "AB":
        add(name, now, country="KE")

    address = f"{reverse('web:people_print')}?list={saved.key}"
    words = text(desk.post(address, {"reason": "invite"}))

    assert "Kenya · Long Table" in words or "Kenya People who live in Kenya" in words
    assert "1 person." in words
    assert "The list goes on; paper ends here." in words


def test_those_who_do_not_see_the_register_see_none_of_this(school, at, client):
    team = circles.open_circle(kind="team", name=Translated({"en": "Team"}), by=SYSTEM, at=at)
    account = AccountFactory()
    circles.give_mandate(
        account=account, circle=team, role="organiser", until=None, by=SYSTEM, at=at
    )
    client.force_login(account)
    KenyaFactory()
    saved = save(at)
    pages = ["people_filter", "people_count", "people_print", "people_lists", "list_new"]

    found = [client.get(reverse(f"web:{name}")).status_code for name in pages]
    posts = [
        client.post(reverse(f"web:{name}")).status_code
        for name in ("people_search", "people_columns", "list_put_back")
    ]

    assert found == [404] * 5
    assert posts == [404] * 3
    assert client.get(reverse("web:list_edit", args=[saved.key])).status_code == 404
