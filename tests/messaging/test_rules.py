"""Addresses, tries, replies, and how a text is cut into a letter."""

from datetime import timedelta

import pytest

from commonroot.messaging import rules
from commonroot.messaging.rules import Block


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("amina@example.org", True),
        ("أمينة@example.org", True),
        ("amina+school@mail.example.org", True),
        ("amina", False),
        ("amina@", False),
        ("a@b@example.org", False),
        ("amina@example.org,bo@example.org", False),
        ("amina@example.org;bo@example.org", False),
        ("amina@example.org\r\nBcc: bo@example.org", False),
        ("amina@example.org\n", False),
        ("Amina <amina@example.org>", False),
        ("amina @example.org", False),
        ('"a b"@example.org', False),
        ("group:amina@example.org", False),
        ("a" * 65 + "@example.org", False),
        ("a@" + "e" * 253 + ".org", False),
    ],
)
def test_an_address_is_one_or_none(text, is_one):
    assert rules.is_one_address(text) is is_one


@pytest.mark.parametrize(
    ("text", "is_phone"),
    [("+254700000001", True), ("0700000001", False), ("+2547", False), ("+254 700 000001", False)],
)
def test_a_phone_number_has_its_country_code(text, is_phone):
    assert rules.is_phone(text) is is_phone


def test_a_letter_is_tried_five_times_within_three_hours(at):
    waits = [rules.next_try(attempts, at=at) for attempts in range(1, 6)]

    minutes = [wait and (wait - at) / timedelta(minutes=1) for wait in waits]
    assert minutes == [1, 5, 30, 120, None]


@pytest.mark.parametrize(
    ("code", "words", "kept"),
    [
        (550, b"5.1.1 <amina@example.org>: no such mailbox", "550 5.1.1"),
        (451, b"greylisted, amina@example.org", "451"),
        (554, b"\xff\xfe", "554"),
        (552, b"5.3.4.9 amina", "552 5.3.4"),
    ],
)
def test_of_a_reply_only_the_numbers_are_kept(code, words, kept):
    assert rules.reply_code(code, words) == kept


def test_breaks_in_values_are_soft_and_control_characters_go():
    values = {"name": "A\r\nB\u2029C\x00\x1b", "list": ["x\ny", 3, ("z\n",)], "n": {"k": "\x85"}}

    softened = rules.softened(values, rtl=False)

    soft = rules.SOFT_BREAK
    assert softened == {
        "name": f"A{soft}B{soft}C",
        "list": [f"x{soft}y", 3, [f"z{soft}"]],
        "n": {"k": soft},
    }


@pytest.mark.parametrize(
    ("value", "rtl", "shown"),
    [
        ("Amina", False, "Amina"),
        ("أمينة", False, "\u2068أمينة\u2069"),
        ("أمينة 7", True, "أمينة 7"),
        ("Amina", True, "\u2068Amina\u2069"),
        ("19:00", True, "19:00"),
        ("https://a.example/p/x", True, "https://a.example/p/x"),
    ],
)
def test_what_reads_the_other_way_is_set_apart(value, rtl, shown):
    assert rules.softened(value, rtl=rtl) == shown


def test_a_subject_has_no_marks_of_direction():
    assert rules.written("Subject: A \u2068أمينة\u2069 b\n\nHello").subject == "A أمينة b"


def test_the_first_line_is_the_subject_and_empty_lines_are_few():
    written = rules.written(
        "\nSubject:  A  place\u2028for you \n\n\nHello,  \n\n\n\nBye\u2028now\n\n"
    )

    assert (written.subject, written.text) == ("A place for you", "Hello,\n\nBye\nnow\n")


@pytest.mark.parametrize("text", ["Hello.\n\nBye.", "Subject:\n\nHello.", "Subject \n\nHello"])
def test_a_text_without_a_subject_is_refused(text):
    with pytest.raises(ValueError, match="first line"):
        rules.written(text)


def test_a_line_that_is_only_an_address_is_a_button_named_by_the_line_before():
    body = (
        "Hello,\nthere.\n\nYour page:\nhttps://a.example/p/1\n\nCancel:\n\nhttps://a.example/c\nBye"
    )

    assert rules.blocks(body) == [
        Block(("Hello,", "there.")),
        Block(("Your page",), "https://a.example/p/1"),
        Block(("Cancel",), "https://a.example/c"),
        Block(("Bye",)),
    ]


def test_an_address_without_a_name_names_itself():
    assert rules.blocks("See.\nhttps://a.example/x\nhttps://a.example/y\n") == [
        Block(("See.",)),
        Block(("https://a.example/x",), "https://a.example/x"),
        Block(("https://a.example/y",), "https://a.example/y"),
    ]


@pytest.mark.parametrize(
    ("head", "is_neutral"),
    [("Neutral: yes\n", True), ("  Neutral: yes \n", True), ("", False), ("Neutral: no\n", False)],
)
def test_a_template_says_that_a_letter_is_neutral(head, is_neutral):
    written = rules.written(f"Subject: For you\n{head}\nHello.\n")

    assert written.is_neutral is is_neutral
    assert written.text.endswith("Hello.\n")
    assert ("yes" in written.text) is False


def test_breaks_of_a_value_make_paragraphs_but_no_button():
    soft = rules.SOFT_BREAK
    body = (
        f"Dear A{soft}https://evil.example{soft}{soft}Pay:{soft} {soft}https://evil.example/2,\nBye"
    )

    blocks = rules.blocks(body)

    assert [block.url for block in blocks] == ["", "", ""]
    assert blocks[0] == Block(("Dear A", "https://evil.example"))


@pytest.mark.parametrize(
    ("calendar", "method"),
    [
        ("BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\n", "CANCEL"),
        ("BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n", "REQUEST"),
        ("BEGIN:VCALENDAR\r\nSUMMARY:METHOD:X\r\n", "REQUEST"),
    ],
)
def test_an_invitation_says_itself_what_it_asks(calendar, method):
    assert rules.calendar_method(calendar) == method
