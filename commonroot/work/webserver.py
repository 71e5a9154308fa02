"""The web process: granian serving `config.wsgi`, bound to its supervisor's life.

Started by the supervisor as `python -m commonroot.work.webserver PORT`. granian's main process
forks a worker; the worker loads Django, waits until the supervisor has migrated the database, and
only then opens the port. With SO_REUSEPORT, which granian sets, an old and a new web process can
hold the port together for a moment, so that nobody is turned away while they change places.
"""

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from commonroot.work.supervisor import READY_VARIABLE, die_with

# Requests handled at the same time: more threads would only wait for each other and cost memory.
THREADS = 4


def serve(*, port: int) -> None:
    """Serve until told to end; exits when its worker dies, so that the supervisor starts anew."""
    multiprocessing.set_start_method("fork")
    main_process = os.getpid()

    def load(target: str) -> Callable[..., Any]:
        """In the worker: the WSGI application, once the database is ready for it."""
        die_with(main_process)
        return application()

    Server(
        "config.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        runtime_threads=1,
        backlog=1024,
        websockets=False,
        log_level=LogLevels.critical,
        # Requests under way when we are told to end have this long.
        workers_kill_timeout=5,
        process_name=None,
    ).serve(target_loader=load)


def application() -> Callable[..., Any]:
    """The WSGI application with its URLs loaded, after the supervisor said that it may serve."""
    from django.urls import get_resolver

    from config.wsgi import application as loaded

    # Else the first visitor would wait for every page's code to be read.
    _ = get_resolver().url_patterns
    # What is loaded by now stays. Else Python would look through all of it each time it tidies up
    # after some hundreds of pages, and whoever comes then waits a tenth of a second longer.
    gc.collect()
    gc.freeze()
    wait_until_migrated()
    return loaded


def wait_until_migrated() -> None:
    """Block until the supervisor says so through the pipe it gave us, if it gave us one.

    A pipe that ends without a word means that the database could not be made ready: nobody is
    answered from it.
    """
    descriptor = os.environ.pop(READY_VARIABLE, "")
    if descriptor:
        word = os.read(int(descriptor), 1)
        os.close(int(descriptor))
        if not word:
            os._exit(1)


if __name__ == "__main__":
    serve(port=int(sys.argv[1]))
