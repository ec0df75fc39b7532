"""Office files are zip archives: the same parts give the same bytes only where no date is in them."""

from __future__ import annotations

import io
import zipfile

DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest a zip archive can tell, which every program reads as none."""


def undated(raw: bytes) -> bytes:
    """The archive with its parts in their order and no dates."""
    return _repacked(raw, {})


def as_document(raw: bytes) -> bytes:
    """A Word template (.dotx) as the document it is a template of; anything else as it is.

    Raises zipfile.BadZipFile.
    """
    kind = b"wordprocessingml.template.main+xml"
    name = "[Content_Types].xml"
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        if name not in archive.namelist() or kind not in (types := archive.read(name)):
            return raw
    plain = kind.replace(b"template", b"document")
    return _repacked(raw, {name: types.replace(kind, plain)})


def _repacked(raw: bytes, changed: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as before,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.infolist():
            told = zipfile.ZipInfo(part.filename, DATE)
            told.compress_type = zipfile.ZIP_DEFLATED
            told.create_system = 0
            content = changed.get(part.filename)
            after.writestr(told, before.read(part) if content is None else content)
    return buffer.getvalue()
