"""A real browser through whole uses of Commonroot, each written as a story."""
