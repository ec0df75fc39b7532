"""The reference of the authoring guides, made from the schemas, a rubric and the DISC profiles.

The guides (`scenarios/README.md` and its Chinese twin) keep each part between `<!-- name -->` and
`<!-- /name -->`; `renewed` puts the present one there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from trainer.content.schema import KINDS, Schema, schema
from trainer.i18n import N_, texts_in
from trainer.model.base import in_language
from trainer.model.disc import Disc
from trainer.model.mood import DIMENSIONS, Dimension
from trainer.model.rubric import Rubric

_TYPES: Mapping[str, str] = {
    "boolean": "true / false",
    "number": N_("number"),
    "integer": N_("number"),
    "string": N_("text"),
}
_NAMED: Mapping[str, str] = {
    "Text": N_("text"),
    "Name": N_("id"),
    "Degree": N_("bound, 0–100"),
    "Count": N_("bound, from 1"),
    "Bound": N_("bound"),
}
_CAUSES: Mapping[str, str] = {
    "empathy": N_("empathy"),
    "facts": N_("facts"),
    "options": N_("a way forward"),
    "courtesy": N_("courtesy"),
    "repair": N_("apology"),
    "style": N_("the right style"),
    "vagueness": N_("vagueness"),
    "coldness": N_("coldness"),
    "fault": N_("any fault"),
    "promise": N_("empty promises"),
}
_MANY = 8
"""Values that a table lists."""
_FEELINGS: Mapping[str, str] = {each: each.capitalize() for each in DIMENSIONS}
"""Their names in the catalogue."""


def parts(lang: str, rubric: Rubric, disc: Disc) -> Mapping[str, Callable[[], str]]:
    """What the guide in `lang` has made for it, by name."""
    known = frozenset(_definitions(schema("scenario", (lang,), rubric)))
    return {
        "keys scenario": partial(keys, "scenario", lang, rubric),
        "keys drill": partial(keys, "drill", lang, rubric, known),
        "criteria": partial(criteria, lang, rubric),
        "moods": partial(moods, lang, disc),
        "types": partial(types, lang, disc),
    }


def renewed(guide: str, made: Mapping[str, Callable[[], str]]) -> str:
    """`guide` with each part of `made` as it is now. Raises ValueError when one has no place."""
    for name, write in made.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        if guide.count(begin) != 1 or guide.count(end) != 1:
            raise ValueError(name)
        before, _begin, rest = guide.partition(begin)
        _old, _end, after = rest.partition(end)
        guide = f"{before}{begin}\n{write()}\n{end}{after}"
    return guide


def keys(kind: str, lang: str, rubric: Rubric | None = None, known: Collection[str] = ()) -> str:
    """Every key of a `kind` of file, one of `KINDS`, a table for each mapping; not those `known`."""
    say = texts_in(lang)
    whole = schema(kind, (lang,), rubric)
    made = {KINDS[kind].__name__: whole} | _definitions(whole)
    owners = _owners(made)
    criteria_ids = {c.id for c in rubric.criteria} if rubric else set()
    said = []
    for name, mapping in made.items():
        if name in known:
            continue
        within = " · ".join(f"`{key}`" for key in owners.get(name, ())) or f"`{kind}`"
        rows = [
            [
                f"**`{key}`**" if key in mapping.get("required", ()) else f"`{key}`",
                _value(value, owners, say),
                value.get("description", ""),
            ]
            for key, value in mapping["properties"].items()
            if key not in criteria_ids and (name != "Outcome" or key == "scene")
        ]
        head = [say(N_("key")), say(N_("what may stand there")), say(N_("what for"))]
        said.append(f"#### {within}\n\n{mapping['description']}\n\n{_table(head, rows)}")
    return "\n".join(said)


def criteria(lang: str, rubric: Rubric) -> str:
    """What replies are judged by and the actions that can be told, with the names conditions use."""
    say = texts_in(lang)
    rows = [
        [
            f"`{c.id}`",
            in_language(c.title, lang),
            say(N_("fault, 0 to −2")) if c.kind == "penalty" else say(N_("0 to 2")),
            in_language(c.definition, lang),
        ]
        for c in rubric.criteria
    ]
    head = [say(N_("criterion")), "", say(N_("level")), say(N_("what it looks for"))]
    acts = say(N_(", ")).join(f"`{a.id}` {in_language(a.title, lang)}" for a in rubric.actions)
    return f"{_table(head, rows)}\n`acts`{say(N_(': '))}{acts}\n"


def moods(lang: str, disc: Disc) -> str:
    """What moves which feeling, before the type's factor."""
    say = texts_in(lang)
    rows = []
    for effect in disc.effects:
        level = "" if effect.level is None else f" {effect.level}".replace("-", "−")
        moves = _moves(effect.moves, say)
        kind = say(_CAUSES.get(effect.kind, effect.kind))
        rows.append([in_language(effect.title, lang), f"`{effect.on}`{level}", kind, moves])
    drift = _moves(disc.drift, say)
    rows.append([say(N_("nothing got better")), "", "", drift])
    head = [say(N_("what happens")), say(N_("by")), say(N_("kind")), say(N_("moves"))]
    return _table(head, rows)


