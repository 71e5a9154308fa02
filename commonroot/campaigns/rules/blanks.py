"""What a blank tool says beside the fields of its kinds."""

BELONGS = "belongs"  # in a row: the name of what it belongs to, as it was typed in another row
AT_FIRST, MOST = 2, 20  # rows of a kind: how many stand there at once, how many it may become
