"""Which files are taken, and how many bytes are said."""

from dataclasses import dataclass
from datetime import timedelta

MOST_BYTES = 64 * 1024 * 1024
MOST_PIXELS = 60_000_000
LONGEST_EDGE = 2400
SMALL_BYTES = 7 * 1024  # a picture in a list; longest edge and quality are tried in turn
SMALL_TRIES = ((320, 70), (320, 50), (320, 35), (240, 35), (160, 35), (160, 20))
CHUNK = 64 * 1024
LOST_AFTER = timedelta(days=1)  # bytes are written before their row

PICTURE, SOUND, VIDEO, PAPER, TEXT = "picture", "sound", "video", "paper", "text"


@dataclass(frozen=True)
class Kind:
    """A kind of file: how it ends, its media type, what it is to people, how it is known.

    `starts` are (bytes, place) of which one must fit; `inside` is a file that its archive holds.
    """

    ending: str
    media: str
    sort: str
    starts: tuple[tuple[bytes, int], ...] = ()
    inside: str = ""


ZIP = ((b"PK\x03\x04", 0),)
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
KINDS = {
    kind.ending: kind
    for kind in (
        Kind("pdf", "application/pdf", PAPER, ((b"%PDF-", 0),)),
        Kind("png", "image/png", PICTURE, ((b"\x89PNG\r\n\x1a\n", 0),)),
        Kind("jpg", "image/jpeg", PICTURE, ((b"\xff\xd8\xff", 0),)),
        Kind("webp", "image/webp", PICTURE, ((b"WEBP", 8),)),
        Kind("gif", "image/gif", PICTURE, ((b"GIF8", 0),)),
        Kind("mp3", "audio/mpeg", SOUND, ((b"ID3", 0), (b"\xff\xfb", 0), (b"\xff\xf3", 0))),
        Kind("m4a", "audio/mp4", SOUND, ((b"ftyp", 4),)),
        Kind("ogg", "audio/ogg", SOUND, ((b"OggS", 0),)),
        Kind("opus", "audio/ogg", SOUND, ((b"OggS", 0),)),
        Kind("mp4", "video/mp4", VIDEO, ((b"ftyp", 4),)),
        Kind("webm", "video/webm", VIDEO, ((b"\x1aE\xdf\xa3", 0),)),
        Kind("docx", f"{OFFICE}.wordprocessingml.document", PAPER, ZIP, "word/document.xml"),
        Kind("pptx", f"{OFFICE}.presentationml.presentation", PAPER, ZIP, "ppt/presentation.xml"),
        Kind("xlsx", f"{OFFICE}.spreadsheetml.sheet", PAPER, ZIP, "xl/workbook.xml"),
        Kind("odt", f"{OPEN}.text", PAPER, ZIP, "content.xml"),
        Kind("odp", f"{OPEN}.presentation", PAPER, ZIP, "content.xml"),
        Kind("ods", f"{OPEN}.spreadsheet", PAPER, ZIP, "content.xml"),
        Kind("txt", "text/plain", TEXT),
        Kind("md", "text/plain", TEXT),
        Kind("srt", "text/plain", TEXT),
        Kind("vtt", "text/plain", TEXT),
    )
}
ALIKE = {"jpeg": "jpg", "jpe": "jpg"}
# Programs inside documents run on other people's machines.
PROGRAMS = ("vbaproject.bin", "basic/", "scripts/")


def kind_of(name: str, head: bytes) -> Kind | None:
    """The kind of a file by its ending, if its first bytes say the same; else None."""
    ending = name.rpartition(".")[2].casefold()
    kind = KINDS.get(ALIKE.get(ending, ending))
    if kind is None:
        return None
    if kind.sort == TEXT:
        return kind if is_text(head) else None
    fits = any(head[place : place + len(sign)] == sign for sign, place in kind.starts)
    return kind if fits else None


def is_text(head: bytes) -> bool:
    """Whether bytes are words in UTF-8; a letter cut at the end does not count against them."""
    try:
        head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3 and b"\0" not in head
    return b"\0" not in head


def holds_programs(inside: list[str]) -> bool:
    """Whether an archive of these files carries a program."""
    return any(sign in name.casefold() for name in inside for sign in PROGRAMS)


def plain_name(name: str, *, ending: str) -> str:
    """A name a file may be saved under anywhere: no folder, no control sign, its true ending."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] or last
    kept = "".join(c for c in stem if c.isprintable() and c not in '<>:"|?*%').strip(" .")
    return f"{kept[:80] or 'file'}.{ending}"


def fitted(width: int, height: int) -> tuple[int, int]:
    """The size of a picture whose longer edge is at most LONGEST_EDGE."""
    longest = max(width, height)
    if longest <= LONGEST_EDGE:
        return width, height
    return (
        max(1, round(width * LONGEST_EDGE / longest)),
        max(1, round(height * LONGEST_EDGE / longest)),
    )
