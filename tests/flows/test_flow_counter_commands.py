"""An officer's day by commands alone: find, mend, take, print, close, sign; JSON as the contract says."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest

from kiosk.cli import main
from kiosk.clock import office_time
from kiosk.domain.submission import Legal
from kiosk.store import Store

EXAMPLE = Path(__file__).parents[2] / "examples" / "khai_sinh.json"
PINS = {"pao": "482159", "hien": "một con trâu trắng"}


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    def command(*argv: object, line: str = "") -> tuple[int, object]:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{line}\n"))
        code = main(["--data", str(tmp_path / "data"), "--json", *map(str, argv)])
        return code, json.loads(capsys.readouterr().out)

    return command


@pytest.fixture
def act(run):
    """One act by name and PIN; its document."""

    def command(who: str, *argv: object, code: int = 0) -> dict:
        done, document = run(*argv, "--as", who, line=PINS[who])
        assert done == code, document
        return document

    return command


@pytest.fixture
def code(run, tmp_path):
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(298, 420))
        pdf.save(tmp_path / "notice.pdf")
    run("staff", "add", "pao", "--person", "Hoàng Văn Páo", line=PINS["pao"])
    run("staff", "add", "hien", "--role", "chief", "--person", "Lục Thị Hiền", line=PINS["hien"])
    return run("submit", EXAMPLE, "--document", f"giay_chung_sinh={tmp_path / 'notice.pdf'}")[1]["code"]


@pytest.mark.long
def test_a_day_at_the_counter(run, act, code, tmp_path) -> None:
    queues = {one["queue"]: one["count"] for one in act("pao", "desk", "now")["queues"]}
    assert queues["unsent"] == 1 and set(queues) >= {"due", "returned", "look", "cash", "ready", "support", "call-back"}
    answer = act("pao", "dossier", "find", "1.001193")
    assert [one["code"] for one in act("pao", "dossier", "list")["rows"]] == [code] and answer["total"] == 1
    sheet = act("pao", "dossier", "show", code)
    field = next(one for one in sheet["fields"] if one["mendable"] and one["key"] == "mother.name")
    assert set(field) == {"key", "label", "value", "part", "origin", "mendable"}
    mended = act("pao", "dossier", "mend", code, "mother.name", "Giàng Thị Sáng", "--reason", "Gõ nhầm dấu")
    line = next(one for one in mended["fields"] if one["key"] == "mother.name")
    assert (line["before"], line["value"], line["by"]) == (field["value"], "GIÀNG THỊ SÁNG", "Hoàng Văn Páo")
    added = act("pao", "dossier", "paper", code, "giay_ket_hon", tmp_path / "notice.pdf", "--reason", "mang thêm")
    assert [one["by"] for one in added["papers"]] == [0, 1] and added["revision"] == 2
    out = tmp_path / "mau01.pdf"
    printed = act("pao", "dossier", "print", code, "mau-01", "--out", out)
    assert printed["copies"] == 0 and out.read_bytes().startswith(b"%PDF") and out.stat().st_mode & 0o777 == 0o600
    bill = act("pao", "desk", "bill", code)
    if bill["amount"]:
        receipt = act("pao", "desk", "take", code, "--tendered", 500_000)
        assert receipt["receipt"].startswith("Q1-") and receipt["change"] == 500_000 - bill["amount"]
        act("pao", "desk", "refund", receipt["receipt"], bill["amount"], "--reason", "Thôi không lấy")
    day = act("pao", "desk", "day")
    assert day["gapless"] and len(day["receipts"]) == (2 if bill["amount"] else 0)
    wrong = act("pao", "desk", "close", "--opening", 0, "--notes", "10000x1", code=1)
    assert wrong["error"]["code"] == "counter.mismatch"
    assert act("pao", "desk", "close", "--opening", 10_000, "--notes", "10000x1")["signed_by"] is None
    assert act("pao", "desk", "sign", "Q1", day["day"], code=1)["error"]["code"] == "staff.not-allowed"
    assert act("hien", "desk", "sign", "Q1", day["day"])["signed_by"] == "CB-2"
    assert act("hien", "dossier", "seal", code, "Nuôi con nuôi")["sealed"]
    assert act("pao", "dossier", "show", code, code=1)["error"]["code"] == "counter.sealed"
    assert [one["applicant"] for one in act("pao", "dossier", "list")["rows"]] == [""]
    span = ("--since", day["day"], "--until", day["day"])
    assert act("pao", "desk", "report", *span)["matters"][0]["filed"] == 1
    assert act("pao", "desk", "register", *span, "--out", out, code=1)["error"]["code"] == "staff.not-allowed"
    assert act("hien", "desk", "register", *span, "--out", out)["bytes"] == out.stat().st_size
    log = act("pao", "desk", "log", "Giàng A Chứ", "0900000271", "số tài khoản", "--due", f"{day['day']}T16:30")
    assert [one["number"] for one in act("pao", "desk", "calls")] == [log["number"]]
    assert not act("pao", "desk", "called", log["number"], "spoken")["open"]
    assert run("audit", "verify")[0] == 0


def test_a_wrong_pin_and_a_wrong_shape_are_told_apart(run, code, tmp_path) -> None:
    done, document = run("dossier", "show", code, "--as", "pao", line="000000")
    assert (done, document["error"]["code"]) == (1, "staff.refused")
    bad = tmp_path / "to.json"
    bad.write_text('{"takers": [{"name": "x"}], "items": []}')
    done, document = run("dossier", "hand-over", code, "--to", bad, "--as", "pao", line=PINS["pao"])
    assert (done, document["error"]["code"]) == (1, "form.unreadable")
    bad.write_text(json.dumps({"takers": [{"name": "x", "proof": "card", "strokes": [[[1, 2]]]}], "items": ["1 bản"]}))
    done, document = run("dossier", "hand-over", code, "--to", bad, "--as", "pao", line=PINS["pao"])
    assert (done, document["error"]["code"]) == (1, "counter.paper")
    with pytest.raises(SystemExit):
        run("desk", "now")


def test_a_notice_is_completed_and_filed_by_commands(run, act, code, tmp_path) -> None:
    example = json.loads(EXAMPLE.read_text("utf-8"))
    begun = act("pao", "desk", "form", "begin", "1.001193", "--from", "notice", "--giver", "Trạm Y tế xã Đồng Văn")
    form = begun["form"]
    (row,) = act("hien", "desk", "form", "list")
    assert row["form"] == form and len(row["missing"]) > 5
    assert act("pao", "desk", "form", "file", form, code=1)["error"]["code"].startswith("form.")
    act("hien", "desk", "form", "person", form, *(f"{key}={text}" for key, text in example["applicant"].items()))
    answers = example["answers"] | {"child.name": "Sùng Mí Páo", "child.birth_date": "19/11/2026"}
    done = act("pao", "desk", "form", "answer", form, *(f"{key}={text}" for key, text in answers.items()))
    assert [one["key"] for one in done["papers"] if one["needed"]] == ["giay_chung_sinh"] and len(done["missing"]) == 1
    act("pao", "desk", "form", "paper", form, "giay_chung_sinh", tmp_path / "notice.pdf")
    filed = act("pao", "desk", "form", "file", form)
    assert act("pao", "desk", "form", "file", form) == filed  # the same again: never a second one
    (event,) = act("pao", "dossier", "show", filed["code"])["history"]
    assert event["what"] == "filed-for" and event["facts"]["by"] == "Trạm Y tế xã Đồng Văn"
    assert act("pao", "desk", "form", "list") == []
    other = act("pao", "desk", "form", "begin", "1.001193", "--from", "counter", "--reason", "bà mờ mắt")["form"]
    assert act("pao", "desk", "form", "drop", other, "--reason", "mistake")["dropped"] == "mistake"
    assert act("pao", "desk", "form", "show", other, code=1)["error"]["code"] == "store.unknown-code"


def test_the_chief_reviews_and_corrects_by_commands(run, act, code, tmp_path) -> None:
    act("pao", "dossier", "mend", code, "mother.name", "Giàng Thị Sáng", "--reason", "Gõ nhầm dấu")
    assert act("pao", "desk", "review", "list", code=1)["error"]["code"] == "staff.not-allowed"
    (item,) = act("hien", "desk", "review", "list")
    assert (item["what"], item["code"], item["by"], item["alone"]) == ("mended", code, "CB-1", False)
    assert act("hien", "desk", "review", "approve", item["number"]) == {"approved": 1}
    assert act("hien", "desk", "review", "list") == [] and act("hien", "desk", "review", "day")["ready"]
    assert [one["role"] for one in act("hien", "desk", "review", "staff")] == ["officer", "chief"]
    why = ("--ground", "officer", "--paper", "Giấy chứng sinh 137/GCS", "--reason", "Gõ nhầm dấu")
    refused = act("pao", "dossier", "correct", code, "mother.name=Giàng Thị Say", *why, code=1)
    assert refused["error"]["code"] == "counter.not-registered"
    with Store.open(tmp_path / "data", office_time) as store:
        store.outbox.set_legal(code, Legal.FINISHED)
    act("pao", "dossier", "correct", code, "mother.name=Giàng Thị Say", *why)
    (item,) = act("hien", "desk", "review", "list")
    assert item["alone"]
    assert act("hien", "desk", "review", "approve", item["number"], code=1)["error"]["code"] == "counter.review-alone"
    assert act("hien", "desk", "review", "approve", item["number"], "--opened", item["number"]) == {"approved": 1}
    fields = {one["key"]: one["value"] for one in act("pao", "dossier", "show", code)["fields"]}
    assert fields["mother.name"] == "GIÀNG THỊ SAY"
    plan = act("pao", "dossier", "fetch", code)
    assert plan["parties"] and plan["items"] and not plan["together"]


def test_duplicates_messages_and_figures_by_commands(run, act, code, tmp_path) -> None:
    second = run("submit", EXAMPLE, "--document", f"giay_chung_sinh={tmp_path / 'notice.pdf'}", "--anyway")[1]["code"]
    if second == code:  # the same files are the same filing: another paper makes another
        with pikepdf.new() as pdf:
            pdf.add_blank_page(page_size=(300, 420))
            pdf.save(tmp_path / "other.pdf")
        paper = f"giay_chung_sinh={tmp_path / 'other.pdf'}"
        second = run("submit", EXAMPLE, "--document", paper, "--anyway")[1]["code"]
    pair = act("pao", "dossier", "alike", second)
    assert {pair["left"], pair["right"]} == {code, second} and all(one["same"] for one in pair["rows"][:3])
    settled = act("pao", "dossier", "settle", second, "same", "--goes-on", code, "--reason", "cùng một cháu")
    assert settled["history"][-1]["what"] == "looked" and settled["history"][-1]["facts"]["kept"] == code
    messages = act("pao", "dossier", "messages", code)
    told = act("pao", "dossier", "tell", code, messages[0]["message"], "--read-out")
    assert told["way"] == "read" and told["text"] == messages[0]["texts"]["vi"]
    figures = act("pao", "desk", "figures", "--since", "2020-01-01", "--until", "2099-12-31")
    assert figures["filed"] == 2 and "Vàng" not in json.dumps(figures, ensure_ascii=False)