def types(lang: str, disc: Disc) -> str:
    """How each type begins, and what a kind of effect means to it."""
    say = texts_in(lang)
    rows: list[list[str]] = []
    for feeling in DIMENSIONS:
        start = [f"{getattr(each.start, feeling):g}" for each in disc.types.values()]
        rows.append([f"{say(_FEELINGS[feeling])} `{feeling}`", *start])
    for table, lead in (("gain", N_("gain from {kind}")), ("loss", N_("loss from {kind}"))):
        for kind in dict.fromkeys(k for t in disc.types.values() for k in getattr(t, table)):
            title = say(lead).format(kind=say(_CAUSES.get(kind, kind)))
            factors = (getattr(each, table).get(kind, 1.0) for each in disc.types.values())
            rows.append([title, *(f"×{factor:g}" for factor in factors)])
    harder = (f"{level} ×{factor:g}" for level, factor in disc.difficulty.items())
    said = say(N_("Improvements by difficulty: {factors}")).format(
        factors=say(N_(", ")).join(harder)
    )
    return f"{_table(['', *disc.types], rows)}\n{said}\n"


def _definitions(whole: Schema) -> dict[str, Schema]:
    """The mappings that a schema refers to, in the order they are met, the short forms left out."""
    found: dict[str, Schema] = {}

    def visit(node: object) -> None:
        if isinstance(node, list):
            for each in node:
                visit(each)
        elif isinstance(node, dict):
            name = str(node.get("$ref", "")).rpartition("/")[2]
            if name and name not in found and "properties" in whole["$defs"][name]:
                found[name] = whole["$defs"][name]
                visit(found[name]["properties"])
            for each in node.values():
                visit(each)

    visit(whole["properties"])
    found.pop("Otherwise", None)  # a branch without its condition
    return found


def _owners(made: Mapping[str, Schema]) -> dict[str, list[str]]:
    """By name of a mapping the keys that hold one."""
    owners: dict[str, list[str]] = {}
    for mapping in made.values():
        for key, value in mapping["properties"].items():
            for name in re.findall(r"#/\$defs/(\w+)", str(value)):
                name = "Branch" if name == "Otherwise" else name
                if name in made and key not in owners.setdefault(name, []):
                    owners[name].append(key)
    return owners


def _value(node: Mapping[str, Any], owners: Collection[str], say: Callable[[str], str]) -> str:
    """What may stand there, in a few words."""
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        if name in _NAMED:
            return say(_NAMED[name])
        return say(N_("keys of its own"))
    if "anyOf" in node:
        whole = [one for one in node["anyOf"] if one.get("type") != "array"]
        each = [_value(one, owners, say) for one in whole if one != {"type": "null"}]
        if say(N_("criterion")) in each:  # or another rubric's
            each = each[:1]
        if len(whole) < len(node["anyOf"]):
            each.append(say(N_("a list of them")))
        return say(N_(" or ")).join(dict.fromkeys(each))
    if "enumDescriptions" in node:
        return say(N_("criterion"))
    if "enum" in node and len(node["enum"]) > _MANY:  # told elsewhere
        return say(N_("id"))
    if "enum" in node:
        return " / ".join(f"{one}" for one in node["enum"] if one is not None)
    kinds = node.get("type", "string")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if kind == "array":
        return say(N_("list: {items}")).format(items=_value(node["items"], owners, say))
    if kind == "object":
        return say(N_("keys of its own"))
    said = say(_TYPES[kind])
    if "minimum" in node and "maximum" in node:
        said = f"{node['minimum']:g}–{node['maximum']:g}"
    if "default" in node and kind != "boolean":
        said += say(N_(" (else {value})")).format(value=node["default"])
    return said


def _moves(moves: Mapping[Dimension, float], say: Callable[[str], str]) -> str:
    each = (f"{_low(say(_FEELINGS[name]))} {_signed(points)}" for name, points in moves.items())
    return say(N_(", ")).join(each)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(c.replace("|", "\\|") for c in r) + " |\n" for r in lines)


def _signed(points: float) -> str:
    return f"+{points:g}" if points > 0 else f"−{-points:g}"


def _low(title: str) -> str:
    return title[:1].lower() + title[1:]
