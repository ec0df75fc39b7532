"""What every page we write has: a head that lets nothing be fetched or run, and text made harmless."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from trainer.content.sanitise import visible


def opening(lang: str, title: str, style: str) -> Iterator[str]:
    """A page up to its first words. `lang` and `title` are safe already."""
    yield "<!DOCTYPE html>"
    yield f'<html lang="{lang}">'
    yield '<head><meta charset="utf-8">'
    yield (
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    )
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title><style>{style}</style></head><body>"


def safe(text: str) -> str:
    """`text` as HTML shows it, its lines kept."""
    return escape(visible(text))


def safe_line(text: str) -> str:
    """`text` on one line."""
    return " ".join(safe(text).split())
