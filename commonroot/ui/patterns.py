"""The pictures of the house as SVG: six tiles, blocks of four turned tiles, bands, and the mark.

Everything is drawn in two colours that the page's styles decide: `currentColor` draws, and what is
cut out inherits `fill` and `stroke`. So one text serves light, dark and every school's hue.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import zip_longest

TILE = 48
BLOCK = 2 * TILE
BAND_BLOCKS = 12  # 1152 px at tile 48: wider than any column; what is too much is cut at the end
HOME_ORDER = (0, 1, 2, 1, 2, 3, 2, 3, 0)  # three by three; each diagonal is one block
HOME_SPARE = 1  # the tenth block, seen on phones only, where the square becomes a band

TURNS = {"wheel": (0, 90, 270, 180), "corner": (270, 0, 180, 90)}
# A path turned as a wheel leads nowhere, and waves look the same either way.
ONE_TURN = {"path": "corner", "wave": "wheel"}
ROUND = ("furrow", "path", "leaf")  # as corners they make a whole figure, good on Home's diagonal


def _filled(path: str) -> str:
    return f'<path d="{path}" fill="currentColor" stroke="none"/>'


def _drawn(width: int, path: str, *, extra: str = "") -> str:
    return f'<path d="{path}" fill="none" stroke="currentColor" stroke-width="{width}"{extra}/>'


def _ground(width: int, path: str, *, extra: str = "") -> str:
    return f'<path d="{path}" fill="none" stroke-width="{width}"{extra}/>'


def _arc(radius: int) -> str:
    return f"M0 {TILE - radius}A{radius} {radius} 0 0 1 {radius} {TILE}"


_ROUND = ' stroke-linecap="round"'

TILES = {
    "root": _filled("M19.5 0H28.5C28.5 8 27.5 15 26.5 20V48H21.5V20C20.5 15 19.5 8 19.5 0Z")
    + _drawn(5, "M22 12C20 27 6 26 6 48M26 12C28 27 42 26 42 48")
    + _drawn(
        3,
        "M23.5 24C23 35 15 35 15 48M24.5 24C25 35 33 35 33 48M12.5 28C9 31 4 31 0 33"
        "M35.5 28C39 31 44 31 48 33M0 15C6 15 10 12 15 0M48 15C42 15 38 12 33 0",
    )
    + _filled("M0 6V0H6A6 6 0 0 1 0 6ZM48 6V0H42A6 6 0 0 0 48 6Z"),
    "leaf": _filled("M2 46C0 18 14 2 46 2C48 30 34 46 2 46Z")
    + _ground(3, "M2 46L40 8M11 37V25M11 36.5H23M19.5 28V15M19.5 28H33M28 19.5V10M28 19.5H38")
    + _drawn(3, "M0 15C1 8 8 1 15 0M33 48C40 47 47 40 48 33")
    + _filled("M0 0H6A6 6 0 0 1 0 6ZM48 48V42A6 6 0 0 0 42 48Z"),
    "seed": _filled("M24 3C37 14 38 34 24 45C10 34 11 14 24 3Z")
    + _ground(3, "M24 13C27 20 27 28 24 36", extra=_ROUND)
    + _filled(
        "M0 0H9A9 9 0 0 1 0 9ZM48 0V9A9 9 0 0 1 39 0ZM0 48V39A9 9 0 0 1 9 48Z"
        "M48 48H39A9 9 0 0 1 48 39Z"
    )
    + _drawn(3, "M0 16.5C6 19 6 29 0 31.5M48 16.5C42 19 42 29 48 31.5"),
    "furrow": _filled(_arc(6) + "H0Z")
    + _drawn(3, _arc(15) + _arc(33) + _arc(51))
    + _drawn(5, _arc(24) + _arc(42) + _arc(60)),
    "wave": "".join(
        _drawn(width, "".join(f"M0 {y}Q6 {y - 9} 12 {y}T24 {y}T36 {y}T48 {y}" for y in rows))
        for width, rows in ((5, (6, 24, 42)), (3, (15, 33)))
    ),
    "path": _filled(_arc(6) + "H0Z")
    + _drawn(3, _arc(15) + _arc(33))
    + _drawn(5, _arc(24), extra=' stroke-dasharray="6.28" stroke-dashoffset="3.14"')
    + _drawn(5, _arc(42))
    + _filled("M30 18C28 10 33 4 42 4C44 12 39 18 30 18Z")
    + _drawn(3, "M27 21L36 11")
    + _ground(2, "M31 17L37 10"),
}

MARK = (
    '<rect width="48" height="48" rx="3" fill="currentColor" stroke="none"/>'
    '<g fill="none" stroke-linecap="round"><path d="M24 15V43" stroke-width="5"/>'
    '<path d="M24 22C24 33 14.5 31 14.5 43M24 22C24 33 33.5 31 33.5 43M23 20C21 27 6 25 5 38'
    'M25 20C27 27 42 25 43 38" stroke-width="4"/></g>'
    '<path d="M23 17C13 17 9 12 9 5C18 5 23 9 23 17ZM25 17C35 17 39 12 39 5C30 5 25 9 25 17Z" '
    'stroke="none"/>'
)


@dataclass(frozen=True, slots=True)
class Block:
    """Four turned tiles; `cut` means the drawing is cut out of the solid colour."""

    tile: str
    turn: str
    cut: bool

    @property
    def name(self) -> str:
        """A word for ids: it says all there is to know, so equal names draw equal blocks."""
        return f"{self.tile}-{self.turn}-{'cut' if self.cut else 'drawn'}"


def blocks_of(key: str) -> tuple[Block, Block]:
    """The two blocks of a programme: one cut, one drawn, of different tiles; always the same."""
    number = int.from_bytes(sha256(key.encode()).digest()[:8])
    names, turns = list(TILES), list(TURNS)
    number, first = divmod(number, len(names))
    number, second = divmod(number, len(names) - 1)
    number, turn = divmod(number, len(turns))
    cut, drawn = names.pop(first), names[second]
    return (
        Block(cut, ONE_TURN.get(cut, turns[turn]), cut=True),
        Block(drawn, ONE_TURN.get(drawn, turns[number % len(turns)]), cut=False),
    )


def home_blocks(keys: Sequence[str]) -> list[Block]:
    """Ten blocks for Home, from the programmes' own: up to four tiles, cut and drawn in turn."""
    pairs = [blocks_of(key) for key in (keys or ["commonroot"])]
    turned = [pair if place % 2 else pair[::-1] for place, pair in enumerate(pairs, 1)]
    pool = [pair[0] for pair in turned] + [pair[1] for pair in turned]
    chosen = list({block.tile: block for block in reversed(pool)}.values())[::-1][:4]
    cuts = [block for block in chosen if block.cut]
    drawn = [block for block in chosen if not block.cut]
    cuts.sort(key=lambda block: block.tile in ROUND and block.turn == "corner")
    woven = [block for pair in zip_longest(drawn, cuts) for block in pair if block]
    return [woven[place % len(woven)] for place in (*HOME_ORDER, HOME_SPARE)]


