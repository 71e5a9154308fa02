"""Letters before a course: what is left to do, and by when."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from commonroot.admissions.models import Preparation
from commonroot.admissions.queries.preparing import Coming
from commonroot.admissions.queries.reading import organisers_of
from commonroot.consent.rules import Purpose
from commonroot.messaging.actions import post
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay
from commonroot.people.queries import page_address, working_way


def post_to_do(
    *, coming: Coming, tasks: Sequence[Preparation], token: str, at: datetime
) -> Letter | None:
    """What somebody has left to do; at most one letter a day. A link alone for high care."""
    person, call = coming.person, coming.application.call
    way = working_way(person)
    by_mail = way is not None and way.kind == ContactWay.Kind.MAIL
    languages = (person.language, *call.programme.languages)
    with override(person.language):
        lines = [_line(task, languages) for task in tasks]
    values = {
        "name": person.shown_name,
        "plain": person.is_high,
        "title": call.programme.title.chosen(languages)[0],
        "lines": lines,
        "link": page_address(token),
        "reply_to": "" if person.is_high else call.reply_to,
    }
    return post(
        once=f"preparing:{coming.application.key}:{person.key}:{at.date().isoformat()}",
        subject_key=person.key,
        purpose=Purpose.THIS_PROGRAMME,
        audience=str(organisers_of(call)),
        template="admissions/emails/to_do",
        values=values,
        language=person.language,
        way=Letter.Way.MAIL if by_mail else Letter.Way.HAND,
        address=way.value if way is not None else "",
        at=at,
    )


def _line(task: Preparation, languages: Sequence[str]) -> str:
    title: str = task.title.chosen(languages)[0]
    if task.due_on is None:
        return title
    day = date_format(task.due_on, pgettext("day, as in Tuesday 1 December", "l j F"))
    return _("%(title)s: by %(day)s") % {"title": title, "day": day}
