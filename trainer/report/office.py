"""What python-docx has no words for: grounds, edges, underlines, fonts, rows that stay whole.

Elements as in ECMA-376, part 1, 17: shd (17.3.5), pBdr (17.3.1.24), u (17.3.2.40), rFonts (17.3.2.26).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

LATIN = "Calibri"
EASTERN = {"zh-CN": "Microsoft YaHei"}
"""Fonts that Windows and Mac Office have; LibreOffice and WPS put their own in their place."""
_AFTER_EDGE = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc",
    "w:outlineLvl", "w:rPr", "w:sectPr",
)  # fmt: skip
_AFTER_SHADE = _AFTER_EDGE[1:]


def fonts(word: Word, lang: str) -> None:
    """Name fonts in every style, for Latin and for East Asian text, and the language they are in."""
    from docx.oxml.ns import qn

    eastern = EASTERN.get(lang, EASTERN["zh-CN"])
    for element in word.styles.element.iter(qn("w:rFonts")):
        for name in list(element.attrib):
            if name.endswith("Theme"):
                del element.attrib[name]
        for kind in ("ascii", "hAnsi", "cs"):
            element.set(qn(f"w:{kind}"), LATIN)
        element.set(qn("w:eastAsia"), eastern)
    for style in word.styles:
        if style.name in ("Normal", "Title") or (style.name or "").startswith("Heading"):
            own = style.element.get_or_add_rPr().get_or_add_rFonts()
            for kind, font in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", eastern)):  # fmt: skip
                own.set(qn(f"w:{kind}"), font)
    for edges in word.styles["Table Grid"].element.iter(qn("w:tblBorders")):
        for side in edges:
            side.set(qn("w:color"), "B3AEA2")
    for element in word.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), "en-US" if lang != "en" else "en-GB")
        element.set(qn("w:eastAsia"), "zh-CN")


def shading(fill: str) -> Any:
    """A ground of that colour."""
    return _element("w:shd", val="clear", color="auto", fill=fill)


def shade_paragraph(paragraph: Paragraph, fill: str) -> None:
    """Give a paragraph a ground."""
    properties: Any = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(shading(fill), *_AFTER_SHADE)


def shade_cell(cell: _Cell, fill: str) -> None:
    """Give a cell a ground."""
    cell._tc.get_or_add_tcPr().append(shading(fill))


def edge(
    paragraph: Paragraph, side: str, colour: str, eighths: int, *, between: bool = False
) -> None:
    """A line along one side of a paragraph, in eighths of a point.

    Neighbours with the same edges are taken for one; `between` draws a line from one to the next too.
    """
    properties: Any = paragraph._p.get_or_add_pPr()
    borders = _element("w:pBdr")
    for each in (side, "between") if between else (side,):
        told = {"val": "single", "sz": str(eighths), "space": "6", "color": colour}
        borders.append(_element(f"w:{each}", **told))
    properties.insert_element_before(borders, *_AFTER_EDGE)


def underline(run: Run, kind: str, colour: str) -> None:
    """A line of that kind and colour under a run."""
    run._r.get_or_add_rPr().append(_element("w:u", val=kind, color=colour))


def repeat_head(row: _Row) -> None:
    """Show the row again on each page that the table reaches."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader", val="true"))


def whole_row(row: _Row) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(_element("w:cantSplit", val="true"))


def heat(value: float, falling: bool) -> str:
    """A tint for 0..100: greener the better, redder the worse, white between."""
    good = (100 - value if falling else value) / 100
    strength = min(1.0, abs(2 * good - 1))
    full = (0xB9, 0xDD, 0xC4) if good >= 0.5 else (0xF3, 0xC2, 0xBC)
    return "".join(f"{round(255 - (255 - part) * strength):02X}" for part in full)


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element: Any = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
