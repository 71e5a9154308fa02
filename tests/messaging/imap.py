"""A small mail server of the tests: as much of IMAP (RFC 3501) as reading one mailbox takes.

It listens on 127.0.0.1 and speaks the protocol over a real socket: numbers that last, literals,
flags, expunging by number (RFC 4315). Faults are asked for by `refuse` and `hang_up`.
"""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

USER, PASSWORD = "replies@school.example", 'right "word"'


@dataclass
class Stored:
    """A mail in the mailbox."""

    raw: bytes
    flags: set[str] = field(default_factory=set)


@dataclass
class Box:
    """The mailbox: mails by their number, and what the server is to do wrong."""

    mails: dict[int, Stored] = field(default_factory=dict)
    validity: int = 7
    last: int = 0
    port: int = 0
    knows_uidplus: bool = True
    hang_up: str = ""  # the command at which the line goes dead
    refuse: str = ""  # the command that is answered with a no
    commands: list[str] = field(default_factory=list)

    def put(self, raw: bytes) -> int:
        """A mail arrives; its number."""
        self.last += 1
        self.mails[self.last] = Stored(raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        return self.last

    @property
    def unread(self) -> list[int]:
        """The numbers of mails without the flag that they were read."""
        return [uid for uid, mail in self.mails.items() if "\\Seen" not in mail.flags]


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self) -> None:
        """Answer command after command until the other side leaves."""
        self.say(b"* OK ready")
        while line := self.rfile.readline():
            tag, _, rest = line.strip().partition(b" ")
            words = rest.decode()
            name = re.match(r"(UID )?\w+", words.upper())
            command = name[0] if name else ""
            self.box.commands.append(command)
            if self.box.hang_up and command == self.box.hang_up:
                return
            self.answer(tag, command, words)
            if command == "LOGOUT":
                return

    @property
    def box(self) -> Box:
        return self.server.box  # type: ignore[attr-defined]  # set by `open_mailbox`

    def say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")

    def answer(self, tag: bytes, command: str, words: str) -> None:
        """Do what was asked, and say how it went."""
        if command == self.box.refuse:
            self.say(tag + b" NO not now")
            return
        name = command.lower().replace(" ", "_")
        done = getattr(self, f"on_{name}", lambda _words: None)(words) or b"OK done"
        self.say(tag + b" " + done)

    def on_capability(self, _words: str) -> None:
        self.say(b"* CAPABILITY IMAP4rev1" + (b" UIDPLUS" if self.box.knows_uidplus else b""))

    def on_login(self, words: str) -> bytes:
        quoted = PASSWORD.replace('"', '\\"')
        return (
            b"OK in" if f'"{quoted}"' in words and USER in words else b"NO [AUTHENTICATIONFAILED]"
        )

    def on_select(self, words: str) -> bytes:
        if '"INBOX"' not in words:
            return b"NO there is none"
        self.say(f"* {len(self.box.mails)} EXISTS".encode())
        self.say(f"* OK [UIDVALIDITY {self.box.validity}] valid".encode())
        return b"OK open"

    def on_uid_store(self, words: str) -> None:
        for uid in map(int, words.split()[2].split(",")):
            if uid in self.box.mails:
                self.box.mails[uid].flags.add(words.split("(")[1].rstrip(")"))

    def on_expunge(self, words: str) -> None:
        named = set(map(int, words.split()[2].split(","))) if "UID" in words else None
        for uid, mail in list(self.box.mails.items()):
            if "\\Deleted" in mail.flags and (named is None or uid in named):
                del self.box.mails[uid]

    on_uid_expunge = on_expunge

    def on_logout(self, _words: str) -> None:
        self.say(b"* BYE")

    def on_uid_fetch(self, words: str) -> None:
        """The sizes of a range, or one whole mail as a literal."""
        asked = words.split()[2]
        first, _, to_end = asked.partition(":")
        # "9:*" names the last mail even when its number is smaller.
        begin = min(int(first), max(self.box.mails, default=0)) if to_end else int(first)
        for place, (uid, mail) in enumerate(sorted(self.box.mails.items()), start=1):
            if (uid < begin) if to_end else (uid != begin):
                continue
            if "RFC822.SIZE" in words:
                self.say(f"* {place} FETCH (UID {uid} RFC822.SIZE {len(mail.raw)})".encode())
            else:
                self.say(f"* {place} FETCH (UID {uid} BODY[] {{{len(mail.raw)}}}".encode())
                self.wfile.write(mail.raw)
                self.say(b")")


class Server(socketserver.ThreadingTCPServer):
    """Serves the mailbox."""

    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def open_mailbox() -> Iterator[Box]:
    """A mailbox listening on a free port of 127.0.0.1."""
    with Server(("127.0.0.1", 0), Talk) as server:
        box = Box(port=server.server_address[1])
        server.box = box  # type: ignore[attr-defined]  # what its connections serve
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
