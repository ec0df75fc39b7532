"""Why the system did not read or write a file, in the reader's language: it says so in English only."""

from __future__ import annotations

import errno

from trainer.i18n import N_
from trainer.i18n import gettext as _

_REASONS = {
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("your share of the disk is full"),
    errno.EROFS: N_("the disk is read-only"),
    errno.EACCES: N_("you have no permission for it"),
    errno.EPERM: N_("you have no permission for it"),
    errno.ENOENT: N_("there is no such file or folder (any more)"),
    errno.ENOTDIR: N_("there is a file where a folder should be"),
    errno.EISDIR: N_("it is a folder, not a file"),
    errno.EEXIST: N_("something of that name is in the way"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EIO: N_("the disk reports a fault"),
}


def reason(error: Exception) -> str:
    """What to say after “cannot be read:”; of what is rare, the system's own words."""
    if not isinstance(error, OSError):
        return str(error)
    known = _REASONS.get(error.errno or 0)
    return _(known) if known else error.strerror or str(error)
