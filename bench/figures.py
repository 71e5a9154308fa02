"""One measured figure."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """A name, a value, its unit, and the most it may be (None: only told)."""

    name: str
    value: float
    unit: str
    bound: float | None = None

    @property
    def missed(self) -> bool:
        """Whether the value is above its bound."""
        return self.bound is not None and self.value > self.bound

    def as_json(self) -> dict[str, Any]:
        """The line that is printed."""
        return {
            "name": self.name,
            "value": round(self.value, 3),
            "unit": self.unit,
            "bound": self.bound,
        }
