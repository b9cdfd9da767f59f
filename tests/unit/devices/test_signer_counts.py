"""That a signer was met before is evidence, kept without a word of anybody, and never a verdict."""

from __future__ import annotations

import functools
import json
import stat

import pytest
from card_bench import SimulatedBench, card, key, read

from kiosk.devices.card_identity import demo_trust
from kiosk.devices.signer_counts import SignerCounts
from kiosk.devices.simulated.card_reader import SimulatedCardReader
from kiosk.devices.simulated.person import names, person
from kiosk.devices.simulated.quirks import Quirk
from kiosk.devices.simulated.virtual_card import VirtualCard
from kiosk.domain.citizen import CardVerdict


def _bench(path) -> SimulatedBench:
    made = SimulatedBench()
    made.reader = SimulatedCardReader(demo_trust(), signers=SignerCounts(path))
    return made


@functools.cache
def _card(name: str, *quirks: Quirk) -> VirtualCard:
    """The same card each time: a new one would be signed anew."""
    return card(*quirks, name=name)


def _alike(bench, *quirks, name="vang-thi-my"):
    bench.lay(_card(name, *quirks))
    found = read(bench, key(name))
    assert found.authenticity is not None
    return found.authenticity.alike, found.standing


def test_cards_of_one_signer_are_counted_once_each_and_over_starts(tmp_path):
    path = tmp_path / "signers.json"
    bench, people = _bench(path), names()[:3]
    assert [_alike(bench, name=name)[0] for name in people] == [0, 1, 2]
    assert _alike(bench, name=people[0])[0] == 2  # the other two; itself it is not
    assert _alike(_bench(path), name=people[1])[0] == 3


def test_what_does_not_hold_is_not_counted(tmp_path):
    bench = _bench(tmp_path / "signers.json")
    for quirk in (Quirk.WRONG_HASH, Quirk.FORGED_SIGNATURE, Quirk.CLONED, Quirk.NO_SOD):
        assert _alike(bench, quirk) == (0, CardVerdict.DOUBTFUL)
    assert _alike(bench)[0] == 0


def test_an_unknown_issuer_stays_unknown_however_often(tmp_path):
    bench = _bench(tmp_path / "signers.json")
    met = [_alike(bench, Quirk.UNKNOWN_ISSUER, name=name) for name in names()[:3]]
    assert met == [(0, CardVerdict.INTACT), (1, CardVerdict.INTACT), (2, CardVerdict.INTACT)]


def test_nothing_of_a_person_is_kept(tmp_path):
    path = tmp_path / "signers.json"
    _alike(_bench(path))
    kept = json.loads(path.read_text())
    assert list(kept.values()) == [1]
    assert all(len(name) == 64 and set(name) <= set("0123456789abcdef") for name in kept)
    for secret in (person().full_name, person().id_number, person().id_number[-6:]):
        assert secret not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"[1]", b"{", b'{"a": "x"}', b"[" * 90_000, bytes(200_000)])
def test_a_damaged_file_is_begun_anew(tmp_path, content):
    path = tmp_path / "signers.json"
    path.write_bytes(content)
    assert _alike(_bench(path))[0] == 0
    assert list(json.loads(path.read_text()).values()) == [1]


def test_a_folder_that_takes_no_file_stops_no_read(tmp_path):
    bench = _bench(tmp_path / "not there" / "signers.json")
    assert _alike(bench)[1] is CardVerdict.GENUINE
