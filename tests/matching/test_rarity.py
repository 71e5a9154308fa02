"""How much a shared value tells where somebody lives."""

import json
import math

from commonroot.matching.rarity import Rarity
from commonroot.matching.usage import Usage
from tests.matching.people import crowd, description


def test_a_rare_part_of_a_name_tells_more_than_a_common_one():
    among = Rarity.counted([*crowd(), description("Zuhura Kamau")]).among("KE")

    assert among.bits("shr") > among.bits("km") + 2


def test_a_name_common_in_one_country_is_rare_in_another():
    kenya = [description("Amina Kamau", ref=n, country="KE") for n in range(50)]
    peru = [description("Rosa Quispe", ref=n, country="PE") for n in range(50)]
    rarity = Rarity.counted([*kenya, *peru])

    assert rarity.among("PE").bits("km") > rarity.among("KE").bits("km") + 2


def test_without_a_country_all_the_world_counts():
    rarity = Rarity.counted(crowd())

    assert rarity.among("").crowd == rarity.among("KE").crowd == math.log2(100 / 1.4)


def test_counting_on_is_counting_together():
    people = crowd()
    apart = Rarity.counted(people[:40]).plus(Rarity.counted(people[40:]))
    after = Rarity.counted(people[:40])
    after.among("KE")
    after.add(people[40:])
    together = Rarity.counted(people)

    assert apart.as_json() == after.as_json() == together.as_json()
    assert after.among("KE").bits("km") == together.among("KE").bits("km")


def test_rarity_is_kept_as_plain_values():
    rarity = Rarity.counted(crowd())

    again = Rarity.from_json(json.loads(json.dumps(rarity.as_json())))

    assert again.as_json() == rarity.as_json()


def test_given_and_family_names_are_learnt():
    rarity = Rarity.counted(crowd())

    assert rarity.is_given("grs") is True
    assert rarity.is_given("km") is False
    assert rarity.is_given("unheard") is None


def test_city_share_is_of_the_country():
    assert Rarity.counted(crowd()).among("KE").city_share("nairobi") == 0.2
    assert Rarity.counted([]).among("KE").city_share("nairobi") == 0.0


def test_usage_counts_names_and_not_spellings():
    shared = {"emails": ("team@example.org",), "phones": ("+254712345678",)}
    people = [
        description("Amina Otieno", **shared),
        description("Aminah Otieno", **shared),
        description("A. Otieno", **shared),
        description("Baraka Kamau", **shared),
        description("Chebet Wafula", emails=("team@example.org",)),
        description("", **shared),
    ]

    usage = Usage.counted(people)

    assert usage("team@example.org") == 3
    assert usage("12345678") == 2
    assert usage("nobody@example.org") == 1


def test_usage_may_be_given():
    assert Usage({"team@example.org": 7})("team@example.org") == 7


def test_usage_stops_counting_where_it_tells_no_more():
    names = ("Achieng Ouma", "Baraka Kamau", "Chebet Wafula", "Daudi Mwangi", "Esther Njoroge",
             "Furaha Kiptoo", "Grace Mutua", "Halima Abdi")  # fmt: skip
    people = [description(name, emails=("team@example.org",)) for name in names]

    assert Usage.counted(people)("team@example.org") == 6
