"""Mistakes as SARIF 2.1.0, which code-scanning services and editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from trainer import __version__, i18n
from trainer.cli.github import relative
from trainer.cli.pages import Page, page
from trainer.content import codes
from trainer.model.diagnostic import Diagnostic, Edit
from trainer.report.excerpt import lines_of

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_log(found: Sequence[Diagnostic]) -> dict[str, Any]:
    """A log of one run, with a rule for each code that was found."""
    told = sorted({each.code for each in found})
    titles = codes.titles()
    lines = {file: lines_of(file) for file in {each.file for each in found}}
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "trainer",
                        "semanticVersion": __version__,
                        "version": __version__,
                        "rules": [_rule(code, titles.get(code, code)) for code in told],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(each, told, lines) for each in found],
            }
        ],
    }


def _rule(code: str, title: str) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": code, "shortDescription": {"text": title}}
    found = page(code, i18n.current())
    if found:
        rule["fullDescription"] = {"text": found.what}
        rule["help"] = {"text": _plain(found), "markdown": found.markdown}
    return rule


def _plain(found: Page) -> str:
    return "\n\n".join((found.what, found.why, found.cure))


def _result(
    d: Diagnostic, rules: Sequence[str], lines: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": d.code,
        "ruleIndex": rules.index(d.code),
        "level": "error" if d.severity == "error" else "warning",
        "message": {"text": f"{d.message} {d.hint}" if d.hint else d.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _artifact(d.file),
                    "region": _region(d, lines[d.file]),
                }
            }
        ],
    }
    if d.fix:
        result["fixes"] = [
            {
                "description": {"text": d.hint or d.message},
                "artifactChanges": [
                    {
                        "artifactLocation": _artifact(d.file),
                        "replacements": [_replacement(edit) for edit in d.fix],
                    }
                ],
            }
        ]
    return result


def _artifact(file: str) -> dict[str, str]:
    path = relative(file)
    if Path(path).is_absolute():
        return {"uri": Path(path).as_uri()}
    return {"uri": quote(path)}


def _region(d: Diagnostic, lines: Sequence[str]) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": d.line, "startColumn": d.column}
    if d.line <= len(lines):
        line = lines[d.line - 1]
        region["endLine"] = d.line
        region["endColumn"] = max(d.column + 1, len(line.rstrip()) + 1)
        region["snippet"] = {"text": line[:400]}
    return region


def _replacement(edit: Edit) -> dict[str, Any]:
    gone = edit.old.endswith("\n")
    deleted = {
        "startLine": edit.line,
        "startColumn": edit.column,
        "endLine": edit.line + gone,
        "endColumn": 1 if gone else edit.column + len(edit.old),
    }
    return {"deletedRegion": deleted, "insertedContent": {"text": edit.new}}
