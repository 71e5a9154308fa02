"""Reading calls, applications, reviews and decisions; a module per noun."""
