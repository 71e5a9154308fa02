"""The school's hue turned into colours: one number in, four pairs of hex colours out."""

from dataclasses import dataclass
from math import cos, radians, sin

DEFAULT_HUE = 155
CIRCLE = range(360)
REFUSED = range(20, 61)  # reads as clay, the colour of time and trouble

ROUNDING = 1e-6  # how far a channel may miss the gamut by arithmetic alone
LINEAR_UP_TO = 0.0031308  # where the sRGB curve turns from a line into a power
ENCODED_UP_TO = 0.04045

PAPER_LIGHT = "#f9f7ee"
PAPER_DARK = "#101812"


class HueRefused(ValueError):
    """The hue is not a whole number from 0 to 359, or it reads as clay."""


@dataclass(frozen=True, slots=True)
class Shade:
    """A colour as OKLCH asks for it: lightness 0–1 and the chroma to reach for."""

    lightness: float
    chroma: float


@dataclass(frozen=True, slots=True)
class Colours:
    """What one scheme needs: all `#rrggbb`."""

    root: str
    hover: str
    tint: str


LIGHT = {"root": Shade(0.42, 0.085), "hover": Shade(0.36, 0.075), "tint": Shade(0.925, 0.03)}
DARK = {"root": Shade(0.80, 0.11), "hover": Shade(0.86, 0.10), "tint": Shade(0.30, 0.04)}


def is_allowed(hue: int) -> bool:
    """Whether a school may choose this hue."""
    return hue in CIRCLE and hue not in REFUSED


def colours(hue: int) -> tuple[Colours, Colours]:
    """The light and the dark colours of `hue`.

    Chroma is the largest that sRGB can hold, up to what our own green has, so that every hue
    keeps 7.5:1 on light and 9.1:1 on dark paper. Raises HueRefused for 20–60.
    """
    if not is_allowed(hue):
        raise HueRefused(hue)
    light, dark = (
        Colours(**{name: _hex(_fitted(shade, hue)) for name, shade in scheme.items()})
        for scheme in (LIGHT, DARK)
    )
    return light, dark


def stylesheet(hue: int) -> str:
    """The small style sheet that recolours a page; raises HueRefused as `colours` does."""
    light, dark = colours(hue)
    bright, night = _declarations(light), _declarations(dark)
    return (
        f":root{{{bright}}}"
        f"@media (prefers-color-scheme:dark){{:root:not([data-scheme=light]){{{night}}}}}"
        f":root[data-scheme=dark]{{{night}}}"
    )


def contrast(one: str, other: str) -> float:
    """The WCAG contrast of two `#rrggbb` colours, 1 to 21."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _declarations(shades: Colours) -> str:
    return f"--root:{shades.root};--root-hover:{shades.hover};--root-tint:{shades.tint}"


def _fitted(shade: Shade, hue: int) -> tuple[float, float, float]:
    """Linear sRGB of the shade, with the largest chroma that fits, found by halving."""
    wanted = _linear(shade.lightness, shade.chroma, hue=hue)
    if _fits(wanted):
        return wanted
    low, high = 0.0, shade.chroma
    for _step in range(20):
        middle = (low + high) / 2
        if _fits(_linear(shade.lightness, middle, hue=hue)):
            low = middle
        else:
            high = middle
    return _linear(shade.lightness, low, hue=hue)


def _fits(linear: tuple[float, float, float]) -> bool:
    return all(-ROUNDING <= channel <= 1 + ROUNDING for channel in linear)


def _linear(lightness: float, chroma: float, *, hue: int) -> tuple[float, float, float]:
    """OKLCH to linear sRGB. Source: the matrices of CSS Color 4, section 10.8."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _hex(linear: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(_encoded(channel) * 255):02x}" for channel in linear)


def _encoded(channel: float) -> float:
    bounded = min(1.0, max(0.0, channel))
    if bounded <= LINEAR_UP_TO:
        return 12.92 * bounded
    return float(1.055 * bounded ** (1 / 2.4) - 0.055)


def _luminance(colour: str) -> float:
    red, green, blue = (_decoded(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _decoded(channel: float) -> float:
    if channel <= ENCODED_UP_TO:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
