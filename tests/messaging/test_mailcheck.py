"""Will letters arrive? Records of the directory, the mail server, and what comes back."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from commonroot.messaging.actions.checking import resolver
from commonroot.messaging.rules.sending import dkim, dmarc, same_organisation, spf
from tests.messaging.directory import directory
from tests.messaging.imap import PASSWORD, USER, open_mailbox
from tests.messaging.sink import free_port

KEY = "A" * 392
WELL = {
    "school.example": ["something else", "v=spf1 include:mail.example ~all"],
    "k1._domainkey.school.example": [f"v=DKIM1; k=rsa; p={KEY}"],
    "_dmarc.school.example": ["v=DMARC1; p=quarantine; rua=mailto:a@school.example"],
}


@pytest.mark.parametrize(
    ("records", "code"),
    [
        ([], "missing"),
        (["v=spf10 -all"], "missing"),
        (["v=spf1 -all", "V=SPF1 mx -all"], "several"),
        (["v=spf1 a mx " + "include:x.example " * 9 + "-all"], "too many"),
        (["v=spf1 a mx " + "include:x.example " * 8 + "-all"], "good"),
        (["v=spf1 ip4:192.0.2.1 +all"], "everybody"),
        (["v=spf1 ip4:192.0.2.1 ?all"], "open"),
        (["v=spf1 redirect=_spf.example"], "good"),
    ],
)
def test_spf(records, code):
    assert spf(records).code == code


@pytest.mark.parametrize(
    ("records", "code"),
    [
        ([], "missing"),
        (["v=DKIM1; k=rsa"], "missing"),
        (["v=DKIM1; p="], "revoked"),
        (["v=DKIM1; p=" + "A" * 216], "short"),
        (["k=ed25519; p=" + "A" * 44], "good"),
        ([f"p={KEY}"], "good"),
    ],
)
def test_dkim(records, code):
    assert dkim(records).code == code


@pytest.mark.parametrize(
    ("records", "code"),
    [
        ([], "missing"),
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], "several"),
        (["v=DMARC1; rua=mailto:a@school.example"], "no policy"),
        (["v=DMARC1; p=none"], "none"),
        (["v=dmarc1;p=Reject"], "good"),
    ],
)
def test_dmarc(records, code):
    assert dmarc(records).code == code


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("school.example", "school.example.", True),
        ("mail.School.example", "school.example", True),
        ("school.example", "mail.school.example", True),
        ("preschool.example", "school.example", False),
    ],
)
def test_hosts_of_one_organisation(one, other, same):
    assert same_organisation(one, other) is same


@pytest.fixture
def told(settings):
    """What the command says; the settings are good ones until the test changes them."""
    settings.SMTP_HOST, settings.SMTP_PORT, settings.SMTP_TLS = "127.0.0.1", free_port(), "none"
    settings.MAIL_FROM, settings.MAIL_REPLIES = "a@school.example", "replies@school.example"
    settings.DKIM_SELECTOR = "k1"

    def tell(texts):
        out = StringIO()
        with directory(texts) as nameserver:
            try:
                call_command("mailcheck", nameserver=nameserver, stdout=out)
            except CommandError as error:
                out.write(str(error))
        return out.getvalue().splitlines()

    return tell


def test_all_is_well(told, settings, sink):
    settings.MAIL_FROM = "a@school.example"

    assert told(WELL) == [
        "good  SPF says who may send for school.example.",
        "good  DKIM: receivers find the key to check our signature.",
        (
            "good  Your mail service signs. Ask it whether List-Unsubscribe and "
            "List-Unsubscribe-Post are in its h=, or name a key in COMMONROOT_DKIM_KEY."
        ),
        "good  DMARC tells receivers to quarantine letters that only claim to be yours.",
        "good  What comes back is read.",
        "good  The mail server is there and takes our name.",
        "good  Letters go to a mail server on this machine.",
    ]


def test_what_keeps_letters_from_arriving_is_said_with_what_to_do(told, settings):
    settings.MAIL_REPLIES, settings.DKIM_SELECTOR = "a@elsewhere.example", ""

    lines = told({"school.example": ["v=spf1 +all"]})

    assert [line[:4] for line in lines[:5]] == ["BAD ", "mend", "BAD ", "BAD ", "BAD "]
    assert lines[4] == "BAD   The mail server does not let us in (no connection)."
    assert lines[5] == "4 of 5 keep letters from arriving."


def test_without_anything_set_up(told, settings):
    settings.SMTP_HOST, settings.MAIL_REPLIES = "", ""

    lines = told({})

    assert lines[4].startswith("mend  Nobody reads what comes back: set COMMONROOT_MAIL_REPLIES")
    assert lines[5:] == [
        "BAD   No mail server is named: letters wait to be sent by hand.",
        "4 of 6 keep letters from arriving.",
    ]


def test_letters_in_the_clear_to_a_server_elsewhere_are_a_fault(told, settings, sink, monkeypatch):
    settings.MAIL_FROM = "a@school.example"
    monkeypatch.setattr("commonroot.messaging.actions.checking.NEAR", frozenset())

    assert told(WELL)[-2:] == [
        "BAD   Letters go to the mail server in the clear: set COMMONROOT_SMTP_TLS.",
        "1 of 7 keep letters from arriving.",
    ]


def test_a_private_line_to_the_server_needs_no_word(told, settings, sink, monkeypatch):
    settings.MAIL_FROM = "a@school.example"
    monkeypatch.setattr("commonroot.messaging.actions.checking.IN_PRIVATE", {"none"})

    assert told(WELL)[-1] == "good  The mail server is there and takes our name."


def test_this_machines_own_name_servers_are_asked_unless_one_is_named():
    own, named = resolver(), resolver("192.0.2.1")

    assert own.nameservers != named.nameservers == ["192.0.2.1"]
    assert named.port == 53


def test_a_directory_that_does_not_answer_judges_nothing(told, monkeypatch):
    monkeypatch.setattr("commonroot.messaging.actions.checking.SECONDS", 0.2)
    out = StringIO()

    with pytest.raises(CommandError):
        call_command("mailcheck", nameserver=f"127.0.0.1#{free_port()}", stdout=out)

    assert out.getvalue().splitlines()[0] == (
        "BAD   The network's directory (DNS) did not answer; nothing was judged."
    )


def test_the_mailbox_is_tried_where_one_is_named(told, settings):
    with open_mailbox() as box:
        settings.IMAP_HOST, settings.IMAP_PORT, settings.IMAP_TLS = "127.0.0.1", box.port, "none"
        settings.IMAP_USER, settings.IMAP_PASSWORD = USER, PASSWORD
        good = told({})
        settings.IMAP_PASSWORD = "wrong"
        bad = told({})

    assert [line for line in (*good, *bad) if "mailbox" in line] == [
        "good  The mailbox lets us in.",
        "BAD   The mailbox cannot be read (not let in): nobody sees what people answer.",
    ]
