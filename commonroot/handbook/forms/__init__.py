"""What people may send from the pages of the handbook."""
