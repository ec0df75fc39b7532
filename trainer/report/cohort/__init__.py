"""A class at a glance: rows of sessions → a tally → figures → what people read."""
