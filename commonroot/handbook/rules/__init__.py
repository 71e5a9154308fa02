"""Rules of the handbook: answers of several hands, lists that complete themselves."""
