"""Whether an answer tells if an address is known: by its bytes, or by its time.

For sign-in, registration, "send me a fresh link" and unsubscribing as many known as unknown
addresses are typed, in an order drawn anew; each from a network of its own, so that no limit on
tries is met. The classifier is the best there is for one number: the chance that it puts the known
one of a pair before the unknown one (area under the curve; 0.5 is blind).
"""

import http.client
import json
import os
import random
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlencode

from bench.figures import Figure
from bench.seeds import SESSION
from bench.served import Served, instance

PAIRS = int(os.environ.get("ORACLE_PAIRS", "300"))
WARM_UP = 6
MOST_APART = 10  # milliseconds between the medians
MOST_SEEN = 0.6  # area under the curve
ABOUT = f"{PAIRS} pairs of known and unknown addresses each, in mixed order, over HTTP."

KNOWN = (
    SESSION
    + """
import json, os
from django.contrib.auth.hashers import make_password
from commonroot.accounts.actions import username_for
from commonroot.accounts.models import Account
from commonroot.consent.actions import answer
from commonroot.consent.queries import SCHOOL
from commonroot.consent.rules import Purpose
from commonroot.people.actions import add_person, add_way, open_link
password, tokens = make_password("four unrelated garden words"), []
for n in range(int(os.environ["ORACLE_KNOWN"])):
    address = f"known{n:04}@example.org"
    Account.objects.create(
        username=username_for(address), address=address, shown_name="O", password=password,
        created_at=at,
    )
    person = add_person(shown_name=f"Person {n}", origin="hand", by=by, at=at)
    way = add_way(person=person, kind="mail", value=address, at=at, confirmed=True)
    answer(person=person, purpose=Purpose.NEWS, audience=SCHOOL, yes=True, how="page",
           language="en", by=by, at=at)
    tokens.append(open_link(
        person=person, scope="unsubscribe", thing=Purpose.NEWS.value, way=way, days=None, at=at
    ))
(settings.HOME / "tokens").open("w").write(json.dumps(tokens))
"""
)

# What differs from one answer to the next whoever asks: tokens of forms, keys, what was typed.
DIFFERING = (
    (re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+'), rb"\1TOKEN"),
    (re.compile(rb"(known|other)\d{4}"), b"ADDRESS"),
    (re.compile("(kn|ot)…".encode()), b"AD"),
    (re.compile(rb"[\w-]{22}"), b"K" * 22),
)


@dataclass
class Heard:
    """Answers to known or to unknown addresses: seconds, and bytes without what differs."""

    seconds: list[float] = field(default_factory=list)
    bodies: set[bytes] = field(default_factory=set)


def auc(known: list[float], unknown: list[float]) -> float:
    """The chance to tell a known one from an unknown one by its time alone; 0.5: none."""
    wins = sum((one > other) + 0.5 * (one == other) for one in known for other in unknown)
    share = wins / (len(known) * len(unknown))
    return max(share, 1 - share)


def plain(body: bytes) -> bytes:
    """An answer without what differs from one to the next whoever asks."""
    for sign, instead in DIFFERING:
        body = sign.sub(instead, body)
    return body


class Visitor:
    """A browser that keeps its connection, and comes from a new network each time."""

    def __init__(self, served: Served) -> None:
        self.connection = http.client.HTTPConnection("localhost", served.port, timeout=60)
        self.number = 0
        self.cookie = ""

    def ask(self, path: str, *, said: dict[str, str] | None = None) -> tuple[float, bytes]:
        """Seconds until the answer was there, and the answer."""
        self.number += 1
        place = f"10.{self.number // 256 % 256}.{self.number % 256}.7"
        headers = {"X-Forwarded-For": place, "Cookie": self.cookie, "Accept-Language": "en"}
        body = None
        if said is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(said)
        began = time.perf_counter()
        self.connection.request("POST" if said is not None else "GET", path, body, headers)
        response = self.connection.getresponse()
        answer = response.read()
        spent = time.perf_counter() - began
        told = f"{response.status} {response.headers.get('Location', '')}\n".encode()
        if "csrf=" in (response.headers.get("Set-Cookie") or ""):
            self.cookie = response.headers["Set-Cookie"].partition(";")[0]
        return spent, told + answer


Asked = tuple[str, int]  # ("known" or "other", the number of the pair)
Post = Callable[[Visitor, Asked], tuple[float, bytes]]


def measure() -> list[Figure]:
    """Each page by itself."""
    found: list[Figure] = []
    number = PAIRS + WARM_UP
    seed = KNOWN.replace('os.environ["ORACLE_KNOWN"]', repr(str(number)))
    with instance(seed, COMMONROOT_PROXIES="1") as served:
        for name, post in pages(served).items():
            known, unknown = Heard(), Heard()
            hear(Visitor(served), post, known=known, unknown=unknown)
            apart = abs(median(known.seconds) - median(unknown.seconds)) * 1000
            seen = auc(known.seconds, unknown.seconds)
            differ = len(known.bodies | unknown.bodies) - 1
            found += [
                Figure(f"{name}: other answers than the one", differ, "", 0),
                Figure(f"{name}: medians apart", apart, "ms", MOST_APART),
                Figure(f"{name}: known told by time (AUC)", seen, "", MOST_SEEN),
            ]
    return found


def hear(visitor: Visitor, post: Post, *, known: Heard, unknown: Heard) -> None:
    """Type every address once, in a drawn order; the first ones warm the server up."""
    drawn = random.Random(7)
    for number in range(WARM_UP + PAIRS):
        sides = [("known", known), ("other", unknown)]
        drawn.shuffle(sides)
        for side, heard in sides:
            seconds, body = post(visitor, (side, number))
            if number >= WARM_UP:
                heard.seconds.append(seconds)
                heard.bodies.add(plain(body))


def pages(served: Served) -> dict[str, Post]:
    """How each page is asked about an address."""
    session = (served.home / "session").read_text()
    tokens = json.loads((served.home / "tokens").read_text())

    def address(asked: Asked) -> str:
        return f"{asked[0]}{asked[1]:04}@example.org"

    def sign_in(visitor: Visitor, asked: Asked) -> tuple[float, bytes]:
        _seconds, form = visitor.ask("/en/sign-in/")
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)', form)
        return visitor.ask(
            "/en/sign-in/",
            said={
                "csrfmiddlewaretoken": token[1].decode() if token else "",
                "address": address(asked),
                "password": "wrong",
            },
        )

    def register(visitor: Visitor, asked: Asked) -> tuple[float, bytes]:
        said = {"name": "Amina", "way": address(asked)}
        return visitor.ask(f"/en/sessions/{session}/", said=said)

    def fresh(visitor: Visitor, asked: Asked) -> tuple[float, bytes]:
        return visitor.ask("/en/fresh/", said={"way": address(asked)})

    def unsubscribe(visitor: Visitor, asked: Asked) -> tuple[float, bytes]:
        token = tokens[asked[1]] if asked[0] == "known" else secrets.token_urlsafe(16)
        return visitor.ask(f"/u/{token}", said={"List-Unsubscribe": "One-Click"})

    return {
        "sign-in": sign_in,
        "registration": register,
        "fresh link": fresh,
        "unsubscribe": unsubscribe,
    }
