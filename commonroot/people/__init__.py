"""Everyone we know, with or without an account, and the walker over personal data."""
