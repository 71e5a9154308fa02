"""Letters to circles and regions before a course, and about their own page."""

from datetime import datetime

from commonroot.circles.models import Circle
from commonroot.consent.rules import Purpose
from commonroot.engagement.emails.afterwards import Tells, posted
from commonroot.engagement.models import LiaisonSending
from commonroot.engagement.queries.before import Before
from commonroot.engagement.queries.letters import audience_of
from commonroot.messaging.models import Letter
from commonroot.people.models import Membership
from commonroot.people.queries import page_address, way_for
from commonroot.programmes.models import Programme


def post_before_course(
    *,
    sending: LiaisonSending,
    membership: Membership,
    sheet: Before,
    token: str,
    again: bool,
    tells: Tells,
    due_at: datetime,
    at: datetime,
) -> Letter | None:
    """The letter before a course to one contact, with a link to answer in one step."""
    circle = membership.circle
    return posted(
        sending.person,
        "before_course",
        # A letter taken back leaves no row: what is written anew is another letter.
        once=f"liaison:{sending.liaison.key}:{circle.key}:{at.isoformat()}:{sending.person.key}",
        purpose=Purpose.CIRCLE_CONTACT,
        audience=audience_of(circle),
        values={"sheet": sheet.values(), "link": page_address(token), "again": again},
        at=at,
        due_at=due_at,
        language=sheet.language,
        tells=tells,
        to=way_for(membership),
    )


def post_news(
    *, programme: Programme, membership: Membership, sheet: Before, due_at: datetime, at: datetime
) -> Letter | None:
    """The letter about a course that goes to every circle alike; answered like any letter."""
    circle = membership.circle
    return posted(
        membership.person,
        "before_course",
        once=f"liaison_news:{programme.key}:{circle.key}:{membership.person.key}",
        purpose=Purpose.CIRCLE_CONTACT,
        audience=audience_of(circle),
        values={"sheet": sheet.values(), "link": "", "again": False},
        at=at,
        due_at=due_at,
        language=sheet.language,
        to=way_for(membership),
    )


def post_circle_desk(
    *,
    membership: Membership,
    circle: Circle,
    called: str,
    lines: list[str],
    token: str,
    once: str,
    language: str,
    at: datetime,
) -> Letter | None:
    """What waits for a circle, in lines that name nobody, and the link to its page."""
    return posted(
        membership.person,
        "circle_desk",
        once=once,
        purpose=Purpose.CIRCLE_CONTACT,
        audience=audience_of(circle),
        values={"circle": called, "lines": lines, "link": page_address(token)},
        at=at,
        language=language,
        to=way_for(membership),
    )


def post_public_question(
    *,
    membership: Membership,
    circle: Circle,
    called: str,
    token: str,
    once: str,
    language: str,
    at: datetime,
) -> Letter | None:
    """Ask a circle what everybody may read about it."""
    return posted(
        membership.person,
        "circle_public",
        once=once,
        purpose=Purpose.CIRCLE_CONTACT,
        audience=audience_of(circle),
        values={
            "circle": called,
            "yes": page_address(token, answer="yes"),
            "no": page_address(token, answer="no"),
        },
        at=at,
        language=language,
        to=way_for(membership),
    )
