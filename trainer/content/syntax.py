"""What broken YAML means in plain words, and on which line the author has to look.

The two parsers of PyYAML word their errors differently; what is read here is common to both.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from trainer.content import codes
from trainer.content.nodes import Mark
from trainer.content.problems import Problems
from trainer.content.signs import DASH, after_colon, after_dash, half_width_colon, hint_at, narrowed
from trainer.i18n import gettext as _
from trainer.model.diagnostic import Edit

_WIDE_INDENT = re.compile(r"^ *[\u3000\u00a0][ \u3000\u00a0]*(?=[-\w])")
_WIDE_COLON = re.compile(r"^((?: *- +)* *)([A-Za-z_]\w*)(：)( *)")
_NO_SPACE = re.compile(r"^((?: *- +)* *)([a-z_]+):(?=[^\s:/])")
_NO_SPACE_AFTER_DASH = re.compile(r"^( *)-(?=[a-z_]+:(?: |$))")
_OTHER_DASH = re.compile(rf"^( *)(?!-){DASH.pattern}(?=\S)")
_OF_MAPPINGS = frozenset({"when", "not", "then", "mood", "resident", "otherwise"})
"""Keys whose value is lines of the form “key: value”, not text."""

_PAIR = r"\w+: [\w.+-]+(?: [\w.-]+)*"
_MAPPING = re.compile(rf"{_PAIR}(?:, {_PAIR})*")
_ANOTHER_KEY = re.compile(r"[\w.-]+ +(when|say|mood|because): ")
_SIGNED = re.compile(r">=? *-?\d+(?:\.\d+)?")


class Reading(NamedTuple):
    """What an error means: a diagnostic before it has a file."""

    code: str
    mark: Mark
    message: str
    hint: str | None
    fix: tuple[Edit, ...] = ()


def explain(
    error: yaml.YAMLError,
    text: str,
    open_bracket: Mark | None,
    last_quoted: tuple[Mark, Mark] | None,
    fix_tabs: tuple[Edit, ...],
    problems: Problems,
) -> None:
    """Add the one diagnostic for a parser's `error`; `fix_tabs` is what does away with tabs.

    `open_bracket` is where the innermost open `[` or `{` stands, `last_quoted` from where to where the
    last quoted text went: an unclosed quote swallows lines until the next quote.
    """
    lines = text.split("\n")
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    code, mark, message, hint, fix = _reading(error, lines, open_bracket, last_quoted)
    if code == codes.TAB:
        fix = fix_tabs
    line = min(max(mark.line, 1), len(lines))
    column = min(mark.column, len(lines[line - 1]) + 1) if line == mark.line else 1
    problems.add(code, Mark(line, max(column, 1)), message, hint, fix=fix)


def _reading(
    error: yaml.YAMLError,
    lines: list[str],
    open_bracket: Mark | None,
    last_quoted: tuple[Mark, Mark] | None,
) -> Reading:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Reading(
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
    if slip := _slip(lines, since.line, at.line):
        return slip
    ended = at.line > len(lines) or "end of stream" in problem or "stream end" in problem

    if "\t" in indent or "tab character" in problem or line[at.column - 1 : at.column] == "\t":
        column = line.index("\t") + 1 if "\t" in line else at.column
        return Reading(
            codes.TAB,
            Mark(at.line, column),
            _("There is a tab here; YAML is indented with spaces only."),
            _("Replace each tab by two spaces."),
        )
    if "quoted scalar" in context or "double-quoted" in context:
        if ended or "document separator" in problem:
            return _unclosed_quote(since)
        return Reading(
            codes.NEEDS_QUOTES,
            at,
            _(
                'Within "…" a “\\” has a special meaning, and this one is followed by no valid code.'
            ),
            _("Write '…' instead of \"…\", or double the “\\”."),
        )
    if "tag" in context or "tag handle" in problem:
        return Reading(
            codes.TAG,
            since,
            _("Text that begins with “!” is taken for a tag."),
            _("Put the text in quotes."),
        )
    if "flow" in context or (open_bracket and ended):
        return _bracket(at, since, open_bracket, ended, lines)
    if "mapping values are not allowed" in problem:
        if ": " in line[: at.column - 1] or line[: at.column - 1].rstrip().endswith(":"):
            return _second_colon(at, line)
        return Reading(
            codes.INDENTATION,
            Mark(at.line, len(indent) + 1),
            _("This line is indented more than its key may be."),
            _("Align it with the keys it belongs to; each level is two spaces."),
        )
    if "sequence entries are not allowed" in problem:
        return Reading(
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
            return Reading(
                codes.NEEDS_QUOTES,
                at,
                _("Text goes on after a closing quote or bracket."),
                _("Put quotes around the whole text, with the other kind of quote inside."),
            )
        if undashed := _undashed(lines, at):
            return undashed
        return Reading(
            codes.INDENTATION,
            at,
            _("This line is not aligned with those it belongs to."),
            _("Give the items of a list and the keys of a mapping the same indentation."),
        )
    if "cannot start any token" in problem or any(
        word in context for word in ("an alias", "an anchor", "a block scalar")
    ):
        start = since if "scanning a" in context and "token" not in context else at
        return _wrong_start(start, lines)
    return Reading(
        codes.SYNTAX,
        at,
        _("This is not valid YAML."),
        _("Look at this line and the one above it."),
    )


def _slip(lines: list[str], first: int, last: int) -> Reading | None:
    """What is often typed wrongly, on the line of the error or the one before it."""
    numbers = [n for n in (first, last) if n <= len(lines)]
    above = (n for n in range(min(last, len(lines) + 1) - 1, 0, -1) if lines[n - 1].strip())
    numbers += [n for n in [next(above, 0)] if n]
    for number in sorted(set(numbers)):
        line = lines[number - 1]
        if found := _WIDE_INDENT.match(line):
            blank = found[0]
            return Reading(
                codes.INDENTATION,
                Mark(number, 1 + min(n for n, c in enumerate(blank) if c != " ")),
                _("This line is indented with spaces that are no ordinary ones."),
                _("Use the ordinary space, half as wide as a Chinese character."),
                _narrowed(lines),
            )
        if found := _WIDE_COLON.match(line):
            after = "" if found.end() == len(line) else " "
            old = found[2] + found[3] + found[4]
            edit = Edit(line=number, column=len(found[1]) + 1, old=old, new=f"{found[2]}:{after}")
            return Reading(
                codes.SYNTAX,
                Mark(number, len(found[1]) + 1),
                _("This line has no “: ” after its key, or no “- ” before its text."),
                half_width_colon(),
                (edit,),
            )
        if found := _NO_SPACE.match(line):
            column = len(found[1]) + 1
            return Reading(
                codes.SYNTAX,
                Mark(number, column),
                _("This line has no “: ” after its key, or no “- ” before its text."),
                after_colon(),
                (Edit(line=number, column=column, old=f"{found[2]}:", new=f"{found[2]}: "),),
            )
        if found := _NO_SPACE_AFTER_DASH.match(line):
            return _dash(number, len(found[1]) + 1, "-")
        if found := _OTHER_DASH.match(line):
            return _dash(number, len(found[1]) + 1, found[0].lstrip())
    return None


def _undashed(lines: list[str], at: Mark) -> Reading | None:
    """The first item of a list without its dash, when the second one at `at` has it."""
    indent = at.column - 1
    if not lines[at.line - 1].startswith("- ", indent):
        return None
    for number in range(at.line - 1, 1, -1):
        line = lines[number - 2]
        if line.strip() and len(line) - len(line.lstrip()) < indent:
            first = lines[number - 1]
            is_first = line.rstrip().endswith(":") and first.startswith(" " * (indent + 2))
            if not is_first or not first[indent + 2 :].strip() or first[indent + 2] in " -#":
                return None
            return Reading(
                codes.INDENTATION,
                Mark(number, indent + 3),
                _("The first item of this list has no “- ” before it."),
                _("Write “- ” before each item of a list."),
                (Edit(line=number, column=indent + 1, old="  ", new="- "),),
            )
    return None


def _narrowed(lines: list[str]) -> tuple[Edit, ...]:
    """Ordinary spaces, two for a full-width one, where lines begin with others."""
    return tuple(
        Edit(
            line=n,
            column=1,
            old=found[0],
            new=found[0].replace("\u3000", "  ").replace("\u00a0", " "),
        )
        for n, line in enumerate(lines, 1)
        if (found := _WIDE_INDENT.match(line))
    )


def _no_colon(mark: Mark, lines: list[str]) -> Reading:
    line = lines[mark.line - 1] if mark.line <= len(lines) else ""
    if line[mark.column - 1 : mark.column] == "-" == line.lstrip()[:1]:
        return _dash(mark.line, mark.column, "-")
    hint = _("Write “key: value”, or “- text” in a list.")
    if "：" in line:
        hint = half_width_colon()
    elif ":" in line:
        hint = after_colon()
    return Reading(
        codes.SYNTAX,
        mark,
        _("This line has no “: ” after its key, or no “- ” before its text."),
        hint,
    )


def _unclosed_quote(mark: Mark) -> Reading:
    return Reading(
        codes.UNCLOSED,
        mark,
        _("The quote that opens here is not closed."),
        _("Close it at the end of the text, with the same kind of quote."),
    )


def _dash(line: int, column: int, typed: str) -> Reading:
    """What was `typed` for the “- ” of an item: a dash without its space, or another sign."""
    dash = typed.rstrip()
    return Reading(
        codes.SYNTAX,
        Mark(line, column),
        _("There is no space after the “-” here.")
        if dash == "-"
        else _("This line has no “: ” after its key, or no “- ” before its text."),
        after_dash(dash),
        (Edit(line=line, column=column, old=typed, new="- "),),
    )


def _second_colon(at: Mark, line: str) -> Reading:
    before, _colon, after = line.partition(": ")
    key, value = before.lstrip("- "), after.strip()
    start = Mark(at.line, line.index(value) + 1)
    hint, fix = _("Put the text after the first “:” in quotes."), narrowed(start, value)
    if value[:1] in "“‘｛【［":
        hint = hint_at(value) or hint
    elif another := _ANOTHER_KEY.match(value):
        hint = _("Begin “{key}” on a line of its own, below “{above}”.").format(
            key=another[1], above=key
        )
    elif key in _OF_MAPPINGS and (found := _MAPPING.match(value.lstrip("(（"))):
        braced = f"{{{found[0]}}}"
        hint = (
            _("Write “{text}”.").format(text=f"{key}: {braced}")
            if ", " in found[0]
            else _(
                "Write “{key}: {braced}”, or “{inside}” on the next line, two spaces further in."
            ).format(key=key, braced=braced, inside=found[0])
        )
        if found[0] == value:
            fix = (Edit(line=at.line, column=start.column, old=value, new=braced),)
    return Reading(codes.NEEDS_QUOTES, at, _("There is a second “:” on this line."), hint, fix)


def _wrong_start(mark: Mark, lines: list[str]) -> Reading:
    rest = lines[mark.line - 1][mark.column - 1 :] if mark.line <= len(lines) else ""
    if rest.startswith("* ") and not lines[mark.line - 1][: mark.column - 1].strip():
        return _dash(mark.line, mark.column, "* ")
    hint, fix = _("Put the text in quotes."), tuple[Edit, ...]()
    if found := _SIGNED.match(rest):
        quoted = f'"{found[0]}"'
        hint = _("Put the bound in quotes: {quoted}.").format(quoted=quoted)
        fix = (Edit(line=mark.line, column=mark.column, old=found[0], new=quoted),)
    elif rest[:1] in (">", "|"):
        hint = _("Begin the text on the next line, two spaces further in, or put it in quotes.")
    return Reading(
        codes.NEEDS_QUOTES,
        mark,
        _("Text may not begin with “{sign}”.").format(sign=rest[:1] or "?"),
        hint,
        fix,
    )


def _bracket(
    at: Mark, since: Mark, open_bracket: Mark | None, ended: bool, lines: list[str]
) -> Reading:
    opened = open_bracket or since
    rest = lines[opened.line - 1][opened.column - 1 :].rstrip() if opened.line <= len(lines) else ""
    if ended or at.line != opened.line:
        return Reading(
            codes.UNCLOSED,
            opened,
            _("The bracket that opens here is not closed."),
            hint_at(rest[-1:]) or _("Close it, and separate what is inside by commas."),
            narrowed(opened, rest),
        )
    return Reading(
        codes.SYNTAX,
        at,
        _("Something is wrong within the brackets here."),
        half_width_colon()
        if "：" in rest
        else hint_at(rest)
        or _("Separate items by one comma; put text with “:”, “,” or brackets in quotes."),
    )
