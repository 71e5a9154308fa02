"""A name server of our own, on this machine alone, for texts."""

import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


@contextmanager
def directory(texts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Answer for these names until the test ends; its address as "127.0.0.1#port"."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))

        def serve() -> None:
            while True:
                try:
                    raw, asker = line.recvfrom(4096)
                except OSError:
                    return
                if raw == b"end":
                    return
                line.sendto(_answer(dns.message.from_wire(raw), texts), asker)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1#{line.getsockname()[1]}"
        line.sendto(b"end", line.getsockname())
        thread.join(5)


def _answer(asked: dns.message.Message, texts: Mapping[str, Sequence[str]]) -> bytes:
    reply = dns.message.make_response(asked)
    reply.flags |= dns.flags.AA
    name = asked.question[0].name
    found = texts.get(name.to_text().rstrip("."), ())
    if found:
        quoted = [
            " ".join(f'"{text[at : at + 200]}"' for at in range(0, len(text), 200))
            for text in found
        ]
        reply.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *quoted))
    else:
        reply.set_rcode(dns.rcode.NXDOMAIN)
    return reply.to_wire()
