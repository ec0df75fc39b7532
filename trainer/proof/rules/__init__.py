"""What needs the dynamics of a talk or the scorer to be known; one module a rule."""
