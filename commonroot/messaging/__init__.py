"""The post office: letters, outbox and delivery; knows plain strings, never people."""
