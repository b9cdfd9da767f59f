"""Cases and acts as rows: read into the domain's shape, and written. The only place that names their columns."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from kiosk.domain.case import (
    ActKind,
    Case,
    CaseStatus,
    DossierAct,
    DossierFee,
    IssuedResult,
    Notice,
    NoticeKind,
    Wanted,
)
from kiosk.domain.submission import Legal
from kiosk.domain.vietqr import BankAccount

_CASE = """official, change, legal, code, note, received, due, finished, handed_over,
    fee_amount, fee_paid, fee_text, fee_to"""


def put(db: Any, case: Case, code: str, *, erased: bool) -> None:
    """Replace what the portal said of this case. Where the person had all erased, no words of it are taken in."""
    fee = case.fee or DossierFee(0)
    moments = [_text(at) for at in (case.received, case.due, case.finished, case.handed_over)]
    note, text = ("", "") if erased else (case.note, fee.text)
    row = [case.official, case.change, case.legal.value, code, note, *moments]
    marks = ", ".join("?" * 13)
    changes = ", ".join(f"{name.strip()} = excluded.{name.strip()}" for name in _CASE.split(",")[1:])
    db.execute(
        f"INSERT INTO cases ({_CASE}) VALUES ({marks}) ON CONFLICT (official) DO UPDATE SET {changes}",  # noqa: S608
        [*row, case.fee and fee.amount, fee.paid, text, _pay_to(fee)],
    )
    read_before = {name for (name,) in db.execute(_SEEN, [case.official]).fetchall()}
    for table in ("notices", "results"):
        db.execute(f"DELETE FROM {table} WHERE official = ?", [case.official])  # noqa: S608 - our names
    for notice in case.notices:
        text = "" if erased else notice.text
        values = [case.official, notice.name, notice.kind.value, text, _text(notice.at), _text(notice.until)]
        row = [*values, notice.name in read_before, _wanted_text(notice.wanted)]
        db.execute("INSERT INTO notices VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    for one in () if erased else case.results:
        db.execute(
            "INSERT INTO results VALUES (?, ?, ?, ?, ?, ?)",
            [case.official, one.name, one.title, one.url, one.sha256, one.size],
        )


def drop(db: Any, official: str) -> None:
    """Forget what the portal said under this number, what was read of it too."""
    for table in ("notices", "results", "cases"):
        db.execute(f"DELETE FROM {table} WHERE official = ?", [official])  # noqa: S608 - our names


def begin_anew(db: Any) -> None:
    """Ask for all from the beginning: what comes then replaces what is here, whatever its number."""
    db.execute("DELETE FROM mirror")
    db.execute("UPDATE cases SET change = -1")


_SEEN = "SELECT name FROM notices WHERE official = ? AND seen"


def standing(db: Any, code: str) -> CaseStatus | None:
    """By official number or provisional code."""
    matches = cases(db, "code = ?1 AND code != ''", code) or cases(db, "official = ?1", code)
    if not matches:
        return None
    (case, *_) = matches
    noted = acts(db, "code IN (?, ?) AND code != ''", case.official, case.code)
    waiting, sent = (tuple(act for act in noted if (act.sent is None) is unsent) for unsent in (True, False))
    sql = "SELECT name FROM notices WHERE official = ? AND NOT seen ORDER BY at, name"
    return CaseStatus(case, waiting, tuple(name for (name,) in db.execute(sql, [case.official]).fetchall()), sent)


def cases(db: Any, where: str, *values: object) -> tuple[Case, ...]:
    rows = db.execute(f"SELECT {_CASE} FROM cases WHERE {where}", values).fetchall()  # noqa: S608 - our own words
    return tuple(_case(db, *row) for row in rows)


def unread(db: Any) -> tuple[tuple[str, Notice], ...]:
    sql = f"SELECT official, {_NOTICE} FROM notices WHERE NOT seen ORDER BY at, official, name"  # noqa: S608
    return tuple((row[0], _notice(*row[1:])) for row in db.execute(sql).fetchall())


def acts(db: Any, where: str, *values: object) -> tuple[DossierAct, ...]:
    """The oldest first."""
    sql = (
        f"SELECT name, code, kind, facts, documents, made, refused, sent, faults FROM acts WHERE {where} ORDER BY rowid"  # noqa: S608 - ours
    )
    return tuple(_act(*row) for row in db.execute(sql, values).fetchall())


def strip(db: Any, code: str) -> list[str]:
    """Leave no words of or about the person who filed ``code``. The papers that its acts named."""
    for (official,) in db.execute("SELECT official FROM cases WHERE code = ?", [code]).fetchall():
        db.execute("UPDATE cases SET note = '', fee_text = '' WHERE official = ?", [official])
        db.execute("UPDATE notices SET text = '' WHERE official = ?", [official])
        db.execute("DELETE FROM results WHERE official = ?", [official])
    names = "SELECT name FROM acts WHERE code IN (SELECT ?1 UNION SELECT official FROM cases WHERE code = ?1)"
    papers = f"SELECT sha256 FROM act_documents WHERE name IN ({names}) ORDER BY 1"  # noqa: S608 - our own words
    digests = [row[0] for row in db.execute(papers, [code]).fetchall()]
    db.execute(f"DELETE FROM acts WHERE name IN ({names})", [code])  # noqa: S608 - our own words
    return digests


# --- one row -------------------------------------------------------------------------------------------------------

_ACT = "name, code, kind, facts, documents, made, refused, sent, faults"
_NOTICE = "name, kind, text, at, until, wanted"


def _case(db: Any, official: str, change: int, legal: str, code: str, note: str, *rest: Any) -> Case:
    *moments, amount, paid, text, to = rest
    notices = db.execute(f"SELECT {_NOTICE} FROM notices WHERE official = ? ORDER BY at, name", [official])  # noqa: S608
    sql = "SELECT name, title, url, sha256, size FROM results WHERE official = ? ORDER BY name"
    fee = None if amount is None else _fee(amount, paid, text, to)
    notices_of = tuple(_notice(*row) for row in notices.fetchall())
    issued = tuple(IssuedResult(*row) for row in db.execute(sql, [official]).fetchall())
    case = Case(official, change, Legal(legal), code, note, fee=fee, notices=notices_of, results=issued)
    received, due, finished, handed_over = map(_moment, moments)
    return replace(case, received=received, due=due, finished=finished, handed_over=handed_over)


def _notice(name: str, kind: str, text: str, at: str, until: str | None, wanted: str) -> Notice:
    wanted_of = json.loads(wanted or "{}")
    asks = Wanted(tuple(wanted_of.get("papers", ())), tuple(wanted_of.get("fields", ())), bool(wanted_of.get("line")))
    return Notice(name, NoticeKind(kind), text, datetime.fromisoformat(at), _moment(until), asks)


def _wanted_text(wanted: Wanted) -> str:
    return "" if wanted == Wanted() else json.dumps(asdict(wanted), ensure_ascii=False)


def _fee(amount: int, paid: int, text: str, to: str) -> DossierFee:
    account_of = json.loads(to or "{}")
    account = BankAccount(account_of["bank"], account_of["number"], account_of["name"]) if account_of else None
    return DossierFee(amount, paid, text, account, account_of.get("purpose", ""))


def _pay_to(fee: DossierFee) -> str:
    return json.dumps({**asdict(fee.to), "purpose": fee.purpose}, ensure_ascii=False) if fee.to else ""


def _act(
    name: str,
    code: str,
    kind: str,
    facts: str,
    documents: str,
    made_at: str,
    refused: str,
    sent: str | None,
    faults: int,
) -> DossierAct:
    moment = datetime.fromisoformat(made_at)
    papers = tuple(json.loads(documents))
    return DossierAct(name, code, ActKind(kind), json.loads(facts), papers, moment, refused, _moment(sent), faults)


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
