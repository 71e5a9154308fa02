"""What stands in a field, in words; what is amiss with what was typed; whose words they are."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from commonroot.campaigns.models import Member
from commonroot.campaigns.models.tools import Field
from commonroot.campaigns.models.tools.shapes import Type
from commonroot.campaigns.rules.values import Amiss

AMISS = {
    "needed": _("Write something here first."),
    "less": _("Write a number from %(bound)s up."),
    "more": _("Write a number up to %(bound)s."),
    "number": _("Write a number, in digits."),
    "date": _("We could not read this date. Write it as year-month-day: 2027-03-31."),
    "moment": _("We could not read this date. Write it as year-month-day: 2027-03-31."),
    "choice": _("Choose one of the answers that are offered."),
    "entry": _("This is not there any more. Choose another, or none."),
    "member": _("They are not in the team any more. Choose somebody else, or nobody."),
    "nobody": _("Say also who looks after it."),
}


def amiss_words(amiss: Amiss) -> str:
    """What is wrong with what was typed, and what to do, in a sentence or two."""
    if amiss.why != "longer":
        bound = "" if amiss.bound is None else f"{amiss.bound:g}"
        return str(AMISS[amiss.why]) % {"bound": bound}
    most = int(amiss.bound or 0)
    words = ngettext(
        "More than %(count)d letter does not fit here. Shorten it, or put part of it elsewhere.",
        "More than %(count)d letters do not fit here. Shorten it, or put part of it elsewhere.",
        most,
    )
    return words % {"count": most}


def name_of(member: Member | None) -> str:
    """How the team sees one of its own: by the name they chose; once they left, unnamed."""
    if member is None or member.left_at is not None or member.person.frozen_at is not None:
        return gettext("somebody who left")
    return member.person.shown_name


def words_of(field: Field, value: Any, *, names: Mapping[str, str]) -> str:
    """What stands in a field, in words; `names`: {key: name} of entries and members."""
    if value is None or value == "":
        return ""
    match field.type:
        case Type.CHOICE:
            return str(dict(field.choices).get(value, value))
        case Type.SEVERAL:
            labels = dict(field.choices)
            return gettext(", ").join(str(labels.get(one, one)) for one in value)
        case Type.YES_NO:
            return gettext("yes") if value else ""
        case Type.DATE | Type.DUE:
            return date_format(
                date.fromisoformat(value), pgettext("day, as in Tue 1 Dec 2027", "D j M Y")
            )
        case Type.MOMENT:
            return date_format(
                datetime.fromisoformat(value),
                pgettext("moment, as in Tue 1 Dec 2027, 18:00", "D j M Y, H:i"),
            )
        case Type.ENTRY | Type.MEMBER:
            return names.get(value, "")
        case _:
            return str(value)
