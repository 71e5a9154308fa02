"""How alike two names are: which words they share, how much that tells, what is left over."""

from collections.abc import Sequence
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
VOICED = frozenset("gkdtbp")  # beginnings that may sound alike
SHORT_BONE = 2  # letters of a skeleton that too many words have
SLIP_FROM, TWO_SLIPS_FROM = 4, 8  # letters of a word that may hold a slip of the pen, or two
SLIP_OF_BONES_FROM = 3
SLIP_IN_FROM = 3  # letters of the shorter of two words, whatever they are compared by

SPELLINGS = ("same", "sound", "slip", "called", "initial")
SAME, SOUND, A_SLIP, CALLED_SO, AN_INITIAL = range(len(SPELLINGS))


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
        found = _Pairing(other, one, among=among).shared()
        return found._replace(mine=found.yours, yours=found.mine)
    return _Pairing(one, other, among=among).shared()


class _Pairing:
    """The words of two names finding each other, the surest ways first.

    Of 200,000 rows millions of names are compared: each way has a loop of its own here.
    """

    __slots__ = ("bits", "bits_of", "common", "mine", "one", "other", "worst", "yours")

    def __init__(self, one: Name, other: Name, *, among: Among) -> None:
        self.one, self.other, self.bits_of = one, other, among.bits
        self.mine = list(range(len(one.words)))
        self.yours = list(range(len(other.words)))
        self.bits = 0.0
        self.worst = 0
        self.common: list[str] = []

    def shared(self) -> Shared:
        across = self.one.latin != self.other.latin
        self._same()
        if self.mine and self.yours:
            if across:
                self._sound_across()
            else:
                self._sound()
        if self.mine and self.yours:
            self._join()
            if across:
                self._slip_of_bones()
            else:
                self._slip()
        if self.mine and self.yours:
            self._called()
            self._initial()
        mine, yours = self.one.bones, self.other.bones
        return Shared(
            self.bits,
            SPELLINGS[self.worst],
            tuple(self.common),
            tuple([mine[i] for i in self.mine]),
            tuple([yours[j] for j in self.yours]),
        )

    def _take(self, mine: int, yours: int, *, spelling: int, less: float = 0.0) -> None:
        """Pair two words: they tell what the one tells that more people bear, but for `less`."""
        self.mine.remove(mine)
        self.yours.remove(yours)
        bone, beside = self.one.bones[mine], self.other.bones[yours]
        told = self.bits_of(bone)
        if bone != beside:
            told = min(told, self.bits_of(beside))
        self.bits += max(LEAST, told - less)
        self.worst = max(self.worst, spelling)
        self.common.append(bone)

    def _same(self) -> None:
        written = self.other.words
        for mine, word in enumerate(self.one.words):
            if word in written and len(word) > 1:
                yours = next((j for j in self.yours if written[j] == word), None)
                if yours is not None:
                    self._take(mine, yours, spelling=SAME)

    def _sound(self) -> None:
        words, written = self.one.words, self.other.words
        bones, beside = self.one.bones, self.other.bones
        for mine in tuple(self.mine):
            bone = bones[mine]
            if bone not in beside or len(words[mine]) == 1:
                continue
            for yours in self.yours:
                if beside[yours] != bone or len(written[yours]) == 1:
                    continue
                if OSA.normalized_similarity(words[mine], written[yours]) >= NEAR:
                    self._take(mine, yours, spelling=SOUND)
                    break
                # "Omar" and "Amir" have the same consonants, and so have too many short names.
                if len(bone) > SHORT_BONE:
                    self._take(mine, yours, spelling=SOUND, less=FAR_SOUND)
                    break

    def _sound_across(self) -> None:
        words, written = self.one.words, self.other.words
        bones, beside = self.one.bones, self.other.bones
        for mine in tuple(self.mine):
            if len(words[mine]) == 1:
                continue
            bone = bones[mine]
            for yours in self.yours:
                heard = beside[yours]
                alike = bone == heard or (len(bone) > 1 and loose(bone) == loose(heard))
                if alike and len(written[yours]) > 1:
                    self._take(mine, yours, spelling=SOUND)
                    break

    def _slip(self) -> None:
        words, written = self.one.words, self.other.words
        for mine in tuple(self.mine):
            for yours in self.yours:
                if _is_slip(words[mine], written[yours], longer_from=SLIP_FROM):
                    self._take(mine, yours, spelling=A_SLIP, less=SLIP)
                    break

    def _slip_of_bones(self) -> None:
        bones, beside = self.one.bones, self.other.bones
        for mine in tuple(self.mine):
            for yours in self.yours:
                if _is_slip(bones[mine], beside[yours], longer_from=SLIP_OF_BONES_FROM):
                    self._take(mine, yours, spelling=A_SLIP, less=SLIP)
                    break

    def _called(self) -> None:
        nicknames = words().nicknames
        for mine in tuple(self.mine):
            word = self.one.words[mine]
            meant = nicknames.get(word)
            for yours in self.yours:
                written = self.other.words[yours]
                if meant is None and written not in nicknames:
                    alike = word == written
                else:
                    names = meant or frozenset({word})
                    alike = not names.isdisjoint(nicknames.get(written) or (written,))
                if alike:
                    self._take(mine, yours, spelling=CALLED_SO, less=CALLED)
                    break

    def _initial(self) -> None:
        for mine in tuple(self.mine):
            word = self.one.words[mine]
            for yours in self.yours:
                written = self.other.words[yours]
                if (len(word) == 1 or len(written) == 1) and word[0] == written[0]:
                    self.mine.remove(mine)
                    self.yours.remove(yours)
                    self.bits += INITIAL
                    self.worst = AN_INITIAL
                    break

    def _join(self) -> None:
        """Find two words of one name that the other writes as one: "Jin Min" and "Jinmin"."""
        mine, yours = self.mine, self.yours
        if len(mine) > 1:
            found = _joined(self.one.bones, mine, into=self.other.bones, among=yours)
            if found:
                self._take_joined(mine[found[0] : found[0] + 2], [found[1]], bones=found[2])
                return
        if len(yours) > 1:
            found = _joined(self.other.bones, yours, into=self.one.bones, among=mine)
            if found:
                self._take_joined([found[1]], yours[found[0] : found[0] + 2], bones=found[2])

    def _take_joined(
        self, mine: Sequence[int], yours: Sequence[int], *, bones: tuple[str, str]
    ) -> None:
        self.bits += sum(map(self.bits_of, bones))
        self.worst = max(self.worst, SOUND)
        self.common += bones
        self.mine = [i for i in self.mine if i not in mine]
        self.yours = [i for i in self.yours if i not in yours]


