"""How surely, and how fast, hard QR codes are read. ``python bench/scan_codes.py [HOW MANY] [SEED]``

Made-up card codes (dense: version 7 to 9): small, askew, out of focus, shaken, noisy, in poor light, with glare
over a corner; and twenty pictures without any code, for what is invented and what looking in vain costs. Times are
processor time. What is tried was chosen on seed 5; the default is another.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
import qrcode
import zxingcpp

from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Frame
from kiosk.scan.reading import codes

NAMES = ("Giàng Thị Say", "Sùng Minh Khuê", "Lò Thị Mẩy", "Vừ Mí Sính", "Nguyễn Hoàng Phương Anh")
PLACES = ("thôn Tả Lủng, xã Đồng Văn, tỉnh Tuyên Quang", "Tổ 5, phường Hà Giang 1, tỉnh Tuyên Quang")


def text(rng: np.random.Generator) -> str:
    """As the card's: number, old number, name, born, sex, residence, issued. Persons who do not exist."""
    number = f"999{rng.integers(10**9):09d}"
    name, place = NAMES[int(rng.integers(len(NAMES)))], PLACES[int(rng.integers(len(PLACES)))]
    return f"{number}||{name}|0{rng.integers(1, 10)}01{rng.integers(1940, 2010)}|Nữ|{place}|01012022"


def hard(rng: np.random.Generator, said: str, size: tuple[int, int] = (960, 720)) -> Frame:
    """The code on a card before a camera."""
    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(said.encode())
    modules = np.array(code.get_matrix(), np.uint8)
    plain = np.kron(np.where(modules, 40, 225).astype(np.uint8), np.ones((8, 8), np.uint8))
    side = len(modules) * rng.uniform(2.4, 4.6)  # pixels of the picture to a module
    angle = rng.uniform(0, 2 * np.pi)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    quad = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * side / 2 @ turn.T + rng.normal(0, side * 0.02, (4, 2))
    quad += [rng.uniform(0.35, 0.65) * size[0], rng.uniform(0.4, 0.6) * size[1]]
    edge = plain.shape[0]
    flat = np.array([[0, 0], [edge, 0], [edge, edge], [0, edge]], np.float32)
    onto = cv2.getPerspectiveTransform(flat, quad.astype(np.float32))
    ground = cv2.resize(rng.uniform(150, 225, (6, 8)).astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    fine = cv2.warpPerspective(plain, onto, size, flags=cv2.INTER_AREA).astype(np.float32)
    inside = cv2.warpPerspective(np.ones_like(plain), onto, size, flags=cv2.INTER_LINEAR).astype(bool)
    seen = np.where(inside, fine, ground)
    seen = _shaken(seen, rng, side / len(modules))
    seen *= rng.uniform(0.35, 1.0) * np.linspace(rng.uniform(0.6, 1.0), 1.0, size[0], dtype=np.float32)
    if rng.random() < 0.15:
        glow = np.zeros_like(seen)
        cv2.circle(glow, tuple(int(v) for v in quad[2]), int(side * 0.16), 190.0, -1)
        seen += cv2.GaussianBlur(glow, (0, 0), side * 0.05)
    seen += rng.standard_normal(seen.shape) * rng.uniform(1, 7)
    return np.asarray(np.repeat(np.clip(seen, 0, 255).astype(np.uint8)[:, :, None], 3, axis=2))


def _shaken(seen: Frame, rng: np.random.Generator, module: float) -> Frame:
    """Out of focus, or moved, by up to a module and a bit."""
    if rng.random() < 0.5:
        return np.asarray(cv2.GaussianBlur(seen, (0, 0), max(0.3, rng.uniform(0.1, 0.54) * module)))
    length = max(1.0, rng.uniform(0.2, 1.05) * module)
    kernel = np.zeros((17, 17), np.float32)
    angle = rng.uniform(0, np.pi)
    along = np.array([np.cos(angle), np.sin(angle)]) * length / 2
    ends = [tuple(int(v * 16) for v in 8 + sign * along) for sign in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0, 1, cv2.LINE_AA, 4)
    return np.asarray(cv2.filter2D(seen, -1, kernel / kernel.sum()))


def bare(picture: Frame) -> tuple[str, ...]:
    """The library alone."""
    read = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return tuple(one.text for one in read if one.valid)


READERS: dict[str, Callable[[Frame], tuple[str, ...]]] = {
    "OpenCV": lambda picture: tuple(t for t in [cv2.QRCodeDetector().detectAndDecode(picture)[0]] if t),
    "zxing-cpp": bare,
    "ours": codes.texts,
}


def main(count: int = 200, seed: int = 404) -> None:
    print("## Hard card codes\n")
    rng = np.random.default_rng(seed)
    said = [text(rng) for _ in range(count)]
    pictures = [hard(rng, one) for one in said]
    empty = [
        np.asarray(cv2.resize(rng.integers(0, 256, (90, 120, 3), dtype=np.uint8), (960, 720)), np.uint8)
        for _ in range(20)
    ]
    for name, read in READERS.items():
        right = wrong = 0
        spent = []
        for one, picture in zip(said, pictures, strict=True):
            start = time.process_time()
            found = read(picture)
            spent.append(1000 * (time.process_time() - start))
            right += one in found
            wrong += any(other != one for other in found)
        start = time.process_time()
        invented = sum(bool(read(picture)) for picture in empty)
        vain = 1000 * (time.process_time() - start) / len(empty)
        times = f"median {np.median(spent):.1f} ms, p95 {np.percentile(spent, 95):.0f}, in vain {vain:.1f}"
        print(f"{name:12} {right}/{count} right, {wrong} wrong, {invented} invented; {times}")
    print()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
