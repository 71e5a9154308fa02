"""All reading of stewardship."""

from commonroot.stewardship.queries.keeping import archive, outlived, to_blank

__all__ = ["archive", "outlived", "to_blank"]
