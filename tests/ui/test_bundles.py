"""Style sheets as the browser gets them: complete, small, and found like files."""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from commonroot.ui import bundles

STATIC = bundles.SOURCES.parent
WORDS_OF_2019 = re.compile(
    r"@layer|@container|:has\(|:is\(|:where\(|aspect-ratio|accent-color:\s*auto"
)


def test_every_component_is_in_a_bundle():
    listed = {part for parts in bundles.BUNDLES.values() for part in parts}

    assert {path.stem for path in bundles.SOURCES.glob("*.css")} == listed


@pytest.mark.parametrize(
    ("css", "squeezed"),
    [
        ("/* why */\np > a {\n  color: red;\n}\n", "p > a{color:red}"),
        ('i::before { content: "a  ; /* b */" ; }', 'i::before{content:"a  ; /* b */"}'),
        (
            "@media (min-width: 700px) { a { margin: 0 auto; } }",
            "@media (min-width:700px){a{margin:0 auto}}",
        ),
        ("p { inline-size: calc(1px + 2px); }", "p{inline-size:calc(1px + 2px)}"),
        ("a :hover, b { top: 0 }", "a :hover,b{top:0}"),
    ],
)
def test_squeezing_keeps_the_meaning(css, squeezed):
    assert bundles.squeezed(css) == squeezed


@pytest.mark.parametrize("name", bundles.BUNDLES)
def test_a_bundle_is_balanced_and_older_browsers_read_it(name):
    css = bundles.bundle(name)

    assert css.count("{") == css.count("}")
    assert WORDS_OF_2019.findall(css) == []


def test_styles_and_script_of_a_public_page_stay_light():
    css = bundles.bundle("ui/css/public.css").encode()
    script = (STATIC / "js" / "public.js").read_bytes()

    assert len(brotli.compress(css)) + len(brotli.compress(script)) <= 12_000
    assert len(brotli.compress(script)) <= 3_000


def test_no_style_sheet_fetches_anything():
    sheets = "".join(path.read_text() for path in bundles.SOURCES.glob("*.css"))

    assert re.findall(r"url\((?!#)|@import|@font-face", sheets) == []


def test_the_finder_offers_the_bundles():
    found = finders.find("ui/css/public.css")

    assert found is not None
    assert Path(found).read_text(encoding="utf-8") == bundles.bundle("ui/css/public.css")
    assert finders.find("ui/css/nothing.css") is None


def test_the_finder_answers_with_all_places_too():
    finder = bundles.BundleFinder()

    assert finder.find("ui/css/public.css", find_all=True) == [finder.find("ui/css/public.css")]
    assert finder.find("ui/css/nothing.css", find_all=True) == []
    assert finder.check() == []


def test_collecting_hashes_and_compresses_the_bundles(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    names = sorted(
        re.sub(r"\.[0-9a-f]{12}\.", ".HASH.", path.name)
        for path in (tmp_path / "ui/css").glob("desk.*")
    )
    assert names == [
        "desk.HASH.css",
        "desk.HASH.css.br",
        "desk.HASH.css.gz",
        "desk.css",
        "desk.css.br",
        "desk.css.gz",
    ]
