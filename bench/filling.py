"""People who fill in an application over HTTP, and who know what was acknowledged to them."""

import html
import http.client
import json
import random
import re
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

TOKEN = "s" * 32  # what cookie and form carry alike
AWAY = (OSError, http.client.HTTPException, json.JSONDecodeError)
TYPED = re.compile(r'<input[^>]* name="([\w-]+)"[^>]*>')
VALUE = re.compile(r' value="([^"]*)"')


@dataclass
class Answered:
    """What a request got."""

    status: int
    location: str
    body: str


@dataclass
class Filler:
    """Somebody with a browser of their own, who types into an application.

    `kept` is what the school said it has, `since` what was sent afterwards without an answer: that
    may be there too. `page` is the cookie in which the browser keeps its link.
    """

    port: int
    number: int
    token: str = ""
    key: str = ""
    page: str = "page"
    kept: dict[str, str] = field(default_factory=dict)
    since: dict[str, list[str]] = field(default_factory=dict)
    acknowledged: int = 0
    refused: list[int] = field(default_factory=list)

    def begin(self, programme: str) -> None:
        """Begin an application and follow the link."""
        typed = {
            "kind": "alone",
            "name": f"Person {self.number}",
            "way": f"person{self.number}@example.org",
        }
        begun = self.post(f"/en/programmes/{programme}/apply/", typed)
        self.token = begun.location.rpartition("/")[2].partition("#")[0]
        there = self.request("GET", f"/p/{self.token}")
        self.key = there.location.rstrip("/").rpartition("/")[2]

    def keep(self, question: str, text: str) -> bool:
        """Type one answer; whether the school said that it is kept."""
        self.since.setdefault(question, []).append(text)
        try:
            answer = self.post(
                f"/en/applications/{self.key}/keep/", {"question": question, question: text}
            )
            told = json.loads(answer.body) if answer.status == http.HTTPStatus.OK else {}
        except AWAY:
            return False
        if answer.status != http.HTTPStatus.OK:
            self.refused.append(answer.status)
        if "revision" not in told or told["errors"]:
            return False
        self.kept[question], self.since[question] = text, []
        self.acknowledged += 1
        return True

    def fill(self, questions: list[str], *, until: threading.Event) -> None:
        """Type on, one answer after the other, until it is enough."""
        dice = random.Random(self.number)
        change = 0
        while not until.is_set():
            change += 1
            self.keep(dice.choice(questions), f"{self.number} wrote {change}")
            time.sleep(dice.random() * 0.2)

    def shown(self) -> dict[str, str]:
        """What the form shows when it is opened again: {question: text}."""
        page = self.request("GET", f"/en/applications/{self.key}/part/1/").body
        fields = {found.group(1): found.group(0) for found in TYPED.finditer(page)}
        return {
            name: html.unescape(value.group(1))
            for name, tag in fields.items()
            if (value := VALUE.search(tag))
        }

    def lost(self) -> list[str]:
        """Questions whose acknowledged answer is not there, nor one sent later."""
        there = self.shown()
        return [
            question
            for question, text in self.kept.items()
            if there.get(question) not in {text, *self.since.get(question, ())}
        ]

    def hand_in(self) -> Answered:
        """Press the button."""
        return self.post(f"/en/applications/{self.key}/check/", {})

    def post(self, path: str, typed: dict[str, str]) -> Answered:
        """Send a form."""
        body = urlencode(typed | {"csrfmiddlewaretoken": TOKEN})
        return self.request("POST", path, body=body)

    def request(self, method: str, path: str, *, body: str = "") -> Answered:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=60)
        cookies = f"csrf={TOKEN}" + (f"; {self.page}={self.token}" if self.token else "")
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, body=body or None, headers=headers)
            response = connection.getresponse()
            read = response.read().decode()
            return Answered(response.status, response.getheader("Location", "") or "", read)
        finally:
            connection.close()


def all_at_once(fillers: list[Filler]) -> list[Answered]:
    """What everybody got who pressed the button at the same moment."""
    answers: list[Answered] = []
    start = threading.Barrier(len(fillers))

    def one(filler: Filler) -> None:
        start.wait()
        answers.append(filler.hand_in())

    threads = [threading.Thread(target=one, args=(filler,)) for filler in fillers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
