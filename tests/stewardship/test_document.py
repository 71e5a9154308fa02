"""`manage.py document`: the pages of docs/ that are made from the code."""

from django.core.management import call_command

from commonroot.stewardship.management.commands.document import (
    data_page,
    permissions_page,
    processing_page,
)


def test_it_writes_each_page_where_docs_are(settings, tmp_path, capsys):
    settings.BASE_DIR = tmp_path

    call_command("document")

    folder = tmp_path / "docs" / "generated"
    assert {page.name: page.read_text() for page in folder.iterdir()} == {
        "data.md": data_page(),
        "permissions.md": permissions_page(),
        "processing.md": processing_page(),
    }
    names = ("data", "permissions", "processing")
    assert capsys.readouterr().out == "".join(f"docs/generated/{name}.md\n" for name in names)


def test_it_says_for_how_long_each_kind_is_kept():
    rows = data_page().split("## ")
    found = {row.partition("\n")[0]: row for row in rows}

    assert "Kept 30 days after until." in found["accounts.postponed"]
    assert "Kept as long as the person is known." in found["people.person"]


def test_it_says_what_each_role_may_do():
    assert "organiser" in permissions_page()
