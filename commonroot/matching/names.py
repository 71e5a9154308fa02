"""How alike two names are: which words they share, how much that tells, what is left over."""

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from commonroot.matching.rarity import Among
from commonroot.matching.records import Name
from commonroot.matching.spelling import loose
from commonroot.matching.words import words

# What a shared word tells less when it is not written alike, in bits.
FAR_SOUND, SLIP, CALLED = 1.5, 2.5, 2.0
INITIAL = 2.5  # bits that a shared initial tells
NEAR = 0.5  # share of letters in common from which two spellings of one sound are usual
SLIP_FROM, TWO_SLIPS_FROM = 4, 8


class Shared(NamedTuple):
    """What two names share.

    `bits` is how much the shared words tell. `spelling` is how the worst of them is shared:
    "same", "sound", "slip", "called" or "initial". `mine` and `yours` are the skeletons of the
    words left over on either side.
    """

    bits: float
    spelling: str
    common: tuple[str, ...]
    mine: tuple[str, ...]
    yours: tuple[str, ...]


ORDER = ("same", "sound", "slip", "called", "initial")


class _Left:
    """The words of two names that found no partner yet, and what was found."""

    def __init__(self, one: Name, other: Name) -> None:
        self.mine = list(range(len(one.words)))
        self.yours = list(range(len(other.words)))
        self.bits = 0.0
        self.worst = 0
        self.common: list[str] = []

    def take(self, mine: int, yours: int, *, bits: float, kind: int, bone: str) -> None:
        self.mine.remove(mine)
        self.yours.remove(yours)
        self.bits += bits
        self.worst = max(self.worst, kind)
        if kind < 4:
            self.common.append(bone)


def compare_names(one: Name, other: Name, *, among: Among) -> Shared:
    """Return what two names share, whatever the order, spelling and script of their words."""
    if one.words == other.words:
        bits = sum([among.bits(bone) for bone in one.bones if len(bone) > 0])
        return Shared(bits, "same", one.bones, (), ())
    left = _Left(one, other)
    _same_words(one, other, left=left, among=among)
    if left.mine and left.yours:
        _same_sounds(one, other, left=left, among=among)
    if left.mine and left.yours:
        _joined_words(one, other, left=left, among=among)
    if left.mine and left.yours:
        _slips(one, other, left=left, among=among)
    if left.mine and left.yours:
        _called(one, other, left=left, among=among)
    if left.mine and left.yours:
        _initials(one, other, left=left)
    return Shared(
        left.bits,
        ORDER[left.worst],
        tuple(left.common),
        tuple([one.bones[i] for i in left.mine]),
        tuple([other.bones[i] for i in left.yours]),
    )


def _same_words(one: Name, other: Name, *, left: _Left, among: Among) -> None:
    for mine, word in enumerate(one.words):
        if len(word) < 2:
            continue
        for yours in left.yours:
            if other.words[yours] == word:
                bone = one.bones[mine]
                left.take(mine, yours, bits=among.bits(bone), kind=0, bone=bone)
                break


def _same_sounds(one: Name, other: Name, *, left: _Left, among: Among) -> None:
    across = one.latin != other.latin
    for mine in tuple(left.mine):
        bone, word = one.bones[mine], one.words[mine]
        if len(word) < 2:
            continue
        for yours in left.yours:
            beside = other.bones[yours]
            if len(other.words[yours]) < 2:
                continue
            if beside == bone or (across and len(bone) > 1 and loose(beside) == loose(bone)):
                bits = among.bits(bone)
                if not across and _letters_in_common(word, other.words[yours]) < NEAR:
                    if len(bone) < 3:
                        continue
                    bits = max(0.5, bits - FAR_SOUND)
                left.take(mine, yours, bits=bits, kind=1, bone=bone)
                break


def _letters_in_common(one: str, other: str) -> float:
    return OSA.normalized_similarity(one, other)


def _joined_words(one: Name, other: Name, *, left: _Left, among: Among) -> None:
    """Find "Jin Min" in "Jinmin", "Marie-Thérèse" in "Marietherese"."""
    for mine, yours in _joins(left.mine, one.bones, left.yours, other.bones):
        bits = sum([among.bits(one.bones[i]) for i in mine])
        left.bits += max(bits, sum([among.bits(other.bones[i]) for i in yours]))
        left.worst = max(left.worst, 1)
        left.common += [one.bones[i] for i in mine]
        left.mine = [i for i in left.mine if i not in mine]
        left.yours = [i for i in left.yours if i not in yours]


def _joins(
    mine: Sequence[int], my: Sequence[str], yours: Sequence[int], your: Sequence[str]
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    for place in range(len(mine) - 1):
        pair = (mine[place], mine[place + 1])
        whole = my[pair[0]] + my[pair[1]]
        for i in yours:
            if len(whole) > 2 and _sounds_like(your[i], whole):
                return [(pair, (i,))]
    for place in range(len(yours) - 1):
        pair = (yours[place], yours[place + 1])
        whole = your[pair[0]] + your[pair[1]]
        for i in mine:
            if len(whole) > 2 and _sounds_like(my[i], whole):
                return [((i,), pair)]
    return []


def _sounds_like(one: str, whole: str) -> bool:
    return one == whole or one == whole.replace("a", "") or loose(one) == loose(whole)


def _slips(one: Name, other: Name, *, left: _Left, among: Among) -> None:
    across = one.latin != other.latin
    for mine in tuple(left.mine):
        word = one.bones[mine] if across else one.words[mine]
        size = len(word)
        if size < (3 if across else SLIP_FROM - 1):
            continue
        for yours in left.yours:
            beside = other.bones[yours] if across else other.words[yours]
            shorter = min(size, len(beside))
            if shorter < (3 if across else SLIP_FROM - 1):
                continue
            allowed = 2 if shorter >= TWO_SLIPS_FROM else 1
            if abs(size - len(beside)) > allowed:
                continue
            if OSA.distance(word, beside, score_cutoff=allowed) <= allowed and (
                shorter >= SLIP_FROM or word[0] == beside[0]
            ):
                bits = min(among.bits(one.bones[mine]), among.bits(other.bones[yours]))
                left.take(mine, yours, bits=max(1.0, bits - SLIP), kind=2, bone=one.bones[mine])
                break


def _called(one: Name, other: Name, *, left: _Left, among: Among) -> None:
    nicknames = words().nicknames
    for mine in tuple(left.mine):
        for yours in left.yours:
            a, b = one.words[mine], other.words[yours]
            if (
                b in nicknames.get(a, ())
                or a in nicknames.get(b, ())
                or nicknames.get(a, frozenset()) & nicknames.get(b, frozenset())
            ):
                bits = among.bits(one.bones[mine])
                bits = min(bits, among.bits(other.bones[yours])) - CALLED
                left.take(mine, yours, bits=max(1.0, bits), kind=3, bone=one.bones[mine])
                break


def _initials(one: Name, other: Name, *, left: _Left) -> None:
    for mine in tuple(left.mine):
        for yours in left.yours:
            a, b = one.words[mine], other.words[yours]
            if (len(a) == 1 or len(b) == 1) and a[0] == b[0]:
                left.take(mine, yours, bits=INITIAL, kind=4, bone=a)
                break
