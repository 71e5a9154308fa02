"""Letters to many: audiences as questions, approval, recall, the alumni group."""
