"""Pictures of pages for the documentation: of a bounded height, in few colours."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

LONGEST, COLOURS = 2200, 64


def save(page: Page, target: Path) -> None:
    """The whole page as it is, at most LONGEST high."""
    # In a window as high as the page, what sticks to its edge stands where it belongs.
    size = page.viewport_size or {"width": 1280, "height": 874}
    height = page.evaluate("document.body.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": height})
    image = page.screenshot(full_page=True)
    page.set_viewport_size(size)
    keep(image, target)


def keep(image: bytes, target: Path, *, smaller: int = 1) -> None:
    """What a camera gave, in few colours; `smaller`: as a half of its width, a third …"""
    found = Image.open(io.BytesIO(image)).convert("RGB").reduce(smaller)
    found = found.crop((0, 0, found.width, min(found.height, LONGEST)))
    found.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
