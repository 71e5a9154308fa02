"""Places in sessions: asking for one, the waiting list, cancelling, and who came."""
