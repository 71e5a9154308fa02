"""What every page may show: the school, its languages, the direction, the demo."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi, get_language_info

from commonroot.circles import queries
from commonroot.web.demo import bar


def page(request: HttpRequest) -> dict[str, Any]:
    """Variables of every template; the school is fetched only when a page uses it."""
    current = get_language() or "en"
    school = SimpleLazyObject(lambda: _school(request))
    return {
        "school": school,
        "languages": SimpleLazyObject(lambda: _languages(request, school, current)),
        "page_language": current,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "demo": SimpleLazyObject(lambda: bar(request)) if settings.DEMO else None,
        "account": getattr(request, "account", None),
    }


def _school(request: HttpRequest) -> Any:
    """The school, fetched once a request."""
    if not hasattr(request, "_school"):
        request._school = queries.school()  # type: ignore[attr-defined]
    return request._school  # type: ignore[attr-defined]


def _languages(request: HttpRequest, school: Any, current: str) -> list[dict[str, Any]]:
    codes = school.languages if school else ["en"]
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"],
            "url": translate_url(request.get_full_path(), code),
            "current": code == current,
        }
        for code in codes
    ]
