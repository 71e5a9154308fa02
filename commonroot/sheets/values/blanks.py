"""Cells that say nothing, in the many ways people write it."""

import re

BLANKS = frozenset({
    "", "n a", "na", "n d", "nd", "none", "null", "nil", "nan", "unknown", "s d", "sd", "sin dato",
    "no tiene", "ninguno", "nao tem", "não tem", "aucun", "neant", "néant", "нет", "لا يوجد",
    "not known", "no email", "no phone", "no e mail", "tbc", "tbd", "xxx",
})  # fmt: skip
SIGNS = re.compile(r"[\W_]+")


def is_blank(text: str) -> bool:
    """Tell whether a cell means "nothing": empty, signs only ("-", "?"), "n/a" and the like."""
    return SIGNS.sub(" ", text).strip().casefold() in BLANKS


def is_blank_name(text: str) -> bool:
    """Tell whether a cell for names means "nothing"; Na and Nil with one capital are names."""
    return is_blank(text) and text.strip() not in {"Na", "Nil", "Nd"}
