"""The two themes. Every pair of text and ground keeps a contrast of at least 4.5 : 1 (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

from textual.theme import Theme

NIGHT = "trainer-night"
DAY = "trainer-day"


def _theme(name: str, *, dark: bool, colours: dict[str, str]) -> Theme:
    c = colours
    return Theme(
        name=name,
        primary=c["accent"],
        secondary=c["accent"],
        accent=c["accent"],
        foreground=c["ink"],
        background=c["ground"],
        surface=c["surface"],
        panel=c["panel"],
        success=c["good"],
        warning=c["fair"],
        error=c["fault"],
        dark=dark,
        variables={
            **{key: c[key] for key in ROLES},
            "text": c["ink"],
            "text-muted": c["muted"],
            "text-disabled": c["muted"],
            "foreground-muted": c["muted"],
            "foreground-disabled": c["muted"],
            "block-cursor-foreground": c["ink"],
            "block-cursor-background": c["chosen"],
            "block-cursor-text-style": "none",
            "block-cursor-blurred-foreground": c["ink"],
            "block-cursor-blurred-background": c["chosen"],
            "block-hover-background": c["panel"],
            "border": c["accent"],
            "border-blurred": c["line"],
            "input-cursor-foreground": c["ground"],
            "input-cursor-background": c["ink"],
            "input-selection-background": c["chosen"],
            "input-selection-foreground": c["ink"],
            "screen-selection-background": c["chosen"],
            "screen-selection-foreground": c["ink"],
            "scrollbar": c["line"],
            "scrollbar-hover": c["muted"],
            "scrollbar-active": c["accent"],
            "scrollbar-background": c["ground"],
            "scrollbar-background-hover": c["ground"],
            "scrollbar-background-active": c["ground"],
            "scrollbar-corner-color": c["ground"],
        },
    )


ROLES = (
    "ink", "muted", "ground", "surface", "panel", "line", "chosen", "accent", "mine", "theirs",
    "good", "fair", "poor", "fault", "faultground", "mine-edge", "theirs-edge",
)  # fmt: skip
"""Names of colours the styles use: `$ink`, `$muted`, and so on."""

THEMES = {
    NIGHT: _theme(
        NIGHT,
        dark=True,
        colours={
            "ink": "#e3e6ea",
            "muted": "#a3afbb",
            "ground": "#15191e",
            "surface": "#1c2229",
            "panel": "#222a33",
            "line": "#3b4652",
            "chosen": "#2c4350",
            "accent": "#86cfc6",
            "mine": "#1d2f36",
            "theirs": "#21272f",
            "mine-edge": "#3f8079",
            "theirs-edge": "#8d7845",
            "good": "#93d3a2",
            "fair": "#e6c982",
            "poor": "#edb08c",
            "fault": "#ff9d97",
            "faultground": "#3a2225",
        },
    ),
    DAY: _theme(
        DAY,
        dark=False,
        colours={
            "ink": "#23292f",
            "muted": "#525c66",
            "ground": "#f7f5f0",
            "surface": "#fffefb",
            "panel": "#eeebe3",
            "line": "#c4c0b5",
            "chosen": "#d3e6e4",
            "accent": "#0b5f63",
            "mine": "#e2efed",
            "theirs": "#efece5",
            "mine-edge": "#3f8f8a",
            "theirs-edge": "#c7a64d",
            "good": "#1f6437",
            "fair": "#6b5000",
            "poor": "#8a4210",
            "fault": "#a81f18",
            "faultground": "#fbe6e2",
        },
    ),
}
