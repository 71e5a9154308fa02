"""What is committed: no real addresses, no machine's paths, nothing unfinished, no long files."""

import re
from pathlib import Path

from tests.house.tree import ROOT, committed_files, write

TEXT = {
    "", ".css", ".csv", ".html", ".in", ".js", ".md", ".po", ".py", ".svg", ".toml", ".txt",
    ".yaml",
}  # fmt: skip
LONGEST = 400

ADDRESS = "an address that may be somebody's"
# Written so that the patterns do not find themselves.
SIGNS = {
    ADDRESS: re.compile(
        r"\b[\w.+-]+@(?!(?:[\w-]+\.)*example(?:\.(?:org|com|net))?\b|localhost\b|[\w.]*invalid\b)"
        r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b"
    ),
    "a path of one machine": re.compile(r"(?<![\w.])/(?:work|root|home)/[a-z.]"),
    "unfinished work": re.compile(r"\b(?:TO[D]O|FIX[M]E|X[X]X)\b"),
    "the address of a package registry": re.compile(
        r"\b(?:pypi\.or[g]|files\.pythonhosted\.or[g]|registry\.npmjs\.or[g])\b"
    ),
}
# A licence is quoted as it is; locks name versions only, and their hashes may look like anything.
QUOTED = {"LICENSE"}
# Mending misspelt addresses is tried out with the names of real providers and invented people.
INVENTED = "tests/sheets/"


def faults(path: Path, name: str) -> list[str]:
    """What one text file holds that must not be committed."""
    if path.suffix not in TEXT or name in QUOTED:
        return []
    try:
        text = path.read_text()
    except UnicodeDecodeError:
        return []  # samples of old encodings
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        held = [what for what, sign in SIGNS.items() if sign.search(line)]
        if name.startswith(INVENTED) or line.startswith('"Language-Team:'):
            held = [what for what in held if what != ADDRESS]
        found += [f"{name}:{number} holds {what}" for what in held]
    lines = text.count("\n")
    if path.suffix == ".py" and "migrations" not in path.parts and lines > LONGEST:
        found.append(f"{name} has {lines} lines, more than {LONGEST}: make it a package")
    return found


EXEMPTION = re.compile(r"#\s*(?:noqa|type:\s*ignore)(.*)")
# `: S308 - escaped above`, `: S308, E501 - …`, `[attr-defined]  # read by the house test`
REASONED = re.compile(r"(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|\[[a-z, -]+\])\s+[-#]\s*\S.*\S")


def bare_exemptions(path: Path, name: str) -> list[str]:
    """Lines exempt from a check without saying from which and why."""
    found = []
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        exempt = EXEMPTION.search(line)
        if exempt and not REASONED.match(exempt[1]):
            found.append(f"{name}:{number} is exempt without a code and a reason")
    return found


def test_nothing_is_committed_that_must_not_be():
    found = [fault for path in committed_files(ROOT) for fault in faults(path, named(path))]

    assert found == []


def test_every_exemption_has_its_code_and_reason():
    files = [path for path in committed_files(ROOT) if path.suffix == ".py"]
    found = [
        fault
        for path in files
        if "house" not in path.parts and "migrations" not in path.parts
        for fault in bare_exemptions(path, named(path))
    ]

    assert found == []


def named(path: Path) -> str:
    """The path as people read it."""
    return str(path.relative_to(ROOT))


def test_what_must_not_be_committed_is_found(tmp_path):
    write(
        tmp_path,
        {
            "a.py": "amina@example.org\nsomebody@" + "gmail.com\n# TO" + "DO\n",
            "b.md": "see /work" + "/main/x and https://example.org/home/x\n",
            "c.txt": "https://pypi." + "org/simple\n",
            "d.py": "x = 1\n" * 401,
        },
    )

    found = [
        fault
        for name in ("a.py", "b.md", "c.txt", "d.py")
        for fault in faults(tmp_path / name, name)
    ]

    assert found == [
        "a.py:2 holds an address that may be somebody's",
        "a.py:3 holds unfinished work",
        "b.md:1 holds a path of one machine",
        "c.txt:1 holds the address of a package registry",
        "d.py has 401 lines, more than 400: make it a package",
    ]


def test_bare_exemptions_are_found(tmp_path):
    lines = [
        "a = 1  # no" + "qa",
        "b = 1  # no" + "qa: S308",
        "c = 1  # no" + "qa: S308 - escaped above",
        "d = 1  # type" + ": ignore[attr-defined]",
        "e = 1  # type" + ": ignore[attr-defined]  # read by the house test",
        "f = 1  # type" + ": ignore",
    ]
    path = write(tmp_path, {"a.py": "\n".join(lines)}) / "a.py"

    assert [fault.split()[0] for fault in bare_exemptions(path, "a")] == [
        "a:1",
        "a:2",
        "a:4",
        "a:6",
    ]
