"""Which files an area may have: the same rooms everywhere, no strangers."""

from pathlib import Path

from tests.house.tree import FREE_AREAS, ROOT, areas, write

ROOMS = {
    "rules", "models", "queries", "permissions", "emails", "actions", "forms", "tasks", "views",
    "urls", "migrations", "management", "templates", "static", "README",
}  # fmt: skip

# Rooms that one area has beyond the common ones, each with its reason in its own docstring.
MORE = {
    "accounts": {"roles", "guards", "sessions"},
    "consent": {"receipt", "wordings"},
    "mailings": {"wordings"},
    "people": {"personal"},
    "programmes": {"demo", "feed_urls", "feeds"},
    "registration": {"words"},
    "web": {
        "context",
        "demo",
        "demo_school",
        "middleware",
        "page_cache",
        "templatetags",
        "urls_plain",
    },
    "work": {"alone", "clock", "supervisor", "sweeps", "webserver", "worker"},
}


def strangers(root: Path) -> list[str]:
    """Files and folders of areas that are no room of theirs, and templates outside their folder."""
    found = []
    for area in areas(root):
        folder = root / "commonroot" / area
        allowed = ROOMS | MORE.get(area, set())
        for path in sorted(folder.iterdir()):
            if path.name in ("__init__.py", "__pycache__") or area in FREE_AREAS:
                continue
            if path.stem not in allowed:
                found.append(f"{area}/{path.name} is no room of the house")
        for kind in ("templates", "static"):
            for path in (folder / kind).glob("*"):
                if path.name != area and not (area == "ui" and path.suffix == ".html"):
                    found.append(f"{area}/{kind}/{path.name} belongs in {kind}/{area}/")
        if "\n" in (folder / "__init__.py").read_text().strip():
            found.append(f"{area}/__init__.py holds more than its one sentence")
    return found


def test_areas_have_the_rooms_of_the_house():
    assert strangers(ROOT) == []


def test_a_stranger_is_found(tmp_path):
    write(
        tmp_path,
        {
            "commonroot/people/__init__.py": '"""People."""\nimport os\n',
            "commonroot/people/models.py": "",
            "commonroot/people/helpers.py": "",
            "commonroot/people/templates/other/page.html": "",
            "commonroot/core/__init__.py": '"""Core."""\n',
            "commonroot/core/anything.py": "",
        },
    )

    assert strangers(tmp_path) == [
        "people/helpers.py is no room of the house",
        "people/templates/other belongs in templates/people/",
        "people/__init__.py holds more than its one sentence",
    ]
