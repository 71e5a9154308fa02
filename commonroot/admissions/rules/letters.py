"""Letters with a decision: ready-made words, the words filled in, until when an offer is held."""

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

WORDS = frozenset({"title", "school", "until", "why"})
LENGTH = 5000
_WORD = re.compile(r"\{([^{}\n]*)\}")


@cache
def ready_made() -> dict[str, dict[str, str]]:
    """{verdict: {language: text}} to begin with."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {
        verdict: {language: text.strip() for language, text in texts.items()}
        for verdict, texts in table.items()
    }


def filled(text: str, *, values: Mapping[str, str]) -> str:
    """The text with each known word in braces replaced; the others stay as they are."""
    return _WORD.sub(lambda found: values.get(found[1].strip(), found[0]), text)


def strange_words(text: str) -> list[str]:
    """Words in braces that stand for nothing."""
    said = (found.strip() for found in _WORD.findall(text))
    return list(dict.fromkeys(word for word in said if word not in WORDS))


def held_until(sent_at: datetime, *, days: int, zone: str) -> datetime:
    """The last second of the day on which an offer ends, on the clock of the call."""
    day = sent_at.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    return datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(zone))
