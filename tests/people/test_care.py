"""How carefully people are treated: raised by anybody, lowered by themselves, names kept apart."""

import json
from datetime import timedelta

import pytest

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.circles.actions import give_mandate
from commonroot.circles.queries import actor_for
from commonroot.people import actions, queries, rules
from commonroot.people.models import Change, FurtherName, Person, SearchKey
from commonroot.people.permissions import can_see_own_names
from tests.factories.accounts import AccountFactory
from tests.factories.people import ContactWayFactory, PersonFactory

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def oneself(person):
    return Actor(kind="link", key="k", person_id=person.pk, scope="page")


def serving(role, school, at):
    """Somebody who signs in with that role."""
    account = AccountFactory()
    give_mandate(account=account, circle=school, role=role, until=None, by=SYSTEM, at=at)
    return account


def amina(at, **more):
    """Somebody with every kind of name."""
    person = actions.add_person(
        shown_name="Amina Wekesa",
        origin="hand",
        by=SYSTEM,
        at=at,
        details={"given_name": "Amina Njeri", "family_name": "Wekesa"},
        **more,
    )
    actions.add_detail(
        person=person,
        kind="name",
        values={"kind": "nickname", "text": "Mina"},
        by=SYSTEM,
        at=at,
    )
    return person


@pytest.mark.parametrize("own", rules.CARE)
@pytest.mark.parametrize("floor", rules.CARE)
def test_the_level_is_the_most_careful_of_what_holds(own, floor):
    assert (
        rules.level(own, floor) == rules.CARE[max(rules.CARE.index(own), rules.CARE.index(floor))]
    )
    assert PersonFactory.build(risk=own, floor=floor).is_high == ("high" in {own, floor})


@pytest.mark.parametrize(
    ("was", "now", "who", "done"),
    [
        ("careful", "high", "organiser", True),
        ("open", "careful", "public", True),
        ("high", "careful", "organiser", False),
        ("careful", "open", "public", False),
        ("high", "open", "oneself", True),
        ("high", "high", "organiser", True),
    ],
)
def test_anybody_raises_it_and_only_they_themselves_lower_it(at, was, now, who, done):
    person = PersonFactory(risk=was)
    by = {
        "organiser": Actor(kind="account", key="k", account_id=1, person_id=person.pk + 1),
        "public": Actor.public(),
        "oneself": oneself(person),
    }[who]

    if done:
        actions.set_risk(person=person, risk=now, by=by, at=at)
    else:
        with pytest.raises(actions.OnlyThemselves):
            actions.set_risk(person=person, risk=now, by=by, at=at)

    person.refresh_from_db()
    assert person.risk == (now if done else was)


def test_what_a_visitor_types_of_somebody_new_is_their_own_word(at):
    person = PersonFactory(provisional=True)

    actions.set_risk(person=person, risk="open", by=Actor.public(), at=at)

    assert person.level == "open"


def test_in_high_care_nothing_in_clear_holds_a_name_of_theirs(at):
    person = amina(at)
    actions.edit(
        person=person, changes={"shown_name": "Amina N. Wekesa"}, cause="edit", by=SYSTEM, at=at
    )

    actions.set_risk(person=person, risk="high", by=oneself(person), at=at)

    person.refresh_from_db()
    shown = (person.shown_name, person.given_name, person.family_name, person.sort_key)
    rows = json.dumps([shown, list(Change.objects.values_list("before", "after"))])
    words = " ".join(SearchKey.objects.values_list("value", flat=True))
    assert queries.own_names(person) == ["Amina N. Wekesa", "Amina Njeri Wekesa", "Mina"]
    assert not FurtherName.objects.exists()
    assert [name for name in ("Amina", "Wekesa", "Mina") if name in rows + str(person)] == []
    assert [word for word in ("amina", "wekesa", "mina") if word in words] == []


def test_they_come_back_as_they_were_when_the_person_asks_for_less_care(at):
    person = amina(at)
    actions.set_risk(person=person, risk="high", by=oneself(person), at=at)

    actions.set_risk(person=person, risk="careful", by=oneself(person), at=at)

    person.refresh_from_db()
    names = (person.shown_name, person.given_name, person.family_name, person.sort_key)
    assert names == ("Amina Wekesa", "Amina Njeri", "Wekesa", "amina wekesa")
    assert (person.kept_apart, person.keeper) == (None, None)
    assert FurtherName.objects.get().text == "Mina"
    assert SearchKey.objects.filter(value="wekesa").exists()


