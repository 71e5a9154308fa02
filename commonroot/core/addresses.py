"""The key of a row in an address, for every area's addresses: `<key:key>`."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class KeyConverter(StringConverter):
    """A row's key; words of addresses as "new" or "export" are too short to be one."""

    regex = r"[\w-]{16,32}"


register_converter(KeyConverter, "key")
