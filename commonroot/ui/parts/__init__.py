"""The parts of a page as plain functions: values in, safe HTML out."""
