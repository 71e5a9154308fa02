"""Starting Commonroot and its work process."""
