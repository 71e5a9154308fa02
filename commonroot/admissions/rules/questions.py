"""Rules of a form's questions: who is asked what, what may be asked, how long it is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MOST_QUESTIONS = 60
MOST_CHOICES = 40
LONGEST_KEPT = 730  # days after the decision
LONGEST_SENSITIVE = 180
FIRST_HALF_HOUR, LAST_HALF_HOUR = 14, 46  # 7:00 to 23:00; the rest is night
HALF_HOURS, WEEKDAYS = 48, 7
SCALE_LEAST, SCALE_MOST, SCALE_USUAL = 2, 10, 5
LINE_LENGTH, TEXT_LENGTH, LONGEST_TEXT = 300, 3000, 20_000
MOST_REFEREES = 2
MOST_FILE_MEGABYTES = 10

HEADING, CHOICE, SEVERAL, YES_NO = "heading", "choice", "several", "yes_no"
WITH_CHOICES = frozenset({CHOICE, SEVERAL})
LEADING = frozenset({CHOICE, SEVERAL, YES_NO})  # kinds whose answer may lead to a question
WITH_LENGTH = frozenset({"line", "text", "scale", "referee"})  # kinds for which `most` says much
SENSITIVE = "special"
SHOWN, BLIND, NEVER = "shown", "blind", "never"

# What each meaning can be asked as. An empty meaning fits every kind.
MEANT_AS: dict[str, frozenset[str]] = {
    "background": frozenset({CHOICE}),
    "country": frozenset({"country"}),
    "origin": frozenset({"country"}),
    "city": frozenset({"line"}),
    "languages": frozenset({"languages"}),
    "hours": frozenset({"hours"}),
    "themes": frozenset({SEVERAL}),
    "gender": frozenset({CHOICE}),
    "organisation": frozenset({"line"}),
    "campaign": frozenset({"line", "text"}),
    "travel": frozenset({YES_NO}),
    "stay": frozenset({YES_NO}),
    "circumstances": frozenset({"line", "text"}),
}
# Help with money is never the panel's (domain source 2.1a: apart from points).
NEVER_THE_PANELS = frozenset({"travel", "stay", "circumstances"})
# What tells who somebody is.
TELLS_WHO = frozenset({"organisation", "city", "campaign"})
TELLING_KINDS = frozenset({"file", "referee"})


@dataclass(frozen=True)
class Condition:
    """A question and what it hangs on: asked only if `after` was answered with one of `values`.

    `after` is the key of another question; "": always asked.
    """

    key: str
    after: str = ""
    values: frozenset[str] = frozenset()


def codes(value: object) -> frozenset[str]:
    """An answer as codes that can be compared: `True` is {"yes"}, [a, b] is {a, b}, 3 is {"3"}.

    Languages give those that are spoken at all; hours and nothing give none.
    """
    if value is None or value == "":
        return frozenset()
    if isinstance(value, bool):
        return frozenset({"yes" if value else "no"})
    if isinstance(value, Mapping):
        return frozenset(str(code) for code in value)
    if isinstance(value, list | tuple):
        return frozenset(one for one in value if isinstance(one, str))
    return frozenset({str(value)})


def asked(conditions: Iterable[Condition], values: Mapping[str, object]) -> frozenset[str]:
    """Keys of the questions that are asked, after these answers `{key: value}`.

    What hangs on a question that is not asked itself is not asked either. Whatever else hangs in a
    circle, or on something unanswered, is not asked.
    """
    by_key = {one.key: one for one in conditions}
    found: dict[str, bool] = {}

    def is_asked(key: str) -> bool:
        if key not in found:
            found[key] = False  # while it is looked at: a circle is never asked
            one = by_key.get(key)
            found[key] = one is None or (
                not one.after
                or (is_asked(one.after) and bool(codes(values.get(one.after)) & one.values))
            )
        return found[key]

    return frozenset(key for key in by_key if is_asked(key))


def may_lead(order: Sequence[tuple[str, str]], key: str) -> list[str]:
    """Keys of the questions on which `key` may hang: earlier ones whose answers are codes.

    `order` is [(key, kind)] as they are asked; a `key` not among them comes last.
    """
    found = []
    for other, kind in order:
        if other == key:
            break
        if kind in LEADING:
            found.append(other)
    return found


def usual_panel(*, care: str, meaning: str, kind: str) -> str:
    """What the panel sees of an answer unless somebody says otherwise."""
    if care == SENSITIVE or meaning in NEVER_THE_PANELS:
        return NEVER
    if meaning in TELLS_WHO or kind in TELLING_KINDS:
        return BLIND
    return SHOWN


def longest_kept(care: str) -> int:
    """Most days after the decision for which answers of that care are kept."""
    return LONGEST_SENSITIVE if care == SENSITIVE else LONGEST_KEPT


def matched_choices(
    was: Sequence[Mapping[str, object]],
    typed: Sequence[Mapping[str, str]],
    *,
    fresh: Sequence[str],
) -> list[dict[str, object]]:
    """The lines somebody typed as choices, with the codes they had: `[{value, words}]`.

    A line is the old choice whose words it repeats in any language, else the old one in its place
    if nobody else claims that; what is new gets the next code of `fresh`.
    """
    old = [dict(one) for one in was]
    taken: dict[int, str] = {}
    for number, words in enumerate(typed):
        for one in old:
            said = one["words"]
            assert isinstance(said, Mapping)
            same = any(words.get(code) == text for code, text in said.items() if text)
            if same and one["value"] not in taken.values():
                taken[number] = str(one["value"])
                break
    if len(old) == len(typed):
        for number, one in enumerate(old):
            if number not in taken and one["value"] not in taken.values():
                taken[number] = str(one["value"])
    spare = iter(fresh)
    return [
        {"value": taken.get(number) or next(spare), "words": dict(words)}
        for number, words in enumerate(typed)
    ]


def says_else(was: Mapping[str, object], now: Mapping[str, object]) -> bool:
    """Whether a question asks for something else than before, so that old answers keep old words.

    A further language or choice is not something else; a spelling mended cannot be told apart.
    """
    if was["kind"] != now["kind"]:
        return True
    if _differs(was["prompt"], now["prompt"]):
        return True
    choices = {one["value"]: one["words"] for one in _rows(now["choices"])}
    return any(
        one["value"] not in choices or _differs(one["words"], choices[one["value"]])
        for one in _rows(was["choices"])
    )


def _differs(was: object, now: object) -> bool:
    assert isinstance(was, Mapping)
    assert isinstance(now, Mapping)
    return any(text and now.get(language) != text for language, text in was.items())


def _rows(choices: object) -> list[dict[str, object]]:
    assert isinstance(choices, list)
    return choices
