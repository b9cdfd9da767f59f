from __future__ import annotations

import io
import json
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pytest

from kiosk.cli import main
from kiosk.words import words

EXAMPLE = Path(__file__).parents[3] / "examples" / "khai_sinh.json"


SMALL = (298, 420)  # points, A6: what is filed here is no scan's test, and a large page costs a second


@pytest.fixture
def notice(tmp_path) -> Path:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=SMALL)
        pdf.add_blank_page(page_size=SMALL)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    path = tmp_path / "notice.pdf"
    path.write_bytes(out.getvalue())
    return path


@pytest.fixture
def run(tmp_path, capsys):
    def command(*argv: object) -> tuple[int, object]:
        code = main(["--data", str(tmp_path / "data"), "--json", *map(str, argv)])
        return code, json.loads(capsys.readouterr().out)

    return command


@pytest.fixture
def submit(run, notice):
    def command(form: Path = EXAMPLE, paper: Path = notice):
        return run("submit", form, "--document", f"giay_chung_sinh={paper}")

    return command


@pytest.fixture
def changed(tmp_path):
    """The example with something different in it."""

    def made(**parts: dict[str, object]) -> Path:
        table = json.loads(EXAMPLE.read_text("utf-8"))
        for key, value in parts.items():
            table[key] = {**table[key], **value} if isinstance(value, dict) else value
        path = tmp_path / "form.json"
        path.write_text(json.dumps(table), "utf-8")
        return path

    return made


def test_the_example_is_filed_once_however_often(submit, run, tmp_path):
    code, first = submit()
    assert code == 0 and first["status"] == "queued"
    assert [(one["key"], one["pages"]) for one in first["documents"]] == [("giay_chung_sinh", 2)]
    laid_out = tmp_path / "other.json"
    laid_out.write_text(json.dumps(json.loads(EXAMPLE.read_text("utf-8")), indent=8), "utf-8")
    assert submit(laid_out) == (0, first)
    assert len(run("queue", "list")[1]) == 1


def test_filing_again_another_day_still_gives_the_first(submit, monkeypatch):
    _, first = submit()
    from kiosk.services import opening as opened

    later = opened.office_time().replace(year=2031)
    monkeypatch.setattr(opened, "office_time", lambda: later)
    assert submit() == (0, first)


def test_another_answer_is_another_submission(submit, changed, run):
    _, first = submit()
    _, second = submit(changed(answers={"child.name": "Sùng Minh Mai"}))
    assert first["code"] != second["code"] and len(run("queue", "list")[1]) == 2


def failed(answer):
    code, told = answer
    assert code == 1 and set(told) == {"error"}
    assert told["error"]["message"] and told["error"]["remedy"] and "{" not in told["error"]["message"]
    return told["error"]["code"], told["error"]["message"]


def test_what_cannot_be_taken_is_named(submit, changed, run, tmp_path, notice):
    assert failed(submit(changed(procedure="9.999999")))[0] == "form.unknown-procedure"
    wrong = {"answers": {"child.name": "Khuê 2"}}
    assert failed(submit(changed(**wrong)))[1] == "Mục “child.name” cần xem lại. Tên chỉ ghi chữ, không ghi số."
    assert "female" in failed(submit(changed(answers={"child.sex": "girl"})))[1], "what may stand there"
    assert "child.name" in failed(submit(changed(answers={"child.name": None})))[1]
    assert "child.nmae" in failed(submit(changed(answers={"child.nmae": "x"})))[1]
    assert "child.birth_words" in failed(submit(changed(answers={"child.birth_words": "x"})))[1]
    assert "applicant.birth_date" in failed(submit(changed(applicant={"birth_date": "31/02/1962"})))[1]
    assert "applicant.shoe_size" in failed(submit(changed(applicant={"shoe_size": "38"})))[1]
    assert failed(run("submit", EXAMPLE)) == ("form.missing-document", "Còn thiếu giấy: Giấy chứng sinh.")
    assert "giay_to_tuy_than" in failed(run("submit", EXAMPLE, "--document", f"giay_to_tuy_than={notice}"))[1]
    assert failed(run("submit", tmp_path / "none.json"))[0] == "form.unreadable"
    assert failed(submit(paper=tmp_path / "none.pdf"))[0] == "form.unreadable"
    assert run("queue", "list") == (0, [])


def test_numbers_and_truth_are_answers_and_the_same_filing(submit, changed, run):
    _, first = submit()
    typed = {"copies.count": 2, "copies.wanted": True, "child.linked": False, "father.birth": 1996}
    assert submit(changed(answers=typed)) == (0, first)
    assert len(run("queue", "list")[1]) == 1