def test_a_name_that_comes_later_is_kept_apart_too(at):
    person = amina(at)
    actions.set_risk(person=person, risk="high", by=oneself(person), at=at)
    listed = person.shown_name

    actions.add_detail(
        person=person, kind="name", values={"kind": "former", "text": "A. Otieno"}, by=SYSTEM, at=at
    )
    changes = {"shown_name": "Amina W.", "family_name": "Wekesa-Otieno", "city": "Kisumu"}
    actions.edit(person=person, changes=changes, cause="edit", by=SYSTEM, at=at)
    only_names = {"family_name": "Otieno"}
    actions.edit(person=person, changes=only_names, cause="edit", by=SYSTEM, at=at)

    person.refresh_from_db()
    assert (person.shown_name, person.family_name, person.city) == (listed, "", "Kisumu")
    assert queries.own_names(person) == [
        "Amina Wekesa", "Amina Njeri Otieno", "Mina", "A. Otieno", "Amina W.",
    ]  # fmt: skip
    assert list(Change.objects.filter(model="people.person").values_list("after", flat=True)) == [
        {"city": "Kisumu"}
    ]


def test_what_they_write_as_the_name_to_show_is_their_name_in_lists(at):
    person = amina(at)
    actions.set_risk(person=person, risk="high", by=oneself(person), at=at)

    changes = {"shown_name": "Blue Heron"}
    actions.edit(person=person, changes=changes, cause="page", by=oneself(person), at=at)

    person.refresh_from_db()
    assert (person.shown_name, person.sort_key) == ("Blue Heron", "blue heron")
    assert queries.own_names(person)[0] == "Amina Wekesa"


@pytest.mark.parametrize("who", ["somebody else", "oneself, not in high care"])
def test_nobody_else_chooses_the_name_in_lists(at, who):
    person = amina(at)
    by = oneself(person)
    if who == "somebody else":
        actions.set_risk(person=person, risk="high", by=by, at=at)
        by = SYSTEM

    with pytest.raises(actions.OnlyThemselves):
        actions.choose_list_name(person=person, name="Blue Heron", by=by, at=at)


def test_the_person_chooses_the_name_in_lists(at):
    person = amina(at)
    by = oneself(person)
    actions.set_risk(person=person, risk="high", by=by, at=at)
    Change.objects.create(
        at=at, actor="x", cause="x", model="people.person", row_key=person.key, person=person,
        before=None, after={"shown_name": "Amina"},
    )  # fmt: skip

    actions.choose_list_name(person=person, name="Blue Heron", by=by, at=at)
    actions.raise_floor(person=person, floor="high", by=by, at=at)

    person.refresh_from_db()
    assert (person.shown_name, queries.own_names(person)[0]) == ("Blue Heron", "Amina Wekesa")
    assert Change.objects.get(cause="x").after == {}


def test_an_edit_finds_names_of_somebody_in_high_care_not_kept_apart_yet(at):
    person = PersonFactory(shown_name="Amina Wekesa", risk="high")

    actions.edit(person=person, changes={"city": "Kisumu"}, cause="edit", by=SYSTEM, at=at)

    person.refresh_from_db()
    assert (queries.own_names(person), person.city) == (["Amina Wekesa"], "Kisumu")
    assert person.shown_name != "Amina Wekesa"


@pytest.mark.parametrize(("name", "shared"), [("Amina", True), ("Joseph", False)])
def test_own_names_tell_whether_two_share_one(at, name, shared):
    person = amina(at)
    actions.set_risk(person=person, risk="high", by=oneself(person), at=at)

    assert queries.share_a_name(PersonFactory(shown_name=name), person) == shared


def test_the_second_of_two_given_names_is_kept_too(at):
    person = amina(at)
    actions.set_risk(person=person, risk="high", by=oneself(person), at=at)

    person.given_name, person.family_name = "Mina", "Otieno"
    actions.index(person)
    actions.index(person)

    assert queries.own_names(person)[-1] == "Mina Otieno"
    assert (person.given_name, person.family_name) == ("", "")


def test_whoever_writes_with_their_own_name_and_address_is_still_known(at):
    person = amina(at)
    ContactWayFactory(person=person, value="amina@example.org")
    actions.set_risk(person=person, risk="high", by=oneself(person), at=at)

    found = queries.namesake(kind="mail", value="amina@example.org", name="Amina Wekesa")

    assert found == person


@pytest.mark.parametrize(
    ("like", "script"), [("Amina Wekesa", "latin"), ("أمينة واكيسا", "arabic"), ("ሰላም", "latin")]
)
def test_a_made_up_name_looks_like_any_other(like, script):
    names = {rules.made_up_name(draw, like=like) for draw in range(200)}

    first = {name.split()[0] for name in names}
    assert first == set(rules.MADE_UP_FIRST[script].split())
    assert {len(name.split()) for name in names} == {2}


