"""One writer a session: a lock that the system holds on the journal's own handle.

The lock goes with the handle, so a crash leaves none behind and there is no second file to lose, forget
or fail to create on a full disk. Readers are not hindered. A file system that knows no locks (some
network and phone storage) gives none; there a session can be open twice, and whoever saves second is told
that the file has changed.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from time import sleep

from trainer.i18n import gettext as _

_BETWEEN = 0.025
"""Seconds between two tries."""

if sys.platform == "win32":
    import msvcrt

    _FAR = 2**31 - 2
    """Windows keeps readers away from locked bytes, so one is locked that no journal reaches."""

    def hold(file: int) -> bool:
        """Lock the open file until it is closed; False when another handle has it locked."""
        at = os.lseek(file, 0, os.SEEK_CUR)
        try:
            os.lseek(file, _FAR, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            return error.errno not in (errno.EACCES, errno.EDEADLK)
        finally:
            os.lseek(file, at, os.SEEK_SET)
        return True

else:
    import fcntl

    def hold(file: int) -> bool:
        """Lock the open file until it is closed; False when another handle has it locked."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno not in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES)
        return True


def wait_to_hold(file: int, seconds: float) -> None:
    """Lock the open file until it is closed, waiting that long for another handle to let go of it.

    Raises OSError when it does not.
    """
    for _try in range(round(seconds / _BETWEEN)):
        if hold(file):
            return
        sleep(_BETWEEN)
    raise BlockingIOError(0, _("another program is writing to it"))


def is_open(path: Path) -> bool:
    """Whether some window has the session in the journal at `path` open for writing."""
    try:
        file = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    except OSError:
        return False
    try:
        return not hold(file)
    finally:
        os.close(file)
