"""Signed letters: what receivers can check, and that nothing leaves unsigned."""

from base64 import b64encode
from io import StringIO

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.core.management import CommandError, call_command

from commonroot.messaging.models import Letter
from tests.factories.messaging import LetterFactory
from tests.messaging.conftest import send, states
from tests.messaging.directory import directory

TOKEN = "AbCdEfGhIjKlMnOpQrStUw"
STOP = f"https://school.example.org/u/{TOKEN}"


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(65537, 2048)


def pem(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def record(key):
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"v=DKIM1; k=rsa; p={b64encode(public).decode()}"


@pytest.fixture
def signing(settings, key, tmp_path):
    """The settings of a school that signs itself."""
    path = tmp_path / "dkim.pem"
    path.write_bytes(pem(key))
    settings.DKIM_KEY, settings.DKIM_SELECTOR = str(path), "k1"
    settings.ADDRESS = "https://school.example.org"
    settings.MAIL_REPLIES = "replies@example.org"
    return path


@pytest.mark.django_db
def test_a_letter_that_arrived_is_signed_with_both_headers_of_one_click_unsubscribing(
    at, sink, signing, key
):
    LetterFactory(purpose="news", values={"name": "Zoë", "link": "x", "unsubscribe": STOP})
    LetterFactory(values={"name": "A", "link": "x"})

    send(at)

    listed, plain = (one.content for one in sink.arrived)

    def checks(raw):
        return dkim.verify(raw, dnsfunc=lambda *_args, **_more: record(key).encode())

    def without(name):
        return b"\r\n".join(line for line in listed.split(b"\r\n") if not line.startswith(name))

    message, other = sink.messages
    signed = {
        name.strip().lower()
        for name in str(message["DKIM-Signature"]).partition(" h=")[2].partition(";")[0].split(":")
    }
    assert (checks(listed), checks(plain)) == (True, True)
    assert signed == {
        "from", "to", "reply-to", "subject", "date", "message-id", "content-type", "mime-version",
        "list-id", "list-unsubscribe", "list-unsubscribe-post",
    }  # fmt: skip
    assert message["List-Unsubscribe"] == (
        f"<{STOP}>, <mailto:replies+u01b09d11f1a12232a53273a942b4ad53@example.org>"
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-ID"] == "<news.school.example.org>"
    assert message["Feedback-ID"] == "hello:news:example.org:commonroot"
    assert (message["Precedence"], message["Auto-Submitted"]) == ("bulk", "auto-generated")
    assert not checks(without(b"List-Unsubscribe:"))
    assert not checks(without(b"List-Unsubscribe-Post:"))
    assert not checks(b"From: other@example.org\r\n" + listed)
    assert other["List-ID"] is None


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["missing", "not a key", "not RSA", "no selector"])
def test_nothing_leaves_unsigned_where_the_key_cannot_be_used(at, sink, signing, settings, fault):
    LetterFactory()
    if fault == "missing":
        signing.unlink()
    elif fault == "no selector":
        settings.DKIM_SELECTOR = ""
    else:
        other = pem(ec.generate_private_key(ec.SECP256R1()))
        signing.write_bytes(other if fault == "not RSA" else b"x")

    send(at)

    assert (states(), sink.arrived) == (["queued"], [])
    assert Letter.objects.get().why == "no key to sign with"


@pytest.mark.parametrize(
    ("selector", "there", "line"),
    [
        ("k1", "ours", "good  Letters are signed here"),
        ("k1", "another", "BAD   {path} is not the key that receivers find"),
        ("", "ours", "BAD   {path} is no RSA key that can be read"),
    ],
)
def test_mailcheck_compares_the_key_with_what_receivers_find(
    signing, settings, key, selector, there, line
):
    settings.DKIM_SELECTOR, settings.MAIL_FROM = selector, "a@example.org"
    known = key if there == "ours" else rsa.generate_private_key(65537, 2048)
    out = StringIO()

    with (
        directory({"k1._domainkey.example.org": [record(known)]}) as nameserver,
        pytest.raises(CommandError),
    ):
        call_command("mailcheck", nameserver=nameserver, stdout=out)

    assert line.format(path=signing) in out.getvalue()
