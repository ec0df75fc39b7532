"""A journal from another computer: taken in as it is, byte for byte, once its chain has been followed."""

from __future__ import annotations

import re
from pathlib import Path

from trainer.errors import StorageError
from trainer.i18n import gettext as _
from trainer.session.home import sessions_folder
from trainer.session.journal import put_whole
from trainer.session.sound import Sound, content, sound_part
from trainer.session.transcript import transcribe

_SAFE = re.compile(r"\w[\w-]{0,99}")
"""A session's name that can be a file's: it says nothing of folders."""


def is_journal_of_ours(raw: bytes) -> bool:
    """Whether a file begins as a journal does."""
    return raw.startswith(b'{"kind":"started"')


def copy_journal(home: Path, path: Path, *, sound_part_only: bool) -> tuple[str, bool, str]:
    """Take in the journal at `path`: the session's name, whether it is new here, and what is missing of it.

    Raises StorageError where it is damaged or cut off and not only its sound part is wanted, where it is no
    session, or where another session of that name is here.
    """
    raw = content(path)
    sound = sound_part(raw, path)
    if sound.fault and not sound_part_only:
        raise StorageError(
            _("{fault} Nothing was imported; with --sound-part, what stands before it is.").format(
                fault=sound.damage or sound.fault
            )
        )
    session = _session(sound)
    kept = raw[: sound.size] + b"\n" * sound.unended
    target = sessions_folder(home) / f"{session}.jsonl"
    if target.exists():
        there = content(target)
        if there.startswith(kept):
            return session, False, sound.fault
        raise StorageError(
            _("Session {session} is here already, and is not what {path} says.").format(
                session=session, path=path
            )
        )
    put_whole(home, session, kept)
    return session, True, sound.fault


def _session(sound: Sound) -> str:
    """Raises StorageError."""
    session = transcribe(sound.events).started.session
    if not _SAFE.fullmatch(session):
        raise StorageError(_("{path} is not a session file.").format(path=sound.path))
    return session
