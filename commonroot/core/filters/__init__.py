"""A filter: what a list asks for, as one value that is stored, compiled and read as a sentence.

`value` is the plain value, `fields` the words that an area offers, `compiling` makes a condition
of it, `sentence` says it.
"""
