"""Rules of campaigns, over plain values."""
