"""In which order fields are decided: each after all that its conditions and its calculation name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kiosk.forms.elements import GroupSpec
from kiosk.forms.schema import ProcedureSpec


def depends(spec: ProcedureSpec) -> Mapping[str, frozenset[str]]:
    """What each field and table needs of others before it is known: its conditions' names and its calculation's."""
    return {key: frozenset(names) for group in spec.groups for key, names in _needs(group)}


def _needs(group: GroupSpec) -> Iterator[tuple[str, set[str]]]:
    above = set(group.relevant.names if group.relevant else ())
    party = above | set(group.source_if.names if group.source_if else ())
    whole = set(above)
    for one in group.fields:
        own = set(one.relevant.names if one.relevant else ()) | set(one.calculation.names if one.calculation else ())
        if group.repeat is None:
            yield f"{group.key}.{one.key}", own | (party if one.card else above)
        whole |= {name for name in own if not name.startswith(f"{group.key}.")}
    if group.repeat is not None:
        yield group.key, whole


def ordered(spec: ProcedureSpec) -> tuple[str, ...]:
    """Fields and tables, each after all it depends on. What stands in a circle comes last, in the sheet's order."""
    needs = depends(spec)
    tables = {group.key for group in spec.groups if group.repeat}
    known: dict[str, None] = {}
    waiting = list(needs)
    while waiting:
        ready = [
            key for key in waiting if all(_node(name, tables) in known for name in _inner(needs[key], needs, tables))
        ]
        for key in ready or waiting:
            known[key] = None
        waiting = [key for key in waiting if key not in known]
    return tuple(known)


def _inner(names: frozenset[str], needs: Mapping[str, frozenset[str]], tables: set[str]) -> Iterator[str]:
    return (name for name in names if _node(name, tables) in needs)


def _node(name: str, tables: set[str]) -> str:
    """The field a name means, or the table that a column belongs to."""
    table = name.partition(".")[0]
    return table if table in tables else name


def circles(spec: ProcedureSpec) -> tuple[tuple[str, ...], ...]:
    """Fields that depend on themselves, each circle once, by the way round it."""
    needs = depends(spec)
    tables = {group.key for group in spec.groups if group.repeat}
    follows = {
        key: sorted({_node(name, tables) for name in _inner(names, needs, tables)}) for key, names in needs.items()
    }
    ways: list[tuple[str, ...]] = []
    for key in follows:
        way = _way_back(follows, key)
        if way and not any(set(way) == set(one) for one in ways):
            ways.append(way)
    return tuple(ways)


def _way_back(follows: Mapping[str, list[str]], start: str) -> tuple[str, ...]:
    """The shortest way from ``start`` to itself; empty where there is none."""
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    waiting = [start]
    for key in waiting:
        for following in follows[key]:
            if following == start:
                return ways[key]
            if following not in ways:
                ways[following] = (*ways[key], following)
                waiting.append(following)
    return ()
