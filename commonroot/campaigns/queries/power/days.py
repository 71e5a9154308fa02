"""The power map on earlier days, and what became of everybody since, in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.campaigns.models import Snapshot
from commonroot.campaigns.models.tools.power import ACTOR
from commonroot.campaigns.queries.power.showing import UNKNOWN, Map, influence_words, side_words
from commonroot.campaigns.queries.reading import Reader
from commonroot.campaigns.rules.comparing import Moved, Stand, Way, counted

SIGNS = {
    Way.TOWARDS: "▲", Way.STRONGER: "▲", Way.AWAY: "▼", Way.WEAKER: "▼", Way.STAYED: "=",
    Way.UNKNOWN: "", Way.NEW: "+", Way.GONE: "−",
}  # fmt: skip


def stands_on(kept: Snapshot, *, drawn: Map, reader: Reader) -> dict[str, Stand]:
    """Where everybody stood on that day, by key.

    Beyond the team only of those who are on the map as the reader has it today, and were open then:
    of whoever was taken off or is kept to the team by now, no trace is left.
    """
    open_now = {dot.key for dot in drawn.dots}
    return {
        row["key"]: _stand(row["said"])
        for row in kept.rows
        if row["kind"] == ACTOR.code
        and (reader.is_team or (row["key"] in open_now and not row["team_only"]))
    }


def _stand(said: Mapping[str, Any]) -> Stand:
    known = said.get("x") is not None and said.get("confidence") != UNKNOWN
    return Stand(said.get("label", ""), said.get("x"), said.get("y"), known=known)


@dataclass(frozen=True)
class Told:
    """What became of somebody: in a sentence, as a sign and a few words, and where they stood."""

    change: Moved
    name: str
    number: int
    sentence: str
    sign: str
    short: str
    then: str
    now: str


def told(changes: Sequence[Moved], *, drawn: Map) -> list[Told]:
    """The changes in words, in their order; whoever is gone has no number (0)."""
    numbers = {dot.key: dot.number for dot in drawn.dots}
    return [
        Told(
            change,
            name=_label(change),
            number=numbers.get(change.key, 0),
            sentence=_sentence(change),
            sign=SIGNS[change.way],
            short=_short(change),
            then=_place(change.then),
            now=_place(change.now),
        )
        for change in changes
    ]


def headline(changes: Sequence[Moved]) -> str:
    """All of it in a sentence: "Of 8: 3 moved towards us, 2 stayed." """
    parts = _(", ").join(_counted(way, number) for way, number in counted(list(changes)).items())
    if not parts:
        return _("Nobody was on the map on either day.")
    return _("Of %(count)d: %(parts)s.") % {"count": len(changes), "parts": parts}


def _label(change: Moved) -> str:
    stand = change.now or change.then
    return stand.label if stand else ""


def _place(stand: Stand | None) -> str:
    if stand is None:
        return ""
    return f"{side_words(stand.x)}{_(', ')}{influence_words(stand.y)}"


def _counted(way: Way, number: int) -> str:
    words = {
        Way.TOWARDS: ngettext("%d moved towards us", "%d moved towards us", number),
        Way.STRONGER: ngettext("%d grew stronger", "%d grew stronger", number),
        Way.WEAKER: ngettext("%d grew weaker", "%d grew weaker", number),
        Way.AWAY: ngettext("%d moved away", "%d moved away", number),
        Way.STAYED: ngettext("%d stayed", "%d stayed", number),
        Way.UNKNOWN: ngettext("of %d we do not know", "of %d we do not know", number),
        Way.NEW: ngettext("%d is new", "%d are new", number),
        Way.GONE: ngettext("%d was taken off", "%d were taken off", number),
    }
    return words[way] % number


def _short(change: Moved) -> str:
    side, influence = f"{abs(change.side):g}", f"{abs(change.influence):g}"
    return {
        Way.TOWARDS: _("%(number)s towards us") % {"number": side},
        Way.AWAY: _("%(number)s away") % {"number": side},
        Way.STRONGER: _("%(number)s stronger") % {"number": influence},
        Way.WEAKER: _("%(number)s weaker") % {"number": influence},
        Way.STAYED: _("same"),
        Way.UNKNOWN: _("not known"),
        Way.NEW: _("new"),
        Way.GONE: _("taken off"),
    }[change.way]


def _sentence(change: Moved) -> str:
    side, influence = f"{abs(change.side):g}", f"{abs(change.influence):g}"
    name = _label(change)
    sentence = {
        Way.TOWARDS: _("%(name)s moved %(number)s towards us."),
        Way.AWAY: _("%(name)s moved %(number)s away from us."),
        Way.STRONGER: _("%(name)s grew stronger by %(number)s."),
        Way.WEAKER: _("%(name)s grew weaker by %(number)s."),
        Way.STAYED: _("%(name)s stayed."),
        Way.UNKNOWN: _("Of %(name)s we do not know."),
        Way.NEW: _("%(name)s is new on the map."),
        Way.GONE: _("%(name)s was taken off the map."),
    }[change.way]
    number = side if change.way in {Way.TOWARDS, Way.AWAY} else influence
    said = sentence % {"name": name, "number": number}
    if change.way in {Way.TOWARDS, Way.AWAY} and change.influence:
        more = (
            _("They grew stronger by %(number)s too.")
            if change.influence > 0
            else _("They grew weaker by %(number)s too.")
        )
        said = f"{said} {more % {'number': influence}}"
    return said
