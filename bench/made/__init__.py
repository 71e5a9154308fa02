"""Made-up old lists with their truth: the kinds of damage real ones have, none of their people."""
