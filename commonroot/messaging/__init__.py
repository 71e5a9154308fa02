"""The post office: letters, outbox and delivery; it knows addresses and plain strings, never people."""
