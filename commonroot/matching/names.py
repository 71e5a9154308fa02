"""How alike two names are: which words they share, how much that tells, what is left over."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA

from commonroot.matching.rarity import Among
from commonroot.matching.records import Name
from commonroot.matching.spelling import loose
from commonroot.matching.words import words

# What a shared word tells less when it is not written alike, in bits.
FAR_SOUND, SLIP, CALLED = 1.5, 2.5, 2.0
INITIAL = 2.5  # bits that a shared initial tells
LEAST = 0.5  # bits that any shared word tells
NEAR = 0.6  # share of letters in common from which two spellings of one sound are usual
SHORT_BONE = 2  # letters of a skeleton that too many words have
SLIP_FROM, TWO_SLIPS_FROM = 4, 8  # letters of a word that may hold a slip of the pen, or two
SLIP_OF_BONES_FROM = 3

SPELLINGS = ("same", "sound", "slip", "called", "initial")


class Shared(NamedTuple):
    """What two names share.

    `bits` is how much the shared words tell. `spelling` is how the worst of them is shared, one
    of SPELLINGS. `common` are the skeletons of shared words (initials left out), `mine` and
    `yours` those of the words left over on either side.
    """

    bits: float
    spelling: str
    common: tuple[str, ...]
    mine: tuple[str, ...]
    yours: tuple[str, ...]


def compare_names(one: Name, other: Name, *, among: Among) -> Shared:
    """Return what two names share, whatever the order, spelling and script of their words."""
    if one.words == other.words:
        return Shared(sum(map(among.bits, one.bones)), "same", one.bones, (), ())
    if one > other:
        # Which words find each other first must not depend on who is named first.
        found = compare_names(other, one, among=among)
        return found._replace(mine=found.yours, yours=found.mine)
    return _Pairing(one, other, among=among).shared()


class _Pairing:
    """The words of two names finding each other, the surest ways first."""

    def __init__(self, one: Name, other: Name, *, among: Among) -> None:
        self.one, self.other, self.among = one, other, among
        self.across = one.latin != other.latin
        self.mine = list(range(len(one.words)))
        self.yours = list(range(len(other.words)))
        self.bits = 0.0
        self.worst = 0
        self.common: list[str] = []

    def shared(self) -> Shared:
        ways: Sequence[Callable[[int, int], float]] = (
            self._same, self._sounds, self._slip, self._called, self._initial,
        )  # fmt: skip
        for spelling, way in enumerate(ways):
            if spelling == SPELLINGS.index("slip"):
                self._join()
            if not self.mine or not self.yours:
                break
            self._pair(way, spelling)
        return Shared(
            self.bits,
            SPELLINGS[self.worst],
            tuple(self.common),
            tuple([self.one.bones[i] for i in self.mine]),
            tuple([self.other.bones[i] for i in self.yours]),
        )

    def _pair(self, way: Callable[[int, int], float], spelling: int) -> None:
        """Pair the words that find each other in one way; each tells some bits, 0 if not."""
        for mine in tuple(self.mine):
            for yours in self.yours:
                bits = way(mine, yours)
                if bits:
                    self.mine.remove(mine)
                    self.yours.remove(yours)
                    self.bits += bits
                    self.worst = max(self.worst, spelling)
                    if way != self._initial:
                        self.common.append(self.one.bones[mine])
                    break

    def _commoner(self, mine: int, yours: int) -> float:
        """Return what the word tells that more people bear."""
        bits = self.among.bits
        return min(bits(self.one.bones[mine]), bits(self.other.bones[yours]))

    def _same(self, mine: int, yours: int) -> float:
        word = self.one.words[mine]
        if word != self.other.words[yours] or len(word) == 1:
            return 0.0
        return max(LEAST, self._commoner(mine, yours))

    def _sounds(self, mine: int, yours: int) -> float:
        bone, beside = self.one.bones[mine], self.other.bones[yours]
        word, written = self.one.words[mine], self.other.words[yours]
        if len(word) == 1 or len(written) == 1:
            return 0.0
        if self.across:
            alike = bone == beside or (len(bone) > 1 and loose(bone) == loose(beside))
            return max(LEAST, self._commoner(mine, yours)) if alike else 0.0
        if bone != beside:
            return 0.0
        if OSA.normalized_similarity(word, written) >= NEAR:
            return max(LEAST, self.among.bits(bone))
        # "Omar" and "Amir" have the same consonants, and so have too many short names.
        return max(LEAST, self.among.bits(bone) - FAR_SOUND) if len(bone) > SHORT_BONE else 0.0

    def _slip(self, mine: int, yours: int) -> float:
        if self.across:
            word, written = self.one.bones[mine], self.other.bones[yours]
            least = SLIP_OF_BONES_FROM
        else:
            word, written = self.one.words[mine], self.other.words[yours]
            least = SLIP_FROM
        shorter = min(len(word), len(written))
        # A letter left out makes a word of four letters one of three.
        if shorter < least - (not self.across) or max(len(word), len(written)) < least:
            return 0.0
        allowed = 2 if shorter >= TWO_SLIPS_FROM else 1
        if OSA.distance(word, written, score_cutoff=allowed) > allowed:
            return 0.0
        if shorter < SLIP_FROM and word[0] != written[0]:
            return 0.0
        return max(LEAST, self._commoner(mine, yours) - SLIP)

    def _called(self, mine: int, yours: int) -> float:
        nicknames = words().nicknames
        word, written = self.one.words[mine], self.other.words[yours]
        meant = nicknames.get(word, frozenset({word}))
        if not meant & nicknames.get(written, frozenset({written})):
            return 0.0
        return max(LEAST, self._commoner(mine, yours) - CALLED)

    def _initial(self, mine: int, yours: int) -> float:
        word, written = self.one.words[mine], self.other.words[yours]
        one_letter = len(word) == 1 or len(written) == 1
        return INITIAL if one_letter and word[0] == written[0] else 0.0

    def _join(self) -> None:
        """Find two words of one name that the other writes as one: "Jin Min" and "Jinmin"."""
        whole = _joined([self.one.bones[i] for i in self.mine])
        for yours in self.yours:
            for place, bones in whole:
                if _is_joined(self.other.bones[yours], bones):
                    self._take_joined(self.mine[place : place + 2], [yours], bones=bones)
                    return
        whole = _joined([self.other.bones[i] for i in self.yours])
        for mine in self.mine:
            for place, bones in whole:
                if _is_joined(self.one.bones[mine], bones):
                    self._take_joined([mine], self.yours[place : place + 2], bones=bones)
                    return

    def _take_joined(
        self, mine: Sequence[int], yours: Sequence[int], *, bones: tuple[str, str]
    ) -> None:
        self.bits += sum(map(self.among.bits, bones))
        self.worst = max(self.worst, SPELLINGS.index("sound"))
        self.common += bones
        self.mine = [i for i in self.mine if i not in mine]
        self.yours = [i for i in self.yours if i not in yours]


def _joined(bones: Sequence[str]) -> list[tuple[int, tuple[str, str]]]:
    """Return neighbours that are long enough together to be known in one word."""
    return [
        (place, pair)
        for place, pair in enumerate(pairwise(bones))
        if len("".join(pair)) > SHORT_BONE
    ]


def _is_joined(bone: str, pair: tuple[str, str]) -> bool:
    """Tell whether a skeleton is that of two words in one; a vowel between them may be heard."""
    whole = "".join(pair)
    return bone in {whole, whole[:1] + whole[1:].replace("a", "")} or loose(bone) == loose(whole)
