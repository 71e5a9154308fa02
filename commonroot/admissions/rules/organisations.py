"""When two names of organisations mean the same one."""

import re
from collections.abc import Iterable

from commonroot.core.text import folded

_WORD = re.compile(r"\w+")
ARTICLES = frozenset({"the", "el", "la", "los", "las", "le", "les", "o", "os", "a", "as"})

# What people write who belong to no organisation, folded.
NO_ORGANISATION = frozenset(
    {
        "", "n a", "na", "no", "none", "nothing", "independent", "individual", "self",
        "self employed", "freelance", "freelancer", "student", "unemployed", "retired", "ninguna",
        "ninguno", "ninguna organizacion", "independiente", "aucune", "aucun", "neant",
        "independant", "independante", "nenhuma", "nenhum", "autonoma", "autonomo",
        "لا", "لا يوجد", "مستقل", "مستقله",
    }
)  # fmt: skip


def comparable(name: str) -> str:
    """An organisation's name without marks, case, accents and articles; "" for none."""
    words = _WORD.findall(folded(name))
    if " ".join(words) in NO_ORGANISATION:
        return ""
    return " ".join(word for word in words if word not in ARTICLES) or " ".join(words)


def all_comparable(names: Iterable[str]) -> frozenset[str]:
    """Those of `names` that name an organisation, each as it is compared."""
    return frozenset(comparable(name) for name in names) - {""}


def spellings_of(
    names: Iterable[str], *, known: Iterable[Iterable[str]], everybody: Iterable[str]
) -> frozenset[str]:
    """Every way in which the organisations called `names` may be written, as they are compared.

    `known`: for each organisation with a page, all ways to write its name. `everybody`: names of
    the school and its teams, to which all who apply may belong: they part nobody.
    """
    own = all_comparable(names) - all_comparable(everybody)
    for written in known:
        same = all_comparable(written)
        if own & same:
            own |= same
    return own
