"""One measured figure."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """A name, a value, its unit, and the most (`bound`) or the least (`floor`) it may be.

    Without either it is only told.
    """

    name: str
    value: float
    unit: str
    bound: float | None = None
    floor: float | None = None

    @property
    def missed(self) -> bool:
        """Whether the value is above its bound or below its floor."""
        above = self.bound is not None and self.value > self.bound
        return above or (self.floor is not None and self.value < self.floor)

    @property
    def asked(self) -> str:
        """The bound or floor in words, "" if there is none."""
        if self.bound is not None:
            return f"≤ {self.bound:g} {self.unit}"
        return f"≥ {self.floor:g} {self.unit}" if self.floor is not None else ""

    def as_json(self) -> dict[str, Any]:
        """The line that is printed."""
        return {
            "name": self.name,
            "value": round(self.value, 4),
            "unit": self.unit,
            "bound": self.bound,
            "floor": self.floor,
        }
