"""The power map as somebody may read it: who is on it, its pictures, its days, its lists."""
