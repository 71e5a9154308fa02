"""What a list of people is asked for, in the address of a page and in the session.

An address may hold a filter or the key of a saved list, so that it can be passed on. It never
holds what somebody typed to find a person: that stays in the session under a short key.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from commonroot.accounts.guards import ActorRequest
from commonroot.core.filters.value import (
    EVERYBODY,
    Filter,
    FilterNotUnderstood,
    Part,
    added,
    as_json,
    from_json,
    parts_of,
)
from commonroot.mailings.queries import fields
from commonroot.people.models import SavedList
from commonroot.people.permissions import can_see_list
from commonroot.people.queries.lists import saved_list
from commonroot.web.queries.lines import COLUMNS
from commonroot.web.queries.ordering import NAME, ORDERS
from commonroot.web.queries.people import USUAL_COLUMNS, Wanted

SEARCH_LENGTH = 120
SEARCHES = 30  # of one session, the latest
SESSION_SEARCHES = "people searches"
SESSION_COLUMNS = "people columns"
# Short addresses that other pages use: each a condition.
SHORT = {
    "country": ("country", "in"),
    "course": ("course", "in"),
    "circle": ("circle", "in"),
    "fresh": ("confirmed", "in"),
    "came": ("list", "in"),
}


@dataclass(frozen=True)
class Chosen:
    """A list as it is asked for: what is wanted, the saved list it began with, what went wrong."""

    wanted: Wanted
    saved: SavedList | None = None
    problem: str = ""
    is_lost: bool = False  # what was typed is no longer known

    @property
    def is_changed(self) -> bool:
        """Whether it is another list than the saved one it began with."""
        if self.saved is None:
            return False
        return self.as_filter != self.saved.filter or self.wanted.order.code != _order(self.saved)

    @property
    def as_filter(self) -> Any:
        """The whole list as a filter in JSON: what was typed is a condition of its name."""
        asked = self.wanted.asked
        if self.wanted.q:
            asked = added(asked, Part("name", "begins", (self.wanted.q,)))
        return as_json(asked) if asked else {}


def chosen(request: ActorRequest) -> Chosen:
    """What the address, the form sent and the session ask for; what cannot be read is left out."""
    sent = {**request.GET.dict(), **request.POST.dict()}
    saved, asked, problem = _saved(request, sent.get("list", ""))
    q, is_lost = "", False
    if key := sent.get("s", ""):
        typed = request.session.get(SESSION_SEARCHES, {}).get(key)
        is_lost = typed is None
        q = (typed or {}).get("q", "")
        asked, problem = _read((typed or {}).get("f", as_json(asked)))
    elif "f" in sent:
        asked, problem = _parsed(sent["f"])
    for name, (field, how) in SHORT.items():
        if value := sent.get(name):
            asked = _with(asked, Part(field, how, (value,)))
    if sent.get("basis") == "unknown":
        asked = _with(asked, Part("agreement", "unknown"))
    order = ORDERS.get(sent.get("order") or (_order(saved) if saved else ""), NAME)
    wanted = Wanted(
        q=q,
        asked=asked,
        nearly=sent.get("nearly") == "yes",
        order=order,
        columns=_columns(request, saved),
    )
    return Chosen(wanted, saved, problem, is_lost)


def address_of(
    request: ActorRequest, here: Chosen, *, name: str = "web:people", **more: str
) -> str:
    """The address of that list on one of its pages."""
    pairs = state_of(request, here) | {key: text for key, text in more.items() if text}
    return f"{reverse(name)}?{urlencode(pairs)}" if pairs else reverse(name)


def state_of(request: ActorRequest, here: Chosen) -> dict[str, str]:
    """What an address or a hidden field of a form says of that list."""
    wanted, saved = here.wanted, here.saved
    pairs = {"list": saved.key} if saved else {}
    if wanted.q or any(fields()[part.field].is_typed for part in parts_of(wanted.asked)):
        if saved is None or here.is_changed:
            pairs["s"] = _kept(request, {"q": wanted.q, "f": as_json(wanted.asked)})
    elif as_json(wanted.asked) != (_plain(saved.filter) if saved else as_json(EVERYBODY)):
        pairs["f"] = json.dumps(as_json(wanted.asked), ensure_ascii=False, separators=(",", ":"))
    if wanted.order.code != (_order(saved) if saved else NAME.code):
        pairs["order"] = wanted.order.code
    return pairs


def narrowed(here: Chosen, **changes: Any) -> Chosen:
    """The same list, asked for a little otherwise."""
    return replace(here, wanted=replace(here.wanted, **changes))


def remember_columns(request: ActorRequest, columns: list[str]) -> None:
    """Keep the columns of lists that are not saved."""
    request.session[SESSION_COLUMNS] = columns


def known_columns(codes: list[str]) -> tuple[str, ...]:
    """Those of `codes` that there are, in their fixed order."""
    return tuple(code for code in COLUMNS if code in codes)


def filter_of(saved: SavedList) -> Filter:
    """The filter of a saved list; what can no longer be read of it asks for nothing."""
    return _read(saved.filter)[0]


def _saved(request: ActorRequest, key: str) -> tuple[SavedList | None, Filter, str]:
    saved = saved_list(key) if key and "\x00" not in key else None
    if saved is None or not can_see_list(request.actor, saved):
        return None, EVERYBODY, ""
    return saved, *_read(saved.filter)


def _parsed(text: str) -> tuple[Filter, str]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return EVERYBODY, _("The conditions of this list could not be read.")
    return _read(content)


def _read(content: Any) -> tuple[Filter, str]:
    try:
        return from_json(content, fields=fields()), ""
    except FilterNotUnderstood as refusal:
        return EVERYBODY, str(refusal)


def _with(asked: Filter, part: Part) -> Filter:
    """The filter with one more condition, if it can be read."""
    found, problem = _read(as_json(added(asked, part)))
    return asked if problem else found


def _plain(content: Any) -> Any:
    """A stored filter as `as_json` would write it."""
    return as_json(_read(content)[0]) if content else as_json(EVERYBODY)


def _order(saved: SavedList) -> str:
    return saved.order or NAME.code


def _columns(request: ActorRequest, saved: SavedList | None) -> tuple[str, ...]:
    if saved is not None and saved.columns:
        return known_columns(saved.columns)
    remembered = request.session.get(SESSION_COLUMNS)
    return USUAL_COLUMNS if remembered is None else known_columns(remembered)


def _kept(request: ActorRequest, typed: Mapping[str, Any]) -> str:
    """The key under which the session holds what was typed; the same again for the same."""
    searches = request.session.get(SESSION_SEARCHES, {})
    for key, known in searches.items():
        if known == typed:
            return str(key)
    key = secrets.token_urlsafe(6)
    latest = list(searches.items())[-(SEARCHES - 1) :]
    request.session[SESSION_SEARCHES] = {**dict(latest), key: dict(typed)}
    return key
