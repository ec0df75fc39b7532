"""Synthetic trainees that walk a scenario."""
