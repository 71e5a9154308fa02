"""Model fields that every area uses: public keys, encrypted values, translated text."""

import json
import secrets
from collections.abc import Iterable
from typing import Any, TypeVar

from django.conf import settings
from django.db import models

from commonroot.core import keys

Set = TypeVar("Set")
Get = TypeVar("Get")


def new_key() -> str:
    """A fresh public key of a row: 128 random bits, 22 letters."""
    key = secrets.token_urlsafe(16)
    # One that begins with a hyphen would be read as an option by every command.
    return new_key() if key.startswith("-") else key


class KeyField(models.CharField[str, str]):
    """The name of a row in every URL, export and feed; never the primary key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 32)
        kwargs.setdefault("unique", True)
        kwargs.setdefault("default", new_key)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)


class SealedField(models.TextField[Set, Get]):
    """A text sealed in the database with keys kept outside it. Empty text stays empty."""

    @property
    def label(self) -> str:
        return f"{self.model._meta.label_lower}.{self.attname}"

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        return value if not value else keys.decrypt(value, label=self.label, ring=settings.KEY_RING)

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        if not prepared:
            return prepared
        return keys.encrypt(prepared, label=self.label, ring=settings.KEY_RING)


class EncryptedTextField(SealedField[str, str]):
    """A sealed text."""


class EncryptedJSONField(SealedField[Any, Any]):
    """A JSON value, sealed as one text."""

    # What the type checker's plugin reads: anything that JSON can say.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        text = super().from_db_value(value)
        return None if not text else json.loads(text)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(
            None if value is None else json.dumps(value, ensure_ascii=False)
        )

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return json.dumps(self.value_from_object(obj), ensure_ascii=False)


class Translated(dict[str, str]):
    """One text in several languages: `{"en": "Power Analysis!", "fr": "…"}`."""

    def chosen(self, languages: Iterable[str]) -> tuple[str, str]:
        """The text and its language: the first of `languages` there is, else any; ("", "") when
        empty.

        Texts are never mixed inside a sentence; the page says which language it fell back to.
        """
        for language in languages:
            if self.get(language):
                return self[language], language
        return next(((text, language) for language, text in self.items() if text), ("", ""))

    def __str__(self) -> str:
        from django.utils.translation import get_language

        return self.chosen((get_language() or "en",))[0]


class TranslatedField(models.JSONField):
    """Organisers' text as `{language: text}`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, *about: Any) -> Any:
        read = super().from_db_value(value, *about)
        return Translated(read or {})
