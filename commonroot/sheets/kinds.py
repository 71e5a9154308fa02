"""What kind of file it is: by its first bytes, which must agree with its name."""

import zipfile
from pathlib import PurePath

from commonroot.sheets.sayings import Unreadable, say

TEXT = frozenset({"csv", "tsv", "tab", "txt", ""})
WORKBOOKS = frozenset({"xlsx", "xls", "ods"})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_SECTOR = 512
BIFF_START, BIFF_PASSWORD = b"\x09\x08", b"\x2f\x00"
BIFF_RECORDS_LOOKED_AT = 20
# First bytes that are certainly no list, and what to call them.
OTHERS = (
    (b"%PDF", "found_pdf"),
    (b"\x89PNG", "found_picture"),
    (b"\xff\xd8\xff", "found_picture"),
    (b"GIF8", "found_picture"),
    (b"{\\rtf", "found_document"),
    (b"Rar!", "found_packed"),
    (b"7z\xbc\xaf", "found_packed"),
    (b"\x1f\x8b", "found_packed"),
    (b"MZ", "found_program"),
    (b"\x7fELF", "found_program"),
)
PAGES = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<svg", b"<meta", b"<script")


def extension(name: str) -> str:
    """Return the lower-case ending of a file name without its dot."""
    return PurePath(name).suffix.lower().removeprefix(".")


def kind_of(content: bytes, name: str) -> str:
    """Return "text", "zip" or "ole", refusing what is no table or not what its name says."""
    named = extension(name)
    if named in {"xlsm", "xlsb", "xltm"}:
        raise Unreadable("macros" if named != "xlsb" else "unknown_kind")
    if named not in TEXT | WORKBOOKS | {"zip"}:
        raise Unreadable("unknown_kind")
    for magic, found in OTHERS:
        if content.startswith(magic):
            raise _other_kind(named, found)
    if content.startswith(OLE):
        if named not in {"xls", "xlsx", ""}:
            raise _other_kind(named, "found_xls")
        return "ole"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if named in TEXT - {""}:
            raise _other_kind(named, "found_packed")
        return "zip"
    start = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(PAGES):
        raise _other_kind(named, "found_page")
    if named == "xlsx" and _torn(content):
        raise Unreadable("broken_workbook")
    if named in {"ods", "zip", "xls"} and _torn(content):
        raise Unreadable("broken_workbook" if named != "zip" else "broken_archive")
    if named not in TEXT:
        raise _other_kind(named, "found_text")
    return "text"


def packed_kind(archive: zipfile.ZipFile, name: str) -> str:
    """Return "xlsx", "ods" or "lists" (a packed folder of CSV files)."""
    names = set(archive.namelist())
    named = extension(name)
    if any(member.startswith("xl/workbook") for member in names):
        found, shown = "xlsx", "found_xlsx"
        if "xl/workbook.bin" in names:
            raise Unreadable("unknown_kind")
    elif "mimetype" in names and "content.xml" in names:
        mime = archive.read("mimetype").strip()
        if mime != b"application/vnd.oasis.opendocument.spreadsheet":
            raise _other_kind(named, "found_document")
        found, shown = "ods", "found_ods"
    elif any(member.startswith(("word/", "ppt/")) for member in names):
        raise _other_kind(named, "found_document")
    elif any(extension(member) in TEXT - {""} for member in names):
        found, shown = "lists", "found_packed"
    elif named in WORKBOOKS:
        raise Unreadable("broken_workbook")
    else:
        raise Unreadable("unknown_kind")
    if named and named != {"lists": "zip"}.get(found, found):
        raise _other_kind(named, shown)
    return found


def check_ole(content: bytes) -> None:
    """Refuse an old Excel file that is locked or carries macros."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Unreadable("password")
    if _has_password(content):
        raise Unreadable("password")
    if "_VBA_PROJECT_CUR".encode("utf-16-le") in content:
        raise Unreadable("macros")


def _has_password(content: bytes) -> bool:
    """Tell whether the workbook inside an OLE file opens with the record of a password."""
    for sector in range(OLE_SECTOR, len(content), OLE_SECTOR):
        at = sector
        if content[at : at + 2] != BIFF_START:
            continue
        for _ in range(BIFF_RECORDS_LOOKED_AT):
            kind = content[at : at + 2]
            if kind == BIFF_PASSWORD:
                return True
            at += 4 + int.from_bytes(content[at + 2 : at + 4], "little")
            if at >= min(len(content), sector + OLE_SECTOR):
                break
    return False


def _torn(content: bytes) -> bool:
    """Tell whether bytes are neither a packed file nor text: a download that broke off."""
    head = content[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return sum(byte < 32 and byte not in b"\t\r\n\x0c" for byte in head) > len(head) // 50


def _other_kind(named: str, found: str) -> Unreadable:
    return Unreadable("other_kind", named=named.upper() or "—", found=say(found))
