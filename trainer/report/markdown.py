"""A session as a debrief in Markdown.

Pure: the same transcript in the same language gives the same bytes; times are UTC. Whatever a person
or a content file wrote is escaped, so that it reads as it was written and does nothing else: no
links, images, HTML, headings or tables of its own. Names in bold stand before a colon, since
CommonMark does not close emphasis between a Chinese mark and a letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from trainer.content.sanitise import sanitise
from trainer.i18n import gettext as _
from trainer.model.assessment import CriterionScore, Evidence, Finding
from trainer.model.base import in_language
from trainer.model.rubric import Criterion
from trainer.report import words
from trainer.report.highlights import Highlight, strengths, to_practise
from trainer.session.transcript import Transcript, Turn

_ANYWHERE = re.compile(r"[\\`*_{}\[\]<>#|~$^=@&]")
_AT_START = re.compile(r"^([-+])|^(\d{1,9})([.)])")
_LINK = re.compile(
    r"(?i)(\b[a-z][a-z0-9+.-]*)(://)|\b(www)(\.)|\b(mailto|xmpp)(:)|([\w-])(\.(?=[^\W\d_]{2}))"
)


def markdown(transcript: Transcript, lang: str) -> str:
    """The whole document in `lang`."""
    with words.speaking(lang):
        return _Debrief(transcript, lang).text()


def escape(text: str) -> str:
    """`text` on one line, safe anywhere in a paragraph, a list or a table."""
    return _escape_line(" ".join(sanitise(text).split()))


def quote(text: str) -> str:
    """`text` as a block quotation, its lines kept."""
    lines = [_escape_line(line.strip()) for line in sanitise(text).split("\n")]
    kept = [line for line in lines if line] or [_("(no words)")]
    return "\\\n".join(f"> {line}" for line in kept)


def _escape_line(text: str) -> str:
    text = _LINK.sub(lambda m: "".join(_split_link(m)), _ANYWHERE.sub(r"\\\g<0>", text))
    return _AT_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", text)


def _split_link(found: re.Match[str]) -> tuple[str, str, str]:
    """The two parts of what some renderers make a link of, with an escape between."""
    start, rest = (part for part in found.groups() if part)
    return start, "\\", rest


class _Debrief:
    """The parts of one document."""

    def __init__(self, transcript: Transcript, lang: str) -> None:
        self.t = transcript
        self.started = transcript.started
        self.scenario = transcript.started.scenario
        self.rubric = transcript.started.rubric
        self.lang = lang
        self.titles = {c.id: escape(in_language(c.title, lang)) for c in self.rubric.criteria}

    def text(self) -> str:
        parts = [
            f"# {escape(self.scenario.title)}",
            self.particulars(),
            f"*{escape(words.advisory())}*",
            *self.result(),
            *self.strengths(),
            *self.practice(),
            *self.moods(),
            *self.talk(),
            *self.facts(),
            *self.style(),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"

    # Who, what, when

    def particulars(self) -> str:
        resident = self.scenario.resident
        who = escape(resident.name)
        if resident.age is not None:
            who = _("{name}, {age}").format(name=who, age=resident.age)
        rows = [
            (_("Trainee"), escape(self.started.trainee)),
            (_("Resident"), who),
            (_("Place"), _(words.VENUES[self.scenario.venue])),
            (_("Mode"), _(words.MODES[self.started.mode])),
            (_("Difficulty"), _("{n} of 5").format(n=self.scenario.difficulty)),
            (_("Begun"), _when(self.started.at)),
            (_("Ended"), _when(self.t.finished) if self.t.finished else _("unfinished")),
            (_("Session"), escape(self.started.session)),
        ]
        return _items(_labelled(name, value) for name, value in rows if value)

    # What it came to

    def result(self) -> list[str]:
        card = self.t.scorecard
        parts = [_heading(_("Result"))]
        if self.t.ending is not None:
            grade = _(words.GRADES[self.t.ending.grade])
            title = escape(self.t.ending.title)
            parts.append(f"**{title}**" + _(" ({words})").format(words=grade))
            parts.append(quote(self.t.ending.text))
        else:
            parts.append(_("The talk has not come to an end."))
        if not self.t.turns:
            return parts
        rows = [(_("Overall"), f"{card.overall} / 100", words.score_word(card.overall))]
        names = {d.id: escape(in_language(d.title, self.lang)) for d in self.rubric.dimensions}
        rows += [
            (
                names.get(d.dimension, escape(d.dimension)),
                f"{d.score} / 100",
                words.replies(d.turns),
            )
            for d in card.dimensions
        ]
        parts.append(_table((_("What"), _("Score"), ""), rows))
        faults = [
            self.title(name) + _(": ") + words.times(count)
            for name, count in card.penalties.items()
        ]
        if faults:
            parts += [_labelled(_("Faults"), ""), _items(faults)]
        if card.caps:
            held = _(", ").join(map(self.title, card.caps))
            parts.append(_("A severe fault limits the score: {names}").format(names=held))
        return parts

    def title(self, criterion: str) -> str:
        return self.titles.get(criterion) or escape(criterion)

    def strengths(self) -> list[str]:
        best = strengths(self.t)
        if not best:
            return []
        return [_heading(_("What went well")), _items(map(self.strength, best))]

    def strength(self, shown: Highlight) -> str:
        said = _labelled(self.titles[shown.criterion.id], self.mean(shown.card))
        if not shown.finding.evidence:
            return said
        return f"{said} {_in_reply(shown.turn)}{_quotes(shown.finding.evidence)}"

    def practice(self) -> list[str]:
        weak = to_practise(self.t)
        if not weak:
            return []
        return [_heading(_("What to practise")), _items(map(self.weakness, weak))]

    def weakness(self, shown: Highlight) -> str:
        criterion, finding = shown.criterion, shown.finding
        title = self.titles[criterion.id]
        if criterion.kind == "penalty":
            title = _("Fault: {name}").format(name=title)
            lines = [_labelled(title, _in_reply(shown.turn) + _quotes(finding.evidence))]
        else:
            lines = [_labelled(title, self.mean(shown.card))]
        lines.append(escape(in_language(criterion.definition, self.lang)))
        if finding.try_:
            advice = _("Try: {words}").format(words=escape(finding.try_))
            lines.append(_in_reply(shown.turn) + advice)
        return "\\\n  ".join(lines)

    def mean(self, card: CriterionScore) -> str:
        return _("{score} of 100 over {replies}.").format(
            score=round(100 * card.mean), replies=words.replies(card.turns)
        )

    # How the resident felt

    def moods(self) -> list[str]:
        states = [(_("start"), self.started.state.mood)]
        states += [(str(t.number), t.after) for t in self.t.turns if t.after]
        rows = [
            (name, *(f"{getattr(mood, feeling):.0f}" for feeling in words.FEELINGS))
            for name, mood in states
        ]
        head = (_("After reply"), *(_(name) for name in words.FEELINGS.values()))
        note = _(
            "0 is none of it, 100 as much as can be. Anger, anxiety and helplessness are better low, "
            "the others high."
        )
        return [_heading(_("How the resident felt")), _table(head, rows), note]

    # The talk

    def talk(self) -> list[str]:
        parts = [_heading(_("The talk"))]
        for turn in self.t.turns:
            parts += self.turn(turn)
        return [*parts, *self.heard(self.t.heard)]

    def heard(self, lines: Sequence[str]) -> list[str]:
        return [_said(escape(self.scenario.resident.name), "\n".join(lines))] if lines else []

    def turn(self, turn: Turn) -> list[str]:
        scene = _(": ") + escape(turn.scene.title) if turn.scene.title else ""
        parts = ["### " + _("Reply {n}").format(n=turn.number) + scene]
        parts += self.heard(turn.heard)
        parts.append(_said(_("Reply"), turn.reply))
        found = turn.assessment
        if found is None:
            return [*parts, _("Not judged yet.")]
        word = words.score_word(found.overall)
        parts.append(
            _labelled(_("Score"), f"{found.overall} / 100" + _(" ({words})").format(words=word))
        )
        judged = words.faults(found, self.rubric) + words.merits(found, self.rubric)
        tried: set[str] = set()
        parts.append(_items(self.finding(c, f, tried) for c, f in judged))
        parts.append(self.breaches(turn))
        parts.append(self.moves(turn))
        if turn.because:
            parts.append(
                _("Why the talk went this way: {because}").format(because=escape(turn.because))
            )
        return parts

    def finding(self, criterion: Criterion, finding: Finding, tried: set[str]) -> str:
        level = escape(words.level_name(criterion, finding.level, self.lang))
        title = self.titles[criterion.id]
        if finding.level < 0:
            title = _("Fault: {name}").format(name=title)
        lines = [" ".join([_labelled(title, level), _quotes(finding.evidence)]).rstrip()]
        if finding.why:
            lines.append(escape(finding.why))
        if finding.try_ and finding.level < 2 and finding.try_ not in tried:
            tried.add(finding.try_)
            lines.append(_("Try: {words}").format(words=escape(finding.try_)))
        return "\\\n  ".join(lines)

    def breaches(self, turn: Turn) -> str:
        found = turn.assessment
        if found is None:
            return ""
        facts = {fact.id: fact.text for fact in self.scenario.facts}
        limits = {limit.id: limit.text for limit in self.scenario.limits}
        told = [_("This seems to answer another matter.")] if found.elsewhere else []
        told += [
            _("Not what the facts say: {fact}").format(fact=escape(facts.get(m.id, m.id)))
            for m in found.contradicted
        ] + [
            _("Beyond what you may do: {limit}").format(limit=escape(limits.get(m.id, m.id)))
            for m in found.promised
        ]
        return _items(told)

    def moves(self, turn: Turn) -> str:
        if turn.after is None:
            return ""
        told = []
        for feeling, delta in words.changes(turn.before, turn.after):
            reasons = _(", ").join(
                escape(words.cause(self.started.disc, each, self.lang))
                for each, points in words.causes(turn, feeling)
                if points * delta > 0
            )
            change = f"{_(words.FEELINGS[feeling])} {delta:+d}"
            told.append(change + (_(" ({words})").format(words=reasons) if reasons else ""))
        if not told:
            return ""
        name = escape(self.scenario.resident.name)
        return _("How {name} feels: {changes}.").format(name=name, changes=_("; ").join(told))

    # What could be cited

    def facts(self) -> list[str]:
        if not self.scenario.facts:
            return []
        cited: dict[str, list[int]] = {}
        for turn in self.t.turns:
            for mention in turn.assessment.cited if turn.assessment else ():
                cited.setdefault(mention.id, []).append(turn.number)
        rows = []
        for fact in self.scenario.facts:
            source = escape(fact.source) if fact.source else _("local")
            if fact.source and fact.as_of:
                source = _("{source}, as of {date}").format(source=source, date=fact.as_of)
            numbers = ", ".join(map(str, dict.fromkeys(cited.get(fact.id, ()))))
            rows.append((escape(fact.text), source, numbers or "–"))
        head = (_("Fact"), _("Source"), _("Cited in reply"))
        return [_heading(_("Facts")), _table(head, rows)]

    def style(self) -> list[str]:
        style = self.scenario.resident.disc
        told = _("DISC style: {style}").format(style=style)
        return [
            _heading(_("Style of the resident")),
            f"{told}\n\n*{escape(in_language(self.started.disc.note, self.lang))}*",
        ]


def _heading(text: str) -> str:
    return f"## {text}"


def _labelled(name: str, value: str) -> str:
    return (f"**{name}**" + _(": ") + value).rstrip()


def _said(who: str, what: str) -> str:
    return _labelled(who, "") + "\n\n" + quote(what)


def _in_reply(turn: Turn) -> str:
    return _("Reply {n}").format(n=turn.number) + _(": ")


def _quotes(evidence: tuple[Evidence, ...]) -> str:
    said = [escape(e.text) for e in evidence if e.text.strip()]
    return _(", ").join(_("“{words}”").format(words=words_) for words_ in dict.fromkeys(said))


def _items(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---" for _cell in head], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _when(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC")
