"""Letters to many in the demo school: groups of the alumni, one letter sent, one begun."""

from datetime import datetime, timedelta
from typing import Any

from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.mailings import actions, queries
from commonroot.web.demo_school.days import post_leaves
from commonroot.web.demo_school.people import BY

SENT_BEFORE = timedelta(days=12)
GROUPS: tuple[Any, ...] = (
    (
        {"en": "All alumni", "es": "Todas y todos", "fr": "Toutes et tous", "ar": "كل الخريجين"},
        {
            "en": "A few letters a year to everybody who took part.",
            "es": "Unas pocas cartas al año.",
        },
        {},
    ),
    (
        {"en": "Kenya", "es": "Kenia", "fr": "Kenya", "ar": "كينيا"},
        {"en": "What concerns those who live in Kenya."},
        {"all": [["country", "in", "KE"]]},
    ),
    (
        {"en": "En español", "es": "En español"},
        {"en": "For those who read Spanish.", "es": "Para quienes leen en español."},
        {"all": [["language", "in", "es"]]},
    ),
)
SUBJECT = {"en": "Three things since the summer", "es": "Tres cosas desde el verano"}
TEXT = {
    "en": "Dear {name},\n\nthe nurses of Kisumu won the night bus. Two new circles began. And the "
    "next course is being planned: tell us what it should teach, in an answer to this letter.",
    "es": "Hola, {name}:\n\nlas enfermeras de Kisumu consiguieron el autobús nocturno. Empezaron "
    "dos círculos nuevos. Y se prepara el próximo curso: dinos qué debería enseñar.",
}


def tell_letters(*, at: datetime) -> None:
    """Three groups, a letter that everybody of the first one got, and one just begun."""
    sent = at - SENT_BEFORE
    for name, sentence, filter_ in GROUPS:
        actions.make_group(
            name=Translated(name),
            sentence=Translated(sentence),
            filter=filter_,
            by=BY,
            at=sent - timedelta(days=30),
        )
    everybody = next(one for one in queries.groups() if not one.filter)
    mailing = actions.begin(
        name="Summer letter",
        purpose=Purpose.ALUMNI_GROUP,
        group=everybody,
        subject=SUBJECT,
        text=TEXT,
        by=BY,
        at=sent,
    )
    reached = queries.reach(mailing, at=sent).count
    if reached:
        actions.send(
            mailing=mailing,
            seen_people=reached,
            per_hour=1000,
            in_the_morning=False,
            by=BY,
            at=sent,
        )
        for hours in (1, 3):  # looked up, then written and delivered
            post_leaves(at=sent + timedelta(hours=hours))
    words = queries.words_of("announcement")
    actions.begin(
        name=words.name,
        subject=words.subject,
        text=words.text,
        begun_from=words.mark,
        by=BY,
        at=at - timedelta(hours=3),
    )
