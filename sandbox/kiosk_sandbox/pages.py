"""The office's page, as plain HTML without a script. Every value is escaped; every dossier action is a form."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape
from string import Template

from kiosk.bounded import read_json
from kiosk.domain.answering import FIELD, LATER, PAPER
from kiosk.words import words
from kiosk_sandbox.actions import Action, allowed
from kiosk_sandbox.filed_parts import card_standing, filed_documents, officer_notes
from kiosk_sandbox.fleet import FleetEntry
from kiosk_sandbox.tables import Dossier, DossierStep, Mistake, Question

_PAGE = Template("""<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>$title</title><style>
:root { --paper:#F7F2E8; --surface:#FFFDF8; --sunk:#EDE5D6; --ink:#231B15; --ink2:#54483C; --line:#DCD0BC;
  --line2:#85766A; --cham:#173F6B; --cham-deep:#0E2C4E; --cham-tint:#E2EAF2; --son:#8E1B1B; --gold:#E0AE3C;
  --ok:#14532F; --ok-tint:#E0EEE3; --warn:#6B3F00; --warn-tint:#FCEBC6; --err:#96130D; --err-tint:#FBE5E0; }
* { box-sizing:border-box }
body { margin:0; background:var(--paper); color:var(--ink); font:18px/1.5 "Be Vietnam Pro","Noto Sans",sans-serif }
header { background:var(--son); color:#fff; padding:18px 32px; border-bottom:4px solid var(--gold) }
header a { color:#fff; text-decoration:none; font-weight:700; font-size:22px }
header span { color:#FCEFD6; margin-left:16px }
header { display:flex; flex-wrap:wrap; align-items:baseline; gap:8px 16px } header nav { margin-left:auto }
 header nav a { font-size:18px; font-weight:600; margin-left:24px }
nav a:focus-visible, td a:focus-visible { outline:3px solid var(--gold); outline-offset:3px }
.papers label { display:inline-block; font-weight:400; margin:0 24px 14px 0 }
.papers input { width:auto; margin:0 8px 0 0 }
.look { background:var(--warn-tint); border-color:var(--warn) }
.two { display:grid; grid-template-columns:1fr 1fr; gap:0 24px } td.number { text-align:right }
main { max-width:1080px; margin:32px auto; padding:0 24px }
h1 { font-size:30px; line-height:1.28; margin:0 0 24px }
section { background:var(--surface); border:1px solid var(--line); border-radius:20px; padding:24px 32px;
  margin:0 0 24px }
table { width:100%; border-collapse:collapse; font-variant-numeric:tabular-nums }
th { text-align:left; color:var(--ink2); font-weight:600; padding:8px 12px 8px 0 }
td { border-top:1px solid var(--line); padding:12px 12px 12px 0; vertical-align:top }
td a { color:var(--cham); font-weight:600; white-space:nowrap }
.chip { border-radius:18px; padding:4px 14px; background:var(--sunk); color:var(--ink2); white-space:nowrap }
.chip.ok { background:var(--ok-tint); color:var(--ok) } .chip.warn { background:var(--warn-tint); color:var(--warn) }
.chip.err { background:var(--err-tint); color:var(--err) } .chip.info { background:var(--cham-tint); color:var(--cham) }
.mistake { background:var(--err-tint); color:var(--err); border-radius:14px; padding:14px 20px; margin:0 0 20px }
label { display:block; font-weight:600; margin:0 0 6px }
input, textarea { width:100%; font:inherit; padding:12px 16px; border:2px solid var(--line2); border-radius:14px;
  background:#fff; color:var(--ink); margin:0 0 16px }
input:focus, textarea:focus { outline:4px solid var(--cham-tint); border-color:var(--cham) }
button { font:inherit; font-weight:700; min-height:48px; padding:10px 22px; border-radius:14px; margin:0 10px 10px 0;
  border:2px solid var(--line2); background:var(--surface); color:var(--ink); cursor:pointer }
button:focus-visible { outline:4px solid var(--ink); outline-offset:3px }
button.first { background:var(--cham); border-color:var(--cham); color:#fff }
button.first:hover { background:var(--cham-deep) } button.stop { border-color:var(--err); color:var(--err) }
dl { display:grid; grid-template-columns:220px 1fr; gap:8px 24px; margin:0 } dt { color:var(--ink2) } dd { margin:0 }
</style></head><body>
<header><a href="/office">Một cửa tập huấn</a><span>Cổng thử trên máy này, không phải Cổng Dịch vụ công</span>
<nav><a href="/office">Hồ sơ</a><a href="/office/kiosks">Máy kiosk</a><a href="/office/sticks">USB</a>
<a href="/office/mistakes">Sai hợp đồng</a></nav>
</header>
<main>$body</main></body></html>""")

_LABEL: Mapping[Action, str] = {
    Action.ACCEPT: "Tiếp nhận",
    Action.WORK: "Đang xử lý",
    Action.ASK: "Yêu cầu bổ sung",
    Action.REFUSE: "Không tiếp nhận",
    Action.FEE: "Thông báo lệ phí",
    Action.PAID: "Đã nhận tiền",
    Action.STOP: "Dừng xử lý",
    Action.FINISH: "Xử lý xong",
    Action.HANDOVER: "Đã trả kết quả",
}
_FIRST = frozenset({Action.ACCEPT, Action.HANDOVER})
_STOP = frozenset({Action.REFUSE, Action.STOP})
_TONE: Mapping[str, str] = {
    "2": "info",
    "3": "err",
    "4": "info",
    "5": "warn",
    "6": "warn",
    "8": "err",
    "9": "ok",
    "10": "ok",
}


_COMING = ' <span class="chip warn">Giấy tờ đang đến</span>'


def sign_in(*, wrong: bool = False) -> str:
    mistake = '<p class="mistake">Mật khẩu chưa đúng, xin gõ lại.</p>' if wrong else ""
    return page(
        "Vào làm việc",
        f"""<h1>Cán bộ một cửa</h1><section>{mistake}<form method="post" action="/office/sign-in">
        <label for="password">Mật khẩu cán bộ</label>
        <input id="password" name="password" type="password" autofocus autocomplete="current-password">
        <button class="first">Vào làm việc</button></form></section>""",
    )


def message(text: str) -> str:
    return page(text, f"<h1>{escape(text)}</h1>")


def day(dossiers: Iterable[Dossier]) -> str:
    """Every dossier, newest first."""
    rows = "".join(_row(item) for item in dossiers)
    body = f"""<table><tr><th>Mã hồ sơ</th><th>Thủ tục</th><th>Người nộp</th><th>Đến lúc</th><th>Trạng thái</th></tr>
        {rows}</table>"""
    nothing = "<p>Chưa có hồ sơ nào. Hồ sơ nộp ở kiosk sẽ hiện ở đây.</p>"
    return page("Hồ sơ", f"<h1>Hồ sơ đã đến</h1><section>{body if rows else nothing}</section>")


def dossier(item: Dossier, steps: Iterable[DossierStep], asked: Iterable[Question] = (), mistake: str = "") -> str:
    """One dossier: what it says, what was asked and answered, its way so far, and what can be done now."""
    record = json.loads(item.record)
    parts = (
        _facts(item, record),
        officer_notes(record) + card_standing(record),
        filed_documents(record),
        _asked(asked),
        _actions(item, record, mistake),
        _way(steps),
    )
    head = f"<h1>{escape(item.code)} {_chip(item.status)}{_COMING if item.coming else ''}</h1>"
    return page(item.code, head + "".join(parts))


def page(title: str, body: str) -> str:
    return _PAGE.substitute(title=escape(title), body=body)


def _chip(status: str) -> str:
    name = words().say(f"status.legal_name.{status}")
    return f'<span class="chip {_TONE.get(status, "")}">{escape(name)}</span>'


def _row(item: Dossier) -> str:
    record = json.loads(item.record)
    cells = (
        f'<a href="/office/{escape(item.code)}">{escape(item.code)}</a>',
        escape(record.get("TenTTHC", "")),
        escape(record.get("ChuHoSo", "")),
        f"{item.came:%H:%M %d/%m/%Y}",
        _chip(item.status) + (_COMING if item.coming else ""),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _facts(item: Dossier, record: Mapping[str, str]) -> str:
    facts = {
        "Thủ tục": f"{record.get('MaTTHC', '')} {record.get('TenTTHC', '')}",
        "Người nộp": record.get("ChuHoSo", ""),
        "Trích yếu": record.get("TrichYeuHoSo", ""),
        "Mã tạm ở kiosk": item.reference or "",
        "Đến lúc": f"{item.came:%H:%M %d/%m/%Y}",
        "Lời nhắn": item.note,
    }
    lines = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts.items() if value)
    return f"<section><dl>{lines}</dl></section>"


def _asked(questions: Iterable[Question]) -> str:
    """Each request for more, with its answer as it came."""
    rows = "".join(f"<tr><td>{_request(one)}</td><td>{_answer(one)}</td></tr>" for one in questions)
    head = "<tr><th>Cơ quan yêu cầu</th><th>Người dân bổ sung</th></tr>"
    return f"<section><label>Bổ sung</label><table>{head}{rows}</table></section>" if rows else ""


def _request(one: Question) -> str:
    until = f"<br>Trước {one.until:%H:%M %d/%m/%Y}" if one.until else ""
    named = escape(", ".join(filter(None, (*one.papers.split("\n"), *one.fields.split("\n")))))
    return f"{escape(one.words)}<br>{named}{until}"


def _answer(one: Question) -> str:
    if not one.digest:
        return "Cơ quan đã thôi chờ" if one.answered else '<span class="chip warn">Đang chờ</span>'
    facts = _answer_facts(one.answer)
    field_lines = [f"{name.removeprefix(FIELD)}: {value}" for name, value in facts.items() if name.startswith(FIELD)]
    papers = [value for name, value in facts.items() if name.startswith(PAPER)]
    later = [f"mang đến quầy: {facts[LATER]}"] if facts.get(LATER) else []
    lines = "<br>".join(escape(line) for line in (*field_lines, *papers, *later))
    return f"{one.answered:%H:%M %d/%m/%Y}<br>{lines}"


def _answer_facts(answer: str) -> Mapping[str, str]:
    """The facts of an answer; none of what another program wrote otherwise."""
    try:
        facts = read_json(answer)["facts"]
        return {str(name): str(value) for name, value in facts.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _actions(item: Dossier, record: Mapping[str, object], mistake: str) -> str:
    buttons = "".join(_button(action) for action in allowed(item.status, coming=item.coming))
    if not buttons:
        return ""
    warning = f'<p class="mistake">{escape(mistake)}</p>' if mistake else ""
    return f"""<section>{warning}<form method="post" action="/office/{escape(item.code)}/act">
        <label for="note">Lời nhắn cho người dân</label><textarea id="note" name="note" rows="2"></textarea>
        {_papers(record)}<div class="two">
        <div><label for="days">Bổ sung trong mấy ngày</label><input id="days" name="days" inputmode="numeric"></div>
        <div><label for="amount">Số tiền (khi thông báo lệ phí)</label>
        <input id="amount" name="amount" inputmode="numeric"></div></div>
        <div class="two"><div><label for="fields">Mục cần sửa (mã, cách nhau dấu cách)</label>
        <input id="fields" name="fields"></div>
        <div class="papers"><label><input type="checkbox" name="line" value="1">Cần trả lời bằng lời</label></div></div>
        <label for="officer">Cán bộ xử lý</label><input id="officer" name="officer" value="{escape(item.officer)}">
        {buttons}</form></section>"""


def _papers(record: Mapping[str, object]) -> str:
    """Boxes for the papers an officer may ask for anew."""
    documents = record.get("TaiLieuNop") or []
    assert isinstance(documents, list)
    codes = sorted({str(item["MaThanhPhanHoSo"]) for item in documents})
    boxes = "".join(
        f'<label><input type="checkbox" name="papers" value="{escape(code)}">{escape(code)}</label>' for code in codes
    )
    return f'<label>Giấy cần chụp lại</label><div class="papers">{boxes}</div>' if boxes else ""


def _button(action: Action) -> str:
    look = "first" if action in _FIRST else "stop" if action in _STOP else ""
    return f'<button name="action" value="{action.value}" class="{look}">{_LABEL[action]}</button>'


def _way(steps: Iterable[DossierStep]) -> str:
    rows = "".join(
        f"<tr><td>{step.at:%H:%M %d/%m/%Y}</td><td>{_chip(step.status)}</td><td>{escape(step.note)}</td></tr>"
        for step in steps
    )
    return f"<section><label>Hồ sơ đã đi qua</label><table>{rows}</table></section>"


_PAPER = {"ok": "Còn giấy", "low": "Sắp hết giấy", "out": "Hết giấy", "none": "Không có máy in"}
_QUIET = 3600.0  # seconds without a word from a kiosk, after which somebody should look


def fleet(entries: Iterable[FleetEntry], now: datetime) -> str:
    """Every kiosk, those that are quiet the longest first."""
    heads = (
        "Máy",
        "Gặp lần cuối",
        "Chờ gửi",
        "Giữ lại",
        "Nhật ký",
        "Lệch giờ",
        "Giấy in",
        "Danh mục",
        "Còn trống",
    )
    rows = "".join(_machine(item, now) for item in entries)
    body = f"<table><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr>{rows}</table>"
    nothing = "<p>Chưa máy nào gọi đến cổng này.</p>"
    return page("Máy kiosk", f"<h1>Máy kiosk</h1><section>{body if rows else nothing}</section>")


def _machine(item: FleetEntry, now: datetime) -> str:
    health, quiet = item.health, (now - item.seen).total_seconds() > _QUIET
    skew = item.skew
    paper = str(health.get("paper", ""))
    cells = (
        f"<b>{escape(item.kiosk)}</b><br>{escape(item.unit)}{_calling(health)}",
        _toned(f"{item.seen:%H:%M %d/%m/%Y}", "warn" if quiet else ""),
        _toned(health.get("waiting", ""), ""),
        _toned(health.get("parked", ""), "warn" if health.get("parked") else ""),
        _toned(health.get("journal", ""), ""),
        _toned("" if skew is None else f"{skew:+d} giây", "err" if skew is not None and abs(skew) > 300 else ""),
        _toned(_PAPER.get(paper, ""), "warn" if paper in ("low", "out") else ""),
        _toned(f"{health['catalogue_days']} ngày" if "catalogue_days" in health else "", ""),
        _toned(f"{health['free_mb']} MB" if "free_mb" in health else "", ""),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _calling(health: Mapping[str, object]) -> str:
    return f"<br>{_toned(f'Gọi cán bộ từ {str(since)[11:16]}', 'warn')}" if (since := health.get("called")) else ""


def _toned(text: object, tone: str) -> str:
    return f'<span class="chip {tone}">{escape(str(text))}</span>' if tone else escape(str(text))


def mistakes(entries: Iterable[Mistake]) -> str:
    """What broke the contract, the newest first."""
    rows = "".join(
        f"<tr><td>{one.at:%H:%M:%S %d/%m}</td><td>{escape(one.unit)}</td><td>{escape(one.place)}</td>"
        f"<td>{escape(one.words)}</td></tr>"
        for one in entries
    )
    body = f"<table><tr><th>Lúc</th><th>Đơn vị</th><th>Dịch vụ</th><th>Điều sai</th></tr>{rows}</table>"
    nothing = "<p>Chưa có yêu cầu nào sai hợp đồng.</p>"
    return page("Sai hợp đồng", f"<h1>Sai hợp đồng</h1><section>{body if rows else nothing}</section>")
