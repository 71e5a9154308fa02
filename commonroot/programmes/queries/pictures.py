"""The preview picture of a programme (1200 × 630): its pattern beside its title."""

import hashlib
import os
from datetime import datetime
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, get_language_bidi

from commonroot.circles.models import Circle
from commonroot.programmes.models import Programme, Session
from commonroot.programmes.queries.lists import where_parts
from commonroot.programmes.queries.phrases import plain_words
from commonroot.programmes.queries.words import session_words, told_in
from commonroot.ui.hue import DEFAULT_HUE, PAPER_LIGHT, colours
from commonroot.ui.patterns import BLOCK, MARK, band_svg

WIDTH, HEIGHT = 1200, 630
SQUARE = 210  # three rows of two blocks fill the edge from top to foot
EDGE = 2 * SQUARE
MARGIN = 64
MARK_SIZE = 56
INK, MUTED = "#16231a", "#4e594f"
TITLE_SIZES = (104, 92, 80, 68, 58, 48)
TITLE_HEIGHT = 325
MOST_LINES = 4
COLOURS = 48
DRAWN_AS = "3"  # raised when the drawing changes, so that kept pictures are made anew

FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)
TITLE_FONTS = (
    "RobotoCondensed-Bold",
    "NotoSans-CondensedBold",
    "NotoSans-Bold",
    "Roboto-Bold",
    "DejaVuSans-Bold",
    "arialbd",
)
TEXT_FONTS = ("Roboto-Regular", "NotoSans-Regular", "DejaVuSans", "arial")
ARABIC_FONTS = (
    "NotoSansArabic-Bold",
    "NotoSansArabicUI-Bold",
    "NotoNaskhArabic-Bold",
    "DejaVuSans-Bold",
    "arialbd",
)
ARABIC_TEXT_FONTS = (
    "NotoSansArabic-Regular",
    "NotoSansArabicUI-Regular",
    "NotoNaskhArabic-Regular",
    "DejaVuSans",
    "arial",
)
ARABIC_BLOCK = range(0x0600, 0x0780)
LATIN_TO_CYRILLIC = 0x052F
SIGNS = range(0x1E00, 0x2200)  # accented Latin, dashes and quotes, currencies, arrows


def preview(programme: Programme, *, school: Circle | None) -> bytes:
    """The picture as PNG, at most 100 kB, drawn once for each title, language and colour."""
    title = told_in(programme.title, programme)[0]
    return _preview(programme, title=title, line=" · ".join(where_parts(programme)), school=school)


def session_preview(session: Session, *, school: Circle | None, at: datetime) -> bytes:
    """The picture of one session, with its day and hour instead of the place."""
    title = told_in(session.title, session.programme)[0]
    line = plain_words(session_words(session, at=at))
    return _preview(session.programme, title=title, line=line, school=school)


def _preview(programme: Programme, *, title: str, line: str, school: Circle | None) -> bytes:
    name = str(school) if school else "Commonroot"
    hue = school.hue if school else DEFAULT_HUE
    said = "\0".join([DRAWN_AS, programme.key, title, name, line, str(hue), get_language() or ""])
    kept = settings.DATA / "previews" / f"{hashlib.sha256(said.encode()).hexdigest()[:32]}.png"
    if kept.exists():
        return bytes(kept.read_bytes())
    picture = draw(
        key=programme.key,
        title=title,
        name=name,
        line=line,
        root=colours(hue)[0].root,
        mirrored=get_language_bidi(),
    )
    _keep(kept, picture)
    return picture


