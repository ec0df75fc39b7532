"""The desktop's own clipboard, for terminals that do not take text by OSC 52."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import suppress

_COMMANDS = {
    "win32": ((("clip.exe",), "utf-16"),),
    "darwin": ((("pbcopy",), "utf-8"),),
    "linux": (
        (("wl-copy",), "utf-8"),
        (("xclip", "-selection", "clipboard"), "utf-8"),
        (("xsel", "-ib"), "utf-8"),
        (("clip.exe",), "utf-16"),
    ),
}


def native(text: str, platform: str = sys.platform) -> bool:
    """Give `text` to the first clipboard command there is; whether one took it."""
    for command, encoding in _COMMANDS.get(platform, ()):
        if path := shutil.which(command[0]):
            with suppress(OSError, subprocess.SubprocessError):
                subprocess.run(
                    (path, *command[1:]),
                    input=text.encode(encoding, "replace"),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    timeout=2,
                    check=True,
                )
                return True
    return False
