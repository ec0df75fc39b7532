"""`trainer people`: who stands behind the pseudonyms; a person's records given out or erased."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from trainer.cli import out
from trainer.cli.records import is_agreed, sessions, tell_removed
from trainer.cli.save import keep
from trainer.cli.table import table
from trainer.cli.usage import one_of
from trainer.errors import NotFound, UsageError
from trainer.i18n import gettext as _
from trainer.session import audit, erasure, people
from trainer.session.archive import list_sessions
from trainer.session.desk import Desk
from trainer.session.practice import now
from trainer.session.traces import traces

_ACTIONS = ("list", "export", "erase")


def about() -> str:
    """The help page."""
    return _(
        "Session files name a trainee by a pseudonym; only the list “people.json” on this computer has the "
        "name. “list” shows it. “export” puts all that is kept of one person into a zip file: sessions, "
        "marks, rescorings and an index. “erase” removes all of that, and the name from the list; it "
        "cannot be undone. What was saved or exported to other folders is not touched. NAME may be a "
        "pseudonym too."
    )


def command(
    context: typer.Context,
    action: Annotated[
        str, typer.Argument(metavar="list|export|erase", help=_("What is to be done."))
    ],
    name: Annotated[str, typer.Argument(metavar="[NAME]", help=_("Whose records."))] = "",
    into: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.zip", help=_("Where the export goes."))
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help=_("Erase without asking."))] = False,
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="text|json", help=_("A table to read, or JSON for programs.")
        ),
    ] = "text",
) -> int:
    """Do one of the three."""
    one_of(form, ("text", "json"), "--format")
    if action not in _ACTIONS:
        raise UsageError(
            _("“trainer people” takes one of {known}, not “{value}”.").format(
                known=", ".join(_ACTIONS), value=action
            )
        )
    desk: Desk = context.obj
    if action == "list":
        if name:
            raise UsageError(_("Too many arguments: {words}.").format(words=name))
        _list(desk.home, form)
        return 0
    if not name:
        raise UsageError(_("{name} is missing.").format(name="NAME"))
    if action == "export":
        if into is None:
            raise UsageError(_("{name} is missing.").format(name="--out"))
        return _export(desk.home, name, into)
    return _erase(desk.home, name, yes=yes)


def _list(home: Path, form: str) -> None:
    known = people.read_people(home).people
    entries, _faults = list_sessions(home)
    there = traces(home, entries)
    counts = Counter(entry.trainee for entry in entries)
    counts.update(who for trace in there for who in trace.trainees)
    rows = [
        (who, person.name, counts[who] + counts[person.name], person.notice)
        for who, person in sorted(known.items(), key=lambda item: item[1].name)
    ]
    old = {who for who in counts if who and not people.is_pseudonym(who)}
    unlisted = old - {person.name for person in known.values()}
    rows += [("", name, counts[name], "") for name in sorted(unlisted)]
    if form == "json":
        keys = ("pseudonym", "name", "sessions", "notice")
        out.put_json([dict(zip(keys, row, strict=True)) for row in rows])
    elif rows:
        head = [_("Pseudonym"), _("Name"), _("Sessions"), _("Notice shown")]
        shown = [[who, out.one_line(name), str(n), notice] for who, name, n, notice in rows]
        for line in table([head, *shown]):
            out.put(line)
    else:
        out.tell(_("Nobody is on the list yet."))
    for trace in there:
        if not trace.trainees:
            out.tell(str(trace.nobody))


def _find(home: Path, name: str) -> tuple[str, str]:
    """Pseudonym and name; no pseudonym of somebody only older journals know. Raises NotFound."""
    try:
        return people.find_person(home, name)
    except NotFound:
        said = people.clean_name(name)
        if not said or not erasure.sessions_of(home, "", said).journals:
            raise
        return (said, "") if people.is_pseudonym(said) else ("", said)


def _export(home: Path, name: str, into: Path) -> int:
    who, called = _find(home, name)
    found = erasure.sessions_of(home, who, called)
    number = len(found.journals)
    keep(into, erasure.packed(home, who, called))
    out.tell(sessions(number))
    for fault in found.unknown:
        out.tell(str(fault))
    audit.note(home, now(), "export", number, who)
    return 3 if found.unknown else 0


def _erase(home: Path, name: str, *, yes: bool) -> int:
    who, called = _find(home, name)
    found = erasure.sessions_of(home, who, called)
    question = _("{name}: {sessions} and all that is kept beside them.").format(
        name=out.one_line(called or who), sessions=sessions(len(found.journals))
    )
    if not is_agreed(question, yes=yes):
        return 1
    removed = erasure.remove(home, found)
    code = tell_removed(removed)
    if removed.left:  # the rest can still be erased by name
        out.tell(
            _(
                "The name stays on the list: put right what is named above, or delete it, and erase once more."
            )
        )
    else:
        erasure.forget_person(home, who, called)
        out.put(_("The name is no longer on the list."))
    audit.note(home, now(), "erase", removed.sessions, who)
    return code
