"""The zones people choose from."""

import pytest
from django.utils.translation import override

from commonroot.core.zone_fields import ZoneField
from commonroot.core.zones import canonical, place_words, zone_choices


def test_every_place_is_there_once_under_its_name_of_today():
    zones = [zone for zone, _words in zone_choices("en")]

    assert len(zones) == len(set(zones))
    assert {"Europe/Kyiv", "Asia/Kolkata", "America/Argentina/Buenos_Aires"} <= set(zones)
    assert not {"Europe/Kiev", "Asia/Calcutta", "America/Buenos_Aires", "GMT+0"} & set(zones)
    assert zones[0] == "UTC"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Kenya · Nairobi"), ("ar", "كينيا · نيروبي"), ("pt", "Quênia · Nairóbi")],
)
def test_a_place_is_named_in_the_language_of_the_reader(language, words):
    assert place_words("Africa/Nairobi", language) == words
    assert ("Africa/Nairobi", words) in zone_choices(language)


def test_an_old_name_is_taken_for_the_one_in_the_list():
    field = ZoneField()

    with override("en"):
        assert field.clean("Asia/Calcutta") == field.prepare_value("Asia/Calcutta")
    assert [canonical(zone) for zone in ("Europe/Kiev", "UTC", "Nowhere")] == [
        "Europe/Kyiv", "UTC", "Nowhere",
    ]  # fmt: skip
    assert place_words("UTC", "en") == "UTC"
