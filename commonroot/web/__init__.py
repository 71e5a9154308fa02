"""How the house is put together: first run, demo, home, today, the people list, the person page."""
