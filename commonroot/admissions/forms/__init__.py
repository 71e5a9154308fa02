"""What people may send about calls and applications; checks shape, never rules, saves nothing."""
