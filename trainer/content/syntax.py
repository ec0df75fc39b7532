"""What broken YAML means in plain words, and on which line the author has to look.

The two parsers of PyYAML word their errors differently; what is read here is common to both.
"""

from __future__ import annotations

import yaml

from trainer.content import codes
from trainer.content.nodes import Mark
from trainer.content.problems import Problems
from trainer.i18n import gettext as _


def explain(
    error: yaml.YAMLError,
    text: str,
    open_bracket: Mark | None,
    last_quoted: tuple[Mark, Mark] | None,
    problems: Problems,
) -> None:
    """Add the one diagnostic for a parser's `error`.

    `open_bracket` is where the innermost open `[` or `{` stands, `last_quoted` from where to where the
    last quoted text went: an unclosed quote swallows lines until the next quote.
    """
    lines = text.split("\n")
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    code, mark, message, hint = _reading(error, lines, open_bracket, last_quoted)
    line = min(max(mark.line, 1), len(lines))
    column = min(mark.column, len(lines[line - 1]) + 1) if line == mark.line else 1
    problems.add(code, Mark(line, max(column, 1)), message, hint)


def _reading(
    error: yaml.YAMLError,
    lines: list[str],
    open_bracket: Mark | None,
    last_quoted: tuple[Mark, Mark] | None,
) -> tuple[str, Mark, str, str | None]:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return (
            codes.SYNTAX,
            Mark(1, 1),
            _("The file holds characters that YAML does not allow."),
            None,
        )
    problem, context = error.problem or "", error.context or ""
    at = Mark(error.problem_mark.line + 1, error.problem_mark.column + 1)
    begun = error.context_mark
    since = Mark(begun.line + 1, begun.column + 1) if begun else at
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    indent = line[: len(line) - len(line.lstrip())]
    ended = at.line > len(lines) or "end of stream" in problem or "stream end" in problem

    if "\t" in indent or "tab character" in problem or line[at.column - 1 : at.column] == "\t":
        column = line.index("\t") + 1 if "\t" in line else at.column
        return (
            codes.TAB,
            Mark(at.line, column),
            _("There is a tab here; YAML is indented with spaces only."),
            _("Replace each tab by two spaces."),
        )
    if "quoted scalar" in context or "double-quoted" in context:
        if ended or "document separator" in problem:
            return _unclosed_quote(since)
        return (
            codes.NEEDS_QUOTES,
            at,
            _(
                'Within "…" a “\\” has a special meaning, and this one is followed by no valid code.'
            ),
            _("Write '…' instead of \"…\", or double the “\\”."),
        )
    if "tag" in context or "tag handle" in problem:
        return (
            codes.TAG,
            since,
            _("Text that begins with “!” is taken for a tag."),
            _("Put the text in quotes."),
        )
    if "flow" in context or (open_bracket and ended):
        return _bracket(at, since, open_bracket, ended)
    if "mapping values are not allowed" in problem:
        if ": " in line[: at.column - 1] or line[: at.column - 1].rstrip().endswith(":"):
            return (
                codes.NEEDS_QUOTES,
                at,
                _("There is a second “:” on this line."),
                _("Put the text after the first “:” in quotes."),
            )
        return (
            codes.INDENTATION,
            Mark(at.line, len(indent) + 1),
            _("This line is indented more than its key may be."),
            _("Align it with the keys it belongs to; each level is two spaces."),
        )
    if "sequence entries are not allowed" in problem:
        return (
            codes.SYNTAX,
            at,
            _("A list may not begin on the line of its key."),
            _("Begin it on the next line, or put text that begins with “- ” in quotes."),
        )
    if "could not find expected ':'" in problem:
        return _no_colon(since, lines)
    if any(word in problem for word in ("expected key", "'-' indicator", "<block end>")):
        first_on_line = at.column == len(indent) + 1
        if not first_on_line:
            if last_quoted and last_quoted[0].line < at.line == last_quoted[1].line:
                return _unclosed_quote(last_quoted[0])
            return (
                codes.NEEDS_QUOTES,
                at,
                _("Text goes on after a closing quote or bracket."),
                _("Put quotes around the whole text, with the other kind of quote inside."),
            )
        return (
            codes.INDENTATION,
            at,
            _("This line is not aligned with those it belongs to."),
            _("Give the items of a list and the keys of a mapping the same indentation."),
        )
    if "cannot start any token" in problem or any(
        word in context for word in ("an alias", "an anchor", "a block scalar")
    ):
        start = since if "scanning a" in context and "token" not in context else at
        return (
            codes.NEEDS_QUOTES,
            start,
            _("Text may not begin with “{sign}”.").format(sign=_sign(lines, start)),
            _("Put the text in quotes."),
        )
    return (
        codes.SYNTAX,
        at,
        _("This is not valid YAML."),
        _("Look at this line and the one above it."),
    )


def _no_colon(mark: Mark, lines: list[str]) -> tuple[str, Mark, str, str | None]:
    line = lines[mark.line - 1] if mark.line <= len(lines) else ""
    hint = _("Write “key: value”, or “- text” in a list.")
    if "：" in line:
        hint = _("Write the half-width “:” and a space, not “：”.")
    elif ":" in line:
        hint = _("Put a space after “:”.")
    return (
        codes.SYNTAX,
        mark,
        _("This line has no “: ” after its key, or no “- ” before its text."),
        hint,
    )


def _unclosed_quote(mark: Mark) -> tuple[str, Mark, str, str | None]:
    return (
        codes.UNCLOSED,
        mark,
        _("The quote that opens here is not closed."),
        _("Close it at the end of the text, with the same kind of quote."),
    )


def _bracket(
    at: Mark, since: Mark, open_bracket: Mark | None, ended: bool
) -> tuple[str, Mark, str, str | None]:
    opened = open_bracket or since
    if ended or at.line != opened.line:
        return (
            codes.UNCLOSED,
            opened,
            _("The bracket that opens here is not closed."),
            _("Close it, and separate what is inside by commas."),
        )
    return (
        codes.SYNTAX,
        at,
        _("Something is wrong within the brackets here."),
        _("Separate items by one comma; put text with “:”, “,” or brackets in quotes."),
    )


def _sign(lines: list[str], mark: Mark) -> str:
    line = lines[mark.line - 1] if mark.line <= len(lines) else ""
    return line[mark.column - 1 : mark.column] or "?"
