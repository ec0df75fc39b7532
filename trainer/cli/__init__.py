"""The command line: one module a command, the only owner of stdout and exit codes."""
