"""Figures as text for monitoring: OpenMetrics 1.0 (https://prometheus.io/docs/specs/om/open_metrics_spec/).

Gauges alone: each is how things stand now. A family is a name with a unit, its help, and a value for each set of
labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

MEDIA_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8"

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Sample:
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MetricFamily:
    """``name`` ends in its ``unit`` where it has one: ``kiosk_oldest_seconds``."""

    name: str
    help: str
    samples: tuple[Sample, ...]
    unit: str = ""


def exposition(families: Iterable[MetricFamily]) -> str:
    """The whole text. ValueError for a name that the standard does not know, or two families of one name."""
    names: set[str] = set()
    lines: list[str] = []
    for one in families:
        if not _NAME.fullmatch(one.name) or one.name in names or (one.unit and not one.name.endswith(f"_{one.unit}")):
            raise ValueError(one.name)
        names.add(one.name)
        lines.append(f"# TYPE {one.name} gauge")
        if one.unit:
            lines.append(f"# UNIT {one.name} {one.unit}")
        lines.append(f"# HELP {one.name} {_escaped(one.help)}")
        lines += [f"{one.name}{_labels(sample.labels)} {_number(sample.value)}" for sample in one.samples]
    return "\n".join([*lines, "# EOF", ""])


def _labels(labels: Mapping[str, str]) -> str:
    if any(not _NAME.fullmatch(name) for name in labels):
        raise ValueError(", ".join(labels))
    pairs = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return f"{{{pairs}}}" if pairs else ""


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.3f}"
