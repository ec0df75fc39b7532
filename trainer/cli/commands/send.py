"""`trainer send`: sessions as xAPI statements to a learning record store."""

from __future__ import annotations

from typing import Annotated

import typer

from trainer.cli import out
from trainer.cli.recall import journals_of, recall
from trainer.cli.records import as_asked, sessions
from trainer.errors import UsageError
from trainer.i18n import gettext as _
from trainer.i18n import ngettext
from trainer.session import audit, outbox
from trainer.session.desk import Desk
from trainer.session.lrs import Store, address, authorization
from trainer.session.practice import now
from trainer.session.transcript import Transcript

TOLD_NOTHING_IS_SENT = ("1",)
"""Versions of the notice on records that promised that nothing is sent anywhere."""


def about() -> str:
    """The help page."""
    return _(
        "Sends scores under pseudonyms, and the replies only with --with-text, to a learning record store "
        "(xAPI 1.0.3). Sending twice doubles nothing. What cannot be sent now waits in the folder “outbox” "
        "and is sent next time, or with --outbox; the exit code is then 3. Credentials come from "
        "TRAINER_LRS_USER and TRAINER_LRS_PASSWORD, or TRAINER_LRS_TOKEN, or a keyring that has them under "
        "the endpoint's address."
    )


def command(
    context: typer.Context,
    endpoint: Annotated[
        str,
        typer.Option(
            "--endpoint", metavar="URL", help=_("The store, such as https://lrs.example/xapi.")
        ),
    ],
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SESSION...]", help=_("A session's name or its beginning, or its file.")
        ),
    ] = None,
    waiting: Annotated[
        bool, typer.Option("--outbox", help=_("Send only what still waits for this store."))
    ] = False,
    with_text: Annotated[
        bool, typer.Option("--with-text", help=_("With the replies and what was quoted."))
    ] = False,
    redact: Annotated[
        bool,
        typer.Option("--redact", help=_("Names, telephone and other numbers out of the replies.")),
    ] = False,
    agreed: Annotated[
        bool,
        typer.Option(
            "--agreed", help=_("The trainees agree, though they were told that nothing is sent.")
        ),
    ] = False,
) -> int:
    """Put into the outbox what is asked for, then send what waits there for this store."""
    desk: Desk = context.obj
    if bool(names) == waiting:
        raise UsageError(_("Say which sessions to send, or --outbox for what still waits."))
    place = address(endpoint)
    store = Store(place, authorization(place))
    found, code = recall(journals_of(desk.home, names or ()))
    if not agreed:
        _check_promise(found)
    if found:
        from trainer.report.xapi import statements

        for told in as_asked(desk.home, found, with_names=False, redact=redact):
            made = statements(told, with_text=with_text)
            outbox.put(desk.home, place, told.started.session, made)
    return _tell(_sent(desk, store, len(found))) or code


def _sent(desk: Desk, store: Store, count: int) -> outbox.Outcome:
    done = outbox.deliver(desk.home, store)
    if done.taken:
        audit.note(desk.home, now(), "send", count)
    return done


def _check_promise(transcripts: list[Transcript]) -> None:
    """Raises UsageError for sessions of people who were told that nothing is sent anywhere."""
    promised = [t for t in transcripts if t.started.consent in TOLD_NOTHING_IS_SENT]
    if promised:
        raise UsageError(
            _(
                "{sessions} of trainees who were told that nothing is sent anywhere. Ask them; with "
                "--agreed it is sent."
            ).format(sessions=sessions(len(promised)))
        )


def _tell(done: outbox.Outcome) -> int:
    """What came of it; the exit code."""
    told = [_("Sent: {statements}.").format(statements=_statements(done.taken))]
    if done.there:
        told.append(_("There already: {statements}.").format(statements=_statements(done.there)))
    out.put(" ".join(told))
    for fault in done.faults:
        out.tell(fault)
    if done.different:
        out.tell(
            _(
                "The store has {statements} with other content, which cannot be changed there; the "
                "first is {id}."
            ).format(statements=_statements(len(done.different)), id=done.different[0])
        )
    if done.kept:
        out.tell(
            _("Kept in the outbox for the next time: {statements}.").format(
                statements=_statements(done.kept)
            )
        )
    if done.elsewhere:
        out.tell(
            _("Waiting for other stores: {statements}.").format(
                statements=_statements(done.elsewhere)
            )
        )
    if done.kept or done.faults:
        return 3
    return 1 if done.different else 0


def _statements(number: int) -> str:
    """3 statements."""
    return ngettext("{n} statement", "{n} statements", number).format(n=number)
