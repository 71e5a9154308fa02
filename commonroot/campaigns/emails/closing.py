"""Letters about the closing gathering."""

from datetime import datetime

from django.utils.translation import override

from commonroot.campaigns.models import Campaign, ClosingGathering
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.text import for_quotes
from commonroot.messaging.actions import post
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import page_address, working_way
from commonroot.programmes.queries.words import day_words, told_in


def post_closing(
    *,
    gathering: ClosingGathering,
    campaign: Campaign,
    person: Person,
    again: bool,
    token: str,
    at: datetime,
) -> Letter | None:
    """Ask somebody of a team what their campaign brings; `again`: once more. The campaign is not
    named: letters are read by others too.
    """
    programme = gathering.programme
    way = working_way(person)
    by_mail = way is not None and way.kind == ContactWay.Kind.MAIL
    with override(person.language):
        title = for_quotes(told_in(programme.title, programme)[0])
        due = day_words(gathering.due_on, today=at.date()) if gathering.due_on else ""
    return post(
        once=f"closing:{gathering.key}:{campaign.key}:{again:d}:{person.key}",
        subject_key=person.key,
        purpose=Purpose.THIS_PROGRAMME,
        audience=str(Audience(AudienceKind.PROGRAMME, programme.key)),
        template="campaigns/emails/closing",
        values={
            "name": person.shown_name,
            "plain": person.is_high,
            "again": again,
            "title": title,
            "due": due,
            "link": page_address(token),
        },
        language=person.language,
        way=Letter.Way.MAIL if by_mail else Letter.Way.HAND,
        address=way.value if way is not None else "",
        at=at,
    )