def test_an_answer_the_sheet_does_not_ask_is_not_dropped(submit, changed):
    unasked = changed(answers={"child.parents_known": "3"})  # mother only, yet a father is written
    assert "marriage.registered" in failed(submit(unasked))[1] or "father" in failed(submit(unasked))[1]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"procedure": 1, "applicant": {}, "answers": {}}', '{"answers": {}}'])
def test_what_is_no_filing_is_said_so(submit, tmp_path, text):
    path = tmp_path / "form.json"
    path.write_text(text)
    assert failed(submit(path))[0] == "form.unreadable"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 rubbish", b"hello"])
def test_a_paper_that_is_neither_pdf_nor_picture_is_refused(submit, tmp_path, data):
    path = tmp_path / "paper.pdf"
    path.write_bytes(data)
    assert failed(submit(paper=path))[0] == "scan.unreadable-picture"


def test_a_picture_becomes_a_document_and_a_poor_one_is_said(submit, tmp_path, caplog):
    grey = np.full((600, 800, 3), 120, np.uint8)  # no paper to be seen
    path = tmp_path / "notice.png"
    path.write_bytes(cv2.imencode(".png", grey)[1].tobytes())
    code, made = submit(paper=path)
    assert code == 0 and made["documents"][0]["pages"] == 1
    assert "giay_chung_sinh: the picture is taken as it is: no-page" in caplog.text


def test_the_list_names_nobody_and_show_masks_the_number(submit, run):
    _, made = submit()
    listed = run("queue", "list")[1]
    keys = ["code", "procedure", "status", "attempts", "next_try", "size", "reason", "official", "filed_at", "due_at"]
    assert list(listed[0]) == keys and listed[0]["code"] == made["code"]
    shown = run("queue", "show", made["code"].replace("-", " ").lower())[1]
    assert shown["applicant"] == "*********234" and shown["legal"] is None
    assert shown["documents"][0]["key"] == "giay_chung_sinh"
    for secret in ("Vàng", "Khuê", "999162001234", "Say", "0912"):
        assert secret not in json.dumps([listed, shown], ensure_ascii=False)


def test_the_queue_by_hand(submit, run):
    code = submit()[1]["code"]
    assert run("queue", "park", code)[1]["status"] == "parked"
    assert failed(run("queue", "park", code))[0] == "queue.transition"
    assert run("queue", "unpark", code)[1]["status"] == "queued"
    assert run("queue", "retry", code)[1]["status"] == "queued"
    run("queue", "park", code)
    assert run("queue", "retry", code)[1]["status"] == "queued"
    assert failed(run("queue", "show", "KS-0000-00"))[0] == "store.unknown-code"


def test_listing_an_empty_folder_makes_no_store_there(run, tmp_path):
    assert run("queue", "list") == (0, [])
    assert not (tmp_path / "data").exists()


def test_a_receipt_is_verified_with_the_public_folder_alone(submit, run, tmp_path):
    made = submit()[1]
    for name in ("store.db", "store.id", "keys"):
        path = tmp_path / "data" / name
        path.rename(tmp_path / f"away-{name}")
    code, said = run("receipt", "verify", made["receipt"])
    assert code == 0 and said["valid"] is True and said["code"] == made["code"]
    assert (said["unit"], said["kiosk"]) == ("H15.50.05.13", "DV01")
    assert said["filed_at"].endswith("+07:00") and len(said["digest"]) == 16
    other = made["receipt"].replace(":DV01:", ":DV02:")
    assert failed(run("receipt", "verify", other))[0] == "receipt.forged"
    assert failed(run("receipt", "verify", "KX1:nothing"))[0] == "receipt.unreadable"


def test_a_foreign_file_among_the_public_keys_stops_nothing(submit, run, tmp_path):
    made = submit()[1]
    (tmp_path / "data" / "public" / "DV09.pub").write_text("not a key\n")
    assert run("receipt", "verify", made["receipt"])[0] == 0


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_error_of_the_store_has_words_in_both_languages(language):
    from kiosk import errors

    own = {**words("vi").texts} if language == "vi" else dict(words(language).texts)
    kinds = [errors.StoreError, errors.FormError, errors.TransitionError, errors.ReceiptError]
    for kind in kinds + [sub for base in kinds for sub in base.__subclasses__()]:
        assert own[f"error.{kind.code}.message"] and own[f"error.{kind.code}.remedy"]
