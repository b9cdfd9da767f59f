"""Parser of expressions: recursive descent over a closed grammar; nothing is ever handed to Python's ``eval``.

    either     = both {"or" both}
    both       = negation {"and" negation}
    negation   = "not" negation | comparison
    comparison = sum [("==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not" "in") sum]
    sum        = product {("+" | "-") product}
    product    = signed {("*" | "/") signed}
    signed     = "-" signed | atom
    atom       = number | date | time | text | "true" | "false" | list | call | name | "(" either ")"

A date is written 2026-11-30, a time 15:00, a text "in quotation marks" (also 'so'), a number 1_000_000.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time

from kiosk.forms.syntax import Binary, ExpressionFault, FunctionCall, ListOf, Literal, Name, Node, Unary

LONGEST = 2000
DEEPEST = 40
MOST_PARTS = 400
"""Words and signs of one expression: so neither reading nor evaluating it ever goes deep."""

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<date>\d{4}-\d\d-\d\d)
    | (?P<time>\d\d:\d\d)
    | (?P<number>\d[\d_]*)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<name>[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)
    | (?P<sign>==|!=|<=|>=|[<>+\-*/()\[\],])
    )""",
    re.VERBOSE | re.ASCII,
)
_COMPARISONS = ("==", "!=", "<=", ">=", "<", ">")
_WORDS = frozenset({"and", "or", "not", "in", "true", "false"})


@dataclass(frozen=True)
class Token:
    kind: str  # date, time, number, text, name, word, sign, end
    text: str
    at: int


def parse(text: str) -> Node:
    """The tree of ``text``. ExpressionFault where it is not an expression, with the place."""
    if len(text) > LONGEST:
        raise ExpressionFault("expression-too-long", LONGEST, most=LONGEST)
    tokens = _tokens(text)
    if len(tokens) > MOST_PARTS:
        raise ExpressionFault("expression-too-long", tokens[MOST_PARTS].at, most=MOST_PARTS)
    return _Parser(tokens).whole()


def _tokens(text: str) -> list[Token]:
    tokens, at = [], 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            raise ExpressionFault(_why_odd(text[at]), at, sign=text[at])
        kind, part = str(match.lastgroup), str(match[match.lastgroup or 0])
        tokens.append(Token("word" if part in _WORDS else kind, part, match.start(match.lastgroup or 0)))
        at = match.end()
    tokens.append(Token("end", "", end))
    return tokens


_WHY_ODD = {"=": "single-equals", "&": "use-and", "|": "use-or", "!": "use-not", '"': "open-text", "'": "open-text"}


def _why_odd(sign: str) -> str:
    return _WHY_ODD.get(sign, "odd-sign")


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._index = 0
        self._depth = 0

    def whole(self) -> Node:
        tree = self._either()
        if self._next.kind != "end":
            raise self._unexpected()
        return tree

    @property
    def _next(self) -> Token:
        return self._tokens[self._index]

    def _take(self, *texts: str) -> Token | None:
        """The next token, if it is one of these signs or words."""
        token = self._next
        if token.kind in ("sign", "word") and token.text in texts:
            self._index += 1
            return token
        return None

    def _need(self, text: str) -> None:
        if self._take(text) is None:
            raise self._unexpected(wanted=text)

    def _unexpected(self, wanted: str = "") -> ExpressionFault:
        token = self._next
        if token.kind == "end":
            return ExpressionFault("expression-ends", token.at, wanted=wanted)
        return ExpressionFault("expression-odd", token.at, part=token.text, wanted=wanted)

    def _either(self) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionFault("expression-too-deep", self._next.at, most=DEEPEST)
        left = self._both()
        while token := self._take("or"):
            left = Binary("or", left, self._both(), token.at)
        self._depth -= 1
        return left

    def _both(self) -> Node:
        left = self._negation()
        while token := self._take("and"):
            left = Binary("and", left, self._negation(), token.at)
        return left

    def _negation(self) -> Node:
        token = self._take("not")
        return self._deeper("not", token, self._negation) if token else self._comparison()

    def _deeper(self, operator: str, token: Token, rest: object) -> Node:
        assert callable(rest)
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionFault("expression-too-deep", token.at, most=DEEPEST)
        tree = Unary(operator, rest(), token.at)
        self._depth -= 1
        return tree

    def _comparison(self) -> Node:
        left = self._sum()
        if token := self._take(*_COMPARISONS, "in"):
            left = Binary(token.text, left, self._sum(), token.at)
        elif self._next.text == "not" and (token := self._take("not")):
            self._need("in")
            left = Binary("not-in", left, self._sum(), token.at)
        if self._next.kind == "sign" and self._next.text in _COMPARISONS:
            raise ExpressionFault("comparison-chain", self._next.at)
        return left

    def _sum(self) -> Node:
        left = self._product()
        while token := self._take("+", "-"):
            left = Binary(token.text, left, self._product(), token.at)
        return left

    def _product(self) -> Node:
        left = self._signed()
        while token := self._take("*", "/"):
            left = Binary(token.text, left, self._signed(), token.at)
        return left

    def _signed(self) -> Node:
        token = self._take("-")
        return self._deeper("-", token, self._signed) if token else self._atom()

    def _atom(self) -> Node:
        if self._take("("):
            tree = self._either()
            self._need(")")
            return tree
        if token := self._take("["):
            return ListOf(self._items("]"), token.at)
        if token := self._take("true", "false"):
            return Literal(token.text == "true", token.at)
        token = self._next
        if token.kind == "name":
            self._index += 1
            called = self._take("(") is not None
            return FunctionCall(token.text, self._items(")"), token.at) if called else Name(token.text, token.at)
        if token.kind in ("date", "time", "number", "text"):
            self._index += 1
            return Literal(_literal(token), token.at)
        raise self._unexpected()

    def _items(self, closing: str) -> tuple[Node, ...]:
        items: list[Node] = []
        while not self._take(closing):
            if items:
                self._need(",")
            items.append(self._either())
        return tuple(items)


def _literal(token: Token) -> int | str | date | time:
    try:
        match token.kind:
            case "date":
                return date.fromisoformat(token.text)
            case "time":
                return time.fromisoformat(token.text)
            case "number":
                return int(token.text)
            case _:
                return token.text[1:-1]
    except ValueError:
        raise ExpressionFault("no-such-literal", token.at, part=token.text) from None