def _keep(place: Path, picture: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(picture)
    unfinished.replace(place)


def draw(*, key: str, title: str, name: str, line: str, root: str, mirrored: bool) -> bytes:
    """The picture; `mirrored` puts the pattern at the left, for right-to-left languages."""
    from PIL import Image, ImageDraw

    picture = Image.open(BytesIO(_ground(key, root=root, mirrored=mirrored))).convert("RGB")
    pen = ImageDraw.Draw(picture)
    start = EDGE + MARGIN if mirrored else MARGIN
    end = WIDTH - MARGIN if mirrored else WIDTH - EDGE - MARGIN
    side, anchor = (end, "r") if mirrored else (start, "l")
    step = MARK_SIZE + 18
    _write(
        pen,
        name,
        at=(side - step if mirrored else side + step, MARGIN + MARK_SIZE // 2),
        size=34,
        anchor=f"{anchor}m",
        fill=INK,
    )
    y = MARGIN + MARK_SIZE + 52
    font, lines = _fitted(title, width=end - start)
    for text in lines:
        _write(pen, text, at=(side, y), size=font, anchor=f"{anchor}a", fill=INK)
        y += round(font * (1.4 if _is_arabic(text) else 1.12))
    _write(
        pen, line, at=(side, HEIGHT - MARGIN), size=28, anchor=f"{anchor}s", fill=MUTED, bold=False
    )
    out = BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


@lru_cache(maxsize=8)
def _ground(key: str, *, root: str, mirrored: bool) -> bytes:
    """Paper, the two blocks of the programme in turn along one edge, and the mark.

    The same for every session and language of a programme; drawing it is most of the work.
    """
    import resvg_py

    band = band_svg(key, mark="")
    inside = band[band.index(">") + 1 : -len("</svg>")]
    left = 0 if mirrored else WIDTH - EDGE
    rows = "".join(
        f'<svg class="pattern" x="{left}" y="{row * SQUARE}" width="{EDGE}" height="{SQUARE}" '
        f'viewBox="{row % 2 * BLOCK} 0 {2 * BLOCK} {BLOCK}">{inside}</svg>'
        for row in range(HEIGHT // SQUARE)
    )
    mark_left = WIDTH - MARGIN - MARK_SIZE if mirrored else MARGIN
    mark = (
        f'<svg class="pattern" x="{mark_left}" y="{MARGIN}" '
        f'width="{MARK_SIZE}" height="{MARK_SIZE}" '
        f'viewBox="0 0 48 48">{MARK}</svg>'
    )
    style = (
        f".pattern{{color:{root};fill:{PAPER_LIGHT};stroke:{PAPER_LIGHT}}}"
        f".pattern__cut{{color:{PAPER_LIGHT};fill:{root};stroke:{root}}}"
    )
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER_LIGHT}"/>{rows}{mark}</svg>'
    )
    return bytes(
        resvg_py.svg_to_bytes(svg_string=drawing, style_sheet=style, skip_system_fonts=True)
    )


def _fitted(title: str, *, width: int) -> tuple[int, list[str]]:
    """The largest size at which the title fits, and its lines; the smallest one cuts it."""
    for size in TITLE_SIZES:
        lines = _wrapped(title, size=size, width=width)
        if (
            len(lines) <= MOST_LINES
            and len(lines) * size * 1.12 <= TITLE_HEIGHT
            and all(_length(line, size) <= width for line in lines)
        ):
            return size, lines
    size = TITLE_SIZES[-1]
    lines = _wrapped(title, size=size, width=width)[:MOST_LINES]
    return size, [*lines[:-1], f"{lines[-1].rstrip()}…"]


def _wrapped(text: str, *, size: int, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _length(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _length(text: str, size: int) -> float:
    return float(_font(size, arabic=_is_arabic(text)).getlength(text))


def _is_arabic(text: str) -> bool:
    return any(ord(letter) in ARABIC_BLOCK for letter in text)


def _write(
    pen: Any,
    text: str,
    *,
    at: tuple[int, int],
    size: int,
    anchor: str,
    fill: str,
    bold: bool = True,
) -> None:
    if not _can_draw(text):
        return
    arabic = _is_arabic(text)
    shaped = {"direction": "rtl", "language": "ar"} if arabic else {}
    pen.text(
        at, text, font=_font(size, arabic=arabic, bold=bold), anchor=anchor, fill=fill, **shaped
    )


def _can_draw(text: str) -> bool:
    """Whether our fonts have these letters and they can be joined: better no title than boxes."""
    others = [
        ord(letter)
        for letter in text
        if ord(letter) > LATIN_TO_CYRILLIC and ord(letter) not in SIGNS
    ]
    return not others or (all(code in ARABIC_BLOCK for code in others) and _can_shape())


@cache
def _can_shape() -> bool:
    from PIL import features

    return bool(features.check("raqm"))


@cache
def _font(size: int, *, arabic: bool, bold: bool = True) -> Any:
    """A font of this machine; Pillow's own when it has none of ours."""
    from PIL import ImageFont

    names = (
        (ARABIC_FONTS if bold else ARABIC_TEXT_FONTS)
        if arabic
        else (TITLE_FONTS if bold else TEXT_FONTS)
    )
    for name in names:
        if path := _font_files().get(name.casefold()):
            return ImageFont.truetype(path, size)
    return ImageFont.load_default(size)


@cache
def _font_files() -> dict[str, str]:
    """File name without its ending → path, for every font of this machine."""
    found: dict[str, str] = {}
    for folder in FONT_FOLDERS:
        for path in Path(folder).expanduser().rglob("*.[to]tf"):
            found.setdefault(path.stem.casefold(), str(path))
    return found
