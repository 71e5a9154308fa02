"""How the desk says ages, purposes and where a detail comes from."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def age(count: int, unit: str) -> str:
    """ "3 wk", "6 mo", "2 y", "never" for what `people.queries.freshness` gives."""
    if unit == "never":
        return _("never")
    text = {
        "weeks": ngettext("%(count)s wk", "%(count)s wk", count),
        "months": ngettext("%(count)s mo", "%(count)s mo", count),
        "years": ngettext("%(count)s y", "%(count)s y", count),
    }[unit]
    return text % {"count": count}


def clock(moment: datetime, *, zone: str) -> str:
    """ "19:00" as clocks in `zone` show it."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


def days_ago(since: datetime, *, at: datetime) -> str:
    """ "12 days", "today"."""
    days = max((at - since).days, 0)
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days} if days else _("today")


def how_long(since: datetime, *, at: datetime) -> str:
    """ "6 months", "2 years", "12 days": the largest unit that fits."""
    days = max((at - since).days, 0)
    if days >= 2 * 365:
        return ngettext("%(count)s year", "%(count)s years", days // 365) % {"count": days // 365}
    if days >= 2 * 30:
        return ngettext("%(count)s month", "%(count)s months", days // 30) % {"count": days // 30}
    return days_ago(since, at=at)


def purpose(code: str) -> str:
    """What something is done for, in a few words that follow "Said yes: "."""
    return {
        "this_programme": _("what the programme needs"),
        "register": _("being in our register"),
        "alumni_group": _("the alumni group"),
        "country_circle": _("telling the circle in their country"),
        "theme_circle": _("telling a theme circle"),
        "follow_up": _("being asked later how it goes"),
        "directory": _("being in the directory"),
        "naming": _("being named beside their work"),
        "pictures": _("pictures"),
        "teaching": _("being asked to teach"),
        "public_listing": _("being named in public"),
        "news": _("news of the network"),
        "notice": _("a notice"),
        "circle_contact": _("letters about the work of the circle"),
    }.get(code, code)


def source(code: str) -> str:
    """Who said a detail, for the codes that provenance holds."""
    return {
        "registration": _("said when registering"),
        "import": _("from an old list"),
        "hand": _("written by an organiser"),
        "account": _("corrected by an organiser"),
        "link": _("said by themself"),
        "invitation": _("said when invited"),
        "system": _("written by Commonroot"),
    }.get(code, code)
