"""Sentences for people, ready for translators."""

from commonroot.core.errors import Refused
from commonroot.sheets.sayings import SENTENCES, Unreadable, say


def test_a_refusal_is_a_sentence_people_may_read() -> None:
    refusal = Unreadable("too_many_rows", limit=20)

    assert isinstance(refusal, Refused)
    assert str(refusal) == (
        "This sheet has more than 20 rows. Split it into smaller sheets and add them one after "
        "the other. Nothing was changed."
    )


def test_sayings_within_a_saying_are_translated_too() -> None:
    saying = say("row", row=7, what=say("no_such_day", text="31/02/2019"))
    spanish = {
        "Row %(row)s: %(what)s.": "Fila %(row)s: %(what)s.",
        "%(text)s is not a day": "%(text)s no es un día",
    }

    assert saying.translated(spanish.__getitem__) == "Fila 7: 31/02/2019 no es un día."
    assert str(saying) == "Row 7: 31/02/2019 is not a day."


def test_no_sentence_blames_or_uses_words_of_the_trade() -> None:
    unwelcome = {"user", "record", "submit", "invalid", "error", "failed"}

    found = [code for code, text in SENTENCES.items() if unwelcome & set(text.lower().split())]

    assert found == []
