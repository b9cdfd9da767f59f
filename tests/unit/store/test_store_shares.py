"""A recovery key in shares: enough of them open it, fewer tell nothing, and what is printed reads back."""

from __future__ import annotations

import io
import itertools
import json

import pytest

from kiosk import cli
from kiosk.errors import WrongRecoveryKey
from kiosk.store.keys import key_shares, recovery_keys

KEY = bytes(range(1, 33))


def test_the_field_is_that_of_aes() -> None:
    """FIPS 197 §4.2: {57} x {83} = {c1}, and {53} x {ca} = {01}."""
    assert key_shares._times(0x57, 0x83) == 0xC1 and key_shares._inverse(0x53) == 0xCA
    assert all(key_shares._times(value, key_shares._inverse(value)) == 1 for value in range(1, 256))


@pytest.mark.parametrize(("needed", "count"), [(2, 2), (2, 3), (3, 5), (15, 15)])
def test_any_so_many_give_the_key_back(needed: int, count: int) -> None:
    parts = key_shares.split(KEY, needed, count)
    for some in itertools.islice(itertools.combinations(parts.items(), needed), 12):
        assert key_shares.joined(dict(some)) == KEY


def test_one_fewer_fits_every_key_as_well() -> None:
    """Whatever the missing share said, some key fits: two of three are any key's."""
    parts = key_shares.split(b"\x2a", 3, 3)
    found = {key_shares.joined({1: parts[1], 2: parts[2], 3: bytes([guess])}) for guess in range(256)}
    assert len(found) == 256


@pytest.mark.parametrize(("needed", "count"), [(1, 3), (4, 3), (2, 16)])
def test_numbers_that_make_no_sense(needed: int, count: int) -> None:
    with pytest.raises(ValueError, match="needed"):
        key_shares.split(KEY, needed, count)


def test_printed_shares_read_back_in_any_order_and_no_others_do() -> None:
    _, text = recovery_keys.make()
    made, other = recovery_keys.shared(text, 2, 3), recovery_keys.shared(recovery_keys.make()[1], 2, 3)
    wanted = recovery_keys.typed(text).private_bytes_raw()
    for some in itertools.permutations(made, 2):
        assert recovery_keys.typed("\n".join(some).lower()).private_bytes_raw() == wanted
    assert recovery_keys.typed("\n".join(made)).private_bytes_raw() == wanted
    assert recovery_keys.still_needed(made[0]) == 1 and recovery_keys.still_needed("\n".join(made[:2])) == 0
    mistyped = made[1][:-1] + ("A" if made[1][-1] != "A" else "B")
    for wrong in (made[0], f"{made[0]}\n{made[0]}", f"{made[0]}\n{other[1]}", f"{made[0]}\n{mistyped}", ""):
        with pytest.raises(WrongRecoveryKey):
            recovery_keys.typed(wrong)


def test_every_sign_of_what_is_printed_counts() -> None:
    """The last one too, of which a bit says nothing."""
    first, second = recovery_keys.shared(recovery_keys.make()[1], 2, 2)
    for last in set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") - {second[-1]}:
        with pytest.raises(WrongRecoveryKey):
            recovery_keys.typed(f"{first}\n{second[:-1]}{last}")


def test_the_command_splits_and_two_people_bring_the_key_back(tmp_path, monkeypatch, capsys) -> None:
    def run(*words: str, typed: str = "") -> tuple[int, object]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = cli.main(["--data", str(tmp_path / "data"), *words])
        return code, capsys.readouterr().out

    assert run("--json", "keys", "recovery", "--shares", "5/3")[0] == 1
    assert not (tmp_path / "data/keys/recovery.pub").exists()
    out = run("--json", "keys", "recovery", "--shares", "2/3")[1]
    parts = json.loads(out)["shares"]  # type: ignore[arg-type]
    (tmp_path / "data/keys/store.key").unlink()
    assert run("queue", "list")[0] == 1
    assert run("keys", "recover", typed=f"{parts[2]}\n")[0] == 1
    assert run("keys", "recover", typed=f"{parts[2]}\n{parts[0]}\n")[0] == 0
    assert run("queue", "list")[0] == 0


def test_the_code_on_the_sheet_is_the_text(tmp_path, capsys) -> None:
    assert cli.main(["--data", str(tmp_path / "data"), "keys", "recovery", "--qr"]) == 0
    lines = capsys.readouterr().out.splitlines()
    text = next(line for line in lines if line.count("-") == 13)
    drawn = [line for line in lines if set(line) <= set(" \u2580\u2584\u2588\xa0") and line]
    assert _read(drawn) == text


def _read(drawn: list[str]) -> str:
    """Half blocks of a dark terminal: what is printed is light."""
    import numpy as np
    import zxingcpp

    width = max(map(len, drawn))
    light = {"\u2588": (1, 1), "\u2580": (1, 0), "\u2584": (0, 1), " ": (0, 0), "\xa0": (0, 0)}
    rows = [[light[sign][half] for sign in line.ljust(width)] for line in drawn for half in (0, 1)]
    picture = np.kron(np.array(rows, np.uint8) * 255, np.ones((6, 6), np.uint8))
    found = zxingcpp.read_barcodes(picture)
    return str(found[0].text) if found else ""
