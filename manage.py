#!/usr/bin/env python
"""Commonroot's command line."""

import os
import sys


def main() -> None:
    """Run the command named in the arguments."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:] == ["serve"]:
        # The supervisor needs neither Django nor the libraries, and starts at once without them.
        os.execv(sys.executable, [sys.executable, "-S", "-m", "commonroot.work.supervisor"])
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
