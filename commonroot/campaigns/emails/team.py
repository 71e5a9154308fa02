"""Letters to those of a team. They hold no name of a campaign: whoever looks over a shoulder
learns nothing.
"""

from datetime import datetime
from typing import Any

from commonroot.campaigns.models import Member, PublicAsk
from commonroot.consent.queries import SCHOOL
from commonroot.consent.rules import Purpose
from commonroot.core.text import for_quotes
from commonroot.messaging.actions import post
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import page_address, working_way

LINK_ONLY = "registration/emails/link_only"


def post_to(
    person: Person,
    template: str,
    *,
    once: str,
    values: dict[str, Any],
    token: str,
    at: datetime,
) -> Letter | None:
    """One letter about a campaign; None: nothing reaches them, or they paused everything.

    `values` stand beside `page`, the address behind `token`, and `name`. Whoever is in high care
    gets a link and nothing else.
    """
    way = working_way(person)
    if way is None or person.frozen_at is not None:
        return None
    told: dict[str, Any] = {"page": page_address(token)}
    if not person.is_high:
        told |= {"name": person.shown_name, **values}
    return post(
        once=once,
        subject_key=person.key,
        purpose=Purpose.NOTICE,
        audience=str(SCHOOL),
        template=LINK_ONLY if person.is_high else f"campaigns/emails/{template}",
        values=told,
        language=person.language,
        way=Letter.Way.HAND if way.kind == ContactWay.Kind.PHONE else Letter.Way.MAIL,
        address=way.value,
        at=at,
    )


def post_invited(member: Member, *, host: Person, token: str, at: datetime) -> Letter | None:
    """Ask somebody to join a team; it says who asks, and not for what."""
    return post_to(
        member.person,
        "invited",
        once=f"campaign_invited:{member.key}",
        values={"host": for_quotes(host.shown_name)},
        token=token,
        at=at,
    )


def post_public_ask(member: Member, *, ask: PublicAsk, token: str, at: datetime) -> Letter | None:
    """Ask another one of the team whether everybody may read it."""
    return post_to(
        member.person,
        "public_ask",
        once=f"campaign_public:{ask.pk}:{member.key}",
        values={"who": for_quotes(ask.member.person.shown_name)},
        token=token,
        at=at,
    )
