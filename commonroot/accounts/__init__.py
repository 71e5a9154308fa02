"""Who may sign in and who is acting: accounts, roles, actors, page guards and the audit trail."""
