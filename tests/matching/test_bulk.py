"""Everybody against everybody, and arrivals against those who are known."""

import datetime
import random

from commonroot.matching import blocks
from commonroot.matching.arrivals import candidates, likely, match_new
from commonroot.matching.blocks import BLOCK_LIMIT, LIMITS
from commonroot.matching.bulk import Decided, compare_all, match_all
from commonroot.matching.describe import describe
from commonroot.matching.keys import blocking_keys
from commonroot.matching.matcher import Band
from tests.matching.people import crowd, description, matcher, record

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


def test_arrivals_meet_the_known_and_one_another():
    known = crowd()
    met = description("Zuhura Wanza", ref="known", emails=("zuhura@example.org",))
    new = [
        description("Wanza Zuhura", ref="new", emails=("zuhura@example.org",)),
        description("Zuhura Wanza", ref="newer", emails=("zuhura@example.org",)),
    ]

    found = match_new(new, [met, *known[:3]], matcher=matcher([met, *new]))

    assert groups(found.clusters) == {frozenset({"known", "new", "newer"})}


def test_the_known_are_never_joined_with_one_another():
    known = [description("Zuhura Wanza", ref=n, emails=("z@example.org",)) for n in range(2)]
    new = [description("Grace Kamau", ref="new")]

    assert match_new(new, known, matcher=matcher([*known, *new])).pairs == []


def test_a_decision_keeps_an_arrival_apart():
    known = description("Zuhura Wanza", ref="known", emails=("zuhura@example.org",))
    new = description("Zuhura Wanza", ref="new", emails=("zuhura@example.org",))
    decided = [Decided("known", "new", same=False)]

    found = match_new([new], [known], matcher=matcher([known, new]), decided=decided)

    assert found.clusters == []


def test_an_arrival_meets_no_crowd():
    known = [
        description(f"Grace {n}", ref=n, phones=("+254700000000",)) for n in range(BLOCK_LIMIT)
    ]
    new = description("Grace", ref="new", phones=("+254700000000",))

    assert match_new([new], known, matcher=matcher([*known, new])).pairs == []


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


def test_candidates_are_who_share_the_rarest_keys():
    one = description("Zuhura Wanza", phones=("+254712345678",), city="Nairobi")
    same = description("Zuhura Wanza", ref="same", phones=("+254712345678",))
    many = [description("Grace Wanza", ref=n, city="Nairobi") for n in range(250)]

    def holders(keys):
        return [[who for who in (same, *many) if key in blocking_keys(who)] for key in keys]

    assert [who.ref for who in candidates(one, holders)] == ["same"]


def test_candidates_of_few_keys_are_all_who_share_one():
    one = description("Zuhura Wanza")
    same = description("Zuhura Wanza", ref="same")

    assert candidates(one, lambda keys: [[same] for _key in keys]) == [same]
