"""Reading for the pages that show several areas side by side, a module per page."""
