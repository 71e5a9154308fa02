"""Memory of an idle school after a minute, and how fast a set-up one starts."""

import time

from bench.figures import Figure
from bench.seeds import SESSION
from bench.served import instance, pss_megabytes, tree

IDLE_SECONDS = 60


def measure() -> list[Figure]:
    """Start once, wait a minute, look."""
    with instance(SESSION) as served:
        started_in = served.started_in
        served.get("/en/")
        time.sleep(IDLE_SECONDS)
        before = served.cpu()
        idle = pss_megabytes(tree(served.process.pid))
        time.sleep(10)
        resting = (served.cpu() - before) / 10 * 100
    return [
        Figure("memory after a minute of rest", idle, "MB", 250),
        Figure("cold start to the first page", started_in, "s", 3),
        Figure("CPU while nobody asks", resting, "%", 2),
    ]
