"""Fields of our own."""

from commonroot.core import fields


def test_no_key_begins_like_an_option_of_a_command(monkeypatch):
    drawn = iter(["-bcdefghijklmnopqrstuv", "_bcdefghijklmnopqrst-v"])
    monkeypatch.setattr(fields.secrets, "token_urlsafe", lambda _size: next(drawn))

    assert fields.new_key() == "_bcdefghijklmnopqrst-v"
