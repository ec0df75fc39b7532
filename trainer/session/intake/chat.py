"""Chats as JSON Lines: a conversation a line (`messages`), or a message a line as `trainer export` has it.

Messages of one `session`, `conversation` or `conversation_id` belong together; without any, all of a file are
one conversation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from trainer.content.sanitise import one_line
from trainer.i18n import gettext as _
from trainer.scoring.labelled import LineFault, json_object, text_line, without_mark
from trainer.session.intake.conversation import BadLine, Conversation, Gathered, Said, Side, time_of

Role = Literal["assistant", "user", "system"]
ROLES: Mapping[str, Role] = {
    **dict.fromkeys(
        ("assistant", "agent", "ai", "bot", "gpt", "model", "staff", "trainee", "clerk", "officer", "operator",
         "工作人员", "客服", "坐席", "学员", "接待员", "助手"),
        "assistant",
    ),
    **dict.fromkeys(
        ("user", "human", "resident", "citizen", "customer", "client", "caller", "visitor",
         "群众", "居民", "市民", "来访者", "来电人", "办事人", "客户", "用户"),
        "user",
    ),
    **dict.fromkeys(("system", "developer", "context", "系统", "背景"), "system"),
}  # fmt: skip
"""What files call the two who talk, and what is no part of the talk but tells of it."""
_WHICH = ("session", "conversation", "conversation_id")
_WHEN = ("at", "time", "timestamp", "created_at")


def role_of(name: str) -> Role | None:
    """Whose role that is, None for an unknown one."""
    return ROLES.get(name.strip().casefold())


def read_chats(
    lines: Iterable[bytes], trainee: Role = "assistant"
) -> tuple[list[Conversation], list[BadLine]]:
    """The conversations in a file, in order, and the lines that cannot be used.

    `trainee` is the role whose messages are the trainee's.
    """
    reader = _Reader(trainee)
    for number, raw in enumerate(without_mark(lines), 1):
        if raw.strip():
            reader.take(number, raw)
    return reader.conversations()


class _Reader:
    """Takes the lines of one file in turn."""

    def __init__(self, trainee: Role) -> None:
        self.trainee = trainee
        self.tellings: dict[object, Gathered] = {}
        self.bad: list[BadLine] = []

    def take(self, number: int, raw: bytes) -> None:
        try:
            line = json_object(text_line(raw), '{"role": "…", "content": "…"}')
            if "messages" in line:
                self.tellings[number] = self._whole(line, number)
            else:
                self._one(line, number)
        except LineFault as fault:
            self.bad.append(BadLine(number, str(fault)))

    def conversations(self) -> tuple[list[Conversation], list[BadLine]]:
        made = []
        for telling in self.tellings.values():
            try:
                made.append(telling.whole())
            except LineFault as fault:
                self.bad.append(BadLine(telling.begun, str(fault)))
        return made, sorted(self.bad)

    def _whole(self, line: Mapping[str, Any], number: int) -> Gathered:
        messages = line["messages"]
        if not isinstance(messages, list):
            raise LineFault(_("“{key}” must be a list of texts.").format(key="messages"))
        told = Gathered(name=_said(line, ("id", *_WHICH)), begun=number)
        told.know(line)
        for place, message in enumerate(messages, 1):
            try:
                if not isinstance(message, dict):
                    raise LineFault(_("It must be an object with “role” and “content”."))
                self._add(told, message)
            except LineFault as fault:
                raise LineFault(_("Message {n}: {fault}").format(n=place, fault=fault)) from fault
        return told

    def _one(self, line: Mapping[str, Any], number: int) -> None:
        name = _said(line, _WHICH)
        told = self.tellings.get(name) or Gathered(name=name, begun=number)
        if role_of(str(line.get("role"))) == "system":
            told.know(line)
        self._add(told, line)
        self.tellings[name] = told

    def _add(self, told: Gathered, message: Mapping[str, Any]) -> None:
        name = message.get("role")
        if not isinstance(name, str):
            raise LineFault(_("“{key}” must be text.").format(key="role"))
        role = role_of(name)
        if role is None:
            raise LineFault(
                _(
                    "The role “{name}” is not known; it must be assistant, user or system, or a usual "
                    "word for one of them, such as agent, resident or 群众."
                ).format(name=one_line(name, 40))
            )
        text, at = _content(message.get("content")), time_of(_first(message, _WHEN))
        if role == "system":
            told.background.append(text)
            told.trainee = told.trainee or _said(message, ("trainee",))
            return
        by: Side = "trainee" if role == self.trainee else "resident"
        if by == "resident":
            told.resident = told.resident or _said(message, ("name",))
        told.said.append(Said(by, text, at))


def _content(content: object) -> str:
    """The text of a message; one in parts has several. Raises LineFault."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else [content]
    texts = [
        p.get("text") if isinstance(p, dict) and p.get("type") == "text" else None for p in parts
    ]
    if not all(isinstance(text, str) for text in texts):
        raise LineFault(_("“{key}” must be text.").format(key="content"))
    return "\n".join(map(str, texts))


def _first(message: Mapping[str, Any], keys: Iterable[str]) -> object:
    return next((message[key] for key in keys if message.get(key) is not None), None)


def _said(message: Mapping[str, Any], keys: Iterable[str]) -> str:
    """A name or number under one of the keys, empty where there is none. Raises LineFault."""
    value = _first(message, keys)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise LineFault(
            _("“{key}” must be text.").format(key=next(k for k in keys if k in message))
        )
    return str(value)
