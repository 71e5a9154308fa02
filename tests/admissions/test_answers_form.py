"""The form of a call: what is typed comes back the same; what is hidden is not asked."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from commonroot.admissions.forms.answers import AnswersForm
from commonroot.admissions.models import Call, FormQuestion
from commonroot.core.fields import Translated
from commonroot.files.models import Upload
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


def leading_and_led():
    first = question(Kind.YES_NO, key="the-first")
    then = question(
        Kind.NUMBER,
        key="and-then",
        required=True,
        shown_if=first,
        shown_if_values=["yes"],
        explanation=Translated({"en": "So that we know."}),
    )
    return first, then


@pytest.mark.parametrize(
    ("data", "answers", "values", "errors", "hidden"),
    [
        ({"the-first": "yes"}, {}, {"the-first": True}, ["and-then"], False),
        ({"the-first": "yes", "and-then": "3"}, {}, {"the-first": True, "and-then": 3}, [], False),
        # What nobody is asked is not wrong, and not kept.
        (
            {"the-first": "no", "and-then": "x"},
            {},
            {"the-first": False, "and-then": None},
            [],
            True,
        ),
        ({"and-then": ""}, {}, {"the-first": None, "and-then": None}, [], True),
    ],
)
def test_what_hangs_on_another_answer(data, answers, values, errors, hidden):
    form = form_of(*leading_and_led(), data=sent(**data), answers=answers, strict=True)

    assert (form.is_valid(), list(form.errors)) == (not errors, errors)
    assert form.values() == values
    shown = form.shown()[1]
    assert (shown.after, shown.values, shown.hidden) == ("the-first", "yes", hidden)
    assert shown.only_if == "Only if you answered “Yes” to “What?”."


def test_a_question_of_another_page_leads_too():
    _first, then = leading_and_led()

    asked = form_of(then, data=sent(), answers={"the-first": True}, strict=True)
    not_asked = form_of(then, data=sent(), answers={"the-first": False}, strict=True)

    assert (asked.is_valid(), not_asked.is_valid()) == (False, True)
    assert (asked.shown()[0].after, asked.shown()[0].only_if) == ("", "")


def test_a_draft_keeps_what_is_hidden_for_the_moment():
    form = form_of(*leading_and_led(), data=sent(**{"the-first": "no", "and-then": "3"}))

    assert form.values() == {"the-first": False, "and-then": 3}


@pytest.mark.parametrize(
    ("there", "data", "size", "errors"),
    [
        (True, {}, None, []),
        (True, {"thequestion-drop": "on"}, None, ["Choose the file."]),
        (False, {}, 9, []),
        (
            False,
            {},
            11 * 1024 * 1024,
            ["letter.pdf is larger than 10 MB. Save it smaller, or send only the pages that "
             "matter."],
        ),
    ],
)  # fmt: skip
def test_a_file_is_there_already_or_small_enough(there, data, size, errors):
    kept = {"thequestion": Upload(name="old.pdf")} if there else {}
    files = {"thequestion": SimpleUploadedFile("letter.pdf", b"x" * size)} if size else {}

    form = AnswersForm(
        sent(**data),
        files,
        questions=[question(Kind.FILE, required=True)],
        answers=kept,
        strict=True,
    )

    assert form.errors.get("thequestion", []) == errors
    assert form.dropped() == {"thequestion"} & {key.removesuffix("-drop") for key in data}
    assert ("We have \u2068old.pdf\u2069." in form.shown()[0].html) == there


def test_the_page_says_of_each_who_reads_it_and_how_long_it_is_kept():
    asked = [
        question(Kind.HEADING, key="a" * 16),
        question(Kind.TEXT, key="b" * 16, most=1200, care="special", panel="never", keep_days=1),
        question(Kind.FILE, key="c" * 16, panel="blind", required=True),
        question(Kind.HOURS, key="d" * 16),
    ]

    shown = form_of(*asked, zone="Africa/Nairobi").shown()

    assert [one.fine for one in shown] == [
        (),
        (
            "May stay empty", "sensitive", "only the organisers read it",
            "kept 1 day after the decision", "up to 1,200 letters",
        ),
        (
            "Needed", "hidden from those who choose, at first", "kept 90 days after the decision",
            "a document, picture or sound, up to 10 MB",
        ),
        ("May stay empty", "kept 90 days after the decision"),
    ]  # fmt: skip
    assert shown[0].html == ""
    assert "By the clock in Nairobi." in shown[3].html
    assert shown[3].html.count('type="checkbox"') == 7 * 48
