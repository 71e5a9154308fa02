"""Whom of the register somebody described may be."""

import pytest
from django.db.models import F

from commonroot.accounts.roles import Actor
from commonroot.matching.describe import describe
from commonroot.matching.keys import RULES
from commonroot.matching.rarity import Rarity
from commonroot.matching.records import Record
from commonroot.people import actions, queries, tasks
from commonroot.people.actions import NewPerson, add_people
from commonroot.people.actions.counting import count_in
from commonroot.people.models import ContactWay, Count, MatchKey, Person, Recount, ToCompare
from commonroot.people.queries import likeness
from commonroot.people.queries.counts import keys_are_old, rarity_of
from tests.factories.people import ContactWayFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()


def people(*names: str, at, **details: str) -> list[Person]:
    """People of Kenya with an address each."""
    return add_people(
        new=[
            NewPerson(
                shown_name=name,
                details={"country": "KE"} | details,
                ways=[("mail", f"{name.split()[0].casefold()}@example.org")],
            )
            for name in names
        ],
        origin="import",
        by=BY,
        at=at,
    )


def row(*names: str, **said: object) -> Record:
    """A row of a list."""
    return Record(ref="row", names=names, country="KE", **said)


def test_a_record_holds_all_that_is_known(at):
    [amina] = people("Amina Wekesa", at=at, city="Kisumu", organisation="Clinic")
    actions.edit(
        person=amina,
        changes={"given_name": "Amina", "family_name": "Otieno"},
        cause="edit", by=BY, at=at,
    )  # fmt: skip
    actions.add_way(person=amina, kind="phone", value="+254700000001", at=at)
    amina.further_names.create(kind="script", text="أمينة", source="hand", said_on=at.date())

    assert queries.record_of(amina) == Record(
        ref=amina.pk,
        names=("Amina Wekesa", "Amina Otieno", "أمينة"),
        given="Amina",
        family="Otieno",
        emails=("amina@example.org",),
        phones=("+254700000001",),
        country="KE",
        city="Kisumu",
        organisation="Clinic",
    )


def test_somebody_is_found_by_name_and_address_the_likeliest_first(at):
    amina, wekesa, _juma = people("Amina Wekesa", "Wekesa Amani", "Juma Otieno", at=at)
    asked = row("Amina Wekesa", emails=("amina@example.org",))

    found = queries.likely(asked)
    described = queries.likely(describe(asked))

    assert [person for person, _likeness in found][:1] == [amina]
    assert found[0][1].band == "certain"
    assert [person for person, _one in described] == [person for person, _one in found]
    assert wekesa not in [person for person, one in found if one.band == "certain"]


def test_nobody_is_like_themself_and_no_newcomer_like_anybody(at):
    one, other = people("Amina Wekesa", "Amina Wekesa", at=at)
    Person.objects.filter(pk=other.pk).update(provisional=True)

    assert queries.likely(one) == []
    assert [person for person, _one in queries.likely(other)] == [one]


def test_many_are_asked_for_at_once(at):
    amina, juma = people("Amina Wekesa", "Juma Otieno", at=at)
    rows = [
        describe(Record(ref=f"row {number}", names=(name,), emails=(address,), country="KE"))
        for number, (name, address) in enumerate(
            [
                ("Wekesa Amina", "amina@example.org"),
                ("Juma Otieno", "juma@example.org"),
                ("Zuri", "zuri@example.org"),
            ]
        )
    ]

    found = queries.likely_many(rows)

    assert {ref: [pk for pk, _one in pairs] for ref, pairs in found.items()} == {
        "row 0": [amina.pk],
        "row 1": [juma.pk],
        "row 2": [],
    }
    assert queries.likely_many([]) == {}


def test_a_key_of_too_many_is_looked_at_only_where_there_is_no_other(at, monkeypatch):
    monkeypatch.setattr(likeness, "BLOCK_LIMIT", 1)
    monkeypatch.setattr(likeness, "MOST_COMPARED", 2)
    first, second, third = people("Amina Wekesa", "Amina Wekesa", "Amina Wekesa", at=at)
    MatchKey.objects.filter(person=third).delete()
    alone = MatchKey.objects.create(person=third, value=7)

    shared = likeness._rarest({7, 8, 9}, holders={7: 1, 8: 2, 9: 3})
    crowded = likeness._rarest({8, 9}, holders={8: 2, 9: 3})
    many = likeness._rarest({7, 5, 6}, holders={7: 1, 5: 1, 6: 1})

    assert (shared, crowded, many) == ([alone.value], [8], [5, 6])
    assert set(queries.beside([describe(row("Amina Wekesa"))]).shared["row"]) <= {
        first.pk,
        second.pk,
    }


