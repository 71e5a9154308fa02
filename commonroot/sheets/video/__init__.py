"""Who was in a video meeting: the reports of Zoom, in all their shapes."""
