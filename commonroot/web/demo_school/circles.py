"""Circles in the demo school: written to before a course, with what they answered, and public."""

from datetime import datetime, timedelta

from commonroot.circles.actions import answer_public_page
from commonroot.core.errors import Refused
from commonroot.engagement import actions as engagement
from commonroot.engagement.models import Liaison
from commonroot.messaging.actions import mark_sent_by_hand
from commonroot.messaging.models import Letter
from commonroot.people.queries import contacts
from commonroot.programmes.models import Programme
from commonroot.web.demo_school.days import day_passes, post_leaves
from commonroot.web.demo_school.people import BY, Cast

ASKED_BEFORE = timedelta(days=20)
ANSWERS = ("meet", "suggest", "meet", "later")
OWN_WORDS = {
    "en": "We learn from your work and would be glad to bring it into the room.",
    "es": "Aprendemos de su trabajo y nos alegraría llevarlo al aula.",
}


def before(cast: Cast, programme: Programme, *, at: datetime) -> None:
    """Circles of a series that runs now: most were asked, some answered, some wait for a word."""
    if programme.starts_on is None:
        return
    first = programme.sessions.exclude(starts_at=None).order_by("starts_at").first()
    if first is None or first.starts_at is None:
        return
    asked = first.starts_at - ASKED_BEFORE
    engagement.make_liaisons(programme=programme, by=BY, at=asked)
    engagement.say_briefing(programme=programme, words=OWN_WORDS, by=BY, at=asked)
    engagement.send_liaisons(programme=programme, by=BY, at=asked)
    day_passes(at=asked + timedelta(days=1))
    for held in Letter.objects.filter(
        state=Letter.State.HELD, template="engagement/emails/before_course"
    ):
        mark_sent_by_hand(letter=held, by=BY, at=asked + timedelta(days=2))
    post_leaves(at=asked + timedelta(days=2))
    waiting = Liaison.objects.filter(programme=programme, state=Liaison.State.ASKED)
    for number, liaison in enumerate(waiting.select_related("circle").order_by("pk")):
        if number % 3 == 2 or liaison.circle is None:  # noqa: PLR2004 - every third keeps silent
            continue
        contact = contacts(liaison.circle, at=at).first()
        try:
            engagement.answer_liaison(
                liaison=liaison,
                answer=ANSWERS[number % len(ANSWERS)],
                contact=contact.person if contact else None,
                by=BY,
                at=min(at, asked + timedelta(days=5)),
            )
        except Refused:
            continue


def public(cast: Cast, *, at: datetime) -> None:
    """The Kenya circle wants everybody to know how to reach it; the others said nothing."""
    answer_public_page(
        circle=cast.circles["KE"],
        is_open=True,
        words="We meet on the first Saturday, in Nairobi and Kisumu. Newcomers bring a question.",
        reach="kenya-circle@example.org",
        shows_state=True,
        shows_languages=True,
        by=BY,
        at=at,
    )
