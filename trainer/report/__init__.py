"""A transcript as people and systems read it, one module a format."""
