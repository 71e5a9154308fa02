"""Who uses an address: how many distinct names stand beside one e-mail address or number."""

from collections.abc import Iterable, Iterator, Mapping

from commonroot.matching.names import compare_names
from commonroot.matching.rarity import Among, Rarity
from commonroot.matching.records import Description, Name

SHARED_FROM = 4
ENOUGH = 6  # names beside one address after which nobody counts on


class Usage:
    """How many distinct names use each address; `counted` from descriptions, or as given."""

    def __init__(self, users: Mapping[str, int] | None = None) -> None:
        self._users = dict(users or {})

    def __call__(self, address: str) -> int:
        """Return how many distinct names use an e-mail address or short number."""
        return self._users.get(address, 1)

    def items(self) -> Iterator[tuple[str, int]]:
        """Yield (address, distinct names) of what is used by several."""
        yield from self._users.items()

    @classmethod
    def counted(cls, descriptions: Iterable[Description]) -> "Usage":
        """Count who uses what among descriptions; spellings of one name count once."""
        names: dict[str, list[Name] | Name] = {}
        known = Rarity().among("")
        for one in descriptions:
            if not one.names:
                continue
            name = one.names[0]
            for address in (*(email.text for email in one.emails), *one.phones):
                before = names.get(address)
                if before is None:
                    names[address] = name
                elif isinstance(before, tuple):
                    if not _is_one(before, name, among=known):
                        names[address] = [before, name]
                elif len(before) < ENOUGH and not any(
                    _is_one(b, name, among=known) for b in before
                ):
                    before.append(name)
        return cls({a: len(found) for a, found in names.items() if isinstance(found, list)})


def _is_one(one: Name, other: Name, *, among: Among) -> bool:
    if one.words == other.words:
        return True
    shared = compare_names(one, other, among=among)
    return not (shared.mine and shared.yours)
