"""The command line: one module a command, loaded when that command runs.

The only owner of standard output, standard error and exit codes.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the program and leave with its exit code."""
    from trainer.cli.run import run  # only here, so that `import trainer.cli` stays cheap

    sys.exit(run(sys.argv[1:]))