def block_svg(key: str, *, mark: str) -> str:
    """The first block of a programme as one inline SVG; `mark` keeps its ids apart on the page."""
    block = blocks_of(key)[0]
    return (
        f'<svg class="pattern pattern--block" viewBox="0 0 {BLOCK} {BLOCK}" {_SILENT}>'
        f"{_symbols([block], mark)}{_content(block, mark)}</svg>"
    )


def band_svg(key: str, *, mark: str) -> str:
    """The two blocks of a programme in turn, 96 high; the page cuts it at the end edge."""
    pair = blocks_of(key)
    width = BLOCK * BAND_BLOCKS
    places = "".join(
        f'<use href="#{pair[place % 2].name}{mark}" x="{place * BLOCK}"/>'
        for place in range(BAND_BLOCKS)
    )
    return (
        f'<svg class="pattern" viewBox="0 0 {width} {BLOCK}" width="{width}" height="{BLOCK}" '
        f"{_SILENT}>{_definitions(pair, mark)}{places}</svg>"
    )


def home_svgs(keys: Sequence[str], *, mark: str) -> str:
    """Ten small SVGs in a row, which the page sets as a square or, on phones, as a band."""
    blocks = home_blocks(keys)
    distinct = list(dict.fromkeys(blocks))
    hidden = '<svg class="pattern__store" width="0" height="0">'
    squares = "".join(
        f'<svg class="pattern" viewBox="0 0 {BLOCK} {BLOCK}">'
        f'<use href="#{block.name}{mark}"/></svg>'
        for block in blocks
    )
    return f"{hidden}{_definitions(distinct, mark)}</svg>{squares}"


_SILENT = 'aria-hidden="true" focusable="false"'


def _definitions(blocks: Sequence[Block], mark: str) -> str:
    """What `use` points at: each tile once as a clipped symbol, each block once as a group."""
    groups = "".join(f'<g id="{block.name}{mark}">{_content(block, mark)}</g>' for block in blocks)
    return f"<defs>{_symbols(blocks, mark)}{groups}</defs>"


def _symbols(blocks: Sequence[Block], mark: str) -> str:
    return "".join(
        f'<symbol id="{tile}{mark}" viewBox="0 0 {TILE} {TILE}">{TILES[tile]}</symbol>'
        for tile in dict.fromkeys(block.tile for block in blocks)
    )


def _turned(degrees: int, *, x: int, y: int) -> str:
    half = TILE // 2
    return f' transform="rotate({degrees} {x + half} {y + half})"' if degrees else ""


def _content(block: Block, mark: str) -> str:
    corners = ((0, 0), (TILE, 0), (0, TILE), (TILE, TILE))
    tiles = "".join(
        f'<use href="#{block.tile}{mark}" x="{x}" y="{y}" width="{TILE}" height="{TILE}"'
        f"{_turned(turn, x=x, y=y)}/>"
        for (x, y), turn in zip(corners, TURNS[block.turn], strict=True)
    )
    if not block.cut:
        return tiles
    solid = f'<path d="M0 0H{BLOCK}V{BLOCK}H0Z" stroke="none"/>'
    return f'<g class="pattern__cut">{solid}{tiles}</g>'
