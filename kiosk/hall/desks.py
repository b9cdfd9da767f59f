"""The counter's services over the hall: for screens the same calls with the same plain data as on the kiosk itself.

Where a call goes follows from what it is about: a dossier's to the kiosk it lies in, a receipt's to the drawer it was
booked in, lists and counts to every kiosk, the rest to the chosen one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, cast

from kiosk.domain.desk_calls import CallLists, DeskCall
from kiosk.domain.dossier import DossierPage, DossierQuery, QueueFacts
from kiosk.errors import SessionLocked
from kiosk.hall.hall import Hall
from kiosk.hall.operations import HallOperation, operations
from kiosk.hall.sign_in import HallSignIn
from kiosk.hall.staff_numbers import APART
from kiosk.hall.watching import KioskWatch
from kiosk.services.counter.assisted_filings import MARK
from kiosk.services.counter.counter import CounterDesks
from kiosk.services.counter.dossiers import DossierSheet
from kiosk.services.counter.duplicates import ComparedPair
from kiosk.services.counter.finding import SearchAnswer
from kiosk.services.counter.queues import QueueCount, WorkBoard

Given = dict[str, Any]


class HallDesk:
    """One desk's calls, each sent where it belongs."""

    def __init__(self, desk: str, way: Callable[[HallOperation, Given], Any]) -> None:
        self._desk, self._way = desk, way

    def __getattr__(self, name: str) -> Any:
        operation = operations().get(f"{self._desk}.{name}")
        if operation is None:
            raise AttributeError(name)
        if operation.signature is None:
            return self._way(operation, {})

        def call(*given: Any, **named: Any) -> Any:
            args = operation.bound(given, named)
            args.pop("session", None)
            return self._way(operation, args)

        return call


