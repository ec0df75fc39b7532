"""Features of a way of speaking that suit the resident's DISC type, or clash with it."""

from __future__ import annotations

from trainer.model.assessment import Evidence, Mention
from trainer.model.base import in_language
from trainer.model.rubric import Style, StyleFeature
from trainer.scoring.reading import Reading

_BRIEF = {"zh": 80, "en": 45}
"""What a D hears out: characters in Chinese, words elsewhere (GUIDE.md of the labelled set)."""
_LONG = {"zh": 120, "en": 80}


def features(reading: Reading, style: Style | None, explain: str) -> tuple[Mention, ...]:
    """What suits (`id`) and what clashes (`!id`) with the resident's type; `note` is the name."""
    disc = reading.context.disc
    if style is None or not disc or not reading.clauses:
        return ()
    found: list[Mention] = []
    for feature in style.features:
        suits = any(letter in feature.suits for letter in disc)
        clashes = disc[0] in feature.clashes
        if not suits and not clashes:
            continue
        where = _where(reading, feature)
        if where is not None:
            mark = feature.id if suits else f"!{feature.id}"
            found.append(Mention(id=mark, evidence=where, note=in_language(feature.title, explain)))
    return tuple(found)


def in_words(found: tuple[Mention, ...], explain: str) -> str:
    """The features as a clause of the reason: “合脾气：先给答复、简短；不合：说教”."""
    zh = explain.startswith("zh")
    suits = [m.note or m.id for m in found if not m.id.startswith("!")]
    clashes = [m.note or m.id for m in found if m.id.startswith("!")]
    parts = []
    if suits:
        parts.append("合脾气的：" + "、".join(suits) if zh else "suits: " + ", ".join(suits))
    if clashes:
        parts.append("不合的：" + "、".join(clashes) if zh else "clashes: " + ", ".join(clashes))
    return ("；" if zh else "; ").join(parts)


def _where(reading: Reading, feature: StyleFeature) -> Evidence | None:
    spoken = [c for c in reading.clauses if not c.action]
    if not spoken:
        return None
    key = "zh" if reading.lang.startswith("zh") else "en"
    first = spoken[0]
    length = sum(len(c.text) if key == "zh" else len(c.text.split()) for c in spoken)
    match feature.signal:
        case "brief" | "long":
            fits = length <= _BRIEF[key] if feature.signal == "brief" else length > _LONG[key]
            return _evidence(reading, first.start, spoken[-1].end) if fits else None
        case "numbers":
            numbers = reading.numbers
            return _evidence(reading, *numbers[0]) if len(numbers) >= 2 else None
        case "named":
            named = reading.address
            return _evidence(reading, *named) if named else None
        case "question":
            asked = next(iter(reading.questions), None)
            return _evidence(reading, asked.start, asked.end) if asked else None
    for hit in reading.hits:
        name = reading.book.names[hit.group]
        if name == ("signal", feature.signal) and hit.use == "plain":
            sentence = next((c.sentence for c in spoken if c.start <= hit.start < c.end), None)
            if not feature.first or sentence == first.sentence:
                return _evidence(reading, hit.start, hit.end)
    return None


def _evidence(reading: Reading, start: int, end: int) -> Evidence:
    return Evidence(start=start, end=end, text=reading.reply[start:end])
