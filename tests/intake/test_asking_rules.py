"""Rules of asking everybody of an old list once."""

from datetime import UTC, datetime, timedelta

import pytest

from commonroot.intake.rules import asking as rules

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
KNOWN = ["en", "es", "fr", "pt", "ar"]
BOTH = ("mail", "phone")


@pytest.mark.parametrize(
    ("ways", "channel", "is_high", "is_paused", "expected"),
    [
        (BOTH, "", False, False, ("mail", "")),
        (("phone",), "", False, False, ("phone", "")),
        ((), "", False, False, ("", "no way")),
        (BOTH, "signal", False, False, ("phone", "")),
        (("mail",), "whatsapp", False, False, ("", "no way")),
        (BOTH, "mail", False, False, ("mail", "")),
        (("phone",), "mail", False, False, ("", "no way")),
        (BOTH, "circle", False, False, ("", "no way")),
        (BOTH, "", True, False, ("", "no way")),
        (BOTH, "mail", True, False, ("mail", "")),
        (BOTH, "call", True, False, ("phone", "")),
        (BOTH, "", False, True, ("", "paused")),
        (BOTH, "circle", True, True, ("", "paused")),
    ],
)
def test_the_way_is_the_one_they_named_or_none(ways, channel, is_high, is_paused, expected):
    found = rules.way_to_ask(ways=ways, channel=channel, is_high=is_high, is_paused=is_paused)

    assert found == expected


@pytest.mark.parametrize(
    ("said", "country", "ours", "language"),
    [
        ("pt", "CO", ["fr"], "pt"),
        ("pt-BR", "", [], "pt"),
        ("sw", "CO", ["fr"], "es"),
        ("sw", "KE", ["ar", "fr"], "ar"),
        ("", "KE", ["sw"], "en"),
        ("", "", [], "en"),
        ("", "SN", ["en"], "fr"),
    ],
)
def test_the_language_is_theirs_then_their_countrys_then_the_schools(said, country, ours, language):
    assert rules.letter_language(said=said, country=country, known=KNOWN, ours=ours) == language


def test_no_country_reads_two_languages():
    assert len(rules.READ_IN) == 18 + 24 + 8 + 20


def test_the_reminder_comes_after_two_thirds_and_the_end_after_all_days():
    assert rules.reminder_at(NOON, days=30) == NOON + timedelta(days=20)
    assert rules.reminder_at(NOON, days=14) == NOON + timedelta(days=9)
    assert rules.ends_at(NOON, days=30) == NOON + timedelta(days=30)


@pytest.mark.parametrize(("reminded", "until"), [(20, 30), (23, 30), (24, 31), (60, 67)])
def test_nobody_has_less_than_a_week_after_the_reminder(reminded, until):
    end = NOON + timedelta(days=30)

    found = rules.silence_at(end, reminded_at=NOON + timedelta(days=reminded))

    assert found == NOON + timedelta(days=until)
