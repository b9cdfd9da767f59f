"""The readiness report: signed, on the screen, on a stick, by command, and verified elsewhere."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata

import pypdfium2
import pytest
from maintenance_stage import PERSON, click, kiosk_house, signed_in

from kiosk.cli import main
from kiosk.config import Config
from kiosk.errors import ReportForged, ReportUnreadable
from kiosk.services.maintenance.readiness import verified_report
from kiosk.services.typesetting import DOTS
from kiosk.tour.finger import until


def _text(pdf: bytes) -> str:
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    return unicodedata.normalize("NFC", " ".join(" ".join(pages).split()))


def test_it_is_made_on_the_screen_and_copied_onto_a_stick(tmp_path, qapp) -> None:
    with kiosk_house(tmp_path) as house:
        presenter = signed_in(house)
        home = presenter.home
        house.rooms.services.printer.unplugged = True
        click(home.page.report)
        until(lambda: not home.report_page.paper.picture.isNull(), "the page")
        click(home.report_page.save)
        until(presenter.stage.frame.fault.isVisible, "that no stick is in")
        root = house.rooms.services.sticks.plug("USB-KT")
        click(home.report_page.save)
        until(lambda: len(list(root.glob("san-sang-*"))) == 2, "both files on the stick")
    document, pdf = sorted(root.glob("san-sang-*"))
    facts = verified_report(Config(data=tmp_path / "data"), document)
    assert facts["cells"][3] | {"since": ""} == {
        **facts["cells"][3], "since": "", "part": "printer", "state": "broken",
    }  # fmt: skip
    words = _text(pdf.read_bytes())
    assert PERSON in words and "SẴN SÀNG" in words and json.loads(document.read_text())["signature"][:64] in words


def test_by_command_and_verified_by_command(tmp_path, capsys, monkeypatch) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text('[devices]\nprinter = "none"\n')
    base = ["--data", str(tmp_path / "data"), "--config", str(settings), "--json"]
    main([*base, "doctor", "--report", str(tmp_path / "bien-ban.pdf")])
    written = json.loads(capsys.readouterr().out)
    assert written["document"].endswith("bien-ban.json")
    assert main([*base, "doctor", "--verify", written["document"]]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert len(facts["cells"]) == 20 and facts["kind"] == "kiosk-readiness-1"
    changed = tmp_path / "changed.json"
    changed.write_text((tmp_path / "bien-ban.json").read_text().replace('"serves": false', '"serves": true'))
    with pytest.raises(ReportForged):
        verified_report(Config(data=tmp_path / "data"), changed)
    with pytest.raises(ReportForged):
        verified_report(Config(data=tmp_path / "elsewhere"), tmp_path / "bien-ban.json")
    with pytest.raises(ReportUnreadable):
        verified_report(Config(data=tmp_path / "data"), settings)


VIETNAMESE = re.compile(r"[À-ỹĐđƠơƯư]+")


def test_in_english_every_word_of_it_is_english(tmp_path, capsys) -> None:
    """But for the office's own name."""
    settings = tmp_path / "kiosk.toml"
    settings.write_text('[devices]\nprinter = "none"\n[office]\nauthority = "UBND"\ncommune = "Xa Dong Van"\n')
    base = ["--data", str(tmp_path / "data"), "--config", str(settings), "--say", "en"]
    main([*base, "doctor", "--report", str(tmp_path / "report.pdf")])
    capsys.readouterr()
    words = _text((tmp_path / "report.pdf").read_bytes())
    assert VIETNAMESE.findall(words) == []
    assert (
        "READINESS REPORT OF A KIOSK" in words and "Details, how to mend" in words and "Made by: kiosk doctor" in words
    )


def test_a_name_that_no_font_can_print_stands_as_dots(tmp_path, capsys) -> None:
    """Somebody wrote it into the settings: the report says all the rest."""
    settings = tmp_path / "kiosk.toml"
    settings.write_text('[devices]\nprinter = "none"\n[office]\ncommune = "Xã Đồng 官"\n', "utf-8")
    main(["--data", str(tmp_path / "data"), "--config", str(settings), "doctor", "--report", str(tmp_path / "a.pdf")])
    capsys.readouterr()
    words = _text((tmp_path / "a.pdf").read_bytes())
    assert DOTS in words and "官" not in words and "BIÊN BẢN SẴN SÀNG" in words


def test_openssl_says_that_the_kiosk_signed_it(tmp_path, capsys) -> None:
    """By the standard's own tool and a canonical form written here: the signature is no private agreement."""
    settings = tmp_path / "kiosk.toml"
    settings.write_text('[devices]\nprinter = "none"\n')
    base = ["--data", str(tmp_path / "data"), "--config", str(settings), "--json"]
    main([*base, "doctor", "--report", str(tmp_path / "bien-ban.pdf")])
    whole = json.loads((tmp_path / "bien-ban.json").read_text("utf-8"))
    signature, key = bytes.fromhex(whole.pop("signature")), bytes.fromhex(whole.pop("key"))
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    header = bytes.fromhex("302a300506032b6570032100")  # SubjectPublicKeyInfo of Ed25519 (RFC 8410)
    for name, data in (("key.der", header + key), ("text", text), ("signature", signature)):
        (tmp_path / name).write_bytes(data)

    def says(said: bytes) -> bool:
        (tmp_path / "text").write_bytes(said)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", tmp_path / "key.der"]
        command += ["-rawin", "-in", tmp_path / "text", "-sigfile", tmp_path / "signature"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    assert says(text) and not says(text.replace(b"clock", b"clack"))
    assert signature.hex()[:64] in _text((tmp_path / "bien-ban.pdf").read_bytes())
