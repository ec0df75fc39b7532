"""A reply in its context becomes an assessment, pure."""
