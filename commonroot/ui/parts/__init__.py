"""The parts of a page as plain functions: values in, safe HTML out. `templatetags/ui.py` names them for templates."""