class HallDesks:
    """``desks`` is what the screens are given."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self.sessions = HallSignIn(hall)
        self._merged: Mapping[str, Callable[[HallOperation, Given], Any]] = {
            "finder.find": self._find,
            "finder.page": self._page,
            "finder.counts": self._counts,
            "queues.board": self._board,
            "queues.calls": self._joined,
            "queues.call_lists": self._call_lists,
            "queues.called": self._called,
            "queues.answer_bell": self._answer_bell,
            "cash.unsigned": self._joined,
            "dossiers.let_go": self._everywhere,
            "dossiers.release": self._release,
            "counters.list": self._counters,
            "counters.revoke": self._revoke,
        }
        parts: dict[str, Any] = {"sessions": self.sessions, "clock": hall.clock, "people": self._people}
        for name in CounterDesks.__dataclass_fields__:
            parts.setdefault(name, self._desk(name))
        self.desks = CounterDesks(**cast(Any, parts))

    def _desk(self, name: str) -> Any:
        """A desk, or what is one call by itself."""
        operation = operations().get(name)
        return HallDesk(name, self._sent) if operation is None else partial(self._sent, operation, {})

    # --- one kiosk ---

    def _sent(self, operation: HallOperation, args: Given) -> Any:
        if (merged := self._merged.get(operation.name)) is not None:
            return merged(operation, args)
        watch, args = self._place(args)
        try:
            return self._coded(watch, self._hall.ask(watch, operation, args))
        except SessionLocked:
            self._hall.lock_here()
            raise

    def _place(self, args: Given) -> tuple[KioskWatch, Given]:
        """By the dossier, by the receipt or desk that carries its kiosk's name; else the chosen one."""
        if code := args.get("code"):
            watch, there = self._hall.of(code)
            other = {"other": self._hall.there(args["other"])} if "other" in args else {}
            return watch, args | {"code": there} | other
        if (pair := args.get("pair")) is not None:  # both lie in one kiosk
            goes_on = self._hall.there(args["goes_on"])
            return self._hall.of(pair.left.head.code)[0], args | {"pair": self._pair_there(pair), "goes_on": goes_on}
        if form := args.get("form"):  # it carries its kiosk's name
            return self._hall.named(form.partition(MARK)[0]), args
        if kiosk := args.get("kiosk"):
            return self._hall.named(kiosk), args
        receipt = args.get("receipt")
        desk = args.get("desk") or getattr(args.get("day"), "desk", "") or args.get("name", "").partition("-")[0]
        if receipt is not None:
            desk = receipt.desk
        kiosk = str(desk).partition(".")[2]
        known = {one.link.name for one in self._hall.watches}
        if kiosk not in known and receipt is not None:
            return self._hall.of(receipt.code)[0], args
        return self._hall.named(kiosk if kiosk in known else ""), args

    def _pair_there(self, pair: ComparedPair) -> ComparedPair:
        """As its own kiosk calls the two."""

        def there(sheet: DossierSheet) -> DossierSheet:
            return replace(sheet, head=replace(sheet.head, code=self._hall.there(sheet.head.code)))

        return replace(pair, left=there(pair.left), right=there(pair.right))

    def _coded(self, watch: KioskWatch, value: Any) -> Any:
        if isinstance(value, ComparedPair):
            others = tuple(self._hall.lies(one, watch) for one in value.others)
            left, right = self._coded(watch, value.left), self._coded(watch, value.right)
            return replace(value, left=left, right=right, others=others)
        head = getattr(value, "head", None)
        if head is not None:  # a whole dossier
            return replace(value, head=replace(head, code=self._hall.lies(head.code, watch)))
        if hasattr(value, "charges"):  # a bill
            return replace(value, code=self._hall.lies(value.code, watch))
        return value

    # --- all of them ---

    def _everywhere(self, operation: HallOperation, args: Given) -> None:
        self._hall.every(operation, lambda _: args)

    def _joined(self, operation: HallOperation, args: Given) -> Any:
        answers = self._hall.every(operation, lambda _: args)
        rows = [self._called_from(watch, one) for watch, value in answers.items() for one in value]
        return tuple(sorted(rows, key=lambda one: getattr(one, "due", None) or one.at))

    def _call_lists(self, operation: HallOperation, args: Given) -> CallLists:
        """What is due first, first; of those that are over the newest."""
        answers = self._hall.every(operation, lambda _: args)

        def place(one: DeskCall) -> float:
            return one.due.timestamp() if one.open or not one.attempts else -one.attempts[-1].at.timestamp()

        def joined(name: str) -> tuple[DeskCall, ...]:
            rows = [self._called_from(watch, one) for watch, lists in answers.items() for one in getattr(lists, name)]
            return tuple(sorted(rows, key=place))

        again = next((lists.again for lists in answers.values() if lists.again), ())  # one commune has one calendar
        return CallLists(joined("now"), joined("later"), joined("done"), joined("unreachable"), again)

    def _called_from(self, watch: KioskWatch, one: Any) -> Any:
        return replace(one, number=one.number + watch.place * APART) if hasattr(one, "phone") else one

    def _called(self, operation: HallOperation, args: Given) -> Any:
        place, number = divmod(args["number"], APART)
        watch = self._hall.watches[place]
        return self._called_from(watch, self._hall.ask(watch, operation, args | {"number": number}))

    def _release(self, operation: HallOperation, args: Given) -> None:
        if args.get("code"):
            watch, args = self._place(args)
            self._hall.ask(watch, operation, args)
        else:
            self._everywhere(operation, args)

    def _answer_bell(self, operation: HallOperation, args: Given) -> None:
        """At the named kiosk, or at the one that has called the longest; the chosen one where none is known to."""
        if args.get("kiosk"):
            self._hall.ask(self._hall.named(args["kiosk"]), operation, args)
            return
        ringing = [one for one in self._hall.watches if one.state.now.bell is not None and one.session is not None]
        by_since = sorted(ringing, key=lambda one: one.state.now.bell.since if one.state.now.bell else "")
        self._hall.ask(by_since[0] if by_since else self._hall.named(), operation, args)

    def _counters(self, operation: HallOperation, args: Given) -> Any:
        """As each kiosk has them: the name of the kiosk stands where nobody else's does."""
        answers = self._hall.every(operation, lambda _: args)
        return tuple(replace(one, listed_by=watch.link.name) for watch, value in answers.items() for one in value)

    def _revoke(self, operation: HallOperation, args: Given) -> None:
        """At the chosen kiosk, or the first that answers; from there its statement is carried to the others."""
        self._hall.ask(self._hall.able(), operation, args)
        self._hall.carrier.carry()

    def _people(self) -> dict[int, str]:
        answers = self._hall.every(operations()["people"], lambda _: {})
        merged: dict[int, str] = {}
        for watch, table in answers.items():
            number = self._hall.numbers(watch)
            merged |= {number(one): person for one, person in table.items() if number(one) not in merged}
        return merged

    # --- lists ---

    def _find(self, operation: HallOperation, args: Given) -> SearchAnswer:
        query = args.get("query") or DossierQuery()
        answers = self._asked(operation, query, lambda one: args | {"query": one})
        rows, cursor = self._rows(answers)
        terms = next(iter(answers.values())).terms
        count, total = (sum(getattr(one, name) for one in answers.values()) for name in ("count", "total"))
        return SearchAnswer(rows, terms, cursor, count, total)

    def _page(self, operation: HallOperation, args: Given) -> DossierPage:
        answers = self._asked(operation, args["query"], lambda one: args | {"query": one})
        return DossierPage(*self._rows(answers))

    def _asked(
        self, operation: HallOperation, query: DossierQuery, args: Callable[[DossierQuery], Given]
    ) -> dict[KioskWatch, Any]:
        """Each kiosk from its own cursor; one whose last page was given is not asked."""
        cursors: dict[str, str] = json.loads(query.cursor) if query.cursor else {}
        if not cursors:
            return self._hall.every(operation, lambda _: args(query))
        wanted = [one for one in self._hall.watches if one.link.name in cursors and one.session is not None]
        return {
            one: self._hall.ask(one, operation, args(replace(query, cursor=cursors[one.link.name]))) for one in wanted
        }

    def _rows(self, answers: Mapping[KioskWatch, Any]) -> tuple[Any, str]:
        rows = [
            replace(row, code=self._hall.lies(row.code, watch)) for watch, one in answers.items() for row in one.rows
        ]
        rows.sort(key=lambda row: row.filed, reverse=True)
        cursors = {watch.link.name: one.cursor for watch, one in answers.items() if one.cursor}
        return tuple(rows), json.dumps(cursors) if cursors else ""

    def _counts(self, operation: HallOperation, args: Given) -> Mapping[Any, int]:
        merged: dict[Any, int] = {}
        for table in self._hall.every(operation, lambda _: args).values():
            for queue, count in table.items():
                merged[queue] = merged.get(queue, 0) + count
        return merged

    def _board(self, operation: HallOperation, args: Given) -> WorkBoard:
        """Every kiosk's counts together; of one that is away, what it said last."""
        answers: dict[KioskWatch, WorkBoard] = self._hall.every(operation, lambda _: args)
        order = [one.queue for one in next(iter(answers.values())).queues]
        counts = dict.fromkeys(order, 0)
        for board in answers.values():
            for one in board.queues:
                counts[one.queue] = counts.get(one.queue, 0) + one.count
        for watch in self._hall.watches:
            if watch not in answers:
                for queue in order:
                    counts[queue] += watch.state.now.queues.get(queue.value, 0)
        bells = [board.bell for board in answers.values() if board.bell is not None]
        first = min(bells, key=lambda one: one.since) if bells else None
        board = next(iter(answers.values()))
        every = len(answers) == len(self._hall.watches)  # what is known of some is no fact of all
        facts = sum((one.facts for one in answers.values()), QueueFacts()) if every else QueueFacts()
        return replace(board, queues=tuple(QueueCount(one, counts[one]) for one in order), bell=first, facts=facts)