def test_those_in_high_care_are_sorted_and_listed_as_everybody_is(at):
    people = [
        actions.add_person(shown_name=name, origin="hand", by=SYSTEM, at=at)
        for name in ("Zora Abel", "Bina Zed", "Moussa Diop")
    ]
    actions.set_risk(person=people[1], risk="high", by=SYSTEM, at=at)

    rows = list(
        Person.objects.order_by("sort_key").values("shown_name", "given_name", "provisional")
    )

    assert [row["shown_name"] for row in rows] == sorted(row["shown_name"] for row in rows)
    assert {(row["given_name"], row["provisional"]) for row in rows} == {("", False)}


class TestKeeping:
    """The one organiser who sees the names."""

    @pytest.fixture
    def steward(self, school, at):
        return serving("steward", school, at)

    @pytest.fixture
    def organiser(self, school, at):
        return serving("organiser", school, at)

    def signed_in(self, account, at):
        return actor_for(account, person_id=None, at=at)

    def test_a_steward_keeps_them_and_no_other_organiser_sees_them(self, at, organiser, steward):
        person = amina(at)

        actions.set_risk(person=person, risk="high", by=oneself(person), at=at)

        assert person.keeper == steward
        assert can_see_own_names(self.signed_in(steward, at), person)
        assert not can_see_own_names(self.signed_in(organiser, at), person)
        assert can_see_own_names(oneself(person), person)
        assert list(queries.kept_by(steward.pk)) == [person]

    def test_a_look_at_them_is_written_down(self, at, steward):
        person = amina(at)
        actions.set_risk(person=person, risk="high", by=oneself(person), at=at)

        names = actions.read_own_names(person=person, by=self.signed_in(steward, at), at=at)

        assert names[0] == "Amina Wekesa"
        assert AuditEntry.objects.filter(verb="names kept apart read").count() == 1

    @pytest.mark.parametrize("who", ["oneself", "keeper"])
    def test_the_person_or_the_keeper_hands_them_on(self, at, steward, organiser, who):
        person = amina(at)
        actions.set_risk(person=person, risk="high", by=oneself(person), at=at)
        by = oneself(person) if who == "oneself" else self.signed_in(steward, at)

        actions.choose_keeper(person=person, keeper=organiser, by=by, at=at)

        assert Person.objects.get().keeper == organiser

    def test_nobody_else_takes_them_while_the_keeper_is_there(self, at, steward, organiser):
        person = amina(at)
        actions.set_risk(person=person, risk="high", by=oneself(person), at=at)
        by = self.signed_in(organiser, at)

        with pytest.raises(actions.OnlyThemselves):
            actions.choose_keeper(person=person, keeper=organiser, by=by, at=at)

    def test_when_the_keeper_is_gone_another_takes_them_on(self, at, steward, organiser):
        person = amina(at)
        actions.set_risk(person=person, risk="high", by=oneself(person), at=at)
        later = at + timedelta(days=2)
        steward.mandates.update(until=at + timedelta(days=1))
        by = self.signed_in(organiser, later)

        actions.choose_keeper(person=person, keeper=organiser, by=by, at=later)

        assert Person.objects.get().keeper == organiser

    def test_only_who_sees_the_register_may_keep_them(self, at, steward):
        person, other = amina(at), AccountFactory()
        actions.set_risk(person=person, risk="high", by=oneself(person), at=at)

        with pytest.raises(actions.OnlyThemselves):
            actions.choose_keeper(person=person, keeper=other, by=oneself(person), at=at)
        assert queries.keeper_named(steward.key, at=at) == steward
        assert queries.keeper_named(other.key, at=at) is None


def test_a_circle_s_care_holds_for_everybody_in_it(at, school):
    school.care = "high"
    school.save()
    person = amina(at)

    actions.join_circle(
        person=person, circle=school, role="member", since=at.date(), by=SYSTEM, at=at
    )

    assert (person.risk, person.level) == ("careful", "high")
    assert person.shown_name != "Amina Wekesa"


def test_who_has_a_keeper_keeps_them(at, school):
    first = serving("steward", school, at)
    person = amina(at)
    actions.set_risk(person=person, risk="high", by=oneself(person), at=at)
    serving("steward", school, at)

    actions.raise_floor(person=person, floor="high", by=SYSTEM, at=at)

    person.refresh_from_db()
    assert (person.keeper, person.floor) == (first, "high")


def test_a_floor_that_is_gone_gives_the_names_back(at):
    person = amina(at)
    actions.raise_floor(person=person, floor="high", by=SYSTEM, at=at)

    assert actions.set_floor(person=person, floor="open", by=SYSTEM, at=at)
    assert not actions.set_floor(person=person, floor="open", by=SYSTEM, at=at)

    person.refresh_from_db()
    assert person.shown_name == "Amina Wekesa"


def test_in_high_care_is_found_by_either_reason():
    PersonFactory()
    own, by_floor = PersonFactory(risk="high"), PersonFactory(floor="high")

    found = Person.objects.filter(queries.in_high_care())

    assert set(found) == {own, by_floor}
