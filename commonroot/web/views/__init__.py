"""Pages that show several areas side by side, a module per place."""
