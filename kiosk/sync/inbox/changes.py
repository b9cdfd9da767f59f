"""What the portal tells in its down-stream, as the domain knows it. Pure; PortalSpokeOddly for a broken contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from kiosk.domain.calendar import ZONE
from kiosk.domain.case import Case, ChangePage, DossierFee, IssuedResult, Notice, NoticeKind, Wanted
from kiosk.domain.codes import is_official
from kiosk.domain.submission import Legal
from kiosk.domain.vietqr import BankAccount
from kiosk.errors import PortalSpokeOddly
from kiosk.sync.transport.messages import ChangedDossier, ChangedFee, ChangedQuestion, ChangesAnswer, decoded

Json = Mapping[str, Any]

_OPEN, _PAID = "1", "2"  # TrangThaiBoSung, TrangThaiThanhToan
_BY_NOTICE = "TB"  # how the key of a fee begins that was not told at filing
_ENDS = {Legal.NOT_ACCEPTED: ("refusal", NoticeKind.REFUSAL), Legal.STOPPED: ("stop", NoticeKind.STOP)}
_MOST_WANTED = 20  # papers, or fields, in one question
_LONGEST_NAME = 100


def page_from(answer: Json, since: str, kiosk: str) -> ChangePage:
    """One page of the down-stream of ``kiosk``, asked for with the cursor ``since``."""
    page = decoded(answer, ChangesAnswer)
    if not 0 < len(page.cursor) <= 64:
        raise PortalSpokeOddly("a page of changes without a cursor")
    more = page.more == "1"
    if more and page.cursor == since:
        raise PortalSpokeOddly("more to come, and no way on")
    return ChangePage(since, page.cursor, tuple(_case(item, kiosk) for item in page.data), more)


def _case(item: ChangedDossier, kiosk: str) -> Case:
    owner, _, code = item.reference.partition("/")
    if not is_official(item.official) or owner != kiosk or not code:
        raise PortalSpokeOddly("a change about a dossier that is not this kiosk's")
    if item.legal not in {legal.value for legal in Legal} or not _is_number(item.count, 18):
        raise PortalSpokeOddly("a change without a status of the ten, or a number")
    legal = Legal(item.legal)
    return Case(
        official=item.official,
        change=int(item.count),
        legal=legal,
        code=code,
        note=item.note,
        received=_moment(item.received),
        due=_moment(item.due),
        finished=_moment(item.finished),
        handed_over=_moment(item.handed_over),
        fee=_fee(item.fees),
        notices=tuple(_notices(item, legal)),
        results=tuple(IssuedResult(one.code, one.name, one.place) for one in item.results),
    )


def _notices(item: ChangedDossier, legal: Legal) -> Iterator[Notice]:
    """What the office asks and announces. Names stay the same from page to page, so that what was read stays read."""
    at = _moment(item.at) or datetime.fromtimestamp(0, ZONE)
    for one in item.questions:
        if one.state == _OPEN:
            asked, until = _moment(one.asked), _moment(one.until)
            yield Notice(one.name, NoticeKind.SUPPLEMENT, one.words, asked or at, until, _wanted(one))
    for fee in item.fees:
        if fee.key.startswith(_BY_NOTICE) and fee.state != _PAID:
            yield Notice(f"fee-{fee.key}", NoticeKind.FEE, fee.name, at)
    for answer in item.answers:
        yield Notice(answer.name, NoticeKind.MESSAGE, answer.words, _moment(answer.at) or at)
    if legal in _ENDS:
        name, kind = _ENDS[legal]
        yield Notice(name, kind, item.note, at)
    if legal is Legal.FINISHED:
        yield Notice("result", NoticeKind.RESULT, "; ".join(one.name for one in item.results), at)


def _wanted(item: ChangedQuestion) -> Wanted:
    papers, fields = tuple(one.code for one in item.papers), tuple(one.key for one in item.fields)
    return Wanted(papers[:_MOST_WANTED], fields[:_MOST_WANTED], item.line == "1")


def _fee(dues: Sequence[ChangedFee]) -> DossierFee | None:
    """All that is owed, and what of it the office has seen."""
    if not dues:
        return None
    unpaid = [one for one in dues if one.state != _PAID]
    total, left = sum(map(_amount, dues)), sum(map(_amount, unpaid))
    return DossierFee(total, total - left, "; ".join(one.name for one in unpaid), *_pay_to(unpaid))


def _pay_to(dues: Sequence[ChangedFee]) -> tuple[BankAccount | None, str]:
    """The one place that all of it is paid to, and what the transfer says. Sums for two places fit no one transfer."""
    accounts = {tuple(word.strip() for word in (one.bank, one.account, one.owner, one.purpose)) for one in dues}
    if len(accounts) != 1:
        return (BankAccount("", ""), "") if len(accounts) > 1 else (None, "")
    (bank, number, name, purpose) = accounts.pop()
    return (BankAccount(bank, number, name[:_LONGEST_NAME]), purpose) if bank or number else (None, "")


def _amount(item: ChangedFee) -> int:
    if not _is_number(item.amount, 15):
        raise PortalSpokeOddly("a fee without a sum")
    return int(item.amount)


def _is_number(text: str, most: int) -> bool:
    """Up to ``most`` digits, and nothing else."""
    return text.isascii() and text.isdigit() and len(text) <= most


def _moment(text: str) -> datetime | None:
    """``yyyyMMddHHmmss`` in the office's zone; None where there is nothing."""
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=ZONE)
    except ValueError as error:
        raise PortalSpokeOddly("a date out of shape") from error
