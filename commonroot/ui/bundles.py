"""The style sheets as the browser gets them: component files joined in one order, without a build.

`BundleFinder` stands in `STATICFILES_FINDERS` after Django's. It offers `ui/css/public.css` and
`ui/css/desk.css` as if they lay in a folder; `collectstatic` hashes and compresses them like any
file.
"""

import atexit
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SOURCES = Path(__file__).parent / "static" / "ui" / "css"

SHARED = (
    "tokens", "base", "layout", "head", "pattern", "panel", "button", "field", "answers",
    "agreement", "notice", "sign", "stamp", "when", "facts", "strip", "steps", "list", "table",
    "empty", "chips", "stages", "bars", "letter", "codes", "demo_bar", "works",
)  # fmt: skip
PUBLIC_ONLY = ("home", "programme", "session", "personal", "bottom_bar")
DESK_ONLY = (
    "roster", "check_in",
    "rail", "due", "people", "sentence", "figure", "compare", "progress", "stepper", "pager",
    "plan", "map", "groups", "handbook",
)  # fmt: skip

BUNDLES = {
    "ui/css/public.css": (*SHARED, *PUBLIC_ONLY, "print"),
    "ui/css/desk.css": (*SHARED, *DESK_ONLY, "print"),
}

_STRING_OR_NOISE = re.compile(r"""("[^"\n]*"|'[^'\n]*')|/\*.*?\*/|\s+""", re.DOTALL)
_BESIDE_MARKS = re.compile(r"""("[^"\n]*"|'[^'\n]*')|\s*([{};,])\s*|(?<=:)\s+""")


def squeezed(css: str) -> str:
    """The same style sheet without comments and needless blank space; strings stay as they are."""
    spaced = _STRING_OR_NOISE.sub(lambda found: found[1] or " ", css)
    tight = _BESIDE_MARKS.sub(lambda found: found[1] or found[2] or "", spaced)
    return tight.replace(";}", "}").strip()


def bundle(name: str) -> str:
    """The text of one bundle, e.g. `ui/css/public.css`."""
    return "".join(
        squeezed((SOURCES / f"{part}.css").read_text(encoding="utf-8")) for part in BUNDLES[name]
    )


class BundleFinder(BaseFinder):
    """Writes the bundles into a folder of this process and offers them."""

    def check(self, **_kwargs: Any) -> list[Any]:
        """Nothing is set up by hand, so nothing can be set up wrong."""
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:
        """Where the bundle lies now, freshly written; empty for any other path.

        A path, or with `find_all` a list of paths.
        """
        if path not in BUNDLES:
            return []
        written = str(self._write(path))
        return [written] if find_all else written

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every bundle with the storage that holds it."""
        for name in BUNDLES:
            self._write(name)
        for name in BUNDLES:
            yield name, FileSystemStorage(location=folder())

    def _write(self, name: str) -> Path:
        target = folder() / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(bundle(name), encoding="utf-8")
        return target


@cache
def folder() -> Path:
    """Where this process writes its bundles; gone when it ends."""
    made = Path(mkdtemp(prefix="commonroot-ui-"))
    atexit.register(rmtree, made, ignore_errors=True)
    return made
