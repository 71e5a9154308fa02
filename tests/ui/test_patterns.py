"""Patterns: always the same for a key, small, and complete."""

import re
from collections import Counter
from xml.etree import ElementTree as ET

import pytest

from commonroot.ui import patterns

KEYS = [f"key-{number}" for number in range(300)]


def test_a_key_always_gives_the_same_two_blocks():
    assert patterns.blocks_of("water") == (
        patterns.Block("root", "wheel", cut=True),
        patterns.Block("path", "corner", cut=False),
    )


def test_the_two_blocks_differ_in_tile_and_one_is_cut():
    pairs = [patterns.blocks_of(key) for key in KEYS]

    assert [key for key, (one, two) in zip(KEYS, pairs, strict=True) if one.tile == two.tile] == []
    assert {(one.cut, two.cut) for one, two in pairs} == {(True, False)}


def test_every_tile_and_turn_comes_up():
    blocks = Counter(block.name for key in KEYS for block in patterns.blocks_of(key))

    assert len(blocks) == 20  # four tiles with two turns, two with one; each cut and drawn


@pytest.mark.parametrize("key", KEYS[:40])
def test_block_and_band_are_small_and_well_formed(key):
    block, band = patterns.block_svg(key, mark="-1"), patterns.band_svg(key, mark="-2")

    assert (len(block) <= 3000, len(band) <= 3000) == (True, True)
    assert (ET.fromstring(block).tag, ET.fromstring(band).tag) == ("svg", "svg")


@pytest.mark.parametrize("keys", [(), ("one",), ("a", "b", "c"), KEYS[:5]])
def test_home_has_ten_blocks_and_points_at_nothing_missing(keys):
    drawn = patterns.home_svgs(keys, mark="-1")

    defined = set(re.findall(r'id="([^"]+)"', drawn))
    assert set(re.findall(r'href="#([^"]+)"', drawn)) == defined
    assert drawn.count("<svg") == 11
    assert len(drawn) <= 4700


def test_home_makes_each_diagonal_one_block():
    blocks = patterns.home_blocks(["building", "organizing", "struggle"])

    assert [blocks[place] for place in (1, 3)] == [blocks[1]] * 2
    assert [blocks[place] for place in (2, 4, 6)] == [blocks[2]] * 3
    assert [blocks[place] for place in (5, 7)] == [blocks[5]] * 2
    assert len(set(blocks)) == 4


def test_four_turned_tiles_make_a_block():
    drawn = patterns.block_svg("water", mark="-1")

    assert re.findall(r"rotate\((\d+) (\d+) (\d+)\)", drawn) == [
        ("90", "72", "24"),
        ("270", "24", "72"),
        ("180", "72", "72"),
    ]


def test_nothing_in_a_drawing_names_a_colour_or_a_style():
    everything = patterns.MARK + "".join(patterns.TILES.values())

    assert re.findall(r"#[0-9a-f]{3}|style|rgb", everything) == []
