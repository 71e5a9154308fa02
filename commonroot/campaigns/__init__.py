"""Campaigns that people plan and run together, their tools, and what others can learn from them."""
