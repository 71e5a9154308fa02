"""Zones by the town they are named for, in the reader's language."""

from datetime import UTC, datetime

import pytest

from commonroot.core.time import zone_place, zone_words

NOVEMBER = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "language", "town"),
    [
        ("America/Sao_Paulo", "en", "São Paulo"),
        ("America/Sao_Paulo", "pt", "São Paulo"),
        ("Asia/Beirut", "fr", "Beyrouth"),
        ("Asia/Beirut", "ar", "بيروت"),
        ("America/Argentina/Mendoza", "ar", "ميندوزا"),
        ("America/Argentina/Buenos_Aires", "fr", "Buenos Aires"),
        ("Europe/Kyiv", "ar", "كييف"),
        ("UTC", "ar", "UTC"),
    ],
)
def test_a_zone_is_named_for_its_town(zone, language, town):
    assert zone_place(zone, language) == town


@pytest.mark.parametrize(
    ("zone", "language", "words"),
    [
        ("Africa/Nairobi", "en", "Nairobi, UTC+3"),
        ("Asia/Beirut", "ar", "بيروت، UTC+2"),
        ("UTC", "ar", "UTC"),
    ],
)
def test_a_zone_is_told_with_its_offset(zone, language, words):
    assert zone_words(zone, NOVEMBER, language=language) == words
