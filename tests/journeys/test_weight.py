"""What a first visit costs somebody who pays by the megabyte, and what every answer must carry."""

import pytest
from playwright.sync_api import Page, Request

from tests.journeys.browsing import loose

pytestmark = pytest.mark.journey

MOST_BYTES = 60_000
MOST_REQUESTS = 8


def cost(page: Page, address: str) -> tuple[int, int]:
    """(bytes as they come through the line with their headers, requests) of a first visit."""
    asked: list[Request] = []

    def note(request: Request) -> None:
        asked.append(request)

    page.on("requestfinished", note)
    page.goto(address, wait_until="networkidle")
    sizes = [request.sizes() for request in asked]
    return sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes), len(sizes)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_first_visit_is_light(demo, visitor, language):
    page = visitor()
    page.goto(demo.at(f"/{language}/"))
    session = page.locator("main a[href*='/sessions/']").first.get_attribute("href")

    for path in (f"/{language}/", session):
        spent, requests = cost(visitor(), demo.at(path))
        assert 5_000 < spent <= MOST_BYTES, f"{path}: {spent} bytes"
        assert requests <= MOST_REQUESTS, f"{path}: {requests} requests"


def test_every_answer_is_strict(demo, visitor):
    page = visitor()
    page.goto(demo.at("/en/"))
    page.locator('.demo button[value="organiser"]').click()
    page.goto(demo.at("/en/programmes/"))
    key = page.locator("main a[href*='/programmes/']").first.get_attribute("href").split("/")[3]
    style = page.locator("link[rel=stylesheet]").first.get_attribute("href")

    answers = {
        path: page.context.request.get(demo.at(path))
        for path in (
            "/", "/healthz", "/en/nothing/here/", "/nothing", "/static/nothing.css", style,
            f"/feeds/programme/{key}.ics", f"/en/programmes/{key}/preview.png",
            "/en/desk/people/export/", "/p/nothing-behind-it", "/en/desk/letters/",
        )
    }  # fmt: skip

    assert {path: loose(answer.headers) for path, answer in answers.items()} == {
        path: [] for path in answers
    }
    assert answers["/en/nothing/here/"].status == 404
    assert answers["/static/nothing.css"].status == 404
    assert "immutable" in answers[style].headers["cache-control"]
