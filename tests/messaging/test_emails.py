"""Letters in words and as messages: languages, escaping, headers, one recipient."""

from email import message_from_bytes, message_from_string
from email.policy import default
from types import SimpleNamespace

import pytest
from django.template import TemplateDoesNotExist
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from commonroot.core.fields import Translated
from commonroot.core.text import one_line
from commonroot.messaging import emails, rules
from tests.conftest import NOON
from tests.factories.messaging import LetterFactory

SCHOOL = SimpleNamespace(name=Translated(en="Long Table School", ar="مدرسة المائدة"), hue=200)
LINK = "http://localhost:8000/p/token"
ICS = "\r\n".join(
    (
        "BEGIN:VCALENDAR",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        "SUMMARY:Überblick",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
)
HEADERS = [
    "From", "Reply-To", "To", "Subject", "Message-ID", "Date", "Content-Language",
    "Auto-Submitted", "MIME-Version", "Content-Type",
]  # fmt: skip
WORDS = emails.Rendered("A place", "Hello.\n", "<p>Hello.</p>")
HOSTILE = "Amina\r\nBcc: everybody@example.org\r\n\r\n<script>alert(1)</script>\nhttps://evil.example/\u2028x"


def letter(**fields):
    return LetterFactory.build(**fields)


def message(letter, *, at, school=SCHOOL):
    """The message as the receiver's program parses it."""
    _to, content = emails.compose(
        letter, emails.render(letter, school=school), school=school, at=at
    )
    return message_from_bytes(content, policy=default)


def parts(found):
    return [part.get_content_type() for part in found.walk()]


def test_a_letter_is_text_and_html_of_the_same_words():
    rendered = emails.render(letter(values={"name": "Zoë O'Hara", "link": LINK}), school=SCHOOL)

    assert rendered.subject == "A place for Zoë O'Hara"
    assert rendered.text == (f"Hello Zoë O'Hara,\n\nYour page:\n{LINK}\n\nLong Table School\n")
    assert '<html lang="en" dir="ltr">' in one_line(rendered.html)
    assert f'href="{LINK}"' in rendered.html
    assert ">Your page</a>" in rendered.html
    assert "Hello Zoë O&#x27;Hara," in rendered.html
    assert "#1e5a38" not in rendered.html  # the school's own colour, not ours


def test_a_letter_in_arabic_reads_from_the_right_and_names_the_school_in_arabic():
    rendered = emails.render(
        letter(language="ar", values={"name": "أمينة", "link": LINK}), school=SCHOOL
    )

    assert '<html lang="ar" dir="rtl">' in one_line(rendered.html)
    assert rendered.text.endswith("مدرسة المائدة\n")
    assert "أمينة" in rendered.subject


def test_the_language_around_a_letter_stays_as_it_was():
    with translation.override("fr"):
        emails.render(letter(language="ar"), school=SCHOOL)

        assert translation.get_language() == "fr"


def test_a_hostile_name_is_inert_in_text_and_html():
    rendered = emails.render(letter(values={"name": HOSTILE, "link": LINK}), school=SCHOOL)

    assert "\n" not in rendered.subject
    assert "<script" not in rendered.html
    assert 'href="https://evil.example' not in rendered.html
    assert rendered.html.count("<a ") == 1


def test_a_name_reaches_no_header_but_the_subject(at):
    school = SimpleNamespace(name=HOSTILE, hue=155)

    found = message(letter(values={"name": HOSTILE, "link": LINK}), at=at, school=school)

    assert found.keys() == HEADERS
    assert found["Bcc"] is None
    assert len(found["To"].addresses) == 1
    assert len(found["From"].addresses) == 1
    assert found["Subject"] == (
        "A place for Amina Bcc: everybody@example.org <script>alert(1)</script> "
        "https://evil.example/ x"
    )


def test_the_headers_of_a_letter(at):
    written = letter(key="letter-key", address="amina@example.org")

    found = message(written, at=at)

    assert found["Message-ID"] == "<letter-key@localhost>"
    assert found["Date"] == "Sun, 22 Nov 2026 12:00:00 +0000"
    assert found["From"] == "Long Table School <school@localhost>"
    assert found["To"] == "amina@example.org"
    assert found["Reply-To"] == "school@localhost"
    assert found["Content-Language"] == "en"
    assert found["Auto-Submitted"] == "auto-generated"
    assert parts(found) == ["multipart/alternative", "text/plain", "text/html"]


def test_answers_go_where_the_letter_says(at):
    there = {"name": "Amina", "link": LINK, "reply_to": "applications@example.org"}

    assert message(letter(values=there), at=at)["Reply-To"] == "applications@example.org"


@pytest.mark.parametrize(
    "text", ["Plain words.", "Grüße – “ja”.", "مرحبا بك في المدرسة " * 40, ".dot\n..\n", "x" * 3000]
)
def test_words_arrive_as_they_were_written(at, text):
    found = message(letter(values={"name": text, "link": LINK}), at=at)

    body = found.get_body(("plain",)).get_content()
    words = body.replace("\r\n", "\n").replace("\u2068", "").replace("\u2069", "")
    assert f"Hello {text}," in words
    assert max(map(len, found.as_bytes().split(b"\n"))) < 200


def test_an_invitation_is_shown_and_attached(at):
    found = message(letter(calendar=ICS), at=at)

    assert parts(found) == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar",
        "text/calendar",
    ]  # fmt: skip
    shown, kept = [part for part in found.walk() if part.get_content_type() == "text/calendar"]
    assert dict(shown["Content-Type"].params) == {
        "charset": "utf-8", "method": "REQUEST", "component": "VEVENT",
    }  # fmt: skip
    assert kept.get_filename() == "invite.ics"
    assert shown.get_content().replace("\r\n", "\n") == ICS.replace("\r\n", "\n")
    assert kept.get_content() == shown.get_content()


