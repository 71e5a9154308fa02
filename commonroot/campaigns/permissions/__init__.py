"""Who may do what with campaigns."""
