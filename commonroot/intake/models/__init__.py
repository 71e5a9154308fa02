"""Imports and what belongs to them. Written only by `intake.actions`."""

from commonroot.intake.models.asking import Asked, ListRound
from commonroot.intake.models.identifiers import Identifier
from commonroot.intake.models.imports import Import, ImportFile, ImportRow
from commonroot.intake.models.pairs import RowPair

__all__ = ["Asked", "Identifier", "Import", "ImportFile", "ImportRow", "ListRound", "RowPair"]
