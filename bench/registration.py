"""A registration with its letter, sent to a real SMTP sink."""

import http.client
import time
from urllib.parse import urlencode

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from bench.figures import Figure
from bench.seeds import SESSION
from bench.served import free_port, instance

TIMES = 500
WAIT_SECONDS = 120


class Sink:
    """Counts what arrives."""

    def __init__(self) -> None:
        self.count = 0

    async def handle_DATA(  # noqa: N802, PLR0917 - aiosmtpd's name and arguments
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take everything."""
        self.count += 1
        return "250 OK"


def measure() -> list[Figure]:
    """500 people register; the cost is over when the last letter has arrived."""
    sink, port = Sink(), free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        mail = {
            "COMMONROOT_SMTP_HOST": "127.0.0.1",
            "COMMONROOT_SMTP_PORT": str(port),
            "COMMONROOT_SMTP_TLS": "none",
        }
        with instance(SESSION, **mail) as served:
            path = f"/en/sessions/{(served.home / 'session').read_text()}/"
            connection = http.client.HTTPConnection("localhost", served.port, timeout=60)
            waits: list[float] = []

            def register(number: int) -> None:
                body = urlencode({"name": f"Person {number}", "way": f"p{number}@example.org"})
                started = time.monotonic()
                connection.request(
                    "POST",
                    path,
                    body=body,
                    headers={"Content-Type": "application/x-www-form-urlencoded"},
                )
                response = connection.getresponse()
                response.read()
                waits.append(time.monotonic() - started)
                if response.status not in (200, 302, 303):
                    raise RuntimeError(f"registering answered {response.status}")

            def all_arrived() -> None:
                deadline = time.monotonic() + WAIT_SECONDS
                while sink.count < TIMES and time.monotonic() < deadline:
                    time.sleep(0.2)

            cost = served.cost(register, times=TIMES, then=all_arrived)
    finally:
        controller.stop()
    waits.sort()
    return [
        Figure("registration with its letter: CPU", cost, "ms", 60),
        Figure(
            "registration, answer to the visitor: p95", waits[int(len(waits) * 0.95)] * 1000, "ms"
        ),
        Figure("registrations whose letter did not arrive", TIMES - sink.count, "letters", 0),
    ]
