"""What a stick may hold that no kiosk wrote: each is refused by name, nothing of it is parsed, nothing is lost."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from courier_post import Post, stick
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.submission import Sync
from kiosk.errors import KioskError, SealBroken, StickEmpty, UnknownKiosk
from kiosk.sync.courier import layout
from kiosk.sync.courier.manifest import CourierReplies, CourierReply, Manifest, answers_from, manifest_from
from kiosk.sync.courier.sealing import KEY, SIGNATURE, homeward, outward, place, seal, unseal
from kiosk_sandbox.courier.taking import ImportReport
from kiosk_sandbox.server import PortalServer
from sandbox import Kiosk, document


@pytest.fixture
def post(tmp_path: Path, portal: PortalServer, box: Kiosk) -> Post:
    return Post(tmp_path, portal, box)


@pytest.fixture
def loaded(post: Post) -> Post:
    post.kiosk.desk.file(document(4_000))
    post.export()
    return post


def manifests(post: Post) -> list[Path]:
    return sorted((post.folder / "KIOSK/out").glob("*.?"))


def nothing_taken(post: Post, made: list[ImportReport], error: type[KioskError]) -> None:
    assert [type(one.error) for one in made] == [error]
    assert post.portal.dossiers.newest() == []
    assert post.kiosk.store.outbox.list()[0].sync is Sync.QUEUED


# --- at the portal's side -------------------------------------------------------------------------------------------


def test_a_kiosk_that_nobody_registered(loaded: Post, tmp_path: Path, portal: PortalServer) -> None:
    from kiosk_sandbox.courier.registry import Registry

    private = (loaded.registry._folder / "portal.key").read_text()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "portal.key").write_text(private)
    loaded.registry = Registry(tmp_path / "other")
    nothing_taken(loaded, loaded.take(), UnknownKiosk)


def test_a_stick_for_another_portal(loaded: Post, tmp_path: Path) -> None:
    from kiosk_sandbox.courier.registry import Registry

    loaded.registry = Registry(tmp_path / "elsewhere")
    nothing_taken(loaded, loaded.take(), SealBroken)


def _opened(post: Post, path: Path) -> bytes:
    bundle, slot = path.name.split(".")
    return unseal(path.read_bytes(), post.registry.opening, place(bundle, slot))


def _resealed(post: Post, path: Path, signed: bytes) -> None:
    bundle, slot = path.name.split(".")
    path.write_bytes(seal(signed, post.registry.seal, place(bundle, slot)))


def test_a_manifest_that_was_changed_and_sealed_anew(loaded: Post) -> None:
    (path,) = manifests(loaded)
    signed = _opened(loaded, path)
    _resealed(loaded, path, signed.replace(b'"kiosk":"DV01"', b'"kiosk":"DV02"'))
    nothing_taken(loaded, loaded.take(), SealBroken)


def test_a_manifest_signed_by_a_stranger_in_a_known_kiosks_name(loaded: Post) -> None:
    (path,) = manifests(loaded)
    signed = _opened(loaded, path)
    text = signed[KEY + SIGNATURE :]
    _resealed(loaded, path, signed[:KEY] + Ed25519PrivateKey.generate().sign(outward(text)) + text)
    nothing_taken(loaded, loaded.take(), SealBroken)


def test_a_known_kiosk_cannot_speak_for_another(loaded: Post) -> None:
    """Kiosk DV09 is known, and signs, but files under the name of DV01."""
    stranger = Ed25519PrivateKey.generate()
    public = stranger.public_key().public_bytes_raw()
    loaded.registry.know("H15.50.05.13", "DV09", public)
    (path,) = manifests(loaded)
    manifest = manifest_from(_opened(loaded, path)[KEY + SIGNATURE :])
    text = manifest.text()
    _resealed(loaded, path, public + stranger.sign(outward(text)) + text)
    nothing_taken(loaded, loaded.take(), SealBroken)
    text = replace(manifest, kiosk="DV09").text()
    _resealed(loaded, path, public + stranger.sign(outward(text)) + text)
    (taken,) = loaded.take()
    assert list(taken.damaged.values()) == ["not this kiosk's"] and loaded.portal.dossiers.newest() == []


def test_a_manifest_in_another_place(loaded: Post) -> None:
    (path,) = manifests(loaded)
    path.rename(path.with_name("00112233445566aa.0"))
    nothing_taken(loaded, loaded.take(), SealBroken)


def test_pieces_that_were_exchanged(post: Post) -> None:
    for n in range(2):
        post.kiosk.desk.file(document(4_000, n))
    post.export()
    one, other = [path for path in post.folder.rglob("*") if path.is_file() and path.stat().st_size == 4_048]
    held = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(held)
    (taken,) = post.take()
    assert len(taken.damaged) == 2 and post.portal.dossiers.newest() == []


def test_anyone_can_seal_to_the_portal_but_not_change_what_was_filed(loaded: Post) -> None:
    path = next(path for path in loaded.folder.rglob("00000001") if path.is_file())
    bundle = path.parts[-3]
    path.write_bytes(seal(document(4_000, 99), loaded.registry.seal, place(bundle, path.name)))
    (taken,) = loaded.take()
    assert list(taken.damaged.values()) == ["not what the manifest names"] and loaded.portal.dossiers.newest() == []


def test_an_older_manifest_put_back_takes_nothing_away(post: Post) -> None:
    first = post.kiosk.desk.file()
    post.export()
    old = {path: path.read_bytes() for path in manifests(post)}
    second = post.kiosk.desk.file()
    post.export()
    for path, data in old.items():
        path.write_bytes(data)
    post.take()
    post.whole([first, second])


def _swap_for(make: Callable[[Path, Path], None]) -> Callable[[Post], None]:
    def swap(post: Post) -> None:
        for path in [path for path in post.folder.rglob("*") if path.is_file() and len(path.name) == 8]:
            path.unlink()
            make(path, post.folder.parent / "secret")

    return swap


HOSTILE = {
    "link": _swap_for(lambda path, secret: path.symlink_to(secret)),
    "pipe": _swap_for(lambda path, _: os.mkfifo(path)),
    "folder": _swap_for(lambda path, _: path.mkdir()),
    "huge": _swap_for(lambda path, _: os.truncate(os.open(path, os.O_CREAT | os.O_RDWR), 1 << 40)),
    "gone": _swap_for(lambda path, _: None),
    "empty": _swap_for(lambda path, _: path.touch()),
}


@pytest.mark.parametrize("what", sorted(HOSTILE))
def test_something_else_in_place_of_the_pieces(loaded: Post, what: str) -> None:
    (loaded.folder.parent / "secret").write_bytes(bytes(4_048))
    HOSTILE[what](loaded)
    (taken,) = loaded.take()
    assert len(taken.damaged) == 1 and loaded.portal.dossiers.newest() == []
    assert (loaded.folder.parent / "secret").read_bytes() == bytes(4_048)
    if what not in ("folder",):  # the kiosk writes over all but a folder, which it cannot tell from somebody's own
        loaded.export()
        (taken,) = loaded.take()
        assert not taken.damaged and len(taken.taken) == 1


def test_folders_that_lead_elsewhere_are_not_followed(loaded: Post, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (loaded.folder / "KIOSK").rename(elsewhere)
    (loaded.folder / "KIOSK").symlink_to(elsewhere)
    before = sorted(elsewhere.rglob("*"))
    with pytest.raises(StickEmpty):
        loaded.take()
    with pytest.raises(KioskError):
        loaded.export()
    assert sorted(elsewhere.rglob("*")) == before


def test_a_stick_of_thousands_of_names(loaded: Post) -> None:
    for n in range(3_000):
        (loaded.folder / f"KIOSK/out/{n:016x}.0").touch()
    made = loaded.take()
    assert len(made) <= 2_000  # what is read is bounded; a stick of ours alone is read whole
    assert loaded.kiosk.store.outbox.pending_count() == 1


BOMBS = {
    "deep": b"[" * 200_000,
    "wide": json.dumps({"format": 1, "parcels": [{}] * 100_000}).encode(),
    "number": b'{"format":1,"number":' + b"9" * 5_000 + b"}",
    "no text": b"\xff\xfe",
    "other": b'"format"',
    "later": b'{"format":2}',
}


@pytest.mark.parametrize("bomb", sorted(BOMBS))
def test_a_signed_manifest_out_of_shape_is_no_manifest(bomb: str) -> None:
    with pytest.raises(SealBroken):
        manifest_from(BOMBS[bomb])
    with pytest.raises(SealBroken):
        answers_from(BOMBS[bomb])


def _one(parcels: list[object]) -> bytes:
    head = {"format": 1, "unit": "H15", "kiosk": "DV01", "bundle": "0" * 16, "number": 1, "head": ""}
    return json.dumps(head | {"answers_to": "0" * 64, "open": [], "parcels": parcels}).encode()


@pytest.mark.parametrize(
    "change",
    [
        {"form": {"file": "../../etc/passwd", "size": 1, "sha256": "0" * 64}},
        {"form": {"file": "0000000/", "size": 1, "sha256": "0" * 64}},
        {"form": {"file": "00000000", "size": -1, "sha256": "0" * 64}},
        {"form": {"file": "00000000", "size": 1 << 40, "sha256": "0" * 64}},
        {"form": {"file": "00000000", "size": True, "sha256": "0" * 64}},
        {"form": {"file": "00000000", "size": 1, "sha256": "0" * 63}},
        {"code": "KS-7F3K-92/../.."},
        {"papers": "all"},
    ],
)
def test_names_and_sizes_that_no_kiosk_writes(change: dict[str, object]) -> None:
    parcel: dict[str, object] = {"code": "KS-7F3K-92", "papers": []}
    parcel["form"] = {"file": "00000000", "size": 1, "sha256": "0" * 64}
    assert manifest_from(_one([parcel])).parcels[0].code == "KS-7F3K-92"
    with pytest.raises(SealBroken):
        manifest_from(_one([parcel | change]))
    with pytest.raises(SealBroken):
        manifest_from(_one([parcel, parcel]))


@pytest.mark.parametrize(
    "name", ["answer-H15-26-000001-BS1~KS-7F3K-92", "answer-Bổ sung/2 (lần 1)", "answer-", "answer-" + "B" * 300]
)
def test_a_question_may_be_named_as_its_portal_likes(name: str) -> None:
    """Before, one such answer made all that was on the stick unreadable."""
    piece = {"file": "00000000", "size": 1, "sha256": "0" * 64}
    parcel = {"code": "KS-7F3K-92", "papers": [], "form": piece, "act": name}
    assert manifest_from(_one([parcel, parcel | {"act": ""}])).parcels[0].name == name
    told = CourierReplies("1" * 64, 3, "", (CourierReply("KS-7F3K-92", refused="x", act=name),), (name,))
    assert answers_from(told.text()) == told
    with pytest.raises(SealBroken):
        manifest_from(_one([parcel | {"act": name + "\n"}]))


@given(st.text(), st.lists(st.text(max_size=50), max_size=5))
def test_what_is_said_comes_out_as_it_was_said(head: str, numbers: list[str]) -> None:
    made = Manifest("H15", "DV01", "0" * 16, 7, head[:400], "0" * 64, (), tuple(numbers))
    assert manifest_from(made.text()) == made
    told = CourierReplies(
        "1" * 64, 3, head[:400], (CourierReply("KS-7F3K-92", refused=head[:200] or "x"),), tuple(numbers)
    )
    assert answers_from(told.text()) == told


# --- at home --------------------------------------------------------------------------------------------------------


def _answer(post: Post, signer: Ed25519PrivateKey, kiosk: bytes, number: int = 1, name: int | None = None) -> None:
    code = post.kiosk.store.outbox.list()[0].code
    told = CourierReplies(kiosk.hex(), number, "", (CourierReply(code, "H15.50.05.13-261123-9999", "1"),))
    keys, text = post.kiosk.store.keys, told.text()
    folder, file = layout.answers(keys.public), layout.file_name(number if name is None else name)
    sealed = seal(signer.sign(homeward(text)) + text, keys.answers_to(), place(folder, file))
    stick(post.folder).write(f"{folder}/{file}", sealed)


def test_answers_that_are_not_the_portals(loaded: Post) -> None:
    _answer(loaded, Ed25519PrivateKey.generate(), loaded.kiosk.store.keys.public)
    with pytest.raises(SealBroken):
        loaded.home()
    assert loaded.kiosk.store.outbox.list()[0].sync is Sync.QUEUED


def test_answers_to_another_kiosk(loaded: Post) -> None:
    _answer(loaded, loaded.registry.signing, b"\1" * 32)
    with pytest.raises(SealBroken):
        loaded.home()
    assert loaded.kiosk.store.outbox.list()[0].sync is Sync.QUEUED


def test_an_answer_under_another_number(loaded: Post) -> None:
    _answer(loaded, loaded.registry.signing, loaded.kiosk.store.keys.public, number=1, name=2)
    with pytest.raises(SealBroken):
        loaded.home()


def test_the_portals_own_answer_is_believed(loaded: Post) -> None:
    """So that the three above are refused for what is wrong with them, and not for what they share."""
    _answer(loaded, loaded.registry.signing, loaded.kiosk.store.keys.public)
    assert len(loaded.home().settled) == 1
