"""The bodies: the school, its teams, circles by country, theme and region; their mandates."""
