"""The demo school: invented people and a year of life, made by the same actions as a real one."""
