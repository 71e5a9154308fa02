"""An old list comes in as it is; what cannot be read says so and changes nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import everybody_can_read
from tests.journeys.served import Served
from tests.sheets.samples import csv_of, xlsx_of

pytestmark = pytest.mark.journey

READING = 180_000  # the page loads itself anew while a list is read
CP1252 = csv_of(
    [
        ["Participants – école d’été, Béni 2014", "", "", ""],
        ["Nom", "Courriel", "Pays", "Année"],
        ["Zénaïde Kasöngo", "zenaide@example.org", "RD Congo", "2014"],
        ["Adèle Mbuyi-Nœl", "adele@example.org", "RD Congo", "2014"],
        ["Ãlvaro Peña", "", "Bolivie", "2014"],
    ],
    delimiter=";",
    encoding="cp1252",
)
XLSX = xlsx_of(
    [
        ["People of 2016", "", ""],
        ["Full name", "Email", "Country"],
        ["Farida Sarkis", "farida@example.org", "Lebanon"],
        ["Zénaïde Kasöngo", "zenaide@example.org", "DR Congo"],
    ],
    merged=("A1:C1",),
)
UNREADABLE = {
    "broken.xlsx": (b"PK\x03\x04" + XLSX[4:900], "This file looks damaged"),
    "empty.xlsx": (xlsx_of([]), "There is nothing in this sheet"),
    "large.csv": (
        b"Full name,Email\r\n" + b"Amina Odhiambo,amina@example.org\r\n" * 880_000,
        "This file is too large: it has 30 MB, and we read up to 10 MB.",
    ),
}


def as_organiser(page: Page, demo: Served) -> None:
    """At the desk of the demo's organiser."""
    page.goto(demo.at("/en/"))
    page.locator('.demo button[value="organiser"]').click()
    expect(page).to_have_url(demo.at("/en/desk/"))


def bring(page: Page, demo: Served, file: Path, content: bytes) -> None:
    """Choose a file and ask what it says."""
    file.write_bytes(content)
    page.goto(demo.at("/en/desk/lists/"))
    page.get_by_label("Files").set_input_files(file)
    page.get_by_role("button", name="See what it says").click()


def test_two_old_lists_come_in(demo, visitor, tmp_path):
    page = visitor()
    as_organiser(page, demo)
    page.goto(demo.at("/en/desk/lists/"))
    everybody_can_read(page)

    bring(page, demo, tmp_path / "béni.csv", CP1252)
    read = page.get_by_role("heading", level=1, name="3 people, and for 3 of them we do not know")
    expect(read).to_be_visible(timeout=READING)
    everybody_can_read(page)
    page.get_by_role("link", name="béni.csv").click()
    expect(page.locator("table")).to_contain_text("Zénaïde Kasöngo")
    everybody_can_read(page)
    page.go_back()
    page.get_by_role("button", name="Bring in 3 people").click()
    done = page.get_by_role("heading", level=1, name="Your list is in the register")
    expect(done).to_be_visible(timeout=READING)
    everybody_can_read(page)

    # The second list knows one of them already.
    bring(page, demo, tmp_path / "2016.xlsx", XLSX)
    read = page.get_by_role("heading", level=1, name="2 people")
    expect(read).to_be_visible(timeout=READING)
    expect(page.locator("main")).to_contain_text("1 is in the register already.")
    page.get_by_role("button", name="Bring in 2 people").click()
    expect(done).to_be_visible(timeout=READING)

    for name in ("Adele Mbuyi", "Farida Sarkis", "alvaro pena", "zenaide"):
        page.goto(demo.at("/en/desk/people/"))
        page.get_by_role("searchbox").or_(page.locator("input[name=q]")).first.fill(name)
        page.keyboard.press("Enter")
        expect(page.locator("main tbody tr")).to_have_count(1)

    # Kept, and not written to.
    page.locator("main tbody a").first.click()
    expect(page.locator("h1")).to_have_text("Zénaïde Kasöngo")
    everybody_can_read(page)


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_says_so_and_changes_nothing(demo, visitor, tmp_path, name):
    content, sentence = UNREADABLE[name]
    page = visitor()
    as_organiser(page, demo)
    page.goto(demo.at("/en/desk/people/"))
    before = page.locator("main").inner_text()

    bring(page, demo, tmp_path / name, content)
    expect(page.locator(".notice")).to_contain_text(sentence, timeout=READING)
    expect(page.locator(".notice")).to_contain_text("Nothing was changed.")
    everybody_can_read(page)

    page.goto(demo.at("/en/desk/people/"))
    assert page.locator("main").inner_text() == before
