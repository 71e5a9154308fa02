"""Everybody against everybody, and whom one description may be."""

import datetime
import gc
import random

from commonroot.matching import blocks
from commonroot.matching.arrivals import likely
from commonroot.matching.blocks import BLOCK_LIMIT, LIMITS
from commonroot.matching.bulk import KEPT_FROM, Decided, compare_all, match_all, uncollected
from commonroot.matching.describe import describe
from commonroot.matching.matcher import Band
from tests.matching.people import description, matcher, record

TWINS = [
    record("Zuhura Wanza", ref="z1", emails=("zuhura@example.org",), city="Kisumu"),
    record("Wanza, Zuhura", ref="z2", emails=("zuhura@example.org",)),
    record("Zuhura Wanza", ref="z3", phones=("+254712345678",), city="Kisumu"),
    record("Omar Baraka", ref="o1", emails=("omar@example.org",)),
    record("Omar Barakah", ref="o2", emails=("omar@example.org",), country=""),
    record("Halima Abdi", ref="h"),
]
BESIDE = [
    record(f"{given} {family}", ref=f"{given} {family}")
    for given in ("Achieng", "Chebet", "Daudi", "Esther", "Furaha", "Grace")
    for family in ("Kamau", "Otieno", "Mwangi", "Njoroge", "Wafula", "Kiptoo")
]


def groups(found):
    return {frozenset(group) for group in found}


def test_one_person_is_found_in_many_rows():
    found = match_all([*TWINS, *BESIDE])

    assert groups(found.clusters) == {frozenset({"z1", "z2", "z3"}), frozenset({"o1", "o2"})}
    assert frozenset({"z1", "z2"}) in groups(found.certain)
    assert all(pair.likeness.band is not Band.APART for pair in found.pairs)


def test_the_order_of_records_makes_no_difference():
    records = [*TWINS, *BESIDE]
    expected = groups(match_all(records).clusters)
    random.Random(1).shuffle(records)

    assert groups(match_all(records).clusters) == expected


def test_pairs_far_apart_are_not_kept():
    records = [
        record("Zuhura Wanza", ref=1, born=datetime.date(1950, 1, 2), city="Kisumu"),
        record("Zuhura Otieno", ref=2, born=datetime.date(1990, 3, 4), city="Kisumu"),
    ]
    descriptions = [describe(one) for one in records]

    assert list(compare_all(descriptions, matcher(descriptions))) == []


def test_what_is_left_out_early_is_far_apart():
    """Names are not looked at where nothing that they could say would bring two together."""
    born = [{"born": datetime.date(1950 + number, 1, 2)} for number in range(12)]
    beside = [record(f"Zuhura Wanza {n}", ref=n, **said) for n, said in enumerate(born)]
    descriptions = [describe(one) for one in [*TWINS, *BESIDE, *beside]]
    judge = matcher(descriptions)

    kept = {(one, other): weight for one, other, weight, _ in compare_all(descriptions, judge)}

    alike = {
        (place, other): judge.compare(descriptions[place], descriptions[other]).weight
        for country in blocks.candidates(descriptions)
        for place, others in country.items()
        for other in others
    }
    near = {pair: weight for pair, weight in alike.items() if weight > KEPT_FROM}
    assert kept == near
    assert len(near) < len(alike)


def test_nobody_looks_for_garbage_meanwhile_and_then_again():
    told = []
    match_all(TWINS, progress=lambda *_: told.append(gc.isenabled()))

    assert (set(told), gc.isenabled()) == ({False}, True)


def test_who_looked_for_no_garbage_before_looks_for_none_after():
    with uncollected():
        with uncollected():
            pass

        assert not gc.isenabled()
    assert gc.isenabled()


def test_processes_find_what_one_finds():
    records = [*TWINS, *BESIDE]
    alone, together = match_all(records, workers=1), match_all(records, workers=2)

    assert together.clusters == alone.clusters
    assert together.pairs == alone.pairs


def test_what_was_decided_stands():
    decided = [Decided("z1", "z2", same=False), Decided("o1", "h", same=True)]

    found = groups(match_all([*TWINS, *BESIDE], decided=decided).clusters)

    assert not [group for group in found if {"z1", "z2"} <= group]
    assert [group for group in found if {"o1", "h"} <= group] != []


def test_progress_ends_at_the_number_of_records():
    told = []
    match_all(TWINS, progress=lambda done, total: told.append((done, total)))

    assert told[-1] == (len(TWINS), len(TWINS))


def test_nobody_is_matched_among_none():
    assert match_all([]).clusters == []


def test_a_key_of_too_many_joins_nobody():
    records = [record("", ref=number, phones=("+254700000000",)) for number in
               range(BLOCK_LIMIT + 1)]  # fmt: skip

    assert match_all(records).clusters == []


def test_a_word_and_a_city_join_fewer_than_an_address_does():
    families = "Kamau Otieno Mwangi Njoroge Wafula Barasa Cherono Domingo Ekirapa Fundi Gathoni"
    beside = [record(f"Zuhura {one}", ref=one, city="Kisumu") for one in families.split()]
    all_of_them, one_too_many = map(len, ([*compared(beside[1:])], [*compared(beside)]))

    assert (all_of_them, one_too_many) == (45, 0)
    assert len(beside) == LIMITS["city"] + 1


def compared(records):
    known = [describe(one) for one in records]
    return (
        (place, other)
        for country in blocks.candidates(known)
        for place, others in country.items()
        for other in others
    )


def test_the_likeliest_come_first_and_only_so_many():
    one = description("Zuhura Wanza", emails=("zuhura@example.org",), city="Kisumu")
    same = description("Zuhura Wanza", ref="same", emails=("zuhura@example.org",), city="Kisumu")
    alike = description("Zuhura Wanza", ref="alike", city="Kisumu")
    other = description("Grace Kamau", ref="other")
    known = [other, alike, same]

    found = likely(one, known, matcher=matcher([one, *known]))

    assert [pair.other for pair in found] == ["same", "alike"]
    assert [pair.other for pair in likely(one, known, matcher=matcher(known), at_most=1)] == [
        "same"
    ]
