"""Everyone we know, with or without an account, how to reach them, and the walker over personal
data.
"""
