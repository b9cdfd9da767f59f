"""What makes two filings look alike: the fields that a procedure names, compared without case, marks and spaces.

People come twice because they are not sure that it went through; twins have different names. What looks alike is asked
about, never refused.
"""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.domain.cleaning import folded
from kiosk.domain.procedure import Procedure


def likenesses(procedure: Procedure, answers: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """One text for each of the procedure's ways to be alike whose fields are all answered. Two filings look alike where
    they have one in common. Personal: to be kept as a keyed digest only."""
    likenesses_of = []
    for same in procedure.alike:
        values = [folded(answers.get(key, {}).get("value", "")) for key in same]
        if all(values):
            likenesses_of.append(
                "\n".join([procedure.code, *(f"{key}={value}" for key, value in zip(same, values, strict=True))])
            )
    return tuple(likenesses_of)
