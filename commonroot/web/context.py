"""What every page may show: the school, its languages, the direction, the demo."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi, get_language_info
from django.utils.translation import gettext as _

from commonroot.accounts.guards import ActorRequest
from commonroot.accounts.permissions import can_open_desk
from commonroot.accounts.roles import Actor
from commonroot.campaigns.queries.studies import Row, studies_of_session
from commonroot.engagement.permissions.years import can_follow_people
from commonroot.handbook.queries.answers import DEEPEN, deepening
from commonroot.people.permissions import can_see_register
from commonroot.web.demo import bar
from commonroot.web.permissions import can_see_letters
from commonroot.web.queries.rail import counts

# Which pages belong to which word of the rail.
PARTS = {
    "today": {"web:today"},
    "people": {
        "web:people",
        "web:person",
        "web:person_new",
        "web:person_edit",
        "web:person_more",
        "web:person_history",
        "web:still_right",
        "web:still_right_ask",
        "web:still_right_round",
        "web:people_export",
        "web:people_taken",
        "web:taken_one",
        "web:taken_decide",
        "web:taken_fetch",
        "web:people_filter",
        "web:people_print",
        "web:people_lists",
        "web:list_new",
        "web:list_edit",
        "web:doubles",
        "web:double",
        "web:at_once",
        "web:stroke",
        "web:merges",
        "web:merged",
        "web:merge",
        "intake:lists",
        "intake:says",
        "intake:columns",
        "intake:rows",
        "intake:pairs",
        "intake:pair",
        "intake:likely",
        "intake:undo",
        "intake:ask",
        "intake:list_round",
    },
    "programmes": {
        "web:programmes",
        "web:programme",
        "web:programme_trail",
        "registration:roster",
        "handbook:handbook",
        "handbook:school_chapter",
        "handbook:course",
        "handbook:chapter",
        "handbook:answer",
        "handbook:take_over",
        "handbook:paper",
        "handbook:school_paper",
        "handbook:template",
        "handbook:template_new",
    },
    "letters": {
        "mailings:many",
        "mailings:begin",
        "mailings:letter",
        "mailings:whom",
        "mailings:words",
        "mailings:look",
        "mailings:rule",
        "mailings:templates",
        "mailings:template",
        "mailings:groups",
        "mailings:group",
        "mailings:group_new",
        "web:letters",
        "web:letter",
        "programmes:questions",
        "programmes:question",
        "mailings:discussion",
    },
    "years": {
        "engagement:queue",
        "engagement:alumna",
        "engagement:meet",
        "engagement:one_to_one",
        "engagement:introductions",
        "engagement:pathways",
        "engagement:pathway",
        "engagement:pathway_new",
        "engagement:networks",
    },
    "circles": {
        "web:circles",
        "web:circle",
        "web:circle_new",
        "web:circle_part",
        "web:members",
        "web:organisations",
        "web:organisation",
    },
}

SESSION_PAGES = {"registration:session", "registration:session_with"}

# The years after of one course: what it wanted to deepen stands atop each of these pages.
YEARS_AFTER = {
    "engagement:close",
    "engagement:alumni",
    "engagement:projects",
    "engagement:letters",
    "engagement:rounds",
    "engagement:outcome",
}


def page(request: HttpRequest) -> dict[str, Any]:
    """Variables of every template; the school is fetched only when a page uses it."""
    current = get_language() or "en"
    # An error page may be drawn before the middleware has set anything.
    school = getattr(request, "school", None)
    return {
        "school": school,
        "languages": SimpleLazyObject(lambda: _languages(request, school=school, current=current)),
        "page_language": current,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "demo": SimpleLazyObject(lambda: bar(request)) if settings.DEMO else None,
        "account": getattr(request, "account", None),
        "rail": SimpleLazyObject(lambda: rail(request)),
        "session_studies": SimpleLazyObject(lambda: session_studies(request)),
        "years_after": SimpleLazyObject(lambda: years_after(request)),
        **_own(request),
        "privacy_url": reverse("stewardship:privacy"),
        "protect_url": reverse("stewardship:protect"),
        "careful_url": reverse("stewardship:careful")
        if can_see_register(getattr(request, "actor", Actor.public()))
        else "",
        "account_name": getattr(getattr(request, "account", None), "shown_name", ""),
        "account_url": reverse("accounts:mine") if hasattr(request, "account") else "",
        "sign_out_url": reverse("accounts:sign_out") if hasattr(request, "account") else "",
    }


def session_studies(request: HttpRequest) -> list[Row]:
    """The case studies with which the session works whose public page this is."""
    match = request.resolver_match
    if match is None or match.view_name not in SESSION_PAGES:
        return []
    return studies_of_session(match.kwargs["key"])


def rail(request: HttpRequest) -> list[dict[str, Any]]:
    """Where the desk leads whoever is signed in: what they may open, and how much is there."""
    asked = cast(ActorRequest, request)
    if not can_open_desk(asked.actor):
        return []
    numbers = counts(asked.actor, at=asked.at)
    register = can_see_register(asked.actor)
    entries = [
        ("today", _("Today"), asked.session.get("today"), True),
        ("people", _("People"), numbers["people"], register),
        ("programmes", _("Programmes"), numbers["programmes"], True),
        ("letters", _("Letters"), numbers["letters"], can_see_letters(asked.actor)),
        ("years", _("The years after"), None, can_follow_people(asked.actor) and numbers["closed"]),
        ("circles", _("Circles"), numbers["circles"], register and numbers["circles"]),
    ]
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [
        {
            "label": label,
            "url": reverse("engagement:queue" if name == "years" else f"web:{name}"),
            "count": None if count is None else f"{count:,}",
            "current": here in PARTS[name],
        }
        for name, label, count, open_to_them in entries
        if open_to_them
    ]


def years_after(request: HttpRequest) -> dict[str, Any]:
    """What the course of a page of its years after wanted to deepen; empty on every other page."""
    match = request.resolver_match
    if match is None or match.view_name not in YEARS_AFTER:
        return {}
    key = match.kwargs["key"]
    chapter, _dot, question = DEEPEN.partition(".")
    return {
        "answer": deepening(key),
        "url": f"{reverse('handbook:chapter', args=[key, chapter])}#{question}",
    }


def _languages(request: HttpRequest, *, school: Any, current: str) -> list[dict[str, Any]]:
    # Before there is a school, every language that Commonroot speaks.
    codes = school.languages if school else [code for code, _name in settings.LANGUAGES]
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"],
            "url": _in_language(request.get_full_path(), code, current=current),
            "current": code == current,
        }
        for code in codes
    ]


def _in_language(path: str, code: str, *, current: str) -> str:
    """The same page in another language. Addresses differ in their first part alone."""
    prefix = f"/{current}/"
    if path.startswith(prefix):
        return f"/{code}/{path.removeprefix(prefix)}"
    return translate_url(path, code)


def _own(request: HttpRequest) -> dict[str, str]:
    """What stands at the top of every page that a link from a letter opens."""
    link = getattr(request, "link", None)
    if link is None:
        return {}
    return {
        "person_name": link.person.shown_name,
        "not_me_url": reverse("web:me_not") if link.scope == "page" else "",
        "leave_url": reverse("web:me_leave"),
        "leave_to": reverse("web:left"),
    }