def test_the_register_s_own_weights_are_used_where_there_are_any(settings, tmp_path):
    settings.HOME = tmp_path
    before = queries.weights()
    (tmp_path / "weights.toml").write_text(before.as_toml().replace("start = -", "start = -1", 1))

    assert queries.weights().start < before.start


def counted() -> dict[int, int]:
    """All counts that are told."""
    return dict(Count.objects.values_list("mark", "people"))


def test_rarity_is_counted_over_everybody(at):
    everybody = people("Amina Wekesa", "Amina Otieno", "Juma Wekesa", at=at, city="Kisumu")
    everybody += people("Amina Shah", at=at, country="IN", given_name="Amina", family_name="Shah")
    descriptions = [describe(queries.record_of(person)) for person in everybody]

    known = rarity_of(descriptions)

    whole = Rarity.counted(descriptions)
    for name in ("people", "words", "cities", "world", "given", "family", "total"):
        assert getattr(known, name) == getattr(whole, name), name
    assert rarity_of([]).total == 4


def test_of_many_countries_each_name_is_asked_for_in_its_own(at):
    codes = ("KE", "UG", "TZ", "RW")
    everybody = [people("Amina Wekesa", at=at, country=code)[0] for code in codes]
    descriptions = [describe(queries.record_of(person)) for person in everybody]

    assert rarity_of(descriptions).words == Rarity.counted(descriptions).words


def test_counting_anew_forgets_who_left_and_adds_who_changed(at):
    amina, juma = people("Amina Wekesa", "Juma Otieno", at=at)
    right = counted()
    zuri = people("Zuri Achieng", at=at)[0]
    Person.objects.filter(pk=zuri.pk).delete()
    drifted = counted()

    due = queries.count_due(at=at)
    tasks.count_names(at=at)

    assert due
    assert drifted != right
    assert counted() == right
    assert (Recount.objects.get().ended_at, queries.count_due(at=at)) == (at, False)
    assert {amina.pk, juma.pk} == set(Person.objects.values_list("pk", flat=True))


def test_who_comes_while_everybody_is_counted_is_not_lost(at):
    people("Amina Wekesa", at=at)
    recount = actions.begin_recount(at=at)
    actions.go_on_counting(recount=recount, at=at)
    people("Juma Otieno", at=at)
    right = counted()

    again = actions.begin_recount(at=at)
    recount.delete()
    tasks.count_names(at=at)

    assert counted() == right
    assert Recount.objects.get() == again


def test_keys_made_by_other_rules_are_made_anew_once(at):
    amina, _juma = people("Amina Wekesa", "Juma Otieno", at=at)
    right = keys_of(amina)
    MatchKey.objects.filter(person=amina).update(value=F("value") + 1)
    Recount.objects.create(started_at=at, ended_at=at, rules=RULES - 1)

    due = queries.count_due(at=at)
    tasks.count_names(at=at)

    assert (due, keys_of(amina)) == (True, right)
    assert list(ToCompare.objects.values_list("person", flat=True)) == [amina.pk]
    assert (queries.count_due(at=at), keys_are_old()) == (False, False)


def test_keys_of_today_are_left_alone_by_counting(at):
    (amina,) = people("Amina Wekesa", at=at)
    MatchKey.objects.filter(person=amina).update(value=F("value") + 1)
    wrong = keys_of(amina)

    tasks.count_names(at=at)

    assert keys_of(amina) == wrong


def keys_of(person):
    return set(MatchKey.objects.filter(person=person).values_list("value", flat=True))


def test_an_empty_register_is_not_counted(at):
    assert not queries.count_due(at=at)
    assert actions.index_many([]) is None
    count_in([])
    assert not Count.objects.exists()


def test_an_address_of_many_is_no_proof_of_who_a_newcomer_is(at):
    everybody = people("Amina A", "Amina B", "Amina C", at=at)
    more = people("Baraka Otieno", at=at)
    for person in (*everybody, *more):
        if person in more:
            ContactWayFactory(person=person, value="amina@example.org")
    newcomer = actions.add_person(
        shown_name="Amina", origin="registration", provisional=True, by=BY, at=at
    )
    way = actions.add_way(person=newcomer, kind="mail", value="amina@example.org", at=at)

    certain, others = queries.known_again(newcomer, way=way)

    assert (certain, set(others)) == ([], {*everybody, *more})
    ContactWay.objects.filter(person__in=more).delete()
    assert set(queries.known_again(newcomer, way=way)[0]) == set(everybody)
    actions.keep_apart(one=newcomer, other=everybody[0], by=BY, at=at)
    assert set(queries.known_again(newcomer, way=way)[0]) == set(everybody[1:])
