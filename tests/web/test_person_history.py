"""Correcting, what stood there before, putting back, further details, former keys."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.people import actions
from commonroot.people.models import Affiliation, Change, FormerKey, FurtherName, Offer, Person
from commonroot.web.queries.history import history
from tests.factories.engagement import ThemeFactory
from tests.web.test_people import add

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
LINK = Actor(kind="link", key="k")
TODAY = date(2026, 11, 22)


@pytest.fixture
def now(school):
    """The real moment, which pages go by."""
    return timezone.now()


def to(name, person):
    return reverse(f"web:{name}", args=[person.key])


def typed(desk, person, **changes):
    """The form of the edit page as a browser sends it, with some fields changed."""
    page = desk.get(to("person_edit", person))
    form = page.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    return sent | {f"was-{name}": value for name, value in page.context["was"]} | changes


# Two at once.


def test_only_what_was_touched_is_written(desk, now):
    person = add("Amina", now, city="Kisumu")
    mine = typed(desk, person, pronouns="she")
    actions.edit(person=person, changes={"city": "Mombasa"}, cause="page", by=LINK, at=now)

    response = desk.post(to("person_edit", person), mine)

    person.refresh_from_db()
    assert response.status_code == 302
    assert (person.city, person.pronouns) == ("Mombasa", "she")


def test_who_writes_the_same_field_sees_both_and_then_decides(desk, now):
    person = add("Amina", now, city="Kisumu")
    mine = typed(desk, person, city="Nakuru", country="KE")
    actions.edit(
        person=person, changes={"city": "Mombasa", "country": "UG"}, cause="page", by=LINK, at=now
    )

    shown = desk.post(to("person_edit", person), mine)
    before = Person.objects.get(pk=person.pk).city
    again = mine | {f"was-{name}": value for name, value in shown.context["was"]}
    desk.post(to("person_edit", person), again)

    person.refresh_from_db()
    page = shown.content.decode()
    assert "changed this to “Mombasa”" in page
    assert "changed this to “Uganda”" in page
    assert 'value="Nakuru"' in page
    assert (before, person.city, person.country) == ("Mombasa", "Nakuru", "KE")


def test_what_somebody_else_emptied_is_said_so(desk, now):
    person = add("Amina", now, city="Kisumu")
    mine = typed(desk, person, city="Nakuru")
    actions.edit(person=person, changes={"city": ""}, cause="page", by=LINK, at=now)

    assert (
        "changed this to “nothing”" in desk.post(to("person_edit", person), mine).content.decode()
    )


def test_whose_words_stand_there_is_said_before_and_after(desk, now):
    person = add("Amina", now, city="Kisumu")
    actions.edit(person=person, changes={"city": "Mombasa"}, cause="page", by=LINK, at=now)
    form = desk.get(to("person_edit", person)).context["form"]

    response = desk.post(to("person_edit", person), typed(desk, person, city="Nakuru"), follow=True)
    other = desk.post(to("person_edit", person), typed(desk, person, city="Thika"))

    assert form.fields["city"].help_text.startswith("Their own words, ")
    assert form.fields["shown_name"].help_text.startswith("Written by an organiser, ")
    assert "had been their own words" in response.content.decode()
    assert other["Location"] == to("person", person)


def test_the_page_shows_each_field_that_it_saves(desk, now):
    page = desk.get(to("person_edit", add("Amina", now)))

    for name in page.context["form"].fields:
        assert f'name="{name}"' in page.content.decode()


# What stood there before.


def test_each_earlier_value_with_who_when_and_source(desk, now, organiser_account, at):
    person = add("Amina", now, city="Kisumu", country="KE")
    actions.edit(person=person, changes={"city": "Mombasa"}, cause="page", by=LINK, at=now)
    desk.post(to("person_edit", person), typed(desk, person, country="UG", city="Nakuru"))

    [newest, oldest] = history(person, at=timezone.now(), today=timezone.now().date(), zone="UTC")

    assert (newest.who, newest.how) == (organiser_account.shown_name, "corrected on the desk")
    assert (oldest.who, oldest.how) == ("themself", "on their own page")
    assert [(was.label, was.before, was.after, was.source) for was in newest.fields] == [
        ("City", "Mombasa", "Nakuru", "said by themself"),
        ("Country", "Kenya", "Uganda", "written by an organiser"),
    ]
    page = desk.get(to("person_history", person)).content.decode()
    assert page.count("Put back") == 3


def test_after_thirty_days_only_the_fact_is_shown(school, at):
    person = add("Amina", at)
    actions.edit(person=person, changes={"city": "Mombasa"}, cause="x", by=SYSTEM, at=at)
    actions.add_detail(person=person, kind="offer", values={"kind": "host"}, by=LINK, at=at)
    later = at + timedelta(days=31)
    unblanked = history(person, at=later, today=TODAY, zone="UTC")

    Change.objects.update(before=None, after=None)
    blanked = history(person, at=at, today=TODAY, zone="UTC")

    for found in (unblanked, blanked):
        assert [[(w.label, w.kept) for w in e.fields] for e in found] == [
            [("Offers to", False)], [("City", False)],
        ]  # fmt: skip
    assert unblanked[1].how == ""


def test_put_back_from_the_page(desk, now):
    person = add("Amina", now, city="Kisumu")
    desk.post(to("person_edit", person), typed(desk, person, city="Nakuru"))
    change = Change.objects.get()

    response = desk.post(
        to("person_put_back", person), {"change": change.pk, "field": "city"}, follow=True
    )

    person.refresh_from_db()
    assert person.city == "Kisumu"
    assert "It stands again" in response.content.decode()


def test_what_cannot_be_put_back_says_why(desk, now):
    person, other = add("Amina", now, city="Kisumu"), add("Baraka", now)
    desk.post(to("person_edit", person), typed(desk, person, city="Nakuru"))
    number = Change.objects.get().pk

    refused = desk.post(to("person_put_back", person), {"change": number, "field": "risk"})
    foreign = desk.post(to("person_put_back", other), {"change": number, "field": "city"})
    odd = desk.post(to("person_put_back", person), {"change": "x", "field": "city"})

    assert (refused.status_code, foreign.status_code, odd.status_code) == (409, 400, 400)
    assert "do not know what stood there" in refused.content.decode()
    assert Person.objects.get(pk=person.pk).city == "Nakuru"


@pytest.mark.parametrize("name", ["person_edit", "person_more", "person_history"])
def test_who_may_not_be_seen_is_not_found(desk, now, name):
    paused = add("Amina", now)
    consent.pause(person=paused, by=SYSTEM, at=now)

    assert desk.get(to(name, paused)).status_code == 404
    assert desk.post(to("person_put_back", paused), {"change": "1"}).status_code == 404


# Further details.


def add_row(desk, person, what, /, **values):
    prefixed = {f"new-{what}-{name}": value for name, value in values.items()}
    return desk.post(to("person_more", person), {"kind": what, "add": "1", **prefixed})


def test_further_details_are_added_changed_and_ended(desk, now):
    person, theme = add("Amina", now), ThemeFactory()
    add_row(desk, person, "name", text="أمينة", kind="script")
    add_row(desk, person, "language", language="sw", level="native")
    add_row(
        desk, person, "organisation", organisation="Union", role="", since="2020-01-01", until=""
    )
    add_row(desk, person, "course", title="Strategy", year="2011", role="trainer")
    add_row(desk, person, "theme", theme=theme.key)
    add_row(desk, person, "offer", kind="teach")
    name, work, offer = FurtherName.objects.get(), Affiliation.objects.get(), Offer.objects.get()
    before = desk.get(to("person_more", person)).context["sections"]

    desk.post(
        to("person_more", person),
        {
            "kind": "name",
            "row": name.key,
            f"{name.key}-text": "آمنة",
            f"{name.key}-kind": "spelling",
        },
    )
    for kind, row in (("organisation", work), ("offer", offer)):
        desk.post(to("person_more", person), {"kind": kind, "row": row.key, "end": "1"})

    name.refresh_from_db()
    work.refresh_from_db()
    assert [[line.text for line in section.lines] for section in before] == [
        ["أمينة"], ["Swahili"], ["Union, since 2020"], ["Strategy, 2011, trainer"],
        [str(theme)], ["teach"],
    ]  # fmt: skip
    assert before[0].lines[0].second.startswith("in another script, Arabic · ")
    assert (name.text, name.kind) == ("آمنة", "spelling")
    assert work.until == now.date()
    assert Offer.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "values", "words"),
    [
        (
            "organisation",
            {"organisation": "U", "since": "2020-01-02", "until": "2020-01-01"},
            "before",
        ),
        ("offer", {"kind": "teach"}, "there already"),
        ("language", {"language": "", "level": "some"}, "required"),
    ],
)
def test_what_is_wrong_is_shown_again_and_nothing_is_saved(desk, now, kind, values, words):
    person = add("Amina", now)
    add_row(desk, person, "offer", kind="teach")
    count = Change.objects.count()

    response = add_row(desk, person, kind, **values)

    section = next(s for s in response.context["sections"] if s.kind == kind)
    assert section.is_open is True
    assert words in str(section.form.errors)
    assert b"Nothing is saved yet" in response.content
    assert Change.objects.count() == count


def test_a_change_that_is_wrong_stays_open_at_its_row(desk, now):
    person = add("Amina", now)
    add_row(desk, person, "name", text="Ami", kind="nickname")
    key = FurtherName.objects.get().key

    response = desk.post(
        to("person_more", person),
        {"kind": "name", "row": key, f"{key}-text": "", f"{key}-kind": "former"},
    )

    [line] = response.context["sections"][0].lines
    assert line.form.errors.keys() == {"text"}


def test_nobody_reaches_the_details_of_another(desk, now):
    person, other = add("Amina", now), add("Baraka", now)
    add_row(desk, person, "offer", kind="teach")
    row = Offer.objects.get()

    foreign = desk.post(to("person_more", other), {"kind": "offer", "row": row.key, "end": "1"})
    odd = desk.post(to("person_more", person), {"kind": "risk"})

    assert (foreign.status_code, odd.status_code) == (404, 404)
    assert Offer.objects.count() == 1


def test_a_former_key_leads_to_who_they_are_now(desk, now):
    person = add("Amina", now)
    FormerKey.objects.create(key="x" * 22, person=person)

    answers = [
        desk.get(reverse(f"web:{name}", args=["x" * 22]) + "?kind=details")
        for name in ("person", "person_edit", "person_history")
    ]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (301, f"{to(name, person)}?kind=details")
        for name in ("person", "person_edit", "person_history")
    ]
