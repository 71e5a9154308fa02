"""Letters to the people of groups: which group is theirs, and when it meets."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import override

from commonroot.consent.rules import Purpose
from commonroot.core.text import for_quotes
from commonroot.core.time import zone_or
from commonroot.groups.models import Gathering, GroupMember
from commonroot.groups.queries.calendar import group_name, invitation
from commonroot.groups.queries.choosing import once
from commonroot.groups.queries.people import audience_of
from commonroot.groups.queries.words import moment_words
from commonroot.messaging.actions import post
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay
from commonroot.people.queries import page_address, working_way
from commonroot.programmes.queries.words import told_in


def post_group(
    *,
    member: GroupMember,
    template: str,
    token: str,
    gathering: Gathering | None = None,
    due_at: datetime | None = None,
    at: datetime,
) -> Letter | None:
    """Post "placed", "changed" or "dates"; None when nothing reaches them. Nobody else is named.

    Whoever is in high care gets a link and nothing else. The next gathering goes with it for the
    calendar.
    """
    person, group = member.person, member.group
    way = working_way(person)
    if way is None:
        return None
    page = page_address(token)
    values: dict[str, Any] = {"page": page}
    calendar = ""
    if not person.is_high:
        ahead = gathering or group.gatherings.filter(starts_at__gt=at).order_by("starts_at").first()
        programme = group.formation.programme
        with override(person.language):
            zone = zone_or(person.time_zone, programme.time_zone)
            starts = ahead.starts_at if ahead else None
            values |= {
                "name": person.shown_name,
                "group": group_name(group.name, group.number),
                "title": for_quotes(told_in(programme.title, programme)[0]),
                "when": moment_words(starts, zone=zone) if starts else "",
            }
        if ahead is not None and way.kind == ContactWay.Kind.MAIL:
            calendar = invitation(ahead, attendee=way.value, organiser=settings.MAIL_FROM, at=at)
    mark = once(member, template, at=at)
    return post(
        once=f"{mark}:{gathering.key}" if gathering else mark,
        subject_key=person.key,
        purpose=Purpose.THIS_PROGRAMME,
        audience=str(audience_of(group.formation.programme)),
        template=f"groups/emails/{'link_only' if person.is_high else template}",
        values=values,
        language=person.language,
        way=Letter.Way.HAND if way.kind == ContactWay.Kind.PHONE else Letter.Way.MAIL,
        address=way.value,
        calendar=calendar,
        due_at=due_at,
        at=at,
    )
