"""What somebody asks for who takes applications along."""

from typing import Any

from commonroot.people.forms import ExportForm


class ApplicationsExportForm(ExportForm):
    """The usual questions, of applications."""

    def __init__(self, *args: Any, columns: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, columns=columns, **kwargs)
        del self.fields["with_sources"]  # nobody else said what stands there
