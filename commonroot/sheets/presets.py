"""Exports of other services and our own, recognised by their headings."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from commonroot.sheets.fields import Field
from commonroot.sheets.headings import heading_key


@dataclass(frozen=True)
class Preset:
    """A known export; `columns` maps heading keys to fields.

    `status` is what every person of the file is ("subscribed", "unsubscribed", "bouncing"),
    where the service keeps a file for each. `service` is whose identifiers and states these are,
    "" where rows are only numbered or say nothing of agreements.
    """

    key: str
    label: str
    columns: Mapping[str, Field]
    needs: frozenset[str]
    first: frozenset[str]
    status: str | None = None
    service: str = ""

    def fits(self, keys: Sequence[str]) -> bool:
        """Tell whether headings (as keys, in their order) are those of this export."""
        if self.first and (not keys or keys[0] not in self.first):
            return False
        return self.needs <= set(keys)


def preset_of(headings: Sequence[str]) -> Preset | None:
    """Return the export these headings belong to, or None."""
    keys = [heading_key(heading) for heading in headings]
    return next((preset for preset in presets() if preset.fits(keys)), None)


@cache
def presets() -> tuple[Preset, ...]:
    """Return all presets, those that ask for more before those that ask for less."""
    text = files("commonroot.sheets").joinpath("presets.toml").read_text(encoding="utf-8")
    return tuple(
        Preset(
            key=key,
            label=table["label"],
            columns={heading_key(name): Field(field) for name, field in table["columns"].items()},
            needs=frozenset(heading_key(name) for name in table.get("needs", ())),
            first=frozenset(heading_key(name) for name in table.get("first", ())),
            status=table.get("status"),
            service=table.get("service", ""),
        )
        for key, table in tomllib.loads(text).items()
    )
