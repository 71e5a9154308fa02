"""Every page, as everybody: who is let in, and who is never shown."""
