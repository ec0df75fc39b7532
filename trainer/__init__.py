"""Role-play practice for people who face the public. Importing this loads nothing else."""

__version__ = "0.1.0"
