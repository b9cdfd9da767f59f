"""Pixels on the edge of a stroke, neither ink nor paper, decided so that the stencil is cheap to code and calm to see.

A camera's noise roughens every edge, and a lossless coder pays for each rough pixel. Where the grey leaves open what a
pixel is, the neighbourhood decides: what the page's own strokes mostly do in such surroundings. Only doubtful pixels
move, so no stroke comes or goes that the picture did not leave open.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kiosk.scan.pdf.jbig2 import REACH, Mask, Numbers, surroundings

_ROUNDS = 2
_PRICE = 5.0  # bits that must be saved before a pixel moves from the far end of the doubtful band
_MARGIN = 5  # columns and rows about the picture: no neighbour lies beyond
_LATTICE = (3, 8)  # rows, columns: of the pixels of one such lattice no two foretell the same pixel

Floats = NDArray[np.float32]


def settled(mask: Mask, doubt: Floats) -> Mask:
    """The mask with doubtful pixels decided. ``doubt``: 0 where the grey says nothing, 1 and more where it is plain."""
    symbols = _symbols(np.pad(mask, _MARGIN))
    width = symbols.shape[1]
    flat = symbols.ravel()
    doubtful = np.flatnonzero(doubt < 1)
    rows, columns = (one + _MARGIN for one in np.divmod(doubtful, mask.shape[1]))
    lattice = (rows % _LATTICE[0] * _LATTICE[1] + columns % _LATTICE[1]).astype(np.uint8)
    order = np.argsort(lattice, kind="stable")  # of bytes: sorted by counting
    places = (rows * width + columns)[order]
    prices = _PRICE * doubt.ravel()[doubtful[order]]
    parts = np.searchsorted(lattice[order], np.arange(1, _LATTICE[0] * _LATTICE[1]))
    foretold = np.array([-(down * width + right) for down, right in REACH])
    for _ in range(_ROUNDS):
        bits = _bits(flat)
        for at, price in zip(np.split(places, parts), np.split(prices, parts), strict=True):
            _decide(flat, at, price, foretold, bits)
    return np.asarray(symbols[_MARGIN:-_MARGIN, _MARGIN:-_MARGIN] & 1, np.bool_)


def _symbols(mask: Mask) -> Numbers:
    """Each pixel with its surroundings, as the coder sees it: the pixel is the lowest bit."""
    symbols = surroundings(mask)
    symbols <<= 1
    symbols |= mask
    return symbols


def _bits(symbols: Numbers) -> Floats:
    """What each pixel costs in its surroundings, in bits, by how often this page has it so."""
    present = symbols[symbols != 0]
    often = np.bincount(present, minlength=0x20000).astype(np.float64)
    often[0] = len(symbols) - len(present)
    pairs = often.reshape(-1, 2) + 0.4
    return np.asarray(-np.log2(pairs / pairs.sum(axis=1, keepdims=True)).ravel(), np.float32)


def _decide(symbols: Numbers, at: NDArray[np.int64], price: Floats, foretold: NDArray[np.int64], bits: Floats) -> None:
    """Turn the pixels whose turning saves more than its price, theirs and the sixteen they foretell counted."""
    turn = 2 << np.arange(len(foretold), dtype=np.int32)
    own = symbols[at]
    after = at[:, None] + foretold
    then = symbols[after]
    saved = bits[own] - bits[own ^ 1] + (bits[then] - bits[then ^ turn]).sum(axis=1)
    turned = saved > price
    symbols[at[turned]] ^= 1
    symbols[after[turned]] ^= turn
