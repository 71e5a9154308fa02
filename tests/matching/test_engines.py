"""The engines: chosen by name, with the same bands, reasons and groups whichever it is."""

import datetime
import sys
from collections import Counter

import pytest

from commonroot.matching.bulk import Decided
from commonroot.matching.engines import EngineMissing, OwnEngine, engine
from tests.matching.people import record

BORN = datetime.date(1984, 5, 17)
GIVEN = ("Achieng", "Baraka", "Chebet", "Daudi", "Esther", "Furaha", "Grace", "Halima")
FAMILY = ("Kamau", "Otieno", "Mwangi", "Njoroge", "Wafula", "Kiptoo", "Barasa", "Nyambura")
CROWD = [
    record(
        f"{given} {family}",
        ref=f"{given} {family}",
        given=given,
        family=family,
        city=("Nairobi", "Kisumu")[(one + other) % 2],
        emails=(f"{given}.{family}@example.org".casefold(),),
        phones=(f"+2547{one}4{other}1{one}3{other}0",),
    )
    for one, given in enumerate(GIVEN)
    for other, family in enumerate(FAMILY)
]
PEOPLE = [
    record("Zuhura Wanza", ref="z1", emails=("zuhura@example.org",), city="Kisumu", born=BORN),
    record("Wanza, Zuhura", ref="z2", emails=("zuhura@example.org",), born_year=1984),
    record("زهرة وانزا", ref="z3", emails=("zuhura@example.org",), born=BORN),
    record("Zuhura", ref="z4", emails=("zuhura@example.org",), organisation="Water for All"),
    record("Omar Tumaini", ref="o1", phones=("+254712345678",), country="", city="Kisumu"),
    record("Omar Tumaini Jr.", ref="o2", phones=("+254712345678",), city="Nakuru", born=BORN),
    record("Omar Tumaini", ref="o3", phones=("+254712345678",), country="UG"),
    record("Pendo Rehema", ref="p1", emails=("pendo84@example.org",), identifiers=("A 77120",),
           address="12 Uhuru Street", organisation="Green Belt Movement (GBM)"),
    record("Pendo Rehema", ref="p2", emails=("pendo84@example.net",), identifiers=("A 77120",),
           address="12 Uhuru Street", born_year=1984, organisation="GBM"),
    record("Pendo Barasa", ref="p3", emails=("info@example.org",), identifiers=("A 77121",),
           born_year=1974, address="12 Uhuru Street", phones=("+254733000111",)),
    record("Pendo Rehema", ref="p4", emails=("info@example.org",), phones=("+254733000112",),
           born_year=1984),
    record("", ref="n", emails=("zuhura@example.org",)),
]  # fmt: skip


@pytest.fixture(scope="module")
def splink():
    """The engine on splink; skipped where that is not installed."""
    pytest.importorskip("splink", reason="splink is not installed (requirements/dev.in has it)")
    return engine("splink")


@pytest.fixture(scope="module")
def found(splink):
    """What it finds among everybody."""
    return splink.match([*CROWD, *PEOPLE])


def groups(found):
    return {frozenset(group) for group in found}


def by_pair(matches):
    return {frozenset((one, other)): likeness for one, other, likeness in matches.pairs}


def test_our_own_engine_is_the_usual_one():
    assert engine() == OwnEngine()


def test_an_unknown_engine_is_refused():
    with pytest.raises(ValueError, match="steam"):
        engine("steam")


def test_without_splink_a_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "commonroot.matching.splink_engine", None)

    with pytest.raises(EngineMissing, match=r"splink is not installed\. Install it with .*large"):
        engine("splink")


def test_both_engines_find_the_same_levels(found):
    ours, theirs = by_pair(engine().match([*CROWD, *PEOPLE])), by_pair(found)

    assert {pair: one.levels for pair, one in theirs.items()} == {
        pair: one.levels for pair, one in ours.items()
    }


def test_both_engines_have_the_same_bands_and_groups(found):
    ours = engine().match([*CROWD, *PEOPLE])

    def bands(matches):
        return Counter(likeness.band for _one, _other, likeness in matches.pairs)

    assert bands(found) == bands(ours)
    assert groups(found.clusters) == groups(ours.clusters)
    assert groups(found.certain) == groups(ours.certain)


def test_pairs_say_why(found):
    likeness = by_pair(found)[frozenset(("z1", "z2"))]

    assert likeness.reasons == by_pair(engine().match([*CROWD, *PEOPLE]))[
        frozenset(("z1", "z2"))
    ].reasons  # fmt: skip
    assert likeness.weights.of(likeness.levels) == likeness.weight


def test_what_was_decided_stands(splink):
    decided = [Decided("z1", "z2", same=False), Decided("o1", "n", same=True)]

    clusters = groups(splink.match([*CROWD, *PEOPLE], decided=decided).clusters)

    assert [group for group in clusters if {"z1", "z2"} <= group] == []
    assert len([group for group in clusters if {"o1", "n"} <= group]) == 1


def test_progress_ends_at_the_number_of_records(splink):
    told = []

    engine("splink", progress=lambda *done: told.append(done), workers=1).match(PEOPLE)

    assert told[-1] == (len(PEOPLE), len(PEOPLE))


def test_nobody_is_matched_among_none(splink):
    assert splink.match([]).clusters == []
