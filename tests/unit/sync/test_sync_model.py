"""A small sample of ``tests/exchange_model.py``, the same each time; ``python -m bench.model`` runs more."""

from __future__ import annotations

from exchange_model import Exchange
from hypothesis import HealthCheck, settings

TestExchange = Exchange.TestCase
TestExchange.settings = settings(
    max_examples=8,
    stateful_step_count=18,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
