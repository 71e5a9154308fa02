"""Rules of programmes, over plain values: dates, stages, and the form of programme files."""
