"""Who may do what with calls and applications; a module per noun."""
