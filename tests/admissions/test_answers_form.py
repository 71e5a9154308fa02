"""The form of a call: what is typed comes back the same; what is hidden is not asked."""

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from commonroot.admissions.forms.answers import AnswersForm
from commonroot.admissions.models import Call, FormQuestion
from commonroot.core.fields import Translated
from commonroot.programmes.models import Programme

Kind = FormQuestion.Kind
CALL = Call(programme=Programme(languages=["en"]), languages=["en", "fr"])
CODES = ["a", "b", "c"]


def question(kind, key="thequestion", **more):
    if kind in {Kind.CHOICE, Kind.SEVERAL}:
        more.setdefault("choices", [{"value": c, "words": {"en": c.upper()}} for c in CODES])
    return FormQuestion(call=CALL, key=key, kind=kind, prompt=Translated({"en": "What?"}), **more)


def sent(**fields):
    posted = QueryDict(mutable=True)
    for name, value in fields.items():
        posted.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return posted


def form_of(*questions, data=None, **more):
    return AnswersForm(data, questions=questions, languages=["en", "fr"], **more)


def typed(kind, value):
    """What a browser sends for an answer."""
    if value is None:
        return {}
    if kind == Kind.YES_NO:
        return {"thequestion": "yes" if value else "no"}
    if kind == Kind.AGREE:
        return {"thequestion": "on"}
    if kind == Kind.HOURS:
        return {"thequestion": [f"{day}-{half}" for day, half in value]}
    if kind == Kind.LANGUAGES:
        own = {f"thequestion__{c}": str(n) for c, n in value.items() if c in {"en", "fr"}}
        others = [(c, n) for c, n in value.items() if c not in {"en", "fr"}]
        for place, (code, level) in enumerate(others):
            own |= {f"thequestion__{place}__code": code, f"thequestion__{place}__level": str(level)}
        return own
    if kind == Kind.REFEREE:
        return {
            f"thequestion__{place}__{part}": text
            for place, one in enumerate(value)
            for part, text in one.items()
        }
    if kind == Kind.TEXT:
        return {"thequestion": value.replace("\n", "\r\n")}
    return {"thequestion": value if isinstance(value, list) else str(value)}


words = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
referee = st.fixed_dictionaries(
    {"name": words, "way": st.just("kwame@example.org"), "language": st.sampled_from(["en", "fr"])}
)
ANSWERS = {
    Kind.LINE: words,
    Kind.TEXT: st.lists(words, min_size=1, max_size=3).map("\n".join),
    Kind.CHOICE: st.sampled_from(CODES),
    Kind.SEVERAL: st.lists(st.sampled_from(CODES), min_size=1, unique=True),
    Kind.YES_NO: st.booleans(),
    Kind.NUMBER: st.integers(-(10**9), 10**9),
    Kind.SCALE: st.integers(1, 5),
    Kind.COUNTRY: st.sampled_from(["KE", "ZA", "GT"]),
    Kind.LANGUAGES: st.dictionaries(
        st.sampled_from(["en", "fr", "sw", "ar", "es"]), st.integers(1, 4), min_size=1
    ),
    Kind.HOURS: st.sets(st.tuples(st.integers(0, 6), st.integers(0, 47)), min_size=1).map(
        lambda found: [list(one) for one in sorted(found)]
    ),
    Kind.AGREE: st.just(True),
    Kind.REFEREE: st.lists(referee, min_size=1, max_size=2),
}


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_what_is_typed_comes_back_the_same_and_is_shown_again(data):
    kind = data.draw(st.sampled_from(sorted(ANSWERS)))
    value = data.draw(st.none() | ANSWERS[kind])
    asked = question(kind, most=2 if kind == Kind.REFEREE else None)

    first = form_of(asked, data=sent(**typed(kind, value)))

    assert first.values() == {"thequestion": value}
    again = form_of(asked, answers={"thequestion": value})
    assert again.shown()[0].html == first.shown()[0].html.replace("\r\n", "\n")


FAULTS = [
    (Kind.NUMBER, {"thequestion": "twelve"}, "Write a number, in digits."),
    (
        Kind.LINE,
        {"thequestion": "x" * 301},
        "This is 301 letters long; at most 300 are read. Shorten it a little.",
    ),
    (
        Kind.HOURS,
        {"thequestion": "9-1"},
        "These hours could not be read. Tick them again.",
    ),
    (
        Kind.HOURS,
        {"thequestion": "noon"},
        "These hours could not be read. Tick them again.",
    ),
    (
        Kind.LANGUAGES,
        {"thequestion__0__level": "3"},
        "You said how well, but not which language.",
    ),
    (
        Kind.LANGUAGES,
        {"thequestion__0__code": "sw"},
        "Say how well you speak Swahili.",
    ),
    (
        Kind.LANGUAGES,
        {"thequestion__0__code": "xx", "thequestion__0__level": "3"},
        "We do not know this language. Choose one of the list.",
    ),
    (
        Kind.REFEREE,
        {"thequestion__0__name": "Kwame"},
        "How do we reach Kwame? Write an e-mail address or a phone number.",
    ),
    (
        Kind.REFEREE,
        {"thequestion__0__way": "k@example.org"},
        "Whose address is k@example.org?",
    ),
    (
        Kind.REFEREE,
        {"thequestion__0__name": "Kwame", "thequestion__0__way": "at home"},
        "at home is no address or number that we can write to.",
    ),
    (
        Kind.REFEREE,
        {
            "thequestion__0__name": "K",
            "thequestion__0__way": "+254 700 1",
            "thequestion__0__language": "xx",
        },
        "We do not write in that language here. Choose another.",
    ),
]


@pytest.mark.parametrize(("kind", "data", "words"), FAULTS)
def test_what_cannot_be_read_is_said_at_its_question_and_shown_as_it_was_typed(kind, data, words):
    other = question(Kind.LINE, key="another")

    form = form_of(question(kind), other, data=sent(**data, another="kept"))

    assert form.values() == {"another": "kept"}
    assert form.errors == {"thequestion": [words]}
    if kind == Kind.LINE:
        assert form["thequestion"].value() == "x" * 301


def test_whatever_is_needed_is_asked_for_when_it_is_handed_in_and_not_before():
    needed = [
        question(kind, key=f"key-of-{kind}", required=True)
        for kind in [*sorted(ANSWERS), Kind.FILE]
    ]

    draft = form_of(*needed, data=QueryDict())
    handed_in = form_of(*needed, data=QueryDict(), strict=True)

    assert draft.is_valid()
    assert {key.removeprefix("key-of-"): words for key, [words] in handed_in.errors.items()} == {
        "agree": "Without this we cannot take your application. Tick it if you agree.",
        "choice": "Choose one answer.",
        "country": "Choose one answer.",
        "file": "Choose the file.",
        "hours": "Choose at least one.",
        "languages": "We need an answer to this.",
        "line": "We need an answer to this.",
        "number": "We need an answer to this.",
        "referee": "Name somebody who can speak for you.",
        "scale": "Choose one answer.",
        "several": "Choose at least one.",
        "text": "We need an answer to this.",
        "yes_no": "Choose one answer.",
    }
