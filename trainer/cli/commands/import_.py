"""`trainer import`: conversations that really took place become sessions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from trainer.cli import out
from trainer.cli.usage import one_of
from trainer.errors import UsageError
from trainer.i18n import LANGS
from trainer.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainer.model.base import Venue
    from trainer.model.scenario import Scenario
    from trainer.session.desk import Desk
    from trainer.session.intake.chat import Role
    from trainer.session.intake.conversation import BadLine, Conversation
    from trainer.session.intake.record import Setting

_FORMATS = ("jsonl", "messages", "csv")
_MOST_TOLD = 20
"""Bad lines that are told one by one."""


def about() -> str:
    """The help page."""
    return _(
        "Takes in what “trainer export --to jsonl” writes, session files of another computer, chats (JSON Lines of "
        "“messages”, or of “role” and “content”) and tables (CSV with a column “context” or “上文” and one “reply” or "
        "“回复”; rows of one “id” are one conversation). Each conversation becomes a session whose replies are scored: it "
        "can be exported, marked and rescored as any other, but has no mood and no ending. What was imported once is "
        "not imported again. Lines that cannot be used are told, the rest is taken, and the exit code is 1."
    )


def command(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("What to take in."))],
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="|".join(_FORMATS),
            help=_("What the file is, where it does not show."),
        ),
    ] = None,
    scenario: Annotated[
        str | None,
        typer.Option(
            "--scenario",
            metavar="ID|PATH",
            help=_("The scenario whose facts, limits and resident hold here too."),
        ),
    ] = None,
    rubric: Annotated[
        str | None,
        typer.Option(
            "--rubric", metavar="ID|PATH", help=_("What to judge by; “reception” if not said.")
        ),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option("--lang", metavar="zh-CN|en", help=_("The conversations' language.")),
    ] = None,
    venue: Annotated[
        str | None,
        typer.Option(
            "--venue",
            metavar="PLACE",
            help=_("Where they took place: hall, community, visit, hotline or incident."),
        ),
    ] = None,
    disc: Annotated[
        str | None,
        typer.Option("--disc", metavar="STYLE", help=_("The resident's style, such as D or SC.")),
    ] = None,
    trainee: Annotated[
        str,
        typer.Option(
            "--trainee", metavar="NAME", help=_("Whose replies they are, for the records.")
        ),
    ] = "",
    trainee_role: Annotated[
        str,
        typer.Option(
            "--trainee-role",
            metavar="assistant|user",
            help=_("Which side of a chat the trainee is; assistant if not said."),
        ),
    ] = "assistant",
    redact: Annotated[
        bool,
        typer.Option(
            "--redact", help=_("Names, telephone and other numbers out of all that was said.")
        ),
    ] = False,
    sound_part: Annotated[
        bool,
        typer.Option(
            "--sound-part", help=_("Of a damaged session file, take what stands before the damage.")
        ),
    ] = False,
) -> int:
    """Take in a journal as it is, or make sessions of conversations."""
    from trainer.session.intake.copied import is_journal_of_ours
    from trainer.session.sound import content

    if form is not None:
        one_of(form, _FORMATS, "--format")
    role = cast("Role", one_of(trainee_role, ("assistant", "user"), "--trainee-role"))
    desk: Desk = context.obj
    raw = content(file)
    if form in (None, "jsonl") and is_journal_of_ours(raw):
        told = (scenario, rubric, lang, venue, disc, trainee or None, redact or None)
        if any(each is not None for each in told):
            raise UsageError(
                _(
                    "A session file is taken in as it is; of the options only --sound-part is for it."
                )
            )
        return _copy(desk, file, sound_part_only=sound_part)
    if sound_part:
        raise UsageError(_("--sound-part is for session files, and this is none."))
    around = desk.scenario(scenario).value if scenario is not None else None
    rubric = rubric or (around.rubric if around else "reception")
    setting = _setting(desk, file, around, rubric, lang, venue, disc)
    conversations, bad = _read(raw, file, form, role)
    for line in bad[:_MOST_TOLD]:
        out.tell(_("Line {n}: {fault}").format(n=line.number, fault=line.message))
    if len(bad) > _MOST_TOLD:
        out.tell(_("… and {n} lines more.").format(n=len(bad) - _MOST_TOLD))
    if not conversations:
        raise UsageError(
            _("There is no conversation in {path} that can be used.").format(path=file)
        )
    _take_in(desk, conversations, setting, rubric, trainee, redact=redact)
    return 1 if bad else 0


def _copy(desk: Desk, file: Path, *, sound_part_only: bool) -> int:
    from trainer.session.intake.copied import copy_journal

    session, new, fault = copy_journal(desk.home, file, sound_part_only=sound_part_only)
    if fault:
        out.tell(fault)
    out.put(session)
    _close(desk, int(new), int(not new), "")
    return 1 if fault else 0


def _setting(
    desk: Desk,
    file: Path,
    around: Scenario | None,
    rubric: str,
    lang: str | None,
    venue: str | None,
    disc: str | None,
) -> Setting:
    """What the options say. Raises UsageError, NotFound, ContentFaults."""
    from datetime import UTC, datetime

    from trainer.report.words import VENUES
    from trainer.scoring.labelled import LineFault, context_from
    from trainer.session.intake.record import Setting

    if lang is not None:
        one_of(lang, LANGS, "--lang")
    if venue is not None:
        one_of(venue, tuple(VENUES), "--venue")
    try:
        context_from({"resident": {"disc": disc}})
    except LineFault as fault:
        raise UsageError(str(fault)) from fault
    judging = desk.library.rubric(rubric)
    changed = datetime.fromtimestamp(int(file.stat().st_mtime), UTC)
    return Setting(
        rubric=judging.value,
        rubric_hash=judging.sha256,
        disc=desk.library.disc().value,
        of_file=changed,
        explain=desk.lang,
        around=around,
        lang=lang,
        venue=cast("Venue | None", venue),
        style=disc,
    )


def _read(
    raw: bytes, file: Path, form: str | None, role: Role
) -> tuple[list[Conversation], list[BadLine]]:
    """The conversations in a file; what was taken for granted in reading it is told. Raises UsageError."""
    from trainer.session.intake.chat import read_chats
    from trainer.session.intake.table import decoded_table, read_table

    is_table = form == "csv" or (
        form is None and not raw.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"{")
    )
    if is_table:
        text, encoding = decoded_table(raw)
        if encoding != "utf-8-sig":
            out.tell(
                _("{path} was read as {encoding}.").format(path=file, encoding=encoding.upper())
            )
        conversations, bad = read_table(text)
    else:
        conversations, bad = read_chats(raw.split(b"\n"), role)
        other = "user" if role == "assistant" else "assistant"
        out.tell(
            _(
                "The trainee is “{role}” in this chat; --trainee-role {other} says otherwise."
            ).format(role=role, other=other)
        )
    if len(conversations) == 1 and not conversations[0].name and is_table:
        out.tell(_("Without a column “id” the whole table is one conversation."))
    for count, said in (
        (
            sum(c.joined for c in conversations),
            _("Replies that followed one another were joined: {n}."),
        ),
        (sum(c.cut for c in conversations), _("Lines that were too long and were cut: {n}.")),
    ):
        if count:
            out.tell(said.format(n=count))
    return conversations, bad


def _take_in(
    desk: Desk,
    conversations: Sequence[Conversation],
    setting: Setting,
    rubric: str,
    trainee: str,
    *,
    redact: bool,
) -> None:
    """Judge the conversations that are new and keep them, each as soon as it is judged."""
    from trainer.cli.progress import progress
    from trainer.cli.records import listed_names
    from trainer.report.redact import redacted_conversation
    from trainer.report.words import replies
    from trainer.session.home import journals
    from trainer.session.intake.record import events_of
    from trainer.session.journal import put_whole, written
    from trainer.session.people import enlist
    from trainer.session.transcript import transcribe

    here = {path.stem for path in journals(desk.home)}
    unlike = {each.session: each for each in conversations if each.name not in here}
    new = [unlike[session] for session in unlike if session not in here]
    names = [*listed_names(desk.home), trainee] if redact else []
    pseudonym = enlist(desk.home, trainee)[0] if new and trainee else ""
    done: list[str] = []
    try:
        with progress(_("Judging"), len(new)) as tell:
            for number, each in enumerate(new):
                tell(number)
                who = pseudonym or (enlist(desk.home, each.trainee)[0] if each.trainee else "")
                told = redacted_conversation(each, names) if redact else each
                events = events_of(told, each.session, setting, who, desk.scorer(rubric))
                put_whole(desk.home, each.session, written(events))
                overall = transcribe(events).scorecard.overall
                done.append(f"{each.session}  {overall:>3}  {replies(each.replies)}")
    finally:
        for line in done:
            out.put(line)
        _close(desk, len(done), len(conversations) - len(new), pseudonym)


def _close(desk: Desk, made: int, there: int, pseudonym: str) -> None:
    """What came of it, told and noted."""
    from trainer.cli.records import sessions
    from trainer.session import audit
    from trainer.session.practice import now

    if made:
        audit.note(desk.home, now(), "import", made, pseudonym)
        out.tell(_("Imported: {sessions}.").format(sessions=sessions(made)))
    if there:
        out.tell(_("Here already: {sessions}.").format(sessions=sessions(there)))
