"""The tour: the whole visit by touch, upright in Vietnamese and lying in large English letters, and the slip of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pikepdf
import pytest

from kiosk import cli
from kiosk.scan.reading import codes

pytestmark = pytest.mark.long

SETTINGS = "[delays]\ndebounce = 0.2\n"  # longer than a page slides, shorter than in an office
SCENES = (
    "hello",
    "form-child-name",
    "retake",
    "confirm",
    "review",
    "received-offline",
    "received-delivered",
    "goodbye",
)


def toured(folder: Path, capsys, *flags: str) -> dict:
    (folder / "settings.toml").write_text(SETTINGS)
    given = ["--config", str(folder / "settings.toml"), "--data", str(folder / "data"), "--json"]
    code = cli.main(["tour", "--out", str(folder / "tour"), *flags, *given])
    told = json.loads(capsys.readouterr().out)
    assert code == 0 and told["ok"], told["missed"]
    return told


def holds(folder: Path, told: dict, capsys) -> None:
    """Every scene has its picture; the slip's QR is a receipt of this kiosk, and a changed one is not."""
    scenes = {scene["name"]: scene["picture"] for scene in told["scenes"]}
    assert set(SCENES) <= set(scenes)
    assert all((folder / "tour" / picture).stat().st_size > 5000 for picture in scenes.values() if picture)
    (text,) = qr_of(folder / "tour" / "slip.pdf")
    verify = ["receipt", "verify", "--data", str(folder / "data"), "--json"]
    assert cli.main([*verify, text]) == 0
    assert json.loads(capsys.readouterr().out)["valid"] is True
    other = text.replace("KS-", "KT-", 1)
    assert other != text and cli.main([*verify, other]) == 1


def qr_of(slip: Path) -> tuple[str, ...]:
    with pikepdf.open(slip) as pdf:
        (picture,) = pdf.pages[0].images.values()
        image = pikepdf.PdfImage(picture).as_pil_image().convert("RGB")
    return codes.texts(np.asarray(image, np.uint8))


def test_the_tour_upright_in_vietnamese(qapp, tmp_path: Path, capsys) -> None:
    told = toured(tmp_path, capsys)
    holds(tmp_path, told, capsys)
    delivered = next(scene for scene in told["scenes"] if scene["name"] == "received-delivered")
    assert delivered["seconds"] <= 10.0, "the promise for a plug that is put back"


def test_the_tour_lying_in_large_english_letters(qapp, tmp_path: Path, capsys) -> None:
    flags = ("--size", "1920x1080", "--language", "en", "--text", "150", "--theme", "contrast")
    holds(tmp_path, toured(tmp_path, capsys, *flags), capsys)
