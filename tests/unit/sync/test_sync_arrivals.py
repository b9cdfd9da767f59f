"""Which word about an arrival is believed: the portal's own, about this very document of this very filing."""

from __future__ import annotations

import random

import pytest
from arriving import AT, KEY, public, word
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.arrival import LONGEST, read_arrival
from kiosk.domain.submission import DocumentRef
from kiosk.sync.inbox.signers import Signers, follows, succession
from kiosk.sync.inbox.upload_receipts import ReceiptVerifier
from sandbox import OFFICE

CODE = "KS-7F3K-92"
PAPER = DocumentRef("giay_chung_sinh", "5e" * 32, 300_000, "application/pdf", "a.pdf")
STRANGER = Ed25519PrivateKey.generate()


class Kept:
    def __init__(self) -> None:
        self.words: list[str] = []
        self.wrong: list[tuple[str, str, str]] = []

    def keep(self, arrivals) -> None:
        self.words += [one.text for one in arrivals]

    def refused(self, code: str, sha256: str, reason: str) -> None:
        self.wrong.append((code, sha256, reason))


class Notes(dict):
    def get(self, name: str) -> str:
        return super().get(name, "")

    def set(self, name: str, value: str) -> None:
        self[name] = value


def heard(text: str, signers: Signers | None = None, **given) -> Kept:
    kept = Kept()
    arrivals = ReceiptVerifier(kept, signers or Signers([public()]), OFFICE, **given)
    assert arrivals.keep(CODE, {PAPER: text}) == (not kept.wrong)
    return kept


def named(by: Ed25519PrivateKey, follower: Ed25519PrivateKey) -> str:
    return succession(public(follower), public(by), by.sign(follows(public(follower))))


def test_the_portals_own_word_is_kept_as_it_came_and_says_what_it_says():
    text = word(CODE, PAPER.sha256, PAPER.size)
    assert len(text) < LONGEST and heard(text).words == [text]
    told = read_arrival(text).word
    assert (told.unit, told.kiosk, told.code, told.at) == (OFFICE.unit, OFFICE.kiosk, CODE, AT)
    assert (told.sha256, told.size, told.upload) == (PAPER.sha256, PAPER.size, PAPER.sha256)


@pytest.mark.parametrize(
    "text",
    [
        word(CODE, PAPER.sha256, PAPER.size, STRANGER),
        word("KS-0000-00", PAPER.sha256, PAPER.size),
        word(CODE, "5f" * 32, PAPER.size),
        word(CODE, PAPER.sha256, PAPER.size - 1),
        word(CODE, PAPER.sha256, PAPER.size, kiosk="DV02"),
        word(CODE, PAPER.sha256, PAPER.size, unit="H15.50.05.14"),
        "KA1",
        "x" * (LONGEST + 1),
        " ".join(["KA1", *"abcdefghi"]),
    ],
    ids=["stranger", "filing", "document", "length", "kiosk", "unit", "short", "long", "shape"],
)
def test_another_word_is_refused_and_told(text):
    kept = heard(text)
    assert kept.words == [] and kept.wrong == [(CODE, PAPER.sha256, "portal.arrival")]


def test_no_sign_of_it_can_be_changed():
    text = word(CODE, PAPER.sha256, PAPER.size)
    rng = random.Random(3)
    for at in range(len(text)):
        other = rng.choice([sign for sign in "0123456789abcdefXY:+-_. " if sign != text[at]])
        assert heard(text[:at] + other + text[at + 1 :]).words == []


def test_a_signature_is_written_in_one_way_alone():
    text = word(CODE, PAPER.sha256, PAPER.size)
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    same = text[:-1] + signs[signs.index(text[-1]) ^ 1]  # of its last sign four bits mean nothing
    assert heard(same).words == []
    head, _, signature = text.rpartition(" ")
    if set("-_") & set(signature):
        assert heard(f"{head} {signature.translate(str.maketrans('-_', '+/'))}").words == []


def test_the_start_of_a_key_is_a_hint_and_never_enough():
    lured = word(CODE, PAPER.sha256, PAPER.size, STRANGER).replace(public(STRANGER).hex()[:16], public().hex()[:16])
    assert heard(lured).words == []


def test_without_a_pinned_key_and_without_a_word_nothing_is_kept_and_nothing_is_amiss():
    for kept in (heard(word(CODE, PAPER.sha256, PAPER.size), Signers()), heard("")):
        assert kept.words == [] and kept.wrong == []


def test_a_key_that_the_pinned_one_named_counts_and_is_remembered():
    second, third = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    notes, text = Notes(), word(CODE, PAPER.sha256, PAPER.size, third)
    chain = [named(second, third), named(KEY, second)]  # in any order
    assert heard(text, Signers([public()], notes), ask=lambda: chain).words == [text]
    assert heard(text, Signers([public()], notes)).words == [text], "over a restart"
    assert heard(text, Signers([public(STRANGER)], notes)).words == [], "another root takes them all back"
    old = word(CODE, PAPER.sha256, PAPER.size)
    assert heard(old, Signers([public()], notes)).words == [old], "both are valid meanwhile"


def test_a_succession_that_no_pinned_key_begins_is_not_learnt():
    notes, follower = Notes(), Ed25519PrivateKey.generate()
    forged = succession(public(follower), public(), STRANGER.sign(follows(public(follower))))
    told = [named(STRANGER, follower), forged, "KN1 a b c", "", f"KN1 {'g' * 64} {'0' * 64} {'0' * 128}"]
    signers = Signers([public()], notes)
    assert not signers.learn(told) and signers.keys == (public(),) and not notes
    assert heard(word(CODE, PAPER.sha256, PAPER.size, follower), signers, ask=lambda: told).words == []
