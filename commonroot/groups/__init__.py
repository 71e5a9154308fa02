"""Small groups of a programme: who meets whom for the months after, and why."""
