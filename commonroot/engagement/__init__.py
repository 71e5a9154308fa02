"""The years after a course: register, projects, letters to circles, promises, follow-up."""
