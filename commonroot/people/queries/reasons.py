"""Why two may be one person, in a sentence: what speaks for it, and what against."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commonroot.matching.reasons import SENTENCES

FOR, AGAINST = 4, 3  # more are not read while one decides
OTHER = "other_"  # differs: never a reason for one person, whatever weight it has


class Why(NamedTuple):
    """How sure Commonroot is, what speaks for one person, and what against; each may be empty."""

    lead: str
    speaks_for: str
    against: str


def why(band: str, reasons: Iterable[Sequence[Any]]) -> Why:
    """The words for a pair's band and its stored reasons, [[code, weight], …]."""
    known = [(code, weight > 0 and not code.startswith(OTHER)) for code, weight in reasons]
    said = [(_(SENTENCES[code]), speaks_for) for code, speaks_for in known if code in SENTENCES]
    pro = [words for words, speaks_for in said if speaks_for][:FOR]
    contra = [words for words, speaks_for in said if not speaks_for][:AGAINST]
    return Why(lead=_lead(band), speaks_for=_upper(_listed(pro)), against=_listed(contra))


def _lead(band: str) -> str:
    leads = {"certain": _("Almost surely."), "probable": _("Probably."), "possible": _("Perhaps.")}
    return leads[band]


def _listed(words: Sequence[str]) -> str:
    """ "same phone; same city." """
    return f"{pgettext('between reasons', '; ').join(words)}." if words else ""


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