def test_a_letter_that_can_be_stopped_says_how(at, settings):
    settings.ADDRESS = "https://school.example.org"
    stop = "https://school.example.org/u/token"
    written = letter(values={"name": "A", "link": LINK, "unsubscribe": stop})

    found = message(written, at=at)

    assert found["List-Unsubscribe"] == f"<{stop}>"
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert found["Precedence"] == "bulk"
    assert (
        found.get_body(("plain",))
        .get_content()
        .replace("\r\n", "\n")
        .endswith(
            f"-- \nYou get this because you agreed to letters like it. To stop them:\n{stop}\n"
        )
    )
    assert f'href="{stop}"' in found.get_body(("html",)).get_content()


def test_without_https_no_program_may_unsubscribe_by_itself(at):
    stop = "http://localhost:8000/u/token"

    found = message(letter(values={"name": "A", "link": LINK, "unsubscribe": stop}), at=at)

    assert found["List-Unsubscribe"] == f"<{stop}>"
    assert found["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize("stop", ["", "https://evil.example/u/x", "http://localhost:80001/u/x"])
def test_letters_nobody_can_stop_do_not_say_so(at, stop):
    found = message(letter(values={"name": "A", "link": LINK, "unsubscribe": stop}), at=at)

    assert found["List-Unsubscribe"] is None
    assert found["Precedence"] is None
    assert "To stop them" not in found.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("amina@example.org", "amina@example.org"),
        ("amina@bücher.example", "amina@xn--bcher-kva.example"),
        ("أمينة@example.org", "أمينة@example.org"),
        ("o'hara+x_y@example.org", "o'hara+x_y@example.org"),
        ("a..b@example.org", "a..b@example.org"),
    ],
)
def test_every_message_has_exactly_one_recipient(at, address, to):
    written = letter(address=address)

    recipient, content = emails.compose(
        written, emails.render(written, school=SCHOOL), school=SCHOOL, at=at
    )

    found = message_from_string(content.decode(), policy=default)
    assert recipient == to
    assert [one.addr_spec for one in found["To"].addresses] == [to]
    assert (found["Cc"], found["Bcc"]) == (None, None)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "amina",
        "a@example.org, b@example.org",
        "a@example.org\nb@example.org",
        "a@" + "e" * 70 + ".org",
    ],
)
def test_what_is_not_one_address_is_not_written_to(at, address):
    written = letter(address=address)

    with pytest.raises(emails.NotOneRecipient):
        emails.compose(written, emails.render(written, school=SCHOOL), school=SCHOOL, at=at)


@given(st.text(min_size=1, max_size=40), st.text(max_size=20))
def test_no_text_is_ever_more_than_one_recipient(local, host):
    written = letter(address=f"{local}@{host}example.org")

    try:
        recipient, content = emails.compose(written, WORDS, school=None, at=NOON)
    except emails.NotOneRecipient:
        return

    found = message_from_string(content.decode(), policy=default)
    assert [one.addr_spec for one in found["To"].addresses] == [recipient]
    assert found.keys() == HEADERS


def test_the_message_itself_refuses_a_second_recipient(at, monkeypatch):
    """The second wall, with the first one taken away."""
    monkeypatch.setattr(rules, "is_one_address", lambda text: True)

    with pytest.raises(emails.NotOneRecipient):
        emails.compose(letter(address="a@example.org,b@example.org"), WORDS, school=None, at=at)


def test_before_the_school_is_founded_letters_have_no_sender_name(at):
    found = message(letter(), at=at, school=None)

    assert found["From"] == "school@localhost"
    assert "Your school" in found.get_body(("plain",)).get_content()


def test_a_neutral_letter_is_text_alone_and_names_no_school(at):
    written = letter(template="probe/emails/neutral", calendar="", values={"link": LINK})

    found = message(written, at=at)

    assert found["From"] == "school@localhost"
    assert parts(found) == ["text/plain"]
    assert found.get_content().strip() == LINK
    assert "Long Table School" not in found.as_string()
    assert emails.render(written, school=SCHOOL).html == ""


def test_a_school_of_a_refused_hue_gets_the_usual_colour():
    rendered = emails.render(letter(), school=SimpleNamespace(name="S", hue=40))

    assert "#1e5a38" in rendered.html


@pytest.mark.parametrize(
    ("template", "error"),
    [("probe/emails/nowhere", TemplateDoesNotExist), ("probe/emails/subjectless", ValueError)],
)
def test_a_template_that_is_missing_or_has_no_subject_is_an_error(template, error):
    with pytest.raises(error):
        emails.render(letter(template=template), school=SCHOOL)


def test_a_phone_opens_the_organisers_own_messengers():
    written = letter(address="+254700000001", values={"name": "A & B", "link": LINK})

    hand = emails.for_hand(written, emails.Rendered("S", "Hi A & B\n", ""))

    assert hand == emails.ForHand(
        subject="S",
        text="Hi A & B\n",
        mail="",
        sms="sms:+254700000001?body=Hi%20A%20%26%20B",
        signal="https://signal.me/#p/+254700000001",
        whatsapp="https://wa.me/254700000001?text=Hi%20A%20%26%20B",
    )


def test_an_address_opens_the_organisers_own_mail_program():
    written = letter(address="amina+x@example.org")

    hand = emails.for_hand(written, emails.Rendered("A & B", "Hi\n", ""))

    assert hand.mail == "mailto:amina%2Bx@example.org?subject=A%20%26%20B&body=Hi"
    assert (hand.sms, hand.signal, hand.whatsapp) == ("", "", "")
