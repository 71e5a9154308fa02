"""How a group is called in addresses."""

import re
import unicodedata

LENGTH = 40
_OTHER = re.compile(r"[^a-z0-9]+")


def local_name(text: str) -> str:
    """A name for addresses: small Latin letters, digits and hyphens; "group" when none is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _OTHER.sub("-", plain).strip("-")[:LENGTH].strip("-") or "group"
