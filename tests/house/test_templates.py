"""Every template is used, says what it needs, and brings no style or script of its own."""

import re
from pathlib import Path

from tests.house.tree import ROOT, area_of, write

# Django and the web server look for these by name.
KNOWN_BY_NAME = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
# Mail programs read styles in the letter only.
LETTERS = {"ui/email.html"}
BROUGHT_ALONG = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script of its own": re.compile(
        r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*application/ld\+json)", re.IGNORECASE
    ),
    "a handler attribute": re.compile(r"<[^>{]*\son[a-z]+\s*=", re.IGNORECASE),
    "something from elsewhere": re.compile(
        r"<(?:script|img|link|iframe|source)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//",
        re.IGNORECASE,
    ),
}
NAMED = re.compile(r"""["']([\w./-]+)(?=["'#])""")
LETTER = re.compile(r"""["'/]([\w-]+)(?=["'])""")
WEARERS = {".html", ".py", ".js", ".txt", ".svg"}
WORD = re.compile(r"[A-Za-z][\w-]*")
STEM = re.compile(r"([A-Za-z][\w-]*[-_])(?=[{%$\"'`])")
SELECTOR = re.compile(r"([^{}]+){")
CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
COMMENTS = re.compile(r"{#.*?#}|{% comment.*?endcomment %}|<!--.*?-->", re.DOTALL)
SIDES = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)|(?:left|right)\s*:"
    r"|text-align\s*:\s*(?:left|right)|float\s*:\s*(?:left|right))"
)


def templates(root: Path) -> dict[str, Path]:
    """Every template by the name it is called by."""
    folders = sorted((root / "commonroot").glob("*/templates"))
    return {
        str(path.relative_to(folder)): path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def unused(root: Path) -> list[str]:
    """Templates that nothing names; its area may call a letter `area/emails/x.txt` just "x"."""
    found = templates(root)
    code = sorted((root / "commonroot").rglob("*.py"))
    called: dict[str, set[Path]] = {}
    letters: dict[str, set[str]] = {}
    for path in [*code, *found.values()]:
        text = path.read_text()
        for name in NAMED.findall(text):
            called.setdefault(name, set()).add(path)
        if path.suffix == ".py":
            letters.setdefault(area_of(path, root), set()).update(LETTER.findall(text))
    left = []
    for name, own in found.items():
        if "/emails/" in name:
            is_used = Path(name).stem in letters.get(name.partition("/")[0], ())
        else:
            is_used = name in KNOWN_BY_NAME or bool(called.get(name, set()) - {own})
        if not is_used:
            left.append(name)
    return left


def brought_along(root: Path) -> list[str]:
    """Styles, scripts and foreign addresses in pages; letters are styled for mail programs."""
    found = []
    for name, path in templates(root).items():
        if "/emails/" in name or name in LETTERS or path.suffix != ".html":
            continue
        text = COMMENTS.sub("", path.read_text())
        found += [
            f"{name} brings {what}" for what, sign in BROUGHT_ALONG.items() if sign.search(text)
        ]
    return found


def one_sided(root: Path) -> list[str]:
    """Left and right in style sheets, where start and end are meant."""
    found = []
    for path in sorted((root / "commonroot").glob("*/static/**/*.css")):
        text = re.sub(r"/\*.*?\*/", lambda c: "\n" * c[0].count("\n"), path.read_text(), flags=re.S)
        for number, line in enumerate(text.splitlines(), start=1):
            if SIDES.search(line):
                found.append(f"{path.name}:{number} {line.strip()}")
    return found


def unworn(root: Path) -> list[str]:
    """Classes of style sheets that no page, part or script puts on anything.

    A class may be put together: of "task--late" the stem "task--" before a brace, a percent sign or
    the end of a text is enough.
    """
    sheets = sorted((root / "commonroot").glob("*/static/**/*.css"))
    places = [path for path in (root / "commonroot").rglob("*") if path.suffix in WEARERS]
    text = "\n".join(path.read_text() for path in places if "migrations" not in path.parts)
    words, stems = set(WORD.findall(text)), set(STEM.findall(text))
    found = {
        name
        for path in sheets
        for selector in SELECTOR.findall(re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S))
        for name in CLASS.findall(selector)
    }
    return sorted(
        name
        for name in found - words
        if not any(name[: sign.end()] in stems for sign in re.finditer(r"[-_]", name))
    )


def test_every_template_is_used():
    assert unused(ROOT) == []


def test_pages_bring_no_style_script_or_stranger_along():
    assert brought_along(ROOT) == []


def test_styles_know_start_and_end_only():
    assert one_sided(ROOT) == []


def test_every_class_of_a_style_sheet_is_worn():
    assert unworn(ROOT) == []


def test_an_unused_template_is_found(tmp_path):
    write(
        tmp_path,
        {
            "commonroot/people/views.py": '"people/list.html"\npost("hello")\n',
            "commonroot/people/templates/people/list.html": '{% include "people/_row.html" %}',
            "commonroot/people/templates/people/_row.html": "",
            "commonroot/people/templates/people/old.html": '"people/old.html"',
            "commonroot/people/templates/people/emails/hello.txt": "",
            "commonroot/people/templates/people/emails/gone.txt": "",
            "commonroot/people/templates/404.html": "",
        },
    )

    assert unused(tmp_path) == ["people/emails/gone.txt", "people/old.html"]


def test_what_a_page_brings_along_is_found(tmp_path):
    write(
        tmp_path,
        {
            "commonroot/people/templates/people/bad.html": (
                '<p style="color:red" onclick="go()">\n<style>p{}</style>\n<script>go()</script>\n'
                '<img src="//elsewhere.example/x.png">'
            ),
            "commonroot/people/templates/people/good.html": (
                '{# <style> #}<script src="/x.js" defer></script>\n'
                '<script type="application/ld+json">{}</script><p data-on="x">'
            ),
            "commonroot/people/templates/people/emails/letter.html": '<p style="color:red">',
        },
    )

    assert brought_along(tmp_path) == [
        "people/bad.html brings a style attribute",
        "people/bad.html brings a style element",
        "people/bad.html brings a script of its own",
        "people/bad.html brings a handler attribute",
        "people/bad.html brings something from elsewhere",
    ]


def test_left_and_right_are_found(tmp_path):
    css = "/* left: */\np { margin-left: 1px; }\np { left: 0; }\np { inset-inline-start: 0 }\n"
    write(tmp_path, {"commonroot/ui/static/ui/css/x.css": css + "p { text-align: right }\n"})

    assert one_sided(tmp_path) == [
        "x.css:2 p { margin-left: 1px; }",
        "x.css:3 p { left: 0; }",
        "x.css:5 p { text-align: right }",
    ]


def test_a_class_that_nothing_wears_is_found(tmp_path):
    css = ".row, .row--late { top: 0 }\n/* .old {} */\n@media print { .sign__x:hover { top: 0 } }"
    pages = {
        "commonroot/people/templates/people/list.html": '<p class="row row--{{ one.state }}">',
        "commonroot/ui/static/ui/css/x.css": css,
    }
    write(tmp_path, pages)

    assert unworn(tmp_path) == ["sign__x"]
