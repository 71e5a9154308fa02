"""What people may send about campaigns."""
