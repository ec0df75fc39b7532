"""One module a command: `command`, what it does, and `about`, its help page."""
