"""What can be proven of a scenario with the dynamics and the scorer, but without a person."""
