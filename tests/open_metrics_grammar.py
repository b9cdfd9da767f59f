"""A reader of OpenMetrics 1.0 that is written from its ABNF alone, and refuses what the grammar does not have.

https://prometheus.io/docs/specs/om/open_metrics_spec/, "ABNF" and "Overall Structure": metadata before the samples of
its family, no empty line, no family twice, one EOF and nothing behind it.
"""

from __future__ import annotations

import re

Samples = dict[tuple[tuple[str, str], ...], float]

_NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_LABEL = r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["n\\])*)"'
_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|NaN|[+-]?Inf"
_SAMPLE = re.compile(rf"({_NAME})(?:\{{((?:{_LABEL}(?:,{_LABEL})*)?)\}})? (?P<value>{_NUMBER})(?: {_NUMBER})?")
_METADATA = re.compile(rf"# (TYPE|UNIT|HELP) ({_NAME}) (.*)")
_TYPES = {"counter", "gauge", "histogram", "gaugehistogram", "stateset", "info", "summary", "unknown"}


def families_of(text: str) -> dict[str, Samples]:
    """The samples of each gauge by its labels. ValueError where the text breaks the standard."""
    if not text.endswith("# EOF\n"):
        raise ValueError("no EOF")
    families: dict[str, Samples] = {}
    family = ""
    keys: set[str] = set()
    for line in text.removesuffix("# EOF\n").splitlines():
        if match := _METADATA.fullmatch(line):
            kind, name, words = match.groups()
            if name != family:
                if name in families:
                    raise ValueError(f"a family twice: {name}")
                family, keys, families[name] = name, set(), {}
            if kind in keys or families[name]:
                raise ValueError(f"metadata twice, or after its samples: {line}")
            keys.add(kind)
            _metadata(kind, name, words)
        elif match := _SAMPLE.fullmatch(line):
            if match[1] != family:
                raise ValueError(f"a sample outside its family: {line}")
            labels = tuple((name, _plain(value)) for name, value in re.findall(_LABEL, match[2] or ""))
            if labels in families[family] or len(dict(labels)) != len(labels):
                raise ValueError(f"a sample or a label twice: {line}")
            families[family][labels] = float(match["value"])
        else:
            raise ValueError(f"no line of the grammar: {line!r}")
    return families


def _metadata(kind: str, name: str, words: str) -> None:
    if kind == "TYPE" and words not in _TYPES:
        raise ValueError(f"no type: {words}")
    if kind == "UNIT" and words and not name.endswith(f"_{words}"):
        raise ValueError(f"{name} does not end in its unit {words}")
    if kind == "HELP" and re.search(r'\\(?!["n\\])|(?<!\\)"', words.replace(r"\\", "")):
        raise ValueError(f"not escaped: {words}")


def _plain(value: str) -> str:
    return re.sub(r'\\(["n\\])', lambda match: "\n" if match[1] == "n" else match[1], value)
