"""The bodies: the school, the teams that run programmes, country, theme and region circles;
mandates.
"""
