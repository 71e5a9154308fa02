"""Two descriptions of a person side by side: what is the same, what differs, what is not known."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from commonroot.core.text import skeletons, tokens
from commonroot.ui.parts.page import NOTHING

SPELT_OTHERWISE = 0.7  # how alike two words are that are one, but for their spelling
SIGNS = {"same": "=", "differs": "≠", "unknown": "?"}


def compare(
    rows: Iterable[Mapping[str, Any]],
    *,
    one: str,
    other: str,
    short_one: str = "",
    short_other: str = "",
) -> SafeString:
    """Two descriptions side by side with a column of = ≠ ?, in rows; on phones one above the other.

    Each `{label, one, other, state, large}`, maybe `one_note` and `other_note`; `state` is same,
    differs or unknown. What differs is underlined when `one` and `other`, then safe HTML, hold
    it in `<mark>`. `short_one` and `short_other` name the sides beside each line on a phone.
    """
    words = {"same": _("same"), "differs": _("differs"), "unknown": _("not known")}
    return format_html(
        '<table class="compare"><thead><tr><td></td><th scope="col">{}</th><td></td>'
        '<th scope="col">{}</th></tr></thead><tbody>{}</tbody></table>',
        one,
        other,
        format_html_join(
            "",
            '<tr{}><th scope="row">{}</th>{}<td class="compare__sign compare__sign--{}">'
            '<span aria-hidden="true">{}</span><span class="hush">{}</span></td>{}</tr>',
            (
                (
                    mark_safe(' class="compare__large"') if row.get("large") else NOTHING,
                    row["label"],
                    _side(row["one"], row.get("one_note", ""), name=short_one),
                    row["state"],
                    SIGNS[row["state"]],
                    words[row["state"]],
                    _side(row["other"], row.get("other_note", ""), name=short_other),
                )
                for row in rows
            ),
        ),
    )


def _side(value: str, note: str, *, name: str) -> SafeString:
    return format_html(
        '<td class="compare__side"{}><div><bdi>{}</bdi>{}</div></td>',
        format_html(' data-side="{}"', name) if name else NOTHING,
        value,
        format_html('<span class="compare__note"><bdi>{}</bdi></span>', note) if note else NOTHING,
    )


Marking = Callable[[str, str], tuple[SafeString, SafeString]]


def by_word(one: str, other: str) -> tuple[SafeString, SafeString]:
    """Both texts, the words underlined that the other lacks, whatever their order and script."""
    return _words(one, beside=other), _words(other, beside=one)


def by_letter(one: str, other: str) -> tuple[SafeString, SafeString]:
    """Both texts, underlined from the first letter that differs to the last; parts at @ apart."""
    ones, others = one.split("@", 1), other.split("@", 1)
    if len(ones) != len(others):
        return _middle(one, beside=other), _middle(other, beside=one)
    pairs = list(zip(ones, others, strict=True))
    return (
        format_html_join("@", "{}", ((_middle(one, beside=other),) for one, other in pairs)),
        format_html_join("@", "{}", ((_middle(other, beside=one),) for one, other in pairs)),
    )


def compared(  # noqa: PLR0917 - what it is about, and the two sides
    label: str,
    one: Sequence[str],
    other: Sequence[str],
    *,
    alike: Callable[[str], object] = str.casefold,
    marking: Marking = by_word,
    ltr: bool = False,
    **more: Any,
) -> dict[str, Any]:
    """One row for `compare`: what each side says, any number of values, and how they stand.

    One value on both sides is the same (`alike` says what is one); two of one each are marked
    by `marking`; nothing on a side is not known. `more` goes into the row as it is.
    """
    row: dict[str, Any] = {"label": label, "state": _state(one, other, alike=alike)} | more
    if row["state"] == "differs" and len(one) == len(other) == 1:
        row["one"], row["other"] = marking(one[0], other[0])
    else:
        row["one"], row["other"] = _listed(one, ltr=ltr), _listed(other, ltr=ltr)
        return row
    if ltr:
        row["one"], row["other"] = (_ltr(row[side]) for side in ("one", "other"))
    return row


def _state(one: Sequence[str], other: Sequence[str], *, alike: Callable[[str], object]) -> str:
    if not one or not other:
        return "unknown"
    return "same" if {alike(text) for text in one} & {alike(text) for text in other} else "differs"


def _listed(values: Sequence[str], *, ltr: bool) -> SafeString:
    if not values:
        return format_html('<span class="muted">{}</span>', _("not known"))
    return format_html_join(
        mark_safe("<br>"),
        "{}",
        ((_ltr(value) if ltr else format_html("<bdi>{}</bdi>", value),) for value in values),
    )


def _ltr(text: str) -> SafeString:
    return format_html('<bdi dir="ltr">{}</bdi>', text)


def same_words(text: str) -> frozenset[str]:
    """By what two names or places are one: their words, in any order, without accents."""
    return frozenset(tokens(text))


def _words(text: str, *, beside: str) -> SafeString:
    """`text` with those of its words underlined that `beside` lacks; of a word that the other side
    spells otherwise only the letters that differ.
    """
    mine, theirs = _lacking(text, beside=beside), _lacking(beside, beside=text)
    parts: list[tuple[bool, list[str]]] = []
    for word in text.split():
        near = _nearest(word, theirs) if word in mine else None
        if near is not None:
            parts.append((False, [_middle(word, beside=near)]))
        elif parts and parts[-1][0] and word in mine:
            parts[-1][1].append(word)
        else:
            parts.append((word in mine, [word]))
    return format_html_join(
        " ",
        "{}",
        ((_marked(" ".join(words)) if lacks else words[0],) for lacks, words in parts),
    )


def _lacking(text: str, *, beside: str) -> list[str]:
    """The words of `text` that stand in `beside` in no form and no script."""
    known, sounds = set(tokens(beside)), set(skeletons(beside))
    return [
        word
        for word in text.split()
        if tokens(word) and not _is_in(word, known) and not _sounds_in(word, sounds)
    ]


def _nearest(word: str, words: Sequence[str]) -> str | None:
    """The one of `words` that is `word` spelt otherwise, if there is one."""
    likeness = {
        other: SequenceMatcher(None, word.casefold(), other.casefold()).ratio() for other in words
    }
    best = max(likeness, key=lambda other: likeness[other], default="")
    return best if likeness.get(best, 0) >= SPELT_OTHERWISE else None


def _is_in(word: str, known: set[str]) -> bool:
    return any(form in known for form in tokens(word))


def _sounds_in(word: str, sounds: set[tuple[str, str]]) -> bool:
    """Whether a word of another script sounds like this one."""
    return any(
        found != script and bare == sound
        for script, bare in skeletons(word)
        for found, sound in sounds
    )


def _middle(text: str, *, beside: str) -> SafeString:
    """`text` with what stands between the beginning and the end that both have underlined."""
    start = _alike(text, beside)
    last = len(text) - _alike(text[start:][::-1], beside[start:][::-1])
    return format_html("{}{}{}", text[:start], _marked(text[start:last]), text[last:])


def _alike(one: str, other: str) -> int:
    """How many letters two texts have in common at their beginning."""
    pairs = zip(one, other, strict=False)
    return sum(
        1 for _pair in takewhile(lambda pair: pair[0].casefold() == pair[1].casefold(), pairs)
    )


def _marked(text: str) -> SafeString:
    return format_html("<mark>{}</mark>", text) if text else NOTHING
