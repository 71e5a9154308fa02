"""Plain helpers without domain or models: errors, keys, fields, time, text."""
