"""Rules of the shared inbox over plain values."""

from datetime import timedelta

# Mails from one address that are taken in an hour: more is no conversation.
MAILS_AN_HOUR = 20
PER = timedelta(hours=1)
ANSWER_LENGTH = 8000
NOTE_LENGTH = 2000
# A link in an answer: as long as somebody may want to read it again.
LINK_DAYS = 180
