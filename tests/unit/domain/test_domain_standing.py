"""One word from the parts of a verdict: what contradicts outweighs what could not be checked, and that what could."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import pytest

from kiosk.domain.citizen import Authenticity, CardVerdict, ChipProof, IssuerStanding
from kiosk.domain.submission import filing_from
from sandbox import filing

TRUTHS = (True, False, None)
UNTRUE = {IssuerStanding.REVOKED, IssuerStanding.EXPIRED, IssuerStanding.FOREIGN, IssuerStanding.UNFIT}
EVERY = [Authenticity(*parts) for parts in itertools.product(TRUTHS, TRUTHS, IssuerStanding, ChipProof, (False, True))]


def test_every_verdict_has_its_word():
    """Told anew, part by part: proved, intact, not checked and forged stay apart."""
    for parts in EVERY:
        forged = parts.hashes is False or parts.signature is False or parts.chip is ChipProof.FAILED
        if forged or parts.downgraded or parts.issuer in UNTRUE:
            expected = CardVerdict.DOUBTFUL
        elif (
            parts.hashes is None
            or parts.signature is None
            or parts.chip is ChipProof.NOT_TRIED
            or parts.issuer is IssuerStanding.UNDATED
        ):
            expected = CardVerdict.UNCHECKED
        elif parts.issuer is IssuerStanding.TRUSTED:
            expected = CardVerdict.GENUINE
        else:
            expected = CardVerdict.INTACT
        assert parts.standing is expected, parts
    assert {parts.standing for parts in EVERY} == set(CardVerdict) - {CardVerdict.UNPROVEN}


def test_nothing_left_unchecked_is_genuine():
    genuine = [parts for parts in EVERY if parts.standing is CardVerdict.GENUINE]
    assert all(parts.hashes and parts.signature for parts in genuine)
    assert {parts.chip for parts in genuine} == {ChipProof.PASSED, ChipProof.NOT_OFFERED}
    assert {parts.issuer for parts in genuine} == {IssuerStanding.TRUSTED}


def test_reads_of_the_same_signer_change_no_word():
    for parts in EVERY:
        assert replace(parts, alike=10_000).standing is parts.standing


@pytest.mark.parametrize("expired", [False, True])
def test_a_filing_keeps_that_the_card_had_ended_and_reads_as_before_where_it_had_not(expired):
    made = replace(filing(), applicant=replace(filing().applicant, card_expired=expired))
    told = json.loads(made.canonical())
    assert ("card_expired" in told["applicant"]) is expired
    assert filing_from(told) == made
