"""Who walks through the house, and the keys of what they find."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.test import Client

from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor
from commonroot.circles import actions as circles
from commonroot.circles.models import Circle
from commonroot.core.fields import Translated
from commonroot.people import actions as people
from commonroot.people.models import (
    Person,
)

SYSTEM = Actor.system()

# Pages that a letter asks to answer on: what the link is about, and under which name.
ANSWERED = {
    "web:asked": ("asked", "asked"),
    "admissions:own": ("own application", "application"),
    "admissions:part": ("own application", "application"),
    "admissions:keep": ("own application", "application"),
    "admissions:check": ("own application", "application"),
    "admissions:wish": ("own application", "application"),
    "admissions:others": ("own application", "application"),
    "admissions:join": ("named with others", "applicant"),
    "admissions:join_keep": ("named with others", "applicant"),
    "admissions:offer": ("offer", "offer"),
    "admissions:prepare": ("coming", "preparing"),
    "admissions:prepare_one": ("coming", "preparing"),
    "admissions:prepared_file": ("coming", "preparing"),
    "campaigns:workspace": ("campaign", "campaign"),
    "groups:space": ("small group", "group"),
    "groups:report": ("small group", "group_report"),
    "groups:help": ("small group", "group"),
    "groups:note": ("small group", "group"),
    "web:still_right_answer": ("question", "details_question"),
    "engagement:circle_letter": ("circle letter", "circle_letter"),
    "engagement:circle_contact": ("circle letter", "circle_letter"),
    "engagement:before_course": ("liaison", "liaison"),
    "web:circle_desk": ("circle", "circle_desk"),
    "web:circle_says": ("circle", "circle_public"),
    "engagement:answer": ("follow_up", "follow_up"),
    "engagement:promise": ("participation", "promise"),
    "engagement:questions": ("participation", "questions"),
    "engagement:course_words": ("participation", "promise"),
    "engagement:made": ("maker", "made"),
    "engagement:own_account": ("experience", "experience"),
    "engagement:picture": ("pictured", "made"),
    "engagement:picture_small": ("pictured", "made"),
    "web:renew": ("renewal", "renewal"),
    "web:choose_themes": ("idea", "themes"),
    "programmes:date_wish": ("wish", "date_wish"),
    "programmes:own_question": ("enquiry", "enquiry"),
    "programmes:present": ("presenter", "presenting"),
    "registration:feedback": ("feedback", "feedback"),
    "registration:certificate": ("certificate", "certificate"),
    "registration:certificate_file": ("certificate", "certificate"),
    "engagement:introduction": ("introduction", "introduction"),
    "engagement:promise_back": ("promise", "promise_back"),
    "engagement:answer_pathway": ("step", "pathway"),
    "engagement:how_it_went": ("step", "introduced"),
    "engagement:meeting": ("side of two", "meeting"),
    "mailings:read": ("recipient", "mailing"),
    "mailings:my_groups": ("recipient", "mailing"),
}


@dataclass
class World:
    """Everybody's browser and everything's key."""

    at: datetime
    clients: dict[str, Client] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    things: dict[tuple[str, str], dict[str, str | int]] = field(default_factory=dict)
    answers: Person | None = None
    sent: dict[str, dict[str, str]] = field(default_factory=dict)

    def put(self, name: str, thing: Any, *, side: str = "own", **more: str) -> Any:
        """Remember the key of a thing under a name, with whatever else its addresses name."""
        self.things[name, side] = {"key": thing.key, **more}
        return thing

    def answering(self, page: str) -> Client:
        """The browser of whoever came by the link of the letter that asks for an answer there."""
        thing, kind = ANSWERED[page]
        key = self.things[thing, "own"]["key"]
        assert self.answers is not None
        return arrived(
            people.open_link(person=self.answers, scope="answer", thing=f"{kind}:{key}", at=self.at)
        )


def arrived(token: str) -> Client:
    """The browser of whoever opened a link."""
    client = Client()
    client.get(f"/p/{token}")
    return client


def circle_of(kind: str, name: str, at: datetime, **more: Any) -> Circle:
    """A circle, team or region of that name."""
    return circles.open_circle(kind=kind, name=Translated({"en": name}), by=SYSTEM, at=at, **more)
