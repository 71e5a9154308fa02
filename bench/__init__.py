"""What Commonroot costs: CPU per operation, memory, cold start. `make bench` runs all of it."""
