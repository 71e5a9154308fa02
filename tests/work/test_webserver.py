"""The web process answers nobody before the database is ready for it."""

import gc
import os
import subprocess
import sys

import pytest

from commonroot.work.supervisor import READY_VARIABLE
from commonroot.work.webserver import application

WAIT = "from commonroot.work.webserver import wait_until_migrated; wait_until_migrated()"


@pytest.mark.parametrize(("word", "code"), [(b"!", 0), (b"", 1)], ids=["ready", "given up"])
def test_it_opens_when_told_so_and_ends_when_nobody_will(word, code):
    read, write = os.pipe()
    waiting = subprocess.Popen(
        [sys.executable, "-c", WAIT], env=os.environ | {READY_VARIABLE: str(read)}, pass_fds=[read]
    )
    os.close(read)

    os.write(write, word)
    os.close(write)

    assert waiting.wait(timeout=60) == code


def test_what_is_loaded_at_the_start_is_not_looked_through_again():
    """Python tidies up among what came since: else some page now and then waits for it."""
    gc.unfreeze()

    application()

    kept, looked_through = gc.get_freeze_count(), len(gc.get_objects())
    gc.unfreeze()
    assert kept > looked_through
