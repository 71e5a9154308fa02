"""Applications for courses: the call and its form, applying, reading, choosing, preparing."""
