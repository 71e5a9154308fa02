"""Descriptions of made-up people, for the tests of matching."""

from collections.abc import Iterable
from typing import Any

from commonroot.matching.describe import describe
from commonroot.matching.matcher import Matcher
from commonroot.matching.rarity import Rarity
from commonroot.matching.records import Description, Record
from commonroot.matching.usage import Usage

_PLACES = ("Nairobi", "Mombasa", "Kisumu", "Nakuru", "Eldoret")


def record(name: str = "", **said: Any) -> Record:
    """A record that says what is given, by one name or none; in Kenya unless said otherwise."""
    given = {"ref": name, "country": "KE"} | said
    return Record(names=(name,) if name else (), **given)


def description(name: str = "", **said: Any) -> Description:
    """The same made comparable."""
    return describe(record(name, **said))


def crowd() -> list[Description]:
    """A hundred people of Kenya among whom a dozen names and five cities are common."""
    given = ("Achieng", "Baraka", "Chebet", "Daudi", "Esther", "Furaha", "Grace", "Halima")
    family = ("Kamau", "Otieno", "Mwangi", "Njoroge", "Wafula")
    return [
        description(
            f"{given[number % 8]} {family[number % 5]}",
            ref=f"crowd {number}",
            given=given[number % 8],
            family=family[number % 5],
            city=_PLACES[number % 5],
        )
        for number in range(100)
    ]


def matcher(among: Iterable[Description] = ()) -> Matcher:
    """A matcher that knows the crowd, and further people."""
    everybody = [*crowd(), *among]
    return Matcher(rarity=Rarity.counted(everybody), usage=Usage.counted(everybody))
