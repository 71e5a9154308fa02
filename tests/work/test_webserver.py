"""The web process answers nobody before the database is ready for it."""

import os
import subprocess
import sys

import pytest

from commonroot.work.supervisor import READY_VARIABLE

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
