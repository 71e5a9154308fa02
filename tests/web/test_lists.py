"""Conditions on the page, saved lists, columns, orders, counting, paper."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.circles import actions as circles
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.people.actions.lists import save_list
from commonroot.people.models import (
    Affiliation,
    ContactWay,
    Interest,
    Offer,
    Person,
    SavedList,
    SpokenLanguage,
)
from commonroot.web.queries import people as queries
from commonroot.web.queries.ordering import ORDERS
from tests.factories.accounts import AccountFactory
from tests.factories.engagement import CourseFactory, KenyaFactory, ThemeFactory
from tests.web.test_people import SYSTEM, TODAY, add, listed, names, say_yes

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


def asked(address):
    """The filter in an address."""
    from urllib.parse import parse_qs, urlsplit

    return json.loads(parse_qs(urlsplit(address).query)["f"][0])


def save(at, name="Kenya", *, account=None, **more):
    by = Actor(kind="account", account_id=account.pk) if account else SYSTEM
    return save_list(name=name, filter=KENYA, by=by, at=at, **more)


# Conditions


def test_the_list_reads_as_a_sentence_whose_parts_can_be_changed_and_taken_out(desk, now):
    add("Amina Wekesa", now, country="KE")

    page = desk.get(PEOPLE + F_KENYA)

    words = text(page)
    assert "People who live in Kenya" in words
    for more in ("and…", "or…", "but not…"):
        assert more in words
    html = page.content.decode()
    assert html.count("without=0") == 1


def test_a_condition_is_chosen_from_plain_words_then_said_how(desk, now):
    add("Amina Wekesa", now, country="KE")
    add("Baraka Otieno", now, country="UG")

    first = desk.get(FILTER)
    second = desk.get(FILTER + "?field=country")
    third = desk.post(FILTER + "?field=country", {"how": "in", "choices": ["KE", "UG"]})

    assert "Country: live in…" in text(first).replace(" …", "…")
    assert ("Kenya" in text(second), "Uganda" in text(second)) == (True, True)
    assert asked(third["Location"]) == {"all": [["country", "in", "KE", "UG"]]}
    assert desk.get(third["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("address", "sent", "filter"),
    [
        (
            "&field=circle",
            {"how": "none"},
            {"all": [["country", "in", "KE"], ["circle", "none"]]},
        ),
        (
            "&field=circle&add=none",
            {"how": "none"},
            {"all": [["country", "in", "KE"], {"none": [["circle", "none"]]}]},
        ),
        (
            "&field=circle&add=any&at=0",
            {"how": "none"},
            {"all": [{"any": [["country", "in", "KE"], ["circle", "none"]]}]},
        ),
        ("&at=0", {"how": "unknown"}, {"all": [["country", "unknown"]]}),
        (
            "&field=added",
            {"how": "since", "day": "2026-01-02"},
            {"all": [["country", "in", "KE"], ["added", "since", "2026-01-02"]]},
        ),
        (
            "&field=city",
            {"how": "begins", "words": "Kisumu"},
            {"all": [["country", "in", "KE"], ["city", "begins", "Kisumu"]]},
        ),
    ],
)
def test_conditions_join_as_it_is_said(desk, now, address, sent, filter):
    answer = desk.post(FILTER + F_KENYA + address, sent)

    assert asked(answer["Location"]) == filter


@pytest.mark.parametrize(
    ("field", "sent", "said"),
    [
        ("country", {"how": "in"}, "Choose at least one."),
        ("city", {"how": "begins", "words": " "}, "Write what is looked for."),
        ("added", {"how": "since"}, "Choose a day."),
        ("added", {"how": "since", "day": "soon"}, "Enter a valid date."),
        ("added", {"how": "why", "day": "2026-01-02"}, "Select a valid choice."),
    ],
)
def test_what_is_missing_in_a_condition_is_said(desk, now, field, sent, said):
    page = desk.post(FILTER + f"?field={field}", sent)

    assert said in text(page)


def test_a_condition_is_taken_out(desk, now):
    both = '?f={"all":[["country","in","KE"],{"none":[["circle","none"]]}]}'

    outer = desk.get(FILTER + both + "&without=0")
    inner = desk.get(FILTER + both + "&without=1.0")
    nothing = desk.get(FILTER + both + "&without=7")
    nonsense = desk.get(FILTER + both + "&without=x")
    last = desk.get(FILTER + F_KENYA + "&without=0")

    assert asked(outer["Location"]) == {"all": [{"none": [["circle", "none"]]}]}
    assert asked(inner["Location"]) == KENYA
    assert asked(nothing["Location"]) == asked(nonsense["Location"])
    assert last["Location"] == PEOPLE


def test_what_is_chosen_stays_chosen_when_a_condition_is_changed(desk, now):
    add("Amina Wekesa", now, country="KE")
    gone = '?f={"all":[["course","in","gone"]]}'

    page = desk.get(FILTER + F_KENYA + "&at=0").content.decode()
    lost = text(desk.get(FILTER + gone + "&at=0"))

    assert re.search(r'value="KE"[^>]*checked', page)
    assert "Change a condition" in page
    assert "something that is gone" in lost


@pytest.mark.parametrize("address", ["?field=risk", "?field=nothing"])
def test_how_carefully_somebody_is_treated_is_no_condition(desk, now, address):
    assert desk.get(FILTER + address).status_code == 404


def test_a_filter_that_cannot_be_read_shows_everybody_and_says_so(desk, now):
    add("Amina Wekesa", now)

    unknown = text(desk.get(PEOPLE + '?f={"all":[["risk","in","high"]]}'))
    broken = text(desk.get(PEOPLE + "?f={"))

    assert "“risk” is nothing that people can be found by." in unknown
    assert "could not be read" in broken
    assert "Amina Wekesa" in unknown


def test_short_addresses_are_conditions(desk, now):
    course = CourseFactory()
    page = desk.get(f"{PEOPLE}?country=KE&course={course.key}&fresh=old&basis=unknown&circle=x")

    assert page.context["here"].as_filter == {
        "all": [
            ["country", "in", "KE"],
            ["course", "in", course.key],
            ["circle", "in", "x"],
            ["confirmed", "in", "old"],
            ["agreement", "unknown"],
        ]
    }


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


# Columns and orders


def test_columns_of_choice_are_remembered(desk, now):
    circle = ThemeFactory()
    person = add("Amina Wekesa", now, organisation="Clinic")
    said = {"person": person, "source": "link", "said_on": TODAY}
    SpokenLanguage.objects.create(language="sw", level="native", **said)
    Affiliation.objects.create(organisation="Union", **said)
    Affiliation.objects.create(organisation="Left long ago", until=TODAY, **said)
    Interest.objects.create(theme=circle, **said)
    Offer.objects.create(kind="teach", **said)
    for kind, state in (("mail", "working"), ("phone", "broken")):
        ContactWay.objects.create(
            person=person, kind=kind, value="x", mark=kind, state=state, created_at=now
        )
    codes = ["languages", "organisation", "themes", "offers", "reach", "source", "added", "odd"]

    answer = desk.post(reverse("web:people_columns"), {"columns": codes, "set_columns": "yes"})
    page = desk.get(answer["Location"]).content.decode()
    cells = re.findall(r'<td data-label="([^"]+)">(?:<bdi>)?(.*?)(?:</bdi>)?</td>', page)

    assert answer["Location"] == PEOPLE
    assert cells == [
        ("Languages", "Swahili"),
        ("Organisation", "Clinic, Union"),
        ("Themes", "Water and Health"),
        ("Offers", "teach"),
        ("Reached by", "e-mail, phone (came back)"),
        ("Where they come from", "added by an organiser"),
        ("Added", f"{now:%-d %b %Y}"),
    ]


def test_no_columns_at_all_are_a_choice_too(desk, now):
    add("Amina Wekesa", now)

    desk.post(reverse("web:people_columns"), {"set_columns": "yes"})

    assert "data-label" not in desk.get(PEOPLE).content.decode()


def test_a_saved_list_has_columns_of_its_own(desk, now):
    add("Amina Wekesa", now, country="KE")
    saved = save(now)

    desk.post(
        reverse("web:list_take", args=[saved.key]), {"columns": ["source"], "set_columns": "yes"}
    )

    saved.refresh_from_db()
    assert (saved.columns, saved.filter) == (["source"], KENYA)
    html = desk.get(f"{PEOPLE}?list={saved.key}").content.decode()
    assert re.findall(r'data-label="([^"]+)"', html) == ["Where they come from"]


ORDERED = {
    "name": ["A", "B", "C", "D", "E"],
    "country": ["D", "E", "B", "C", "A"],
    "source": ["A", "C", "E", "B", "D"],
    "confirmed": ["C", "E", "A", "D", "B"],
    "fresh": ["B", "D", "A", "E", "C"],
    "added": ["E", "D", "C", "B", "A"],
}


@pytest.mark.parametrize("code", list(ORDERED))
def test_lists_stand_in_the_order_asked_for_however_they_are_cut(school, at, code, monkeypatch):
    for number, (name, country, days) in enumerate(
        [("A", "UG", 30), ("B", "KE", 1), ("C", "KE", None), ("D", "", 20), ("E", "", None)]
    ):
        person = add(name, at + timedelta(hours=number), country=country, confirmed=days)
        origin = "hand" if name in "ACE" else "import"
        Person.objects.filter(pk=person.pk).update(origin=origin)
    whole = names(listed(at, order=ORDERS[code]))

    cut, last = [], ""
    monkeypatch.setattr("commonroot.web.queries.people.PAGE", 2)
    while True:
        page = listed(at, order=ORDERS[code], after=last)
        cut += names(page)
        last = page.last
        if not page.more:
            break

    everybody = queries.wanted_people(queries.Wanted(order=ORDERS[code]), at=at, around=None)
    assert whole == ORDERED[code]
    assert cut == whole
    assert [person.shown_name for person in everybody] == whole


def test_a_filtered_list_is_cut_in_its_order_too(school, at, monkeypatch):
    for name in "ABCDE":
        add(name, at, country="KE" if name != "C" else "CO")
    monkeypatch.setattr("commonroot.web.queries.people.PAGE", 2)

    first = listed(at, ("country", "in", "KE"))
    second = listed(at, ("country", "in", "KE"), after=first.last)

    assert (names(first), first.total, first.more) == (["A", "B"], 4, True)
    assert (names(second), second.total, second.more) == (["D", "E"], 4, False)


def test_headings_lead_to_other_orders(desk, now):
    add("Amina Wekesa", now)

    page = desk.get(PEOPLE + "?order=confirmed").content.decode()

    assert 'aria-sort="ascending"' in page
    assert "?order=fresh" in page
    assert 'aria-sort="descending"' in desk.get(PEOPLE + "?order=fresh").content.decode()


# Counting


def test_long_lists_are_counted_only_when_somebody_asks(desk, school, at, monkeypatch):
    for name in "ABC":
        add(name, at, country="KE")
    monkeypatch.setattr("commonroot.web.queries.people.PAGE", 2)

    waiting = listed(at, ("circle", "none"))
    counted = listed(at, ("circle", "none"), count=True)
    address = PEOPLE + '?f={"all":[["circle","none"]]}'

    assert (waiting.total, counted.total) == (None, 3)
    assert "2 shown, and there are more." in text(desk.get(address))
    assert "2 of 3 shown." in text(desk.get(address + "&count=yes"))
    number = desk.get(address.replace(PEOPLE, reverse("web:people_count")))
    assert number.json() == {"count": 3, "words": "3"}


def test_a_long_search_is_counted_only_when_somebody_asks(school, at, monkeypatch):
    for name in ("Amina A", "Amina B", "Amina C"):
        add(name, at)
    monkeypatch.setattr("commonroot.web.queries.people.PAGE", 2)
    monkeypatch.setattr("commonroot.people.queries.ranking.MOST", 1)
    monkeypatch.setattr("commonroot.people.queries.ranking.FEW", 1)

    assert listed(at, q="amina").total is None
    assert listed(at, q="amina", count=True).total == 3


# Paper


def test_a_list_is_printed_with_what_it_is_and_who_is_left_out(desk, now):
    add("Amina Wekesa", now, country="KE")
    say_yes(add("Dina No", now), Purpose.REGISTER, now, yes=False)

    page = desk.get(reverse("web:people_print") + F_KENYA)

    words = text(page)
    for said in ("Long Table School", "People who live in Kenya", "1 person.", "1 left out"):
        assert said in words
    assert "Dina" not in words
    entry = AuditEntry.objects.get(verb="people printed")
    assert entry.facts == {
        "columns": ["course", "confirmed", "next"],
        "people": 1,
        "left_out": 1,
        "narrowed": ["country"],
    }


def test_paper_ends(desk, now, monkeypatch):
    monkeypatch.setattr("commonroot.web.views.paper.MOST", 1)
    saved = save(now)
    for name in "AB":
        add(name, now, country="KE")

    words = text(desk.get(f"{reverse('web:people_print')}?list={saved.key}"))

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
