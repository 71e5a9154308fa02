"""The rules of the house that no linter knows. Each check is shown to fail on a bad sample."""