def _is_slip(word: str, written: str, *, longer_from: int) -> bool:
    """Tell whether one word is the other but for a slip of the pen, or two in a long one."""
    length, beside = len(word), len(written)
    shorter, longer = (length, beside) if length < beside else (beside, length)
    allowed = 2 if shorter >= TWO_SLIPS_FROM else 1
    if shorter < SLIP_IN_FROM or longer < longer_from or longer - shorter > allowed:
        return False
    # A letter left out makes a word of four letters one of three.
    if shorter < SLIP_FROM and word[0] != written[0]:
        return False
    return OSA.distance(word, written, score_cutoff=allowed) <= allowed


def _joined(
    bones: Sequence[str], left: Sequence[int], *, into: Sequence[str], among: Sequence[int]
) -> tuple[int, int, tuple[str, str]] | None:
    """Return (place in `left`, word, skeletons) of neighbours that are one word of `into`."""
    for word in among:
        bone = into[word]
        for place, (one, other) in enumerate(pairwise(left)):
            pair = bones[one], bones[other]
            if _is_joined(bone, pair):
                return place, word, pair
    return None


def _is_joined(bone: str, pair: tuple[str, str]) -> bool:
    """Tell whether a skeleton is that of two words in one; a vowel between them may be heard."""
    whole = "".join(pair)
    first, start = bone[:1], whole[:1]
    if first != start and (first not in VOICED or start not in VOICED):
        return False
    if len(whole) <= SHORT_BONE:
        return False
    return bone in {whole, start + whole[1:].replace("a", "")} or loose(bone) == loose(whole)
