"""Where one comes from where: what is reached, and what goes round in circles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def reached(starts: Iterable[str], following: Mapping[str, Iterable[str]]) -> set[str]:
    """All that can be come to from `starts`, these included."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += following.get(node, ())
    return found


def circles(nodes: Iterable[str], following: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """`nodes` in groups within which each can be come to from each; in the order of `nodes`."""
    ordered = list(nodes)
    from_each = {node: reached([node], following) for node in ordered}
    grouped: set[str] = set()
    found = []
    for node in ordered:
        if node not in grouped:
            group = tuple(n for n in ordered if n in from_each[node] and node in from_each[n])
            grouped.update(group)
            found.append(group)
    return found
