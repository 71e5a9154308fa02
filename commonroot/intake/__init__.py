"""Old sheets into the register: read, dry run, what the list says, apply."""
