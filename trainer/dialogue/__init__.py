"""The resident's answer: mood and branch, pure."""
