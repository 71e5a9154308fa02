"""Answers over plain values: whether there is one, and hours of a week in words."""

from collections.abc import Iterable, Sequence
from typing import Any


def is_empty(value: Any) -> bool:
    """Whether nothing was answered. No and nought are answers."""
    return value is None or (isinstance(value, str | list | dict) and not value)


def hour_words(hours: Sequence[Sequence[int]], *, days: Sequence[str]) -> str:
    """ "Mon 18:00–20:00, Wed 9:00–12:30" of [[weekday 0–6, half-hour 0–47]]."""
    told = []
    for day, name in enumerate(days):
        halves = sorted({half for weekday, half in hours if weekday == day})
        spans = [f"{_clock(first)}–{_clock(last + 1)}" for first, last in _spans(halves)]
        if spans:
            told.append(f"{name} {' '.join(spans)}")
    return ", ".join(told)


def _spans(halves: Iterable[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for half in halves:
        if spans and spans[-1][1] == half - 1:
            spans[-1] = (spans[-1][0], half)
        else:
            spans.append((half, half))
    return spans


def _clock(half: int) -> str:
    return f"{half // 2}:{'30' if half % 2 else '00'}"
