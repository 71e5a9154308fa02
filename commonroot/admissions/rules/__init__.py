"""Rules of applying and choosing, over plain values; a module per noun."""
