"""Letters about a group's life: its month, a word to everybody, a call for help.

Whoever is in high care gets a letter that holds nothing but a link.
"""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override, pgettext

from commonroot.accounts.models import Account
from commonroot.consent.queries import SCHOOL
from commonroot.consent.rules import Purpose
from commonroot.core.text import for_quotes
from commonroot.groups.models import MonthReport, SmallGroup
from commonroot.groups.queries.people import audience_of
from commonroot.messaging.actions import post
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import page_address, working_way


def post_ask_report(
    *, group: SmallGroup, person: Person, month: date, again: bool, token: str, at: datetime
) -> Letter | None:
    """Ask somebody what their group did this month; `again`: a second time."""
    with override(person.language):
        said = date_format(month, pgettext("month and year, as in April 2027", "F Y"))
    return _post(
        person,
        "ask_report",
        once=f"group_report:{group.key}:{month:%Y-%m}:{again:d}:{person.key}",
        group=group,
        values={"month": said, "again": again, "link": page_address(token)},
        at=at,
    )


def post_message(
    *,
    group: SmallGroup,
    person: Person,
    writer: str,
    text: str,
    once: str,
    token: str,
    at: datetime,
) -> Letter | None:
    """One word to everybody in a group, each in a letter of their own."""
    return _post(
        person,
        "group_message",
        once=f"group_message:{group.key}:{once}:{person.key}",
        group=group,
        values={"writer": for_quotes(writer), "text": text, "link": page_address(token)},
        at=at,
    )


def _post(
    person: Person,
    template: str,
    *,
    once: str,
    group: SmallGroup,
    values: dict[str, object],
    at: datetime,
) -> Letter | None:
    programme = group.formation.programme
    way = working_way(person)
    by_mail = way is not None and way.kind == ContactWay.Kind.MAIL
    title = programme.title.chosen((person.language, *programme.languages))[0]
    return post(
        once=once,
        subject_key=person.key,
        purpose=Purpose.THIS_PROGRAMME,
        audience=str(audience_of(programme)),
        template=f"groups/emails/{template}",
        values={"name": person.shown_name, "plain": person.is_high, "title": title, **values},
        language=person.language,
        way=Letter.Way.MAIL if by_mail else Letter.Way.HAND,
        address=way.value if way is not None else "",
        at=at,
    )


def post_help(*, report: MonthReport, account: Account, at: datetime) -> Letter | None:
    """Tell an organiser at once that a group needs help: what for, the desk says."""
    person = getattr(account, "person", None)
    if person is None:
        return None
    programme = report.group.formation.programme
    with override(account.language):
        link = f"{settings.ADDRESS}{reverse('groups:overview', args=[programme.key])}"
    assert report.asked_at is not None  # it was called for just now
    return post(
        once=f"group_help:{report.key}:{report.asked_at.isoformat()}:{account.key}",
        subject_key=person.key,
        purpose=Purpose.NOTICE,
        audience=str(SCHOOL),
        template="groups/emails/group_help",
        values={"name": account.shown_name, "link": link},
        language=account.language,
        way=Letter.Way.MAIL,
        address=account.address,
        at=at,
    )
