"""Base pages: what they say of the school, of a person, and of nothing at all."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from commonroot.ui import samples, views

FOLDER = Path(samples.__file__).parent
TEMPLATES = sorted(
    path.relative_to(FOLDER / "templates") for path in (FOLDER / "templates").rglob("*.html")
)


@pytest.fixture(autouse=True)
def urls(settings):
    settings.ROOT_URLCONF = "tests.ui.urls"


def tight(page: str) -> str:
    """The page without the blank space that its templates' indentation leaves."""
    return re.sub(r" ?([<>]) ?", r"\1", re.sub(r"\s+", " ", page))


def sample(base: str, language: str = "en", **more: object) -> str:
    with translation.override(language):
        context = samples.context(language=language, base=base) | more
        return tight(render_to_string(samples.PAGES[base], context))


@pytest.mark.parametrize("name", [str(path) for path in TEMPLATES])
def test_every_template_opens_and_says_what_it_needs(name):
    source = (FOLDER / "templates" / name).read_text()

    assert len(re.findall(r"{#|{% comment %}", source)) >= 1
    assert render_to_string(name, samples.context(language="en", base="page")) != ""


@pytest.mark.parametrize("base", samples.PAGES)
@pytest.mark.parametrize(("language", "direction"), samples.LANGUAGES.items())
def test_a_page_has_language_direction_and_one_title(*, base, language, direction):
    page = sample(base, language)

    assert f'<html lang="{language}" dir="{direction}"' in re.sub(r' class="desk"', "", page)
    assert len(re.findall(r"<h1\b", page)) == 1
    assert re.findall(r"{%|{{", page) == []


@pytest.mark.parametrize("base", ["page", "desk", "personal", "error"])
def test_a_page_brings_no_style_or_script_along(base):
    page = sample(base)

    assert re.findall(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", page) == []


@pytest.mark.parametrize(("base", "files"), [("page", 3), ("desk", 4), ("personal", 3)])
def test_a_page_needs_few_files(base, files):
    page = sample(base)

    # Mark, style and script; the desk has a script of its own besides, for its keys.
    assert len(re.findall(r"<(?:link|script|img)\b[^>]*(?:href|src)=", page)) == files


def test_a_public_page_names_school_and_languages():
    page = sample("page")

    assert "<title>Parts · Long Table School for Health</title>" in page
    assert re.findall(r'lang="(\w+)" hreflang="\w+"( aria-current="true")?', page) == [
        ("en", ' aria-current="true"'),
        ("ar", ""),
    ]


@pytest.mark.parametrize(("hue", "links"), [(155, []), (250, ["/_hue/250.css"])])
def test_only_another_hue_needs_its_style_sheet(hue, links):
    page = sample("page", school={"name": "A school", "hue": hue})

    assert re.findall(r"/_hue/\d+\.css", page) == links


def test_a_page_does_without_a_school():
    page = sample("page", school=None, languages=[], demo=None)

    assert "<title>Parts</title>" in page
    assert '<span dir="auto">Commonroot</span>' in page


def test_a_persons_page_names_neither_school_nor_mark():
    page = sample("personal", demo=None)

    assert ("Long Table" in page, 'class="mark"' in page, "favicon.svg" in page) == (
        False,
        False,
        False,
    )
    assert "<title>My page</title>" in page


def test_leaving_is_a_form_that_needs_no_script():
    page = sample("personal", leave_url="/leave/", leave_to="/left/", demo=None)

    assert re.findall(r'<form method="post" action="([^"]+)" data-leave="([^"]+)">', page) == [
        ("/leave/", "/left/")
    ]
    assert "Leave this page</button>" in page


def test_a_hostile_name_stays_text_at_the_top():
    page = sample("personal", person_name="<script>x</script>")

    assert "<bdi>&lt;script&gt;x&lt;/script&gt;</bdi>" in page


def test_the_rail_marks_where_one_is_and_counts():
    page = sample("desk")

    assert re.findall(r'rail__link" href="\?"( aria-current="page")?>(\w+)', page) == [
        (' aria-current="page"', "Today"),
        ("", "People"),
        ("", "Letters"),
    ]
    assert re.findall(r'rail__count">([^<]+)<', page) == ["2", "1,204"]


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "500.html"])
def test_error_pages_need_no_context_and_no_database(name):
    page = tight(render_to_string(name))

    assert re.findall(r"<html lang=\"en\" dir=\"ltr\">", page) == ['<html lang="en" dir="ltr">']
    assert '<a class="button button--second" href="/">' in page


def test_a_letter_mirrors_and_fetches_nothing():
    letter = sample("email", "ar")

    assert "text-align:right" in letter
    assert re.findall(r"<img|<link|src=|@import|url\(", letter) == []
    assert re.findall(r'href="([^"]+)"', letter) == ["https://example.org/p/abc"]


def test_a_letter_keeps_a_hostile_name_as_text():
    letter = sample("email", heading="<b>x</b>", paragraphs=["<script>x</script>"])

    assert ("<b>x</b>" in letter, "<script>" in letter) == (False, False)


@pytest.mark.parametrize(
    ("query", "sign"),
    [
        ("", 'lang="en" dir="ltr"'),
        ("lang=ar&scheme=dark", 'lang="ar" dir="rtl" data-scheme="dark"'),
        ("lang=xx&base=xx", 'lang="en"'),
    ],
)
def test_the_parts_page_shows_languages_and_schemes(query, sign):
    answer = views.parts(RequestFactory().get(f"/_parts/?{query}"))

    assert f"<html {sign}" in tight(answer.content.decode())
