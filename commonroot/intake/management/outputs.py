"""Where a command may write, asked before its work and not after it."""

from collections.abc import Iterable
from pathlib import Path

from django.core.management.base import CommandError


def check_output(path: Path, *, kept: Iterable[Path]) -> None:
    """Refuse a file that cannot be written, or that would take the place of one that is kept."""
    if not path.parent.is_dir():
        raise CommandError(f"{path}: there is no folder {path.parent}.")
    if path.is_dir():
        raise CommandError(f"{path}: this is a folder. Name a file in it.")
    if path.resolve() in {other.resolve() for other in kept}:
        raise CommandError(f"{path}: this file is named twice and would be written over.")
